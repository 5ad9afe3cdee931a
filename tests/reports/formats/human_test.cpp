#include "rehearse/reports/formats/human.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/reports/formats/approved.h"
#include "rehearse/tests/reports/formats/sample_runs.h"

namespace rehearse::tests {
namespace {

using reports::Colour;
using reports::HostInformation;
using reports::HumanOptions;
using reports::Verbosity;

std::string human(const Records& records, HumanOptions options = {}) {
  std::string text;
  render(*human_renderer(reports::string_sink(text), options), records);
  return text;
}

std::string last_line(const std::string& text) {
  return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_human_test)

BOOST_AUTO_TEST_CASE(a_passing_run_is_short) {
  check_approved("human_passing.txt", human(passing_run()));
}

BOOST_AUTO_TEST_CASE(a_failure_says_what_why_where_and_how_to_see_it) {
  check_approved("human_failing.txt", human(failing_run()));
}

BOOST_AUTO_TEST_CASE(a_scenario_that_broke_shows_the_line_and_the_hint) {
  check_approved("human_broken.txt", human(broken_run()));
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_says_how_far_it_came) {
  check_approved("human_interrupted.txt", human(interrupted_run()));
}

BOOST_AUTO_TEST_CASE(a_record_that_stops_early_is_told_as_far_as_it_goes) {
  check_approved("human_killed.txt", human(killed_run()));
}

BOOST_AUTO_TEST_CASE(hostile_texts_stay_texts) {
  const std::string text = human(hostile_run());
  check_approved("human_hostile.txt", text);
  BOOST_TEST(text.find('\x1B') == text.npos);
  BOOST_TEST(text.find('\0') == text.npos);
  BOOST_TEST(text.find('\r') == text.npos);
}

BOOST_AUTO_TEST_CASE(quiet_tells_failures_and_the_verdict) {
  check_approved("human_quiet.txt", human(failing_run(), {.verbosity = Verbosity::Quiet}));
  BOOST_TEST(human(passing_run(), {.verbosity = Verbosity::Quiet}) ==
             "\u2713 PASSED: all 3 scenarios hold\n");
}

BOOST_AUTO_TEST_CASE(verbose_tells_every_scenario_and_what_this_host_measured) {
  check_approved("human_verbose.txt", human(failing_run(), {.verbosity = Verbosity::Verbose,
                                                            .host = HostInformation::Included}));
}

BOOST_AUTO_TEST_CASE(colour_adds_nothing_but_colour) {
  const std::string coloured = human(failing_run(), {.colour = Colour::On});
  check_approved("human_colour.txt", coloured);
  std::string plain;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1B')
      at = coloured.find('m', at);
    else
      plain += coloured[at];
  }
  BOOST_TEST(plain == human(failing_run()));
}

BOOST_AUTO_TEST_CASE(a_narrow_terminal_breaks_sentences) {
  const std::string text = human(failing_run(), {.width = 60});
  check_approved("human_narrow.txt", text);
}

BOOST_AUTO_TEST_CASE(after_many_failures_the_others_are_told_in_brief_and_together) {
  const std::string text = human(repeated_run());
  BOOST_TEST(count(text, "INV-28:") == 21U);  // 20 in full, and one group of equal failures
  BOOST_TEST(count(text, "rehearse replay ") == 22U);
  BOOST_TEST(count(text, "From here on failures are told in brief") == 1U);
  BOOST_TEST(count(text, "  22 scenarios: INV-28: A rollback gives") == 1U);
  BOOST_TEST(count(text, " and 19 more\n") == 1U);
  BOOST_TEST(count(human(repeated_run(), {.verbosity = Verbosity::Verbose}), "INV-28:") == 23U);
}

BOOST_AUTO_TEST_CASE(the_last_line_is_the_verdict) {
  BOOST_TEST(last_line(human(failing_run())) == "\u2717 FAILED: 3 of 4 scenarios failed\n");
  BOOST_TEST(last_line(human(broken_run())) ==
             "! BROKE: 1 of 2 scenarios could not be carried out\n");
  BOOST_TEST(last_line(human(empty_run())) == "! NOTHING RUN: there was no scenario to run\n");
  BOOST_TEST(last_line(human({})) ==
             "! INCOMPLETE: the record stops early after 0 of 0 scenarios; 0 failed, 0 broke\n");
}

BOOST_AUTO_TEST_CASE(scenarios_without_a_folder_are_one_group) {
  Records records = passing_run();
  for (model::Record& record : records) {
    if (auto* started = std::get_if<model::ScenarioStarted>(&record)) started->group.clear();
  }
  BOOST_TEST(count(human(records), "(no group)") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
