#pragma once

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/model/world/action.h"
#include "rehearse/model/world/event.h"
#include "rehearse/model/world/world.h"

/// Room `model/steps`. What an action does to a world.
///
/// The heart of Rehearse: what an action does to a world.
namespace rehearse::model {

/// What one action led to.
struct Step {
  World world;
  Events events;      ///< in the order in which they happened
  Effect effect;      ///< what the outside world must do next, if anything
  Verdicts verdicts;  ///< of the policy's rules, when the action needed a decision
  /// Rows of the process tables, in the order in which they were taken.
  boost::container::static_vector<const Transition*, 2> taken;

  /// Whether an event of this kind happened.
  bool has(EventKind kind) const;
};

/// Applies `action` to `world`. Pure: no I/O, clock, randomness or memory of earlier calls; total:
/// an action that is not possible is Denied by a rule or Refused with a reason, and then the world
/// is unchanged (INV-01).
///
/// Every EnvironmentId in `action` must be one of `world`. Allocates nothing while the world has at
/// most four environments; moving a larger world in and out costs nothing either.
Step step(const Policy& policy, World world, const Action& action);

}  // namespace rehearse::model
