#include "rehearse/sim/clock/fault_plan.h"

namespace rehearse::sim {

const Fault* FaultPlan::pass(std::string_view site, model::EnvironmentId environment) {
  visited_[std::string(site)]++;
  const std::uint32_t visit = ++counts_[{std::string(site), environment}];
  for (const Fault& fault : faults_) {
    if (fault.site == site && fault.environment == environment && fault.visit == visit)
      return &fault;
  }
  return nullptr;
}

}  // namespace rehearse::sim
