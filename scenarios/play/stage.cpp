#include <fmt/format.h>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/play/rehearsal.h"

/// A rehearsal as the stage on which deeds are done.
namespace rehearse::scenarios {

using model::EnvironmentId;

const model::World& Rehearsal::world() const { return simulation_->world(); }

model::NameId Rehearsal::intern(std::string_view text) { return names_.intern(text); }

model::Backup Rehearsal::backup(EnvironmentId environment, model::Instant point) const {
  return simulation_->backup(environment, point);
}

model::Events Rehearsal::act(const model::Action& action) { return simulation_->act(action); }

/// An operator addresses the target and means what runs there. So an operation that is not the
/// last one there can be addressed only if nothing else would answer for it.
bool Rehearsal::can_address(MovementId operation, std::string_view wish) {
  const model::World& world = simulation_->world();
  const EnvironmentId target = operations_.operation(operation).target;
  if (operations_.is_current(operation, world)) return true;
  const model::Phase phase = world[target].movement.phase;
  if (!model::is_unresolved(phase) && !model::is_open_request(phase)) return true;
  violate({fmt::format("{} can be {}", operations_.name(operation), wish),
           fmt::format("it is the movement into {}", name(target)),
           fmt::format("{}; another one is unresolved or waits", operations_.describe(operation))});
  return false;
}

void Rehearsal::begin(MovementId operation) { operations_.start(operation, simulation_->world()); }

Expected<void> Rehearsal::wait_for(EnvironmentId, MovementId operation, const Patience& patience) {
  switch (patience.until) {
    case Patience::Until::AtOnce:
      return {};
    case Patience::Until::Phase:
      return come_to(operation, patience.phase);
    case Patience::Until::Settled:
      break;
  }
  return come_to(operation, std::nullopt);
}

Expected<void> Rehearsal::wait_for_post_step(EnvironmentId environment, const Patience& patience) {
  const auto phase = [&] { return simulation_->world()[environment].movement.phase; };
  const auto is_enough = [&] {
    return patience.until == Patience::Until::AtOnce ||
           (patience.until == Patience::Until::Phase && phase() == patience.phase);
  };
  while (model::is_post_step(phase()) && !is_enough() && simulation_->advance_to_next()) {
    if (auto bounded = check_bound(); !bounded) return bounded;
  }
  return {};
}

Expected<void> Rehearsal::advance(model::Instant to) { return move_clock(to); }

Expected<void> Rehearsal::write(const Write& write) {
  const auto events = simulation_->write(write.environment, write.account, *write.sql);
  if (events) return {};
  return data_refused(model::Write{write.environment, write.account, {}}, events.error(),
                      {*write.sql, "sql", sim::Level::Data});
}

Expected<void> Rehearsal::customize(const Customize& customize) {
  const auto events = simulation_->customize(customize.environment, *customize.require);
  if (events) return {};
  return data_refused(model::Customize{customize.environment}, events.error(),
                      {*customize.require, "require", sim::Level::Schema});
}

Expected<void> Rehearsal::run_sql(const RunSql& run) {
  const auto events = simulation_->run_sql(run.environment, *run.sql);
  if (events) return {};
  return data_refused(model::RunSql{run.environment}, events.error(),
                      {*run.sql, "sql", sim::Level::Upgrade});
}

void Rehearsal::put_blob(const PutBlob& put) {
  simulation_->put_blob(put.environment, put.name, put.text);
}

/// SQLite did not do it. That is a result like any other, unless the SQL makes no sense at all and
/// nobody expected trouble: then the scenario is broken.
Expected<void> Rehearsal::data_refused(const model::Action& action, const Error& error,
                                       const Tried& tried) {
  if (deed_->outcome.fails_with.empty()) {
    const EnvironmentId environment = *subject_of(action);
    const auto& image = simulation_->image(environment, model::Database::Application);
    auto session = stand_ins_.engine().open(image);
    if (!session) return std::unexpected(std::move(session.error()));
    if (auto sound = session->check(tried.sql, tried.level); !sound) {
      const Origin& step = scenario_.steps[steps_taken_ - 1].where;
      const auto place = step ? step->find(tried.member) : std::nullopt;
      if (place) return place->fail_within(std::move(sound.error()));
      return sound;
    }
  }
  heard_.any = true;
  heard_.trouble = error.what;
  if (!sink_) return {};
  sink_(model::StepTaken{.step = steps_taken_,
                         .at = simulation_->world().now,
                         .action = describe(action, simulation_->world(), names_),
                         .events = {fmt::format("because: {}", error.what)},
                         .decision = {}});
  return {};
}

}  // namespace rehearse::scenarios
