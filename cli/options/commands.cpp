#include "rehearse/cli/options/commands.h"

#include <array>

namespace rehearse::cli {

std::span<const Command> commands() {
  static constexpr auto rows = std::to_array<Command>({
      {"run", "Play scenarios and check every invariant at each step", prepare_run},
      {"replay", "Show a scenario step by step, changes only", prepare_replay},
      {"coverage", "Say what the scenarios show of every statement of the documents",
       prepare_coverage},
      {"explain", "Say what a rule, constant, option, statement, invariant or phase means",
       prepare_explain},
      {"diagram", "Draw a process, and list its transitions with their reasons, in Markdown",
       prepare_diagram},
      {"schema", "Print the JSON Schema of a file format", prepare_schema},
      {"export", "Write the stand-in databases of a scenario as SQLite files", prepare_export},
      {"explore", "Play random histories and look for one that a policy should not allow",
       prepare_explore},
  });
  return rows;
}

}  // namespace rehearse::cli
