#include "rehearse/scenarios/play/runner.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "rehearse/scenarios/files/library.h"
#include "rehearse/tests/scenarios/play/fixture.h"

namespace rehearse::scenarios {

BOOST_AUTO_TEST_SUITE(play_runner_test)

BOOST_AUTO_TEST_CASE(every_shipped_scenario_passes) {
  BOOST_REQUIRE(!shipped_scenarios().empty());
  for (const ScenarioSource& source : shipped_scenarios()) {
    const Played played = play_file(source.text, source.file);
    BOOST_TEST_INFO(source.file);
    BOOST_TEST(played.violations == "");
    BOOST_TEST((played.ended.verdict == model::Verdict::Passed));
  }
}

BOOST_AUTO_TEST_CASE(the_story_of_the_design_document) {
  BOOST_TEST(after_failure(R"json(
    { "expect": { "operation": "r1", "status": "Failed", "phase": "Synchronizing" } },
    { "do": "refresh", "source": "PROD", "target": "UAT1", "expect": { "denied_by":
      ["unresolved-operation"] } },
    { "do": "rollback", "operation": "r1" },
    { "expect": { "operation": "r1", "status": "RollbackCompleted", "equals_pre_image": true } },
    { "expect": { "environment": "UAT1", "available": true } },
    { "expect": { "rows": { "database": "UAT1/application", "sql":
      "SELECT count(*) FROM CustTable", "equal": [[10]] } } })json") == "");
}

BOOST_AUTO_TEST_CASE(the_example_of_the_documentation_passes) {
  std::ifstream file(REHEARSE_SOURCE_DIR "/docs/formats/scenario.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  constexpr std::string_view fence = "```jsonc\n";
  const std::size_t begin = page.find(fence);
  BOOST_REQUIRE(begin != page.npos);
  const std::string example = page.substr(begin + fence.size());
  BOOST_TEST(play_file(example.substr(0, example.find("```"))).violations == "");
}

BOOST_AUTO_TEST_CASE(records_come_in_the_order_of_events) {
  const Scenario scenario = need(stage().reader.read(
      file_of(fmt::format("{}, {}", refresh,
                          R"json({ "expect": { "environment": "UAT1", "available": false } })json"),
              R"json("cites": ["REF-43"], )json"),
      "refresh/story.json"));
  std::vector<model::Record> records;
  const model::ScenarioEnded ended = stage().runner.run(
      scenario, 7, [&](model::Record&& record) { records.push_back(std::move(record)); });

  BOOST_REQUIRE(records.size() == 8U);
  BOOST_TEST((std::get<model::ScenarioStarted>(records.front()) ==
              model::ScenarioStarted{.index = 7,
                                     .file = "refresh/story.json",
                                     .group = "refresh",
                                     .title = "a test",
                                     .cites = {"REF-43"},
                                     .policy = "self-service-2020"}));
  const auto& begun = std::get<model::StepTaken>(records[1]);
  BOOST_TEST(begun.step == 1U);
  BOOST_TEST(begun.events == (Texts{"UAT1 began to be refreshed", "UAT1 entered Copying"}));
  const auto& violation = std::get<model::Violation>(records.back());
  BOOST_TEST(violation.id == "expect");
  BOOST_TEST(violation.step == 2U);
  BOOST_TEST(to_string(violation.at) == "2020-03-02T10:10:00Z");
  BOOST_TEST(violation.cites == Texts{"REF-43"});
  BOOST_TEST(violation.where.file == "refresh/story.json");
  BOOST_TEST(violation.where.line == 2U);
  BOOST_TEST(violation.where.pointer == "/steps/1");

  BOOST_TEST(ended.index == 7U);
  BOOST_TEST((ended.verdict == model::Verdict::Failed));
  BOOST_TEST(ended.actions == 6U);
  BOOST_TEST(to_string(ended.virtual_time) == "PT1H10M");
  BOOST_TEST(ended.trace.size() == 32U);
}

BOOST_AUTO_TEST_CASE(a_failed_expectation_does_not_stop_the_story) {
  BOOST_TEST(after_refresh(R"json(
    { "expect": { "operation": "r1", "status": "Failed" } },
    { "expect": { "operation": "r1", "status": "InProgress" } })json") ==
             lines({"2: status of r1: Failed, but Completed",
                    "3: status of r1: InProgress, but Completed"}));
}

BOOST_AUTO_TEST_CASE(the_same_story_gives_the_same_trace_whatever_ran_before) {
  const std::string text = file_of(failing);
  const Played first = play_file(text);
  play_file(file_of(
      R"json({ "do": "provision-admin", "environment": "UAT1", "account":
      "new@else.where" })json"));
  const Played second = play_file(text);
  BOOST_TEST(first.ended.trace == second.ended.trace);
  BOOST_TEST(first.actions == second.actions);

  const Scenario scenario = need(stage().reader.read(text, "test.json"));
  BOOST_TEST(stage().runner.run(scenario, 0, {}).trace == first.ended.trace);
  Workshop other;
  const Scenario again = need(other.reader.read(text, "test.json"));
  BOOST_TEST(other.runner.run(again, 0, {}).trace == first.ended.trace);
}

BOOST_AUTO_TEST_CASE(one_digest_stands_for_all_traces_in_order) {
  BOOST_TEST(combined_trace({"a", "b"}) == combined_trace({"a", "b"}));
  BOOST_TEST(combined_trace({"a", "b"}) != combined_trace({"b", "a"}));
  BOOST_TEST(combined_trace({}).size() == 32U);
}

// What a step leads to -------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_step_is_accepted_unless_said) {
  BOOST_TEST(
      violations(
          R"json({ "do": "refresh", "source": "PROD", "target": "DEV1", "page": "PROD" })json") ==
      lines({"1: the step is accepted: accepted, but denied by target-not-sandbox, "
             "target-one-box, started-from-target"}));
  BOOST_TEST(violations(R"json({ "do": "settle", "environment": "UAT1", "debt": "users" })json") ==
             lines({"1: the step is accepted: accepted, but refused: not-owed"}));
}

BOOST_AUTO_TEST_CASE(a_denial_must_be_by_exactly_these_rules) {
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "DEV1",
      "expect": { "denied_by": ["target-one-box", "TARGET-NOT-SANDBOX"] } })json") == "");
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "DEV1",
      "expect": { "denied_by": ["target-one-box"] } })json") ==
             lines({"1: the step is denied by target-one-box: denied by target-one-box, but denied "
                    "by target-not-sandbox, target-one-box"}));
  BOOST_TEST(
      violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "denied_by": ["target-one-box"] } })json") ==
      lines({"1: the step is denied by target-one-box: denied by target-one-box, but accepted"}));
}

BOOST_AUTO_TEST_CASE(a_reason_can_be_asked_for) {
  constexpr std::string_view small = R"json("fleet": { "extends": "contoso",
      "environments": [{ "name": "uat1", "maximum_capacity": "100 GB" }] }, )json";
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "denied_by": ["database-capacity"], "margin": "over by 20 GB" } })json",
                        small) == "");
  BOOST_TEST(
      violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "denied_by": ["database-capacity"], "margin": "over by 12 GB" } })json",
                 small) ==
      lines(
          {"1: a rule gives this reason: over by 12 GB, but database-capacity: "
           "source.allocated_capacity = 120 GB, target.maximum_capacity = 100 GB: over by 20 GB"}));
}

BOOST_AUTO_TEST_CASE(a_rule_that_lacks_an_attribute_is_not_evaluable) {
  constexpr std::string_view silent = R"json("fleet": { "extends": "contoso",
      "environments": [{ "name": "UAT1", "region": null }] }, )json";
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "not_evaluable": ["other-region"], "missing": ["target.region"] } })json",
                        silent) == "");
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "not_evaluable": ["other-region"], "missing": ["source.region"] } })json",
                        silent) ==
             lines({"1: exactly these attributes are missing: source.region, but target.region"}));
  BOOST_TEST(violations(refresh, silent) ==
             lines({"1: the step is accepted: accepted, but not evaluable: other-region"}));
}

BOOST_AUTO_TEST_CASE(a_warning_must_be_expected) {
  constexpr std::string_view purpose =
      R"json({ "do": "refresh", "source": "PROD", "target": "UAT1", "purpose": "reporting")json";
  BOOST_TEST(violations(fmt::format(
                 "{}{}", purpose,
                 R"json(, "expect": { "warned_by": ["production-reporting"] } })json")) == "");
  BOOST_TEST(
      violations(fmt::format("{} }}", purpose)) ==
      lines({"1: the step is warned of by exactly these rules: none, but production-reporting"}));
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "warned_by": ["admin-domain"] } })json") ==
             lines({"1: the step is warned of by exactly these rules: admin-domain, but none"}));
}

BOOST_AUTO_TEST_CASE(a_refusal_must_be_for_this_reason) {
  BOOST_TEST(
      after_refresh(
          R"json({ "do": "rollback", "operation": "r1", "expect": { "refused":
      "no-rollback-before-failure" } },
      { "do": "cancel", "operation": "r1", "expect": { "refused": "no-cancel" } },
      { "do": "download-logs", "operation": "r1", "expect": { "refused": "no-failure-logs" } },
      { "do": "sign-in", "environment": "UAT1", "account": "user", "expect": { "refused":
        "offline" } })json") ==
      lines({"5: the step is refused: offline: refused: offline, but refused: user-disabled"}));
}

BOOST_AUTO_TEST_CASE(trouble_with_data_can_be_expected) {
  constexpr std::string_view steps = R"json(
    { "do": "write", "environment": "UAT1", "sql": "INSERT INTO CustTable(recId) VALUES (1)",
      "expect": { "fails_with": "UNIQUE constraint failed: CustTable.recId" } },
    { "do": "customize", "environment": "UAT1", "require":
      "CREATE UNIQUE INDEX One ON CustTable(custGroup)",
      "expect": { "fails_with": "UNIQUE constraint failed" } },
    { "do": "write", "environment": "UAT1", "sql": "DROP TABLE CustTable", "expect": {
      "fails_with": "may not" } },
    { "do": "write", "environment": "UAT1", "sql": "DELETE FROM CustTable", "expect": {
      "fails_with": "UNIQUE" } })json";
  BOOST_TEST(violations(steps) ==
             lines({"4: the step is failed: UNIQUE: failed: UNIQUE, but accepted"}));
  const auto unexpected = violations(
      R"json({ "do": "write", "environment": "UAT1", "sql":
      "INSERT INTO CustTable(recId) VALUES (1)" })json");
  BOOST_TEST(unexpected.starts_with("1: the step is accepted: accepted, but failed: "));
  BOOST_TEST(unexpected.ends_with("UNIQUE constraint failed: CustTable.recId"));
}

BOOST_AUTO_TEST_CASE(events_of_a_step_come_in_order) {
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "events": ["started", "went-offline", "came-online", "completed"] } })json") ==
             "");
  BOOST_TEST(violations(R"json({ "do": "refresh", "source": "PROD", "target": "UAT1",
      "expect": { "events": ["completed", "started"] } })json") ==
             lines({"1: these events happen in this order: completed, started, but started, "
                    "phase-entered, went-offline, phase-entered, phase-entered, phase-entered, "
                    "phase-entered, came-online, completed"}));
}

// Time -----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_refresh_stops_where_it_should) {
  BOOST_TEST(violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1", "until": "Sanitizing" },
    { "expect": { "operation": "r1", "status": "InProgress", "phase": "Sanitizing" } },
    { "until": { "operation": "r1", "phase": "Restarting" } },
    { "expect": { "operation": "r1", "phase": "Restarting" } },
    { "until": { "operation": "r1", "settled": true } },
    { "expect": { "operation": "r1", "status": "Completed" } })json") == "");
}

BOOST_AUTO_TEST_CASE(waiting_for_what_never_comes_is_a_violation) {
  BOOST_TEST(after_refresh(R"json({ "until": { "operation": "r1", "phase": "Failed" } })json") ==
             lines({"2: r1 comes to Failed: Failed, but it is in Completed"}));
  BOOST_TEST(violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "DEV1", "as": "r1",
      "expect": { "denied_by": ["target-not-sandbox", "target-one-box"] } },
    { "until": { "operation": "r1", "settled": true } })json") ==
             lines({"2: r1 comes to settled: settled, but it never started"}));
}

BOOST_AUTO_TEST_CASE(the_clock_goes_where_it_is_told) {
  BOOST_TEST(violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1", "until": "Copying" },
    { "advance": "PT29M" },
    { "expect": { "operation": "r1", "phase": "Copying" } },
    { "until": "2020-03-02T09:30:00Z" },
    { "expect": { "operation": "r1", "phase": "Replacing" } },
    { "do": "stop-jobs", "environment": "UAT2", "at": "+PT35M" },
    { "expect": { "operation": "r1", "phase": "Sanitizing" } })json") == "");
  BOOST_TEST(
      violations(R"json({ "advance": "PT1H" }, { "until": "2020-03-02T09:30:00Z" })json") ==
      lines({"2: the clock can still reach 2020-03-02T09:30:00Z: 2020-03-02T09:30:00Z, but it "
             "is 2020-03-02T10:00:00Z already"}));
}

BOOST_AUTO_TEST_CASE(timing_is_the_scenarios) {
  BOOST_TEST(after_refresh(R"json({ "do": "stop-jobs", "environment": "UAT1", "at": "+PT1M" })json",
                           R"json("timing": {
      "copy": "PT10S", "replace": "PT10S", "data_rules": "PT10S", "synchronize": "PT10S",
        "restart": "PT10S" }, )json") == "");
}

// Invariants -----------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_fault_is_injected_and_the_rollback_is_tried_again) {
  BOOST_TEST(
      after_refresh(
          R"json(
    { "expect": { "operation": "r1", "status": "Failed", "phase": "Sanitizing" } },
    { "do": "rollback", "operation": "r1" },
    { "expect": { "operation": "r1", "status": "RollbackFailed" } },
    { "do": "rollback", "operation": "r1", "until": "RollingBack" },
    { "until": { "operation": "r1", "phase": "RolledBack" } },
    { "expect": { "operation": "r1", "equals_pre_image": true } })json",
          R"json("faults": [ { "site": "data-rule:disable-users", "environment": "UAT1", "cause":
      "disk full" },
                                { "site": "rollback", "environment": "UAT1" } ], )json") == "");
}

BOOST_AUTO_TEST_CASE(a_policy_that_lets_users_in_is_caught) {
  constexpr std::string_view lax =
      R"json("policy": { "extends": "self-service-2020", "without": ["disable-users"] }, )json";
  const auto caught = violations(refresh, lax);
  BOOST_TEST(caught ==
             "1: INV-07 when a movement completes, no user but Admin and service accounts is "
             "enabled: it holds, but "
             "broken by: restart finishes in UAT1");
  BOOST_TEST(violations(refresh, fmt::format(R"json({}"finds": ["INV-07"], )json", lax)) == "");
  BOOST_TEST(
      violations(refresh, fmt::format(R"json({}"finds": ["INV-07", "INV-08"], )json", lax)) ==
      lines({"1: INV-08 is found broken: broken, but it held"}));
}

BOOST_AUTO_TEST_CASE(a_policy_whose_data_rule_does_not_do_what_it_says_is_caught) {
  constexpr std::string_view liar =
      R"json("policy": { "extends": "self-service-2020", "data_rules": [
      { "id": "withhold-batch-jobs", "operations": ["refresh"], "database": "application",
        "sql": "UPDATE BatchJob SET status = 0 WHERE status = 1", "establishes": ["batch-withheld"],
        "because": "a test", "cites": ["REF-26"] } ] }, )json";
  const auto caught = violations(refresh, liar);
  BOOST_TEST(caught.starts_with("1: refinement "));
  BOOST_TEST(violations(refresh, fmt::format(R"json({}"finds": ["refinement"], )json", liar)) ==
             "");
}

BOOST_AUTO_TEST_CASE(what_is_pending_at_the_end_is_let_happen) {
  const Played played = play_file(file_of(
      R"json({ "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1", "until":
      "Copying" })json"));
  BOOST_TEST(played.violations == "");
  BOOST_TEST(played.actions.ends_with("\n1: restart finishes in UAT1"));
}

// Broken scenarios -----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(sql_that_makes_no_sense_breaks_the_scenario) {
  const auto error_of = [](std::string_view steps) {
    const Played played = play_file(file_of(steps));
    BOOST_TEST((played.ended.verdict == model::Verdict::Broke));
    return played.ended.error.value_or(Error{});
  };
  const Error rows = error_of(
      R"json({ "expect": { "rows": { "database": "UAT1/application", "sql":
      "SELECT 1 FROM CustTabel", "equal": [] } } })json");
  BOOST_TEST(rows.where.line == 3U);  // of the file: where the SQL stands
  BOOST_TEST(rows.where.pointer == "/steps/0/expect/rows/sql");
  BOOST_TEST(rows.what.contains("no such table: CustTabel"));
  const Error write = error_of(
      R"json({ "do": "write", "environment": "UAT1", "sql": "DELET FROM CustTable" })json");
  BOOST_TEST(write.where.pointer == "/steps/0/sql");
  BOOST_TEST(write.what.contains("syntax error"));
  const Error customize = error_of(
      R"json({ "do": "customize", "environment": "UAT1", "require":
      "DELETE FROM CustTable" })json");
  BOOST_TEST(customize.where.pointer == "/steps/0/require");
  const Error same = error_of(
      R"json({ "expect": { "same_rows": { "databases": ["UAT1/application", "PROD/application"],
      "sql": "DELETE FROM CustTable" } } })json");
  BOOST_TEST(same.where.pointer == "/steps/0/expect/same_rows/sql");
}

BOOST_AUTO_TEST_CASE(a_scenario_can_be_stopped_and_looked_at) {
  const Scenario scenario = need(stage().reader.read(file_of(failing), "test.json"));
  const auto rehearsal = need(stage().runner.run_until(scenario, 2));
  BOOST_TEST(rehearsal->steps_taken() == 2U);
  const auto& image = rehearsal->simulation().image({0}, model::Database::Application);
  auto session = need(stage().engine->open(image));
  const auto table = need(session.query("SELECT count(*) FROM CustTable", sim::Level::Read));
  BOOST_TEST((table.rows.front().front() == sim::Value(std::int64_t{11})));
  BOOST_REQUIRE(rehearsal->take_step().has_value());
  BOOST_TEST((rehearsal->operations().state({0}).phase == model::Phase::Failed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
