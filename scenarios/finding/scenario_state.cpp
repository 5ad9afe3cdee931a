#include "rehearse/scenarios/finding/scenario_state.h"

#include "rehearse/scenarios/finding/scenario_steps.h"

namespace rehearse::scenarios {

using Ordered = nlohmann::ordered_json;

namespace {

/// The list of what is in `set`, by name.
template <typename E>
Ordered listed(const model::EnumSet<E>& set) {
  Ordered list = Ordered::array();
  for (std::size_t index = 0; index < model::enum_count<E>; ++index) {
    if (set.contains(static_cast<E>(index))) list.push_back(to_string(static_cast<E>(index)));
  }
  return list;
}

}  // namespace

std::string state_text(const model::EnvironmentState& here, const model::EnvironmentState& there,
                       const std::string& name) {
  Ordered expected = {{"environment", name}};
  if (here.available != there.available) expected["available"] = here.available;
  if (here.jobs_stopped != there.jobs_stopped) expected["jobs_stopped"] = here.jobs_stopped;
  if (here.debts != there.debts) expected["debts"] = listed(here.debts);
  const auto facts = here.contents.application.facts;
  const auto more = facts.without(there.contents.application.facts);
  if (!more.empty()) expected["facts"] = listed(more);
  if (orphaned_files(here) != orphaned_files(there))
    expected["orphaned_files"] = orphaned_files(here);
  if (here.application_release != there.application_release)
    expected["application_release"] = to_string(here.application_release);
  if (here.platform_update != there.platform_update)
    expected["platform_update"] = here.platform_update;
  if (here.financial_reporting_version != there.financial_reporting_version)
    expected["financial_reporting_version"] = to_string(here.financial_reporting_version);
  if (here.upgrade.services != there.upgrade.services)
    expected["services"] = listed(here.upgrade.services);
  if (here.upgrade.completed != there.upgrade.completed)
    expected["sub_steps_completed"] = here.upgrade.completed.count();
  return expected.size() == 1 ? std::string() : spaced({{"expect", expected}});
}

}  // namespace rehearse::scenarios
