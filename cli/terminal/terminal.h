#pragma once

#include <string_view>

#include "rehearse/cli/terminal/exit_code.h"
#include "rehearse/model/base/error.h"

/// Room `cli/terminal`. Streams, signals and exit codes.
///
/// What every command needs of its surroundings: standard streams, colours, and how errors are
/// told.
namespace rehearse::cli {

/// Prints `rehearse: ERROR` on standard error and returns Trouble.
ExitCode trouble(const Error& error);

/// Occupies standard input, output and error if the user closed them: otherwise the next file that
/// is opened takes their place, and gets what was meant for them. Writing to a closed standard
/// output stays an error.
void keep_standard_streams();

/// Whether standard output gets colours: `choice` is auto, always or never (NO_COLOR, FORCE_COLOR
/// and TERM count).
bool wants_colour(std::string_view choice);

}  // namespace rehearse::cli
