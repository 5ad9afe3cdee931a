#include "rehearse/sim/estate/estate.h"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::sim {

using model::Action;
using model::Database;
using model::EnvironmentId;
using model::EventKind;

Expected<void> Estate::furnish(const model::Fleet& fleet) {
  data_.resize(world_.environments.size());
  for (std::uint16_t index = 0; index < data_.size(); ++index) {
    if (auto done = deploy({index}); !done) return done;
    for (std::uint16_t file = 0; file < fleet.environments[index].pending_files; ++file) {
      if (auto received = receive_file(site({index})); !received) return received;
    }
    remember({index});
  }
  return {};
}

Site Estate::site(EnvironmentId id) {
  const model::EnvironmentState& environment = world_[id];
  stand_ins_.engine().set_clock(world_.now);
  const std::string& name = names_.text(environment.name);
  return {.id = id,
          .name = name,
          .mark = fmt::format("{}#{}", name, environment.generation),
          .web_config_admin = names_.text(environment.web_config_admin),
          .now = world_.now,
          .process = environment.movement.process,
          .kind = environment.kind,
          .moving = policy_.databases_moved(environment.movement.process),
          .in_place = environment.movement.source == id,
          .data = data_[id.value]};
}

void Estate::mark_present(Site& where) {
  std::string& marks = where.data.databases.marks;
  if (marks.find("|" + where.mark + "|") == marks.npos) marks += where.mark + "|";
}

Expected<void> Estate::deploy(EnvironmentId id) {
  Site where = site(id);
  const std::string& admin = where.web_config_admin;
  const Occupant occupant{.environment = where.name,
                          .mark = where.mark,
                          .admin_account = admin,
                          .tenant = names_.text(world_[id].tenant),
                          .domain = std::string(model::domain_of(admin))};
  Databases fresh;
  for (const Database database : {Database::Application, Database::FinancialReporting}) {
    auto image = stand_ins_.fresh(database, occupant);
    if (!image) return std::unexpected(image.error());
    fresh[database] = std::move(*image);
  }
  where.data = EnvironmentData{};
  where.data.databases = std::move(fresh);
  mark_present(where);
  return {};
}

void Estate::remember(EnvironmentId id) {
  const model::EnvironmentState& state = world_[id];
  if (state.upgrade.legacy != model::NameId()) return;  // nothing of an upgrade is backed up
  EnvironmentData& data = data_[id.value];
  Snapshot now{.at = world_.now,
               .databases = data.databases,
               .backup = {.contents = state.contents,
                          .application_release = state.application_release,
                          .platform_update = state.platform_update,
                          .exists = true}};
  if (data.history.is_empty() || data.history.start() != state.history_start) {
    now.at = state.history_start;
    return data.history.restart(std::move(now));
  }
  const Snapshot& last = data.history.last();
  const auto same = [&](Database database) {
    return last.databases[database].is_same_as(now.databases[database]);
  };
  if (last.backup == now.backup && same(Database::Application) &&
      same(Database::FinancialReporting) &&
      last.databases.requirements == now.databases.requirements)
    return;
  data.history.record(std::move(now), world_.now - policy_.backups_kept(state.kind));
}

model::Backup Estate::backup_of(EnvironmentId id, model::Instant restore_point) const {
  const Snapshot* found = data_[id.value].history.find(restore_point);
  return found == nullptr ? model::Backup{} : found->backup;
}

/// The state at the restore point must be there when work begins, however long that takes: the
/// retention counts from the request (B-04).
void Estate::pin_backup(EnvironmentId id) {
  const model::Movement& movement = world_[id].movement;
  EnvironmentData& data = data_[id.value];
  if (!is_restore(movement.process)) return;
  const std::pair pin(movement.ordinal, movement.restore_point);
  if (data.pinned == pin) return;
  data.pinned = pin;
  const Snapshot* found = data_[movement.source.value].history.find(movement.restore_point);
  data.has_copy = found != nullptr;
  data.copied = found == nullptr ? Databases() : found->databases;
}

void Estate::begin(EnvironmentId id) {
  const model::Movement& movement = world_[id].movement;
  EnvironmentData& data = data_[id.value];
  data.runbook_log.clear();
  data.downloaded_log.clear();
  if (!moves_databases(movement.process)) return;
  data.pre_image = data.databases;
  data.has_moved = true;
  if (is_restore(movement.process)) return pin_backup(id);
  data.has_copy = true;
  data.copied = data_[movement.source.value].databases;
}

void Estate::react(const model::Event& event, EnvironmentId subject) {
  EnvironmentData& data = data_[subject.value];
  const model::ProcessOptions& options = policy_.options_of(world_[subject].movement.process);
  const EventKind kind = event.kind;
  if (kind == EventKind::Started || kind == EventKind::WorkBegan) return begin(subject);
  if (kind == EventKind::Submitted || kind == EventKind::Rescheduled) return pin_backup(subject);
  if (kind == EventKind::LogsDownloaded) data.downloaded_log = data.runbook_log;
  if (kind == EventKind::EffectFailed && event.phase != model::Phase::RollingBack &&
      options.rollback_to == model::RollbackTo::Failure)
    data.pre_image = data.databases;
  // An operator downloads them before (REF-16); an automatic rollback leaves them (N-08).
  if (kind == EventKind::RollbackStarted && options.rollback == model::RollbackOffer::Operator)
    data.runbook_log.clear();
}

Expected<void> Estate::carry_out(const Action& action, const model::Step& step) {
  if (const auto* settle = std::get_if<model::Settle>(&action);
      settle && step.has(EventKind::DebtSettled)) {
    return settle_debt(*settle);
  }
  if (const auto* receive = std::get_if<model::ReceiveFile>(&action);
      receive && step.has(EventKind::FileReceived)) {
    return receive_file(site(receive->environment));
  }
  if (const auto* process = std::get_if<model::ProcessFiles>(&action);
      process && step.has(EventKind::FilesProcessed)) {
    return process_files(site(process->environment));
  }
  if (const auto* remove = std::get_if<model::RemoveCustomizations>(&action);
      remove && step.has(EventKind::CodeChanged)) {
    data_[remove->environment.value].customizations.clear();
  }
  if (const auto* restore = std::get_if<model::RestoreBackup>(&action);
      restore && step.has(EventKind::BackupRestored)) {
    return restore_legacy(*restore);
  }
  if (const auto* renamed = std::get_if<model::RenameDatabase>(&action);
      renamed && step.has(EventKind::DatabaseRenamed)) {
    rename(*renamed);
  }
  if (const auto* redeploy = std::get_if<model::Redeploy>(&action);
      redeploy && step.has(EventKind::Redeployed)) {
    return deploy(redeploy->environment);
  }
  return {};
}

/// The backup is of the AX 2012 database as it was before anybody worked on it here.
Expected<void> Estate::restore_legacy(const model::RestoreBackup& restore) {
  Site where = site(restore.environment);
  const Occupant ax2012{.environment = "AX2012",
                        .mark = "AX2012",
                        .admin_account = where.web_config_admin,
                        .tenant = names_.text(world_[restore.environment].tenant),
                        .domain = std::string(model::domain_of(where.web_config_admin))};
  auto image = stand_ins_.legacy(ax2012);
  if (!image) return std::unexpected(image.error());
  Databases& databases = where.data.databases;
  if (!databases.marks.contains("|AX2012|")) databases.marks += "AX2012|";
  const std::string& name = names_.text(restore.name);
  if (restore.name == world_[restore.environment].upgrade.axdb) {
    databases[Database::Application] = std::move(*image);
    databases.requirements = {};
  } else {
    where.data.beside[model::fold(name)] = {name, std::move(*image), {}};
  }
  return {};
}

void Estate::rename(const model::RenameDatabase& rename) {
  const model::Upgrade& upgrade = world_[rename.environment].upgrade;
  EnvironmentData& data = data_[rename.environment.value];
  Image& axdb = data.databases[Database::Application];
  BesideDatabase moved;
  if (rename.from == upgrade.axdb) {
    moved = {{}, std::exchange(axdb, Image()), std::exchange(data.databases.requirements, {})};
    if (rename.to == upgrade.original) data.before_upgrade.original = moved.image;
  } else {
    moved = std::move(data.beside.extract(model::fold(names_.text(rename.from))).mapped());
  }
  moved.name = names_.text(rename.to);
  if (rename.to == upgrade.axdb) {
    axdb = std::move(moved.image);
    data.databases.requirements = std::move(moved.requirements);
  } else {
    data.beside[model::fold(moved.name)] = std::move(moved);
  }
}

const Image* Estate::find_image(EnvironmentId id, std::string_view name) const {
  const EnvironmentData& data = data_[id.value];
  const model::Upgrade& upgrade = world_[id].upgrade;
  const auto beside = data.beside.find(model::fold(name));
  if (beside != data.beside.end()) return &beside->second.image;
  const bool has_axdb = upgrade.axdb != model::NameId() &&
                        (upgrade.original == upgrade.axdb || upgrade.legacy == upgrade.axdb);
  const bool is_axdb = has_axdb && model::is_same_name(name, names_.text(upgrade.axdb));
  return is_axdb ? &data.databases[Database::Application] : nullptr;
}

std::vector<std::string> Estate::database_names(EnvironmentId id) const {
  std::vector<std::string> all;
  const std::string& axdb = names_.text(world_[id].upgrade.axdb);
  if (find_image(id, axdb) != nullptr) all.push_back(axdb);
  for (const auto& [folded, database] : data_[id.value].beside) all.push_back(database.name);
  return all;
}

Expected<void> Estate::settle_debt(const model::Settle& settle) {
  const Activities& activities = stand_ins_.definition().activities;
  Site where = site(settle.environment);
  if (settle.debt == model::Debt::Users) {
    return executor_.run(where, Database::Application, activities.enable_users, Level::Data, {});
  }
  if (settle.debt == model::Debt::ReportingReset) {
    mark_present(where);
    return executor_.run(where, Database::FinancialReporting, activities.reset_reporting,
                         Level::Data, {});
  }
  if (settle.debt == model::Debt::BatchJobs) {
    return executor_.run(where, Database::Application, activities.release_batch_jobs, Level::Data,
                         {});
  }
  return {};
}

Expected<void> Estate::receive_file(Site where) {
  const std::string file =
      fmt::format("recurring/{}/file-{}", where.name, ++where.data.files_received);
  const Binding bindings[] = {{":file", file}};
  mark_present(where);
  where.data.blobs[file] = digest_of(std::as_bytes(std::span(file)));
  where.data.databases.files_recorded.push_back(file);
  return executor_.run(where, Database::Application,
                       stand_ins_.definition().activities.receive_file, Level::Data, bindings);
}

Expected<void> Estate::process_files(Site where) {
  const auto& statements = stand_ins_.definition().activities.process_file;
  std::vector<std::string> left;  // recorded, but their file is not here
  for (const std::string& file : std::exchange(where.data.databases.files_recorded, {})) {
    if (where.data.blobs.erase(file) == 0) {
      left.push_back(file);
      continue;
    }
    const Binding bindings[] = {{":file", file}};
    auto done = executor_.run(where, Database::Application, statements, Level::Data, bindings);
    if (!done) return done;
  }
  where.data.databases.files_recorded = std::move(left);
  return {};
}

}  // namespace rehearse::sim
