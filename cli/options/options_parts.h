#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "rehearse/cli/options/commands.h"
#include "rehearse/model/base/values.h"

/// Parts of the command line that several commands have. Only what prepares a command needs this.
namespace rehearse::cli {

/// Behind the help of `rehearse` and of `rehearse run`.
extern const char* const examples;

void add_colour(CLI::App& command, std::string& colour);
void add_seed(CLI::App& command, model::Seed& seed);

/// The errand of a command: `add_options` says which options fill a `Request`, `run` does what it
/// asks for.
template <typename Request>
Errand errand(CLI::App& options, void (*add_options)(CLI::App&, Request&),
              ExitCode (*run)(const Request&)) {
  auto request = std::make_shared<Request>();
  add_options(options, *request);
  return [request = std::move(request), run] { return run(*request); };
}

}  // namespace rehearse::cli
