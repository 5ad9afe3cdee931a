#include "rehearse/scenarios/history/history.h"

namespace rehearse::scenarios {

bool is_well_formed(const History& history) {
  std::vector<bool> asked(history.fleet->environments.size());
  for (const Deed& deed : history.deeds) {
    if (const auto target = asks_for_movement_into(deed)) asked[target->value] = true;
    if (const auto target = needs_movement_into(deed); target && !asked[target->value])
      return false;
  }
  return true;
}

}  // namespace rehearse::scenarios
