#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/record.h"

/// Room `cli/work`. Running much at once: worker processes, progress, the corpus, reports.
///
/// Worker processes that play scenarios, or cases of a campaign, side by side
/// (docs/decisions/0004-workers-are-processes.md).
namespace rehearse::cli {

/// Hands over one line of what a piece of work came to: not empty, without a line end.
using Emit = std::function<void(const std::string& line)>;

/// Does the piece of work number `index`.
using Work = std::function<void(std::uint64_t index, const Emit& emit)>;

/// Makes what a worker needs, once, in the worker.
using MakeWork = std::function<Work()>;

/// Who gets the lines, in the order of the pieces of work, whatever is finished first.
struct Collector {
  /// A line; false when it makes no sense, which counts as the death of the worker.
  std::function<bool(std::uint64_t index, const std::string& line)> line;
  std::function<void(std::uint64_t index)> done;
  std::function<void(std::uint64_t index, const Error& why)> died;
  std::function<bool()> stop;  ///< asked between two pieces of work
};

/// What becomes of the work that a dead worker had still to do.
enum class AfterDeath : std::uint8_t {
  GiveUp,   ///< all of it is `died`
  Restart,  ///< only what it was doing; another worker does the rest
};

/// Does `first` … `end` - 1 in `jobs` processes; with one job in this process.
Expected<void> share(std::uint64_t first, std::uint64_t end, std::uint32_t jobs,
                     const MakeWork& make_work, const Collector& collector, AfterDeath after_death);

/// Plays the scenario at `index` and hands its records over, the last of them ScenarioEnded.
using Play =
    std::function<void(std::uint32_t index, const std::function<void(model::Record&&)>& sink)>;

/// Makes what a worker needs, once, in the worker.
using MakePlay = std::function<Play()>;

/// Plays scenarios 0 … `count` - 1 in `jobs` processes and gives their records to `sink` in the
/// order of the scenarios, whatever finishes first. A worker that dies makes the scenario that it
/// was playing `Broke`, and those that it had still to play as well. Stops early, and returns, when
/// `stop` says so between two scenarios.
///
/// With one job everything happens in this process.
Expected<void> play_all(std::uint32_t count, std::uint32_t jobs, const MakePlay& make_play,
                        const std::function<void(model::Record&&)>& sink,
                        const std::function<bool()>& stop);

}  // namespace rehearse::cli
