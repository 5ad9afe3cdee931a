#include <algorithm>

#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

const std::string one = "refresh/capacity_equal_to_the_limit_is_denied.json";

/// Everything about the embedded scenarios: a second of work, done once.
const Outcome& of_the_library() {
  static const Outcome outcome = [] {
    const Folder folder;
    return rehearse(folder, {"coverage"});
  }();
  return outcome;
}

/// A line of `coverage` about a statement: `✓ REF-57   4   part(s)  +472 -346`.
struct Line {
  std::string symbol;
  std::string id;
  std::string text;
};

std::vector<Line> statements_in(const std::string& out) {
  std::vector<Line> found;
  for (const std::string& text : lines_of(out)) {
    std::istringstream words(text);
    Line line{.symbol = {}, .id = {}, .text = text};
    words >> line.symbol >> line.id;
    if (text.starts_with(line.symbol) && text.contains(" part(s) ")) found.push_back(line);
  }
  return found;
}

/// Ids of all entries of these kinds, as `explain` lists them.
std::vector<std::string> listed(const std::vector<std::string>& kinds) {
  const Folder folder;
  std::vector<std::string> ids;
  for (const std::string& line : lines_of(rehearse(folder, {"explain"}).out)) {
    std::istringstream words(line);
    std::string id;
    std::string kind;
    words >> id >> kind;
    if (std::ranges::count(kinds, kind) > 0) ids.push_back(id);
  }
  return ids;
}

/// All that the documents say, and our settlements of it.
std::vector<std::string> statements() { return listed({"statement", "settlement"}); }

/// The lines about them; invariants, which are ours, have lines as well.
std::vector<Line> about_statements(const std::string& out) {
  std::vector<Line> lines = statements_in(out);
  std::erase_if(lines, [](const Line& line) { return line.id.starts_with("INV-"); });
  return lines;
}

std::vector<std::string> ids_of(const std::vector<Line>& lines) {
  std::vector<std::string> ids;
  for (const Line& line : lines) ids.push_back(line.id);
  return ids;
}

/// How many transitions the table of a process has.
std::size_t transitions_of(const std::string& process) {
  const Folder folder;
  return count(rehearse(folder, {"diagram", process}).out, "\n| ") - 1;  // but for its head
}

/// `coverage` of `folder` with one scenario of the library.
Outcome of_one(const Folder& folder, const Arguments& ids = {}) {
  folder.write(one, text_of(REHEARSE_SOURCE_DIR "/scenarios/library/" + one));
  Arguments arguments = {"coverage", "--scenarios", "refresh"};
  arguments.insert(arguments.begin() + 1, ids.begin(), ids.end());
  return rehearse(folder, arguments);
}

void check_refused(const Folder& folder, const Arguments& arguments,
                   const std::vector<std::string>& parts) {
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  check_contains(outcome.err, parts);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(commands_coverage_test)

BOOST_AUTO_TEST_CASE(library_covers_every_statement) {
  const Outcome& outcome = of_the_library();
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  BOOST_CHECK(!outcome.out.contains("✗"));
  BOOST_CHECK_EQUAL(lines_of(outcome.out).back(), "✓ COVERED: every statement has evidence");
}

BOOST_AUTO_TEST_CASE(every_statement_has_a_line) {
  const auto lines = about_statements(of_the_library().out);
  BOOST_CHECK_GT(lines.size(), 300);
  BOOST_CHECK(ids_of(lines) == statements());
  for (const Line& line : lines) {
    const bool has_evidence = line.symbol == "✓" && line.text.contains("  +");
    const bool has_reason =
        line.symbol == "·" && line.text.contains(" part(s)  ") && !line.text.ends_with(' ');
    BOOST_CHECK_MESSAGE(has_evidence || has_reason, line.text);
  }
}

BOOST_AUTO_TEST_CASE(invariant_that_runs_check_has_a_line) {
  const auto invariants = listed({"invariant"});
  std::size_t found = 0;
  for (const Line& line : statements_in(of_the_library().out)) {
    if (!line.id.starts_with("INV-")) continue;
    ++found;
    BOOST_CHECK_MESSAGE(std::ranges::count(invariants, line.id) == 1, line.text);
    BOOST_CHECK_MESSAGE(line.symbol == "✓", line.text);
  }
  BOOST_CHECK_GT(found, 30);
}

BOOST_AUTO_TEST_CASE(summary_counts_scenarios_and_statements) {
  const Folder folder;
  const auto all = about_statements(of_the_library().out);
  const auto modelled = std::ranges::count(all, "✓", &Line::symbol);
  check_contains(
      of_the_library().out,
      {fmt::format("scenarios   {}\n", lines_of(rehearse(folder, {"run", "--list"}).out).size()),
       fmt::format("statements  {}: {} modelled, 0 of them without evidence, {} advice only\n",
                   all.size(), modelled, all.size() - static_cast<std::size_t>(modelled))});
}

BOOST_AUTO_TEST_CASE(transitions_of_each_process_are_counted) {
  for (const std::string process :
       {"refresh", "restore", "restore-in-place", "requested-refresh", "requested-restore"}) {
    const std::size_t all = transitions_of(process);
    BOOST_CHECK_GT(all, 10);
    check_contains(of_the_library().out, {fmt::format("✓ {:<18} {} of {}\n", process, all, all)});
  }
}

BOOST_AUTO_TEST_CASE(one_statement_in_full) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"coverage", "REF-57"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  BOOST_CHECK(outcome.out.starts_with("✓ REF-57 "));
  BOOST_CHECK(!outcome.out.contains("Summary"));
  check_contains(outcome.out, {"\n    What is allocated to the source must be less than",
                               "\n    rule database-capacity of current, self-service-2020\n",
                               "\n      + ", "\n      - ", " scenario(s): ", one, ", ...\n"});
  BOOST_CHECK_EQUAL(rehearse(folder, {"coverage", "ref-57"}).out, outcome.out);
}

BOOST_AUTO_TEST_CASE(line_in_full_is_the_one_of_the_overview) {
  const Folder folder;
  const auto all = statements_in(of_the_library().out);
  const auto some = statements_in(rehearse(folder, {"coverage", "B-38"}).out);
  BOOST_REQUIRE_EQUAL(some.size(), 1);
  BOOST_CHECK_EQUAL(some[0].text, std::ranges::find(all, "B-38", &Line::id)->text);
}

BOOST_AUTO_TEST_CASE(glob_selects_statements) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"coverage", "RST-*", "B-0*", "REF-57"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  std::vector<std::string> expected;
  for (const std::string& id : statements()) {
    const bool is_selected = id.starts_with("RST-") || id.starts_with("B-0") || id == "REF-57";
    if (is_selected) expected.push_back(id);
  }
  BOOST_CHECK_GT(expected.size(), 50);
  BOOST_CHECK(ids_of(statements_in(outcome.out)) == expected);
}

BOOST_AUTO_TEST_CASE(unknown_statement_is_corrected) {
  const Folder folder;
  check_refused(
      folder, {"coverage", "REV-57"},
      {"rehearse: find statement: there is none with the id \"REV-57\"", "did you mean REF-57?"});
  check_refused(folder, {"coverage", "REF-57", "RTS-1"}, {"\"RTS-1\""});
}

BOOST_AUTO_TEST_CASE(one_scenario_leaves_gaps_that_are_named) {
  const Folder folder;
  const Outcome outcome = of_one(folder);
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  check_contains(outcome.out,
                 {"no run exercises it\n", "no run shows the other direction\n",
                  "\n✗ restore-in-place   0 of 20\n",
                  "    never: refresh: ", "\n✗ rule target-production of requested-2017: never\n",
                  "rule database-capacity of current, self-service-2020: never the other way\n",
                  "\n  scenarios   1\n"});
  BOOST_CHECK(lines_of(outcome.out).back().starts_with("✗ GAPS: "));
  BOOST_CHECK(!outcome.out.contains("did not pass"));
  for (const Line& line : statements_in(outcome.out))
    if (line.symbol == "✗") BOOST_CHECK_MESSAGE(line.text.contains("no run "), line.text);
}

BOOST_AUTO_TEST_CASE(evidence_of_one_scenario_names_it) {
  const Folder folder;
  const Outcome outcome = of_one(folder, {"REF-57"});
  check_contains(outcome.out, {"✗ REF-57 ",
                               "    rule database-capacity of current, self-service-2020\n"
                               "      + 1 scenario(s): " +
                                   one + "\n      - 0 scenario(s)\n"});
}

BOOST_AUTO_TEST_CASE(scenario_that_fails_is_a_finding) {
  const Folder folder;
  folder.write("fails.json",
               scenario_of(R"({ "do": "refresh", "source": "PROD", "target": "DEV1" })"));
  const Outcome outcome = rehearse(folder, {"coverage", "--scenarios", "fails.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  check_contains(outcome.out, {"✗ 1 scenario(s) did not pass: rehearse run says why\n"});
}

BOOST_AUTO_TEST_CASE(scenario_that_does_not_read_or_breaks_is_trouble) {
  const Folder folder;
  folder.write("good.json", quiet_scenario());
  folder.write("bad.json", "{ \"scenario\": \"a test\",\n  \"steps\": [");
  check_refused(folder, {"coverage", "--scenarios", "good.json", "--scenarios", "bad.json"},
                {"rehearse: bad.json:2:13: read scenario: ", "ends too early"});
  folder.write("breaks.json",
               scenario_of(R"({ "do": "write", "environment": "UAT1", "sql": "SELEC 1" })"));
  check_refused(folder, {"coverage", "--scenarios", "breaks.json"},
                {"rehearse: breaks.json:1:", "near \"SELEC\": syntax error"});
  check_refused(folder, {"coverage", "--scenarios", "gone"}, {"\"gone\""});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
