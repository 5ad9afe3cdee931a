#pragma once

#include <cstddef>
#include <memory>

#include "rehearse/reports/out/renderer.h"
#include "rehearse/reports/out/sink.h"
#include "rehearse/reports/text/style.h"

namespace rehearse::reports {

struct ReplayOptions {
  Colour colour = Colour::Off;
  std::size_t width = columns_max;  ///< columns at which sentences are broken
};

/// The history of a scenario, step by step, for a reviewer who need not program: what was done and
/// when (virtual time, absolute and since the first action), what changed because of it, which
/// rules denied it or warned, with values and margins, and the claims that were violated, in their
/// place. What does not change is not mentioned.
///
/// Meant for a record of one scenario; several follow each other. Written as the records come.
std::unique_ptr<Renderer> replay_renderer(std::unique_ptr<Sink> sink, ReplayOptions options);

}  // namespace rehearse::reports
