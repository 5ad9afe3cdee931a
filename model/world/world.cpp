#include "rehearse/model/world/world.h"

#include <algorithm>
#include <cstring>

namespace rehearse::model {
namespace {

__extension__ typedef unsigned __int128 Product;

/// One round of the 64-bit multiply-and-fold mix.
std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  const Product product = static_cast<Product>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;

}  // namespace

std::uint64_t hash(const EnvironmentState& environment) {
  static_assert(sizeof(EnvironmentState) % sizeof(std::uint64_t) == 0);
  std::array<std::uint64_t, sizeof(EnvironmentState) / sizeof(std::uint64_t)> words;
  std::memcpy(words.data(), &environment, sizeof(environment));
  std::uint64_t digest = odd;
  for (const std::uint64_t word : words) digest = mix(digest ^ word ^ odd, odd ^ (digest >> 32));
  return digest;
}

std::uint64_t hash(const World& world) {
  std::uint64_t digest =
      mix(static_cast<std::uint64_t>(world.now.ms) ^ odd, world.environments.size() + 1);
  for (const EnvironmentState& environment : world.environments)
    digest = mix(digest ^ hash(environment), odd ^ (digest >> 32));
  return digest;
}

int recent_starts(const EnvironmentState& environment, Instant now) {
  return static_cast<int>(std::ranges::count_if(environment.starts, [now](Instant start) {
    return start.ms != 0 && now - start < hours(24);
  }));
}

bool is_unresolved(Phase phase) {
  switch (phase) {
    case Phase::None:
    case Phase::Submitted:
    case Phase::Accepted:
    case Phase::Completed:
    case Phase::Succeeded:
    case Phase::Cancelled:
    case Phase::RolledBack:
    case Phase::Generated:
    case Phase::Imported:
    case Phase::Upgraded:
      return false;
    case Phase::Copying:
    case Phase::Creating:
    case Phase::Replacing:
    case Phase::TakingUp:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
    case Phase::Failed:
    case Phase::RollingBack:
    case Phase::RollbackFailed:
    case Phase::Reprovisioning:
    case Phase::PostSynchronizing:
    case Phase::PreReqs:
    case Phase::PreSync:
    case Phase::DbSync:
    case Phase::PostSync:
    case Phase::FinalDbSync:
      return true;
  }
  return true;
}

bool can_be_serviced(const EnvironmentState& environment) {
  const Movement& movement = environment.movement;
  const bool is_mended = !moves_databases(movement.process) && movement.phase == Phase::Failed;
  return (is_mended || !is_unresolved(movement.phase)) && environment.copies_out == 0;
}

bool is_settled(Phase phase) {
  switch (phase) {
    case Phase::Completed:
    case Phase::Succeeded:
    case Phase::Cancelled:
    case Phase::Failed:
    case Phase::RolledBack:
    case Phase::RollbackFailed:
    case Phase::Upgraded:
      return true;
    case Phase::None:
    case Phase::Submitted:
    case Phase::Accepted:
    case Phase::Copying:
    case Phase::Creating:
    case Phase::Replacing:
    case Phase::TakingUp:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
    case Phase::RollingBack:
    case Phase::Reprovisioning:
    case Phase::PostSynchronizing:
    case Phase::Generated:
    case Phase::Imported:
    case Phase::PreReqs:
    case Phase::PreSync:
    case Phase::DbSync:
    case Phase::PostSync:
    case Phase::FinalDbSync:
      return false;
  }
  return false;
}

Status status_of(const Movement& movement) {
  const bool is_over =
      movement.phase == Phase::Reprovisioning || movement.phase == Phase::PostSynchronizing;
  return status_of(movement.process, is_over ? movement.returns_to : movement.phase);
}

Status status_of(Process process, Phase phase) {
  switch (phase) {
    case Phase::None:
    case Phase::Generated:
    case Phase::Imported:
      return Status::NotStarted;
    case Phase::Submitted:
      return Status::Submitted;
    case Phase::Accepted:
      return Status::RequestAccepted;
    case Phase::Cancelled:
      return Status::Cancelled;
    case Phase::Completed:
    case Phase::Upgraded:
      return Status::Completed;
    case Phase::Succeeded:
    case Phase::Reprovisioning:
    case Phase::PostSynchronizing:
      return Status::Succeeded;
    case Phase::Failed:
      return Status::Failed;
    case Phase::RollingBack:
      return Status::RollbackInProgress;
    case Phase::RolledBack:
      return Status::RollbackCompleted;
    case Phase::RollbackFailed:
      return Status::RollbackFailed;
    case Phase::Copying:
    case Phase::Creating:
    case Phase::Replacing:
    case Phase::TakingUp:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
    case Phase::PreReqs:
    case Phase::PreSync:
    case Phase::DbSync:
    case Phase::PostSync:
    case Phase::FinalDbSync:
      break;
  }
  // A work item shows no other status while engineers work on it (B-09).
  return is_requested(process) ? Status::RequestAccepted : Status::InProgress;
}

}  // namespace rehearse::model
