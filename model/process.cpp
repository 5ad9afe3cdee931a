#include "model/process.h"

#include <array>

#include "model/process_tables.h"

namespace rehearse::model {
namespace {

bool applies(When when, const ProcessOptions& options, const Situation& situation) {
  switch (when) {
    case When::Always:
      return true;
    case When::OfflineFromArrival:
      return options.target_offline_from == OfflineFrom::CopyArrival;
    case When::OfflineFromStart:
      return options.target_offline_from == OfflineFrom::Start;
    case When::RollbackByOperator:
      return options.rollback == RollbackOffer::Operator;
    case When::RollbackAutomatic:
      return options.rollback == RollbackOffer::Automatic;
    case When::EngineersRetry:
      return options.after_failure == AfterFailure::EngineersRetry;
    case When::StopAfterFailure:
      return options.after_failure == AfterFailure::Stop;
    case When::AcceptanceAskedAgain:
      return options.acceptance_after_reschedule == Acceptance::AskedAgain;
    case When::AcceptanceKept:
      return options.acceptance_after_reschedule == Acceptance::Kept;
    case When::DataExact:
      return options.data == DataTreatment::Exact;
    case When::DataScrubbed:
      return options.data == DataTreatment::Scrubbed;
    case When::EnvironmentsFree:
      return !situation.environments_busy;
    case When::EnvironmentsBusy:
      return situation.environments_busy;
    case When::SubStepsLeft:
      return !situation.step_done;
    case When::StepDone:
      return situation.step_done;
    case When::InPreReqs:
      return situation.goes_on_in == UpgradeStep::PreReqs;
    case When::InPreSync:
      return situation.goes_on_in == UpgradeStep::PreSync;
    case When::InDbSync:
      return situation.goes_on_in == UpgradeStep::DbSync;
    case When::InPostSync:
      return situation.goes_on_in == UpgradeStep::PostSync;
    case When::InFinalDbSync:
      return situation.goes_on_in == UpgradeStep::FinalDbSync;
  }
  return false;
}

using Pending = std::array<std::array<EffectKind, enum_count<Phase>>, enum_count<Process>>;

Pending pending_effects() {
  Pending pending{};
  for (std::size_t process = 0; process < pending.size(); ++process) {
    for (const Transition& row : transitions(static_cast<Process>(process))) {
      if (row.effect != EffectKind::None)
        pending[process][static_cast<std::size_t>(row.to)] = row.effect;
    }
  }
  return pending;
}

}  // namespace

std::span<const Transition> transitions(Process process) {
  switch (process) {
    case Process::Refresh:
      return refresh_table();
    case Process::Restore:
      return restore_table();
    case Process::RestoreInPlace:
      return restore_in_place_table();
    case Process::RequestedRefresh:
      return requested_refresh_table();
    case Process::RequestedRestore:
      return requested_restore_table();
    case Process::DataUpgrade:
      return data_upgrade_table();
  }
  return {};
}

EffectKind pending_effect(Process process, Phase phase) {
  static const Pending pending = pending_effects();
  // Another work item may have been submitted and cancelled since the one that left the debt.
  if (phase == Phase::Reprovisioning) process = Process::RequestedRefresh;
  if (phase == Phase::PostSynchronizing) process = Process::RequestedRestore;
  return pending[static_cast<std::size_t>(process)][static_cast<std::size_t>(phase)];
}

const Transition* find_transition(Process process, const ProcessOptions& options, Phase phase,
                                  Trigger trigger, const Situation& situation) {
  const bool at_rest = !is_unresolved(phase) && !is_open_request(phase);
  Phase from = phase;
  if (at_rest && (trigger == Trigger::Start || trigger == Trigger::Generate)) from = Phase::None;
  if (at_rest && (trigger == Trigger::Reprovision || trigger == Trigger::Synchronize))
    from = Phase::Succeeded;
  for (const Transition& row : transitions(process)) {
    if (row.from == from && row.on == trigger && applies(row.when, options, situation)) return &row;
  }
  return nullptr;
}

}  // namespace rehearse::model
