#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

/// The tidy checks: house rules that a machine can keep. Every check is a pure function from
/// sources to findings; `repository_test.cpp` applies them to the repository, the other tests to
/// planted violations, so that each check is known to be able to fail.
namespace rehearse::tidy {

/// One broken rule, for the person who has to mend it.
struct Finding {
  std::string file;      ///< relative to the repository
  std::size_t line = 0;  ///< 1-based
  std::string found;     ///< what stands there
  std::string why;       ///< what goes wrong when it stays
  std::string instead;   ///< what to write

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

inline void append(Findings& all, const Findings& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// All findings below each other, in file order, equal advice once; empty when there are none.
inline std::string to_string(Findings findings) {
  std::ranges::stable_sort(findings, [](const Finding& one, const Finding& other) {
    return std::tie(one.file, one.line) < std::tie(other.file, other.line);
  });
  std::string text;
  for (std::size_t index = 0; index < findings.size(); ++index) {
    const Finding& here = findings[index];
    text += fmt::format("\n  {}:{}: {}", here.file, here.line, here.found);
    const bool goes_on = index + 1 < findings.size() && findings[index + 1].why == here.why &&
                         findings[index + 1].instead == here.instead;
    if (!goes_on) text += fmt::format("\n    why: {}\n    instead: {}", here.why, here.instead);
  }
  return text;
}

}  // namespace rehearse::tidy
