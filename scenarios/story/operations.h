#pragma once

#include <vector>

#include "rehearse/scenarios/story/scenario.h"

namespace rehearse::scenarios {

/// What became of the operations that a scenario names. The model remembers one movement into each
/// environment, a scenario may still speak of the one before.
class AskedMovements {
 public:
  struct State {
    bool started = false;  ///< not denied
    std::uint64_t ordinal = 0;
    model::Phase phase = model::Phase::None;
    model::Status status = model::Status::NotStarted;
    model::Phase failed_in = model::Phase::None;
    bool logs_downloaded = false;
  };

  explicit AskedMovements(const Scenario& scenario)
      : scenario_(&scenario), states_(scenario.asked.size()) {}

  const AskedMovement& operation(MovementId id) const { return scenario_->asked[id.value]; }
  const State& state(MovementId id) const { return states_[id.value]; }

  /// `r1`, or `the refresh of UAT1` when it has no name.
  std::string name(MovementId id) const;

  /// The movement into the target of `id`, which has just begun in `world`, is this operation.
  void start(MovementId id, const model::World& world);

  /// Something happened to `environment`.
  void update(model::EnvironmentId environment, const model::World& world);

  /// Whether the last movement into the operation's target is this one.
  bool is_current(MovementId id, const model::World& world) const;

  /// It began, and nothing more happens by itself.
  bool is_settled(MovementId id) const;

  /// `it never started`, `it is in Copying`, `it failed in Synchronizing`.
  std::string describe(MovementId id) const;

 private:
  const Scenario* scenario_;
  std::vector<State> states_;
};

}  // namespace rehearse::scenarios
