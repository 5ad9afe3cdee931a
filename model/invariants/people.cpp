#include "rehearse/model/invariants/rows.h"
#include "rehearse/model/processes/process.h"

/// Work items, what is left to do after a movement, and what people may do meanwhile.
namespace rehearse::model {
namespace {

using enum CheckedBy;
using moments::began;
using moments::completed;
using moments::completed_from_elsewhere;
using moments::is_one_of;
using moments::is_self_service;
using moments::moves;
using moments::process_of;
using moments::work_begins;
using moments::work_item_succeeds;

bool works_on_exact_request(const Moment& moment) {
  return moves(moment) && is_requested(process_of(moment)) &&
         moment.policy.options_of(process_of(moment)).data == DataTreatment::Exact;
}

bool reporting_is_as_before(const Moment& moment) {
  const bool is_stale = moment.target.debts.contains(Debt::ReportingReset);
  return moment.target.contents.financial_reporting ==
             moment.target_before.contents.financial_reporting &&
         (is_stale || !work_item_succeeds(moment));
}

bool has_work_item(const Moment& moment) {
  return is_requested(process_of(moment)) && !is_one_of<Redeploy>(moment.action);
}

bool is_worked_on(Phase phase) {
  switch (phase) {
    case Phase::Copying:
    case Phase::Creating:
    case Phase::Replacing:
    case Phase::TakingUp:
    case Phase::Sanitizing:
    case Phase::Failed:
      return true;
    case Phase::None:
    case Phase::Submitted:
    case Phase::Accepted:
    case Phase::Synchronizing:
    case Phase::Restarting:
    case Phase::Completed:
    case Phase::Succeeded:
    case Phase::Cancelled:
    case Phase::RollingBack:
    case Phase::RolledBack:
    case Phase::RollbackFailed:
    case Phase::Reprovisioning:
    case Phase::PostSynchronizing:
    case Phase::Generated:
    case Phase::Imported:
    case Phase::PreReqs:
    case Phase::PreSync:
    case Phase::DbSync:
    case Phase::PostSync:
    case Phase::FinalDbSync:
    case Phase::Upgraded:
      return false;
  }
  return false;
}

bool down_only_while_worked_on(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  return moment.target.available == !(is_worked_on(phase) || phase == Phase::Reprovisioning);
}

bool work_is_due(const Moment& moment) {
  const Movement& movement = moment.target_before.movement;
  return movement.phase == Phase::Accepted && moment.now >= movement.window_start &&
         movement.window_start - movement.submitted >= hours(24);
}

bool has_window(const Moment& moment) {
  return is_requested(process_of(moment)) && (began(moment) || moment.has(EventKind::Rescheduled));
}

bool window_is_long_enough(const Moment& moment) {
  const Movement& movement = moment.target.movement;
  return movement.window_end - movement.window_start >= hours(1);
}

bool is_terminal(const Moment& moment) {
  const Status before = status_of(moment.target_before.movement);
  const bool is_new = moment.target.movement.ordinal != moment.target_before.movement.ordinal;
  return (before == Status::Cancelled || before == Status::Succeeded) && !is_new &&
         !is_one_of<Redeploy>(moment.action);
}

bool status_stays(const Moment& moment) {
  return status_of(moment.target.movement) == status_of(moment.target_before.movement) &&
         !work_begins(moment);
}

bool rollback_of_work_item(const Moment& moment) {
  return is_requested(process_of(moment)) && is_one_of<Rollback>(moment.action) &&
         moment.target_before.movement.ordinal > 0;
}

bool is_refused(const Moment& moment) { return moment.has(EventKind::Refused); }

bool views_credentials(const Moment& moment) { return is_one_of<ViewCredentials>(moment.action); }

bool only_managers_see_them(const Moment& moment) {
  const bool entitled = std::get<ViewCredentials>(moment.action).role != Role::TeamMember &&
                        moment.target.kind != EnvironmentKind::Production;
  return moment.has(EventKind::CredentialsShown) == entitled;
}

bool works_off_files(const Moment& moment) {
  const bool resumed = moment.target_before.jobs_stopped && !moment.target.jobs_stopped;
  return resumed || is_one_of<ProcessFiles>(moment.action);
}

bool jobs_rest_and_orphans_stay(const Moment& moment) {
  const bool resumed = moment.target_before.jobs_stopped && !moment.target.jobs_stopped;
  if (resumed && is_unresolved(moment.target.movement.phase)) return false;
  return !std::holds_alternative<ProcessFiles>(moment.action) ||
         orphaned_files(moment.target) == orphaned_files(moment.target_before);
}

bool overrun_is_told(const Moment& moment) {
  const Duration downtime = moment.now - moment.target.movement.offline_since;
  return moment.has(EventKind::DowntimeOverran) == (downtime >= hours(2));
}

bool owes_after_request(const Moment& moment) {
  constexpr EnumSet<Debt> of_requests = {Debt::ReportingReset, Debt::Synchronization,
                                         Debt::Reprovisioning};
  const bool owed = !(moment.target_before.debts & of_requests).empty();
  return work_item_succeeds(moment) || (owed && !is_one_of<Redeploy>(moment.action));
}

/// Retail steps are owed only where Commerce is used (REF-58).
EnumSet<Debt> owed_after(const EnvironmentState& environment) {
  EnumSet<Debt> owed = {Debt::AdminCleanUp, Debt::Endpoints, Debt::Users, Debt::BatchJobs,
                        Debt::RecurringJobs};
  if (environment.traits.contains(Trait::Commerce)) owed.insert(Debt::CommerceSteps);
  return owed;
}

/// Financial Reporting came along, or has to be reset (REQ-27).
bool reporting_is_settled(const Moment& moment) {
  const auto& databases = moment.policy.options_of(process_of(moment)).databases;
  return databases.contains(Database::FinancialReporting) ||
         moment.target.debts.contains(Debt::ReportingReset);
}

bool debts_are_listed(const Moment& moment) {
  EnumSet<Debt> owed = moment.target_before.debts;
  if (completed_from_elsewhere(moment)) owed = owed_after(moment.target);
  if (completed(moment) && is_in_place(process_of(moment))) owed.insert(Debt::AdminCleanUp);
  if (work_item_succeeds(moment)) {
    owed = owed | debts_of_post_steps(process_of(moment));
    owed.erase(Debt::ReportingReset);
    return moment.target.debts.contains(owed) && reporting_is_settled(moment);
  }
  if (moment.has(EventKind::RolledBack)) owed = moment.target.movement.debts_before;
  for (const Event& event : moment.events) {
    if (event.kind == EventKind::DebtSettled) owed.erase(event.debt);
  }
  return moment.target.debts == owed;
}

bool owes_after_self_service(const Moment& moment) {
  return completed(moment) || moment.has(EventKind::RolledBack) ||
         (is_self_service(moment) && !moment.target_before.debts.empty() &&
          !is_one_of<Redeploy>(moment.action));
}

constexpr auto rows = std::to_array<Invariant>({
    {"INV-06", Step, works_on_exact_request, reporting_is_as_before},
    {"INV-20", Step, has_work_item, down_only_while_worked_on},
    {"INV-21", Step, work_begins, work_is_due},
    {"INV-22", Step, has_window, window_is_long_enough},
    {"INV-23", Step, is_terminal, status_stays},
    {"INV-30", Step, rollback_of_work_item, is_refused},
    {"INV-33", Step, views_credentials, only_managers_see_them},
    {"INV-34", Step, works_off_files, jobs_rest_and_orphans_stay},
    {"INV-45", Step, work_item_succeeds, overrun_is_told},
    {"INV-46", Step, owes_after_request, debts_are_listed},
    {"INV-47", Step, owes_after_self_service, debts_are_listed},
});

}  // namespace

std::span<const Invariant> invariants_of_people() { return rows; }

}  // namespace rehearse::model
