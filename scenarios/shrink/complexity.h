#pragma once

#include "rehearse/scenarios/history/history.h"

/// What makes one history simpler than another. Only the shrinker needs this.
namespace rehearse::scenarios {

/// How complex a history is, compared from left to right: fewer deeds, fewer faults, fewer
/// differences from the fixture, then simpler ones. The order is total, so a history has one
/// simplest neighbour whichever seed it comes from.
Complexity complexity_of(const History& history, const model::Fleet& fixture);

}  // namespace rehearse::scenarios
