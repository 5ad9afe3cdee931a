#include <fmt/format.h>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/model/base/suggestion.h"
#include "rehearse/reports/formats/process_page.h"

namespace rehearse::cli {
namespace {

/// `rehearse diagram [PROCESS]`
struct DiagramRequest {
  std::string process;  ///< empty: all of them
};

using model::Process;

/// All of them, each under its name.
ExitCode draw_all() {
  for (std::size_t index = 0; index < model::enum_count<Process>; ++index) {
    const auto process = static_cast<Process>(index);
    fmt::print("{}## {}\n\n{}", index == 0 ? "" : "\n", to_string(process),
               reports::process_page(process));
  }
  return ExitCode::Clean;
}

ExitCode unknown(const std::string& name) {
  constexpr auto& names = model::enum_names<Process>;
  std::string hint = model::did_you_mean(name, names);
  if (hint.empty()) hint = fmt::format("the processes are {}", fmt::join(names, ", "));
  return trouble({fmt::format("draw process: there is no \"{}\"", name), {}, std::move(hint), {}});
}

void add_options(CLI::App& command, DiagramRequest& request) {
  command
      .add_option(
          "PROCESS", request.process,
          fmt::format("One of {}; none: all", fmt::join(model::enum_names<model::Process>, ", ")))
      ->type_name("");
}

ExitCode diagram(const DiagramRequest& request) {
  if (request.process.empty()) return draw_all();
  const auto process = model::parse_enum<Process>(request.process);
  if (!process) return unknown(request.process);
  fmt::print("{}", reports::process_page(*process));
  return ExitCode::Clean;
}

}  // namespace

Errand prepare_diagram(CLI::App& options) { return errand(options, add_options, diagram); }

}  // namespace rehearse::cli
