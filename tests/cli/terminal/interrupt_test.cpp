#include <signal.h>

#include <nlohmann/json.hpp>

#include "rehearse/tests/cli/terminal/command.h"

/// Nobody reads the standard output of these runs until something has been done to them. It is far
/// larger than a pipe, so they stand still in the middle, whatever the speed of the machine.
namespace rehearse::tests {
namespace {

using nlohmann::json;

constexpr int copies = 2;

/// A run of many scenarios that is past its beginning; all its workers are there.
struct Begun {
  explicit Begun(const std::string& jobs, const Arguments& more = {}) {
    copy_library(folder, "many", copies);
    Arguments arguments = {"run",      "many",         "--jobs",   jobs,
                           "--format", "json",         "--format", "json=record.ndjson",
                           "--format", "junit=out.xml"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    running = std::make_unique<Running>(folder, "rehearse", arguments);
    const json started = json::parse(running->line());
    BOOST_REQUIRE_EQUAL(started["record"], "run-started");
    scenarios = started["scenarios"];
    BOOST_REQUIRE(running->line().contains("scenario-started"));
  }

  Folder folder;
  std::unique_ptr<Running> running;
  int scenarios = 0;
};

/// Every line is JSON; the last one.
json last_record(const std::string& text) {
  json last;
  for (const std::string& line : lines_of(text)) {
    last = json::parse(line, nullptr, false);
    BOOST_REQUIRE_MESSAGE(!last.is_discarded(), "not JSON: " << line);
  }
  return last;
}

void check_interrupted(const std::string& jobs, int signal) {
  Begun begun(jobs);
  begun.running->send(signal);
  const Outcome outcome = begun.running->finish();
  BOOST_CHECK_EQUAL(outcome.code, 128 + signal);
  BOOST_CHECK_EQUAL(outcome.err, "");
  const json ended = last_record(text_of(begun.folder.path("record.ndjson")));
  BOOST_CHECK_EQUAL(ended["record"], "run-ended");
  BOOST_CHECK(ended.value("interrupted", false));
  BOOST_CHECK_LT(ended["passed"].get<int>(), begun.scenarios);
  BOOST_CHECK_EQUAL(ended["failed"].get<int>() + ended["broke"].get<int>(), 0);
  check_contains(text_of(begun.folder.path("out.xml")), {"<skipped", "not run"});
  BOOST_CHECK_EQUAL(program(begun.folder, "xmllint", {"--noout", "out.xml"}).code, 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal_interrupt_test)

BOOST_AUTO_TEST_CASE(interrupted_run_completes_its_record_and_says_so) {
  check_interrupted("1", SIGINT);
}

BOOST_AUTO_TEST_CASE(workers_that_nobody_reads_any_more_do_not_keep_an_interrupted_run) {
  check_interrupted("3", SIGINT);
}

BOOST_AUTO_TEST_CASE(terminated_run_does_the_same) { check_interrupted("2", SIGTERM); }

BOOST_AUTO_TEST_CASE(second_signal_ends_the_run_at_once_and_leaves_a_readable_beginning) {
  Begun begun("2");
  begun.running->send(SIGINT);
  begun.running->send(SIGINT);  // before or after the first was dealt with, both will do
  begun.running->send(SIGTERM);
  begun.running->send(SIGTERM);
  const Outcome outcome = begun.running->finish();
  BOOST_CHECK_GT(outcome.code, 128);
  const std::string record = text_of(begun.folder.path("record.ndjson"));
  last_record(record.substr(0, record.rfind('\n') + 1));
  BOOST_CHECK_GT(lines_of(record).size(), 2);
}

BOOST_AUTO_TEST_CASE(run_after_an_interrupted_one_writes_over_what_that_one_left) {
  Begun begun("2");
  begun.running->send(SIGINT);
  begun.running->finish();
  const Outcome again =
      rehearse(begun.folder, {"run", "--filter", "refresh/failed_restart", "--format",
                              "json=record.ndjson", "--format", "junit=out.xml"});
  BOOST_CHECK_EQUAL(again.code, 0);
  const json ended = last_record(text_of(begun.folder.path("record.ndjson")));
  BOOST_CHECK_EQUAL(ended["passed"], 1);
  BOOST_CHECK(!ended.contains("interrupted"));
  BOOST_CHECK(!text_of(begun.folder.path("out.xml")).contains("not run"));
}

BOOST_AUTO_TEST_CASE(worker_that_is_killed_breaks_its_own_scenarios_and_no_other) {
  Begun begun("3", {"--format", "human=human.txt"});
  const std::vector<pid_t> workers = begun.running->children();
  BOOST_REQUIRE_EQUAL(workers.size(), 3);
  kill(workers[1], SIGKILL);
  const Outcome outcome = begun.running->finish();
  BOOST_CHECK_EQUAL(outcome.code, 2);

  json started;
  json ended;
  int passed = 0;
  int broke = 0;
  for (const std::string& line : lines_of(text_of(begun.folder.path("record.ndjson")))) {
    const json record = json::parse(line);
    if (record["record"] == "run-ended") ended = record;
    if (record["record"] == "scenario-started") started = record;
    if (record["record"] != "scenario-ended") continue;
    BOOST_CHECK_EQUAL(record["index"], started["index"]);  // never the end of another
    passed += record["verdict"] == "passed";
    if (record["verdict"] != "broke") continue;
    ++broke;
    BOOST_CHECK_EQUAL(record["index"].get<int>() % 3, 1);
    BOOST_CHECK_EQUAL(record["error"]["what"],
                      "play scenario: its worker process was ended by signal 9 (Killed)");
  }
  BOOST_CHECK_EQUAL(ended["passed"], passed);
  BOOST_CHECK_EQUAL(ended["broke"], broke);
  BOOST_CHECK_GT(broke, 0);
  check_contains(text_of(begun.folder.path("human.txt")),
                 {"was ended by signal 9 (Killed)", "try fewer --jobs", "Equal failures"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
