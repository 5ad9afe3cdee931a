#include "rehearse/reports/formats/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <pugixml.hpp>

#include "rehearse/tests/reports/formats/approved.h"
#include "rehearse/tests/reports/formats/sample_runs.h"

namespace rehearse::tests {
namespace {

using reports::HostInformation;

std::string junit(const Records& records, HostInformation host = HostInformation::LeftOut) {
  std::string text;
  render(*junit_renderer(reports::string_sink(text), host), records);
  return text;
}

/// xmllint has the last word on what is XML.
void check_well_formed(std::string_view approved_name) {
  const std::string command = fmt::format("xmllint --noout '{}'", approved_path(approved_name));
  BOOST_TEST(std::system(command.c_str()) == 0, command);
}

void check_junit(std::string_view name, const std::string& text) {
  check_approved(name, text);
  check_well_formed(name);
}

pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  BOOST_REQUIRE(document.load_string(text.c_str()));
  return document;
}

/// The sum of an attribute over the suites.
int sum(const pugi::xml_document& document, const char* attribute) {
  int total = 0;
  for (const pugi::xml_node suite : document.child("testsuites"))
    total += suite.attribute(attribute).as_int();
  return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_junit_test)

BOOST_AUTO_TEST_CASE(a_passing_run_has_no_trouble) {
  check_junit("junit_passing.xml", junit(passing_run()));
}

BOOST_AUTO_TEST_CASE(a_failure_carries_its_whole_story) {
  check_junit("junit_failing.xml", junit(failing_run()));
}

BOOST_AUTO_TEST_CASE(a_scenario_that_broke_is_an_error) {
  check_junit("junit_broken.xml", junit(broken_run()));
}

BOOST_AUTO_TEST_CASE(an_interrupted_run_skips_the_others) {
  check_junit("junit_interrupted.xml", junit(interrupted_run()));
}

BOOST_AUTO_TEST_CASE(a_scenario_without_an_end_is_an_error) {
  check_junit("junit_killed.xml", junit(killed_run()));
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_xml_all_the_same) {
  const std::string text = junit(hostile_run());
  check_junit("junit_hostile.xml", text);
  BOOST_TEST(std::ranges::none_of(text, [](char character) {
    return static_cast<unsigned char>(character) < 0x20 && character != '\n';
  }));
}

BOOST_AUTO_TEST_CASE(times_are_seconds_that_add_up) {
  const std::string text = junit(passing_run(), HostInformation::Included);
  check_junit("junit_host.xml", text);
}

BOOST_AUTO_TEST_CASE(totals_are_the_sums_of_their_parts) {
  for (const Records& records : {failing_run(), broken_run(), interrupted_run(), killed_run()}) {
    const pugi::xml_document document = parsed(junit(records));
    for (const char* attribute : {"tests", "failures", "errors", "skipped"}) {
      BOOST_TEST(document.child("testsuites").attribute(attribute).as_int() ==
                 sum(document, attribute));
    }
    BOOST_TEST(document.select_nodes("//testcase").size() == sum(document, "tests"));
    BOOST_TEST(document.select_nodes("//failure").size() == sum(document, "failures"));
    BOOST_TEST(document.select_nodes("//error").size() == sum(document, "errors"));
    BOOST_TEST(document.select_nodes("//skipped").size() == sum(document, "skipped"));
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_arrival_does_not_matter) {
  const Records records = passing_run();
  Records turned = {records.front()};
  for (const std::ptrdiff_t first : {11, 6, 1})
    turned.insert(turned.end(), records.begin() + first, records.begin() + first + 5);
  turned.push_back(records.back());
  BOOST_TEST(junit(turned) == junit(records));
}

BOOST_AUTO_TEST_CASE(cases_of_one_name_are_numbered) {
  Records records = passing_run();
  for (model::Record& record : records) {
    if (auto* started = std::get_if<model::ScenarioStarted>(&record)) {
      started->file = "refresh/same.json";
      started->title = "the same";
      started->group = "refresh";
    }
  }
  const pugi::xml_document document = parsed(junit(records));
  std::vector<std::string> names;
  for (const auto& found : document.select_nodes("//testcase/@name"))
    names.emplace_back(found.attribute().value());
  const std::vector<std::string> expected = {"the same", "the same (2)", "the same (3)"};
  BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_is_written_before_the_end) {
  std::string text;
  const auto renderer = junit_renderer(reports::string_sink(text), HostInformation::LeftOut);
  for (const model::Record& record : failing_run()) BOOST_REQUIRE(renderer->take(record));
  BOOST_TEST(text.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
