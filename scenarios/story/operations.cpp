#include "rehearse/scenarios/story/operations.h"

#include <fmt/format.h>

#include "rehearse/model/processes/process.h"
#include "rehearse/model/world/world.h"

namespace rehearse::scenarios {

std::string AskedMovements::name(MovementId id) const {
  const AskedMovement& operation = scenario_->asked[id.value];
  if (!operation.name.empty()) return operation.name;
  return fmt::format("the {} of {}", to_string(operation.process),
                     scenario_->fleet->environments[operation.target.value].name);
}

void AskedMovements::start(MovementId id, const model::World& world) {
  State& state = states_[id.value];
  state.started = true;
  state.ordinal = world[operation(id).target].movement.ordinal;
  update(operation(id).target, world);
}

void AskedMovements::update(model::EnvironmentId environment, const model::World& world) {
  const model::Movement& movement = world[environment].movement;
  if (movement.phase == model::Phase::None) return;
  for (std::size_t index = 0; index < states_.size(); ++index) {
    State& state = states_[index];
    if (!state.started || state.ordinal != movement.ordinal) continue;
    if (scenario_->asked[index].target != environment) continue;
    state.phase = movement.phase;
    state.status = status_of(movement);
    state.failed_in = movement.failed_in;
    state.logs_downloaded = movement.logs_downloaded;
  }
}

bool AskedMovements::is_current(MovementId id, const model::World& world) const {
  const model::Movement& movement = world[operation(id).target].movement;
  return state(id).started && movement.ordinal == state(id).ordinal &&
         movement.phase != model::Phase::None;
}

bool AskedMovements::is_settled(MovementId id) const {
  return state(id).started && model::is_settled(state(id).phase);
}

std::string AskedMovements::describe(MovementId id) const {
  const State& at = state(id);
  if (!at.started) return "it never started";
  if (at.phase == model::Phase::Failed)
    return fmt::format("it failed in {}", to_string(at.failed_in));
  return fmt::format("it is in {}", to_string(at.phase));
}

}  // namespace rehearse::scenarios
