#include "rehearse/bench/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace rehearse::bench {
namespace {

struct Rounds {
  std::size_t count;
  double length_ns;  // what a round should take at least
};

Rounds rounds_of(const Options& options) {
  return options.effort == Effort::Full ? Rounds{9, 40e6} : Rounds{3, 2e6};
}

double time_ns(const Side& side, std::uint64_t count) {
  if (side.prepare) side.prepare();
  const auto start = std::chrono::steady_clock::now();
  side.run(count);
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

// Doubles the count until a round is long enough for the clock; also warms the side up.
std::uint64_t operations_per_round(const Side& side, double length_ns) {
  if (side.count > 0) {
    time_ns(side, side.count);
    return side.count;
  }
  for (std::uint64_t count = 1;; count *= 2)
    if (time_ns(side, count) >= length_ns) return count;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

using Cells = std::array<std::string, 6>;

std::string format_ratio(double ratio) {
  return ratio >= 100 ? fmt::format("{:.0f}", ratio) : fmt::format("{:.3g}", ratio);
}

Cells cells_of(const Row& row) {
  const bool has_goal = row.goal.kind != Goal::Kind::None;
  const std::string_view sign = row.goal.kind == Goal::Kind::AtMost ? "<=" : ">=";
  return {row.what,
          row.ours,
          row.peer,
          row.ratio > 0 ? format_ratio(row.ratio) : "",
          has_goal ? fmt::format("{} {}", sign, format_ratio(row.goal.bound)) : "",
          has_goal ? (is_met(row) ? "yes" : "NO") : ""};
}

const Cells& titles() {
  static const Cells cells = {"what", "ours", "peer", "ratio", "goal", "met"};
  return cells;
}

}  // namespace

bool is_met(const Row& row) {
  if (row.goal.kind == Goal::Kind::AtMost) return row.ratio <= row.goal.bound;
  if (row.goal.kind == Goal::Kind::AtLeast) return row.ratio >= row.goal.bound;
  return true;
}

Times measure(const Options& options, const Side& ours, const Side& peer) {
  const Rounds rounds = rounds_of(options);
  const auto ours_count = operations_per_round(ours, rounds.length_ns);
  const auto peer_count = operations_per_round(peer, rounds.length_ns);
  std::vector<double> ours_ns, peer_ns, ratios;
  for (std::size_t round = 0; round < rounds.count; ++round) {
    ours_ns.push_back(time_ns(ours, ours_count) / static_cast<double>(ours_count));
    peer_ns.push_back(time_ns(peer, peer_count) / static_cast<double>(peer_count));
    ratios.push_back(ours_ns.back() / peer_ns.back());
  }
  return {median(ours_ns), median(peer_ns), median(ratios)};
}

double measure_alone(const Options& options, const Side& ours) {
  const Rounds rounds = rounds_of(options);
  const auto count = operations_per_round(ours, rounds.length_ns);
  std::vector<double> times_ns;
  times_ns.reserve(rounds.count);
  for (std::size_t round = 0; round < rounds.count; ++round)
    times_ns.push_back(time_ns(ours, count) / static_cast<double>(count));
  return median(times_ns);
}

Row compare_time(const Options& options, std::string what, const Side& ours, const Side& peer,
                 Goal goal) {
  const Times times = measure(options, ours, peer);
  return {std::move(what), format_time(times.ours_ns), format_time(times.peer_ns),
          times.ours_per_peer, goal};
}

Row compare_speed(const Options& options, std::string what, const Side& ours, const Side& peer,
                  Goal goal) {
  const Times times = measure(options, ours, peer);
  return {std::move(what), format_rate(times.ours_ns), format_rate(times.peer_ns),
          1 / times.ours_per_peer, goal};
}

std::string format_time(double ns) {
  if (ns < 1e3) return fmt::format("{:.3g} ns", ns);
  if (ns < 1e6) return fmt::format("{:.3g} us", ns / 1e3);
  if (ns < 1e9) return fmt::format("{:.3g} ms", ns / 1e6);
  return fmt::format("{:.3g} s", ns / 1e9);
}

std::string format_rate(double ns) {
  const double per_second = 1e9 / ns;
  if (per_second >= 1e6) return fmt::format("{:.3g} M/s", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.3g} k/s", per_second / 1e3);
  return fmt::format("{:.3g} /s", per_second);
}

std::string table_text(const std::vector<Row>& rows) {
  std::vector<Cells> lines = {titles()};
  for (const Row& row : rows) lines.push_back(cells_of(row));
  std::array<std::size_t, 6> widths{};
  for (const Cells& line : lines)
    for (std::size_t column = 0; column < line.size(); ++column)
      widths[column] = std::max(widths[column], line[column].size());
  std::string text;
  for (const Cells& line : lines) {
    std::string joined;
    for (std::size_t column = 0; column < line.size(); ++column)
      joined += fmt::format("{}{:<{}}", column > 0 ? " | " : "", line[column], widths[column]);
    text += joined.substr(0, joined.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string table_markdown(const std::vector<Row>& rows) {
  const auto line = [](const Cells& cells) {
    return fmt::format("| {} |\n", fmt::join(cells, " | "));
  };
  std::string text = line(titles()) + "|---|---|---|---|---|---|\n";
  for (const Row& row : rows) text += line(cells_of(row));
  return text;
}

}  // namespace rehearse::bench
