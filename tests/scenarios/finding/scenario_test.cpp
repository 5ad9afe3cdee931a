#include <boost/test/unit_test.hpp>

#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/finding/scenario.h"
#include "rehearse/scenarios/play/runner.h"
#include "rehearse/tests/scenarios/explore/fixture.h"

/// Histories as files.
namespace rehearse::scenarios {
namespace {

/// Drawn histories, written as files, must replay to the very same trace.
void check_files_of(const std::string& policy, std::uint64_t cases) {
  tests::Ranges ranges(policy);
  ScenarioReader reader(ranges.stand_ins);
  Runner runner(ranges.stand_ins);
  for (std::uint64_t index = 0; index < cases; ++index) {
    const Case drawn = draw_case(ranges.setting(), {5}, index);
    const Course course = course_of(drawn.history, ranges.territory, ranges.stand_ins).value();
    const Title title{
        .sentence = "drawn", .cites = {}, .policy = policy, .comments = {"a drawing"}};
    const std::string text = scenario_text(drawn.history, course, title, *ranges.fixture);
    const auto scenario = reader.read(text, "drawn.json");
    if (!scenario) BOOST_FAIL(to_string(scenario.error()) << "\n" << text);
    std::string complaints;
    const auto ended = runner.run(*scenario, 0, [&](model::Record&& record) {
      if (const auto* violation = std::get_if<model::Violation>(&record))
        complaints += violation->sentence + ": " + violation->actual + "\n";
    });
    BOOST_TEST(ended.trace == to_string(course.trace), "case " << index << "\n" << text);
    BOOST_REQUIRE_MESSAGE((ended.verdict == model::Verdict::Passed), "case " << index << "\n"
                                                                             << complaints << text);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(finding_scenario_test)

BOOST_AUTO_TEST_CASE(a_history_of_self_service_replays_from_its_file_to_the_same_trace) {
  check_files_of("self-service-2020", 250);
}

BOOST_AUTO_TEST_CASE(a_history_of_requests_replays_from_its_file_to_the_same_trace) {
  check_files_of("requested-2017", 250);
}

BOOST_AUTO_TEST_CASE(a_history_of_today_replays_from_its_file_to_the_same_trace) {
  check_files_of("current", 250);
}

BOOST_AUTO_TEST_CASE(a_history_of_an_upgrade_replays_from_its_file_to_the_same_trace) {
  check_files_of("data-upgrade", 250);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
