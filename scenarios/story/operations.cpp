#include "rehearse/scenarios/story/operations.h"

#include <fmt/format.h>

#include "rehearse/model/processes/process.h"

namespace rehearse::scenarios {

std::string Operations::name(OperationId id) const {
  const Operation& operation = scenario_->operations[id.value];
  if (!operation.name.empty()) return operation.name;
  return fmt::format("the {} of {}", to_string(operation.process),
                     scenario_->fleet->environments[operation.target.value].name);
}

void Operations::start(OperationId id, const model::World& world) {
  State& state = states_[id.value];
  state.started = true;
  state.ordinal = world[operation(id).target].movement.ordinal;
  update(operation(id).target, world);
}

void Operations::update(model::EnvironmentId environment, const model::World& world) {
  const model::Movement& movement = world[environment].movement;
  if (movement.phase == model::Phase::None) return;
  for (std::size_t index = 0; index < states_.size(); ++index) {
    State& state = states_[index];
    if (!state.started || state.ordinal != movement.ordinal) continue;
    if (scenario_->operations[index].target != environment) continue;
    state.phase = movement.phase;
    state.status = status_of(movement);
    state.failed_in = movement.failed_in;
    state.logs_downloaded = movement.logs_downloaded;
  }
}

bool Operations::is_current(OperationId id, const model::World& world) const {
  const model::Movement& movement = world[operation(id).target].movement;
  return state(id).started && movement.ordinal == state(id).ordinal &&
         movement.phase != model::Phase::None;
}

bool Operations::is_settled(OperationId id) const {
  return state(id).started && model::is_settled(state(id).phase);
}

std::string Operations::describe(OperationId id) const {
  const State& at = state(id);
  if (!at.started) return "it never started";
  if (at.phase == model::Phase::Failed)
    return fmt::format("it failed in {}", to_string(at.failed_in));
  return fmt::format("it is in {}", to_string(at.phase));
}

}  // namespace rehearse::scenarios
