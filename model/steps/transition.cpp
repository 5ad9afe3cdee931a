#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/steps/stepping.h"

/// What a transition does to the world.
namespace rehearse::model {
namespace {

/// The records of files do not bring the files with them (REF-46): all of them are foreign where
/// they arrive. In place, the files that no job has processed since are still there (RST-45).
Content arrived(Content copied, const EnvironmentState& target, bool in_place) {
  if (!in_place || copied.file_epoch != target.file_epoch) {
    copied.foreign_file_records =
        static_cast<std::uint16_t>(copied.foreign_file_records + copied.file_records);
    copied.file_records = 0;
    copied.file_epoch = target.file_epoch;
  }
  copied.synchronized = 0;
  return copied;
}

/// What a completed movement leaves the customer to do (INV-46, INV-47). A refresh or restore by
/// self-service does everything anew; the others leave what was owed before.
EnumSet<Debt> debts_left(const EnvironmentState& environment, const ProcessOptions& options) {
  const Process process = environment.movement.process;
  if (is_self_service(process) && !is_in_place(process)) {
    EnumSet<Debt> debts = {Debt::AdminCleanUp, Debt::Endpoints, Debt::Users, Debt::BatchJobs,
                           Debt::RecurringJobs};
    if (environment.traits.contains(Trait::Commerce)) debts.insert(Debt::CommerceSteps);
    return debts;
  }
  EnumSet<Debt> debts = environment.debts | debts_of_post_steps(process);
  // Data are as they were: somebody must look at them (N-30).
  if (is_self_service(process)) debts.insert(Debt::AdminCleanUp);
  if (!is_requested(process)) return debts;
  if (!options.databases.contains(Database::FinancialReporting)) {
    debts.insert(Debt::ReportingReset);
  } else if (!is_in_place(process)) {
    debts.erase(Debt::ReportingReset);  // one that came along is not stale
  }
  if (options.data == DataTreatment::Exact) return debts;
  return debts | EnumSet<Debt>{Debt::AdminCleanUp, Debt::Users, Debt::BatchJobs};
}

/// What entering a phase is called; PhaseEntered for those that have no name of their own.
EventKind entry_of(Phase phase) {
  switch (phase) {
    case Phase::Submitted:
      return EventKind::Submitted;
    case Phase::Accepted:
      return EventKind::Accepted;
    case Phase::Cancelled:
      return EventKind::Cancelled;
    case Phase::Completed:
      return EventKind::Completed;
    case Phase::Succeeded:
      return EventKind::Succeeded;
    case Phase::RollingBack:
      return EventKind::RollbackStarted;
    case Phase::RolledBack:
      return EventKind::RolledBack;
    case Phase::RollbackFailed:
      return EventKind::RollbackFailed;
    case Phase::Reprovisioning:
    case Phase::PostSynchronizing:
      return EventKind::PostStepBegan;
    case Phase::Generated:
      return EventKind::RunbookGenerated;
    case Phase::Imported:
      return EventKind::RunbookImported;
    case Phase::Upgraded:
      return EventKind::Upgraded;
    case Phase::None:
    case Phase::Copying:
    case Phase::Creating:
    case Phase::Replacing:
    case Phase::TakingUp:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
    case Phase::Failed:
    case Phase::PreReqs:
    case Phase::PreSync:
    case Phase::DbSync:
    case Phase::PostSync:
    case Phase::FinalDbSync:
      break;
  }
  return EventKind::PhaseEntered;
}

}  // namespace

void Stepping::follow(const Transition& row, EnvironmentId target) {
  EnvironmentState& environment = at(target);
  step_.taken.push_back(&row);
  if (row.to != row.from) release_source(target);
  for (std::size_t change = 0; change < enum_count<Change>; ++change) {
    if (row.changes.contains(static_cast<Change>(change)))
      apply_change(static_cast<Change>(change), target);
  }
  const Phase before = environment.movement.phase;
  Movement& movement = environment.movement;
  movement.phase = is_post_step(before) ? std::exchange(movement.returns_to, Phase::None) : row.to;
  // A movement takes its target down only to work on it.
  REHEARSE_ASSERT(row.availability != Availability::Down || is_unresolved(movement.phase));
  set_available(row.availability, target);
  announce(before, row, target);
  if (row.effect != EffectKind::None)
    step_.effect = {row.effect, target, environment.movement.source};
  if (const Transition* next = find_row(target, Trigger::AtOnce)) follow(*next, target);
}

void Stepping::release_source(EnvironmentId target) {
  Movement& movement = at(target).movement;
  if (!std::exchange(movement.reads_source, false)) return;
  REHEARSE_ASSERT(at(movement.source).copies_out > 0);
  --at(movement.source).copies_out;
}

void Stepping::apply_change(Change change, EnvironmentId target) {
  EnvironmentState& environment = at(target);
  Movement& movement = environment.movement;
  Content& application = environment.contents.application;
  switch (change) {
    case Change::TakePreImage:
      REHEARSE_ASSERT(!movement.pre_image_kept);
      movement.pre_image = environment.contents;
      movement.pre_image_kept = true;
      return;
    case Change::ReadSource:
      REHEARSE_ASSERT(!movement.reads_source);
      movement.copied = at(movement.source).contents;
      movement.reads_source = true;
      ++at(movement.source).copies_out;
      return;
    case Change::ReplaceData:
      return replace(target);
    case Change::RestorePreImage:
      return restore_pre_image(target);
    case Change::RestartHistory:
      return restart_history(target);
    case Change::ExcludeData:
      application.facts = application.facts | established(environment);
      return;
    case Change::FitSchema:
      application.synchronized = 1;
      return;
    case Change::LeaveDebts:
      movement.pre_image_kept = false;
      environment.debts = debts_left(environment, policy_.options_of(movement.process));
      return;
    case Change::SettleSynchronization:
      return pay(Debt::Synchronization, target);
    case Change::SettleReprovisioning:
      commit(target);
      environment.tool = ToolState::None;
      return pay(Debt::Reprovisioning, target);
    case Change::NoteFailure:
      return note_failure(environment);
    case Change::NoteLogs:
      movement.logs_downloaded = true;
      return note(EventKind::LogsDownloaded, target);
  }
}

EnumSet<DataFact> Stepping::established(const EnvironmentState& environment) const {
  return policy_.facts_established[static_cast<std::size_t>(environment.movement.process)]
                                  [static_cast<std::size_t>(environment.kind)];
}

void Stepping::replace(EnvironmentId target) {
  EnvironmentState& environment = at(target);
  const Movement& movement = environment.movement;
  const EnumSet<Database> databases = policy_.databases_moved(movement.process);
  const int orphaned = orphaned_files(environment);
  if (databases.contains(Database::Application)) {
    Content& application = environment.contents.application;
    application = arrived(movement.copied.application, environment, movement.source == target);
    application.facts = application.facts.without(facts_of_place);
    environment.generation++;
  }
  if (databases.contains(Database::FinancialReporting)) {
    environment.contents.financial_reporting = movement.copied.financial_reporting;
  }
  environment.revision++;
  note_orphans(orphaned, target);
}

/// A restore asks for the backups of the application database: they end where another one takes
/// its place (RST-08, B-37). Financial Reporting alone leaves them as they are.
void Stepping::restart_history(EnvironmentId target) {
  EnvironmentState& environment = at(target);
  REHEARSE_ASSERT(environment.history_start <= step_.world.now);
  if (policy_.databases_moved(environment.movement.process).contains(Database::Application))
    environment.history_start = step_.world.now;
}

void Stepping::restore_pre_image(EnvironmentId target) {
  EnvironmentState& environment = at(target);
  Movement& movement = environment.movement;
  REHEARSE_ASSERT(movement.pre_image_kept);
  const int orphaned = orphaned_files(environment);
  const std::uint16_t synchronized = movement.pre_image.application.synchronized;
  environment.contents = movement.pre_image;
  environment.contents.application = arrived(environment.contents.application, environment, true);
  environment.contents.application.synchronized = synchronized;
  environment.generation = movement.generation_before;  // its rows carry the marks of then
  environment.debts = movement.debts_before;            // what was done since has been undone
  movement.pre_image_kept = false;
  note_orphans(orphaned, target);
}

void Stepping::note_orphans(int before, EnvironmentId target) {
  const int more = orphaned_files(at(target)) - before;
  if (more > 0) note(EventKind::FilesOrphaned, target, {.count = static_cast<std::uint16_t>(more)});
}

void Stepping::pay(Debt debt, EnvironmentId target) {
  at(target).debts.erase(debt);
  note(EventKind::DebtSettled, target, {.debt = debt});
}

void Stepping::note_failure(EnvironmentState& environment) const {
  Movement& movement = environment.movement;
  if (movement.phase != Phase::RollingBack) movement.failed_in = movement.phase;
  if (movement.failures < 255) movement.failures++;
  movement.logs_downloaded = false;
  const bool from_here = policy_.options_of(movement.process).rollback_to == RollbackTo::Failure;
  if (from_here && movement.pre_image_kept && movement.phase != Phase::RollingBack)
    movement.pre_image = environment.contents;
}

void Stepping::set_available(Availability availability, EnvironmentId target) {
  if (availability == Availability::Unchanged) return;
  const bool up = availability == Availability::Up;
  if (at(target).available == up) return;
  at(target).available = up;
  note(up ? EventKind::CameOnline : EventKind::WentOffline, target);
}

void Stepping::announce(Phase before, const Transition& row, EnvironmentId target) {
  Movement& movement = at(target).movement;
  if (before == Phase::Accepted && row.to == Phase::Accepted && row.on == Trigger::Finished)
    return note(EventKind::WorkWaits, target);
  if (before == Phase::Accepted && row.on == Trigger::Finished) {
    movement.offline_since = step_.world.now;
    note(EventKind::WorkBegan, target);
  }
  if (before == row.to) {
    if (row.on == Trigger::Failed) note(EventKind::WorkRepeated, target, {.phase = row.to});
    return;
  }
  if (is_post_step(before)) {
    if (row.on == Trigger::Failed) note(EventKind::PostStepFailed, target, {.phase = before});
    return;
  }
  note(entry_of(row.to), target, {.phase = row.to});
  if (row.to == Phase::Succeeded && step_.world.now - movement.offline_since >=
                                        policy_.options_of(movement.process).downtime_expected)
    note(EventKind::DowntimeOverran, target);
}

}  // namespace rehearse::model
