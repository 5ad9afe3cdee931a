#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rehearse/model/invariants/invariants.h"

/// Every world that can be reached from one, found breadth first.
namespace rehearse::model::test {

struct Exploration {
  std::vector<World> worlds;
  std::size_t actions = 0;
  InvariantSet broken;
  std::set<const Transition*> taken;  ///< rows of the process tables
};

/// Appends what might happen in a world.
using Enumerator = std::function<void(const World&, std::vector<Action>&)>;

inline Exploration explore(const Policy& policy, const World& start, const Enumerator& enumerate) {
  Exploration found;
  std::map<std::uint64_t, std::vector<std::size_t>> seen;  // by hash
  const auto visit = [&](const World& world) {
    auto& bucket = seen[hash(world)];
    for (const std::size_t known : bucket) {
      if (found.worlds[known] == world) return;
    }
    bucket.push_back(found.worlds.size());
    found.worlds.push_back(world);
  };
  visit(start);
  std::vector<Action> actions;
  for (std::size_t next = 0; next < found.worlds.size(); ++next) {
    actions.clear();
    enumerate(found.worlds[next], actions);
    for (const Action& action : actions) {
      const CheckedStep checked = checked_step(policy, found.worlds[next], action);
      found.broken |= checked.broken;
      found.taken.insert(checked.step.taken.begin(), checked.step.taken.end());
      found.actions++;
      visit(checked.step.world);
    }
  }
  return found;
}

/// `INV-07 INV-10`.
inline std::string ids_of(const InvariantSet& set) {
  std::string ids;
  for (std::size_t index = 0; index < invariants().size(); ++index) {
    if (set.test(index)) ids += (ids.empty() ? "" : " ") + std::string(invariants()[index].id);
  }
  return ids;
}

}  // namespace rehearse::model::test
