#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/policy/record.h"

/// Room `reports/text`. Words, widths and colours.
///
/// Values in the words of a report. All texts are safe for a terminal (see `printable`).
namespace rehearse::reports {

/// `0x5eed`; the form that the command takes.
std::string in_words(model::Seed seed);
std::optional<model::Seed> parse_seed(std::string_view text);

/// `1 h 30 min`, `2 days`, `250 ms`, `no time`.
std::string in_words(model::Duration duration);

/// `2020-03-02 09:00:00 UTC`, with milliseconds only if there are any.
std::string in_words(model::Instant instant);

/// `scenarios/refresh/rollback.json:24:7`, or the pointer where the line is not known; empty when
/// nothing is.
std::string in_words(const Place& place);

/// Microseconds of this host as `1.204 s`, rounded down.
std::string seconds(std::int64_t elapsed_us);

/// `1 scenario`, `61 scenarios`.
std::string counted(std::uint64_t count, std::string_view noun);

/// `REF-13, B-45`.
std::string listed(const std::vector<std::string>& texts);

/// What a text of a file or database becomes in a report: on one line, safe, of bounded length.
std::string shown(std::string_view text);

/// The command that shows the history of a scenario, to be copied into a shell:
/// `rehearse replay refresh/rollback.json`, with `--policy` if the run was asked for one.
std::string repro_command(const model::RunStarted& run, const model::ScenarioStarted& scenario);

}  // namespace rehearse::reports
