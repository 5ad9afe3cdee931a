#include <algorithm>
#include <array>

#include "rehearse/scenarios/play/rehearsal.h"
#include "rehearse/scenarios/story/installer_line.h"

/// What a rehearsal does for each `do` of an upgrade.
namespace rehearse::scenarios {

Expected<void> Rehearsal::perform(const RestoreBackup& restore) {
  return perform(model::Action(model::RestoreBackup{.environment = restore.environment,
                                                    .name = names_.intern(restore.name)}));
}

Expected<void> Rehearsal::perform(const RenameDatabase& rename) {
  return perform(model::Action(model::RenameDatabase{.environment = rename.environment,
                                                     .from = names_.intern(rename.from),
                                                     .to = names_.intern(rename.to)}));
}

Expected<void> Rehearsal::perform(const DownloadPackage& download) {
  const PackageName name = read_package_name(download.package);
  return perform(model::Action(model::DownloadPackage{.environment = download.environment,
                                                      .package = names_.intern(download.package),
                                                      .version = name.version,
                                                      .is_upgrade_package = name.is_for_upgrades,
                                                      .in_temp = is_temp_folder(download.folder)}));
}

Expected<void> Rehearsal::perform(const GenerateRunbook& generate) {
  return perform(
      model::Action(model::GenerateRunbook{.environment = generate.environment,
                                           .runbook = names_.intern(generate.runbook),
                                           .file = names_.intern(generate.file),
                                           .finds_topology = generate.finds_topology,
                                           .finds_service_model = generate.finds_service_model}));
}

Expected<void> Rehearsal::perform(const ImportRunbook& import) {
  return perform(model::Action(
      model::ImportRunbook{.environment = import.environment, .file = names_.intern(import.file)}));
}

/// A rerun goes on with the operation that failed; for the scenario it is that one, too.
Expected<void> Rehearsal::perform(const ExecuteRunbook& execute) {
  const model::EnvironmentId environment = operations_.operation(execute.operation).target;
  const model::Events events =
      simulation_->act(model::ExecuteRunbook{.environment = environment,
                                             .runbook = names_.intern(execute.runbook),
                                             .rerun_step = execute.rerun_step});
  const bool went_on = std::ranges::any_of(events, [](const model::Event& event) {
    return event.kind == model::EventKind::Started || event.kind == model::EventKind::UpgradeRerun;
  });
  if (!went_on) return {};
  operations_.start(execute.operation, simulation_->world());
  return wait_for(execute.operation, execute.until);
}

Expected<void> Rehearsal::perform(const RunSql& run) {
  const auto events = simulation_->run_sql(run.environment, run.sql.text);
  if (events) return {};
  return data_refused(model::RunSql{run.environment}, events.error(), run.sql, sim::Level::Upgrade);
}

}  // namespace rehearse::scenarios
