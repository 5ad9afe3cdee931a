#pragma once

#include "rehearse/model/policy/record.h"

/// Random records for properties.
namespace rehearse::tests {

/// Any record that `to_line` promises to keep: texts are UTF-8, times lie in the years 0 to 9999.
/// Drawn one value a statement, so that every compiler draws the same.
model::Record any_record();

/// Any bytes at all.
std::string any_bytes();

}  // namespace rehearse::tests
