#include <cstdio>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/cli/work/stage.h"
#include "rehearse/reports/formats/format.h"

namespace rehearse::cli {
namespace {

/// `rehearse replay FILE`
struct ReplayRequest {
  std::string file;
  std::string policy;
  model::Seed seed;
  std::string colour = "auto";
};

void add_options(CLI::App& command, ReplayRequest& request) {
  command.add_option("FILE", request.file, "A scenario file, or the name of an embedded one")
      ->required()
      ->type_name("");
  command
      .add_option("--policy", request.policy,
                  "Play under this policy instead of the one that it names")
      ->type_name("POLICY");
  add_seed(command, request.seed);
  add_colour(command, request.colour);
}

ExitCode replay(const ReplayRequest& request) {
  auto stage = Stage::create(request.policy);
  if (!stage) return trouble(stage.error());
  const auto scenario = (*stage)->read(request.file);
  if (!scenario) return trouble(scenario.error());
  reports::RenderOptions options;
  options.colour = wants_colour(request.colour) ? reports::Colour::On : reports::Colour::Off;
  auto renderer = reports::make_renderer({"replay", {}}, options, stdout);
  if (!renderer) return trouble(renderer.error());

  Expected<void> written;
  const auto sink = [&](model::Record&& record) {
    if (written) written = (*renderer)->take(record);
  };
  scenarios::Runner runner((*stage)->stand_ins(), request.seed);
  model::ScenarioEnded ended = runner.run(*scenario, 0, sink);
  const model::Verdict verdict = ended.verdict;
  sink(std::move(ended));
  if (written) written = (*renderer)->finish();
  if (!written) return trouble(written.error());
  if (verdict == model::Verdict::Broke) return ExitCode::Trouble;
  return verdict == model::Verdict::Failed ? ExitCode::Findings : ExitCode::Clean;
}

}  // namespace

Errand prepare_replay(CLI::App& options) { return errand(options, add_options, replay); }

}  // namespace rehearse::cli
