#include "rehearse/scenarios/files/library.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/model/base/values.h"

namespace rehearse::scenarios {
namespace {

namespace fs = std::filesystem;

Error unreadable(const std::string& path, const std::string& why, std::string hint = {}) {
  return {fmt::format("find scenarios: {}", why), {path, 0, 0, {}}, std::move(hint), {}};
}

/// All `*.json` below `folder`, sorted. Symbolic links to folders are not followed: no loops.
Expected<std::vector<std::string>> files_below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code trouble;
  fs::recursive_directory_iterator at(folder, trouble);
  while (!trouble && at != fs::recursive_directory_iterator()) {
    if (at->path().extension() == ".json" && at->is_regular_file(trouble))
      files.push_back(at->path().generic_string());
    if (!trouble) at.increment(trouble);
  }
  if (trouble) return std::unexpected(unreadable(folder, trouble.message()));
  std::ranges::sort(files);
  return files;
}

Expected<std::vector<std::string>> files_at(const std::string& path) {
  std::error_code trouble;
  const fs::file_status status = fs::status(path, trouble);
  if (status.type() == fs::file_type::not_found)
    return std::unexpected(unreadable(path, fmt::format("there is no file or folder \"{}\"", path),
                                      "without a path, the shipped scenarios are run"));
  if (trouble) return std::unexpected(unreadable(path, trouble.message()));
  if (status.type() == fs::file_type::directory) return files_below(path);
  return std::vector{path};
}

/// The classic two pointers: on a mismatch go back to the last `*` and let it eat one more.
bool fits(std::string_view pattern, std::string_view text) {
  std::size_t at = 0, star = pattern.npos, eaten = 0, next = 0;
  while (next < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      eaten = next;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[next])) {
      ++at;
      ++next;
    } else if (star != pattern.npos) {
      at = star + 1;
      next = ++eaten;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == pattern.npos;
}

}  // namespace

std::vector<ScenarioSource> shipped_scenarios() {
  std::vector<ScenarioSource> sources;
  for (const fixtures::EmbeddedFile& file : fixtures::library())
    sources.push_back({std::string(file.name), file.text, true});
  std::ranges::sort(sources, {}, &ScenarioSource::file);
  return sources;
}

Expected<std::vector<ScenarioSource>> find_scenarios(const std::vector<std::string>& paths) {
  std::vector<ScenarioSource> sources;
  std::set<fs::path> seen;
  for (const std::string& path : paths) {
    const auto files = files_at(path);
    if (!files) return std::unexpected(files.error());
    for (const std::string& file : *files) {
      if (seen.insert(fs::path(file).lexically_normal()).second)
        sources.push_back({file, {}, false});
    }
  }
  return sources;
}

bool is_match(std::string_view pattern, std::string_view text) {
  const std::string folded = model::fold(pattern);
  if (pattern.find_first_of("*?") != pattern.npos) return fits(folded, model::fold(text));
  return model::fold(text).contains(folded);
}

}  // namespace rehearse::scenarios
