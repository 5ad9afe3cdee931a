#include "rehearse/reports/formats/process_page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

#include "rehearse/model/processes/process.h"
#include "rehearse/tests/reports/formats/approved.h"

namespace rehearse::tests {
namespace {

using model::Phase;
using model::Process;
using model::Transition;
using model::Trigger;

std::vector<Process> processes() {
  std::vector<Process> all;
  for (std::size_t index = 0; index < model::enum_count<Process>; ++index)
    all.push_back(static_cast<Process>(index));
  return all;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

struct Edge {
  std::string from;
  std::string to;
  std::string label;  ///< empty for an edge into rest
};

Edge edge_of(const std::string& line) {
  const std::size_t arrow = line.find(" --> ");
  const std::size_t colon = line.find(": ");
  BOOST_REQUIRE_MESSAGE(line.starts_with("  ") && arrow != line.npos, "no edge: " << line);
  const std::size_t to = arrow + 5;
  if (colon == line.npos) return {line.substr(2, arrow - 2), line.substr(to), ""};
  return {line.substr(2, arrow - 2), line.substr(to, colon - to), line.substr(colon + 2)};
}

/// The edges of a diagram, without the fence and the line that says what it is.
std::vector<Edge> edges_of(Process process) {
  const auto lines = lines_of(reports::process_diagram(process));
  BOOST_REQUIRE_GT(lines.size(), 3);
  BOOST_CHECK_EQUAL(lines[0], "```mermaid");
  BOOST_CHECK_EQUAL(lines[1], "stateDiagram-v2");
  BOOST_CHECK_EQUAL(lines.back(), "```");
  std::vector<Edge> edges;
  for (std::size_t index = 2; index + 1 < lines.size(); ++index)
    edges.push_back(edge_of(lines[index]));
  return edges;
}

std::vector<Edge> labelled(const std::vector<Edge>& edges) {
  std::vector<Edge> some;
  std::ranges::copy_if(edges, std::back_inserter(some),
                       [](const Edge& edge) { return !edge.label.empty(); });
  return some;
}

/// The phases from which an edge leads into rest.
std::set<std::string> ends_of(Process process) {
  std::set<std::string> ends;
  for (const Edge& edge : edges_of(process))
    if (edge.to == "[*]") ends.insert(edge.from);
  return ends;
}

std::vector<std::string> cells_of(const std::string& line) {
  BOOST_REQUIRE_MESSAGE(line.starts_with("| ") && line.ends_with(" |"), "no row: " << line);
  std::vector<std::string> cells;
  for (std::size_t at = 2; at < line.size();) {
    const std::size_t end = line.find(" |", at);
    cells.push_back(line.substr(at, end - at));
    at = end + 3;
  }
  return cells;
}

constexpr std::string_view mark_end = "<!-- end -->\n";

std::string mark_begin(Process process) {
  return fmt::format("<!-- generated: rehearse diagram {} -->\n", to_string(process));
}

std::string page_path(Process process) {
  return fmt::format("{}/docs/processes/{}.md", REHEARSE_SOURCE_DIR, to_string(process));
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void check_page(Process process) {
  const std::string path = page_path(process);
  std::string text = text_of(path);
  const std::string begin = mark_begin(process);
  const std::size_t from = text.find(begin) + begin.size();
  const std::size_t to = text.find(mark_end);
  BOOST_REQUIRE_MESSAGE(text.contains(begin) && to != text.npos && from <= to,
                        path << " lacks the marks " << begin << "and " << mark_end);
  const std::string page = reports::process_page(process);
  if (std::getenv("REHEARSE_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text.replace(from, to - from, page);
    return;
  }
  const std::string difference = first_difference(text.substr(from, to - from), page);
  BOOST_TEST(difference.empty(),
             path << " does not show (-) what is played (+):\n"
                  << difference << "`rehearse diagram " << to_string(process)
                  << "` prints what belongs between the marks; REHEARSE_APPROVE=1 puts it there");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(formats_process_page_test)

BOOST_AUTO_TEST_CASE(pages_in_the_documents_show_what_is_played) {
  for (const Process process : processes()) check_page(process);
}

BOOST_AUTO_TEST_CASE(every_row_is_an_edge_and_every_labelled_edge_a_row) {
  for (const Process process : processes()) {
    const auto rows = model::transitions(process);
    const auto edges = labelled(edges_of(process));
    BOOST_REQUIRE_EQUAL(edges.size(), rows.size());
    for (std::size_t index = 0; index < rows.size(); ++index) {
      const Transition& row = rows[index];
      const Edge& edge = edges[index];
      BOOST_CHECK_EQUAL(edge.from, row.from == Phase::None ? "[*]" : to_string(row.from));
      BOOST_CHECK_EQUAL(edge.to, to_string(row.to));
      BOOST_CHECK_MESSAGE(edge.label.starts_with(to_string(row.on)), edge.label);
      BOOST_CHECK_MESSAGE(edge.label.contains(to_string(row.when)), edge.label);
    }
  }
}

BOOST_AUTO_TEST_CASE(label_says_what_the_row_hangs_on_and_whether_the_target_goes_down_or_up) {
  const std::string refresh = reports::process_diagram(Process::Refresh);
  for (const char* edge :
       {"  [*] --> Copying: start [target_offline_from = start] / down\n",
        "  Copying --> Replacing: finished / down\n", "  Restarting --> Completed: finished / up\n",
        "  Synchronizing --> Failed: failed\n"})
    BOOST_CHECK_MESSAGE(refresh.contains(edge), edge << "is not in\n" << refresh);
}

BOOST_AUTO_TEST_CASE(label_ends_where_mermaid_ends_it) {
  for (const Process process : processes()) {
    for (const Edge& edge : edges_of(process))
      BOOST_CHECK_EQUAL(edge.label.find_first_of(":;#{}\n"), edge.label.npos);
  }
}

BOOST_AUTO_TEST_CASE(edges_into_rest_come_from_where_the_next_movement_may_begin) {
  for (const Process process : processes()) {
    std::set<std::string> ends;
    for (const Transition& row : model::transitions(process)) {
      const Trigger begins = process == Process::DataUpgrade ? Trigger::Generate : Trigger::Start;
      if (model::find_transition(process, {}, row.to, begins) != nullptr)
        ends.emplace(to_string(row.to));
    }
    BOOST_CHECK(ends_of(process) == ends);
  }
  BOOST_CHECK(ends_of(Process::Refresh) == std::set<std::string>({"Completed", "RolledBack"}));
  BOOST_CHECK(ends_of(Process::RequestedRestore) ==
              std::set<std::string>({"Cancelled", "Succeeded"}));
}

BOOST_AUTO_TEST_CASE(every_phase_can_be_reached_from_rest) {
  for (const Process process : processes()) {
    const auto edges = edges_of(process);
    std::set<std::string> reached = {"[*]"};
    for (std::size_t before = 0; before != reached.size();) {
      before = reached.size();
      for (const Edge& edge : edges)
        if (reached.contains(edge.from)) reached.insert(edge.to);
    }
    for (const Edge& edge : edges) BOOST_CHECK_MESSAGE(reached.contains(edge.from), edge.from);
  }
}

BOOST_AUTO_TEST_CASE(every_row_is_a_line_of_the_table) {
  for (const Process process : processes()) {
    const auto rows = model::transitions(process);
    const auto lines = lines_of(reports::process_table(process));
    BOOST_REQUIRE_EQUAL(lines.size(), rows.size() + 2);
    BOOST_CHECK_EQUAL(lines[1], "|---|---|---|---|---|---|---|---|---|");
    for (std::size_t index = 0; index < rows.size(); ++index) {
      const Transition& row = rows[index];
      const auto cells = cells_of(lines[index + 2]);
      BOOST_REQUIRE_EQUAL(cells.size(), cells_of(lines[0]).size());
      BOOST_CHECK_EQUAL(cells[0], row.from == Phase::None ? "at rest" : to_string(row.from));
      BOOST_CHECK_EQUAL(cells[1], to_string(row.on));
      BOOST_CHECK_EQUAL(cells[2], to_string(row.when));
      BOOST_CHECK_EQUAL(cells[3], to_string(row.to));
      BOOST_CHECK_EQUAL(cells[7], row.sentence);
      BOOST_CHECK_EQUAL(cells[8], fmt::format("{}", fmt::join(row.cites, ", ")));
    }
  }
}

BOOST_AUTO_TEST_CASE(line_of_the_table_says_what_changes_what_is_asked_and_who_is_out) {
  const std::string refresh = reports::process_table(Process::RequestedRefresh);
  for (const char* line : {"| Copying | finished |  | Replacing |  | replace |  | the copy has ",
                           "| Replacing | finished | data = exact | Succeeded | replace the "
                           "databases, restart the history, list what is left to do |  | up | the "
                           "copy "})
    BOOST_CHECK_MESSAGE(refresh.contains(line), line << "is not in\n" << refresh);
}

BOOST_AUTO_TEST_CASE(cell_cannot_break_the_table) {
  BOOST_CHECK_EQUAL(reports::table_cell("either | or\nneither"), "either \\| or neither");
  BOOST_CHECK_EQUAL(reports::table_cell(""), "");
}

BOOST_AUTO_TEST_CASE(page_is_the_diagram_and_the_table) {
  const std::string page = reports::process_page(Process::Restore);
  BOOST_CHECK_EQUAL(page, reports::process_diagram(Process::Restore) + "\n" +
                              reports::process_table(Process::Restore));
  BOOST_CHECK(page.contains("```\n\n| from | on | if | to |"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
