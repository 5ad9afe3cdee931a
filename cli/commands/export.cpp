#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/cli/work/stage.h"

namespace rehearse::cli {
namespace {

/// `rehearse export FILE --at STEP --to DIR`
struct ExportRequest {
  std::string file;
  std::uint32_t step = 0;  ///< 0: after the last
  model::Seed seed;
  std::string folder;
};

using model::Database;
using scenarios::Rehearsal;

Expected<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail("make folder \"{}\": {}", folder.string(), error.message());
  return {};
}

/// A file for each database of each environment: `UAT1-application.sqlite`; on a developer machine
/// also for those that are not called AXDB: `DEV1-AXDB_orig.sqlite`.
Expected<void> write_all(const Rehearsal& rehearsal, Stage& stage,
                         const std::filesystem::path& folder) {
  const auto write = [&](const std::string& name, const sim::Image& image) -> Expected<void> {
    auto written = stage.engine().export_to(image, folder / name);
    if (written) fmt::print("{}\n", (folder / name).string());
    return written;
  };
  const auto& environments = rehearsal.scenario().fleet->environments;
  const sim::Simulation& simulation = rehearsal.simulation();
  for (std::uint16_t index = 0; index < environments.size(); ++index) {
    const std::string& environment = environments[index].name;
    for (const Database database : {Database::Application, Database::FinancialReporting}) {
      auto written = write(fmt::format("{}-{}.sqlite", environment, to_string(database)),
                           simulation.image({index}, database));
      if (!written) return written;
    }
    for (const std::string& name : simulation.database_names({index})) {
      const sim::Image& image = *simulation.find_image({index}, name);
      if (&image == &simulation.image({index}, Database::Application)) continue;
      if (auto written = write(fmt::format("{}-{}.sqlite", environment, name), image); !written)
        return written;
    }
  }
  return {};
}

void add_options(CLI::App& command, ExportRequest& request) {
  command.add_option("FILE", request.file, "A scenario file, or the name of an embedded one")
      ->required()
      ->type_name("");
  command
      .add_option("--at", request.step,
                  "After this step of the scenario, counted from 1; default: after the last")
      ->check(CLI::Range(1, 65'535))
      ->type_name("STEP");
  add_seed(command, request.seed);
  command.add_option("--to", request.folder, "Folder for the files; made when it is missing")
      ->required()
      ->type_name("FOLDER");
}

ExitCode export_databases(const ExportRequest& request) {
  auto stage = Stage::create("");
  if (!stage) return trouble(stage.error());
  const auto scenario = (*stage)->read(request.file);
  if (!scenario) return trouble(scenario.error());
  const auto count = static_cast<std::uint32_t>(scenario->steps.size());
  if (request.step > count) {
    return trouble(
        {fmt::format("export databases at step {}: the scenario has {} steps", request.step, count),
         {request.file, 0, 0, {}},
         {},
         {}});
  }
  const auto rehearsal = scenarios::Runner((*stage)->stand_ins(), request.seed)
                             .run_until(*scenario, request.step == 0 ? count : request.step);
  if (!rehearsal) return trouble(rehearsal.error());
  if (auto made = make_folder(request.folder); !made) return trouble(made.error());
  if (auto written = write_all(**rehearsal, **stage, request.folder); !written) {
    return trouble(written.error());
  }
  return ExitCode::Clean;
}

}  // namespace

Errand prepare_export(CLI::App& options) { return errand(options, add_options, export_databases); }

}  // namespace rehearse::cli
