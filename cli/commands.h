#pragma once

#include <string_view>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "model/error.h"

/// One function for each subcommand. Data go to standard output, messages to standard error.
namespace rehearse::cli {

ExitCode run(const RunRequest& request);
ExitCode replay(const ReplayRequest& request);
ExitCode coverage(const CoverageRequest& request);
ExitCode explain(const ExplainRequest& request);
ExitCode diagram(const DiagramRequest& request);
ExitCode schema(const SchemaRequest& request);
ExitCode export_databases(const ExportRequest& request);
ExitCode explore(const ExploreRequest& request);

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
