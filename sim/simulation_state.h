#pragma once

#include <cstdint>
#include <vector>

#include "model/world.h"
#include "sim/environment_data.h"
#include "sim/event_queue.h"
#include "sim/fault_plan.h"
#include "sim/simulation.h"
#include "sim/trace.h"

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
