#include "rehearse/model/processes/process.h"

#include <array>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/processes/tables.h"
#include "rehearse/model/world/world.h"

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

/// Whether the customer begins a post-step with it.
bool begins_post_step(Trigger trigger) {
  return trigger == Trigger::Reprovision || trigger == Trigger::Synchronize;
}

/// What the tables say of processes, looked up once.
struct Digested {
  std::array<std::array<EffectKind, enum_count<Phase>>, enum_count<Process>> pending{};
  std::array<Phase, enum_count<Process>> first_phase{};
  std::array<EnumSet<Debt>, enum_count<Process>> debts{};
  std::array<Process, enum_count<Trigger>> by_trigger{};
  std::array<Process, enum_count<Phase>> by_phase{};
};

void digest(const Transition& row, Process process, Digested& into) {
  const auto position = static_cast<std::size_t>(process);
  const auto to = static_cast<std::size_t>(row.to);
  if (row.effect != EffectKind::None) into.pending[position][to] = row.effect;
  const bool is_start = row.on == Trigger::Start && row.effect != EffectKind::None;
  if (is_start || row.when == When::EnvironmentsFree) into.first_phase[position] = row.to;
  if (begins_post_step(row.on)) {
    into.by_trigger[static_cast<std::size_t>(row.on)] = process;
    into.by_phase[to] = process;
  }
  // At rest the customer pays; on the way the movement itself does.
  if (!is_post_step(row.from)) return;
  if (row.changes.contains(Change::SettleReprovisioning))
    into.debts[position].insert(Debt::Reprovisioning);
  if (row.changes.contains(Change::SettleSynchronization))
    into.debts[position].insert(Debt::Synchronization);
}

const Digested& digested() {
  static const Digested once = [] {
    Digested all;
    for (const Process process : all_processes) {
      for (const Transition& row : transitions(process)) digest(row, process, all);
    }
    return all;
  }();
  return once;
}

}  // namespace

std::span<const Transition> transitions(Process process) { return description_of(process).table(); }

Phase first_phase(Process process) {
  return digested().first_phase[static_cast<std::size_t>(process)];
}

Process owner_of_post_step(Trigger trigger) {
  REHEARSE_ASSERT(begins_post_step(trigger));
  return digested().by_trigger[static_cast<std::size_t>(trigger)];
}

Process owner_of_post_step(Phase phase) {
  REHEARSE_ASSERT(is_post_step(phase));
  return digested().by_phase[static_cast<std::size_t>(phase)];
}

EnumSet<Debt> debts_of_post_steps(Process process) {
  return digested().debts[static_cast<std::size_t>(process)];
}

EffectKind pending_effect(Process process, Phase phase) {
  // Another work item may have been submitted and cancelled since the one that left the debt.
  if (is_post_step(phase)) process = owner_of_post_step(phase);
  return digested().pending[static_cast<std::size_t>(process)][static_cast<std::size_t>(phase)];
}

EffectKind pending_effect(const Movement& movement) {
  return pending_effect(movement.process, movement.phase);
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
