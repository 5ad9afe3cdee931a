#pragma once

#include <bitset>
#include <span>
#include <string_view>

#include "rehearse/model/steps/step.h"

/// Room `model/invariants`. What must always hold: when each invariant speaks, and what it says.
///
/// What must always be true, whatever a policy says (domain.md E). A policy is wrong when one of
/// these can be broken.
namespace rehearse::model {

/// One action and the environments that it could touch, before and after. Invariants look at
/// nothing else, so checking them costs the same in a fleet of three and of a thousand.
struct Moment {
  const Policy& policy;
  const Action& action;
  std::span<const Event> events;
  Instant now;
  EnvironmentId target_id;  ///< the environment that the action is about
  const EnvironmentState& target_before;
  const EnvironmentState& target;
  const EnvironmentState*
      source_before;  ///< of the movement that the action belongs to; null when there is none
  const EnvironmentState* source;

  bool has(EventKind kind) const;
};

/// How an invariant is checked.
enum class CheckedBy : std::uint8_t {
  Step,        ///< after every action, by `holds`
  Data,        ///< after every effect, on the rows of the stand-ins (sim/estate/refinement.h)
  EndOfRun,    ///< when nothing more will happen (liveness)
  Properties,  ///< by property tests: a statement about several decisions or several runs
};

/// One of them. Its sentence, and the statements that it rests on, stand under its id in
/// fixtures/statements/invariants.json; scenarios/invariant_texts.h joins the two.
struct Invariant {
  std::string_view id;  ///< `INV-28`
  CheckedBy checked_by = CheckedBy::Properties;
  bool (*applies)(const Moment&) = nullptr;  ///< whether it says something of this moment; null
                                             ///< unless Step
  bool (*holds)(const Moment&) = nullptr;    ///< asked only where it applies; null unless Step
};

/// All of them, in the order of their ids.
std::span<const Invariant> invariants();

inline constexpr std::size_t invariant_count_max = 64;
using InvariantSet = std::bitset<invariant_count_max>;  ///< by position in `invariants()`

/// A step together with the invariants that had something to say, and those that it broke.
struct CheckedStep {
  Step step;
  InvariantSet applied;
  InvariantSet broken;
};

/// `step`, then every invariant that is checked by step. Allocates no more than `step` does.
CheckedStep checked_step(const Policy& policy, World world, const Action& action);

}  // namespace rehearse::model
