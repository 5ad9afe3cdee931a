#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "rehearse/scenarios/explore/case_line.h"

/// How far a campaign has come: for people, and for the next run.
namespace rehearse::cli {

/// A line on standard error: one that is written over on a terminal, else at most one in ten
/// seconds.
class ProgressLine {
 public:
  enum class Style : std::uint8_t { None, Counter, Bar };

  /// `total`: of cases; 0 when only time bounds the campaign.
  ProgressLine(Style style, std::string name, std::uint64_t total)
      : style_(style), name_(std::move(name)), total_(total) {}

  struct State {
    std::uint64_t cases = 0;
    std::uint64_t findings = 0;
    std::uint64_t goals_met = 0;
    std::uint64_t goals = 0;
    std::uint64_t last_new = 0;  ///< the case that met a goal for the first time, last
  };
  void show(const State& state);
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  Style style_;
  std::string name_;
  std::uint64_t total_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point shown_ = begun_;
  std::uint64_t first_ = 0;  // cases that were there when it began
  bool has_shown_ = false;
};

/// `auto`: a bar on a terminal, counters elsewhere.
ProgressLine::Style progress_style(const std::string& choice);

/// The cases that are done, in a file that only grows: a line says what the campaign is, then one
/// follows for each case in order. After a kill the beginning is whole.
class ProgressFile {
 public:
  /// Begins anew, or after the whole lines of the file when `header` is the same as there. Another
  /// header is an error: it was another campaign.
  static Expected<ProgressFile> begin(const std::string& path, const std::string& header);
  static Expected<ProgressFile> resume(const std::string& path, const std::string& header);

  ProgressFile(ProgressFile&& other) noexcept;
  ProgressFile& operator=(ProgressFile&& other) noexcept;
  ~ProgressFile();

  /// What was done before.
  const std::vector<scenarios::CasePlayed>& done() const { return done_; }

  /// Handed to the operating system before this returns.
  Expected<void> add(const std::string& line);

 private:
  ProgressFile(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}

  std::FILE* file_;
  std::string path_;
  std::vector<scenarios::CasePlayed> done_;
};

}  // namespace rehearse::cli
