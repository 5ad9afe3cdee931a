#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "model/enabled.h"
#include "tests/model/refresh_fixture.h"

namespace rehearse::model::test {
namespace {

/// Every world that can be reached, found breadth first.
struct Exploration {
  std::vector<World> worlds;
  std::size_t actions = 0;
  InvariantSet broken;
  std::set<Phase> phases;  // of UAT1
};

Exploration explore(const Policy& policy, const World& start, const Bounds& bounds) {
  Exploration found;
  std::map<std::uint64_t, std::vector<std::size_t>> seen;  // by hash
  const auto visit = [&](const World& world) {
    auto& bucket = seen[hash(world)];
    for (const std::size_t known : bucket) {
      if (found.worlds[known] == world) return;
    }
    bucket.push_back(found.worlds.size());
    found.worlds.push_back(world);
  };
  visit(start);
  std::vector<Action> actions;
  for (std::size_t next = 0; next < found.worlds.size(); ++next) {
    actions.clear();
    enabled(found.worlds[next], bounds, actions);
    for (const Action& action : actions) {
      const CheckedStep checked = checked_step(policy, found.worlds[next], action);
      found.broken |= checked.broken;
      found.actions++;
      visit(checked.step.world);
    }
  }
  for (const World& world : found.worlds) found.phases.insert(world.environments[1].movement.phase);
  return found;
}

std::string names_of(const InvariantSet& broken) {
  std::string text;
  for (std::size_t index = 0; index < invariants().size(); ++index) {
    if (broken.test(index)) text += std::string(invariants()[index].id) + " ";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exploration_test)

BOOST_AUTO_TEST_CASE(
    every_reachable_world_of_one_refresh_between_two_environments_keeps_all_invariants) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  const World start = world_of(fleet_of(2), clock_start, names);
  const Exploration found =
      explore(policy, start, {.movements_max = 1, .writes_max = 1, .failures_max = 2});
  BOOST_TEST(names_of(found.broken) == "");
  BOOST_TEST(found.phases.size() == enum_count<Phase>);
  BOOST_TEST(found.worlds.size() == 901U);  // pinned: a change of the model must be meant
  BOOST_TEST(found.actions == 12'130U);
}

BOOST_AUTO_TEST_CASE(a_policy_that_forgets_the_data_rules_is_found_out_by_exploration) {
  Names names;
  Policy policy = policy_with(structural_rules(names));
  policy.facts_established.erase(DataFact::UsersDisabled);
  policy.facts_established.erase(DataFact::NoSmtpRelay);
  const Exploration found =
      explore(policy, world_of(fleet_of(2), clock_start, names), {.failures_max = 0});
  BOOST_TEST(names_of(found.broken) == "INV-07 INV-09 INV-10 ");
}

BOOST_AUTO_TEST_CASE(
    without_a_rule_on_unresolved_movements_a_source_can_be_replaced_while_it_is_copied) {
  Names names;
  auto rules = structural_rules(names);
  std::erase_if(
      rules, [](const Rule& each) { return each.id == "unresolved" || each.id == "being-copied"; });
  const Policy policy = policy_with(std::move(rules));
  const Bounds bounds{.movements_max = 1, .writes_max = 0, .failures_max = 0, .debts = false};
  const Exploration found = explore(policy, world_of(fleet_of(3), clock_start, names), bounds);
  BOOST_TEST(names_of(found.broken) == "INV-31 ");
}

BOOST_AUTO_TEST_CASE(every_movement_of_the_table_is_reached) {
  Names names;
  const Policy policy = policy_with(structural_rules(names));
  std::set<std::pair<Phase, Phase>> reached;
  const World start = world_of(fleet_of(2), clock_start, names);
  const Bounds bounds{.movements_max = 2, .writes_max = 0, .failures_max = 2, .debts = false};
  for (const World& world : explore(policy, start, bounds).worlds) {
    std::vector<Action> actions;
    enabled(world, bounds, actions);
    for (const Action& action : actions) {
      const Step taken = step(policy, world, action);
      reached.emplace(world.environments[1].movement.phase,
                      taken.world.environments[1].movement.phase);
    }
  }
  for (const Transition& row : refresh_transitions()) {
    if (row.when != When::Always && row.when != When::OfflineFromArrival &&
        row.when != When::RollbackByOperator)
      continue;
    BOOST_TEST(reached.contains({row.from, row.to}),
               to_string(row.from) << " to " << to_string(row.to) << " was never taken");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
