#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rehearse/scenarios/finding/scenario.h"

/// The steps of a scenario file. Only its writer needs this.
namespace rehearse::scenarios {

/// On one line, with spaces where people put them.
std::string spaced(const nlohmann::ordered_json& json);

/// One text for each deed, with what `course` has for an answer; then one for each environment
/// that is not as in `other`, if there is one. A last one expects that the upgrade of `upgraded` is
/// finished.
std::vector<std::string> step_texts(const History& history, const Course& course,
                                    const Course* other,
                                    std::optional<model::EnvironmentId> upgraded);

}  // namespace rehearse::scenarios
