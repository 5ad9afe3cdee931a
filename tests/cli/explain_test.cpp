#include <nlohmann/json.hpp>

#include "tests/cli/command.h"

namespace rehearse::tests {
namespace {

/// `explain ID` with code 0 says all of `parts`.
void check_explained(const std::string& id, const std::vector<std::string>& parts) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"explain", id});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out, parts);
}

void check_unknown(const Arguments& arguments, const std::string& what, const std::string& hint) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  BOOST_CHECK_EQUAL(outcome.err, fmt::format("rehearse: {}\n  hint: {}\n", what, hint));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain_test)

BOOST_AUTO_TEST_CASE(rule) {
  check_explained("database-capacity",
                  {"database-capacity - rule of self-service-2020\n",
                   "refresh is denied when source.allocated_capacity >= target.maximum_capacity",
                   "based on REF-57, B-43, INV-15"});
}

BOOST_AUTO_TEST_CASE(data_rule) {
  check_explained("clear-smtp-relay", {"data rule of self-service-2020", "UPDATE ", "SMTPRelay",
                                       "establishes no-smtp-relay", "based on REF-20"});
}

BOOST_AUTO_TEST_CASE(constant) {
  check_explained("platform_update_min", {"constant of self-service-2020", "= 21", "REF-59"});
}

BOOST_AUTO_TEST_CASE(option_with_and_without_its_process) {
  check_explained("refresh.rollback", {"process option of self-service-2020", "= operator"});
  check_explained("rollback", {"refresh.rollback - process option"});
}

BOOST_AUTO_TEST_CASE(statement_in_any_letter_case) {
  check_explained("REF-57", {"REF-57 - statement of \"Refresh database\"", "cited by", "INV-15"});
  check_explained("ref-57", {"REF-57 - statement of \"Refresh database\""});
}

BOOST_AUTO_TEST_CASE(settlement) {
  check_explained("B-45",
                  {"B-45 - settlement", "2017 requests:", "2020 self-service:", "current:"});
}

BOOST_AUTO_TEST_CASE(invariant) {
  check_explained("INV-28", {"INV-28 - invariant", "based on REF-13", "checked as: "});
}

BOOST_AUTO_TEST_CASE(phase) {
  check_explained("Synchronizing",
                  {"phase of a refresh", "finished -> Restarting", "failed -> RollingBack"});
}

BOOST_AUTO_TEST_CASE(rule_of_another_policy) {
  const Folder folder;
  folder.write("my-policy.json", R"({ "policy": "mine", "extends": "self-service-2020",
    "rules": [ { "id": "no-fridays", "operations": ["refresh"], "deny_when": "FALSE",
                 "because": "nobody is in on Fridays", "cites": ["REF-01"] } ] })");
  const Outcome outcome = rehearse(folder, {"explain", "no-fridays", "--policy", "my-policy.json"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  check_contains(outcome.out, {"no-fridays - rule of mine", "nobody is in on Fridays"});
}

BOOST_AUTO_TEST_CASE(everything_that_is_listed_can_be_explained) {
  const Folder folder;
  const Outcome all = rehearse(folder, {"explain"});
  BOOST_CHECK_EQUAL(all.code, 0);
  const auto lines = lines_of(all.out);
  BOOST_CHECK_GT(lines.size(), 100);
  for (std::size_t index = 0; index < lines.size(); index += 10) {
    const std::string id = lines[index].substr(0, lines[index].find(' '));
    check_explained(id, {id + " - "});
  }
}

BOOST_AUTO_TEST_CASE(unknown_name_is_corrected) {
  check_unknown({"explain", "database-capacty"},
                "explain \"database-capacty\": there is nothing of that name",
                "did you mean database-capacity?");
  check_unknown({"explain", "gibberish"}, "explain \"gibberish\": there is nothing of that name",
                "without a name, rehearse explain lists all that there are");
}

BOOST_AUTO_TEST_CASE(schemas_are_listed_and_each_is_json) {
  const Folder folder;
  const Outcome list = rehearse(folder, {"schema"});
  BOOST_CHECK_EQUAL(list.code, 0);
  BOOST_CHECK_EQUAL(list.out, "fleet\npolicy\nresult\nscenario\n");
  for (const std::string& name : lines_of(list.out)) {
    const Outcome outcome = rehearse(folder, {"schema", name});
    BOOST_CHECK_EQUAL(outcome.code, 0);
    const auto schema = nlohmann::json::parse(outcome.out, nullptr, false);
    BOOST_CHECK(schema.is_object() && schema.contains("$schema"));
  }
}

BOOST_AUTO_TEST_CASE(unknown_schema_is_told_which_there_are) {
  check_unknown({"schema", "fleeet"}, "print schema: there is no format \"fleeet\"",
                "the formats are fleet, policy, result, scenario");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
