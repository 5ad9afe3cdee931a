#include "rehearse/tests/tidy/structure.h"

#include <algorithm>
#include <vector>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view suite_macro = "BOOST_*_TEST_SUITE(";  // AUTO or FIXTURE

bool includes(const Source& source, std::string_view path) {
  return std::ranges::any_of(source.includes,
                             [&](const Include& include) { return include.own_path() == path; });
}

/// `model/values.h` for `model/values.cpp`.
std::string header_of(const Source& source) {
  return source.path.substr(0, source.path.rfind('.')) + ".h";
}

/// The suites of a test file with their lines.
std::vector<std::pair<std::string_view, std::size_t>> suites_of(const Source& source) {
  std::vector<std::pair<std::string_view, std::size_t>> suites;
  const std::string_view code = source.code;
  for (std::size_t at = find_pattern(code, suite_macro); at != npos;
       at = find_pattern(code, suite_macro, at + 1)) {
    const std::string_view rest = code.substr(code.find('(', at) + 1);
    suites.emplace_back(trimmed(rest.substr(0, rest.find_first_of(",)"))), line_at(code, at));
  }
  return suites;
}

/// `base_values_test` for `tests/model/base/values_test.cpp`, `rooms_test` for
/// `tests/tidy/rooms_test.cpp`.
std::string suite_of(const Source& source) {
  const std::string_view room = source.room();
  if (room.empty()) return std::string(source.stem());
  return fmt::format("{}_{}", room.substr(room.find('/') + 1), source.stem());
}

/// `tests/model` for `tests/model/values_test.cpp`; empty when there is no second folder.
std::string_view second_folder(std::string_view path) {
  const std::size_t first = path.find('/');
  const std::size_t second = first == npos ? npos : path.find('/', first + 1);
  return second == npos ? std::string_view() : path.substr(first + 1, second - first - 1);
}

}  // namespace

Findings check_pragma_once(const Source& source) {
  if (!source.is_header()) return {};
  const std::size_t first = source.code.find('#');
  if (first != npos && std::string_view(source.code).substr(first).starts_with("#pragma once"))
    return {};
  return {{source.path, 1, "a header that does not begin with #pragma once",
           "included twice, it defines everything twice", "#pragma once in the first line"}};
}

Findings check_own_header_first(const Source& source, std::span<const Source> all) {
  if (source.is_header()) return {};
  const std::string header = header_of(source);
  const bool has_header = std::ranges::find(all, header, &Source::path) != all.end();
  if (!has_header || (!source.includes.empty() && source.includes.front().own_path() == header))
    return {};
  return {{source.path, source.includes.empty() ? 1 : source.includes.front().line,
           fmt::format("the first include is not \"{}{}\"", include_root, header),
           "a header that needs another one before it is noticed only by its users",
           fmt::format("#include \"{}{}\" first, then an empty line", include_root, header)}};
}

Findings check_suite(const Source& source) {
  if (source.folder() != "tests" || !source.path.ends_with("_test.cpp")) return {};
  const auto suites = suites_of(source);
  const std::string name = suite_of(source);
  if (suites.size() == 1 && suites.front().first == name) return {};
  return {{source.path, suites.empty() ? 1 : suites.front().second,
           suites.empty()       ? "a test file without a suite"
           : suites.size() == 1 ? fmt::format("suite {}", suites.front().first)
                                : fmt::format("{} suites", suites.size()),
           "ctest runs one suite for each file, by the names of its room and of the file",
           fmt::format("BOOST_AUTO_TEST_SUITE({})", name)}};
}

Findings check_dead_headers(std::span<const Source> all) {
  Findings findings;
  for (const Source& header : all) {
    if (!header.is_header()) continue;
    const bool used = std::ranges::any_of(all, [&](const Source& source) {
      return source.path != header.path && includes(source, header.path);
    });
    if (used) continue;
    findings.push_back({header.path, 1, "a header that nobody includes",
                        "dead code is read, kept compiling and misleads", "nothing: delete it"});
  }
  return findings;
}

Findings check_dead_folder(const Source& source, std::string_view listing) {
  const std::string_view folder = second_folder(source.path);
  if (folder.empty() || find_pattern(listing, folder) != npos) return {};
  return {{source.path, 1,
           fmt::format("{}/CMakeLists.txt does not know the folder {}", source.folder(), folder),
           "the file is neither built nor embedded, and nobody notices",
           "the folder's name in that list, or no file"}};
}

}  // namespace rehearse::tidy
