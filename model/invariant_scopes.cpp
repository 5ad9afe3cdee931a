#include "model/invariant_scopes.h"

#include "model/process.h"

namespace rehearse::model::scopes {
namespace {

template <typename... Actions>
bool is_one_of(const Action& action) {
  return (std::holds_alternative<Actions>(action) || ...);
}

Process process_of(const Moment& moment) { return moment.target.movement.process; }

bool is_self_service(const Moment& moment) { return model::is_self_service(process_of(moment)); }

bool is_from_elsewhere(const Moment& moment) {
  return is_self_service(moment) && !is_in_place(process_of(moment));
}

}  // namespace

bool turned_away(const Moment& moment) {
  return moment.has(EventKind::Denied) || moment.has(EventKind::Refused);
}

bool moves(const Moment& moment) {
  return is_one_of<Start, EffectFinished, EffectFailed, Rollback, Accept, Reschedule, Cancel>(
             moment.action) &&
         !is_post_step(moment.target_before.movement.phase);
}

bool moves_from_elsewhere(const Moment& moment) {
  return moves(moment) && moment.source != nullptr && moment.source != &moment.target;
}

bool began(const Moment& moment) {
  return moment.has(EventKind::Started) ||
         (moment.has(EventKind::Submitted) && is_one_of<Start>(moment.action));
}

bool started_from_elsewhere(const Moment& moment) {
  return moment.has(EventKind::Started) && is_from_elsewhere(moment);
}

bool completed(const Moment& moment) { return moment.has(EventKind::Completed); }

bool completed_from_elsewhere(const Moment& moment) {
  return completed(moment) && is_from_elsewhere(moment);
}

bool completed_into_sandbox(const Moment& moment) {
  return completed_from_elsewhere(moment) && moment.target.kind == EnvironmentKind::Sandbox;
}

bool is_served(const Moment& moment) { return started_from_elsewhere(moment) || completed(moment); }

bool runs_by_self_service(const Moment& moment) {
  return moves(moment) && is_self_service(moment) && moment.target.movement.phase != Phase::None;
}

bool works_on_exact_request(const Moment& moment) {
  return moves(moment) && is_requested(process_of(moment)) &&
         moment.policy.options_of(process_of(moment)).data == DataTreatment::Exact;
}

bool has_work_item(const Moment& moment) {
  return is_requested(process_of(moment)) && !is_one_of<Redeploy>(moment.action);
}

bool work_begins(const Moment& moment) { return moment.has(EventKind::WorkBegan); }

bool has_window(const Moment& moment) {
  return is_requested(process_of(moment)) && (began(moment) || moment.has(EventKind::Rescheduled));
}

bool is_terminal(const Moment& moment) {
  const Status before = status_of(moment.target_before.movement);
  const bool is_new = moment.target.movement.ordinal != moment.target_before.movement.ordinal;
  return (before == Status::Cancelled || before == Status::Succeeded) && !is_new &&
         !is_one_of<Redeploy>(moment.action);
}

bool exact_restore_succeeds(const Moment& moment) {
  return work_item_succeeds(moment) && is_restore(process_of(moment));
}

bool has_restore_point(const Moment& moment) {
  return is_restore(process_of(moment)) &&
         (began(moment) || (moment.has(EventKind::Rescheduled) && moment.source != nullptr));
}

bool rolls_back(const Moment& moment) { return moment.has(EventKind::RollbackStarted); }

bool has_way_back(const Moment& moment) {
  return moment.has(EventKind::RolledBack) ||
         (is_self_service(moment) &&
          (moment.has(EventKind::Started) || moment.target.movement.pre_image_kept));
}

bool is_unresolved_self_service(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  return is_self_service(moment) && is_unresolved(phase) && !is_post_step(phase);
}

bool rollback_of_work_item(const Moment& moment) {
  return is_requested(process_of(moment)) && is_one_of<Rollback>(moment.action) &&
         moment.target_before.movement.ordinal > 0;
}

bool is_replaced(const Moment& moment) {
  return moment.target.generation != moment.target_before.generation ||
         moment.target.contents.financial_reporting !=
             moment.target_before.contents.financial_reporting;
}

bool takes_environments(const Moment& moment) {
  const bool replaced = moves(moment) && is_replaced(moment);
  return replaced || moment.has(EventKind::Started) || work_begins(moment);
}

bool views_credentials(const Moment& moment) { return is_one_of<ViewCredentials>(moment.action); }

bool works_off_files(const Moment& moment) {
  const bool resumed = moment.target_before.jobs_stopped && !moment.target.jobs_stopped;
  return resumed || is_one_of<ProcessFiles>(moment.action);
}

bool has_failed(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  return is_self_service(moment) && (phase == Phase::Failed || phase == Phase::RollbackFailed);
}

bool work_item_succeeds(const Moment& moment) { return moment.has(EventKind::Succeeded); }

bool owes_after_request(const Moment& moment) {
  constexpr EnumSet<Debt> of_requests = {Debt::ReportingReset, Debt::Synchronization,
                                         Debt::Reprovisioning};
  const bool owed = !(moment.target_before.debts & of_requests).empty();
  return work_item_succeeds(moment) || (owed && !is_one_of<Redeploy>(moment.action));
}

bool owes_after_self_service(const Moment& moment) {
  return completed(moment) || moment.has(EventKind::RolledBack) ||
         (is_self_service(moment) && !moment.target_before.debts.empty() &&
          !is_one_of<Redeploy>(moment.action));
}

bool sub_step_works(const Moment& moment) {
  return moment.has(EventKind::SubStepStarted) || moment.has(EventKind::SubStepFinished);
}

bool upgrade_finishes(const Moment& moment) { return moment.has(EventKind::Upgraded); }

bool databases_of_machine_change(const Moment& moment) {
  return moment.has(EventKind::BackupRestored) || moment.has(EventKind::DatabaseRenamed) ||
         executes(moment);
}

bool executes(const Moment& moment) {
  return is_one_of<ExecuteRunbook>(moment.action) && !turned_away(moment);
}

bool reruns(const Moment& moment) { return moment.has(EventKind::UpgradeRerun); }

}  // namespace rehearse::model::scopes
