#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Benchmarks as ratios. The machine drifts by 2x between minutes, so ours and its peer take turns
/// in one run and only their ratio counts (performance.md). Nothing here is a test: a missed goal
/// is printed, never an exit code.
namespace rehearse::bench {

enum class Effort : std::uint8_t {
  Full,   ///< what docs/PERFORMANCE.md is made with
  Quick,  ///< small sizes and short rounds, to see that a benchmark still runs
};

struct Options {
  Effort effort = Effort::Full;

  /// `full` or `quick`, by effort: for sizes.
  std::uint64_t size(std::uint64_t full, std::uint64_t quick) const {
    return effort == Effort::Full ? full : quick;
  }
};

/// A bound on a ratio (or, in a row without a peer, on the figure itself).
struct Goal {
  enum class Kind : std::uint8_t { None, AtMost, AtLeast };
  Kind kind = Kind::None;
  double bound = 0;
};

constexpr Goal at_most(double bound) { return {Goal::Kind::AtMost, bound}; }
constexpr Goal at_least(double bound) { return {Goal::Kind::AtLeast, bound}; }

/// One line of the table. Filled by `compare_*`, or by hand when the figures are not times (bytes a
/// state, a share of seeds) or come from elsewhere.
struct Row {
  std::string what;  ///< the operation and its size, e.g. `fork + update + rollback, 64 KiB`
  std::string ours;  ///< a figure with its unit
  std::string peer;  ///< a figure with its unit and whose it is; empty if there is none
  double ratio = 0;  ///< what the goal bounds
  Goal goal;
};

/// Whether the goal is met; a row without a goal always is.
bool is_met(const Row& row);

/// One side of a comparison.
struct Side {
  /// Does `count` operations; this is what is timed.
  std::function<void(std::uint64_t count)> run;
  /// Called before each timed `run`, untimed. May be empty.
  std::function<void()> prepare = {};  // NOLINT(readability-redundant-member-init): for -Wextra
  /// Operations per call of `run`, or 0: as many as make a round of decent length.
  std::uint64_t count = 0;
};

/// Nanoseconds per operation, medians over the rounds.
struct Times {
  double ours_ns = 0;
  double peer_ns = 0;
  double ours_per_peer = 0;  ///< median of the ratios of the rounds, steadier than that of medians
};

/// Runs both sides in turns, after one unmeasured turn each to warm up.
Times measure(const Options& options, const Side& ours, const Side& peer);

/// The median time of one operation without a peer, in nanoseconds.
double measure_alone(const Options& options, const Side& ours);

/// A row whose ratio is *time of ours / time of peer*: bound it with `at_most`.
Row compare_time(const Options& options, std::string what, const Side& ours, const Side& peer,
                 Goal goal);

/// A row whose ratio is *speed of ours / speed of peer*: bound it with `at_least`.
Row compare_speed(const Options& options, std::string what, const Side& ours, const Side& peer,
                  Goal goal);

/// `4.2 us`, `0.81 s`: three digits and the unit that suits.
std::string format_time(double ns);

/// `12.3 M/s`: how many operations of that length fit into a second.
std::string format_rate(double ns);

/// `what | ours | peer | ratio | goal | met`, as aligned text or as a Markdown table.
std::string table_text(const std::vector<Row>& rows);
std::string table_markdown(const std::vector<Row>& rows);

/// Makes the compiler believe that `value` is used.
template <typename T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace rehearse::bench
