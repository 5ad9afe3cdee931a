#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/sim/run/simulation.h"

/// Simulations of a shipped fleet under a shipped policy.
namespace rehearse::sim {

inline constexpr model::EnvironmentId prod{0};
inline constexpr model::EnvironmentId uat1{1};
inline constexpr model::EnvironmentId uat2{2};

/// What was observed is kept in words.
struct Stage {
  explicit Stage(const std::string& policy_name = "self-service-2020",
                 const std::string& fleet_name = "contoso")
      : policy(scenarios::load_policy(policy_name, names).value().policy),
        fleet(scenarios::load_fleet(fleet_name).value()) {}

  model::Names names;
  model::Policy policy;
  model::Fleet fleet;
  std::unique_ptr<Engine> engine = Engine::create({.page_bytes = stand_in_page_bytes}).value();
  StandIns stand_ins = StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  std::vector<std::string> observed;
  std::vector<Discrepancy> discrepancies;
  model::InvariantSet broken;

  Simulation simulate(Options options = {}) {
    const Setting setting{.policy = policy, .fleet = fleet, .names = names, .stand_ins = stand_ins};
    const auto observe = [this](const Occurrence& occurrence) {
      observed.push_back(describe(occurrence.action, occurrence.world, names));
      broken |= occurrence.broken;
      discrepancies.insert(discrepancies.end(), occurrence.discrepancies.begin(),
                           occurrence.discrepancies.end());
    };
    return Simulation::create(setting, std::move(options), observe).value();
  }

  model::DataRule& data_rule(std::string_view id) {
    return *std::ranges::find(policy.data_rules, id, &model::DataRule::id);
  }

  /// How often an action with `part` in its description was observed.
  std::ptrdiff_t count_observed(std::string_view part) const {
    return std::ranges::count_if(observed,
                                 [&](const std::string& action) { return action.contains(part); });
  }

  /// The integer that `sql` selects from a database.
  std::int64_t number(const Image& image, std::string_view sql) {
    Session session = engine->open(image).value();
    std::int64_t value = 0;
    BOOST_REQUIRE(session.query_integers(sql, Level::Read, {&value, 1}).has_value());
    return value;
  }
};

inline void refresh(Simulation& simulation, model::EnvironmentId source,
                    model::EnvironmentId target) {
  const model::NameId page = simulation.world()[target].name;
  simulation.act(model::Start{.source = source, .target = target, .page = page});
}

/// Lets everything happen that is under way.
inline void settle(Simulation& simulation) {
  while (simulation.advance_to_next()) continue;
}

}  // namespace rehearse::sim
