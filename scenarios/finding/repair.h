#pragma once

#include <string>
#include <vector>

#include "rehearse/model/policy/policy.h"

/// What a policy lacks, compared with the shipped one of its profile.
namespace rehearse::scenarios {

/// The policy with one entry as the shipped one has it.
struct Repair {
  std::string entry;  ///< `rule other-tenant`, `data rule clear-sessions`, `refresh.rollback`
  model::Policy policy;
};

/// One for each rule, data rule, sub-step, script and process option in which `policy` differs.
/// Both policies have the ids of their texts from the same object. An entry that the shipped policy
/// does not have is taken out.
std::vector<Repair> repairs(const model::Policy& policy, const model::Policy& shipped);

/// `policy` with several entries as the shipped policy has them.
model::Policy repaired(model::Policy policy, const model::Policy& shipped,
                       const std::vector<std::string>& entries);

}  // namespace rehearse::scenarios
