#include <fmt/format.h>

#include <cstdio>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/model/base/suggestion.h"

namespace rehearse::cli {
namespace {

/// `rehearse schema [NAME]`
struct SchemaRequest {
  std::string name;  ///< empty: list them
};

constexpr std::string_view folder = "schemas/";
constexpr std::string_view ending = ".schema.json";

std::string_view name_of(const fixtures::EmbeddedFile& file) {
  std::string_view name = file.name.substr(folder.size());
  name.remove_suffix(ending.size());
  return name;
}

void add_options(CLI::App& command, SchemaRequest& request) {
  command.add_option("NAME", request.name, "policy, fleet, scenario or result; none: list them")
      ->type_name("");
}

ExitCode schema(const SchemaRequest& request) {
  std::vector<std::string_view> names;
  for (const auto& file : fixtures::schemas()) {
    names.push_back(name_of(file));
    if (request.name.empty()) fmt::print("{}\n", name_of(file));
    if (request.name != name_of(file)) continue;
    fmt::print("{}", file.text);
    return ExitCode::Clean;
  }
  if (request.name.empty()) return ExitCode::Clean;
  return trouble({fmt::format("print schema: there is no format \"{}\"", request.name),
                  {},
                  fmt::format("the formats are {}", fmt::join(names, ", ")),
                  {}});
}

}  // namespace

Errand prepare_schema(CLI::App& options) { return errand(options, add_options, schema); }

}  // namespace rehearse::cli
