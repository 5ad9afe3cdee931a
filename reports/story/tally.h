#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/model/policy/record.h"
#include "rehearse/reports/story/story.h"

/// Numbers over scenarios.
namespace rehearse::reports {

/// How many scenarios ended how, and the actions of all of them.
struct Counts {
  std::uint32_t passed = 0;
  std::uint32_t failed = 0;
  std::uint32_t broke = 0;
  std::uint64_t actions = 0;

  std::uint32_t scenarios() const { return passed + failed + broke; }
  void add(const Story& story);

  bool operator==(const Counts&) const = default;
};

/// Scenarios that failed for one reason.
struct EqualFailures {
  static constexpr std::size_t files_max = 3;  ///< named; the others are only counted

  std::string reason;  ///< `INV-07: no user is enabled`
  std::uint32_t scenarios = 0;
  std::vector<std::string> files;
};

/// Groups failures by the id and sentence of the first violated claim, or by the error.
class FailureGroups {
 public:
  void add(const Story& story);

  /// Groups of two or more, the largest first, equal ones in the order of their first scenario.
  std::vector<EqualFailures> repeated() const;

 private:
  std::map<std::string, std::size_t> positions_;
  std::vector<EqualFailures> groups_;  // in the order of their first scenario
};

/// The scenarios that took longest on this host.
class Slowest {
 public:
  static constexpr std::size_t kept_max = 3;

  void add(const Story& story);

  /// Microseconds and file, the slowest first; the earlier of equals first.
  const std::vector<std::pair<std::int64_t, std::string>>& kept() const { return kept_; }

 private:
  std::vector<std::pair<std::int64_t, std::string>> kept_;
};

}  // namespace rehearse::reports
