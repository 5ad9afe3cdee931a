#include "rehearse/model/base/suggestion.h"

#include <array>
#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

namespace rehearse::model::tests {

BOOST_AUTO_TEST_SUITE(base_suggestion_test)

BOOST_AUTO_TEST_CASE(the_nearest_name_is_suggested) {
  constexpr std::array<std::string_view, 4> names = {"region", "tenant", "name", "kind"};
  BOOST_TEST(nearest("regoin", names) == "region");
  BOOST_TEST(nearest("REGION", names) == "region");
  BOOST_TEST(nearest("tennant", names) == "tenant");
  BOOST_TEST(nearest("nam", names) == "name");
  BOOST_TEST(did_you_mean("knid", names) == "did you mean kind?");
}

BOOST_AUTO_TEST_CASE(a_far_name_is_not_suggested) {
  constexpr std::array<std::string_view, 2> names = {"region", "kind"};
  BOOST_TEST(nearest("capacity", names) == "");
  BOOST_TEST(nearest("x", names) == "");
  BOOST_TEST(nearest(std::string(5'000, 'r'), names) == "");
  BOOST_TEST(did_you_mean("capacity", names) == "");
  BOOST_TEST(nearest("region", {}) == "");
}

BOOST_AUTO_TEST_CASE(the_first_of_equally_near_names_is_suggested) {
  constexpr std::array<std::string_view, 2> names = {"mine", "mint"};
  BOOST_TEST(nearest("ming", names) == "mine");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
