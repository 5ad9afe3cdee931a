#include "rehearse/reports/formats/json_lines.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/reports/formats/approved.h"
#include "rehearse/tests/reports/formats/sample_runs.h"

namespace rehearse::tests {
namespace {

using reports::HostInformation;

std::string lines(const Records& records, HostInformation host) {
  std::string text;
  render(*json_lines_renderer(reports::string_sink(text), host), records);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_json_lines_test)

BOOST_AUTO_TEST_CASE(a_record_is_one_line) {
  check_approved("failing.ndjson", lines(failing_run(), HostInformation::LeftOut));
}

BOOST_AUTO_TEST_CASE(an_error_is_in_the_record) {
  check_approved("broken.ndjson", lines(broken_run(), HostInformation::Included));
}

BOOST_AUTO_TEST_CASE(hostile_texts_are_escaped) {
  check_approved("hostile.ndjson", lines(hostile_run(), HostInformation::LeftOut));
}

BOOST_AUTO_TEST_CASE(every_record_is_written_before_the_next_is_taken) {
  std::string text;
  const auto renderer = json_lines_renderer(reports::string_sink(text), HostInformation::LeftOut);
  std::size_t lines_written = 0;
  for (const model::Record& record : failing_run()) {
    BOOST_REQUIRE(renderer->take(record));
    BOOST_TEST(std::ranges::count(text, '\n') == ++lines_written);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
