#include "rehearse/model/invariants/rows.h"
#include "rehearse/model/processes/process.h"

/// How a movement goes: what it may touch, when the target is up, and the way back.
namespace rehearse::model {
namespace {

using enum CheckedBy;
using moments::is_self_service;
using moments::moves;
using moments::moves_from_elsewhere;
using moments::same_rows;
using moments::turned_away;

bool nothing_changed(const Moment& moment) {
  return moment.target == moment.target_before &&
         (moment.source == nullptr || *moment.source == *moment.source_before);
}

/// `environment` without what a movement that reads it may count.
EnvironmentState without_copies(EnvironmentState environment) {
  environment.copies_out = 0;
  return environment;
}

bool source_is_as_before(const Moment& moment) {
  return without_copies(*moment.source) == without_copies(*moment.source_before);
}

bool blobs_are_as_before(const Moment& moment) {
  return moment.target.blob_revision == moment.target_before.blob_revision &&
         moment.target.files == moment.target_before.files;
}

bool runs_by_self_service(const Moment& moment) {
  return moves(moment) && is_self_service(moment) && moment.target.movement.phase != Phase::None;
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

bool rolls_back(const Moment& moment) { return moment.has(EventKind::RollbackStarted); }

bool rollback_follows_a_failure(const Moment& moment) {
  const Phase before = moment.target_before.movement.phase;
  return before == Phase::Failed || before == Phase::RollbackFailed ||
         moment.has(EventKind::EffectFailed);
}

bool has_way_back(const Moment& moment) {
  return moment.has(EventKind::RolledBack) ||
         (is_self_service(moment) &&
          (moment.has(EventKind::Started) || moment.target.movement.pre_image_kept));
}

bool both_have_same_rows(const Contents& left, const Contents& right) {
  return same_rows(left.application, right.application) &&
         same_rows(left.financial_reporting, right.financial_reporting);
}

bool rollback_returns_to_the_start(const Moment& moment) {
  const Movement& before = moment.target_before.movement;
  const Movement& after = moment.target.movement;
  if (moment.has(EventKind::RolledBack))
    return both_have_same_rows(moment.target.contents, before.pre_image);
  if (moment.has(EventKind::Started)) return after.pre_image == moment.target_before.contents;
  return after.pre_image == before.pre_image;
}

bool is_unresolved_self_service(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  return is_self_service(moment) && is_unresolved(phase) && !is_post_step(phase);
}

bool pre_image_is_kept(const Moment& moment) { return moment.target.movement.pre_image_kept; }

bool code_is_as_before(const Moment& moment) {
  return moment.target.application_release == moment.target_before.application_release &&
         moment.target.platform_update == moment.target_before.platform_update &&
         moment.target.financial_reporting_version ==
             moment.target_before.financial_reporting_version &&
         moment.target.customizations == moment.target_before.customizations;
}

bool has_failed(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  return is_self_service(moment) && (phase == Phase::Failed || phase == Phase::RollbackFailed);
}

bool rollback_can_be_tried(const Moment& moment) {
  const Movement& movement = moment.target.movement;
  return find_transition(movement.process, moment.policy.options_of(movement.process),
                         movement.phase, Trigger::Rollback) != nullptr;
}

constexpr auto rows = std::to_array<Invariant>({
    {"INV-01", Step, turned_away, nothing_changed},
    {"INV-02", Step, moves_from_elsewhere, source_is_as_before},
    {"INV-04", Step, moves, blobs_are_as_before},
    {"INV-19", Step, runs_by_self_service, availability_follows_the_copy},
    {"INV-27", Step, rolls_back, rollback_follows_a_failure},
    {"INV-28", Step, has_way_back, rollback_returns_to_the_start},
    {"INV-29", Step, is_unresolved_self_service, pre_image_is_kept},
    {"INV-32", Step, moves, code_is_as_before},
    {"INV-43", EndOfRun},
    {"INV-44", Step, has_failed, rollback_can_be_tried},
});

}  // namespace

std::span<const Invariant> invariants_of_movements() { return rows; }

}  // namespace rehearse::model
