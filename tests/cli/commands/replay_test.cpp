#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

constexpr std::string_view denied = R"({ "do": "refresh", "source": "PROD", "target": "DEV1" })";

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_replay_test)

BOOST_AUTO_TEST_CASE(embedded_scenario_by_any_of_its_names) {
  const Folder folder;
  const Outcome whole = rehearse(folder, {"replay", "refresh/completes.json"});
  BOOST_CHECK_EQUAL(whole.code, 0);
  BOOST_CHECK_EQUAL(whole.err, "");
  check_contains(whole.out,
                 {"scenario   refresh/completes.json", "Step 1 ", "refresh UAT1 from PROD",
                  "UAT1 was refreshed", "passed: everything held"});
  BOOST_CHECK_EQUAL(rehearse(folder, {"replay", "refresh/completes"}).out, whole.out);
}

BOOST_AUTO_TEST_CASE(embedded_scenario_without_its_folder_if_no_other_has_its_name) {
  const Folder folder;
  const Outcome whole = rehearse(folder, {"replay", "refresh/sync_failure_rolled_back.json"});
  BOOST_CHECK_EQUAL(whole.code, 0);
  for (const char* name : {"sync_failure_rolled_back.json", "sync_failure_rolled_back"})
    BOOST_CHECK_EQUAL(rehearse(folder, {"replay", name}).out, whole.out);
  const Outcome ambiguous = rehearse(folder, {"replay", "completes"});  // in three folders
  BOOST_CHECK_EQUAL(ambiguous.code, 2);
  BOOST_CHECK_EQUAL(ambiguous.out, "");
}

BOOST_AUTO_TEST_CASE(requests_and_restores_are_told_in_words) {
  const Folder folder;
  check_contains(rehearse(folder, {"replay", "requested-restore/completes"}).out,
                 {"policy     requested-2017", "request a restore of UAT1, as of ",
                  "accept the request for UAT1", "UAT1 has its request accepted",
                  "UAT1 is in the hands of engineers, for a restore", "UAT1 entered TakingUp",
                  "UAT1 was restored as requested", "passed: everything held"});
  check_contains(rehearse(folder, {"replay", "current/live_production_is_restored_in_place"}).out,
                 {"policy     current", "restore PROD in place, as of 2020-03-02T09:59:59.999Z",
                  "PROD began to be restored", "PROD was restored", "passed: everything held"});
  check_contains(rehearse(folder, {"replay", "restore/failed_replacement_is_rolled_back"}).out,
                 {"restore UAT1 from PROD, as of 2020-03-01T09:00:00Z",
                  "UAT1 failed while Replacing", "UAT1 is as it was before the start"});
}

BOOST_AUTO_TEST_CASE(file_goes_before_an_embedded_scenario_of_its_name) {
  const Folder folder;
  folder.write("completes.json", quiet_scenario());
  check_contains(rehearse(folder, {"replay", "completes.json"}).out, {"nothing happens"});
}

BOOST_AUTO_TEST_CASE(unknown_name_is_corrected) {
  const Folder folder;
  const auto check = [&](const char* name, const std::string& hint) {
    const Outcome outcome = rehearse(folder, {"replay", name});
    BOOST_CHECK_EQUAL(outcome.code, 2);
    BOOST_CHECK_EQUAL(outcome.out, "");
    BOOST_CHECK_EQUAL(
        outcome.err, fmt::format("rehearse: {}: read scenario: there is no such file\n  hint: {}\n",
                                 name, hint));
  };
  check("refresh/complets.json", "did you mean refresh/completes.json?");
  check("sync_failure_roled_back", "did you mean sync_failure_rolled_back?");
  check("upgrade-of-everything", "rehearse run --list names the embedded ones");
}

BOOST_AUTO_TEST_CASE(failing_scenario_is_code_1_and_shows_why) {
  const Folder folder;
  folder.write("fails.json", scenario_of(denied));
  const Outcome outcome = rehearse(folder, {"replay", "fails.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out, {"VIOLATED", "expected   accepted", "fails.json:1:", "FAILED"});
}

BOOST_AUTO_TEST_CASE(policy_can_be_tried) {
  const Folder folder;
  folder.write("fails.json", scenario_of(denied));
  folder.write("lax.json", R"({ "policy": "lax", "extends": "self-service-2020",
                                "without": ["target-not-sandbox", "target-one-box"] })");
  const Outcome outcome = rehearse(folder, {"replay", "fails.json", "--policy", "lax.json"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  check_contains(outcome.out, {"policy     lax", "DEV1 was refreshed"});
}

BOOST_AUTO_TEST_CASE(scenario_that_cannot_be_read_or_carried_out_is_code_2) {
  const Folder folder;
  folder.write("bad.json", "{");
  folder.write("breaks.json",
               scenario_of(R"({ "do": "write", "environment": "UAT1", "sql": "SELEC 1" })"));
  const Outcome bad = rehearse(folder, {"replay", "bad.json"});
  BOOST_CHECK_EQUAL(bad.code, 2);
  check_contains(bad.err, {"rehearse: bad.json:1:2: "});
  const Outcome breaks = rehearse(folder, {"replay", "breaks.json"});
  BOOST_CHECK_EQUAL(breaks.code, 2);
  check_contains(breaks.out, {"near \"SELEC\": syntax error", "breaks.json:1:", "BROKE"});
  const Outcome directory = rehearse(folder, {"replay", "."});
  BOOST_CHECK_EQUAL(directory.code, 2);
  check_contains(directory.err, {"this is a folder, not a file"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
