#pragma once

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/record.h"

/// Room `reports/out`. What a renderer is, and where its text goes.
///
/// Folds the record of a run into something to read. A renderer knows nothing but the records.
namespace rehearse::reports {

/// Takes the records of one run in their order: `RunStarted`; then for each scenario
/// `ScenarioStarted`, its `StepTaken` and `Violation`s, `ScenarioEnded`, not interleaved with those
/// of another scenario; then `RunEnded`. A record that stops early (a killed run) is rendered as
/// far as it goes, and said to be incomplete.
///
/// An error says that the report could not be written. Nothing more can come of this renderer then;
/// others of the same run are not concerned.
class Renderer {
 public:
  Renderer() = default;
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;
  virtual ~Renderer() = default;

  /// One record. What can already be said is written at once.
  [[nodiscard]] virtual Expected<void> take(const model::Record& record) = 0;

  /// Once, after the last record, also when there was no `RunEnded`. Only then is the report whole
  /// and in its place.
  [[nodiscard]] virtual Expected<void> finish() = 0;
};

}  // namespace rehearse::reports
