#pragma once

#include <string>
#include <string_view>

#include "rehearse/model/world/enumerations.h"

/// A process for people to read, in Markdown. Everything is made from the rows of
/// `model::transitions`, so what is drawn is what is played. docs/processes/ has one page for each.
namespace rehearse::reports {

/// A fenced Mermaid `stateDiagram-v2` with one edge for each row of the table, in its order:
///
///     [*] --> Copying: start [target_offline_from = start] / down
///     Copying --> Replacing: finished / down
///
/// that is the trigger, in brackets what decides between rows, behind the slash whether the target
/// goes down or comes up. `[*]` is an environment in which nothing is under way; an edge into it,
/// which is no row, tells the phases in which the next movement may begin.
std::string process_diagram(model::Process process);

/// The same rows as a Markdown table, with everything that `model::Transition` says of them. A
/// cell is empty where a row says nothing: no condition, no change, no effect, no change of
/// availability.
std::string process_table(model::Process process);

/// Diagram, empty line, table: what `rehearse diagram` prints and what stands between the marks of
/// a page.
std::string process_page(model::Process process);

/// `text` as it must stand in a cell of a Markdown table: `|` would end the cell, and a line end
/// the table.
std::string table_cell(std::string_view text);

}  // namespace rehearse::reports
