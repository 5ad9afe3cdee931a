#include "rehearse/tests/cli/options/refusal.h"

/// Mistakes in the steps of a scenario: what the file says wrongly is an error with its place; what
/// it asks for and must not have is a denial with its rules.
namespace rehearse::tests {
namespace {

const std::string window = R"("window": { "start": "+P3D", "end": "+P4D" })";

/// An environment of contoso with one member that is wrong.
void check_environment_refused(std::string_view member, int column,
                               const std::vector<std::string>& parts) {
  check_text_refused(
      quiet_scenario(fmt::format("\"fleet\": {{ \"extends\": \"contoso\", \"environments\": [\n"
                                 "{{ \"name\": \"UAT1\", {} }} ] }}, ",
                                 member)),
      fmt::format(":2:{}", column), parts);
}

/// What a scenario that hopes for the best says of its last step.
void check_not_accepted(std::string_view head, std::string_view steps,
                        const std::vector<std::string>& parts) {
  const Folder folder;
  folder.write("a.json",
               fmt::format(R"({{ "scenario": "a test", {}"steps": [ {} ] }})", head, steps));
  const Outcome outcome = rehearse(folder, {"run", "a.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out, {"expected   accepted\n"});
  check_contains(outcome.out, parts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_bad_scenario_test)

// The restore point ------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(restore_point_must_be_an_instant) {
  const auto check = [](const std::string& value, const std::vector<std::string>& parts) {
    check_step_refused(
        R"({ "do": "restore", "source": "PROD", "target": "UAT1", "restore_point": )" + value +
            " }",
        73, parts);
  };
  const std::string place = "(at /steps/0/restore_point)";
  const std::string hint = "hint: write a date that exists, a time and Z or an offset";
  check("\"yesterday\"", {"expected an instant but found the text \"yesterday\"", place, hint});
  check("\"2020-02-30T09:00:00Z\"", {"\"2020-02-30T09:00:00Z\"", place, hint});
  check("\"2020-03-01T09:00:00\"", {"\"2020-03-01T09:00:00\"", place, hint});
  check("3", {"expected an instant but found the number 3", place, hint});
  check("null", {"expected an instant but found null", place, hint});
  for (const char* distance : {"\"-3 days\"", "\"-P1M\"", "\"+-P1D\"", "\"-\""})
    check(distance, {"expected how long before or after the clock of the scenario but found the "
                     "text " +
                         std::string(distance),
                     place, "hint: write \"+PT10M\" or \"-P3D\""});
}

BOOST_AUTO_TEST_CASE(restore_point_is_for_restores) {
  check_step_refused(
      R"({ "do": "refresh", "source": "PROD", "target": "UAT1", "restore_point": "-P1D" })", 56,
      {"unknown key \"restore_point\" (at /steps/0/restore_point)", "hint: known here: "});
}

BOOST_AUTO_TEST_CASE(restore_point_ahead_is_denied) {
  const std::string point = R"("restore_point": "+PT0.001S")";
  const std::vector<std::string> rules = {"restore-point-in-future"};
  check_denied({.step = R"({ "do": "restore", "source": "PROD", "target": "UAT1", )" + point,
                .rules = rules,
                .reasons = {"nobody can restore what has not happened yet", "PT0.001S"}});
  check_denied({.head = R"("policy": "current", )",
                .step = R"({ "do": "restore-in-place", "environment": "UAT1", )" + point,
                .rules = rules,
                .reasons = {"nobody can restore what has not happened yet"}});
  check_denied(
      {.head = std::string(in_2017),
       .step = R"({ "do": "request-restore", "environment": "UAT1", )" + window + ", " + point,
       .rules = rules});
}

BOOST_AUTO_TEST_CASE(restore_point_before_the_history_is_denied) {
  check_denied({.head = R"("fleet": { "extends": "contoso", "environments": [ )"
                        R"({ "name": "PROD", "created": "2020-03-01T00:00:00Z" } ] }, )",
                .step = R"({ "do": "restore", "source": "PROD", "target": "UAT1",
                            "restore_point": "2020-02-29T23:59:59.999Z")",
                .rules = {"restore-point-before-history"},
                .reasons = {"no backup of production is older than its databases",
                            "2020-03-01T00:00:00Z: earlier by PT0.001S"}});
}

BOOST_AUTO_TEST_CASE(restore_point_that_no_backup_reaches_any_more_is_denied) {
  check_denied({.step = R"({ "do": "restore", "source": "PROD", "target": "UAT1",
                            "restore_point": "-P31D")",
                .rules = {"restore-point-too-old"},
                .reasons = {"source.backups_kept = P30D: over by"}});
}

BOOST_AUTO_TEST_CASE(restore_without_a_restore_point_is_denied) {
  check_denied({.step = R"({ "do": "restore", "source": "PROD", "target": "UAT1")",
                .rules = {"restore-point-missing"},
                .reasons = {"request.restore_point is missing"}});
}

// The window -------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(window_must_be_an_object_of_two_instants) {
  const auto check = [](const std::string& member, int column,
                        const std::vector<std::string>& parts) {
    check_request_refused(R"({ "do": "request-refresh", "target": "UAT1")" + member + " }", column,
                          parts);
  };
  check("", 1, {"the member \"window\" is missing (at /steps/0)"});
  check(R"(, "window": "+P3D")", 56, {"expected an object but found the text \"+P3D\""});
  check(R"(, "window": ["+P3D", "+P4D"])", 56, {"expected an object but found a list"});
  check(R"(, "window": null)", 56, {"expected an object but found null (at /steps/0/window)"});
  check(R"(, "window": {})", 56, {"the member \"start\" is missing (at /steps/0/window)"});
  check(R"(, "window": { "start": "+P3D" })", 56, {"the member \"end\" is missing"});
  check(R"(, "window": { "start": "+P3D", "ends": "+P4D" })", 75,
        {"unknown key \"ends\" (at /steps/0/window/ends)", "did you mean \"end\"?"});
  check(R"(, "window": { "start": "2017-11-05", "end": "+P4D" })", 67,
        {"\"2017-11-05\" (at /steps/0/window/start)", "a time and Z or an offset"});
}

BOOST_AUTO_TEST_CASE(window_that_ends_before_it_starts_is_denied) {
  check_denied({.head = std::string(in_2017),
                .step = R"({ "do": "request-refresh", "target": "UAT1",
                            "window": { "start": "+P3D", "end": "+P2D" })",
                .rules = {"window-order", "window-length"},
                .reasons = {"the window must not end before it starts", "earlier by P1D"}});
  check_denied(
      {.head = std::string(in_2017),
       .step = R"({ "do": "request-restore", "environment": "UAT1", "restore_point": "-P1D",
                            "window": { "start": "+P3D", "end": "+P3D" })",
       .rules = {"window-length"},
       .reasons = {"short by PT1H"}});
}

BOOST_AUTO_TEST_CASE(window_in_the_past_is_denied) {
  check_denied({.head = std::string(in_2017),
                .step = R"({ "do": "request-refresh", "target": "UAT1",
                            "window": { "start": "-P3D", "end": "-P2D" })",
                .rules = {"lead-time"},
                .reasons = {"lead_time_min = P1D: short by P4D"}});
}

// Work items -------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(second_request_for_one_target_is_denied) {
  const std::string first = R"({ "do": "request-refresh", "target": "UAT1", )" + window + " }, ";
  check_denied({.head = std::string(in_2017),
                .before = first,
                .step = R"({ "do": "request-restore", "environment": "UAT1",
                            "restore_point": "-P1D", )" +
                        window,
                .rules = {"request-open"},
                .reasons = {"another work item for the same environment waits"}});
  check_denied({.head = std::string(in_2017),
                .before = first,
                .step = R"({ "do": "request-refresh", "target": "uat1",
                            "window": { "start": "+P8D", "end": "+P9D" })",
                .rules = {"request-open"}});
}

BOOST_AUTO_TEST_CASE(rescheduling_of_what_was_never_requested_is_told) {
  const std::vector<std::string> parts = {
      "\"r1\" is not an operation that a step above names with \"as\"", "(at /steps/0/operation)"};
  const std::string step = R"({ "do": "reschedule", "operation": "r1", )" + window + " }";
  check_request_refused(step, 36, parts);
  check_request_refused(
      step + R"(, { "do": "request-refresh", "target": "UAT1", "as": "r1", )" + window + " }", 36,
      parts);
  check_request_refused(R"({ "do": "request-refresh", "target": "UAT1", )" + window +
                            ", \"as\": \"r1\" }, "
                            R"({ "do": "accept", "operation": "r2" })",
                        137, {"did you mean r1?"});
}

BOOST_AUTO_TEST_CASE(work_on_a_request_that_does_not_wait_is_refused) {
  const std::string denied = R"({ "do": "request-refresh", "target": "UAT1",
    "window": { "start": "+PT3H", "end": "+P4D" }, "as": "r1",
    "expect": { "denied_by": ["lead-time"] } }, )";
  const std::string started = R"({ "do": "refresh", "source": "PROD", "target": "UAT1",
    "as": "r1" }, )";
  const auto check = [&](const std::string& step, const std::string& reason) {
    check_not_accepted(in_2017, denied + step, {"refused: " + reason});
    check_not_accepted("", started + step, {"refused: " + reason});
  };
  check(R"({ "do": "reschedule", "operation": "r1", )" + window + " }", "no-open-request");
  check(R"({ "do": "accept", "operation": "r1" })", "no-open-request");
  check(R"({ "do": "cancel", "operation": "r1" })", "no-cancel");
}

BOOST_AUTO_TEST_CASE(process_that_the_policy_does_not_have_is_refused) {
  check_not_accepted("", R"({ "do": "restore-in-place", "environment": "UAT1",
                              "restore_point": "-P1D" })",
                     {"refused: not-offered"});
  check_not_accepted(R"("policy": { "extends": "requested-2017", "without": ["requested-restore"] },
    "fleet": "contoso-2017", "clock": "2017-11-01T09:00:00Z", )",
                     R"({ "do": "request-restore", "environment": "UAT1",
                          "restore_point": "-P1D", )" +
                         window + " }",
                     {"refused: not-offered"});
}

BOOST_AUTO_TEST_CASE(source_that_nobody_names_is_asked_for) {
  const auto check = [](const std::string& head, const std::string& hint) {
    check_text_refused(fmt::format("{{ \"scenario\": \"a test\", {}, \"steps\": [\n"
                                   R"({{ "do": "request-refresh", "target": "UAT2", {} }} ] }})",
                                   head, window),
                       ":2:1", {"source is missing (at /steps/0)", "hint: " + hint});
  };
  check(R"("fleet": "contoso-2017", "policy": { "extends": "requested-2017", "operations": { )"
        R"("requested-refresh": { "default_source": { "value": "none", "because": "a test", )"
        R"("cites": ["B-17"] } } } })",
        "this policy knows no source when the form names none");
  check(R"("policy": "requested-2017", "fleet": { "extends": "contoso-2017", "environments": )"
        R"([ { "name": "UAT1", "kind": "production" } ] })",
        "the fleet has 2 production environments, not one");
}

// Words that do not exist ------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(unknown_word_of_a_step_is_corrected) {
  check_step_refused(R"({ "do": "settle", "environment": "UAT1", "debt": "synchronise" })", 50,
                     {"debt cannot be \"synchronise\" (at /steps/0/debt)",
                      "did you mean \"synchronize\"?", "\"reprovision\""});
  check_step_refused(R"({ "do": "install-hotfix", "environment": "UAT1", "hotfix": "KB4035398" })",
                     60, {"hotfix cannot be \"KB4035398\"", "did you mean \"KB4035399\"?"});
  check_step_refused(R"({ "do": "prepare-tool", "environment": "UAT1", "step": "download" })", 56,
                     {"step cannot be \"download\"", "did you mean \"downloaded\"?"});
  check_step_refused(R"({ "do": "prepare-tool", "environment": "UAT1", "step": "none" })", 56,
                     {"step cannot be \"none\"", "it is one of \"downloaded\", \"uploaded\""});
  check_step_refused(R"({ "do": "refresh", "source": "PROD", "target": "UAT1", "role": "owner" })",
                     64,
                     {"role cannot be \"owner\" (at /steps/0/role)",
                      "\"project-owner\", \"environment-manager\""});
  check_step_refused(R"({ "do": "refresh", "source": "PROD", "target": "UAT1", "via": "lcs" })", 63,
                     {"via cannot be \"lcs\"", "it is one of \"page\", \"api\""});
  check_request_refused(
      R"({ "do": "request-refresh", "target": "UAT1", "database": "entity store", )" + window + "}",
      58, {"database cannot be \"entity store\"", "did you mean \"entity-store\"?"});
}

BOOST_AUTO_TEST_CASE(form_of_another_kind_is_told_what_it_has) {
  check_request_refused(
      R"({ "do": "request-restore", "environment": "UAT1", "source": "PROD", )" + window + " }", 51,
      {"unknown key \"source\"", "known here: ", "\"acknowledgements\""});
  check_request_refused(
      R"({ "do": "request-refresh", "target": "UAT1", "all_acknowledged": 3, )" + window + " }", 66,
      {"expected true or false but found the number 3"});
  check_request_refused(
      R"({ "do": "request-restore", "environment": "UAT1", "acknowledgements": 101, )" + window +
          " }",
      71, {"expected an integer from 0 to 100 but found the number 101"});
}

// Environments -----------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(unknown_word_of_an_environment_is_corrected) {
  check_environment_refused(
      R"("hotfixes": ["KB403539"])", 32,
      {"hotfixes cannot be \"KB403539\"", "(at /fleet/environments/0/hotfixes/0)",
       "did you mean \"KB4035399\"?"});
  check_environment_refused(R"("deployment": "self service")", 33,
                            {"\"self service\"", "did you mean \"self-service\"?"});
  check_environment_refused(R"("created": "last week")", 30,
                            {"expected an instant but found the text \"last week\"",
                             "a date that exists, a time and Z or an offset"});
  check_environment_refused(R"("spartan": "yes")", 30,
                            {"expected true or false but found the text \"yes\""});
  check_environment_refused(R"("channel_group": "")", 36, {"channel_group must not be empty"});
}

BOOST_AUTO_TEST_CASE(negative_time_to_wait_is_refused) {
  check_text_refused(quiet_scenario("\n\"timing\": { \"wait\": \"-PT5M\" }, "), ":2:21",
                     {"wait must not be negative (at /timing/wait)"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
