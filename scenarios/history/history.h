#pragma once

#include <string>
#include <vector>

#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/deeds/deeds.h"
#include "rehearse/scenarios/story/shared_value.h"
#include "rehearse/sim/clock/fault_plan.h"

/// Room `scenarios/history`. Histories of a campaign as values: drawn, and played on the model or
/// on databases.
///
/// A history as a value: what a campaign generates, plays, shrinks and remembers.
namespace rehearse::scenarios {

using SharedFleet = SharedValue<model::Fleet>;

/// A situation and what is done in it.
struct History {
  std::string fixture = "contoso";  ///< the shipped fleet that `fleet` is a variant of
  SharedFleet fleet;
  model::Instant clock;
  std::vector<sim::Fault> faults;
  std::vector<Deed> deeds;

  bool operator==(const History&) const = default;
};

/// Whether each deed that speaks of a movement comes after one that asks for it: what a scenario
/// file can say.
bool is_well_formed(const History& history);

}  // namespace rehearse::scenarios
