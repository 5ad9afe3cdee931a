#include "rehearse/scenarios/shrink/complexity.h"

#include "rehearse/scenarios/deeds/shrinking.h"
#include "rehearse/scenarios/history/fleet.h"

namespace rehearse::scenarios {
namespace {

/// Sites of an upgrade in the order of its steps, behind those that every policy has.
void add_site(Complexity& complexity, std::string_view site) {
  constexpr std::string_view sub_step = "sub-step:";
  if (const auto effect = model::parse_enum<model::EffectKind>(site)) {
    complexity.push_back(static_cast<std::int64_t>(*effect));
    return;
  }
  complexity.push_back(100);
  if (!site.starts_with(sub_step)) return Measure(complexity).add_text(site, {});
  complexity.push_back(-1);
  const std::string_view id = site.substr(sub_step.size());
  const auto step = model::parse_enum<model::UpgradeStep>(id.substr(0, id.find('.')));
  complexity.push_back(step ? static_cast<std::int64_t>(*step) : 100);
  Measure(complexity).add_text(id, {});
}

std::int64_t rank_of(const FleetAttribute& attribute,
                     const model::EnvironmentDescription& environment) {
  for (std::size_t index = 0; index < attribute.simple.size(); ++index) {
    model::EnvironmentDescription other = environment;
    attribute.simple[index](other);
    if (attribute.is_same(other, environment)) return static_cast<std::int64_t>(index);
  }
  return static_cast<std::int64_t>(attribute.simple.size());
}

}  // namespace

Complexity complexity_of(const History& history, const model::Fleet& fixture) {
  const auto different = differences(*history.fleet, fixture);
  Complexity complexity = {static_cast<std::int64_t>(history.deeds.size()),
                           static_cast<std::int64_t>(history.faults.size()),
                           static_cast<std::int64_t>(different.size())};
  complexity.reserve(64);
  for (const FleetDifference& difference : different) {
    complexity.push_back(difference.attribute);
    complexity.push_back(difference.environment);
    complexity.push_back(rank_of(fleet_attributes()[difference.attribute],
                                 history.fleet->environments[difference.environment]));
  }
  for (const Deed& deed : history.deeds) measure(deed, complexity);
  for (const sim::Fault& fault : history.faults) {
    add_site(complexity, fault.site);
    complexity.push_back(fault.environment.value);
    complexity.push_back(fault.visit);
  }
  return complexity;
}

}  // namespace rehearse::scenarios
