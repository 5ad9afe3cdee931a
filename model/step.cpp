#include "model/step.h"

#include <algorithm>

#include "model/assert.h"
#include "model/stepping.h"

namespace rehearse::model {
namespace {

bool applies(When when, const RefreshOptions& options) {
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
    case When::NoRollback:
      return options.rollback == RollbackOffer::None;
  }
  return false;
}

/// The records of files do not bring the files with them (REF-46): all of them are foreign where
/// they arrive.
Content arrived(Content copied) {
  copied.foreign_file_records =
      static_cast<std::uint16_t>(copied.foreign_file_records + copied.file_records);
  copied.file_records = 0;
  copied.synchronized = 0;
  return copied;
}

}  // namespace

void Stepping::take(const Action& action) {
  std::visit([this](const auto& each) { apply(each); }, action);
}

void Stepping::apply(const StartRefresh& start) {
  const InputValues inputs = inputs_of(step_.world, start);
  if (!decide(Operation::Refresh, inputs, start.target)) return;
  const Transition* row =
      find_transition(policy_.refresh, at(start.target).movement.phase, Trigger::Start);
  if (row == nullptr) return refuse(start.target, Refusal::MovementUnresolved);
  begin(start);
  note(EventKind::Started, start.target);
  follow(*row, start.target);
}

void Stepping::begin(const StartRefresh& start) {
  Movement& movement = at(start.target).movement;
  movement = Movement{.copied = at(start.source).contents,
                      .pre_image = {},
                      .ordinal = movement.ordinal + 1,
                      .failures = 0,
                      .source = start.source,
                      .generation_before = at(start.target).generation,
                      .phase = movement.phase,
                      .failed_in = Phase::None,
                      .pre_image_kept = false,
                      .logs_downloaded = false};
  ++at(start.source).copies_out;
}

void Stepping::apply(const EffectFinished& outcome) {
  settle_effect(outcome.target, outcome.effect, Trigger::Finished);
}

void Stepping::apply(const EffectFailed& outcome) {
  settle_effect(outcome.target, outcome.effect, Trigger::Failed);
}

void Stepping::settle_effect(EnvironmentId target, EffectKind effect, Trigger trigger) {
  const Phase phase = at(target).movement.phase;
  if (effect == EffectKind::None || pending_effect(phase) != effect)
    return refuse(target, Refusal::NothingPending);
  if (phase == Phase::Copying) --at(at(target).movement.source).copies_out;
  if (trigger == Trigger::Failed) note(EventKind::EffectFailed, target, {.phase = phase});
  const Transition* row = find_transition(policy_.refresh, phase, trigger);
  REHEARSE_ASSERT(row != nullptr);
  follow(*row, target);
}

void Stepping::apply(const Rollback& rollback) {
  const Phase phase = at(rollback.target).movement.phase;
  const Transition* row = find_transition(policy_.refresh, phase, Trigger::Rollback);
  if (row != nullptr) return follow(*row, rollback.target);
  refuse(rollback.target,
         phase == Phase::Failed ? Refusal::RollbackNotOffered : Refusal::NoRollbackBeforeFailure);
}

void Stepping::apply(const Cancel& cancel) { refuse(cancel.target, Refusal::NoCancel); }

void Stepping::apply(const DownloadLogs& download) {
  const Phase phase = at(download.target).movement.phase;
  const Transition* row = find_transition(policy_.refresh, phase, Trigger::DownloadLogs);
  if (row == nullptr) return refuse(download.target, Refusal::NoFailureLogs);
  follow(*row, download.target);
}

void Stepping::follow(const Transition& row, EnvironmentId target) {
  EnvironmentState& environment = at(target);
  change(row.change, target);
  const bool moved = environment.movement.phase != row.to;
  environment.movement.phase = row.to;
  set_available(row.availability, target);
  if (moved) announce(row.to, target);
  if (row.effect != EffectKind::None)
    step_.effect = {row.effect, target, environment.movement.source};
}

void Stepping::change(Change change, EnvironmentId target) {
  EnvironmentState& environment = at(target);
  Movement& movement = environment.movement;
  switch (change) {
    case Change::None:
      return;
    case Change::TakePreImage:
      movement.pre_image = environment.contents;
      movement.pre_image_kept = true;
      return;
    case Change::ReplaceData:
      return replace(target);
    case Change::ExcludeData:
      environment.contents.application.facts =
          environment.contents.application.facts | policy_.facts_established;
      return;
    case Change::FitSchema:
      environment.contents.application.synchronized = 1;
      return;
    case Change::LeaveDebts:
      movement.pre_image_kept = false;
      environment.debts = debts_after_refresh(environment);
      return;
    case Change::RestorePreImage:
      environment.contents = movement.pre_image;
      environment.generation = movement.generation_before;  // its rows carry the marks of then
      movement.pre_image_kept = false;
      return;
    case Change::NoteFailure:
      return note_failure(environment);
    case Change::NoteLogs:
      movement.logs_downloaded = true;
      return note(EventKind::LogsDownloaded, target);
  }
}

void Stepping::replace(EnvironmentId target) {
  EnvironmentState& environment = at(target);
  const Contents& copied = environment.movement.copied;
  const int orphaned = orphaned_files(environment);
  if (policy_.refresh.databases.contains(Database::Application)) {
    environment.contents.application = arrived(copied.application);
  }
  if (policy_.refresh.databases.contains(Database::FinancialReporting)) {
    environment.contents.financial_reporting = copied.financial_reporting;
  }
  environment.generation++;
  environment.revision++;
  const int more = orphaned_files(environment) - orphaned;
  if (more > 0) {
    note(EventKind::FilesOrphaned, target, {.count = static_cast<std::uint16_t>(more)});
  }
}

void Stepping::note_failure(EnvironmentState& environment) const {
  Movement& movement = environment.movement;
  if (movement.phase != Phase::RollingBack) movement.failed_in = movement.phase;
  movement.failures++;
  movement.logs_downloaded = false;
  const bool from_here = policy_.refresh.rollback_to == RollbackTo::Failure;
  if (from_here && movement.phase != Phase::RollingBack) movement.pre_image = environment.contents;
}

void Stepping::set_available(Availability availability, EnvironmentId target) {
  if (availability == Availability::Unchanged) return;
  const bool up = availability == Availability::Up;
  if (at(target).available == up) return;
  at(target).available = up;
  note(up ? EventKind::CameOnline : EventKind::WentOffline, target);
}

void Stepping::announce(Phase phase, EnvironmentId target) {
  switch (phase) {
    case Phase::Completed:
      return note(EventKind::Completed, target);
    case Phase::RollingBack:
      return note(EventKind::RollbackStarted, target);
    case Phase::RolledBack:
      return note(EventKind::RolledBack, target);
    case Phase::RollbackFailed:
      return note(EventKind::RollbackFailed, target);
    default:
      return note(EventKind::PhaseEntered, target, {.phase = phase});
  }
}

bool Stepping::decide(Operation operation, const InputValues& inputs, EnvironmentId environment) {
  step_.verdicts = policy_.rules.verdicts(operation, inputs);
  if (step_.verdicts.allowed) return true;
  note(EventKind::Denied, environment);
  return false;
}

bool Step::has(EventKind kind) const {
  return std::ranges::any_of(events, [kind](const Event& event) { return event.kind == kind; });
}

Step step(const Policy& policy, World world, const Action& action) {
  Step taken{.world = std::move(world), .events = {}, .effect = {}, .verdicts = {}};
  Stepping(policy, taken).take(action);
  return taken;
}

const Transition* find_transition(const RefreshOptions& options, Phase phase, Trigger trigger) {
  for (const Transition& row : refresh_transitions()) {
    if (row.from == phase && row.on == trigger && applies(row.when, options)) return &row;
  }
  return nullptr;
}

}  // namespace rehearse::model
