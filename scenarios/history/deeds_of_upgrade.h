#pragma once

#include <vector>

#include "rehearse/scenarios/history/ground.h"

/// What the document tells people to do about an upgrade from AX 2012, as deeds.
namespace rehearse::scenarios {

/// All that is left to do from here until the AX 2012 database of `id` is upgraded, if everything
/// goes well; nothing while a sub-step is pending, or where there is nothing to upgrade.
std::vector<Deed> remaining_of_upgrade(model::EnvironmentId id, const model::World& world,
                                       const model::Policy& policy, const model::Names& names);

/// Cures of what may have made the sub-step fail that failed last. Some of them may be needless.
std::vector<Deed> cures_of_upgrade(model::EnvironmentId id, const model::World& world,
                                   const model::Policy& policy);

/// The fault sites of its sub-steps, in their order.
std::vector<std::string> sites_of_upgrade(const model::Policy& policy);

bool has_failed_upgrade(const model::EnvironmentState& environment);
bool is_upgraded(const model::EnvironmentState& environment);

/// Does what is left to do about a failed upgrade, cures and reruns, until it is finished or that
/// has been tried often enough. What was done.
std::vector<Deed> bring_to_end(model::EnvironmentId id, Ground& ground);

}  // namespace rehearse::scenarios
