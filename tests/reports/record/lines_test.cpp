#include "rehearse/reports/record/lines.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/property.h"
#include "rehearse/tests/reports/formats/sample_runs.h"
#include "rehearse/tests/reports/record/generators.h"

namespace rehearse::tests {
namespace {

using reports::HostInformation;
using reports::parse_line;
using reports::to_line;

constexpr std::string_view step = R"({"record":"step","step":1,"at":"2020-03-02T09:00:00Z",)";

void check_refused(std::string_view line, std::string_view message) {
  const auto record = parse_line(line);
  BOOST_REQUIRE_MESSAGE(!record.has_value(), line);
  BOOST_TEST(to_string(record.error()) == message);
}

void check_step_refused(std::string_view rest, std::string_view message) {
  check_refused(std::string(step) + std::string(rest), message);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_lines_test)

BOOST_AUTO_TEST_CASE(reading_gives_back_what_was_written) {
  check_property("parse_line(to_line(record)) == record", 20200302,
                 [] {
                   const model::Record record = any_record();
                   const std::string line = to_line(record, HostInformation::Included);
                   const auto parsed = parse_line(line);
                   RC_ASSERT(parsed.has_value());
                   RC_ASSERT((*parsed == record));
                   RC_ASSERT(to_line(*parsed, HostInformation::Included) == line);
                   RC_ASSERT(line.find('\n') == line.npos);
                 },
                 {.cases = 500, .size_max = 30});
}

BOOST_AUTO_TEST_CASE(bytes_of_every_kind_are_written_as_json) {
  check_property("a line of any bytes can be read", 20200303, [] {
    const std::string bytes = any_bytes();
    const auto parsed =
        parse_line(to_line(model::StepTaken{1, {}, bytes, {}, {}}, HostInformation::LeftOut));
    RC_ASSERT(parsed.has_value());
  });
}

BOOST_AUTO_TEST_CASE(no_bytes_make_the_reader_fail_but_with_an_error) {
  check_property("any bytes are a record or an error", 20200304, [] {
    const auto parsed = parse_line(any_bytes());
    RC_ASSERT(parsed.has_value() || parsed.error().what.starts_with("read record: "));
  });
}

BOOST_AUTO_TEST_CASE(what_is_empty_is_left_out) {
  BOOST_TEST(to_line(model::StepTaken{1, {}, "", {}, {}}, HostInformation::LeftOut) ==
             R"({"record":"step","step":1,"at":"1970-01-01T00:00:00Z","action":""})");
}

BOOST_AUTO_TEST_CASE(what_the_host_measured_is_left_out_unless_asked_for) {
  const model::Record ended = model::RunEnded{1, 0, 0, 4, 9, "c0ffee", false, 1'234};
  constexpr std::string_view members =
      R"({"record":"run-ended","passed":1,"failed":0,"broke":0,"actions":4,"invariant_checks":9,)";
  BOOST_TEST(to_line(ended, HostInformation::LeftOut) ==
             std::string(members) + R"("trace":"c0ffee"})");
  BOOST_TEST(to_line(ended, HostInformation::Included) ==
             std::string(members) + R"("trace":"c0ffee","elapsed_us":1234})");
}

BOOST_AUTO_TEST_CASE(a_later_version_may_write_members_that_we_skip) {
  const auto record =
      parse_line(std::string(step) + R"("action":"wait","mood":{"good":[1,null]}})" + "\n");
  BOOST_REQUIRE(record);
  BOOST_TEST(std::get<model::StepTaken>(*record).action == "wait");
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_refused) {
  check_refused("[1, 2]", "read record: [1,2] is no JSON object");
  check_refused("{}", "read record: member \"record\" is missing");
  check_refused(R"({"record":"stp"})",
                "read record: unknown record \"stp\"\n  hint: did you mean step?");
  check_refused(R"({"record":7})", "read record: \"record\" should be a text, not 7 (at /record)");
}

BOOST_AUTO_TEST_CASE(a_torn_line_is_refused_with_its_column) {
  const auto torn = parse_line(R"({"record":"step","ste)");
  BOOST_REQUIRE(!torn);
  BOOST_TEST(torn.error().what.starts_with("read record: not JSON: "));
  BOOST_TEST(torn.error().where.column == 22U);
  BOOST_TEST(!parse_line(""));
}

BOOST_AUTO_TEST_CASE(a_member_that_is_missing_is_named) {
  check_step_refused(R"("events":[]})", "read record: member \"action\" is missing");
  check_step_refused(R"("action":"wait","decision":{"operation":"refresh"}})",
                     "read record: member \"allowed\" is missing (at /decision)");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_is_shown_with_its_place) {
  check_refused(R"({"record":"step","step":-1,"at":"2020-03-02T09:00:00Z","action":""})",
                "read record: \"step\" should be a whole number up to 4294967295, not -1 "
                "(at /step)");
  check_refused(R"({"record":"step","step":1,"at":"yesterday","action":""})",
                "read record: \"at\" should be an instant like 2020-03-02T09:00:00Z, not "
                "\"yesterday\" (at /at)");
  check_refused(R"({"record":"run-started","version":"1","seed":"5eed","scenarios":1})",
                "read record: \"seed\" should be a seed like 0x5eed, not \"5eed\" (at /seed)");
  check_step_refused(R"("action":"wait","events":["a",{"b":1}]})",
                     "read record: \"1\" should be a text, not {\"b\":1} (at /events/1)");
  check_step_refused(
      R"("action":"","decision":{"operation":"refresh","allowed":true,"findings":[{"rule":"r",)"
      R"("outcome":"maybe","effect":"deny"}]}})",
      "read record: \"outcome\" should be one of denied, warned, not evaluable, not \"maybe\" "
      "(at /decision/findings/0/outcome)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
