#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/options.h"

/// Parts of the command line that several commands have, and those that are long. Only the reader
/// of options needs this.
namespace rehearse::cli {

void add_colour(CLI::App& command, std::string& colour);
void add_seed(CLI::App& command, model::Seed& seed);
void add_explore(CLI::App& app, ExploreRequest& request);

}  // namespace rehearse::cli
