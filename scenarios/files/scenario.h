#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/scenarios/policy/shelf.h"
#include "rehearse/scenarios/story/scenario.h"
#include "rehearse/scenarios/text/json_file.h"
#include "rehearse/sim/stand_in/stand_in.h"

/// Room `scenarios/files`. Scenarios, fleets and stand-ins from files.
///
/// Scenarios as files (docs/formats/scenario.md, fixtures/schemas/scenario.schema.json).
///
///     { "scenario": "nobody signs in while the target is down", "cites": ["REF-44"],
///       "steps": [ { "do": "refresh", "source": "PROD", "target": "UAT1", "until": "Sanitizing" },
///                  { "do": "sign-in", "environment": "UAT1", "account": "admin",
///                    "expect": { "refused": "offline" } } ] }
namespace rehearse::scenarios {

/// Reads scenario files, and remembers the policies and fleets that they name: a thousand scenarios
/// of one policy parse it once.
///
/// All that a file names must exist: policies, fleets, environments, rules, fault sites, operations
/// of earlier steps. An error says where in the file the first mistake is, and the likely cure.
class ScenarioReader {
 public:
  /// The data rules of policies are checked on the schema of `stand_ins`, which must outlive this.
  explicit ScenarioReader(sim::StandIns& stand_ins) : stand_ins_(&stand_ins) {}

  /// From now on, scenarios run under this policy (a name or a path) instead of the one they name.
  /// One that states a variant of its own keeps it. Expectations still speak of the rules of the
  /// policy that the scenario names: that one of them is gone is something to find out, no mistake.
  /// Those that were made for a policy of another profile say so in `is_out_of_profile`: what they
  /// expect are other processes.
  Expected<void> use_policy(const std::string& name_or_path);

  /// `file` is the scenario's name in records and messages.
  Expected<Scenario> read(std::string_view text, std::string file);

  /// The file at `path`.
  Expected<Scenario> read_file(const std::string& path);

 private:
  /// A policy together with the names it was parsed with. Each has names of its own, so that the
  /// ids in a trace do not depend on which policies were read before.
  struct LoadedPolicy {
    model::Policy policy;
    model::Names names;
  };

  Expected<Scenario> read(const Cursor& root);
  Expected<void> read_policy_and_fleet(const Cursor& root, Scenario& scenario,
                                       std::shared_ptr<const LoadedPolicy>& named);
  Expected<std::shared_ptr<const LoadedPolicy>> policy_at(const Cursor& at);
  Expected<std::shared_ptr<const model::Fleet>> fleet_at(const Cursor& at);

  sim::StandIns* stand_ins_;
  PolicyShelf shelf_;
  std::shared_ptr<const LoadedPolicy> policy_in_use_;  // null: as each scenario says
  std::map<std::string, std::shared_ptr<const LoadedPolicy>, std::less<>> policies_;
  std::map<std::string, std::shared_ptr<const model::Fleet>, std::less<>> fleets_;
};

}  // namespace rehearse::scenarios
