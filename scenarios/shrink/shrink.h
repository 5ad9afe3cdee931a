#pragma once

#include "rehearse/scenarios/history/perform.h"

/// Room `scenarios/shrink`. Making a history that breaks something as small and simple as it can
/// be.
///
/// Makes a history that breaks something as small and as simple as it can be.
namespace rehearse::scenarios {

/// Makes a ground for a history, with a witness.
using MakeGround =
    std::function<Expected<std::unique_ptr<Ground>>(const History& history, Witness witness)>;

struct ShrinkSetting {
  MakeGround make_ground;
  const SharedFleet& fixture;
  std::span<const Claim> claims = {};
  std::vector<std::string> sites = {};  ///< of faults that the policy has besides those of effects
  std::uint32_t tries_max = 4'000;      ///< histories that may be tried
};

/// Why it stopped.
enum class ShrinkEnd : std::uint8_t {
  Minimal,     ///< nothing simpler was found that breaks the same
  BudgetSpent  ///< perhaps there is
};

struct Shrunk {
  History history;
  ShrinkEnd end = ShrinkEnd::Minimal;
  std::uint32_t tries = 0;
};

/// A history that breaks the same as `history` does: the same invariant, by the same kind of
/// operation, and that no single change of those that are tried makes simpler: leaving out deeds or
/// faults, undoing differences of the fleet, fixed simple values, other environments, another
/// order. What would be left without its movement goes with it.
///
/// Each try plays the real thing, from the last state that it has in common with the best so far.
/// Fails only when no ground can be made.
Expected<Shrunk> shrink(const ShrinkSetting& setting, const History& history, const Breach& breach);

}  // namespace rehearse::scenarios
