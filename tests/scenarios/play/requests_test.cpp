#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/play/fixture.h"

/// What the runner does with work items and restores. What these must come to is told by the
/// shipped scenarios.
namespace rehearse::scenarios {
namespace {

constexpr std::string_view requested =
    R"("policy": "requested-2017", "fleet": "contoso-2017", "clock": "2017-11-01T09:00:00Z", )";

/// A work item that was submitted and accepted.
constexpr std::string_view accepted = R"json(
    { "do": "request-refresh", "target": "UAT1", "window": { "start": "+P1D", "end": "+P2D" },
      "as": "r1" },
    { "do": "accept", "operation": "r1" })json";

std::string after_acceptance(std::string_view steps) {
  return violations(fmt::format("{},\n{}", accepted, steps), requested);
}

/// A work item that has succeeded, and the tool at hand.
std::string after_success(std::string_view steps) {
  return after_acceptance(fmt::format(R"json(
    {{ "until": {{ "operation": "r1", "settled": true }} }},
    {{ "do": "prepare-tool", "environment": "UAT1", "step": "downloaded" }},
    {{ "do": "prepare-tool", "environment": "UAT1", "step": "uploaded" }},
    {})json",
                                      steps));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(play_requests_test)

BOOST_AUTO_TEST_CASE(a_request_is_not_waited_for_but_can_be) {
  BOOST_TEST(after_acceptance(R"json(
    { "expect": { "operation": "r1", "status": "RequestAccepted", "phase": "Accepted" } },
    { "until": { "operation": "r1", "phase": "Copying" } },
    { "expect": { "operation": "r1", "status": "RequestAccepted" } },
    { "expect": { "environment": "UAT1", "available": false } },
    { "until": { "operation": "r1", "settled": true } },
    { "expect": { "operation": "r1", "status": "Succeeded", "phase": "Succeeded" } })json") == "");
}

BOOST_AUTO_TEST_CASE(a_request_that_nobody_accepts_is_never_settled) {
  BOOST_TEST(violations(R"json(
    { "do": "request-refresh", "target": "UAT1", "window": { "start": "+P1D", "end": "+P2D" },
      "as": "r1" },
    { "until": { "operation": "r1", "settled": true } })json",
                        requested)
                 .starts_with("2: "));
}

BOOST_AUTO_TEST_CASE(what_takes_time_is_waited_for_unless_said) {
  BOOST_TEST(after_success(R"json(
    { "do": "settle", "environment": "UAT1", "debt": "reprovision" },
    { "expect": { "environment": "UAT1", "available": true, "debts": ["reset-reporting"] } }
    )json") == "");
  BOOST_TEST(after_success(R"json(
    { "do": "settle", "environment": "UAT1", "debt": "reprovision", "until": "Reprovisioning" },
    { "expect": { "environment": "UAT1", "debts": ["reset-reporting", "reprovision"],
                  "available": false } })json") == "");
}

BOOST_AUTO_TEST_CASE(what_takes_time_is_waited_for_after_another_request_was_cancelled_too) {
  BOOST_TEST(after_success(R"json(
    { "do": "request-refresh", "target": "UAT1", "window": { "start": "+P4D", "end": "+P5D" },
      "as": "r2" },
    { "do": "cancel", "operation": "r2" },
    { "do": "settle", "environment": "UAT1", "debt": "reprovision" },
    { "expect": { "environment": "UAT1", "available": true, "debts": ["reset-reporting"] } }
    )json") == "");
}

BOOST_AUTO_TEST_CASE(a_work_item_that_is_over_is_not_taken_for_the_one_that_waits_now) {
  for (const std::string_view deed :
       {R"("do": "accept")", R"("do": "cancel")",
        R"("do": "reschedule", "window": { "start": "+P4D", "end": "+P5D" })"}) {
    const std::string found = after_acceptance(fmt::format(R"json(
    {{ "do": "cancel", "operation": "r1" }},
    {{ "do": "request-refresh", "target": "UAT1", "window": {{ "start": "+P1D", "end": "+P2D" }},
      "as": "r2" }},
    {{ {}, "operation": "r1" }},
    {{ "expect": {{ "operation": "r2", "status": "Submitted" }} }})json",
                                                           deed));
    BOOST_TEST(found.starts_with("5: r1 can be "), deed << ": " << found);
    BOOST_TEST(!found.contains("6: status of r2"), deed << ": " << found);
  }
}

BOOST_AUTO_TEST_CASE(a_restore_gets_what_the_backups_hold) {
  BOOST_TEST(violations(R"json(
    { "do": "write", "environment": "PROD", "at": "+PT1H",
      "sql": "UPDATE CustTable SET Name = 'Changed'" },
    { "do": "restore", "source": "PROD", "target": "UAT1", "at": "+PT2H",
      "restore_point": "+PT30M" },
    { "expect": { "rows": { "database": "UAT1/application", "equal": [[0]],
      "sql": "SELECT count(*) FROM CustTable WHERE Name = 'Changed'" } } },
    { "do": "restore", "source": "PROD", "target": "UAT1", "restore_point": "+PT1H" },
    { "expect": { "rows": { "database": "UAT1/application", "equal": [[1]],
      "sql": "SELECT min(Name = 'Changed') FROM CustTable" } } },
    { "expect": { "environment": "PROD", "snapshots": 2 } })json") == "");
}

BOOST_AUTO_TEST_CASE(a_work_item_that_is_left_unfinished_is_a_violation_at_the_end) {
  const std::string head = R"("policy": { "extends": "requested-2017", "operations": {
      "requested-refresh": { "after_failure":
        { "value": "stop", "because": "b", "cites": ["B-09"] } } } },
    "fleet": "contoso-2017", "clock": "2017-11-01T09:00:00Z",
    "faults": [ { "site": "copy", "environment": "UAT1" } ], )";
  const std::string steps = fmt::format(R"({}, {{ "advance": "P3D" }})", accepted);
  BOOST_TEST(violations(steps, head).starts_with("3: INV-45 "));
  BOOST_TEST(violations(steps, head + R"("finds": ["INV-45"], )") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
