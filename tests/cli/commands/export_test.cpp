#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

/// What the sqlite3 shell answers.
std::string asked(const Folder& folder, const std::string& file, const std::string& sql) {
  const Outcome outcome = program(folder, "sqlite3", {"-readonly", file, sql});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  return outcome.out;
}

void check_refused(const Folder& folder, const Arguments& arguments, const std::string& message) {
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  check_contains(outcome.err, {"rehearse: ", message});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_export_test)

BOOST_AUTO_TEST_CASE(every_database_is_a_file_that_the_sqlite_shell_opens) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"export", "refresh/completes", "--to", "deep/down"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  const auto files = lines_of(outcome.out);
  BOOST_CHECK_EQUAL(files.size(), 10);
  BOOST_CHECK_EQUAL(files[0], "deep/down/PROD-application.sqlite");
  for (const std::string& file : files)
    BOOST_CHECK_EQUAL(asked(folder, file, "PRAGMA integrity_check"), "ok\n");
}

BOOST_AUTO_TEST_CASE(step_decides_what_is_seen) {
  const Folder folder;
  const auto customers = [&](const char* step) {
    const Outcome outcome =
        rehearse(folder, {"export", "refresh/completes", "--to", "out", "--at", step});
    BOOST_CHECK_EQUAL(outcome.code, 0);
    return asked(folder, "out/UAT1-application.sqlite",
                 "SELECT count(*) FROM CustTable WHERE AccountNum = 'C-001'");
  };
  BOOST_CHECK_EQUAL(customers("2"), "1\n");   // the copy has begun
  BOOST_CHECK_EQUAL(customers("3"), "0\n");   // somebody deletes the customer meanwhile
  BOOST_CHECK_EQUAL(customers("19"), "1\n");  // production's has arrived; files are replaced
}

BOOST_AUTO_TEST_CASE(restore_brings_what_the_source_has_deleted_since) {
  const Folder folder;
  const auto emma = [&](const char* step, const char* environment) {
    const Outcome outcome = rehearse(folder, {"export", "what_production_deleted_since_comes_back",
                                              "--to", "out", "--at", step});
    BOOST_CHECK_EQUAL(outcome.code, 0);
    return asked(folder, fmt::format("out/{}-application.sqlite", environment),
                 "SELECT enable FROM UserInfo WHERE id = 'EMMA'");
  };
  BOOST_CHECK_EQUAL(emma("3", "PROD"), "");
  BOOST_CHECK_EQUAL(emma("3", "UAT1"), "1\n");  // a user of its own
  BOOST_CHECK_EQUAL(emma("4", "PROD"), "");
  BOOST_CHECK_EQUAL(emma("4", "UAT1"), "0\n");  // back, and disabled
}

BOOST_AUTO_TEST_CASE(step_behind_the_end_is_refused) {
  const Folder folder;
  check_refused(folder, {"export", "refresh/completes", "--to", "out", "--at", "20"},
                "at step 20: the scenario has 19 steps");
  BOOST_CHECK(!std::filesystem::exists(folder.path("out")));
}

BOOST_AUTO_TEST_CASE(unknown_scenario_is_refused) {
  const Folder folder;
  check_refused(folder, {"export", "sync_failure_roled_back", "--to", "out"},
                "did you mean sync_failure_rolled_back?");
  BOOST_CHECK(!std::filesystem::exists(folder.path("out")));
}

BOOST_AUTO_TEST_CASE(folder_that_is_a_file_is_refused) {
  const Folder folder;
  folder.write("out", "");
  check_refused(folder, {"export", "refresh/completes", "--to", "out"}, "\"out\": Not a directory");
  check_refused(folder, {"export", "refresh/completes", "--to", "out/below"},
                "\"out/below\": Not a directory");
}

BOOST_AUTO_TEST_CASE(folder_in_the_place_of_a_file_is_refused) {
  const Folder folder;
  folder.write("out/PROD-application.sqlite/mine.txt", "keep me");
  check_refused(folder, {"export", "refresh/completes", "--to", "out"}, "Is a directory");
  BOOST_CHECK_EQUAL(text_of(folder.path("out/PROD-application.sqlite/mine.txt")), "keep me");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
