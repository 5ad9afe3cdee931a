#pragma once

#include <span>

#include "rehearse/model/base/names.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/policy/parts.h"

/// The runbook of a data upgrade, as a policy states it: sub-steps and conversion scripts. Used by
/// the reader of policies only.
namespace rehearse::scenarios {

/// Reads the sub-steps and puts them in the order of their starts; the policy's times become the
/// waits between them and how long each lasts.
Expected<void> read_sub_steps(std::span<const PolicyEntry> entries, model::Names& names,
                              model::Runbook& runbook);

Expected<void> read_scripts(std::span<const PolicyEntry> entries, model::Runbook& runbook);

}  // namespace rehearse::scenarios
