#include <set>
#include <utility>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/steps/enabled.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/policy/file.h"

/// The pure step with all its invariants: what a proof will live on.
namespace rehearse::bench {
namespace {

using model::Action;
using model::Fleet;
using model::Names;
using model::Policy;
using model::World;

struct Choice {
  World world;
  Action action;
};

/// Actions in the worlds that three environments of the shipped fleet can reach, breadth first.
std::vector<Choice> choices(const Policy& policy, const World& start, std::size_t worlds_max) {
  std::vector<World> worlds = {start};
  std::set<std::uint64_t> seen = {hash(start)};
  std::vector<Choice> found;
  std::vector<Action> actions;
  for (std::size_t next = 0; next < worlds.size() && worlds.size() < worlds_max; ++next) {
    actions.clear();
    enabled(worlds[next], {.movements_max = 2}, actions);
    for (const Action& action : actions) {
      found.push_back({worlds[next], action});
      World after = step(policy, worlds[next], action).world;
      if (seen.insert(hash(after)).second) worlds.push_back(std::move(after));
    }
  }
  return found;
}

}  // namespace

std::vector<Row> bench_step(const Options& options) {
  Names names;
  const Policy policy = scenarios::load_policy("self-service-2020", names).value().policy;
  Fleet fleet = scenarios::load_fleet("contoso").value();
  fleet.environments.resize(3);
  const World start = world_of(fleet, model::Instant{}, names);
  // As many worlds as the second-level cache holds: a search works near the worlds it has just
  // made.
  const std::vector<Choice> all = choices(policy, start, options.size(600, 200));
  std::size_t next = 0;
  const Side ours{.run = [&](std::uint64_t count) {
    for (std::uint64_t done = 0; done < count; ++done) {
      const Choice& choice = all[next];
      next = next + 1 == all.size() ? 0 : next + 1;
      keep(checked_step(policy, choice.world, choice.action));
    }
  }};
  const double ns = measure_alone(options, ours);
  return {{.what = "step with all invariants, 3 environments",
           .ours = format_rate(ns),
           .peer = "2 M actions/s (goal)",
           .ratio = 1e9 / ns / 2e6,
           .goal = at_least(1)}};
}

}  // namespace rehearse::bench
