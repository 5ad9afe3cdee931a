#include <nlohmann/json.hpp>

#include "rehearse/tests/cli/terminal/command.h"

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

BOOST_AUTO_TEST_SUITE(commands_explain_test)

BOOST_AUTO_TEST_CASE(rule) {
  check_explained(
      "database-capacity",
      {"database-capacity - rule of current, self-service-2020\n",
       "  denies refresh, restore when source.allocated_capacity >= target.maximum_capacity\n",
       "based on REF-57, PITR-55, B-43, INV-15"});
}

BOOST_AUTO_TEST_CASE(data_rule) {
  check_explained("clear-smtp-relay",
                  {"data rule of self-service-2020\n", "UPDATE ", "SMTPRelay",
                   "establishes no-smtp-relay", "based on REF-20, PITR-18, B-24, INV-09\n"});
  check_explained("erratum-disable-users", {"data rule of requested-2017\n", "N-01"});
}

BOOST_AUTO_TEST_CASE(constant) {
  check_explained(
      "platform_update_min",
      {"platform_update_min - constant of current, self-service-2020\n", "= 21", "REF-59"});
}

BOOST_AUTO_TEST_CASE(option_with_and_without_its_process) {
  check_explained("refresh.rollback", {"refresh.rollback - process option of self-service-2020\n",
                                       "= operator", "option of current\n", "= automatic"});
  check_explained("rollback", {"refresh.rollback - process option", "\n\nrestore.rollback - ",
                               "\n\nrestore-in-place.rollback - process option of current\n"});
}

BOOST_AUTO_TEST_CASE(entries_that_differ_by_policy_are_all_told) {
  check_explained("restore-point-too-old",
                  {"restore-point-too-old - rule of current\n", "based on N-18",
                   "\n\nrestore-point-too-old - rule of requested-2017\n", "based on RST-01",
                   "\n\nrestore-point-too-old - rule of self-service-2020\n", "PITR-02"});
  check_explained("clear-smtp-relay", {"data rule of current\n", "only into sandbox\n", "N-11"});
  check_explained("retention_sandbox", {"= days(7)", "= days(30)", "= days(35)"});
}

BOOST_AUTO_TEST_CASE(policy_that_is_named_is_the_only_one) {
  const Folder folder;
  const auto explained = [&](const Arguments& arguments) {
    Arguments all = {"explain"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Outcome outcome = rehearse(folder, all);
    BOOST_CHECK_EQUAL(outcome.code, 0);
    return outcome.out;
  };
  const std::string rule = explained({"restore-point-too-old", "--policy", "requested-2017"});
  BOOST_CHECK(rule.starts_with("restore-point-too-old - rule of requested-2017\n"));
  BOOST_CHECK_EQUAL(count(rule, " - rule of "), 1);
  BOOST_CHECK(
      explained({"database-capacity", "--policy", "current"}).contains("rule of current\n"));
  BOOST_CHECK(!explained({"--policy", "requested-2017"}).contains("self-service-2020"));
  check_unknown({"explain", "database-capacity", "--policy", "requested-2017"},
                "explain \"database-capacity\": there is nothing of that name",
                "without a name, rehearse explain lists all that there are");
}

BOOST_AUTO_TEST_CASE(statement_in_any_letter_case) {
  check_explained("REF-57", {"REF-57 - statement of \"Refresh database\"", "cited by", "INV-15"});
  check_explained("ref-57", {"REF-57 - statement of \"Refresh database\""});
  check_explained("PITR-28", {"PITR-28 - statement of \"", "not modelled: "});
}

BOOST_AUTO_TEST_CASE(settlement) {
  check_explained(
      "B-45", {"B-45 - settlement", "2017 requests:", "2020 self-service:", "current:",
               "cited by refresh.rollback_to, restore.rollback_to, restore-in-place.rollback_to"});
}

BOOST_AUTO_TEST_CASE(invariant) {
  check_explained("INV-28", {"INV-28 - invariant", "based on REF-13"});
}

BOOST_AUTO_TEST_CASE(phase) {
  check_explained("Synchronizing", {"Synchronizing - phase\n",
                                    "\n  refresh\n    finished -> Restarting: ", "\n  restore\n",
                                    "\n  restore-in-place\n", "    failed -> Failed: "});
  check_explained("accepted", {"Accepted - phase\n", "\n  requested-refresh\n",
                               "reschedule -> Accepted", "(if acceptance_after_reschedule = kept)",
                               "\n  requested-restore\n", "finished -> Creating: "});
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
  BOOST_CHECK_GT(lines.size(), 500);
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
