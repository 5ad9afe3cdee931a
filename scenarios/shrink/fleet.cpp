#include <algorithm>
#include <limits>

#include "rehearse/scenarios/deeds/simple_values.h"
#include "rehearse/scenarios/history/fleet.h"
#include "rehearse/scenarios/shrink/best.h"

/// Fewer and simpler differences of the fleet, other environments.
namespace rehearse::scenarios {

using model::EnvironmentId;

namespace {

/// The same harm may come of an earlier attribute: the other side of a comparison.
bool replace_difference(BestSoFar& best, const History& undone) {
  for (const FleetAttribute& attribute : fleet_attributes(*best.fixture())) {
    for (std::size_t other = 0; other < undone.fleet->environments.size(); ++other) {
      for (const auto simple : attribute.simple) {
        History candidate = undone;
        simple(candidate.fleet.edit().environments[other]);
        if (best.attempt(std::move(candidate))) return true;
      }
    }
  }
  return false;
}

/// One attribute in all environments: where they must be equal, undoing it in one would not do.
bool undo_everywhere(BestSoFar& best) {
  bool better = false;
  for (const FleetAttribute& attribute : fleet_attributes(*best.fixture())) {
    History undone = best.history();
    for (std::size_t index = 0; index < undone.fleet->environments.size(); ++index)
      attribute.copy(best.fixture()->environments[index], undone.fleet.edit().environments[index]);
    if (undone.fleet != best.history().fleet) better |= best.attempt(std::move(undone));
  }
  return better;
}

/// Undone; else a simple value, here or in another environment.
bool simplify(BestSoFar& best, const FleetDifference& difference) {
  const FleetAttribute& attribute = fleet_attributes()[difference.attribute];
  History undone = best.history();
  attribute.copy(best.fixture()->environments[difference.environment],
                 undone.fleet.edit().environments[difference.environment]);
  if (best.attempt(undone)) return true;
  for (std::size_t other = 0; other < best.history().fleet->environments.size(); ++other) {
    for (const auto simple : attribute.simple) {
      History candidate = undone;
      simple(candidate.fleet.edit().environments[other]);
      if (best.attempt(std::move(candidate))) return true;
    }
    History carried = undone;
    attribute.copy(best.history().fleet->environments[difference.environment],
                   carried.fleet.edit().environments[other]);
    if (best.attempt(std::move(carried))) return true;
  }
  return replace_difference(best, undone);
}

/// Which differences of the fleet are kept when an environment plays the part of another.
enum class Keeps : std::uint8_t { Nothing, OfOthers, All };

History with_moved(const BestSoFar& best, EnvironmentId from, EnvironmentId to, Keeps keeps) {
  History candidate = best.history();
  const EnvironmentId parked{std::numeric_limits<std::uint16_t>::max()};
  for (Deed& deed : candidate.deeds)
    deed = moved(moved(moved(std::move(deed), to, parked), from, to), parked, from);
  for (sim::Fault& fault : candidate.faults) {
    if (fault.environment == from) {
      fault.environment = to;
    } else if (fault.environment == to) {
      fault.environment = from;
    }
  }
  if (keeps == Keeps::Nothing) {
    candidate.fleet = best.fixture();
    return candidate;
  }
  auto& environments = candidate.fleet.edit().environments;
  for (const FleetAttribute& attribute : fleet_attributes(*best.fixture())) {
    const auto& fixture = best.fixture()->environments;
    if (keeps == Keeps::All && !attribute.is_same(environments[from.value], fixture[from.value]))
      attribute.copy(best.history().fleet->environments[from.value], environments[to.value]);
    attribute.copy(fixture[from.value], environments[from.value]);
  }
  return candidate;
}

bool is_involved(const BestSoFar& best, EnvironmentId id) {
  return std::ranges::any_of(best.history().deeds,
                             [id](const Deed& deed) { return mentions(deed, id); }) ||
         std::ranges::count(best.history().faults, id, &sim::Fault::environment) > 0;
}

bool attempt_moves_one_by_one(BestSoFar& best, EnvironmentId from, EnvironmentId to) {
  bool better = false;
  for (std::size_t deed = 0; deed < best.history().deeds.size(); ++deed) {
    if (!mentions(best.history().deeds[deed], from)) continue;
    History candidate = best.history();
    candidate.deeds[deed] = moved(candidate.deeds[deed], from, to);
    better |= best.attempt(std::move(candidate));
  }
  return better;
}

/// Source and target change together: one alone may be denied for another reason.
bool attempt_other_ends(BestSoFar& best, std::size_t deed) {
  const auto count = static_cast<std::uint16_t>(best.history().fleet->environments.size());
  for (std::uint16_t ends = 0; ends < count * count; ++ends) {
    const auto* ask = std::get_if<Move>(&best.history().deeds[deed]);
    if (ask == nullptr) return false;
    const EnvironmentId target{static_cast<std::uint16_t>(ends / count)};
    const bool is_in_place = ask->source == ask->target;
    const EnvironmentId source =
        is_in_place ? target : EnvironmentId{static_cast<std::uint16_t>(ends % count)};
    if (std::pair(target, source) >= std::pair(ask->target, ask->source)) continue;
    History candidate = best.history();
    auto& other = std::get<Move>(candidate.deeds[deed]);
    other.target = other.page = target;
    other.source = source;
    if (best.attempt(std::move(candidate))) return true;
  }
  return false;
}

}  // namespace

bool simplify_fleet(BestSoFar& best) {
  if (best.history().fleet == best.fixture()) return false;
  History plain = best.history();
  plain.fleet = best.fixture();
  if (best.attempt(std::move(plain))) return true;
  bool better = undo_everywhere(best);
  for (const FleetDifference& difference : differences(*best.history().fleet, *best.fixture())) {
    better |= simplify(best, difference);
  }
  return better;
}

/// What the deeds before the last one brought about may as well be how the fleet was from the
/// start.
bool trade_deeds_for_difference(BestSoFar& best) {
  for (std::size_t kept = 1; kept < std::min<std::size_t>(best.history().deeds.size(), 3); ++kept) {
    const History bare = without(best, 0, best.history().deeds.size() - kept);
    for (const FleetAttribute& attribute : fleet_attributes(*best.fixture())) {
      for (std::size_t other = 0; other < bare.fleet->environments.size(); ++other) {
        for (const auto simple : attribute.simple) {
          History candidate = bare;
          simple(candidate.fleet.edit().environments[other]);
          if (best.attempt(std::move(candidate))) return true;
        }
      }
    }
  }
  return false;
}

/// The release of the fixture, and the package that goes with it.
bool forget_versions(BestSoFar& best) {
  const auto is_download = [](const Deed& deed) {
    return std::holds_alternative<DownloadPackage>(deed);
  };
  if (std::ranges::none_of(best.history().deeds, is_download)) return false;
  History candidate = best.history();
  std::erase_if(candidate.deeds,
                [](const Deed& deed) { return std::holds_alternative<model::ApplyUpdate>(deed); });
  for (std::size_t index = 0; index < candidate.fleet->environments.size(); ++index) {
    auto& environment = candidate.fleet.edit().environments[index];
    environment.application_release = best.fixture()->environments[index].application_release;
    environment.unstated.erase(model::Unstated::ApplicationRelease);
  }
  for (Deed& deed : candidate.deeds) {
    if (auto* download = std::get_if<DownloadPackage>(&deed))
      download->package = simple_packages.front();
  }
  return best.attempt(std::move(candidate));
}

/// Other environments play the parts, with what is special about the fleet or without.
bool move_environments(BestSoFar& best) {
  const auto count = static_cast<std::uint16_t>(best.history().fleet->environments.size());
  bool better = false;
  for (std::uint16_t from = 0; from < count; ++from) {
    for (std::uint16_t to = 0; to < count; ++to) {
      // Where nothing is special about the fleet, changing places is the same both ways.
      const bool is_plain = best.history().fleet == best.fixture();
      if (from == to || (is_plain && (to > from || !is_involved(best, {from})))) continue;
      for (const Keeps keeps : {Keeps::Nothing, Keeps::OfOthers, Keeps::All}) {
        if (is_plain && keeps != Keeps::Nothing) break;
        better |= best.attempt(with_moved(best, {from}, {to}, keeps));
      }
      better |= attempt_moves_one_by_one(best, {from}, {to});
    }
  }
  for (std::size_t deed = 0; deed < best.history().deeds.size(); ++deed)
    better |= attempt_other_ends(best, deed);
  return better;
}

}  // namespace rehearse::scenarios
