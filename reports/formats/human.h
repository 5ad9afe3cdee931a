#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "rehearse/reports/out/renderer.h"
#include "rehearse/reports/out/sink.h"
#include "rehearse/reports/record/lines.h"
#include "rehearse/reports/text/style.h"

namespace rehearse::reports {

/// How much of a run people are told.
enum class Verbosity : std::uint8_t {
  Quiet,    ///< failures and the last line
  Normal,   ///< also a line for each group, and a summary
  Verbose,  ///< also a line for each scenario, and every failure in full
};

struct HumanOptions {
  Colour colour = Colour::Off;
  Verbosity verbosity = Verbosity::Normal;
  HostInformation host = HostInformation::LeftOut;  ///< the slowest scenarios, the time elapsed
  std::size_t width = columns_max;  ///< columns at which sentences are broken; words are not
};

/// A run for people at a terminal, written while it goes on.
///
/// A line for each group of scenarios when it is complete (consecutive ones of one folder); a
/// failed or broken scenario when it ends, with the sentence that does not hold, the step and the
/// virtual time, what was expected and what was there, the rules with values and margins, the
/// statements cited, the place and a command that shows the history. At the end equal failures
/// together (same id, same sentence) and a summary. **The last line is the verdict in words.**
///
/// Unless verbose, 20 failures are told in full and the others, as the report says, in two lines.
/// Long values are cut, and say by how much. Status is always a word and a symbol; colour only
/// repeats it. Control characters never reach the terminal (see `printable`).
std::unique_ptr<Renderer> human_renderer(std::unique_ptr<Sink> sink, HumanOptions options);

}  // namespace rehearse::reports
