#include "rehearse/reports/story/tally.h"

#include <algorithm>
#include <functional>

#include "rehearse/reports/text/words.h"

namespace rehearse::reports {
namespace {

std::string reason_of(const Story& story) {
  if (!story.claims.empty()) {
    const model::Violation& first = story.claims.front().violation;
    return fmt::format("{}: {}", shown(first.id), shown(first.sentence));
  }
  if (story.ended && story.ended->error) return "broke: " + shown(story.ended->error->what);
  return "broke: no record of the end";
}

}  // namespace

void Counts::add(const Story& story) {
  switch (verdict_of(story)) {
    case model::Verdict::Passed:
      ++passed;
      break;
    case model::Verdict::Failed:
      ++failed;
      break;
    case model::Verdict::Broke:
      ++broke;
      break;
  }
  if (story.ended) actions += story.ended->actions;
}

void FailureGroups::add(const Story& story) {
  if (verdict_of(story) == model::Verdict::Passed) return;
  const auto [entry, is_new] = positions_.try_emplace(reason_of(story), groups_.size());
  if (is_new) groups_.push_back({entry->first, 0, {}});
  EqualFailures& group = groups_[entry->second];
  ++group.scenarios;
  if (group.files.size() < EqualFailures::files_max) group.files.push_back(story.started.file);
}

std::vector<EqualFailures> FailureGroups::repeated() const {
  std::vector<EqualFailures> repeated;
  for (const EqualFailures& group : groups_) {
    if (group.scenarios == 1) continue;
    const auto place = std::ranges::upper_bound(repeated, group.scenarios, std::ranges::greater(),
                                                &EqualFailures::scenarios);
    repeated.insert(place, group);
  }
  return repeated;
}

void Slowest::add(const Story& story) {
  if (!story.ended || story.ended->elapsed_us <= 0) return;
  const auto place =
      std::ranges::upper_bound(kept_, story.ended->elapsed_us, std::ranges::greater(),
                               &std::pair<std::int64_t, std::string>::first);
  kept_.emplace(place, story.ended->elapsed_us, story.started.file);
  if (kept_.size() > kept_max) kept_.pop_back();
}

}  // namespace rehearse::reports
