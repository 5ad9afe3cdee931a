#include "rehearse/sim/base/random.h"

#include <array>
#include <boost/test/unit_test.hpp>
#include <vector>

namespace rehearse::sim {

BOOST_AUTO_TEST_SUITE(base_random_test)

std::vector<std::uint64_t> first(Random random, std::size_t count) {
  std::vector<std::uint64_t> numbers;
  while (numbers.size() < count) numbers.push_back(random.next());
  return numbers;
}

BOOST_AUTO_TEST_CASE(the_same_seed_and_owner_give_the_same_numbers_everywhere) {
  const std::vector<std::uint64_t> zero = {7239381095325266293U, 12485937206489755543U,
                                           7090518240720435012U, 14991996597505717351U,
                                           12402346389968699985U};
  const std::vector<std::uint64_t> users = {3545428098521044816U, 9184602621910000298U,
                                            3575421442780289456U, 7727922043422497266U,
                                            412878798632522109U};
  BOOST_TEST(first(Random({0}, ""), 5) == zero, boost::test_tools::per_element());
  BOOST_TEST(first(Random({0x5eed}, "users:UAT1"), 5) == users, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(owners_and_seeds_do_not_share_a_stream) {
  BOOST_TEST(first(Random({1}, "a"), 3) != first(Random({1}, "b"), 3));
  BOOST_TEST(first(Random({1}, "a"), 3) != first(Random({2}, "a"), 3));
}

BOOST_AUTO_TEST_CASE(numbers_below_a_bound_are_spread_evenly) {
  Random random({7}, "dice");
  std::array<int, 6> counts{};
  for (int throws = 0; throws < 60'000; ++throws) counts[random.below(6)]++;
  for (const int count : counts) BOOST_TEST((count > 9'700 && count < 10'300), count);
  BOOST_TEST(random.below(1) == 0U);
}

BOOST_AUTO_TEST_CASE(durations_reach_both_ends) {
  Random random({7}, "waiting");
  bool shortest = false;
  bool longest = false;
  for (int draws = 0; draws < 200; ++draws) {
    const auto drawn = random.between({5}, {8});
    BOOST_TEST((drawn.ms >= 5 && drawn.ms <= 8));
    shortest = shortest || drawn.ms == 5;
    longest = longest || drawn.ms == 8;
  }
  BOOST_TEST(shortest);
  BOOST_TEST(longest);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
