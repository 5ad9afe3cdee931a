#include "rehearse/tests/cli/options/refusal.h"

/// Mistakes in what a policy says about processes, histories and data rules.
namespace rehearse::tests {
namespace {

std::string option(std::string_view process, std::string_view name, std::string_view value) {
  return fmt::format(R"("operations": {{ "{}": {{ "{}": {{ "value": {}, "because": "a test",
    "cites": ["REF-01"] }} }} }})",
                     process, name, value);
}

std::string history(std::string_view name, std::string_view value) {
  return fmt::format(
      R"("history": {{ "{}": {{ "value": {}, "because": "a test", "cites": ["REF-01"] }} }})", name,
      value);
}

std::string data_rule(std::string_view members) {
  return fmt::format(R"("data_rules": [ {{ "id": "mine", {},
    "database": "application", "sql": "DELETE FROM CustTable", "because": "a test",
    "cites": ["REF-01"] }} ])",
                     members);
}

std::string rule(std::string_view operation, std::string_view condition) {
  return fmt::format(R"("rules": [ {{ "id": "mine", "operations": ["{}"], "deny_when":
"{}", "because": "a test", "cites": ["REF-01"] }} ])",
                     operation, condition);
}

/// A whole policy without some members, in a scenario.
void check_whole_policy_refused(const std::string& members, const std::string& place,
                                const std::vector<std::string>& parts) {
  const Folder folder;
  folder.write("mine.json", "{ \"policy\": \"mine\", \"about\": \"a test\",\n" + members + " }");
  check_refused(folder, {"--policy", "mine.json"}, "mine.json" + place + ": ", parts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_bad_policy_test)

// Options of processes ---------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(option_of_another_process_is_refused) {
  const auto check = [](const std::string& process, const std::string& name, int column,
                        const std::string& known) {
    check_policy_refused(
        "requested-2017", option(process, name, "\"none\""), column,
        {fmt::format("unknown key \"{1}\" (at /operations/{0}/{1})", process, name),
         "hint: known here: " + known});
  };
  check("requested-refresh", "rollback", 40, "\"databases\", \"after_failure\"");
  check("requested-restore", "data", 40, "\"databases\", \"after_failure\"");
  check("requested-restore", "default_source", 40, "\"databases\", \"after_failure\"");
  check("restore", "after_failure", 30, "\"databases\", \"target_offline_from\"");
}

BOOST_AUTO_TEST_CASE(misspelt_option_value_or_process_is_corrected) {
  check_policy_refused("requested-2017", option("requested-refresh", "default_sorce", "\"none\""),
                       40, {"unknown key \"default_sorce\"", "did you mean \"default_source\"?"});
  check_policy_refused("requested-2017", option("requested-refresh", "data", "\"scrubed\""), 59,
                       {"value cannot be \"scrubed\" (at /operations/requested-refresh/data/value)",
                        "did you mean \"scrubbed\"? it is one of \"exact\", \"scrubbed\""});
  check_policy_refused("requested-2017", option("requested-refesh", "data", "\"exact\""), 17,
                       {"unknown key \"requested-refesh\" (at /operations/requested-refesh)",
                        "did you mean \"requested-refresh\"?"});
}

BOOST_AUTO_TEST_CASE(duration_of_an_option_must_be_one) {
  const auto check = [](const std::string& value, int column,
                        const std::vector<std::string>& parts) {
    check_policy_refused("requested-2017", option("requested-refresh", "downtime_expected", value),
                         column, parts);
  };
  const std::string place = "(at /operations/requested-refresh/downtime_expected/value)";
  check("2", 72, {"expected a duration but found the number 2 " + place, "\"hours(2)\""});
  check("\"GB(2)\"", 72, {"expected a duration but found the text \"GB(2)\"", "\"hours(2)\""});
  check("\"PT2H\"", 73, {"\"PT2H\"", place, "days(30)"});
  check("\"hours(-2)\"", 79, {"hours takes no negative number", place});
}

BOOST_AUTO_TEST_CASE(process_that_is_offered_states_all_of_its_options) {
  const std::string hint = "a process that is offered states all of its options";
  const Folder folder;
  const auto check = [&](const std::string& text, const std::string& missing) {
    folder.write("mine.json", text);
    check_refused(folder, {"--policy", "mine.json"},
                  "mine.json:", {"the option " + missing + " is missing", hint});
  };
  check(fmt::format(R"({{ "policy": "mine", "extends": "requested-2017", {} }})",
                    option("refresh", "rollback", "\"operator\"")),
        "refresh.databases");
  check(fmt::format(R"({{ "policy": "mine", "extends": "requested-2017",
                          "without": ["requested-restore"], {} }})",
                    option("requested-restore", "databases", "[\"application\"]")),
        "requested-restore.after_failure");
}

BOOST_AUTO_TEST_CASE(process_that_is_not_offered_cannot_be_taken_away) {
  for (const char* id : {"refresh", "requested-restor", "requested-restore.databases"})
    check_policy_refused(
        "requested-2017", fmt::format("\"without\": [\"{}\"]", id), 13,
        {fmt::format(
            "there is no constant, rule, data rule, sub-step, script or process \"{}\" in policy "
            "requested-2017 (at /without/0)",
            id)});
}

BOOST_AUTO_TEST_CASE(policy_without_a_process_refuses_it_and_no_other) {
  const Folder folder;
  folder.write("mine.json", R"({ "policy": "mine", "extends": "requested-2017",
                                 "without": ["requested-restore"] })");
  const auto code = [&](const std::string& filter) {
    return rehearse(folder, {"run", "--policy", "mine.json", "--filter", filter}).code;
  };
  BOOST_CHECK_EQUAL(code("requested-refresh/completes"), 0);
  BOOST_CHECK_EQUAL(code("requested-restore/completes"), 1);
}

// Profile and history ----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(unknown_profile_is_corrected) {
  check_policy_refused("requested-2017", R"("profile": "requested-2018")", 12,
                       {"profile cannot be \"requested-2018\" (at /profile)",
                        "did you mean \"requested-2017\"?", "\"self-service-2020\", \"current\""});
  check_policy_refused("current", R"("profile": 2017)", 12,
                       {"expected one of \"requested-2017\", \"self-service-2020\", \"current\", "
                        "\"data-upgrade\" "
                        "but found the number 2017"});
}

BOOST_AUTO_TEST_CASE(history_says_how_long_backups_are_kept) {
  const std::string rest = R"("profile": "current", "operations": {}, "rules": [])";
  check_whole_policy_refused(rest, ":1:1", {"the member \"history\" is missing"});
  check_whole_policy_refused(history("retention_production", "\"days(3)\"") + ", " + rest, ":2:12",
                             {"the member \"retention_sandbox\" is missing (at /history)"});
  check_policy_refused("current", history("retention_productoin", "\"days(3)\""), 14,
                       {"unknown key \"retention_productoin\" (at /history/retention_productoin)",
                        "did you mean \"retention_production\"?"});
}

BOOST_AUTO_TEST_CASE(retention_is_a_duration_and_not_negative) {
  const auto check = [](const std::string& value, int column, const std::string& what) {
    check_policy_refused("current", history("retention_sandbox", value), column,
                         {what, "(at /history/retention_sandbox/value)", "hint: "});
  };
  check("30", 46, "expected a duration but found the number 30");
  check("\"30\"", 46, "expected a duration but found the text \"30\"");
  check("\"days(-3)\"", 52, "days takes no negative number");
}

// Data rules and rules ---------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(data_rule_names_kinds_of_environments_that_exist) {
  const auto check = [](const std::string& into, int column,
                        const std::vector<std::string>& parts) {
    check_policy_refused("current", data_rule(R"("operations": ["refresh"], "into": )" + into),
                         column, parts);
  };
  check("[]", 68, {"into must name at least one kind of environment", "(at /data_rules/0/into)"});
  check("[\"sandbx\"]", 69,
        {"into cannot be \"sandbx\" (at /data_rules/0/into/0)", "did you mean \"sandbox\"?",
         "\"production\", \"sandbox\""});
  check("\"sandbox\"", 68, {"expected a list but found the text \"sandbox\""});
}

BOOST_AUTO_TEST_CASE(data_rule_establishes_facts_that_exist) {
  check_policy_refused(
      "current", data_rule(R"("operations": ["refresh"], "establishes": ["no-endpoint"])"), 76,
      {"establishes cannot be \"no-endpoint\"", "did you mean \"no-endpoints\"?"});
}

BOOST_AUTO_TEST_CASE(rule_is_asked_about_operations_that_exist) {
  check_policy_refused("current", rule("restore-in-plaice", "FALSE"), 43,
                       {"operations cannot be \"restore-in-plaice\" (at /rules/0/operations/0)",
                        "did you mean \"restore-in-place\"?"});
  check_policy_refused(
      "current", data_rule(R"("operations": ["requested-refrsh"])"), 48,
      {"operations cannot be \"requested-refrsh\"", "did you mean \"requested-refresh\"?"});
}

BOOST_AUTO_TEST_CASE(rule_compares_what_can_be_compared) {
  const auto check = [](const std::string& condition, int column,
                        const std::vector<std::string>& parts) {
    const Folder folder;
    folder.write("mine.json",
                 fmt::format("{{ \"policy\": \"mine\", \"extends\": \"current\", {} }}",
                             rule("restore", condition)));
    check_refused(folder, {"--policy", "mine.json"}, fmt::format("mine.json:2:{}: ", column),
                  parts);
  };
  check("request.restore_pont IS NULL", 2,
        {"\"request.restore_pont\"", "did you mean request.restore_point?"});
  check("request.restore_point > days(30)", 26,
        {"cannot compare an instant with a duration", "request.restore_point is an instant"});
  check("request.via = 'web'", 16, {"'web'", "api"});
  check("source.backups_kept < request.window_start", 24,
        {"cannot compare a duration with an instant"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
