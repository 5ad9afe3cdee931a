#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "rehearse/cli/terminal/exit_code.h"

namespace CLI {
class App;
}

/// Room `cli/options`. The table of commands, and the command line, read.
///
/// The commands by name. Data go to standard output, messages to standard error.
namespace rehearse::cli {

/// What a command line asked for, once it is read: runs it.
using Errand = std::function<ExitCode()>;

/// A command. All that there is of it besides its row is a function in a file of its own.
struct Command {
  const char* name;
  const char* sentence;  ///< a line of `--help`

  /// Adds the command's options to `options`, which is read afterwards, and returns what is to be
  /// done then. The errand outlives `options`.
  Errand (*prepare)(CLI::App& options);
};

/// All of them, in the order of `--help`.
std::span<const Command> commands();

Errand prepare_run(CLI::App& options);
Errand prepare_replay(CLI::App& options);
Errand prepare_coverage(CLI::App& options);
Errand prepare_explain(CLI::App& options);
Errand prepare_diagram(CLI::App& options);
Errand prepare_schema(CLI::App& options);
Errand prepare_export(CLI::App& options);
Errand prepare_explore(CLI::App& options);

}  // namespace rehearse::cli
