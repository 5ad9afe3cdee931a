#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/model/policy/record.h"
#include "rehearse/scenarios/story/operations.h"
#include "rehearse/scenarios/story/scenario.h"
#include "rehearse/scenarios/story/stage.h"
#include "rehearse/sim/run/simulation.h"

/// One scenario in progress.
namespace rehearse::scenarios {

/// Where records go, in the order in which things happen.
using Sink = std::function<void(model::Record&&)>;

/// Who sees everything that happens, for coverage; most runs have none.
using Witness = std::function<void(const sim::Occurrence&)>;

/// What happened within the step that is being taken.
struct Heard {
  std::vector<model::EventKind> events;  ///< of all its actions
  // Of its first action, the one that the step asks for:
  bool any = false;
  model::Refusal refusal = model::Refusal::None;
  std::optional<model::Decision> decision;
  std::string trouble;  ///< why data could not be changed
};

/// What of an environment `unchanged` compares.
struct Snapshot {
  model::EnvironmentState state;
  std::array<sim::Image, 2> images;
  std::vector<std::string> blobs;
};

/// SQL that was not done, the member of its step that it stands in, and what it may do at all.
struct Tried {
  const std::string& sql;
  std::string_view member;
  sim::Level level;
};

/// A claim that does not hold.
struct Mismatch {
  std::string sentence;
  std::string expected;
  std::string actual;

  bool operator==(const Mismatch&) const = default;
};

/// A scenario in progress: takes its steps one by one on a simulation of its own, and tells the
/// sink what happens. For a whole run see `Runner`; to stop in the middle and look around:
///
///     auto rehearsal = *Rehearsal::create(scenario, stand_ins, {}, {});
///     while (rehearsal->steps_taken() < 3) auto done = rehearsal->take_step();
///     export_to(rehearsal->simulation().image(uat1, Database::Application), "uat1.sqlite");
///
/// 1. An invariant that is broken is told once for each environment, at the first action that
///    breaks it; those that the scenario `finds` are kept silently.
/// 2. Outcomes depend on the scenario and its policy and fleet alone, never on what ran before.
/// 3. After an error (SQL that cannot be prepared, no end in sight) no more steps may be taken.
class Rehearsal final : private Stage {
 public:
  /// More than this in one scenario is an error: it would not come to rest.
  static constexpr std::uint32_t actions_max = 10'000;

  /// `scenario`, `stand_ins` and what they use must outlive the result. `sink` may be empty.
  static Expected<std::unique_ptr<Rehearsal>> create(const Scenario& scenario,
                                                     sim::StandIns& stand_ins, model::Seed seed,
                                                     Sink sink, Witness witness = {});
  /// Takes the next of the scenario's steps; there must be one. The error is one of the scenario,
  /// not of what it rehearses.
  Expected<void> take_step();
  std::uint32_t steps_taken() const { return steps_taken_; }

  /// Lets everything that is pending happen, then looks for movements that never ended (INV-43)
  /// and for what was not found.
  Expected<void> finish();

  const Scenario& scenario() const { return scenario_; }
  const sim::Simulation& simulation() const { return *simulation_; }
  sim::StandIns& stand_ins() const { return stand_ins_; }
  const AskedMovements& operations() const { return operations_; }
  const std::string& name(model::EnvironmentId environment) const;

  /// As the environment was at the start; only of those that some step expects to be unchanged.
  const Snapshot& at_start(model::EnvironmentId environment) const;

  std::uint32_t actions() const { return actions_; }
  std::uint32_t violations() const { return violations_; }

 private:
  Rehearsal(const Scenario& scenario, sim::StandIns& stand_ins, Sink sink, Witness witness);
  void take_snapshots();

  Expected<void> take(const Do& deed);
  Expected<void> take(const UntilInstant& until);
  Expected<void> take(const UntilPhase& until);
  Expected<void> take(const UntilSettled& until);
  Expected<void> take(const Expectation& expectation);

  // The stage of deeds (stage.cpp).
  const model::World& world() const override;
  model::NameId intern(std::string_view text) override;
  model::Backup backup(model::EnvironmentId environment, model::Instant point) const override;
  model::Events act(const model::Action& action) override;
  Expected<void> write(const Write& write) override;
  Expected<void> customize(const Customize& customize) override;
  Expected<void> run_sql(const RunSql& run) override;
  void put_blob(const PutBlob& put) override;
  bool can_address(MovementId operation, std::string_view wish) override;
  void begin(MovementId operation) override;
  Expected<void> wait_for(model::EnvironmentId target, MovementId operation,
                          const Patience& patience) override;
  Expected<void> wait_for_post_step(model::EnvironmentId environment,
                                    const Patience& patience) override;
  Expected<void> advance(model::Instant to) override;

  Expected<void> data_refused(const model::Action& action, const Error& error, const Tried& tried);
  Expected<void> come_to(MovementId operation, std::optional<model::Phase> phase);
  Expected<void> move_clock(model::Instant to);
  Expected<void> check_bound() const;

  void observe(const sim::Occurrence& occurrence);
  std::string in_words(const sim::Occurrence& occurrence) const;
  void tell_step(const sim::Occurrence& occurrence);
  void check_invariants(const sim::Occurrence& occurrence);
  void check_ends();
  void broken(std::string_view id, model::EnvironmentId environment, Mismatch mismatch);
  void violate(Mismatch mismatch);
  void violate(model::Violation violation, Mismatch mismatch);
  Place place() const;

  const Scenario& scenario_;
  sim::StandIns& stand_ins_;
  Sink sink_;
  Witness witness_;
  model::Names names_;
  AskedMovements operations_;
  std::optional<sim::Simulation> simulation_;
  std::vector<std::optional<Snapshot>> snapshots_;  // by environment
  std::uint32_t steps_taken_ = 0;
  std::uint32_t actions_ = 0;
  std::uint32_t violations_ = 0;
  const Do* deed_ = nullptr;  // the step being taken, if it does something
  Heard heard_;
  std::set<std::pair<std::string, model::EnvironmentId>> told_;
  std::set<std::string> found_;
};

/// How `heard` differs from `outcome`; nothing when it came as expected.
std::vector<Mismatch> differences(const Outcome& outcome, const Heard& heard);

/// How what is expected differs from what is. An error when SQL of the expectation does not run.
Expected<std::vector<Mismatch>> differences(const Expectation& expectation,
                                            const Rehearsal& rehearsal);

}  // namespace rehearse::scenarios
