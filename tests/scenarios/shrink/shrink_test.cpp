#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "rehearse/scenarios/history/deeds_of_upgrade.h"
#include "rehearse/tests/scenarios/explore/fixture.h"

/// How small a history becomes, and that it becomes the same whichever seed it comes from.
namespace rehearse::scenarios {
namespace {

/// A policy without one of its rules, on a file of its own.
struct Weakened {
  Weakened(const std::string& policy, const std::string& difference)
      : ranges(folder.write(
            "weak.json",
            fmt::format(R"({{ "policy": "weak", "about": "weak", "extends": "{}", {} }})", policy,
                        difference))) {}
  tests::Folder folder;
  tests::Ranges ranges;
};

/// A history in words: what the shrinker compares, without what a reader need not see.
std::string in_words(const History& history, const model::Fleet& fixture) {
  std::string words;
  for (const std::string& special : situation_of(history, fixture)) words += special + "; ";
  for (const Deed& deed : history.deeds) words += describe(deed, *history.fleet) + "; ";
  return words;
}

/// The first case of `seed` that breaks something, on the model alone.
Case first_breach(const tests::Ranges& ranges, std::uint64_t seed,
                  std::span<const Claim> claims = {}) {
  for (std::uint64_t index = 0; index < 20'000; ++index) {
    Case drawn = draw_case(ranges.setting(claims), {seed}, index);
    if (!drawn.ending.breaches.empty()) return drawn;
  }
  BOOST_FAIL("nothing found with seed " << seed);
  return {};
}

/// The distinct minimal histories from 20 seeds, by what they break.
std::map<Breach, std::set<std::string>> minima_of(const tests::Ranges& ranges) {
  std::map<Breach, std::set<std::string>> minima;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Case drawn = first_breach(ranges, seed);
    const ShrinkSetting setting{.make_ground = ranges.on_the_model(),
                                .fixture = ranges.fixture,
                                .sites = sites_of_upgrade(ranges.policy)};
    const Breach breach = drawn.ending.breaches.front();
    const Shrunk shrunk = shrink(setting, drawn.history, breach).value();
    BOOST_CHECK(shrunk.end == ShrinkEnd::Minimal);
    minima[breach].insert(in_words(shrunk.history, *ranges.fixture));
  }
  return minima;
}

void check_normal_form(const std::string& policy, const std::string& difference) {
  const Weakened weakened(policy, difference);
  for (const auto& [breach, histories] : minima_of(weakened.ranges)) {
    BOOST_TEST(histories.size() <= 2U, difference << ", " << breach.operation << ": "
                                                  << fmt::format("{}", fmt::join(histories, "\n")));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shrink_shrink_test)

BOOST_AUTO_TEST_CASE(one_harm_has_one_smallest_history_whichever_seed_finds_it) {
  check_normal_form("self-service-2020", R"("without": ["other-tenant"])");
  check_normal_form("self-service-2020", R"("without": ["database-capacity"])");
  check_normal_form("self-service-2020", R"("without": ["unresolved-operation"])");
  check_normal_form("self-service-2020", R"("without": ["disable-users"])");
  check_normal_form("current", R"("without": ["restore-point-before-history"])");
  check_normal_form("requested-2017", R"("without": ["lead-time"])");
  check_normal_form("requested-2017", R"("without": ["credentials-role"])");
  check_normal_form("data-upgrade", R"("without": ["collation"])");
  check_normal_form("data-upgrade", R"("without": ["package-version"])");
  check_normal_form("data-upgrade", R"("without": ["legacy-database-in-place"])");
  check_normal_form("data-upgrade", R"("without": ["restore-beside"])");
  check_normal_form("data-upgrade", R"json(
    "operations": { "data-upgrade": { "rerun_granularity": {
      "value": "runbook-step", "because": "a canary", "cites": ["B-29"] } } })json");
}

BOOST_AUTO_TEST_CASE(what_is_left_is_what_a_person_would_have_written) {
  const Weakened weakened("self-service-2020", R"("without": ["unresolved-operation"])");
  const auto minima = minima_of(weakened.ranges);
  BOOST_REQUIRE(minima.contains({"INV-31", "refresh"}));
  BOOST_TEST(*minima.at({"INV-31", "refresh"}).begin() ==
             "refresh of UAT1 from PROD, not waited for; refresh of UAT2 from UAT1; ");
}

/// Planted: it takes a movement that failed and was rolled back, and then another that completes.
BOOST_AUTO_TEST_CASE(a_harm_that_needs_a_rollback_first_is_shrunk_to_its_three_deeds) {
  const tests::Ranges ranges("self-service-2020");
  const Claim planted[] = {
      {.id = "PLANTED", .sentence = "no second life", .holds = [](const sim::Occurrence& seen) {
         const auto subject = subject_of(seen.action);
         const model::EnvironmentState& target = seen.world[*subject];
         // A second start, and the databases were still the first ones.
         return !seen.step.has(model::EventKind::Completed) || target.starts[1].ms == 0 ||
                target.movement.generation_before != 1;
       }}};
  const ShrinkSetting setting{
      .make_ground = ranges.on_the_model(), .fixture = ranges.fixture, .claims = planted};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Case drawn = first_breach(ranges, seed, planted);
    const Shrunk shrunk = shrink(setting, drawn.history, drawn.ending.breaches.front()).value();
    BOOST_TEST(shrunk.history.deeds.size() == 3U, in_words(shrunk.history, *ranges.fixture));
    BOOST_TEST(shrunk.history.faults.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_spent_budget_leaves_a_history_that_breaks_the_same) {
  const Weakened weakened("self-service-2020", R"("without": ["unresolved-operation"])");
  const tests::Ranges& ranges = weakened.ranges;
  const Case drawn = first_breach(ranges, 1);
  const ShrinkSetting setting{
      .make_ground = ranges.on_the_model(), .fixture = ranges.fixture, .tries_max = 3};
  const Breach breach = drawn.ending.breaches.front();
  const Shrunk shrunk = shrink(setting, drawn.history, breach).value();
  BOOST_CHECK(shrunk.end == ShrinkEnd::BudgetSpent);
  BOOST_TEST(shrunk.tries == 3U);
  Alarm alarm;
  const auto ground = ranges.on_the_model()(shrunk.history, alarm.witness()).value();
  play_history(shrunk.history, *ground, alarm);
  BOOST_TEST(alarm.has(breach));
}

BOOST_AUTO_TEST_CASE(what_only_rows_show_is_shrunk_on_databases) {
  Weakened weakened("self-service-2020", R"("without": ["clear-sessions"])");
  tests::Ranges& ranges = weakened.ranges;
  std::optional<Breach> breach;
  for (std::uint64_t index = 0; !breach && index < 200; ++index) {
    const History history = draw_case(ranges.setting(), {1}, index).history;
    Alarm alarm;
    const auto ground = ranges.on_databases()(history, alarm.witness()).value();
    const Ending ending = play_history(history, *ground, alarm);
    if (ending.breaches.empty()) continue;
    breach = ending.breaches.front();
    const ShrinkSetting setting{.make_ground = ranges.on_databases(), .fixture = ranges.fixture};
    const Shrunk shrunk = shrink(setting, history, *breach).value();
    BOOST_TEST(shrunk.history.deeds.size() == 1U);
  }
  BOOST_REQUIRE(breach.has_value());
  BOOST_TEST(breach->id == "refinement");
}

BOOST_AUTO_TEST_CASE(a_history_that_breaks_nothing_cannot_be_shrunk) {
  const tests::Ranges ranges("self-service-2020");
  const Case drawn = draw_case(ranges.setting(), {1}, 0);
  const ShrinkSetting setting{.make_ground = ranges.on_the_model(), .fixture = ranges.fixture};
  BOOST_CHECK(!shrink(setting, drawn.history, {"INV-17", "refresh"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
