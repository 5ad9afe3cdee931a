#include "rehearse/scenarios/shrink/best.h"

#include <algorithm>

namespace rehearse::scenarios {
namespace {

/// Deeds that speak of a movement nobody asked for go.
void drop_orphans(History& history) {
  std::vector<bool> asked(history.fleet->environments.size());
  std::erase_if(history.deeds, [&](const Deed& deed) {
    if (const auto target = asks_for_movement_into(deed)) asked[target->value] = true;
    const auto target = needs_movement_into(deed);
    return target && !asked[target->value];
  });
}
}  // namespace

Expected<void> BestSoFar::begin(const History& history) {
  History alone = history;
  alone.faults.clear();
  alone.deeds.assign(history.deeds.end() - std::min<std::ptrdiff_t>(1, std::ssize(history.deeds)),
                     history.deeds.end());
  drop_orphans(alone);
  for (const SharedFleet* fleet : {&setting_.fixture, &history.fleet}) {
    alone.fleet = *fleet;
    best_ = alone;
    const auto found = replay(best_, 0, true);
    if (found && *found) return {};
  }
  best_ = history;
  auto found = replay(best_, 0, true);
  if (!found) return std::unexpected(std::move(found.error()));
  if (!*found) return fail("shrink history: it does not break {}", breach_.id);
  return {};
}

bool BestSoFar::attempt(History candidate) {
  if (is_spent()) return false;
  drop_orphans(candidate);
  Complexity complexity = complexity_of(candidate, *setting_.fixture);
  if (complexity >= complexity_ || !tried_.insert(std::move(complexity)).second) return false;
  ++tries_;
  const bool same_setting = candidate.fleet == best_.fleet && candidate.faults == best_.faults;
  std::size_t common = 0;
  if (same_setting) {
    const auto [mine, theirs] = std::ranges::mismatch(best_.deeds, candidate.deeds);
    common = static_cast<std::size_t>(mine - best_.deeds.begin());
  }
  const auto found = replay(candidate, common, !same_setting);
  if (!found || !*found) return false;
  best_ = std::move(candidate);
  return true;
}

/// Plays `history`, whose first `common` deeds are those of the best. When it breaks what it
/// should, what comes after that is cut off and the marks are those of `history`.
Expected<bool> BestSoFar::replay(History& history, std::size_t common, bool anew) {
  alarm_.reset();
  // A longer history than the best one goes on from its last state but one.
  common = anew ? 0 : std::min(common, marks_.size() - 1);
  std::unique_ptr<Ground> fresh;
  const auto go_back = [&]() -> Expected<void> {
    if (!anew) {
      ground_->return_to(marks_[common]);
      return {};
    }
    auto made = setting_.make_ground(history, alarm_.witness());
    if (!made) return std::unexpected(std::move(made.error()));
    fresh = std::move(*made);
    return {};
  };
  if (auto there = go_back(); !there) return std::unexpected(std::move(there.error()));
  const std::size_t kept = play_from(history, anew ? *fresh : *ground_, common, nullptr);
  if (kept > history.deeds.size()) return false;
  history.deeds.resize(kept);
  if (history.fleet == setting_.fixture) history.fleet = setting_.fixture;  // one value to compare
  // Once more, for the marks: most tries come to nothing and need none.
  alarm_.reset();
  if (auto there = go_back(); !there) return std::unexpected(std::move(there.error()));
  if (anew) ground_ = std::move(fresh);
  marks_.resize(common);
  play_from(history, *ground_, common, &marks_);
  complexity_ = complexity_of(history, *setting_.fixture);
  return true;
}

/// How many deeds it takes to break what should be broken; one more than there are when they do
/// not. Appends the state before each deed to `marks`, if anybody wants them.
std::size_t BestSoFar::play_from(const History& history, Ground& ground, std::size_t first,
                                 std::vector<Ground::Mark>* marks) {
  for (std::size_t deed = first; deed < history.deeds.size(); ++deed) {
    if (marks != nullptr) marks->push_back(ground.mark());
    const Performed done = perform(history.deeds[deed], ground, &alarm_);
    if (alarm_.rings()) return deed + 1;
    if (done.rest == Rest::GaveUp) return history.deeds.size() + 1;
  }
  if (marks != nullptr) marks->push_back(ground.mark());
  const bool has_settled = let_settle(ground) == Rest::Reached;
  if (alarm_.rings()) return history.deeds.size();
  const auto left = has_settled ? unfinished(ground) : std::vector<Breach>();
  const bool is_broken = std::ranges::count(left, breach_) > 0;
  return history.deeds.size() + (is_broken ? 0 : 1);
}

}  // namespace rehearse::scenarios
