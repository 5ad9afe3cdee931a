#include "rehearse/reports/story/story.h"

#include "rehearse/reports/text/words.h"

namespace rehearse::reports {

void StoryTeller::take(const model::Record& record) {
  std::visit([this](const auto& part) { take_part(part); }, record);
}

void StoryTeller::take_part(const model::ScenarioStarted& scenario) {
  story_.emplace().started = scenario;
  last_.reset();
}

void StoryTeller::take_part(const model::StepTaken& step) {
  if (!story_) return;
  if (!story_->start) story_->start = step.at;
  last_ = {step.step, step.at, step.action, {}, step.decision};
}

void StoryTeller::take_part(const model::Violation& violation) {
  if (!story_) return;
  ++story_->claim_count;
  if (story_->claims.size() < Story::claims_max) story_->claims.push_back({violation, last_});
}

void StoryTeller::take_part(const model::ScenarioEnded& scenario) {
  if (story_) story_->ended = scenario;
}

std::string title_of(const model::ScenarioStarted& scenario) {
  return shown(scenario.title.empty() ? scenario.file : scenario.title);
}

model::Verdict verdict_of(const Story& story) {
  if (!story.ended || story.ended->verdict == model::Verdict::Broke) return model::Verdict::Broke;
  return story.claim_count > 0 ? model::Verdict::Failed : story.ended->verdict;
}

}  // namespace rehearse::reports
