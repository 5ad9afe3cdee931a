#include <cstdio>

#include "cli/commands.h"
#include "cli/stage.h"
#include "reports/format.h"

namespace rehearse::cli {

ExitCode replay(const ReplayRequest& request) {
  auto stage = Stage::create(request.policy);
  if (!stage) return trouble(stage.error());
  const auto scenario = (*stage)->read(request.file);
  if (!scenario) return trouble(scenario.error());
  reports::RenderOptions options;
  options.colour = wants_colour(request.colour) ? reports::Colour::On : reports::Colour::Off;
  auto renderer = reports::make_renderer({reports::Format::Replay, {}}, options, stdout);
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

}  // namespace rehearse::cli
