#include "rehearse/scenarios/history/deeds_of_upgrade.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/perform.h"
#include "rehearse/scenarios/story/drawn_sql.h"

namespace rehearse::scenarios {

using model::EnvironmentId;
using model::EnvironmentState;
using model::PackageState;
using model::Phase;
using model::Upgrade;

namespace {

/// More than the faults of a history can strike one upgrade.
constexpr int reruns_max = 12;

/// What is left, stage by stage; each stage takes for granted what those before it append.
class Plan {
 public:
  Plan(EnvironmentId id, const model::World& world, const model::Policy& policy,
       const model::Names& names)
      : id_(id), machine_(world[id]), upgrade_(machine_.upgrade), policy_(policy), names_(names) {}

  std::vector<Deed> make() && {
    if (!upgrade_.has_ax2012 || upgrade_.legacy_is_upgraded) return {};
    if (pending_effect(machine_.movement) != model::EffectKind::None) return {};
    if (upgrade_.legacy == model::NameId()) bring_backup();
    if (upgrade_.legacy == model::NameId() || upgrade_.legacy != upgrade_.axdb) exchange_names();
    prepare_package();
    run();
    return std::move(deeds_);
  }

 private:
  void add(Deed deed) { deeds_.push_back(std::move(deed)); }

  void bring_backup() {
    if (upgrade_.backup == model::BackupPlace::None) {
      if (!upgrade_.groundwork.contains(model::Groundwork::Checklist))
        add(model::PrepareUpgrade{id_, model::Groundwork::Checklist});
      add(model::BackUp{id_});
    }
    if (upgrade_.backup != model::BackupPlace::Machine)
      add(model::TransferBackup{id_, model::Route::Storage});
    deeds_.emplace_back(RestoreBackup{.environment = id_, .name = "AX2012"});
  }

  void exchange_names() {
    stop_services();
    const std::string axdb(model::axdb_name);
    const bool is_restored = upgrade_.legacy != model::NameId();
    const std::string legacy = is_restored ? names_.text(upgrade_.legacy) : "AX2012";
    if (upgrade_.original == upgrade_.axdb) {
      const bool is_taken = model::is_same_name(legacy, "AXDB_orig");
      deeds_.emplace_back(RenameDatabase{
          .environment = id_, .from = axdb, .to = is_taken ? "AXDB_old" : "AXDB_orig"});
    }
    deeds_.emplace_back(RenameDatabase{.environment = id_, .from = legacy, .to = axdb});
  }

  void prepare_package() {
    const bool is_right = upgrade_.package_state != PackageState::None &&
                          upgrade_.is_upgrade_package &&
                          upgrade_.package_version == machine_.application_release;
    if (!is_right) {
      deeds_.emplace_back(DownloadPackage{
          .environment = id_,
          .package = fmt::format("AX2012DataUpgrade-{}", to_string(machine_.application_release)),
          .folder = std::string(temp_folder)});
    }
    const PackageState state = is_right ? upgrade_.package_state : PackageState::Blocked;
    const bool is_extracted = state == PackageState::Extracted;
    if (!is_extracted && state != PackageState::Unblocked) add(model::UnblockPackage{id_});
    if (!is_extracted) add(model::ExtractPackage{id_});
    if (!is_extracted || upgrade_.prompt != model::Prompt::Elevated)
      add(model::OpenPrompt{id_, model::Prompt::Elevated});
  }

  void run() {
    const Phase phase = machine_.movement.phase;
    const bool is_known =
        machine_.movement.process == model::Process::DataUpgrade &&
        (phase == Phase::Generated || phase == Phase::Imported || phase == Phase::Failed);
    ExecuteRunbook execute{.environment = id_};
    if (is_known) execute.runbook = names_.text(upgrade_.runbook);
    if (is_known && phase == Phase::Failed) execute.rerun_step = policy_.runbook.step;
    if (!is_known) {
      deeds_.emplace_back(GenerateRunbook{.environment = id_,
                                          .runbook = execute.runbook,
                                          .file = std::string(runbook_file_default)});
    }
    if (!is_known || phase == Phase::Generated) {
      deeds_.emplace_back(ImportRunbook{.environment = id_,
                                        .file = is_known ? names_.text(upgrade_.runbook_file)
                                                         : std::string(runbook_file_default)});
    }
    stop_services();
    deeds_.emplace_back(std::move(execute));
  }

  void stop_services() {
    if (upgrade_.services.empty() || are_stopped_) return;
    add(model::StopServices{id_});
    are_stopped_ = true;
  }

  EnvironmentId id_;
  const EnvironmentState& machine_;
  const Upgrade& upgrade_;
  const model::Policy& policy_;
  const model::Names& names_;
  std::vector<Deed> deeds_;
  bool are_stopped_ = false;
};

bool does(const model::SubStep& sub_step, const model::Work& work) {
  return std::ranges::count(sub_step.work, work) > 0;
}

}  // namespace

std::vector<Deed> remaining_of_upgrade(EnvironmentId id, const model::World& world,
                                       const model::Policy& policy, const model::Names& names) {
  return Plan(id, world, policy, names).make();
}

std::vector<Deed> cures_of_upgrade(EnvironmentId id, const model::World& world,
                                   const model::Policy& policy) {
  const std::uint8_t failed = world[id].upgrade.failed;
  if (failed >= policy.runbook.sub_steps.size()) return {};
  const model::SubStep& sub_step = policy.runbook.sub_steps[failed];
  const bool ran_scripts = does(sub_step, model::Scripts{model::ScriptDeed::Run});
  const bool ended_schema = does(sub_step, model::SynchronizeSchema{model::SyncScope::Final});
  std::vector<Deed> cures;
  for (const DeveloperStatement& statement : developer_statements()) {
    if ((statement.cures == Ailment::OrphanedLine && ran_scripts) ||
        (statement.cures == Ailment::TwinDimension && ended_schema))
      cures.emplace_back(RunSql{.environment = id, .sql = std::string(statement.sql)});
  }
  if (ended_schema && world[id].customizations > 0)
    cures.emplace_back(model::RemoveCustomizations{id});
  return cures;
}

std::vector<std::string> sites_of_upgrade(const model::Policy& policy) {
  std::vector<std::string> sites;
  for (const model::SubStep& sub_step : policy.runbook.sub_steps)
    sites.push_back("sub-step:" + sub_step.id);
  return sites;
}

bool has_failed_upgrade(const EnvironmentState& environment) {
  return environment.movement.process == model::Process::DataUpgrade &&
         environment.movement.phase == Phase::Failed;
}

bool is_upgraded(const EnvironmentState& environment) {
  return environment.movement.process == model::Process::DataUpgrade &&
         environment.movement.phase == Phase::Upgraded;
}

std::vector<Deed> bring_to_end(EnvironmentId id, Ground& ground) {
  std::vector<Deed> done;
  const auto take = [&](const Deed& deed) {
    const EnvironmentState before = ground.world()[id];
    perform(deed, ground);
    done.push_back(deed);
    return ground.world()[id] != before;
  };
  for (int rerun = 0; rerun < reruns_max && has_failed_upgrade(ground.world()[id]); ++rerun) {
    for (const Deed& cure : cures_of_upgrade(id, ground.world(), ground.policy())) {
      if (std::ranges::count(done, cure) == 0) take(cure);
    }
    const auto deeds = remaining_of_upgrade(id, ground.world(), ground.policy(), ground.names());
    if (!std::ranges::all_of(deeds, take)) break;
  }
  return done;
}

}  // namespace rehearse::scenarios
