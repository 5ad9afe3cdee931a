#include "rehearse/model/invariants/rows.h"
#include "rehearse/model/processes/process.h"

/// The upgrade from AX 2012 (INV-35 … 42).
namespace rehearse::model {
namespace {

using enum CheckedBy;
using moments::is_one_of;
using moments::turned_away;

bool sub_step_works(const Moment& moment) {
  return moment.has(EventKind::SubStepStarted) || moment.has(EventKind::SubStepFinished);
}

bool services_are_stopped(const Moment& moment) {
  return moment.target_before.upgrade.services.empty();
}

/// What the moment's event says of one sub-step; nothing when it is another event.
std::uint8_t sub_step_of(const Moment& moment, EventKind kind) {
  for (const Event& event : moment.events) {
    if (event.kind == kind) return event.sub_step.position;
  }
  return no_sub_step;
}

/// Whether `earlier`, which has not completed, may still run when `later` begins.
bool may_run_on(const Runbook& runbook, std::uint8_t earlier, std::uint8_t later) {
  const SubStep& begins = runbook.sub_steps[later];
  const bool is_beside = begins.is_beside_previous && earlier + 1 == later;
  return begins.inside == earlier || is_beside;
}

bool sub_steps_are_in_order(const Moment& moment) {
  const Runbook& runbook = moment.policy.runbook;
  const Upgrade& upgrade = moment.target.upgrade;
  const std::uint8_t ended = sub_step_of(moment, EventKind::SubStepFinished);
  if (ended != no_sub_step && !inside_completed(runbook, upgrade, ended)) return false;
  const std::uint8_t begun = sub_step_of(moment, EventKind::SubStepStarted);
  if (begun == no_sub_step) return true;
  for (std::uint8_t other = 0; other < runbook.sub_steps.size(); ++other) {
    if (other == begun || upgrade.completed.contains(other)) continue;
    const bool is_of_earlier_step = runbook.sub_steps[other].step < runbook.sub_steps[begun].step;
    if (is_of_earlier_step) return false;
    const bool runs_on = upgrade.running.contains(other) && may_run_on(runbook, other, begun);
    if (other < begun && !runs_on) return false;
  }
  return true;
}

bool upgrade_finishes(const Moment& moment) { return moment.has(EventKind::Upgraded); }

bool brackets_are_closed(const Moment& moment) {
  return open_brackets(moment.policy.runbook, moment.target.upgrade.completed).empty();
}

bool executes(const Moment& moment) {
  return is_one_of<ExecuteRunbook>(moment.action) && !turned_away(moment);
}

bool databases_of_machine_change(const Moment& moment) {
  return moment.has(EventKind::BackupRestored) || moment.has(EventKind::DatabaseRenamed) ||
         executes(moment);
}

bool original_is_intact(const Moment& moment) {
  const Upgrade& upgrade = moment.target.upgrade;
  const bool names_differ = upgrade.original == NameId() || upgrade.original != upgrade.legacy;
  return upgrade.original_is_intact && names_differ;
}

bool collation_and_package_fit(const Moment& moment) {
  const Upgrade& upgrade = moment.target.upgrade;
  return upgrade.collation_fits && upgrade.is_upgrade_package &&
         upgrade.package_version == moment.target.application_release;
}

bool reruns(const Moment& moment) { return moment.has(EventKind::UpgradeRerun); }

bool nothing_runs_twice(const Moment& moment) {
  return moment.target.upgrade.completed.contains_all(moment.target_before.upgrade.completed);
}

constexpr auto rows = std::to_array<Invariant>({
    {"INV-35", Step, sub_step_works, services_are_stopped},
    {"INV-36", Step, sub_step_works, sub_steps_are_in_order},
    {"INV-37", Data},
    {"INV-38", Step, upgrade_finishes, brackets_are_closed},
    {"INV-39", Step, databases_of_machine_change, original_is_intact},
    {"INV-40", Step, executes, collation_and_package_fit},
    {"INV-41", Step, reruns, nothing_runs_twice},
    {"INV-42", Data},
    {"INV-48", Properties},
});

}  // namespace

std::span<const Invariant> invariants_of_upgrades() { return rows; }

}  // namespace rehearse::model
