#include "rehearse/scenarios/finding/scenario.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/scenarios/finding/scenario_steps.h"
#include "rehearse/scenarios/history/fleet.h"

namespace rehearse::scenarios {
namespace {

using Ordered = nlohmann::ordered_json;

/// `{ "extends": "contoso", "environments": [ ... ] }`, or the fixture's name when nothing differs.
std::string fleet_text(const History& history, const model::Fleet& fixture) {
  std::vector<std::string> environments;
  const auto different = differences(*history.fleet, fixture);
  for (std::size_t index = 0; index < different.size();) {
    const std::uint16_t environment = different[index].environment;
    const auto& described = history.fleet->environments[environment];
    std::string text = fmt::format("{{ \"name\": {}", Ordered(described.name).dump());
    for (; index < different.size() && different[index].environment == environment; ++index) {
      const FleetAttribute& attribute = fleet_attributes()[different[index].attribute];
      text += fmt::format(", \"{}\": {}", attribute.name, attribute.written(described));
    }
    environments.push_back(text + " }");
  }
  if (environments.empty()) return fmt::format("\"{}\"", history.fixture);
  return fmt::format("{{ \"extends\": \"{}\", \"environments\": [\n    {} ] }}", history.fixture,
                     fmt::join(environments, ",\n    "));
}

std::string faults_text(const History& history) {
  std::vector<std::string> faults;
  for (const sim::Fault& fault : history.faults) {
    Ordered json = {{"site", fault.site},
                    {"environment", history.fleet->environments[fault.environment.value].name}};
    if (fault.visit != 1) json["visit"] = fault.visit;
    faults.push_back(spaced(json));
  }
  return fmt::format("[\n    {} ]", fmt::join(faults, ",\n    "));
}

}  // namespace

std::vector<std::string> situation_of(const History& history, const model::Fleet& fixture) {
  std::vector<std::string> special;
  for (const FleetDifference& difference : differences(*history.fleet, fixture)) {
    const FleetAttribute& attribute = fleet_attributes()[difference.attribute];
    const auto& environment = history.fleet->environments[difference.environment];
    special.push_back(
        fmt::format("{}: {} {}", environment.name, attribute.name, attribute.written(environment)));
  }
  for (const sim::Fault& fault : history.faults)
    special.push_back(fmt::format("{} fails in {}, visit {}", fault.site,
                                  history.fleet->environments[fault.environment.value].name,
                                  fault.visit));
  return special;
}

std::string scenario_text(const History& history, const Course& course, const Title& title,
                          const model::Fleet& fixture, const Course* other) {
  std::string text;
  for (const std::string& comment : title.comments) text += fmt::format("// {}\n", comment);
  text += fmt::format("{{\n  \"scenario\": {},\n", Ordered(title.sentence).dump());
  if (!title.cites.empty()) text += fmt::format("  \"cites\": {},\n", spaced(title.cites));
  text += fmt::format("  \"policy\": \"{}\",\n", title.policy);
  text += fmt::format("  \"fleet\": {},\n", fleet_text(history, fixture));
  if (!history.faults.empty()) text += fmt::format("  \"faults\": {},\n", faults_text(history));
  const std::vector<std::string> steps = step_texts(history, course, other, title.upgraded);
  return text + fmt::format("  \"steps\": [\n    {} ]\n}}\n", fmt::join(steps, ",\n    "));
}

}  // namespace rehearse::scenarios
