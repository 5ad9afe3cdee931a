#include "rehearse/model/base/enums.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/model/world/world.h"

namespace rehearse::model {
namespace {

// clang-format off
enum class Seventeen : std::uint8_t { A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q };
enum class Forty : std::uint8_t {
  A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, B0, B1, B2, B3, B4, B5, B6, B7, B8, B9,
  C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, D0, D1, D2, D3, D4, D5, D6, D7, D8, D9,
};
// clang-format on

/// Its third name was forgotten.
enum class Unfinished : std::uint8_t { A, B, C };

/// Has a name for nothing.
enum class Excessive : std::uint8_t { A, B };

}  // namespace

template <>
inline constexpr auto enum_names<Seventeen> = std::to_array<std::string_view>(
    {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q"});
template <>
inline constexpr auto enum_names<Forty> = std::to_array<std::string_view>(
    {"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b0", "b1", "b2", "b3",
     "b4", "b5", "b6", "b7", "b8", "b9", "c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7",
     "c8", "c9", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"});
template <>
inline constexpr auto enum_names<Unfinished> = std::to_array<std::string_view>({"a", "b"});
template <>
inline constexpr auto enum_names<Excessive> = std::to_array<std::string_view>({"a", "b", "c"});

namespace {

/// Whether each enumerator alone, and each taken from all, makes the set that it should.
template <typename E>
void check_each_enumerator() {
  const auto all = EnumSet<E>::all();
  std::size_t sets = 0;
  for (std::size_t index = 0; index < enum_count<E>; ++index) {
    const auto value = static_cast<E>(index);
    const EnumSet<E> alone = {value};
    const EnumSet<E> others = all.without(alone);
    BOOST_TEST(alone.contains(value));
    BOOST_TEST(!alone.empty());
    BOOST_TEST(!others.contains(value));
    BOOST_TEST(all.contains(alone));
    BOOST_TEST(!others.contains(alone));
    BOOST_TEST(to_string(alone) == enum_names<E>[index]);
    BOOST_TEST(((alone | others) == all));
    BOOST_TEST((alone & others).empty());
    EnumSet<E> erased = all;
    erased.erase(value);
    BOOST_TEST((erased == others));
    sets += static_cast<std::size_t>(std::popcount(others.bits()));
  }
  BOOST_TEST(sets == enum_count<E> * (enum_count<E> - 1));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_enums_test)

BOOST_AUTO_TEST_CASE(a_set_of_seventeen_enumerators_keeps_the_seventeenth) {
  check_each_enumerator<Seventeen>();
  BOOST_TEST(to_string(EnumSet<Seventeen>{Seventeen::P, Seventeen::Q}) == "p, q");
  BOOST_TEST(sizeof(EnumSet<Seventeen>) == 4);
}

BOOST_AUTO_TEST_CASE(a_set_of_forty_enumerators_keeps_them_all) {
  check_each_enumerator<Forty>();
  BOOST_TEST(to_string(EnumSet<Forty>{Forty::A0, Forty::D9}) == "a0, d9");
  BOOST_TEST(sizeof(EnumSet<Forty>) == 8);
}

BOOST_AUTO_TEST_CASE(up_to_sixteen_enumerators_take_two_bytes_as_worlds_are_hashed_with_them) {
  check_each_enumerator<DataFact>();
  BOOST_TEST(sizeof(EnumSet<DataFact>) == 2);
  BOOST_TEST(sizeof(EnumSet<Unstated>) == 2);
}

BOOST_AUTO_TEST_CASE(a_name_that_was_forgotten_or_is_too_many_is_noticed) {
  BOOST_TEST(has_all_names<Seventeen>);
  BOOST_TEST(has_all_names<Forty>);
  BOOST_TEST(!has_all_names<Unfinished>);
  BOOST_TEST(!has_all_names<Excessive>);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model
