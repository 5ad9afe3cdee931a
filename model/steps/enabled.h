#pragma once

#include <vector>

#include "rehearse/model/world/action.h"
#include "rehearse/model/world/world.h"

/// Which actions a driver may choose from.
namespace rehearse::model {

/// How far an exploration goes. Everything has a bound; one that is reached is reported by whoever
/// set it.
struct Bounds {
  std::uint32_t movements_max = 1;  ///< into each environment
  std::uint32_t writes_max = 1;     ///< commits by users in each environment
  std::uint32_t failures_max = 2;   ///< of effects, in each movement
  bool debts = true;                ///< whether customers pay what a refresh leaves them to do
};

/// Appends to `actions` everything that somebody might do with self-service refreshes, or that the
/// outside world might answer, in `world`: starts between any two environments (an environment and
/// itself too), either outcome of each pending effect, rollbacks, cancellations and log downloads
/// wherever a movement exists, sign-ins, writes and debts. Denied and refused actions are included:
/// that they change nothing is a claim to be checked. The order depends on the world alone.
void enabled(const World& world, const Bounds& bounds, std::vector<Action>& actions);

}  // namespace rehearse::model
