#pragma once

#include <type_traits>

#include "rehearse/scenarios/deeds/code.h"
#include "rehearse/scenarios/deeds/movements.h"
#include "rehearse/scenarios/deeds/operators.h"
#include "rehearse/scenarios/deeds/people.h"
#include "rehearse/scenarios/deeds/runbooks.h"
#include "rehearse/scenarios/deeds/upgrades.h"

/// All kinds of deeds. Only what does something for every kind needs this (deeds.h).
namespace rehearse::scenarios {

/// What the model does when something has happened of itself: nobody asks for it.
template <typename Action>
inline constexpr bool comes_of_itself =
    std::is_same_v<Action, model::EffectFinished> || std::is_same_v<Action, model::EffectFailed> ||
    std::is_same_v<Action, model::SubStepStarted>;

template <typename Action, typename... Deeds>
consteval std::size_t deeds_asking_for(const std::variant<Deeds...>*) {
  return (std::size_t{std::is_same_v<typename KindOf<Deeds>::Action, Action>} + ...);
}

template <typename... Actions>
consteval bool is_each_action_asked_for(const std::variant<Actions...>*) {
  constexpr const Deed* deeds = nullptr;
  return ((deeds_asking_for<Actions>(deeds) == (comes_of_itself<Actions> ? 0 : 1)) && ...);
}
static_assert(is_each_action_asked_for(static_cast<const model::Action*>(nullptr)),
              "each action of the model has one deed that asks for it, or comes of itself");

}  // namespace rehearse::scenarios
