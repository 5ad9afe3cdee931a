#include "rehearse/reports/formats/process_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rehearse/model/processes/process.h"

namespace rehearse::reports {
namespace {

using model::Availability;
using model::Phase;
using model::Process;
using model::Transition;

constexpr std::array<std::string_view, 9> columns = {
    "from",         "on",      "if",      "to", "what changes", "asked of the outside world",
    "availability", "because", "rests on"};

using Cells = std::array<std::string, columns.size()>;

/// A movement that is over and owes nobody a rollback: the next one may begin.
bool is_at_rest(Phase phase) {
  return !model::is_unresolved(phase) && !model::is_open_request(phase);
}

bool is_reached(Process process, Phase phase) {
  return std::ranges::count(model::transitions(process), phase, &Transition::to) > 0;
}

/// Empty where the row leaves it as it is.
std::string_view availability_of(const Transition& row) {
  return row.availability == Availability::Unchanged ? "" : to_string(row.availability);
}

/// Neither `:` nor `;` may occur in it: Mermaid ends the label there.
std::string label_of(const Transition& row) {
  std::string label(to_string(row.on));
  if (row.when != model::When::Always) label += fmt::format(" [{}]", to_string(row.when));
  if (row.availability != Availability::Unchanged)
    label += fmt::format(" / {}", availability_of(row));
  return label;
}

std::string edge_of(const Transition& row) {
  const std::string_view from = row.from == Phase::None ? "[*]" : to_string(row.from);
  return fmt::format("  {} --> {}: {}\n", from, to_string(row.to), label_of(row));
}

Cells cells_of(const Transition& row) {
  const std::string_view from = row.from == Phase::None ? "at rest" : to_string(row.from);
  const bool asks = row.effect != model::EffectKind::None;
  return {std::string(from),
          std::string(to_string(row.on)),
          std::string(to_string(row.when)),
          std::string(to_string(row.to)),
          row.changes.empty() ? "" : to_string(row.changes),
          std::string(asks ? to_string(row.effect) : ""),
          std::string(availability_of(row)),
          std::string(row.sentence),
          fmt::format("{}", fmt::join(row.cites, ", "))};
}

std::string line_of(const Cells& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += fmt::format(" {} |", table_cell(cell));
  return line + "\n";
}

}  // namespace

std::string process_diagram(Process process) {
  std::string text = "```mermaid\nstateDiagram-v2\n";
  for (const Transition& row : model::transitions(process)) text += edge_of(row);
  for (std::size_t index = 0; index < model::enum_count<Phase>; ++index) {
    const auto phase = static_cast<Phase>(index);
    if (is_at_rest(phase) && is_reached(process, phase))
      text += fmt::format("  {} --> [*]\n", to_string(phase));
  }
  return text + "```\n";
}

std::string process_table(Process process) {
  std::string text = fmt::format("| {} |\n", fmt::join(columns, " | "));
  for (std::size_t column = 0; column < columns.size(); ++column) text += "|---";
  text += "|\n";
  for (const Transition& row : model::transitions(process)) text += line_of(cells_of(row));
  return text;
}

std::string process_page(Process process) {
  return process_diagram(process) + "\n" + process_table(process);
}

std::string table_cell(std::string_view text) {
  std::string cell;
  for (const char letter : text) {
    if (letter == '|') cell += '\\';
    cell += letter == '\n' ? ' ' : letter;
  }
  return cell;
}

}  // namespace rehearse::reports
