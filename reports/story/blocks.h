#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/record.h"
#include "rehearse/model/verdicts/decision.h"
#include "rehearse/reports/story/story.h"
#include "rehearse/reports/text/style.h"

/// The parts that reports for people have in common: paragraphs with a label before each. Every one
/// ends with a line end.
namespace rehearse::reports {

struct Layout {
  Colour colour = Colour::Off;
  std::size_t width = columns_max;
  std::size_t indent = 0;  ///< blanks before every line

  Layout indented(std::size_t by) const { return {colour, width, indent + by}; }
};

/// `✓ passed`, `✗ FAILED`, `! BROKE`.
std::string status(model::Verdict verdict, Colour colour);

/// `  expected  512 rows`: a dim label and a text that is taken as it is; nothing when it is empty.
std::string labelled(std::string_view label, std::string_view text, Layout layout);

/// `refresh denied by 2 rules, with 1 warning`, then each finding with what it compared:
///
///     ✗ denied   database-capacity: the target must be large enough (REF-57)
///         source.allocated_capacity = 512 GB, target.maximum_capacity = 500 GB: over by 12 GB
std::string decision_block(const model::Decision& decision, Layout layout);

/// The sentence, when it was violated, after which action, expected and actual, rules, cites and
/// place.
std::string claim_block(const ViolatedClaim& claim, const Story& story, Layout layout);

/// What could not be done, where, the source line and the hint.
std::string error_block(const Error& error, Layout layout);

/// The command that shows the history of a scenario: never broken, since people copy it.
std::string command_line(const model::RunStarted& run, const model::ScenarioStarted& scenario,
                         Layout layout);

/// Everything that speaks against a scenario: its error, at most `claims_max` claims, and the
/// command that shows its history.
std::string failure_block(const model::RunStarted& run, const Story& story, std::size_t claims_max,
                          Layout layout);

}  // namespace rehearse::reports
