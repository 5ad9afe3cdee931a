#include "rehearse/scenarios/shrink/shrink.h"

#include "rehearse/scenarios/shrink/best.h"

namespace rehearse::scenarios {

Expected<Shrunk> shrink(const ShrinkSetting& setting, const History& history,
                        const Breach& breach) {
  BestSoFar best(setting, breach);
  if (auto begun = best.begin(history); !begun) return std::unexpected(std::move(begun.error()));
  for (bool better = true; better && !best.is_spent();) {
    better = delete_ranges(best);
    better |= drop_faults(best);
    better |= simplify_fleet(best);
    better |= simplify_deeds(best);
    better |= try_bare_movements(best);
    better |= try_two_movements(best);
    better |= trade_deeds_for_difference(best);
    better |= move_environments(best);
    better |= delete_pairs(best);
    better |= join_waits(best);
    better |= forget_names(best);
    better |= forget_versions(best);
    better |= trade_reboots_for_faults(best);
    better |= simplify_sites(best);
    better |= reorder(best);
  }
  return Shrunk{.history = best.history(),
                .end = best.is_spent() ? ShrinkEnd::BudgetSpent : ShrinkEnd::Minimal,
                .tries = best.tries()};
}

}  // namespace rehearse::scenarios
