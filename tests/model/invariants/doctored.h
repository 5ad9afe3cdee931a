#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/tests/model/steps/story.h"

/// Invariants, asked about moments that `step` would never make.
namespace rehearse::model::test {

/// What happened when `action` was taken in a story, to be changed at will.
struct Doctored {
  Doctored(const Story& story, Action taken, EnvironmentId source_id = uat1)
      : policy(story.policy),
        action(std::move(taken)),
        before{story.world[uat1], story.world[source_id]},
        is_in_place(source_id == uat1) {
    const Step step = model::step(policy, story.world, action);
    events.assign(step.events.begin(), step.events.end());
    now = step.world.now;
    after = {step.world[uat1], step.world[source_id]};
  }

  struct Environments {
    EnvironmentState target;
    EnvironmentState source;
  };

  void remove(EventKind kind) {
    std::erase_if(events, [kind](const Event& event) { return event.kind == kind; });
  }
  void add(EventKind kind) { events.push_back({.kind = kind, .environment = uat1}); }

  /// `holds`, `broken`, or `silent` where the invariant says nothing.
  std::string_view verdict(std::string_view id) const {
    const auto found = std::ranges::find(invariants(), id, &Invariant::id);
    const Moment moment{.policy = policy,
                        .action = action,
                        .events = events,
                        .now = now,
                        .target_id = uat1,
                        .target_before = before.target,
                        .target = after.target,
                        .source_before = is_in_place ? &before.target : &before.source,
                        .source = is_in_place ? &after.target : &after.source};
    if (!found->applies(moment)) return "silent";
    return found->holds(moment) ? "holds" : "broken";
  }

  Policy policy;
  Action action;
  std::vector<Event> events;
  Instant now;
  Environments before;
  Environments after;
  bool is_in_place;
};

}  // namespace rehearse::model::test
