#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rehearse/model/world/world.h"
#include "rehearse/scenarios/history/draw.h"
#include "rehearse/scenarios/history/history.h"

/// What people may do in a campaign.
namespace rehearse::scenarios {

/// What whoever proposes a deed can see.
struct Scene {
  Draw& draw;
  const model::World& world;
  const model::Policy& policy;
  const model::Names& names;       ///< of the texts that the world speaks of
  const std::vector<bool>& asked;  ///< by environment: whether a movement into it was asked for
};

/// One kind of deed. A further one is a further entry: nothing else knows them.
struct Family {
  std::string name;
  std::uint32_t weight = 1;  ///< against those of the others that are alive in a case
  /// Appends the deeds that it would do now, if any. Mostly what is possible, sometimes what is
  /// not: that a denied or refused deed changes nothing is a claim to be checked.
  std::function<void(Scene& scene, std::vector<Deed>& deeds)> propose;
  /// Rare where the policy does not offer this process: what it asks for is only refused.
  std::optional<model::Process> asks_for = std::nullopt;
  /// Absent where the policy does not offer this process.
  std::optional<model::Process> only_with = std::nullopt;
};

/// All of the documents: movements, work items, users, code, time.
const std::vector<Family>& shipped_families();

/// An environment for which `fits` holds, mostly, if there is one.
model::EnvironmentId pick(Scene& scene,
                          const std::function<bool(const model::EnvironmentState&)>& fits);

/// Any environment, more often one of the first three.
model::EnvironmentId pick(Scene& scene);

}  // namespace rehearse::scenarios
