#pragma once

#include <string>

#include "rehearse/model/world/world.h"

namespace rehearse::scenarios {

/// The step that expects of an environment what a scenario can, as far as it is not so in `there`;
/// empty when all of that is. Only the writer of scenario files needs this.
std::string state_text(const model::EnvironmentState& here, const model::EnvironmentState& there,
                       const std::string& name);

}  // namespace rehearse::scenarios
