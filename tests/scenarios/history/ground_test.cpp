#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/explore/fixture.h"

/// The model alone and the simulation with databases are driven alike.
namespace rehearse::scenarios {
namespace {

bool has_customizations(const History& history) {
  return std::ranges::any_of(
      history.deeds, [](const Deed& deed) { return std::holds_alternative<Customize>(deed); });
}

/// Only data that do not fit a customization make both go different ways: the model does not see
/// rows.
void check_agreement(const std::string& policy, std::uint64_t cases) {
  tests::Ranges ranges(policy);
  std::size_t compared = 0;
  for (std::uint64_t index = 0; index < cases; ++index) {
    const History history = draw_case(ranges.setting(), {3}, index).history;
    if (has_customizations(history)) continue;
    const auto ignore = [](const sim::Occurrence&) {};
    const auto on_model = ranges.on_the_model()(history, ignore).value();
    const auto on_databases = ranges.on_databases()(history, ignore).value();
    for (std::size_t deed = 0; deed < history.deeds.size(); ++deed) {
      perform(history.deeds[deed], *on_model);
      perform(history.deeds[deed], *on_databases);
      BOOST_REQUIRE_MESSAGE(on_model->world() == on_databases->world(),
                            "case " << index << ", deed " << deed << ": "
                                    << describe(history.deeds[deed], *history.fleet));
      ++compared;
    }
  }
  BOOST_TEST(compared > 5 * cases);
}

/// What happens, action by action.
Witness teller(std::vector<std::string>& told) {
  return [&told](const sim::Occurrence& occurrence) {
    told.push_back(fmt::format("{}: {}", to_string(occurrence.at), occurrence.action.index()));
  };
}

/// While a history is drawn, the clock moves between its deeds, too.
void check_replay(const std::string& policy, model::Seed seed, std::uint64_t cases) {
  const tests::Ranges ranges(policy);
  for (std::uint64_t index = 0; index < cases; ++index) {
    std::vector<std::string> drawn;
    const Case drawing = draw_case(ranges.setting(), seed, index, teller(drawn));
    std::vector<std::string> played;
    Alarm alarm;
    const auto ground =
        ranges.on_the_model()(drawing.history, alarm.witness(teller(played))).value();
    play_history(drawing.history, *ground, alarm);
    BOOST_TEST(played == drawn, policy << ", case " << index);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history_ground_test)

BOOST_AUTO_TEST_CASE(a_history_is_played_at_the_instants_at_which_it_was_drawn) {
  check_replay("requested-2017", {156}, 60);
  for (const std::string policy :
       {"self-service-2020", "requested-2017", "current", "data-upgrade"})
    check_replay(policy, {3}, 150);
}

BOOST_AUTO_TEST_CASE(the_model_alone_comes_to_the_same_worlds_under_self_service) {
  check_agreement("self-service-2020", 150);
}

BOOST_AUTO_TEST_CASE(the_model_alone_comes_to_the_same_worlds_under_requests) {
  check_agreement("requested-2017", 150);
}

BOOST_AUTO_TEST_CASE(the_model_alone_comes_to_the_same_worlds_today) {
  check_agreement("current", 150);
}

BOOST_AUTO_TEST_CASE(the_model_alone_comes_to_the_same_worlds_in_upgrades) {
  check_agreement("data-upgrade", 300);
}

/// How many deeds the case had.
std::size_t check_marks(const std::string& policy, std::uint64_t index) {
  tests::Ranges ranges(policy);
  const History history = draw_case(ranges.setting(), {3}, index).history;
  BOOST_REQUIRE(!history.deeds.empty());
  const auto ignore = [](const sim::Occurrence&) {};
  for (const MakeGround& make : {ranges.on_the_model(), ranges.on_databases()}) {
    const auto ground = make(history, ignore).value();
    perform(history.deeds[0], *ground);
    const Ground::Mark mark = ground->mark();
    const model::World there = ground->world();
    for (const Deed& deed : history.deeds) perform(deed, *ground);
    let_settle(*ground);
    const model::World end = ground->world();
    ground->return_to(mark);
    BOOST_CHECK(ground->world() == there);
    for (const Deed& deed : history.deeds) perform(deed, *ground);
    let_settle(*ground);
    BOOST_CHECK(ground->world() == end);
  }
  return history.deeds.size();
}

BOOST_AUTO_TEST_CASE(a_ground_returns_to_its_marks) {
  BOOST_TEST(check_marks("current", 7) > 2U);
  std::size_t deeds = 0;
  for (std::uint64_t index = 0; index < 10; ++index) deeds += check_marks("data-upgrade", index);
  BOOST_TEST(deeds > 50U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
