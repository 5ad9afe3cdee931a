#include "rehearse/cli/work/progress.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "rehearse/model/base/error.h"
#include "rehearse/reports/text/words.h"

namespace rehearse::cli {
namespace {

constexpr std::chrono::milliseconds between_bars{100};
constexpr std::chrono::seconds between_counters{10};

}  // namespace

ProgressLine::Style progress_style(const std::string& choice) {
  if (choice == "none") return ProgressLine::Style::None;
  if (choice == "bar") return ProgressLine::Style::Bar;
  if (choice == "counter") return ProgressLine::Style::Counter;
  return isatty(STDERR_FILENO) == 1 ? ProgressLine::Style::Bar : ProgressLine::Style::Counter;
}

void ProgressLine::show(const State& state) {
  if (style_ == Style::None) return;
  const Clock::time_point now = Clock::now();
  const bool is_bar = style_ == Style::Bar;
  if (is_bar ? now - shown_ < between_bars : now - shown_ < between_counters) return;
  shown_ = now;
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_).count();
  const auto rate = (state.cases - first_) * 1'000 / static_cast<std::uint64_t>(elapsed + 1);
  const std::string of = total_ > 0 ? fmt::format(" of {}", total_) : "";
  fmt::print(
      stderr,
      "{}{}: {}{} cases, {} histories/s, {} finding(s), {} of {} goals, last new in case {}{}",
      is_bar ? "\r\x1b[K" : "", name_, state.cases, of, rate, state.findings, state.goals_met,
      state.goals, state.last_new, is_bar ? "" : "\n");
  std::fflush(stderr);
  has_shown_ = true;
}

void ProgressLine::finish() {
  if (style_ == Style::Bar && has_shown_) fmt::print(stderr, "\r\x1b[K");
}

ProgressFile::ProgressFile(ProgressFile&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)),
      path_(std::move(other.path_)),
      done_(std::move(other.done_)) {}

ProgressFile& ProgressFile::operator=(ProgressFile&& other) noexcept {
  std::swap(file_, other.file_);
  path_ = std::move(other.path_);
  done_ = std::move(other.done_);
  return *this;
}

ProgressFile::~ProgressFile() {
  if (file_ != nullptr) std::fclose(file_);
}

Expected<ProgressFile> ProgressFile::begin(const std::string& path, const std::string& header) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return fail("write {}: {}", path, std::strerror(errno));
  ProgressFile progress(file, path);
  if (auto written = progress.add(header); !written)
    return std::unexpected(std::move(written.error()));
  return progress;
}

/// A torn last line is left out, and written over: everything is written anew.
Expected<ProgressFile> ProgressFile::resume(const std::string& path, const std::string& header) {
  std::ifstream before(path, std::ios::binary);
  std::string line;
  std::vector<scenarios::CasePlayed> done;
  if (before && std::getline(before, line)) {
    if (line != header)
      return fail("resume from {}: it belongs to another campaign: {}", path, line);
    while (std::getline(before, line) && !before.eof()) {
      auto played = scenarios::parse_case_line(line);
      if (!played) break;
      done.push_back(std::move(*played));
    }
  }
  before.close();
  const std::string partial = path + ".partial";
  auto progress = begin(partial, header);
  if (!progress) return progress;
  for (const scenarios::CasePlayed& played : done) {
    if (auto added = progress->add(to_line(played)); !added)
      return std::unexpected(std::move(added.error()));
  }
  if (std::rename(partial.c_str(), path.c_str()) != 0)
    return fail("write {}: {}", path, std::strerror(errno));
  progress->path_ = path;
  progress->done_ = std::move(done);
  return progress;
}

Expected<void> ProgressFile::add(const std::string& line) {
  const std::string whole = line + "\n";
  if (std::fwrite(whole.data(), 1, whole.size(), file_) != whole.size() || std::fflush(file_) != 0)
    return fail("write {}: {}", path_, std::strerror(errno));
  return {};
}

}  // namespace rehearse::cli
