#include "rehearse/scenarios/deeds/step.h"

namespace rehearse::scenarios {
namespace {

/// `+PT25H`: how long after the clock of the scenario, or before it.
std::string from_clock(model::Instant at, model::Instant clock) {
  const model::Duration distance = at - clock;
  return distance.ms < 0 ? "-" + to_string(model::Duration{-distance.ms})
                         : "+" + to_string(distance);
}

}  // namespace

void DeedStep::environment(std::string_view key, model::EnvironmentId id) {
  (*this)[key] = setting_.fleet.environments[id.value].name;
}

void DeedStep::restore_point(const std::optional<InstantOf>& point) {
  if (point) (*this)["restore_point"] = from_clock(point->of(setting_.at), setting_.clock);
}

void DeedStep::window(const WindowOf& window) {
  const model::Window absolute = window.of(setting_.at);
  (*this)["window"] = {{"start", from_clock(absolute.start, setting_.clock)},
                       {"end", from_clock(absolute.end, setting_.clock)}};
}

void DeedStep::services(model::EnumSet<model::Service> services) {
  if (services == model::EnumSet<model::Service>::all()) return;
  Json& list = (*this)["services"] = Json::array();
  for (std::size_t index = 0; index < model::enum_count<model::Service>; ++index) {
    const auto service = static_cast<model::Service>(index);
    if (services.contains(service)) list.push_back(to_string(service));
  }
}

void DeedStep::until(const Patience& patience, std::optional<model::Phase> at_once) {
  switch (patience.until) {
    case Patience::Until::Settled:
      return;
    case Patience::Until::Phase:
      return put("until", patience.phase);
    case Patience::Until::AtOnce:
      if (!at_once) at_once = setting_.phase;
      if (at_once) put("until", *at_once);
  }
}

}  // namespace rehearse::scenarios
