#include "rehearse/model/steps/step.h"

#include <algorithm>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/steps/stepping.h"

/// What makes a movement go from one phase to another. What a transition then changes is in
/// transition.cpp.
namespace rehearse::model {

void Stepping::take(const Action& action) {
  action_ = &action;
  std::visit([this](const auto& each) { apply(each); }, action);
}

void Stepping::apply(const Start& start) {
  if (!policy_.offered.contains(start.process)) return refuse(start.target, Refusal::NotOffered);
  if (!decide(start.target)) return;
  const Transition* row = find_transition(start.process, policy_.options_of(start.process),
                                          at(start.target).movement.phase, Trigger::Start);
  if (row == nullptr) return refuse(start.target, Refusal::MovementUnresolved);
  begin(start);
  if (is_self_service(start.process)) {
    count_start(start.target);
    note(EventKind::Started, start.target);
  }
  follow(*row, start.target);
}

void Stepping::begin(const Start& start) {
  EnvironmentState& target = at(start.target);
  const auto ordinal = static_cast<std::uint16_t>(target.movement.ordinal + 1);
  const Phase phase = target.movement.phase;
  // One movement a slot: what was there before is over, waits for nobody and reads nothing.
  REHEARSE_ASSERT(pending_effect(target.movement) == EffectKind::None);
  REHEARSE_ASSERT(!target.movement.reads_source && !target.movement.pre_image_kept);
  target.movement = Movement{};
  target.movement.copied = start.backup.contents;  // a refresh reads its source later
  target.movement.restore_point = start.restore_point.value_or(before_everything);
  target.movement.submitted = step_.world.now;
  target.movement.window_start = start.window.start;
  target.movement.window_end = start.window.end;
  target.movement.ordinal = ordinal;
  target.movement.source = start.source;
  target.movement.generation_before = target.generation;
  target.movement.debts_before = target.debts;
  target.movement.process = start.process;
  target.movement.phase = phase;
}

void Stepping::count_start(EnvironmentId target) {
  auto& starts = at(target).starts;
  std::ranges::rotate(starts, starts.end() - 1);
  starts.front() = step_.world.now;
}

void Stepping::apply(const EffectFinished& outcome) {
  if (outcome.effect == EffectKind::RunSubStep)
    return settle_sub_step(outcome.target, outcome.sub_step, Trigger::Finished);
  settle_effect(outcome.target, outcome.effect, Trigger::Finished);
}

void Stepping::apply(const EffectFailed& outcome) {
  if (outcome.effect == EffectKind::RunSubStep)
    return settle_sub_step(outcome.target, outcome.sub_step, Trigger::Failed);
  settle_effect(outcome.target, outcome.effect, Trigger::Failed);
}

void Stepping::settle_effect(EnvironmentId target, EffectKind effect, Trigger trigger) {
  const Movement& movement = at(target).movement;
  if (effect == EffectKind::None || pending_effect(movement) != effect)
    return refuse(target, Refusal::NothingPending);
  if (effect == EffectKind::AwaitWindow && step_.world.now < movement.window_start)
    return refuse(target, Refusal::WindowClosed);
  if (trigger == Trigger::Failed) note(EventKind::EffectFailed, target, {.phase = movement.phase});
  const Transition* row = find_row(target, trigger);
  if (row == nullptr) return refuse(target, Refusal::NothingPending);
  follow(*row, target);
}

void Stepping::apply(const Accept& accept) {
  const Movement& movement = at(accept.target).movement;
  if (movement.phase == Phase::Accepted) return refuse(accept.target, Refusal::AcceptedAlready);
  const Transition* row = find_row(accept.target, Trigger::Accept);
  if (row == nullptr) return refuse(accept.target, Refusal::NoOpenRequest);
  if (step_.world.now >= movement.window_end) return refuse(accept.target, Refusal::WindowPassed);
  follow(*row, accept.target);
}

void Stepping::apply(const Reschedule& reschedule) {
  const Transition* row = find_row(reschedule.target, Trigger::Reschedule);
  if (row == nullptr) return refuse(reschedule.target, Refusal::NoOpenRequest);
  if (!decide(reschedule.target)) return;
  Movement& movement = at(reschedule.target).movement;
  movement.submitted = step_.world.now;
  movement.window_start = reschedule.window.start;
  movement.window_end = reschedule.window.end;
  if (reschedule.restore_point && is_restore(movement.process)) {
    movement.restore_point = *reschedule.restore_point;
    movement.copied = reschedule.backup.contents;
  }
  note(EventKind::Rescheduled, reschedule.target);
  follow(*row, reschedule.target);
}

void Stepping::apply(const Cancel& cancel) {
  const Transition* row = find_row(cancel.target, Trigger::Cancel);
  if (row == nullptr) return refuse(cancel.target, Refusal::NoCancel);
  if (decide(cancel.target)) follow(*row, cancel.target);
}

void Stepping::apply(const Rollback& rollback) {
  const Phase phase = at(rollback.target).movement.phase;
  const Transition* row = find_row(rollback.target, Trigger::Rollback);
  if (row == nullptr) {
    return refuse(rollback.target, phase == Phase::Failed ? Refusal::RollbackNotOffered
                                                          : Refusal::NoRollbackBeforeFailure);
  }
  if (at(rollback.target).copies_out > 0)  // engineers copy it as it is
    return refuse(rollback.target, Refusal::MovementUnresolved);
  if (decide(rollback.target)) follow(*row, rollback.target);
}

void Stepping::apply(const DownloadLogs& download) {
  const Transition* row = find_row(download.target, Trigger::DownloadLogs);
  if (row == nullptr) return refuse(download.target, Refusal::NoFailureLogs);
  follow(*row, download.target);
}

void Stepping::take_time(const Settle& settle) {
  const bool is_tool = settle.debt == Debt::Reprovisioning;
  const Transition* row =
      find_row(settle.environment, is_tool ? Trigger::Reprovision : Trigger::Synchronize);
  if (row == nullptr) return refuse(settle.environment, Refusal::MovementUnresolved);
  if (!decide(settle.environment)) return;
  at(settle.environment).movement.returns_to = at(settle.environment).movement.phase;
  follow(*row, settle.environment);
}

/// Post-steps belong to the process that leaves them to do, whatever came after it.
Process Stepping::process_for(const Movement& movement, Trigger trigger) {
  if (is_post_step(movement.phase)) return owner_of_post_step(movement.phase);
  const bool begins = trigger == Trigger::Reprovision || trigger == Trigger::Synchronize;
  return begins ? owner_of_post_step(trigger) : movement.process;
}

const Transition* Stepping::find_row(EnvironmentId target, Trigger trigger) const {
  const EnvironmentState& environment = step_.world[target];
  const Movement& movement = environment.movement;
  const Process process = process_for(movement, trigger);
  // In place, source and target are one and cannot be in each other's way.
  const EnvironmentState& source = step_.world[movement.source];
  const bool busy =
      environment.copies_out > 0 ||
      (movement.source != target && pending_effect(source.movement) != EffectKind::None &&
       is_unresolved(source.movement.phase));
  ProcessOptions options = policy_.options_of(process);
  if (movement.failures + 1 >= attempts_max) options.after_failure = AfterFailure::Stop;
  return find_transition(process, options, movement.phase, trigger, {.environments_busy = busy});
}

bool Stepping::decide(EnvironmentId environment) {
  const auto inquiry = inquiry_of(policy_, step_.world, *action_);
  if (!inquiry) return true;
  step_.verdicts = policy_.rules.verdicts(inquiry->operation, inquiry->inputs);
  if (step_.verdicts.allowed) return true;
  note(EventKind::Denied, environment);
  return false;
}

bool Step::has(EventKind kind) const {
  return std::ranges::any_of(events, [kind](const Event& event) { return event.kind == kind; });
}

Step step(const Policy& policy, World world, const Action& action) {
  Step taken{.world = std::move(world), .events = {}, .effect = {}, .verdicts = {}, .taken = {}};
  Stepping(policy, taken).take(action);
  return taken;
}

}  // namespace rehearse::model
