#include <boost/test/unit_test.hpp>

#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/finding/scenario.h"
#include "rehearse/scenarios/story/drawn_sql.h"
#include "rehearse/tests/scenarios/explore/fixture.h"

/// Files and campaigns mean the same by a deed.
namespace rehearse::scenarios {
namespace {

using model::hours;
constexpr model::Instant morning{1'583'139'600'000};

/// Without what a file says in other words: which operation, until which phase one waits that waits
/// for nothing, and a window where nobody asks for one.
Deed bare(Deed deed) {
  std::visit(
      [](auto& each) {
        if constexpr (requires { each.operation; }) each.operation = no_movement;
        if constexpr (requires { each.patience; }) {
          if (each.patience.until != Patience::Until::Settled) each.patience = Patience::None;
        }
      },
      deed);
  if (auto* move = std::get_if<Move>(&deed); move != nullptr && !is_requested(move->process))
    move->window = {};
  return deed;
}

void check_files_of(const std::string& policy) {
  tests::Ranges ranges(policy);
  ScenarioReader reader(ranges.stand_ins);
  for (std::uint64_t index = 0; index < 40; ++index) {
    const History history = draw_case(ranges.setting(), {9}, index).history;
    const Course course = course_of(history, ranges.territory, ranges.stand_ins).value();
    const Title title{.sentence = "drawn", .cites = {}, .policy = policy, .comments = {}};
    const std::string text = scenario_text(history, course, title, *ranges.fixture);
    const Scenario scenario = reader.read(text, "drawn.json").value();
    BOOST_REQUIRE(scenario.steps.size() == history.deeds.size());
    for (std::size_t deed = 0; deed < history.deeds.size(); ++deed) {
      const Deed& read = std::get<Do>(scenario.steps[deed].what).deed;
      const Deed drawn = anchored(history.deeds[deed], course.times[deed]);
      BOOST_TEST((bare(read) == bare(drawn)),
                 policy << ", case " << index << ": " << describe(drawn, *history.fleet));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(deeds_deeds_test)

BOOST_AUTO_TEST_CASE(what_a_campaign_draws_is_the_same_deed_when_it_is_read_from_its_file) {
  for (const std::string policy :
       {"self-service-2020", "requested-2017", "current", "data-upgrade"})
    check_files_of(policy);
}

BOOST_AUTO_TEST_CASE(an_instant_counts_from_the_deed_until_the_deed_has_its_place) {
  const Move early{.restore_point = model::Duration{-hours(1).ms}};
  BOOST_TEST((early.restore_point->of(morning) == morning - hours(1)));
  const Deed placed = anchored(early, morning);
  BOOST_TEST((placed != Deed(early)));
  BOOST_TEST((std::get<Move>(placed).restore_point->of(morning + hours(5)) == morning - hours(1)));
  BOOST_TEST((anchored(placed, morning + hours(5)) == placed));
}

BOOST_AUTO_TEST_CASE(a_deed_about_one_environment_becomes_the_same_about_another) {
  const Deed refresh = Move{.source = {0}, .target = {1}, .page = {1}};
  const Deed elsewhere = moved(refresh, {1}, {2});
  BOOST_TEST((elsewhere == Deed(Move{.source = {0}, .target = {2}, .page = {2}})));
  BOOST_TEST((mentions(elsewhere, {2}) && mentions(elsewhere, {0}) && !mentions(elsewhere, {1})));
  BOOST_TEST(!mentions(Advance{hours(1)}, {0}));
}

BOOST_AUTO_TEST_CASE(a_deed_that_speaks_of_a_movement_needs_one_that_asks_for_it) {
  BOOST_TEST((asks_for_movement_into(Move{.target = {1}}) == model::EnvironmentId{1}));
  BOOST_TEST(
      (asks_for_movement_into(ExecuteRunbook{.environment = {2}}) == model::EnvironmentId{2}));
  for (const Deed& speaks : {Deed(Accept{{1}}), Deed(Reschedule{{1}}), Deed(Cancel{{1}}),
                             Deed(Rollback{{1}}), Deed(DownloadLogs{{1}})}) {
    BOOST_TEST((needs_movement_into(speaks) == model::EnvironmentId{1}));
    BOOST_TEST(!asks_for_movement_into(speaks).has_value());
  }
  BOOST_TEST(!needs_movement_into(Settle{{1}}).has_value());
}

BOOST_AUTO_TEST_CASE(sql_of_ones_own_is_less_simple_than_any_that_campaigns_draw) {
  const auto complexity = [](std::string sql) {
    Complexity of;
    measure(Write{.environment = {1}, .sql = std::move(sql)}, of);
    return of;
  };
  const auto statements = user_statements();
  for (std::size_t index = 1; index < statements.size(); ++index)
    BOOST_TEST((complexity(std::string(statements[index - 1].sql)) <
                complexity(std::string(statements[index].sql))));
  BOOST_TEST((complexity(std::string(statements.back().sql)) < complexity("DELETE FROM A")));
  BOOST_TEST((complexity("DELETE FROM A") < complexity("DELETE FROM B")));
  BOOST_TEST(simplifications(Write{.sql = std::string("DELETE FROM A")}).size() ==
             statements.size() + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
