#pragma once

#include <string>
#include <vector>

#include "rehearse/model/policy/record.h"
#include "rehearse/reports/out/renderer.h"

/// Records of runs, one for each kind of ending. Small, so that a reader of an approved report can
/// see where every word comes from.
namespace rehearse::tests {

using Records = std::vector<model::Record>;

Records passing_run();   ///< three scenarios in two groups
Records failing_run();   ///< a broken invariant, a wrong expectation after a denial, a refinement
Records repeated_run();  ///< more failures for one reason than are told in full
Records broken_run();    ///< a scenario file with a spelling mistake
Records interrupted_run();  ///< stopped after the first of three scenarios
Records killed_run();       ///< the record ends within the second scenario
Records empty_run();        ///< nothing was selected
Records hostile_run();      ///< texts that try to break out of a report

/// A decision with a denial for numbers, one for something missing, and a warning.
model::Decision sample_decision();

/// Feeds `records` to a renderer and finishes it; a failure fails the test case.
void render(reports::Renderer& renderer, const Records& records);

}  // namespace rehearse::tests
