#include "rehearse/model/base/assert.h"
#include "rehearse/scenarios/history/ground.h"

/// A simulation as a ground.
namespace rehearse::scenarios {
namespace {

class DatabaseGround final : public Ground {
 public:
  static Expected<std::unique_ptr<Ground>> create(const Territory& territory,
                                                  const History& history, sim::StandIns& stand_ins,
                                                  Witness witness, sim::Telling telling) {
    auto ground = std::make_unique<DatabaseGround>(territory);
    const sim::Setting setting{.policy = territory.policy,
                               .fleet = *history.fleet,
                               .names = ground->names_,
                               .stand_ins = stand_ins};
    sim::Options options{
        .clock = history.clock, .faults = sim::FaultPlan(history.faults), .telling = telling};
    auto simulation = sim::Simulation::create(setting, std::move(options), std::move(witness));
    if (!simulation) return std::unexpected(std::move(simulation.error()));
    ground->simulation_.emplace(std::move(*simulation));
    return ground;
  }

  explicit DatabaseGround(const Territory& territory)
      : policy_(territory.policy), names_(territory.names) {}

  const model::World& world() const override { return simulation_->world(); }
  const model::Policy& policy() const override { return policy_; }
  const model::Names& names() const override { return names_; }
  model::NameId intern(std::string_view text) override { return names_.intern(text); }
  model::Events act(const model::Action& action) override { return simulation_->act(action); }

  std::string write(const Write& write) override {
    return trouble_of(simulation_->write(write.environment, write.account, *write.sql));
  }
  std::string customize(const Customize& customize) override {
    return trouble_of(simulation_->customize(customize.environment, *customize.require));
  }
  std::string run_sql(const RunSql& run) override {
    return trouble_of(simulation_->run_sql(run.environment, *run.sql));
  }

  void put_blob(const PutBlob& put) override {
    simulation_->put_blob(put.environment, put.name, put.text);
  }
  model::Backup backup(model::EnvironmentId environment, model::Instant point) const override {
    return simulation_->backup(environment, point);
  }
  void advance(model::Instant until) override { simulation_->advance(until); }
  bool advance_to_next() override { return simulation_->advance_to_next(); }

  Mark mark() const override { return simulation_->save(); }
  void return_to(const Mark& mark) override {
    simulation_->restore(std::static_pointer_cast<const sim::Simulation::State>(mark));
  }

  const sim::Simulation& simulation() const { return *simulation_; }

 private:
  static std::string trouble_of(const Expected<model::Events>& done) {
    return done ? std::string() : done.error().what;
  }

  const model::Policy& policy_;
  model::Names names_;
  std::optional<sim::Simulation> simulation_;
};

}  // namespace

Expected<std::unique_ptr<Ground>> database_ground(const Territory& territory,
                                                  const History& history, sim::StandIns& stand_ins,
                                                  Witness witness, sim::Telling telling) {
  return DatabaseGround::create(territory, history, stand_ins, std::move(witness), telling);
}

sim::Digest trace_of(const Ground& database_ground) {
  const auto* ground = dynamic_cast<const DatabaseGround*>(&database_ground);
  REHEARSE_ASSERT(ground != nullptr);
  return ground->simulation().trace();
}

}  // namespace rehearse::scenarios
