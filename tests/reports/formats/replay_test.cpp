#include "rehearse/reports/formats/replay.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/reports/formats/approved.h"
#include "rehearse/tests/reports/formats/sample_runs.h"

namespace rehearse::tests {
namespace {

std::string replayed(const Records& records, reports::ReplayOptions options = {}) {
  std::string text;
  render(*replay_renderer(reports::string_sink(text), options), records);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_replay_test)

BOOST_AUTO_TEST_CASE(a_history_shows_what_was_done_and_what_changed) {
  check_approved("replay_failing.txt", replayed(failing_run()));
}

BOOST_AUTO_TEST_CASE(an_error_ends_a_history) {
  check_approved("replay_broken.txt", replayed(broken_run()));
}

BOOST_AUTO_TEST_CASE(a_record_that_stops_early_says_so) {
  check_approved("replay_killed.txt", replayed(killed_run()));
}

BOOST_AUTO_TEST_CASE(hostile_texts_stay_texts) {
  const std::string text = replayed(hostile_run());
  check_approved("replay_hostile.txt", text);
  BOOST_TEST(text.find('\x1B') == text.npos);
}

BOOST_AUTO_TEST_CASE(colour_marks_what_matters) {
  check_approved("replay_colour.txt", replayed(failing_run(), {.colour = reports::Colour::On}));
}

BOOST_AUTO_TEST_CASE(a_record_without_a_scenario_says_so) {
  BOOST_TEST(replayed(empty_run()) == "! NOTHING RUN: the record holds no scenario\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
