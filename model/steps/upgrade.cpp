#include "rehearse/model/steps/stepping.h"

/// How a developer machine is made ready for the upgrade from AX 2012 (domain.md A.5). Nothing here
/// asks for an order: what is done too early, or forgotten, has its own consequence later.
namespace rehearse::model {

Upgrade* Stepping::machine(EnvironmentId id) {
  EnvironmentState& environment = at(id);
  if (environment.kind == EnvironmentKind::Developer) return &environment.upgrade;
  refuse(id, Refusal::NotADeveloperMachine);
  return nullptr;
}

bool Stepping::is_being_upgraded(EnvironmentId id) {
  if (pending_effect(at(id).movement) == EffectKind::None) return false;
  refuse(id, Refusal::MovementUnresolved);
  return true;
}

void Stepping::apply(const PrepareUpgrade& prepare) {
  EnvironmentState& environment = at(prepare.environment);
  if (!environment.upgrade.has_ax2012) return refuse(prepare.environment, Refusal::NoAx2012);
  environment.upgrade.groundwork.insert(prepare.groundwork);
  note(EventKind::GroundworkDone, prepare.environment);
}

void Stepping::apply(const BackUp& back_up) {
  Upgrade& upgrade = at(back_up.environment).upgrade;
  if (!upgrade.has_ax2012) return refuse(back_up.environment, Refusal::NoAx2012);
  if (!decide(back_up.environment)) return;
  if (upgrade.backup == BackupPlace::None) upgrade.backup = BackupPlace::Source;
  note(EventKind::BackupMade, back_up.environment);
}

void Stepping::apply(const TransferBackup& transfer) {
  Upgrade* upgrade = machine(transfer.environment);
  if (upgrade == nullptr) return;
  if (upgrade->backup == BackupPlace::None)
    return refuse(transfer.environment, Refusal::NothingBackedUp);
  if (!decide(transfer.environment)) return;
  upgrade->backup = BackupPlace::Machine;
  note(EventKind::BackupTransferred, transfer.environment);
}

void Stepping::apply(const RestoreBackup& restore) {
  const EnvironmentId id = restore.environment;
  Upgrade* upgrade = machine(id);
  if (upgrade == nullptr) return;
  const bool overwrites = restore.name == upgrade->original;
  const bool is_fresh_start = restore.name == upgrade->legacy;
  if (upgrade->backup != BackupPlace::Machine) return refuse(id, Refusal::BackupNotThere);
  if (is_being_upgraded(id)) return;
  if (upgrade->legacy != NameId() && !is_fresh_start && !overwrites)
    return refuse(id, Refusal::RestoredAlready);
  if (!decide(id)) return;
  if (overwrites) {
    upgrade->original = {};
    upgrade->original_is_intact = false;
  }
  upgrade->legacy = restore.name;
  upgrade->legacy_is_upgraded = false;
  upgrade->completed = {};
  upgrade->failed = no_sub_step;
  const Phase phase = at(id).movement.phase;
  const bool is_over = phase == Phase::Failed || phase == Phase::Upgraded;
  if (is_over) at(id).movement.phase = Phase::None;  // its runbook belonged to what is gone
  note(EventKind::BackupRestored, id);
  if (restore.name == upgrade->axdb) change_axdb(id);
}

void Stepping::apply(const StopServices& stop) {
  const Upgrade* upgrade = machine(stop.environment);
  if (upgrade == nullptr) return;
  note(EventKind::ServicesStopped, stop.environment);
  set_services(stop.environment, upgrade->services.without(stop.services));
}

void Stepping::apply(const StartServices& start) {
  const Upgrade* upgrade = machine(start.environment);
  if (upgrade == nullptr) return;
  note(EventKind::ServicesStarted, start.environment);
  set_services(start.environment, upgrade->services | start.services);
}

void Stepping::apply(const Reboot& reboot) {
  Upgrade* upgrade = machine(reboot.environment);
  if (upgrade == nullptr) return;
  upgrade->prompt = Prompt::Closed;
  upgrade->is_interrupted = pending_effect(at(reboot.environment).movement) != EffectKind::None;
  note(EventKind::Rebooted, reboot.environment);
  set_services(reboot.environment, EnumSet<Service>::all());
}

void Stepping::set_services(EnvironmentId id, EnumSet<Service> running) {
  at(id).upgrade.services = running;
  refresh_availability(id);
}

/// Users come in through the World wide web service, and find the application only where its code
/// fits the database.
void Stepping::refresh_availability(EnvironmentId id) {
  const EnvironmentState& environment = at(id);
  const Upgrade& upgrade = environment.upgrade;
  const bool is_upgraded = upgrade.legacy == upgrade.axdb && upgrade.legacy_is_upgraded;
  const bool fits = upgrade.original == upgrade.axdb || is_upgraded;
  const bool is_up = fits && upgrade.services.contains(Service::WorldWideWeb);
  set_available(is_up ? Availability::Up : Availability::Down, id);
}

void Stepping::apply(const RenameDatabase& rename) {
  const EnvironmentId id = rename.environment;
  Upgrade* upgrade = machine(id);
  if (upgrade == nullptr) return;
  const bool is_there = rename.from != NameId() &&
                        (rename.from == upgrade->original || rename.from == upgrade->legacy);
  if (!is_there) return refuse(id, Refusal::NoSuchDatabase);
  if (rename.to == upgrade->original || rename.to == upgrade->legacy)
    return refuse(id, Refusal::NameTaken);
  if (is_being_upgraded(id)) return;
  if (rename.from == upgrade->axdb && !upgrade->services.empty())
    return refuse(id, Refusal::DatabaseInUse);
  (rename.from == upgrade->original ? upgrade->original : upgrade->legacy) = rename.to;
  note(EventKind::DatabaseRenamed, id);
  if (rename.from == upgrade->axdb || rename.to == upgrade->axdb) change_axdb(id);
}

void Stepping::change_axdb(EnvironmentId id) {
  EnvironmentState& environment = at(id);
  Content& content = commit(id);
  content.facts = {};  // nobody has looked
  content.synchronized = environment.upgrade.original == environment.upgrade.axdb ||
                         environment.upgrade.legacy_is_upgraded;
  refresh_availability(id);
}

void Stepping::apply(const DownloadPackage& download) {
  Upgrade* upgrade = machine(download.environment);
  if (upgrade == nullptr || is_being_upgraded(download.environment)) return;
  upgrade->package = download.package;
  upgrade->package_version = download.version;
  upgrade->is_upgrade_package = download.is_upgrade_package;
  upgrade->in_temp = download.in_temp;
  upgrade->package_state = PackageState::Blocked;
  upgrade->prompt = Prompt::Closed;
  note(EventKind::PackageDownloaded, download.environment);
}

void Stepping::apply(const UnblockPackage& unblock) {
  Upgrade* upgrade = machine(unblock.environment);
  if (upgrade == nullptr) return;
  if (upgrade->package_state == PackageState::None)
    return refuse(unblock.environment, Refusal::NoPackage);
  if (upgrade->package_state == PackageState::Extracted)
    return refuse(unblock.environment, Refusal::PackageExtracted);
  upgrade->package_state = PackageState::Unblocked;  // what was extracted before stays blocked
  upgrade->prompt = Prompt::Closed;
  note(EventKind::PackageUnblocked, unblock.environment);
}

void Stepping::apply(const ExtractPackage& extract) {
  Upgrade* upgrade = machine(extract.environment);
  if (upgrade == nullptr) return;
  if (upgrade->package_state == PackageState::None)
    return refuse(extract.environment, Refusal::NoPackage);
  const bool is_blocked = upgrade->package_state == PackageState::Blocked ||
                          upgrade->package_state == PackageState::ExtractedBlocked;
  upgrade->package_state = is_blocked ? PackageState::ExtractedBlocked : PackageState::Extracted;
  note(EventKind::PackageExtracted, extract.environment);
}

void Stepping::apply(const OpenPrompt& open) {
  Upgrade* upgrade = machine(open.environment);
  if (upgrade == nullptr) return;
  const bool is_extracted = upgrade->package_state == PackageState::Extracted ||
                            upgrade->package_state == PackageState::ExtractedBlocked;
  if (!is_extracted) return refuse(open.environment, Refusal::NoPackage);
  upgrade->prompt = open.prompt;
  note(EventKind::PromptOpened, open.environment);
}

void Stepping::apply(const RunSql& run) {
  const Upgrade* upgrade = machine(run.environment);
  if (upgrade == nullptr) return;
  if (upgrade->original != upgrade->axdb && upgrade->legacy != upgrade->axdb)
    return refuse(run.environment, Refusal::NoSuchDatabase);
  if (is_being_upgraded(run.environment)) return;
  commit(run.environment).facts = {};
  note(EventKind::SqlRun, run.environment);
}

}  // namespace rehearse::model
