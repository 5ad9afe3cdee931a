#pragma once

#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/sim/estate/refinement.h"

/// Does the model tell the truth about an upgrade? Asked after every sub-step.
namespace rehearse::sim {

/// Compares what the model knows of the upgrade at `site` with the databases, after a sub-step
/// completed there:
///
/// * brackets are open or closed as the completed sub-steps say (UPG-61 … 63);
/// * unique indexes are absent and present when they must be (INV-37);
/// * the status table dates no row wrongly (INV-42);
/// * the original database and Financial Reporting are untouched (INV-39);
/// * after the upgrade, batch configuration is as before (INV-38), and every row was born in AX
///   2012 or here.
std::vector<Discrepancy> compare_upgrade(StandIns& stand_ins, const model::Policy& policy,
                                         const model::EnvironmentState& state, const Site& site);

}  // namespace rehearse::sim
