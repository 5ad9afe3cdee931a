#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/record.h"

/// Worker processes that play scenarios side by side
/// (docs/decisions/0004-workers-are-processes.md).
namespace rehearse::cli {

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
