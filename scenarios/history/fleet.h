#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/history/draw.h"

/// Fleets as variants of a shipped one: what can differ, how it is drawn, and what is simple.
namespace rehearse::scenarios {

/// One property of an environment in which a history may differ from its fixture.
struct FleetAttribute {
  std::string_view name;  ///< in a fleet file
  bool (*is_same)(const model::EnvironmentDescription&, const model::EnvironmentDescription&);
  void (*copy)(const model::EnvironmentDescription& from, model::EnvironmentDescription& to);
  std::string (*written)(const model::EnvironmentDescription&);  ///< as JSON
  /// Draws a value at or beside a boundary; the fleet gives those of the other environments.
  void (*vary)(Draw& draw, const model::Fleet& fleet, model::EnvironmentDescription& environment);
  /// Values that a shrunk history may keep, the simplest first.
  std::span<void (*const)(model::EnvironmentDescription&)> simple;
};

/// In the order in which files state them.
std::span<const FleetAttribute> fleet_attributes();

/// Those that can matter in variants of `fixture`: what is said of AX 2012 matters only where there
/// is one.
std::span<const FleetAttribute> fleet_attributes(const model::Fleet& fixture);

/// Where a fleet differs from its fixture.
struct FleetDifference {
  std::uint16_t environment = 0;
  std::uint16_t attribute = 0;  ///< position in `fleet_attributes()`

  auto operator<=>(const FleetDifference&) const = default;
};

/// By environment, then attribute. Both fleets have the same environments.
std::vector<FleetDifference> differences(const model::Fleet& fleet, const model::Fleet& fixture);

}  // namespace rehearse::scenarios
