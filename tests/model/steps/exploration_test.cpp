#include "rehearse/tests/model/steps/exploration.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/model/steps/enabled.h"
#include "rehearse/tests/model/steps/movement_fixture.h"

/// Refreshes, with all that `enabled` offers. The other processes are in
/// process_exploration_test.cpp.
namespace rehearse::model::test {
namespace {

Exploration explore_refreshes(const Policy& policy, const World& start, const Bounds& bounds) {
  return explore(policy, start, [&](const World& world, std::vector<Action>& actions) {
    enabled(world, bounds, actions);
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_exploration_test)

BOOST_AUTO_TEST_CASE(
    every_reachable_world_of_one_refresh_between_two_environments_keeps_all_invariants) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  const World start = world_of(fleet_of(2), clock_start, names);
  const Exploration found =
      explore_refreshes(policy, start, {.movements_max = 1, .writes_max = 1, .failures_max = 2});
  BOOST_TEST(ids_of(found.broken) == "");
  BOOST_TEST(found.worlds.size() == 901U);  // pinned: a change of the model must be meant
  BOOST_TEST(found.actions == 12'130U);
}

BOOST_AUTO_TEST_CASE(two_refreshes_one_after_the_other_keep_all_invariants) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  const World start = world_of(fleet_of(2), clock_start, names);
  const Exploration found = explore_refreshes(
      policy, start, {.movements_max = 2, .writes_max = 0, .failures_max = 1, .debts = true});
  BOOST_TEST(ids_of(found.broken) == "");
  BOOST_TEST(found.worlds.size() == 7'031U);
}

BOOST_AUTO_TEST_CASE(a_policy_that_forgets_the_data_rules_is_found_out_by_exploration) {
  Names names;
  Policy policy = policy_with(structural_rules(names));
  forget(DataFact::UsersDisabled, policy);
  forget(DataFact::NoSmtpRelay, policy);
  const Exploration found =
      explore_refreshes(policy, world_of(fleet_of(2), clock_start, names), {.failures_max = 0});
  BOOST_TEST(ids_of(found.broken) == "INV-07 INV-09 INV-10");
}

BOOST_AUTO_TEST_CASE(
    without_a_rule_on_unresolved_movements_a_source_can_be_replaced_while_it_is_copied) {
  Names names;
  auto rules = structural_rules(names);
  std::erase_if(
      rules, [](const Rule& each) { return each.id == "unresolved" || each.id == "being-copied"; });
  const Policy policy = policy_with(std::move(rules));
  const Bounds bounds{.movements_max = 1, .writes_max = 0, .failures_max = 0, .debts = false};
  const Exploration found =
      explore_refreshes(policy, world_of(fleet_of(3), clock_start, names), bounds);
  BOOST_TEST(ids_of(found.broken) == "INV-31");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
