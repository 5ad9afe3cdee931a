#pragma once

#include "rehearse/scenarios/story/context.h"

/// Steps of scenario files. Only their reader includes this.
namespace rehearse::scenarios {

/// Reads a step: `do`, `advance`, `until` or `expect`.
Expected<void> read_step(const Cursor& at, Resolver& names, Step& step);

/// Reads what follows `"expect":` in a step that only expects.
Expected<void> read_expectation(const Cursor& at, const Resolver& names, Expectation& into);

/// Reads what follows `"expect":` in a step that does something.
Expected<void> read_outcome(const Cursor& at, const Resolver& names, Outcome& into);

}  // namespace rehearse::scenarios
