#pragma once

#include <span>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

namespace rehearse::tidy {

/// The folders may use only what their layer may use (style: Layers), our own headers as well as
/// the libraries.
Findings check_layers(const Source& source);

/// The folders that hold C++ sources.
std::span<const std::string_view> folders();

}  // namespace rehearse::tidy
