#include <fcntl.h>
#include <unistd.h>

#include "rehearse/tests/cli/options/refusal.h"

namespace rehearse::tests {
namespace {

std::string with_rule(std::string_view condition) {
  return under_policy(fmt::format(R"("rules": [
{{ "id": "mine", "operations": ["refresh"], "deny_when":
"{}", "because": "a test", "cites": ["REF-01"] }} ])",
                                  condition));
}

std::string with_data_rule(std::string_view sql) {
  return under_policy(fmt::format(R"("data_rules": [
{{ "id": "mine", "operations": ["refresh"], "database": "application", "sql":
"{}", "because": "a test", "cites": ["REF-01"] }} ])",
                                  sql));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_bad_input_test)

BOOST_AUTO_TEST_CASE(broken_json_is_shown_with_a_caret) {
  check_text_refused("{ \"scenario\": \"x\",\n  \"steps\": [ { \"do\": \"refresh\" ] }", ":2:32",
                     {"not valid JSON", "\n                                 ^\n"});
  check_text_refused("{ \"scenario\": \"x\",\n  \"steps\": [", ":2:13", {"ends too early"});
  check_text_refused("", ":1:1", {"the file is empty"});
}

BOOST_AUTO_TEST_CASE(unknown_key_is_corrected) {
  check_text_refused(R"({ "scenario": "x", "step": [] })", ":1:20",
                     {"unknown key \"step\" (at /step)", "did you mean \"steps\"?"});
}

BOOST_AUTO_TEST_CASE(key_that_stands_twice_is_not_half_ignored) {
  check_text_refused(R"({ "scenario": "x", "scenario": "y", "steps": [] })", ":1:20",
                     {"the key \"scenario\" stands here twice"});
}

BOOST_AUTO_TEST_CASE(unknown_environment_is_corrected) {
  check_text_refused(scenario_of(R"(
{ "do": "refresh", "source": "PRDO", "target": "UAT1" })"),
                     ":2:30", {"\"PRDO\"", "(at /steps/0/source)", "did you mean PROD?"});
}

BOOST_AUTO_TEST_CASE(unknown_rule_is_corrected) {
  check_text_refused(scenario_of(R"({ "do": "refresh", "source": "PROD", "target": "DEV1", "expect":
{ "denied_by": ["target-not-sandbx"] } })"),
                     ":2:17", {"target-not-sandbx", "did you mean target-not-sandbox?"});
}

BOOST_AUTO_TEST_CASE(unknown_status_is_corrected) {
  check_text_refused(
      scenario_of(R"({ "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" },
{ "expect": { "operation": "r1", "status": "Faild" } })"),
      ":2:44", {"\"Faild\"", "(at /steps/1/expect/status)", "\"Failed\"?"});
}

BOOST_AUTO_TEST_CASE(unknown_attribute_is_corrected) {
  check_text_refused(
      with_rule("source.regoin = target.region"), ":3:2",
      {"\"source.regoin\"", "(at /policy/rules/0/deny_when)", "did you mean source.region?"});
}

BOOST_AUTO_TEST_CASE(unknown_constant_is_corrected) {
  check_text_refused(with_rule("source.platform_update < platform_update_mn"), ":3:27",
                     {"\"platform_update_mn\"", "did you mean platform_update_min?"});
}

BOOST_AUTO_TEST_CASE(type_error_in_a_rule_says_both_types) {
  check_text_refused(with_rule("source.platform_update = 'x'"), ":3:27",
                     {"cannot compare an integer with a text", "(at /policy/rules/0/deny_when)",
                      "source.platform_update is an integer"});
}

BOOST_AUTO_TEST_CASE(duplicate_id_names_the_other_one) {
  const std::string rule =
      R"({ "id": "mine", "operations": ["refresh"], "deny_when": "FALSE",
           "because": "b", "cites": ["REF-01"] })";
  check_text_refused(under_policy(fmt::format("\"rules\": [ {},\n{} ]", rule, rule)), ":3:1",
                     {"the id \"mine\" is taken", "(at /policy/rules/1)", "/policy/rules/0"});
}

BOOST_AUTO_TEST_CASE(data_rule_that_is_not_sql_is_refused) {
  check_text_refused(
      with_data_rule("DELET FROM CustTable"), ":3:2",
      {"data rule mine", "near \"DELET\": syntax error", "(at /policy/data_rules/0/sql)"});
}

BOOST_AUTO_TEST_CASE(data_rule_that_touches_another_database_is_refused) {
  check_text_refused(with_data_rule("DELETE FROM other.CustTable"), ":3:2",
                     {"data rule mine", "no such table: other.CustTable"});
  check_text_refused(with_data_rule("DELETE FROM ControlCompany"), ":3:2",
                     {"data rule mine", "no such table: ControlCompany"});
}

BOOST_AUTO_TEST_CASE(data_rule_that_attaches_a_database_is_refused) {
  check_text_refused(with_data_rule("ATTACH 'stolen.sqlite' AS stolen"), ":3:2",
                     {"data rule mine", "may not attach another database"});
}

BOOST_AUTO_TEST_CASE(negative_capacity_is_refused) {
  check_text_refused(
      quiet_scenario(R"("fleet": { "extends": "contoso", "environments": [
{ "name": "UAT1", "maximum_capacity": "-1 GB" } ] }, )"),
      ":2:39",
      {"\"-1 GB\"", "(at /fleet/environments/0/maximum_capacity)", "a capacity is not negative"});
}

BOOST_AUTO_TEST_CASE(impossible_date_is_refused) {
  check_text_refused(quiet_scenario("\n\"clock\": \"2020-02-30T09:00:00Z\", "), ":2:10",
                     {"\"2020-02-30T09:00:00Z\"", "(at /clock)", "a date that exists"});
}

BOOST_AUTO_TEST_CASE(policy_that_extends_itself_is_refused) {
  const Folder folder;
  folder.write("own.json", "{ \"policy\": \"own\",\n\"extends\": \"own.json\" }");
  check_refused(folder, {"--policy", "own.json"},
                "own.json:2:12: ", {"own.json extends itself", "(at /extends)"});
  folder.write("a.json", "{ \"policy\": \"a\", \"extends\": \"b.json\" }");
  folder.write("b.json", "{ \"policy\": \"b\", \"extends\": \"a.json\" }");
  check_refused(folder, {"--policy", "a.json"},
                "b.json:1:", {"a.json extends b.json extends a.json"});
}

BOOST_AUTO_TEST_CASE(unknown_policy_is_corrected) {
  const Folder folder;
  check_refused(folder, {"--policy", "self-service-2021"}, "", {"did you mean self-service-2020?"});
  check_refused(folder, {"--policy", "gone.json"}, "gone.json: ", {"there is no such file"});
}

BOOST_AUTO_TEST_CASE(missing_file_is_named) {
  const Folder folder;
  check_refused(folder, {"gone.json"}, "gone.json: ", {"there is no file or folder \"gone.json\""});
}

BOOST_AUTO_TEST_CASE(unreadable_file_is_named_to_all_but_root) {
  const Folder folder;
  std::filesystem::permissions(folder.write("locked.json", quiet_scenario()),
                               std::filesystem::perms::none);
  if (geteuid() == 0)  // who may read everything
    BOOST_CHECK_EQUAL(rehearse(folder, {"run", "locked.json"}).code, 0);
  else
    check_refused(folder, {"locked.json"}, "locked.json: ", {"permission", "chmod"});
}

BOOST_AUTO_TEST_CASE(file_of_200_megabytes_is_not_read) {
  const Folder folder;
  std::filesystem::resize_file(folder.write("big.json", "{"), 200'000'000);  // takes no space
  check_refused(folder, {"big.json"}, "big.json: ", {"larger than 16777216 bytes"});
}

BOOST_AUTO_TEST_CASE(binary_file_is_recognized) {
  check_text_refused(std::string_view("\x7F"
                                      "ELF\0\0",
                                      6),
                     "", {"looks like a binary file"});
  check_text_refused("\xFF\xFE{", "", {"UTF-16", "save it as UTF-8"});
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_shown_with_its_place) {
  check_text_refused("{\n\"scenario\": \"caf\xE9\" }", ":2:17", {"byte 0xE9 is not UTF-8"});
}

BOOST_AUTO_TEST_CASE(deeply_nested_file_does_not_exhaust_the_stack) {
  check_text_refused(std::string(1'000'000, '['), ":1:65", {"nested more than 64 deep"});
}

BOOST_AUTO_TEST_CASE(device_is_read_like_a_file) {
  const Folder folder;
  check_refused(folder, {"/dev/null"}, "/dev/null:1:1: ", {"the file is empty"});
}

BOOST_AUTO_TEST_CASE(all_bad_files_of_a_folder_are_told_at_once) {
  const Folder folder;
  folder.write("many/a.json", "{");
  folder.write("many/b.json", "[]");
  folder.write("many/c.json", quiet_scenario());
  const Outcome outcome = rehearse(folder, {"run", "many"});
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  check_contains(outcome.err, {"rehearse: many/a.json:1:", "rehearse: many/b.json:1:1: "});
  BOOST_CHECK(!outcome.err.contains("c.json"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
