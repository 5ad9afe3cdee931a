#include "rehearse/reports/formats/format.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/reports/formats/sample_runs.h"
#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::tests {
namespace {

using reports::FormatRequest;
using reports::parse_format;

void check_request(std::string_view text, const FormatRequest& expected) {
  const auto request = parse_format(text);
  BOOST_REQUIRE_MESSAGE(request.has_value(), text);
  BOOST_TEST((*request == expected), text);
}

void check_refused(std::string_view text, std::string_view what, std::string_view hint) {
  const auto request = parse_format(text);
  BOOST_REQUIRE_MESSAGE(!request.has_value(), text);
  BOOST_TEST(request.error().what == what);
  BOOST_TEST(request.error().hint == hint);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_format_test)

BOOST_AUTO_TEST_CASE(a_request_is_a_name_and_perhaps_a_file) {
  check_request("human", {"human", ""});
  check_request("replay=-", {"replay", ""});
  check_request("json=out/record.ndjson", {"json", "out/record.ndjson"});
  check_request("junit=a=b.xml", {"junit", "a=b.xml"});
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_with_the_one_that_was_meant) {
  check_refused("juint=x", "choose report: unknown format \"juint\"", "did you mean junit?");
  check_refused("sarif", "choose report: unknown format \"sarif\"",
                "the formats are human, replay, json, junit");
  check_refused("", "choose report: unknown format \"\"",
                "the formats are human, replay, json, junit");
}

BOOST_AUTO_TEST_CASE(an_empty_file_is_refused) {
  check_refused("junit=", "choose report: no file in \"junit=\"", "junit or junit=FILE");
}

BOOST_AUTO_TEST_CASE(every_format_has_a_line_of_help_and_a_renderer) {
  for (const reports::Format& format : reports::formats()) {
    check_request(format.name, {std::string(format.name), ""});
    BOOST_TEST(!format.sentence.empty());
    std::string text;
    render(*format.make(reports::string_sink(text), {}), failing_run());
    BOOST_TEST(!text.empty(), format.name);
  }
}

BOOST_AUTO_TEST_CASE(
    a_record_is_there_from_its_first_line_and_every_other_file_only_when_it_is_whole) {
  const Folder folder;
  for (const reports::Format& format : reports::formats()) {
    const std::string file = folder.path(format.name);
    const auto renderer =
        value_of(reports::make_renderer({std::string(format.name), file}, {}, stdout));
    BOOST_TEST(std::filesystem::exists(file) == (format.name == "json"), format.name);
  }
}

BOOST_AUTO_TEST_CASE(a_file_is_opened_at_once_or_not_at_all) {
  const auto renderer = reports::make_renderer({"junit", "no/such/folder/x.xml"}, {}, stdout);
  BOOST_REQUIRE(!renderer);
  BOOST_TEST(renderer.error().what == "create report: No such file or directory");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
