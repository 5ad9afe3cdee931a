#include "rehearse/sim/base/memory.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace rehearse::sim {
namespace {

BOOST_AUTO_TEST_SUITE(base_memory_test)

BOOST_AUTO_TEST_CASE(what_was_remembered_is_found_and_nothing_else) {
  Memory<std::string> memory({});
  memory.remember({1, 2}, "one");
  BOOST_REQUIRE(memory.find({1, 2}) != nullptr);
  BOOST_TEST(*memory.find({1, 2}) == "one");
  BOOST_TEST((memory.find({2, 1}) == nullptr));
}

BOOST_AUTO_TEST_CASE(the_result_that_is_too_many_makes_it_forget_the_others) {
  Memory<int> memory({.entries_max = 3});
  for (std::uint64_t key = 0; key < 4; ++key) memory.remember({key, 0}, 1);
  BOOST_TEST(memory.entries() == 1U);
  BOOST_TEST((memory.find({3, 0}) != nullptr));
}

BOOST_AUTO_TEST_CASE(without_room_nothing_is_remembered) {
  Memory<int> memory({.entries_max = 0});
  memory.remember({1, 1}, 1);
  BOOST_TEST((memory.find({1, 1}) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
