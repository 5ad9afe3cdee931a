#pragma once

#include <memory>
#include <string>

#include "rehearse/scenarios/explore/campaign.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/finding/scenario.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/text/files.h"

/// What a campaign needs, made for tests.
namespace rehearse::tests {

/// A policy, its fleet and stand-in databases.
struct Ranges {
  explicit Ranges(const std::string& policy_name)
      : policy(scenarios::load_policy(policy_name, names).value().policy),
        fixture(scenarios::load_fleet(std::string(scenarios::fixture_of(policy.profile))).value()) {
  }

  scenarios::CaseSetting setting(std::span<const scenarios::Claim> claims = {}) const {
    return {.territory = territory,
            .fixture = fixture,
            .families = scenarios::shipped_families(),
            .claims = claims};
  }

  scenarios::MakeGround on_the_model() const {
    return [this](const scenarios::History& history,
                  scenarios::Witness witness) -> Expected<std::unique_ptr<scenarios::Ground>> {
      return model_ground(territory, history, std::move(witness));
    };
  }
  scenarios::MakeGround on_databases() {
    return [this](const scenarios::History& history, scenarios::Witness witness) {
      return database_ground(territory, history, stand_ins, std::move(witness));
    };
  }

  model::Names names;
  model::Policy policy;
  scenarios::SharedFleet fixture;
  scenarios::Territory territory{policy, names};
  std::unique_ptr<sim::Engine> engine =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  sim::StandIns stand_ins =
      sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
};

}  // namespace rehearse::tests
