#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/text/json_file.h"

/// Fleets as files (docs/formats/fleet.md).
///
///     { "fleet": "large-production", "about": "...", "extends": "contoso",
///       "environments": [ { "name": "PROD", "allocated_capacity": "900 GB", "region": null } ] }
///
/// `extends` names a shipped fleet, or the path of a file, seen from the file that extends it. An
/// environment that is there keeps what is not said anew; one that is not is added and must say
/// everything. `null` means that nobody knows; only what `model::Unstated` lists may be unknown.
namespace rehearse::scenarios {

inline constexpr std::size_t fleet_environments_max = 10'000;

/// Names of the shipped fleets, in order.
std::vector<std::string_view> fleet_names();

/// The shipped fleet of that name, case aside, or the one in the file at that path (it contains a
/// slash or ends in `.json`).
Expected<model::Fleet> load_fleet(const std::string& name_or_path);

/// What a scenario says behind `"fleet":`, either a text for `load_fleet`, or an object: the same
/// format in place, where `fleet` and `about` may be left out.
Expected<model::Fleet> read_fleet(const Cursor& cursor);

}  // namespace rehearse::scenarios
