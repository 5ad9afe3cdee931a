#pragma once

#include <variant>

#include "rehearse/cli/options/commands.h"

namespace rehearse::cli {

/// Reads the command line. Help, version and usage errors are printed here and end with the code
/// that they call for.
std::variant<Errand, ExitCode> read_options(int count, const char* const* arguments);

}  // namespace rehearse::cli
