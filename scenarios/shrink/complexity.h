#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "rehearse/scenarios/history/history.h"

/// What makes one history simpler than another. Only the shrinker needs this.
namespace rehearse::scenarios {

/// Compared from left to right: fewer acts, fewer faults, fewer differences from the fixture, then
/// simpler ones. The order is total, so a history has one simplest neighbour whichever seed it
/// comes from.
using Complexity = std::vector<std::int64_t>;
Complexity complexity_of(const History& history, const model::Fleet& fixture);

/// Ways to say the same with fixed, simple values.
std::vector<Act> simplifications(const Act& act);

/// `act` about `to` instead of `from`.
Act moved(Act act, model::EnvironmentId from, model::EnvironmentId to);

/// Whether `act` is about `environment` in any way.
bool mentions(const Act& act, model::EnvironmentId environment);

}  // namespace rehearse::scenarios
