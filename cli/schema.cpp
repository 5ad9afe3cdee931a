#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.h"
#include "fixtures/embedded.h"
#include "model/rule_suggestion.h"

namespace rehearse::cli {
namespace {

constexpr std::string_view folder = "schemas/";
constexpr std::string_view ending = ".schema.json";

std::string_view name_of(const fixtures::EmbeddedFile& file) {
  std::string_view name = file.name.substr(folder.size());
  name.remove_suffix(ending.size());
  return name;
}

}  // namespace

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

}  // namespace rehearse::cli
