#pragma once

#include <cstdint>
#include <vector>

#include "rehearse/model/world/world.h"
#include "rehearse/sim/base/trace.h"
#include "rehearse/sim/clock/event_queue.h"
#include "rehearse/sim/clock/fault_plan.h"
#include "rehearse/sim/estate/environment_data.h"
#include "rehearse/sim/run/simulation.h"

/// What `Simulation::save` keeps. Nobody else needs this.
namespace rehearse::sim {

/// Everything that changes while a simulation runs.
class Simulation::State {
 public:
  model::World world;
  std::vector<EnvironmentData> data;
  EventQueue queue;
  FaultPlan faults;
  std::vector<std::uint32_t> windows;  ///< by environment: the ticket of the last WindowOpens
  Trace trace;
};

}  // namespace rehearse::sim
