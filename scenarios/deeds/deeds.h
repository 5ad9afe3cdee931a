#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/story/context.h"
#include "rehearse/scenarios/story/deed.h"
#include "rehearse/scenarios/story/stage.h"

/// Room `scenarios/deeds`. What people do: each kind of deed, whole, for files and campaigns.
///
/// What can be done with any deed, whatever its kind. Each function asks the kind (kind.h).
namespace rehearse::scenarios {

struct StepSetting;

/// What makes a deed less simple than another, compared from left to right.
using Complexity = std::vector<std::int64_t>;

/// An argument of a deed, and the deed with other values of it.
struct Question {
  std::string argument;  ///< `source`, `role`
  std::vector<Deed> others;
};

/// Reads the rest of a step, of which `do` is known.
using ReadDeed = Deed (*)(Object& step, Resolver& names);

/// Reads `do`: how the rest is to be read; null after an error, which `step` keeps.
ReadDeed read_kind(Object& step);

/// The step of a scenario file, without what is expected of it.
nlohmann::ordered_json step_of(const Deed& deed, const StepSetting& setting);

/// Does `deed` on `stage`.
Expected<void> perform(const Deed& deed, Stage& stage);

/// `refresh UAT1 from PROD`, `the clock moves on by PT1H`.
std::string describe(const Deed& deed, const model::Fleet& fleet);

/// The environment into which a deed asks for a movement, or whose upgrade it asks for.
std::optional<model::EnvironmentId> asks_for_movement_into(const Deed& deed);

/// The environment whose movement a deed speaks of, when it needs that one was asked for before.
std::optional<model::EnvironmentId> needs_movement_into(const Deed& deed);

/// The kind of operation that an action belongs to: the process of a movement, else what whoever
/// asks for it is said to do in a scenario file.
std::string_view operation_kind(const model::Action& action, const model::World& world);

/// `deed` with the instants that it names as they are when it is done at `at`.
Deed anchored(Deed deed, model::Instant at);

/// `deed` about `to` instead of `from`.
Deed moved(Deed deed, model::EnvironmentId from, model::EnvironmentId to);

/// Whether `deed` is about `environment` in any way.
bool mentions(const Deed& deed, model::EnvironmentId environment);

/// Appends what is complex about `deed`: its kind, its subject, the rest.
void measure(const Deed& deed, Complexity& complexity);

/// Ways to say the same with fixed, simple values.
std::vector<Deed> simplifications(const Deed& deed);

/// One for each argument of `deed` that may have other values, where there are so many
/// environments.
std::vector<Question> questions(const Deed& deed, std::size_t environments);

}  // namespace rehearse::scenarios
