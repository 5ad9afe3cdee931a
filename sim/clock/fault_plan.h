#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/world/enumerations.h"

/// Faults that a scenario or a campaign injects, by name.
namespace rehearse::sim {

/// Fails the `visit`-th passage (from 1) of `site` in `environment`.
///
/// Sites: `copy`, `replace`, `data-rule:ID` for each data rule, `synchronize`, `restart`,
/// `rollback`, and of an upgrade `sub-step:ID` and `script:ID`.
struct Fault {
  std::string site;
  model::EnvironmentId environment;
  std::uint32_t visit = 1;
  std::string cause = "the server did not answer";  ///< goes into the runbook log

  bool operator==(const Fault&) const = default;
};

/// Which passages fail. Counts the passages it is asked about.
class FaultPlan {
 public:
  FaultPlan() = default;
  explicit FaultPlan(std::vector<Fault> faults) : faults_(std::move(faults)) {}

  /// Counts one passage of `site` in `environment`. The fault that strikes it, or null; valid until
  /// the plan changes.
  const Fault* pass(std::string_view site, model::EnvironmentId environment);

  /// Passages by site, over all environments.
  const std::map<std::string, std::uint32_t>& visited() const { return visited_; }

 private:
  std::vector<Fault> faults_;
  std::map<std::string, std::uint32_t> visited_;
  std::map<std::pair<std::string, model::EnvironmentId>, std::uint32_t> counts_;
};

}  // namespace rehearse::sim
