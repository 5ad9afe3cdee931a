#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

using nlohmann::json;

/// The last record of a run.
json run_ended(const std::string& records) {
  const json record = json::parse(lines_of(records).back());
  BOOST_REQUIRE_EQUAL(record["record"], "run-ended");
  return record;
}

/// The embedded library, played once for all that look at what a run leaves.
struct Played {
  Played()
      : outcome(rehearse(folder, {"run", "--format", "human", "--format", "json=run.ndjson",
                                  "--format", "junit=TEST-a.xml"})),
        records(text_of(folder.path("run.ndjson"))) {}

  /// As `--digest` prints it.
  std::string digest() const { return run_ended(records)["trace"].get<std::string>() + "\n"; }

  Folder folder;
  Outcome outcome;
  std::string records;
};

const Played& library() {
  static const Played played;
  return played;
}

constexpr std::string_view fails = R"({ "do": "refresh", "source": "PROD", "target": "DEV1" })";
constexpr std::string_view breaks = R"({ "do": "write", "environment": "UAT1", "sql": "SELEC 1" })";

void check_nothing_to_run(const Folder& folder, Arguments arguments, const std::string& message) {
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 3);
  BOOST_CHECK_EQUAL(outcome.out, "");
  check_contains(outcome.err, {"rehearse: run scenarios: " + message, "--allow-empty"});
  arguments.push_back("--allow-empty");
  const Outcome allowed = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(allowed.code, 0);
  BOOST_CHECK_EQUAL(allowed.err, "");
}

/// How many scenarios are selected.
std::size_t listed(const Folder& folder, Arguments more) {
  more.insert(more.begin(), {"run", "--list"});
  return lines_of(rehearse(folder, more).out).size();
}

std::string left_out(std::size_t count) {
  return fmt::format("rehearse: {} scenario(s) left out: made for policies of another profile\n",
                     count);
}

/// A policy file that differs from `base` by `change`.
void write_policy(const Folder& folder, const std::string& base, const std::string& change) {
  folder.write("my-policy.json",
               fmt::format(R"({{ "policy": "mine", "extends": "{}"{} }})", base, change));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_run_test)

BOOST_AUTO_TEST_CASE(embedded_library_holds) {
  const Outcome& outcome = library().outcome;
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out, {"rehearse 0.1.0: ", "refresh", "Summary", "slowest",
                               "seed       0x0", "policy", "trace", "PASSED: all "});
}

BOOST_AUTO_TEST_CASE(library_as_files_goes_like_the_embedded_one) {
  const Folder folder;
  copy_library(folder, "library", 1);
  const Outcome outcome = rehearse(folder, {"run", "library", "--digest"});
  BOOST_CHECK_EQUAL(outcome.out, library().digest());
}

BOOST_AUTO_TEST_CASE(nothing_selected_is_code_3) {
  const Folder folder;
  std::filesystem::create_directory(folder.path("empty"));
  check_nothing_to_run(folder, {"run", "empty"}, "no scenario in empty");
  check_nothing_to_run(folder, {"run", "--filter", "no such thing"},
                       "no scenario of the embedded library matches \"no such thing\"");
  check_nothing_to_run(folder, {"run", "--list", "--filter", "no such thing"}, "no scenario");
}

BOOST_AUTO_TEST_CASE(nothing_selected_leaves_no_report) {
  const Folder folder;
  rehearse(folder, {"run", "--filter", "?", "--format", "json=x", "--format", "junit=y"});
  BOOST_CHECK(std::filesystem::is_empty(folder.path("")));
}

BOOST_AUTO_TEST_CASE(list_names_files_and_titles_and_plays_nothing) {
  const Folder folder;
  folder.write("b.json", scenario_of(breaks));
  folder.write("a_long_name.json", quiet_scenario());
  const Outcome outcome = rehearse(folder, {"run", "--list", "b.json", "a_long_name.json"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  BOOST_CHECK_EQUAL(outcome.out, "b.json            a test\na_long_name.json  nothing happens\n");
}

BOOST_AUTO_TEST_CASE(filter_looks_at_files_and_titles) {
  const Folder folder;
  folder.write("one.json", quiet_scenario());
  folder.write("two.json", scenario_of(R"({ "advance": "PT1H" })"));
  const auto selected = [&](const std::string& filter) {
    return lines_of(rehearse(folder, {"run", ".", "--list", "--filter", filter}).out).size();
  };
  BOOST_CHECK_EQUAL(selected("two"), 1);
  BOOST_CHECK_EQUAL(selected("happens"), 1);
  BOOST_CHECK_EQUAL(selected("*.json"), 2);
  BOOST_CHECK_EQUAL(selected("*o?e*"), 1);
}

BOOST_AUTO_TEST_CASE(quiet_says_only_the_verdict_and_verbose_every_scenario) {
  const Folder folder;
  const Arguments some = {"run", "--filter", "refresh/failed_restart"};
  const auto with = [&](const std::string& option) {
    Arguments arguments = some;
    arguments.push_back(option);
    const Outcome outcome = rehearse(folder, arguments);
    BOOST_CHECK_EQUAL(outcome.code, 0);
    return outcome.out;
  };
  BOOST_CHECK_EQUAL(with("--quiet"), "✓ PASSED: the scenario holds\n");
  BOOST_CHECK_EQUAL(with("-q"), with("--quiet"));
  BOOST_CHECK_EQUAL(count(rehearse(folder, some).out, "failed_restart_is_rolled_back.json"), 1);
  BOOST_CHECK_EQUAL(count(with("--verbose"), "failed_restart_is_rolled_back.json"), 2);
}

BOOST_AUTO_TEST_CASE(failing_scenario_is_code_1) {
  const Folder folder;
  folder.write("fails.json", scenario_of(fails));
  const Outcome outcome = rehearse(folder, {"run", "fails.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out,
                 {"✗ FAILED  a test", "denied by target-not-sandbox, target-one-box",
                  "fails.json:1:", "rehearse replay fails.json", "FAILED: 1 of 1 scenario failed"});
}

BOOST_AUTO_TEST_CASE(broken_scenario_is_code_2_even_beside_a_failing_one) {
  const Folder folder;
  folder.write("breaks.json", scenario_of(breaks));
  folder.write("fails.json", scenario_of(fails));
  const Outcome outcome = rehearse(folder, {"run", "."});
  BOOST_CHECK_EQUAL(outcome.code, 2);
  check_contains(outcome.out, {"! BROKE", "near \"SELEC\": syntax error",
                               "breaks.json:1:", "1 failed, 1 broke"});
}

BOOST_AUTO_TEST_CASE(policy_without_a_rule_is_found_out) {
  const Folder folder;
  write_policy(folder, "self-service-2020", R"(, "without": ["database-capacity"])");
  const Outcome outcome = rehearse(folder, {"run", "--policy", "my-policy.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  check_contains(outcome.out, {"capacity_equal_to_the_limit_is_denied.json",
                               "--policy my-policy.json", "FAILED"});
}

BOOST_AUTO_TEST_CASE(
    shipped_policy_plays_the_scenarios_of_its_profile_and_tells_how_many_it_leaves) {
  const Folder folder;
  const std::size_t all = listed(folder, {});
  std::size_t played = 0;
  for (const char* policy : {"self-service-2020", "requested-2017", "current", "data-upgrade"}) {
    const std::size_t selected = listed(folder, {"--policy", policy});
    const Outcome outcome = rehearse(folder, {"run", "--policy", policy});
    BOOST_CHECK_EQUAL(outcome.code, 0);
    BOOST_CHECK_EQUAL(outcome.err, left_out(all - selected));
    check_contains(outcome.out, {fmt::format("PASSED: all {} scenarios hold", selected)});
    played += selected;
  }
  BOOST_CHECK_EQUAL(played, all);
}

BOOST_AUTO_TEST_CASE(variant_of_a_policy_plays_what_its_base_plays) {
  const Folder folder;
  write_policy(folder, "current", "");
  const Outcome variant = rehearse(folder, {"run", "--list", "--policy", "my-policy.json"});
  const Outcome base = rehearse(folder, {"run", "--list", "--policy", "current"});
  BOOST_CHECK_EQUAL(variant.out, base.out);
  BOOST_CHECK_EQUAL(variant.err, base.err);
  BOOST_CHECK(variant.out.contains("current/"));
  BOOST_CHECK(!variant.out.contains("requested-refresh/"));
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", "--policy", "my-policy.json"}).code, 0);
}

BOOST_AUTO_TEST_CASE(variant_without_a_rule_is_found_out_in_each_profile) {
  const Folder folder;
  const auto check = [&](const std::string& base, const std::string& rule) {
    write_policy(folder, base, fmt::format(R"(, "without": ["{}"])", rule));
    const Outcome outcome = rehearse(folder, {"run", "--policy", "my-policy.json"});
    BOOST_CHECK_EQUAL(outcome.code, 1);
    BOOST_CHECK(outcome.err.contains("left out"));
    check_contains(outcome.out, {rule, "rehearse replay ", "--policy my-policy.json", "FAILED: "});
    BOOST_CHECK(!outcome.out.contains("BROKE"));
  };
  check("current", "target-developer");
  check("current", "restore-point-too-old");
  check("self-service-2020", "other-tenant");
  check("requested-2017", "lead-time");
}

BOOST_AUTO_TEST_CASE(scenario_of_another_profile_alone_is_nothing_to_run) {
  const Folder folder;
  folder.write("a.json", quiet_scenario());
  const Outcome outcome = rehearse(folder, {"run", "a.json", "--policy", "current"});
  BOOST_CHECK_EQUAL(outcome.code, 3);
  BOOST_CHECK_EQUAL(outcome.out, "");
  BOOST_CHECK(outcome.err.starts_with(left_out(1)));
}

BOOST_AUTO_TEST_CASE(scenario_that_states_a_variant_keeps_it) {
  const Folder folder;
  const auto code = [&](const std::string& policy) {
    folder.write("a.json", fmt::format(R"({{ "scenario": "a test", "policy": {}, "steps": [
      {{ "do": "refresh", "source": "PROD", "target": "UAT1", "warnings_reviewed": false }} ] }})",
                                       policy));
    return rehearse(folder, {"run", "a.json", "--policy", "current"}).code;
  };
  BOOST_CHECK_EQUAL(code(R"({ "extends": "current", "without": ["warnings-reviewed"] })"), 0);
  BOOST_CHECK_EQUAL(code("\"current\""), 1);
}

BOOST_AUTO_TEST_CASE(reproduction_that_a_report_offers_works) {
  const Folder folder;
  write_policy(folder, "self-service-2020", R"(, "without": ["database-capacity"])");
  const Outcome outcome = rehearse(folder, {"run", "--policy", "my-policy.json", "--seed", "7"});
  const auto lines = lines_of(outcome.out);
  const auto offer = std::ranges::find_if(
      lines, [](const std::string& line) { return line.contains("rehearse replay "); });
  BOOST_REQUIRE(offer != lines.end());
  std::istringstream words(offer->substr(offer->find("rehearse replay ")));
  Arguments arguments;
  for (std::string word; words >> word;) arguments.push_back(word);
  arguments.erase(arguments.begin());
  const Outcome replayed = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(replayed.code, 1);
  check_contains(replayed.out, {"VIOLATED"});
}

BOOST_AUTO_TEST_CASE(digest_is_the_same_for_any_number_of_jobs_and_stands_in_the_record) {
  const Folder folder;
  const Outcome one = rehearse(folder, {"run", "--digest"});
  BOOST_CHECK_EQUAL(one.code, 0);
  BOOST_CHECK_EQUAL(one.out.size(), 33);
  for (const char* jobs : {"2", "3"})
    BOOST_CHECK_EQUAL(rehearse(folder, {"run", "--digest", "--jobs", jobs}).out, one.out);
  BOOST_CHECK_EQUAL(library().digest(), one.out);
}

BOOST_AUTO_TEST_CASE(record_is_byte_for_byte_the_same_for_any_run_and_number_of_jobs) {
  const Folder folder;
  BOOST_CHECK_GT(lines_of(library().records).size(), 500);
  for (const char* jobs : {"1", "3", "64"}) {
    const Outcome other = rehearse(folder, {"run", "--format", "json", "--jobs", jobs});
    BOOST_CHECK_MESSAGE(other.out == library().records, "another record with --jobs " << jobs);
  }
}

BOOST_AUTO_TEST_CASE(every_line_of_the_record_is_json) {
  for (const std::string& line : lines_of(library().records)) BOOST_CHECK(json::accept(line));
}

BOOST_AUTO_TEST_CASE(record_tells_of_the_machine_when_asked_to) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"run", "--format", "json", "--with-host-info"});
  for (const std::string& line : lines_of(outcome.out)) BOOST_CHECK(json::accept(line));
  BOOST_CHECK(run_ended(outcome.out).contains("elapsed_us"));
  BOOST_CHECK(!run_ended(library().records).contains("elapsed_us"));
}

BOOST_AUTO_TEST_CASE(junit_is_xml_for_passed_failed_and_broken_scenarios) {
  const Folder folder;
  folder.write("breaks.json", scenario_of(breaks));
  folder.write("fails.json", scenario_of(fails));
  folder.write("holds.json", quiet_scenario());
  const Outcome outcome = rehearse(folder, {"run", ".", "--format", "junit", "-o", "TEST-a.xml"});
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  check_contains(text_of(folder.path("TEST-a.xml")),
                 {R"(tests="3" failures="1" errors="1" skipped="0")"});
  const Outcome checked = program(folder, "xmllint", {"--noout", "TEST-a.xml"});
  BOOST_CHECK_EQUAL(checked.code, 0);
  BOOST_CHECK_EQUAL(checked.err, "");
}

BOOST_AUTO_TEST_CASE(junit_of_the_library_is_xml) {
  BOOST_CHECK_EQUAL(program(library().folder, "xmllint", {"--noout", "TEST-a.xml"}).code, 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
