#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"

/// Where scenarios come from: the shipped library, files and folders.
namespace rehearse::scenarios {

/// A scenario file that has been found, not yet read.
struct ScenarioSource {
  std::string file;       ///< as given, or relative to the shipped library: `refresh/x.json`
  std::string_view text;  ///< of a shipped one; empty for a file, to be read from `file`
  bool is_shipped = false;

  bool operator==(const ScenarioSource&) const = default;
};

/// The shipped scenarios, in the order of their paths.
std::vector<ScenarioSource> shipped_scenarios();

/// For each of `paths`: the file itself, or all `*.json` files in the folder and below it, by path,
/// byte for byte, so that the order is the same on every machine. A file that is reached twice
/// comes once, where it came first. Fails when a path does not exist or a folder cannot be read.
Expected<std::vector<ScenarioSource>> find_scenarios(const std::vector<std::string>& paths);

/// Whether `pattern` is in `text`, case aside. With `*` (any characters) or `?` (any one) in it,
/// the pattern must fit the whole text. The empty pattern is in every text.
///
///     is_match("sync", "refresh/sync_failure.json")        // true
///     is_match("refresh/*.json", "refresh/sync_failure.json")  // true
bool is_match(std::string_view pattern, std::string_view text);

}  // namespace rehearse::scenarios
