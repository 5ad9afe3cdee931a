#include "model/invariant_claims.h"

#include <algorithm>

#include "model/invariant_scopes.h"
#include "model/process.h"

namespace rehearse::model::claims {
namespace {

Process process_of(const Moment& moment) { return moment.target.movement.process; }

/// `environment` without what a movement that reads it may count.
EnvironmentState without_copies(EnvironmentState environment) {
  environment.copies_out = 0;
  return environment;
}

bool holds_all(const Moment& moment, EnumSet<DataFact> facts) {
  return moment.target.contents.application.facts.contains(facts);
}

/// Equal but for files, which nobody can bring back once they are processed.
bool same_rows(const Content& left, const Content& right) {
  return left.origin == right.origin && left.revision == right.revision &&
         left.as_of == right.as_of && left.tenant == right.tenant &&
         left.facts.without(facts_of_place) == right.facts.without(facts_of_place) &&
         left.file_records + left.foreign_file_records ==
             right.file_records + right.foreign_file_records;
}

bool same_rows(const Contents& left, const Contents& right) {
  return same_rows(left.application, right.application) &&
         same_rows(left.financial_reporting, right.financial_reporting);
}

/// What must be absent from a target, as its documents list it (F.2, N-10...N-17).
EnumSet<DataFact> exclusions(Profile profile, Process process, EnvironmentKind into) {
  using enum DataFact;
  const EnumSet<DataFact> sandbox = {NoEmailAddresses, NoSmtpRelay, NoPrintSettings,
                                     NoServerRecords, NoAttachments};
  if (profile != Profile::Current) return sandbox | EnumSet<DataFact>{NoBatchHistory};
  if (is_restore(process)) return sandbox | EnumSet<DataFact>{NoDualWrite};
  const EnumSet<DataFact> always = {NoAttachments, NoDualWrite, NoChangeTracking, NoEndpoints,
                                    MaintenanceModeOff};
  if (into == EnvironmentKind::Production) return always | EnumSet<DataFact>{NoBatchHistory};
  return always | sandbox | EnumSet<DataFact>{NoDimensionRecords};
}

/// How long the documents say that backups are kept (B-03).
Duration backups_kept(Profile profile, EnvironmentKind kind) {
  switch (profile) {
    case Profile::Requested2017:
      return days(35);
    case Profile::SelfService2020:
      return days(30);
    case Profile::Current:
    case Profile::DataUpgrade:  // touches no backups; they are those of today
      return kind == EnvironmentKind::Production ? days(28) : days(7);
  }
  return {};
}

/// Retail steps are owed only where Commerce is used (REF-58).
EnumSet<Debt> owed_after(const EnvironmentState& environment) {
  EnumSet<Debt> owed = {Debt::AdminCleanUp, Debt::Endpoints, Debt::Users, Debt::BatchJobs,
                        Debt::RecurringJobs};
  if (environment.traits.contains(Trait::Commerce)) owed.insert(Debt::CommerceSteps);
  return owed;
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

/// Financial Reporting came along, or has to be reset (REQ-27).
bool reporting_is_settled(const Moment& moment) {
  const auto& databases = moment.policy.options_of(process_of(moment)).databases;
  return databases.contains(Database::FinancialReporting) ||
         moment.target.debts.contains(Debt::ReportingReset);
}

}  // namespace

bool nothing_changed(const Moment& moment) {
  return moment.target == moment.target_before &&
         (moment.source == nullptr || *moment.source == *moment.source_before);
}

bool source_is_as_before(const Moment& moment) {
  return without_copies(*moment.source) == without_copies(*moment.source_before);
}

bool target_may_be_replaced(const Moment& moment) {
  if (moment.target.kind != EnvironmentKind::Production) return true;
  if (moment.policy.profile != Profile::Current) return false;
  const Process process = process_of(moment);
  if (!is_self_service(process)) return false;
  return is_in_place(process) ||
         (!is_restore(process) && moment.source->kind == EnvironmentKind::Sandbox);
}

bool blobs_are_as_before(const Moment& moment) {
  return moment.target.blob_revision == moment.target_before.blob_revision &&
         moment.target.files == moment.target_before.files;
}

bool both_databases_came_together(const Moment& moment) {
  const auto& [application, reporting] = moment.target.contents;
  const auto& [copied_application, copied_reporting] = moment.target.movement.copied;
  return application.origin == copied_application.origin &&
         application.revision == copied_application.revision && reporting == copied_reporting;
}

bool reporting_is_as_before(const Moment& moment) {
  const bool is_stale = moment.target.debts.contains(Debt::ReportingReset);
  return moment.target.contents.financial_reporting ==
             moment.target_before.contents.financial_reporting &&
         (is_stale || !scopes::work_item_succeeds(moment));
}

bool users_are_disabled(const Moment& moment) {
  return holds_all(moment, {DataFact::UsersDisabled});
}
bool batch_jobs_are_withheld(const Moment& moment) {
  return holds_all(moment, {DataFact::BatchWithheld});
}

bool no_mail_can_leave(const Moment& moment) {
  return holds_all(
      moment, {DataFact::NoEmailAddresses, DataFact::NoSmtpRelay, DataFact::NoEncryptedValues});
}

bool exclusions_are_empty(const Moment& moment) {
  return holds_all(moment,
                   exclusions(moment.policy.profile, process_of(moment), moment.target.kind));
}

bool partitions_are_initial(const Moment& moment) {
  return holds_all(moment, {DataFact::UsersInInitialPartition});
}

bool encrypted_fields_are_empty(const Moment& moment) {
  return holds_all(moment, {DataFact::NoEncryptedValues});
}

bool admin_is_from_web_config(const Moment& moment) {
  return moment.target.tenant == moment.target_before.tenant &&
         holds_all(moment, {DataFact::AdminFromWebConfig});
}

bool capacity_suffices(const Moment& moment) {
  return moment.source->allocated_capacity < moment.target.maximum_capacity;
}

bool versions_fit(const Moment& moment) {
  constexpr std::uint16_t platform_update_min = 21;
  const EnvironmentState& source = *moment.source;
  const EnvironmentState& target = moment.target;
  return source.application_release == target.application_release &&
         target.financial_reporting_version >= source.financial_reporting_version &&
         source.platform_update >= platform_update_min &&
         target.platform_update >= platform_update_min;
}

bool tenant_and_region_are_one(const Moment& moment) {
  // Whatever was decided: no row of another tenant may be served.
  if (!moment.has(EventKind::Started))
    return moment.target.contents.application.tenant == moment.target.tenant;
  const bool is_waived = moment.policy.profile == Profile::Current &&
                         !is_restore(process_of(moment)) &&
                         moment.source->traits.contains(Trait::Spartan) &&
                         moment.target.traits.contains(Trait::Spartan);
  return moment.source->tenant == moment.target.tenant &&
         (is_waived || moment.source->region == moment.target.region);
}

bool target_jobs_rest(const Moment& moment) {
  return waiting_files(moment.target_before) == 0 && moment.target_before.jobs_stopped;
}

bool availability_follows_the_copy(const Moment& moment) {
  const Movement& movement = moment.target.movement;
  if (moment.has(EventKind::WentOffline) && movement.phase != Phase::Replacing) return false;
  switch (movement.phase) {
    case Phase::Copying:
    case Phase::Creating:
      return moment.target.available || !moment.target_before.available;
    case Phase::Replacing:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
      return !moment.target.available;
    case Phase::Failed:
    case Phase::RollingBack:
    case Phase::RollbackFailed:
      return moment.target.available ==
             (movement.failed_in == Phase::Copying || movement.failed_in == Phase::Creating);
    case Phase::None:
    case Phase::Submitted:
    case Phase::Accepted:
    case Phase::TakingUp:
    case Phase::Completed:
    case Phase::Succeeded:
    case Phase::Cancelled:
    case Phase::RolledBack:
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
      return moment.target.available;
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

bool window_is_long_enough(const Moment& moment) {
  const Movement& movement = moment.target.movement;
  return movement.window_end - movement.window_start >= hours(1);
}

bool status_stays(const Moment& moment) {
  return status_of(moment.target.movement) == status_of(moment.target_before.movement) &&
         !scopes::work_begins(moment);
}

bool state_is_exact(const Moment& moment) {
  return same_rows(moment.target.contents.application, moment.target.movement.copied.application);
}

bool history_reaches_back(const Moment& moment) {
  const Instant point = moment.target.movement.restore_point;
  const EnvironmentState& restored = *moment.source_before;
  return point >= restored.history_start &&
         moment.now - point <= backups_kept(moment.policy.profile, restored.kind);
}

bool restore_point_is_past(const Moment& moment) {
  return moment.target.movement.restore_point <= moment.now;
}

bool rollback_follows_a_failure(const Moment& moment) {
  const Phase before = moment.target_before.movement.phase;
  return before == Phase::Failed || before == Phase::RollbackFailed ||
         moment.has(EventKind::EffectFailed);
}

bool rollback_returns_to_the_start(const Moment& moment) {
  const Movement& before = moment.target_before.movement;
  const Movement& after = moment.target.movement;
  if (moment.has(EventKind::RolledBack)) return same_rows(moment.target.contents, before.pre_image);
  if (moment.has(EventKind::Started)) return after.pre_image == moment.target_before.contents;
  return after.pre_image == before.pre_image;
}

bool pre_image_is_kept(const Moment& moment) { return moment.target.movement.pre_image_kept; }

bool is_refused(const Moment& moment) { return moment.has(EventKind::Refused); }

bool movements_exclude_each_other(const Moment& moment) {
  if (scopes::is_replaced(moment)) return moment.target.copies_out == 0;
  const Movement& before = moment.target_before.movement;
  const Movement& source = moment.source_before->movement;
  if (moment.has(EventKind::Started))
    return !is_unresolved(before.phase) && !is_open_request(before.phase) &&
           !is_unresolved(source.phase) && moment.target_before.copies_out == 0;
  const bool in_place = moment.source == &moment.target;
  return moment.target_before.copies_out == 0 &&
         (in_place || !is_unresolved(source.phase) || pending_effect(source) == EffectKind::None);
}

bool code_is_as_before(const Moment& moment) {
  return moment.target.application_release == moment.target_before.application_release &&
         moment.target.platform_update == moment.target_before.platform_update &&
         moment.target.financial_reporting_version ==
             moment.target_before.financial_reporting_version &&
         moment.target.customizations == moment.target_before.customizations;
}

bool only_managers_see_them(const Moment& moment) {
  const bool entitled = std::get<ViewCredentials>(moment.action).role != Role::TeamMember &&
                        moment.target.kind != EnvironmentKind::Production;
  return moment.has(EventKind::CredentialsShown) == entitled;
}

bool jobs_rest_and_orphans_stay(const Moment& moment) {
  const bool resumed = moment.target_before.jobs_stopped && !moment.target.jobs_stopped;
  if (resumed && is_unresolved(moment.target.movement.phase)) return false;
  return !std::holds_alternative<ProcessFiles>(moment.action) ||
         orphaned_files(moment.target) == orphaned_files(moment.target_before);
}

bool rollback_can_be_tried(const Moment& moment) {
  const Movement& movement = moment.target.movement;
  return find_transition(movement.process, moment.policy.options_of(movement.process),
                         movement.phase, Trigger::Rollback) != nullptr;
}

bool overrun_is_told(const Moment& moment) {
  const Duration downtime = moment.now - moment.target.movement.offline_since;
  return moment.has(EventKind::DowntimeOverran) == (downtime >= hours(2));
}

bool debts_are_listed(const Moment& moment) {
  EnumSet<Debt> owed = moment.target_before.debts;
  if (scopes::completed_from_elsewhere(moment)) owed = owed_after(moment.target);
  if (scopes::completed(moment) && is_in_place(process_of(moment))) owed.insert(Debt::AdminCleanUp);
  if (scopes::work_item_succeeds(moment)) {
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

}  // namespace rehearse::model::claims
