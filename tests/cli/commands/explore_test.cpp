#include <signal.h>

#include <algorithm>

#include "rehearse/tests/cli/terminal/command.h"

/// `rehearse explore`: what it prints, remembers and survives.
namespace rehearse::tests {
namespace {

constexpr std::string_view weak_policy =
    R"({ "policy": "no-tenant-rule", "about": "What if tenants did not matter?",
         "extends": "self-service-2020", "without": ["other-tenant"] })";

Arguments explore(const Arguments& more) {
  Arguments arguments = {"explore", "--progress", "none"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// The only scenario file of the corpus that has `part` in its name.
std::string finding_file(const Folder& folder, std::string_view part) {
  std::string found;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path("rehearse-corpus"))) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".json") && name.contains(part)) found = "rehearse-corpus/" + name;
  }
  BOOST_REQUIRE_MESSAGE(!found.empty(), "no finding about " << part);
  return found;
}

std::size_t lines_in(const std::string& path) {
  return std::filesystem::exists(path) ? lines_of(text_of(path)).size() : 0;
}

const std::string progress = "rehearse-corpus/progress-self-service-2020.ndjson";

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_explore_test)

BOOST_AUTO_TEST_CASE(a_weakened_rule_is_found_explained_and_saved) {
  const Folder folder;
  folder.write("weak.json", weak_policy);
  const Outcome outcome = rehearse(folder, explore({"--policy", "weak.json", "--cases", "60"}));
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(
      outcome.out,
      {"no-tenant-rule: 60 cases, seed 0x0",
       "✗ INV-17: source and target were of one tenant and one region",
       "prevented  by rule other-tenant of self-service-2020",
       "critical   after step 1 it cannot be avoided any more", "purpose of step 1",
       "repeat     rehearse run rehearse-corpus/INV-17-refresh-", "✗ FAILED: 2 findings"});
  const std::string file = finding_file(folder, "INV-17-refresh");
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", file, "--policy", "weak.json"}).code, 1);
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", file}).code, 0);
}

BOOST_AUTO_TEST_CASE(what_was_found_is_played_first_and_stale_when_the_rule_is_back) {
  const Folder folder;
  folder.write("weak.json", weak_policy);
  rehearse(folder, explore({"--policy", "weak.json", "--cases", "60"}));
  const Outcome again = rehearse(folder, explore({"--policy", "weak.json", "--cases", "1"}));
  BOOST_CHECK_EQUAL(again.code, 1);
  check_contains(again.out, {"still breaks INV-17"});
  const Outcome shipped =
      rehearse(folder, explore({"--policy", "self-service-2020", "--cases", "5"}));
  BOOST_CHECK_EQUAL(shipped.code, 0);
  check_contains(shipped.out, {"stale since step 1: refresh ", "is denied by other-tenant"});
}

BOOST_AUTO_TEST_CASE(a_difference_from_the_shipped_policy_is_found_remembered_and_can_be_left_out) {
  const Folder folder;
  folder.write("hasty.json", R"({ "policy": "hasty", "about": "nobody reads warnings",
      "extends": "self-service-2020", "without": ["warnings-reviewed"] })");
  const auto search = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"--policy", "hasty.json", "--cases", "40"});
    return rehearse(folder, explore(more));
  };
  const Outcome outcome = search({});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  check_contains(
      outcome.out,
      {"✗ looser: ", "is judged less strictly by the rules than under the shipped policy",
       "prevented  by rule warnings-reviewed of self-service-2020", "✗ FAILED: 1 finding"});
  const std::string file = finding_file(folder, "looser-");
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", file, "--policy", "hasty.json"}).code, 1);
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", file}).code, 0);
  const Outcome again = search({"--invariants-only"});
  BOOST_CHECK_EQUAL(again.code, 0);
  check_contains(again.out, {"still not as under the shipped policy", "✓ PASSED"});
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_any_more_is_stale_not_an_error) {
  const Folder folder;
  folder.write("rehearse-corpus/old.json",
               R"({ "scenario": "old", "steps": [ { "do": "no-such-deed" } ] })");
  const Outcome outcome = rehearse(folder, explore({"--policy", "current", "--cases", "1"}));
  BOOST_CHECK_EQUAL(outcome.code, 0);
  check_contains(outcome.out, {"○ rehearse-corpus/old.json: stale: ", "no-such-deed"});
}

BOOST_AUTO_TEST_CASE(any_number_of_workers_prints_the_same) {
  std::string first;
  for (const char* jobs : {"1", "2", "3"}) {
    const Folder folder;
    folder.write("weak.json", weak_policy);
    const Outcome outcome =
        rehearse(folder, explore({"--policy", "weak.json", "--cases", "90", "--jobs", jobs}));
    BOOST_CHECK_EQUAL(outcome.code, 1);
    if (first.empty()) first = outcome.out;
    BOOST_CHECK_EQUAL(outcome.out, first);
  }
}

BOOST_AUTO_TEST_CASE(all_shipped_policies_are_searched_when_none_is_named) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, explore({"--cases", "20", "--check-determinism"}));
  BOOST_CHECK_EQUAL(outcome.code, 0);
  check_contains(outcome.out, {"current: 20 cases", "requested-2017: 20 cases",
                               "self-service-2020: 20 cases", "✓ PASSED: nothing was found"});
}

BOOST_AUTO_TEST_CASE(a_search_that_is_resumed_ends_as_if_it_had_not_been_interrupted) {
  const Folder whole;
  const Outcome uninterrupted =
      rehearse(whole, explore({"--policy", "self-service-2020", "--cases", "120"}));
  const Folder folder;
  rehearse(folder, explore({"--policy", "self-service-2020", "--cases", "50"}));
  const std::string file = folder.path(progress);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 7);  // a torn last line
  const Outcome resumed =
      rehearse(folder, explore({"--policy", "self-service-2020", "--cases", "120", "--resume"}));
  BOOST_CHECK_EQUAL(resumed.out, uninterrupted.out);
  BOOST_CHECK_EQUAL(text_of(file), text_of(whole.path(progress)));
}

BOOST_AUTO_TEST_CASE(a_killed_search_loses_nothing_but_the_cases_in_work) {
  const Arguments search =
      explore({"--policy", "self-service-2020", "--cases", "400", "--jobs", "2"});
  const Folder whole;
  const Outcome uninterrupted = rehearse(whole, search);
  const Folder folder;
  Running running(folder, "rehearse", search);
  while (lines_in(folder.path(progress)) < 20) continue;
  running.send(SIGKILL);
  BOOST_CHECK_EQUAL(running.finish().code, 128 + SIGKILL);
  BOOST_CHECK_GE(lines_in(folder.path(progress)), 20U);
  Arguments resumed = search;
  resumed.emplace_back("--resume");
  BOOST_CHECK_EQUAL(rehearse(folder, resumed).out, uninterrupted.out);
}

BOOST_AUTO_TEST_CASE(a_killed_worker_is_replaced_and_its_case_reported) {
  const Folder folder;
  Running running(folder, "rehearse",
                  explore({"--policy", "self-service-2020", "--cases", "400", "--jobs", "2"}));
  std::vector<pid_t> workers;
  while (workers.size() < 2) workers = running.children();
  kill(workers.front(), SIGKILL);
  const Outcome outcome = running.finish();
  BOOST_CHECK_EQUAL(outcome.code, 4);
  check_contains(outcome.out, {"self-service-2020: 400 cases", "? inconclusive: case ",
                               "ended by signal 9", "? INCONCLUSIVE"});
  BOOST_CHECK_EQUAL(count(outcome.out, "? inconclusive: case "), 1U);
}

BOOST_AUTO_TEST_CASE(an_interrupted_search_tells_what_it_has_and_how_to_go_on) {
  const Folder folder;
  Running running(folder, "rehearse",
                  explore({"--policy", "self-service-2020", "--cases", "1000000", "--jobs", "2"}));
  while (lines_in(folder.path(progress)) < 5) continue;
  running.send(SIGINT);
  const Outcome outcome = running.finish();
  BOOST_CHECK_EQUAL(outcome.code, 130);
  check_contains(outcome.out, {"self-service-2020: ", "exercised  transitions "});
  check_contains(outcome.err, {"interrupted; --resume goes on"});
}

BOOST_AUTO_TEST_CASE(shards_share_the_cases) {
  const Folder folder;
  for (const char* shard : {"1/2", "2/2"}) {
    const Outcome outcome =
        rehearse(folder, explore({"--policy", "current", "--cases", "7", "--shard", shard}));
    BOOST_CHECK_EQUAL(outcome.code, 0);
  }
  const std::string first = text_of(folder.path("rehearse-corpus/progress-current-1of2.ndjson"));
  const std::string second = text_of(folder.path("rehearse-corpus/progress-current-2of2.ndjson"));
  for (const char* mine : {"\"case\":0,", "\"case\":2,", "\"case\":4,", "\"case\":6,"})
    check_contains(first, {mine});
  for (const char* mine : {"\"case\":1,", "\"case\":3,", "\"case\":5,"})
    check_contains(second, {mine});
  BOOST_CHECK_EQUAL(lines_of(first).size() + lines_of(second).size(), 2 + 7U);
}

BOOST_AUTO_TEST_CASE(a_goal_that_is_required_and_not_met_is_a_finding) {
  const Folder folder;
  const Outcome outcome = rehearse(
      folder, explore({"--policy", "current", "--cases", "1", "--require", "transitions"}));
  BOOST_CHECK_EQUAL(outcome.code, 1);
  check_contains(outcome.out, {"✗ never met: transitions: refresh: "});
}

BOOST_AUTO_TEST_CASE(time_bounds_a_search_without_a_number_of_cases) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, explore({"--policy", "current", "--time", "PT0.2S"}));
  BOOST_CHECK_EQUAL(outcome.code, 0);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_told) {
  const Folder folder;
  const auto refused = [&](const Arguments& arguments, const std::string& why) {
    const Outcome outcome = rehearse(folder, explore(arguments));
    BOOST_CHECK_EQUAL(outcome.code, 2);
    check_contains(outcome.err, {why});
  };
  refused({"--shard", "3/2"}, "3/2 is no shard");
  refused({"--shard", "0/2"}, "0/2 is no shard");
  refused({"--shard", "half"}, "half is no shard");
  refused({"--time", "soon"}, "soon is no duration");
  refused({"--cases", "0"}, "--cases");
  refused({"--require", "miracles"}, "miracles");
  refused({"--policy", "nobody"}, "nobody");
}

BOOST_AUTO_TEST_CASE(another_search_is_not_resumed) {
  const Folder folder;
  rehearse(folder, explore({"--policy", "current", "--cases", "2"}));
  const Outcome outcome =
      rehearse(folder, explore({"--policy", "current", "--cases", "2", "--seed", "9", "--resume"}));
  BOOST_CHECK_EQUAL(outcome.code, 2);
  check_contains(outcome.err, {"belongs to another campaign"});
}

BOOST_AUTO_TEST_CASE(progress_is_told_on_standard_error_alone) {
  const Folder folder;
  const Outcome bar =
      rehearse(folder, {"explore", "--policy", "current", "--cases", "400", "--progress", "bar"});
  check_contains(bar.err, {"current: ", " of 400 cases, ", " histories/s, 0 finding(s), ",
                           " goals, last new in case "});
  BOOST_CHECK(!bar.out.contains("histories/s"));
  const Outcome counter = rehearse(folder, {"explore", "--policy", "current", "--cases", "3"});
  BOOST_CHECK_EQUAL(counter.err, "");  // less than ten seconds
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
