#include "model/world.h"

#include <cstring>

namespace rehearse::model {
namespace {

__extension__ typedef unsigned __int128 Product;

/// One round of the 64-bit multiply-and-fold mix.
std::uint64_t mix(std::uint64_t left, std::uint64_t right) {
  const Product product = static_cast<Product>(left) * right;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::uint64_t hash(const World& world) {
  static_assert(sizeof(EnvironmentState) % sizeof(std::uint64_t) == 0);
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
  std::uint64_t digest =
      mix(static_cast<std::uint64_t>(world.now.ms) ^ odd, world.environments.size() + 1);
  for (const EnvironmentState& environment : world.environments) {
    std::array<std::uint64_t, sizeof(EnvironmentState) / sizeof(std::uint64_t)> words;
    std::memcpy(words.data(), &environment, sizeof(environment));
    for (const std::uint64_t word : words) digest = mix(digest ^ word ^ odd, odd ^ (digest >> 32));
  }
  return digest;
}

bool is_unresolved(Phase phase) {
  switch (phase) {
    case Phase::None:
    case Phase::Completed:
    case Phase::RolledBack:
      return false;
    default:
      return true;
  }
}

Status status_of(Phase phase) {
  switch (phase) {
    case Phase::None:
      return Status::NotStarted;
    case Phase::Completed:
      return Status::Completed;
    case Phase::Failed:
      return Status::Failed;
    case Phase::RollingBack:
      return Status::RollbackInProgress;
    case Phase::RolledBack:
      return Status::RollbackCompleted;
    case Phase::RollbackFailed:
      return Status::RollbackFailed;
    default:
      return Status::InProgress;
  }
}

}  // namespace rehearse::model
