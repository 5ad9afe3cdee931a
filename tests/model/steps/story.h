#pragma once

#include "rehearse/model/processes/process.h"
#include "rehearse/model/steps/step.h"
#include "rehearse/tests/model/steps/movement_fixture.h"

/// Movements between PROD, UAT1 and UAT2, told action by action.
namespace rehearse::model::test {

inline constexpr EnvironmentId prod{0};
inline constexpr EnvironmentId uat1{1};
inline constexpr EnvironmentId uat2{2};

/// A world that moves on with every action; what an action led to is kept until the next, and which
/// invariants were broken for ever.
struct Story {
  Names names;
  Policy policy = policy_with(structural_rules(names));
  World world = world_of(fleet_of(3), clock_start, names);
  Step last;
  InvariantSet broken;

  Story& then(const Action& action) {
    CheckedStep taken = checked_step(policy, world, action);
    last = std::move(taken.step);
    broken |= taken.broken;
    world = last.world;
    return *this;
  }
  Story& pass(Duration time) { return then(PassTime{world.now + time}); }

  Story& refresh(EnvironmentId source, EnvironmentId target) {
    return then(Start{.source = source, .target = target, .page = world[target].name});
  }
  Story& restore(EnvironmentId source, EnvironmentId target, Instant point, const Backup& backup) {
    return then(Start{.process = source == target ? Process::RestoreInPlace : Process::Restore,
                      .source = source,
                      .target = target,
                      .page = world[target].name,
                      .restore_point = point,
                      .backup = backup});
  }

  /// A work item for UAT1 with a window of two hours that opens after `lead`.
  Story& request_refresh(EnvironmentId source, Duration lead = hours(24)) {
    return then(Start{.process = Process::RequestedRefresh,
                      .source = source,
                      .target = uat1,
                      .page = {},
                      .window = window_after(world.now, lead)});
  }
  Story& request_restore(Instant point, const Backup& backup) {
    return then(Start{.process = Process::RequestedRestore,
                      .source = uat1,
                      .target = uat1,
                      .page = {},
                      .restore_point = point,
                      .backup = backup,
                      .window = window_after(world.now, hours(24))});
  }
  /// Engineers accept the work item in UAT1, and its window opens.
  Story& accept_and_begin() {
    then(Accept{uat1});
    then(PassTime{world[uat1].movement.window_start});
    return finish();
  }

  // Outcomes of what UAT1 waits for.
  Story& finish() { return then(EffectFinished{uat1, pending_effect(world[uat1].movement)}); }
  Story& fail() { return then(EffectFailed{uat1, pending_effect(world[uat1].movement)}); }
  Story& finish_until(Phase phase) {
    for (int turn = 0; turn < 9 && world[uat1].movement.phase != phase; ++turn) finish();
    return *this;
  }

  Refusal refusal() const {
    return last.events.empty() ? Refusal::None : last.events.front().refusal;
  }
  Phase phase() const { return world[uat1].movement.phase; }
  Status status() const { return status_of(world[uat1].movement); }
  bool is_denied_by(std::string_view id) const {
    for (std::size_t index = 0; index < policy.rules.rules().size(); ++index) {
      if (policy.rules.rules()[index].id == id) return last.verdicts.fired.test(index);
    }
    return false;
  }
};

}  // namespace rehearse::model::test
