#include "rehearse/model/invariants/invariants.h"

#include <algorithm>
#include <array>
#include <boost/container/static_vector.hpp>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/invariants/rows.h"

namespace rehearse::model {
namespace {

constexpr std::array tables = {invariants_of_starts, invariants_of_movements, invariants_of_data,
                               invariants_of_people, invariants_of_upgrades};

using Invariants = boost::container::static_vector<Invariant, invariant_count_max>;

Invariants in_order_of_ids() {
  Invariants all;
  for (const auto table : tables) all.insert(all.end(), table().begin(), table().end());
  std::ranges::sort(all, {}, &Invariant::id);
  return all;
}

void judge(const Moment& moment, CheckedStep& checked) {
  const std::span<const Invariant> all = invariants();
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index].holds == nullptr || !all[index].applies(moment)) continue;
    checked.applied.set(index);
    if (!all[index].holds(moment)) checked.broken.set(index);
  }
}

/// The environment that the movement of `action` reads from, if any.
std::optional<EnvironmentId> source_of(const World& world, const Action& action,
                                       EnvironmentId subject) {
  if (const auto* start = std::get_if<Start>(&action)) return start->source;
  const Movement& movement = world[subject].movement;
  return movement.phase == Phase::None ? std::nullopt : std::optional(movement.source);
}

}  // namespace

bool Moment::has(EventKind kind) const {
  return std::ranges::any_of(events, [kind](const Event& event) { return event.kind == kind; });
}

std::span<const Invariant> invariants() {
  static const Invariants all = in_order_of_ids();
  return {all.data(), all.size()};
}

CheckedStep checked_step(const Policy& policy, World world, const Action& action) {
  const auto subject = subject_of(action);
  if (!subject) return {step(policy, std::move(world), action), {}, {}};
  const auto source = source_of(world, action, *subject);
  const EnvironmentState target_before = world[*subject];
  const EnvironmentState source_before = world[source.value_or(*subject)];
  CheckedStep checked{step(policy, std::move(world), action), {}, {}};
  const World& after = checked.step.world;
  judge({.policy = policy,
         .action = action,
         .events = {checked.step.events.data(), checked.step.events.size()},
         .now = after.now,
         .target_id = *subject,
         .target_before = target_before,
         .target = after[*subject],
         .source_before = source ? &source_before : nullptr,
         .source = source ? &after[*source] : nullptr},
        checked);
  return checked;
}

}  // namespace rehearse::model
