#include "rehearse/scenarios/play/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/deeds/deeds.h"
#include "rehearse/scenarios/statements/catalogue.h"

namespace rehearse::scenarios {

using model::EnvironmentId;

Rehearsal::Rehearsal(const Scenario& scenario, sim::StandIns& stand_ins, Sink sink, Witness witness)
    : scenario_(scenario),
      stand_ins_(stand_ins),
      sink_(std::move(sink)),
      witness_(std::move(witness)),
      // Ids of texts go into the trace: they must not depend on other scenarios.
      names_(*scenario.policy_names),
      operations_(scenario) {}

Expected<std::unique_ptr<Rehearsal>> Rehearsal::create(const Scenario& scenario,
                                                       sim::StandIns& stand_ins, model::Seed seed,
                                                       Sink sink, Witness witness) {
  std::unique_ptr<Rehearsal> rehearsal(
      new Rehearsal(scenario, stand_ins, std::move(sink), std::move(witness)));
  const sim::Setting setting{.policy = *scenario.policy,
                             .fleet = *scenario.fleet,
                             .names = rehearsal->names_,
                             .stand_ins = stand_ins};
  sim::Options options{.clock = scenario.clock,
                       .timing = scenario.timing,
                       .faults = sim::FaultPlan(scenario.faults),
                       .users = scenario.users,
                       .seed = seed};
  auto simulation = sim::Simulation::create(
      setting, std::move(options),
      [self = rehearsal.get()](const sim::Occurrence& occurrence) { self->observe(occurrence); });
  if (!simulation) return std::unexpected(std::move(simulation.error()));
  rehearsal->simulation_.emplace(std::move(*simulation));
  rehearsal->take_snapshots();
  return rehearsal;
}

void Rehearsal::take_snapshots() {
  snapshots_.resize(scenario_.fleet->environments.size());
  for (const Step& step : scenario_.steps) {
    const auto* expectation = std::get_if<Expectation>(&step.what);
    const auto* unchanged =
        expectation == nullptr ? nullptr : std::get_if<ExpectUnchanged>(expectation);
    if (unchanged == nullptr) continue;
    const EnvironmentId id = unchanged->environment;
    snapshots_[id.value] =
        Snapshot{.state = simulation_->world()[id],
                 .images = {simulation_->image(id, model::Database::Application),
                            simulation_->image(id, model::Database::FinancialReporting)},
                 .blobs = simulation_->blobs(id)};
  }
}

const std::string& Rehearsal::name(EnvironmentId environment) const {
  return scenario_.fleet->environments[environment.value].name;
}

const Snapshot& Rehearsal::at_start(EnvironmentId environment) const {
  REHEARSE_ASSERT(snapshots_[environment.value].has_value());
  return *snapshots_[environment.value];
}

Expected<void> Rehearsal::take_step() {
  const Step& step = scenario_.steps[steps_taken_++];
  return std::visit([this](const auto& what) { return take(what); }, step.what);
}

Expected<void> Rehearsal::take(const Do& deed) {
  if (deed.at) {
    if (auto moved = move_clock(*deed.at); !moved) return moved;
  }
  // Nobody is asked for what time brings, so nothing is compared with what it should come to.
  if (std::holds_alternative<Advance>(deed.deed)) return perform(deed.deed, *this);
  heard_ = {};
  deed_ = &deed;
  const std::uint32_t violations_before = violations_;
  auto done = perform(deed.deed, *this);
  deed_ = nullptr;
  if (!done) return done;
  // A deed that could not even be tried has been told already.
  if (!heard_.any && violations_ > violations_before) return {};
  for (Mismatch& mismatch : differences(deed.outcome, heard_)) violate(std::move(mismatch));
  return {};
}

Expected<void> Rehearsal::take(const UntilInstant& until) { return move_clock(until.at); }

Expected<void> Rehearsal::take(const UntilPhase& until) {
  return come_to(until.operation, until.phase);
}

Expected<void> Rehearsal::take(const UntilSettled& until) {
  return come_to(until.operation, std::nullopt);
}

Expected<void> Rehearsal::take(const Expectation& expectation) {
  auto mismatches = differences(expectation, *this);
  if (!mismatches) return std::unexpected(std::move(mismatches.error()));
  for (Mismatch& mismatch : *mismatches) violate(std::move(mismatch));
  return {};
}

Expected<void> Rehearsal::move_clock(model::Instant to) {
  const model::Instant now = simulation_->world().now;
  if (to < now) {
    violate({fmt::format("the clock can still reach {}", to_string(to)), to_string(to),
             fmt::format("it is {} already", to_string(now))});
    return {};
  }
  simulation_->advance(to);
  return check_bound();
}

Expected<void> Rehearsal::come_to(MovementId operation, std::optional<model::Phase> phase) {
  const auto is_there = [&] {
    return phase ? operations_.state(operation).phase == *phase : operations_.is_settled(operation);
  };
  while (!is_there()) {
    const bool has_ended =
        !operations_.state(operation).started || operations_.is_settled(operation);
    if (has_ended || !simulation_->advance_to_next()) {
      const std::string goal = phase ? std::string(to_string(*phase)) : "settled";
      violate({fmt::format("{} comes to {}", operations_.name(operation), goal), goal,
               operations_.describe(operation)});
      return {};
    }
    if (auto bounded = check_bound(); !bounded) return bounded;
  }
  return {};
}

Expected<void> Rehearsal::check_bound() const {
  if (actions_ <= actions_max) return {};
  Error error{fmt::format("bring the scenario to rest within {} actions", actions_max), {}, {}, {}};
  error.where = place();
  return std::unexpected(std::move(error));
}

Expected<void> Rehearsal::finish() {
  while (simulation_->advance_to_next()) {
    if (auto bounded = check_bound(); !bounded) return bounded;
  }
  check_ends();
  for (const std::string& id : scenario_.finds) {
    if (!found_.contains(id)) violate({fmt::format("{} is found broken", id), "broken", "it held"});
  }
  return {};
}

void Rehearsal::observe(const sim::Occurrence& occurrence) {
  ++actions_;
  for (const model::Event& event : occurrence.step.events) heard_.events.push_back(event.kind);
  if (!heard_.any) {
    heard_.any = true;
    for (const model::Event& event : occurrence.step.events) {
      if (event.kind == model::EventKind::Refused) heard_.refusal = event.refusal;
    }
    heard_.decision = occurrence.decision;
    heard_.trouble = occurrence.trouble;
  }
  if (const auto subject = subject_of(occurrence.action))
    operations_.update(*subject, occurrence.world);
  if (sink_) tell_step(occurrence);
  if (witness_) witness_(occurrence);
  check_invariants(occurrence);
}

std::string Rehearsal::in_words(const sim::Occurrence& occurrence) const {
  const std::string action = describe(occurrence.action, occurrence.world, names_);
  return occurrence.detail.empty() ? action : fmt::format("{}: {}", action, occurrence.detail);
}

void Rehearsal::tell_step(const sim::Occurrence& occurrence) {
  model::StepTaken taken{.step = steps_taken_,
                         .at = occurrence.at,
                         .action = in_words(occurrence),
                         .events = {},
                         .decision = occurrence.decision};
  for (const model::Event& event : occurrence.step.events)
    taken.events.push_back(describe(event, occurrence.world, names_));
  if (!occurrence.trouble.empty())
    taken.events.push_back(fmt::format("because: {}", occurrence.trouble));
  sink_(std::move(taken));
}

void Rehearsal::check_invariants(const sim::Occurrence& occurrence) {
  if (occurrence.broken.none() && occurrence.discrepancies.empty()) return;
  const auto all = model::invariants();
  const auto subject = subject_of(occurrence.action).value_or(EnvironmentId{});
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (!occurrence.broken.test(index)) continue;
    broken(all[index].id, subject,
           {statement_of_invariant(all[index].id)->sentence, "it holds",
            fmt::format("broken by: {}", in_words(occurrence))});
  }
  for (const sim::Discrepancy& discrepancy : occurrence.discrepancies) {
    broken(discrepancy.id, discrepancy.environment,
           {discrepancy.sentence, "it holds", discrepancy.actual});
  }
}

void Rehearsal::check_ends() {
  const model::World& world = simulation_->world();
  for (std::uint16_t index = 0; index < world.environments.size(); ++index) {
    const model::Movement& movement = world.environments[index].movement;
    const model::Phase phase = movement.phase;
    const bool is_requested = model::is_requested(movement.process);
    const bool is_left = is_requested && phase == model::Phase::Failed;
    if (pending_effect(movement) == model::EffectKind::None && !is_left) continue;
    broken(is_requested ? "INV-45" : "INV-43", {index},
           {"every movement that began comes to an end",
            fmt::format("the movement into {} ends", name({index})),
            fmt::format("it is in {} for ever", to_string(phase))});
  }
}

void Rehearsal::broken(std::string_view id, EnvironmentId environment, Mismatch mismatch) {
  if (std::ranges::count(scenario_.finds, id) > 0) {
    found_.emplace(id);
    return;
  }
  if (!told_.emplace(id, environment).second) return;
  model::Violation violation;
  violation.kind =
      id == "refinement" ? model::ViolationKind::Refinement : model::ViolationKind::Invariant;
  violation.id = id;
  if (const Statement* statement = statement_of_invariant(id))
    violation.cites = statement->derives_from;
  violate(std::move(violation), std::move(mismatch));
}

void Rehearsal::violate(Mismatch mismatch) {
  model::Violation violation;
  violation.kind = model::ViolationKind::Expectation;
  violation.id = "expect";
  violation.cites = scenario_.cites;
  violate(std::move(violation), std::move(mismatch));
}

void Rehearsal::violate(model::Violation violation, Mismatch mismatch) {
  ++violations_;
  if (!sink_) return;
  violation.step = steps_taken_;
  violation.at = simulation_->world().now;
  violation.sentence = std::move(mismatch.sentence);
  violation.expected = std::move(mismatch.expected);
  violation.actual = std::move(mismatch.actual);
  violation.where = place();
  sink_(std::move(violation));
}

Place Rehearsal::place() const {
  const Step& step = scenario_.steps[std::max(steps_taken_, 1U) - 1];
  return step.where ? step.where->place() : Place{scenario_.file, 0, 0, {}};
}

}  // namespace rehearse::scenarios
