#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rehearse/model/policy/record.h"

/// Room `reports/story`. What a report collects before it writes: the steps of a scenario,
/// failures, counts.
///
/// What a report keeps of a scenario until it has ended.
namespace rehearse::reports {

/// A claim that did not hold, and the last action before it.
struct ViolatedClaim {
  model::Violation violation;
  std::optional<model::StepTaken> after;  ///< without its events
};

/// A scenario as far as its records went.
struct Story {
  static constexpr std::size_t claims_max = 20;  ///< kept; the others are only counted

  model::ScenarioStarted started;
  std::optional<model::Instant> start;  ///< of its first action
  std::vector<ViolatedClaim> claims;
  std::size_t claim_count = 0;
  std::optional<model::ScenarioEnded> ended;
};

/// The story of the scenario that is being told, and the run that it belongs to.
class StoryTeller {
 public:
  void take(const model::Record& record);

  /// The start of the run; with empty members before there was one.
  const model::RunStarted& run() const { return run_; }

  /// The last scenario that began; nothing before the first.
  const std::optional<Story>& story() const { return story_; }

  /// It began and has not ended.
  bool is_open() const { return story_ && !story_->ended; }

 private:
  void take_part(const model::RunStarted& run) { run_ = run; }
  void take_part(const model::ScenarioStarted& scenario);
  void take_part(const model::StepTaken& step);
  void take_part(const model::Violation& violation);
  void take_part(const model::ScenarioEnded& scenario);
  void take_part(const model::RunEnded&) {}

  model::RunStarted run_;
  std::optional<Story> story_;
  std::optional<model::StepTaken> last_;  // of the story
};

/// The sentence that names a scenario: its title, or its file if it has none.
std::string title_of(const model::ScenarioStarted& scenario);

/// Failed when a claim was violated, whatever the end says; broke when there is no end.
model::Verdict verdict_of(const Story& story);

}  // namespace rehearse::reports
