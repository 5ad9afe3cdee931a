#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/play/fixture.h"

/// What can be expected in a scenario and what people can do, each when it holds and when not.
namespace rehearse::scenarios {

BOOST_AUTO_TEST_SUITE(play_expect_test)

// Expectations ---------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_operation_is_what_it_is) {
  BOOST_TEST(
      after_failure(R"json(
    { "expect": { "operation": "R1", "status": "Completed", "phase": "Copying", "logs_downloaded":
      true,
                  "equals_pre_image": true } })json") ==
      lines({"4: status of r1: Completed, but Failed", "4: phase of r1: Copying, but Synchronizing",
             "4: logs_downloaded of r1: true, but false",
             "4: equals_pre_image of r1: true, but false"}));
  BOOST_TEST(violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1", "warnings_reviewed": false,
      "expect": { "denied_by": ["warnings-reviewed"] } },
    { "expect": { "operation": "r1", "status": "NotStarted", "equals_pre_image": false } })json") ==
             lines({"2: equals_pre_image of r1: false, but it never started"}));
}

BOOST_AUTO_TEST_CASE(an_earlier_operation_keeps_what_became_of_it) {
  BOOST_TEST(after_failure(R"json(
    { "do": "download-logs", "operation": "r1" },
    { "do": "rollback", "operation": "r1" },
    { "do": "remove-customizations", "environment": "UAT1" },
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r2", "until": "Copying" },
    { "expect": { "operation": "r1", "status": "RollbackCompleted", "logs_downloaded": true } },
    { "expect": { "operation": "r2", "status": "InProgress" } },
    { "do": "rollback", "operation": "r1" },
    { "expect": { "operation": "r1", "equals_pre_image": true } })json") ==
             lines({"10: r1 can be rolled back: it is the movement into UAT1, but it is in "
                    "RolledBack; another one is unresolved or waits",
                    "11: equals_pre_image of r1: true, but another movement came after it"}));
}

BOOST_AUTO_TEST_CASE(an_environment_is_what_it_is) {
  BOOST_TEST(
      after_refresh(
          R"json({ "expect": { "environment": "uat1", "available": true, "jobs_stopped": true,
      "debts": ["users", "admin-clean-up", "endpoints", "batch-jobs", "recurring-jobs"],
      "facts": ["users-disabled"], "orphaned_files": 0, "pending_files": 0, "admin":
        "UAT1.admin@contoso.com",
      "tenant": "Contoso", "application_release": "10.0.8", "platform_update": 32,
      "financial_reporting_version": "10.0.8.10", "blobs": [] } })json") == "");
  BOOST_TEST(
      violations(
          R"json({ "expect": { "environment": "UAT1", "available": false, "jobs_stopped": false,
      "debts": ["users"], "facts": ["users-disabled"], "orphaned_files": 1, "pending_files": 2,
        "admin": "me@contoso.com",
      "tenant": "fabrikam", "application_release": "10.0.9", "platform_update": 33,
      "financial_reporting_version": "10.0.8.11", "blobs": ["a.docx"] } })json") ==
      lines({"1: available of UAT1: false, but true", "1: jobs_stopped of UAT1: false, but true",
             "1: debts of UAT1: users, but none", "1: facts of UAT1: users-disabled, but none",
             "1: orphaned_files of UAT1: 1, but 0", "1: pending_files of UAT1: 2, but 0",
             "1: admin of UAT1: me@contoso.com, but uat1.admin@contoso.com",
             "1: tenant of UAT1: fabrikam, but contoso",
             "1: application_release of UAT1: 10.0.9, but 10.0.8",
             "1: platform_update of UAT1: 33, but 32",
             "1: financial_reporting_version of UAT1: 10.0.8.11, but 10.0.8.10",
             "1: blobs of UAT1: a.docx, but none"}));
}

BOOST_AUTO_TEST_CASE(rows_are_compared_with_their_types) {
  BOOST_TEST(violations(R"json({ "expect": { "rows": { "database": "UAT1/application",
      "sql":
        "SELECT AccountNum, creditMax, NULL, 0.5 FROM CustTable WHERE recId < 3 ORDER BY recId",
      "equal": [["C-001", 100000, null, 0.5], ["C-002", 50000, null, 0.5]] } } })json") == "");
  BOOST_TEST(violations(R"json({ "expect": { "rows": { "database": "UAT1/financial-reporting",
      "sql": "SELECT count(*) FROM ControlCompany", "equal": [["3"]] } } })json") ==
             lines({"1: rows of UAT1/financial-reporting: SELECT count(*) FROM ControlCompany: "
                    "('3'), but (3)"}));
  BOOST_TEST(violations(R"json({ "expect": { "rows": { "database": "UAT1/application",
      "sql": "SELECT Name FROM CustTable WHERE recId = 99", "equal": [[null]] } } })json") ==
             lines({"1: rows of UAT1/application: SELECT Name FROM CustTable WHERE recId = 99: "
                    "(NULL), but no rows"}));
}

BOOST_AUTO_TEST_CASE(contents_of_databases_are_the_same_or_differ) {
  BOOST_TEST(
      after_refresh(R"json(
    { "expect": { "same": ["UAT1/financial-reporting", "PROD/financial-reporting"] } },
    { "expect": { "differ": ["UAT1/financial-reporting", "UAT2/financial-reporting"] } },
    { "expect": { "differ": ["UAT1/financial-reporting", "PROD/financial-reporting"] } })json") ==
      lines({"4: content of UAT1/financial-reporting and PROD/financial-reporting: it differs, "
             "but it is the same"}));
  const auto different = violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1" }, { "do": "refresh", "source": "PROD",
      "target": "UAT2" },
    { "do": "write", "environment": "UAT2", "account": "admin", "sql":
      "DELETE FROM CustTable WHERE recId = 4" },
    { "expect": { "same": ["UAT1/application", "UAT2/application"] } })json");
  BOOST_TEST(
      different.starts_with("4: content of UAT1/application and UAT2/application: it is "
                            "the same, but BatchServerConfig: only the first has "));
}

BOOST_AUTO_TEST_CASE(databases_that_came_to_the_same_rows_in_other_ways_are_the_same) {
  BOOST_TEST(
      violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1" },
    { "do": "write", "environment": "PROD", "sql":
      "UPDATE CustTable SET Name = Name || 'x'; UPDATE CustTable SET Name = rtrim(Name, 'x')" },
    { "do": "customize", "environment": "PROD", "require":
      "CREATE INDEX Names ON CustTable(Name)" },
    { "expect": { "same_rows": { "databases": ["PROD/application", "UAT1/application"], "sql":
      "SELECT * FROM CustTable ORDER BY recId" } } },
    { "expect": { "same_rows": { "databases": ["PROD/application", "UAT1/application"],
      "sql": "SELECT enable FROM UserInfo WHERE id = 'EMMA'" } } })json") ==
      lines({"5: same rows in PROD/application and UAT1/application: SELECT enable FROM UserInfo "
             "WHERE id = 'EMMA': (0), but (1)"}));
}

BOOST_AUTO_TEST_CASE(logs_must_have_been_downloaded) {
  BOOST_TEST(
      after_failure(R"json(
    { "expect": { "logs": { "operation": "r1", "contain": "UNIQUE" } } },
    { "do": "download-logs", "operation": "r1" },
    { "expect": { "logs": { "operation": "r1", "contain": "UNIQUE" } } })json") ==
      lines({"4: downloaded logs of r1: a line with \"UNIQUE\", but no logs were downloaded"}));
  const auto other = after_failure(R"json({ "do": "download-logs", "operation": "r1" },
    { "expect": { "logs": { "operation": "r1", "contain": "disk full" } } })json");
  BOOST_TEST(other.contains("data-rule disable-users: "));
}

BOOST_AUTO_TEST_CASE(an_environment_is_unchanged_or_says_what_changed) {
  BOOST_TEST(violations(R"json(
    { "do": "refresh", "source": "PROD", "target": "DEV1",
      "expect": { "denied_by": ["target-not-sandbox", "target-one-box"] } },
    { "expect": { "unchanged": "PROD" } }, { "expect": { "unchanged": "DEV1" } })json") == "");
  BOOST_TEST(
      violations(R"json(
    { "do": "write", "environment": "UAT1", "sql": "DELETE FROM CustTable" },
    { "do": "put-blob", "environment": "UAT1", "name": "a", "text": "b" },
    { "expect": { "unchanged": "UAT1" } })json") ==
      lines({"3: UAT1 since the start: unchanged, but changed: what is known of its data, its "
             "documents, the database application, the documents"}));
  BOOST_TEST(violations(
                 R"json({ "do": "save-update", "environment": "UAT1" }, { "expect": {
      "unchanged": "UAT1" } })json") ==
             lines({"2: UAT1 since the start: unchanged, but changed: its state"}));
}

// All that people do ---------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(files_arrive_and_are_processed) {
  BOOST_TEST(violations(R"json(
    { "do": "receive-file", "environment": "UAT1" }, { "do": "receive-file", "environment":
      "UAT1" },
    { "expect": { "environment": "UAT1", "pending_files": 2 } },
    { "do": "refresh", "source": "PROD", "target": "UAT1", "expect": { "denied_by":
      ["target-jobs-processed"] } },
    { "do": "process-files", "environment": "UAT1" },
    { "do": "stop-jobs", "environment": "UAT1" },
    { "expect": { "environment": "UAT1", "pending_files": 0, "jobs_stopped": true } })json") == "");
}

BOOST_AUTO_TEST_CASE(an_update_is_saved_and_applied) {
  BOOST_TEST(violations(R"json(
    { "do": "apply-update", "environment": "UAT1", "component": "financial-reporting", "path":
      "update-tiles",
      "version": "10.0.9", "expect": { "denied_by": ["update-not-saved"] } },
    { "do": "save-update", "environment": "UAT1" },
    { "do": "apply-update", "environment": "UAT1", "component": "financial-reporting", "path":
      "update-tiles", "version": "10.0.9" },
    { "expect": { "environment": "UAT1", "financial_reporting_version": "10.0.9" } })json") == "");
}

BOOST_AUTO_TEST_CASE(the_administrator_changes) {
  BOOST_TEST(violations(R"json(
    { "do": "provision-admin", "environment": "UAT1", "account": "new@fabrikam.com" },
    { "expect": { "environment": "UAT1", "admin": "new@fabrikam.com", "tenant": "contoso" } },
    { "do": "redeploy", "environment": "UAT1", "account": "boss@fabrikam.com", "tenant":
      "fabrikam", "application_release": "10.0.9" },
    { "expect": { "environment": "UAT1", "admin": "boss@fabrikam.com", "tenant": "fabrikam",
      "application_release": "10.0.9" } },
    { "do": "redeploy", "environment": "UAT1", "account": "boss@fabrikam.com" },
    { "expect": { "environment": "UAT1", "tenant": "fabrikam", "application_release":
      "10.0.9" } })json") == "");
}

BOOST_AUTO_TEST_CASE(credentials_are_shown_to_those_who_may_see_them) {
  BOOST_TEST(violations(R"json(
    { "do": "view-credentials", "environment": "UAT1", "role": "project-owner" },
    { "do": "view-credentials", "environment": "UAT1", "role": "team-member", "expect": {
      "denied_by": ["credentials-role"] } },
    { "do": "view-credentials", "environment": "PROD", "role": "project-owner", "expect":
      { "denied_by": ["credentials-production"] } })json") == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
