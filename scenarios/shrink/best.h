#pragma once

#include <set>

#include "rehearse/scenarios/shrink/complexity.h"
#include "rehearse/scenarios/shrink/shrink.h"

/// How the shrinker works inside. Nobody else needs this.
namespace rehearse::scenarios {

/// The best history so far, and the states of a ground before each of its deeds.
///
/// 1. `marks_[i]` is the state before deed i of `best_`, on `ground_`.
/// 2. `best_` breaks what it should, at its last deed or after it.
class BestSoFar {
 public:
  /// Both must outlive the object.
  BestSoFar(const ShrinkSetting& setting, const Breach& breach)
      : setting_(setting), breach_(breach), alarm_(setting.claims) {
    alarm_.await(breach_);
  }

  /// Begins with `history`, or with its last deed alone when that is enough. Fails when `history`
  /// does not break what it should.
  Expected<void> begin(const History& history);

  /// Takes `candidate` over when it is simpler and breaks the same. What would be left without its
  /// movement is left out first. What was tried before is not tried again.
  bool attempt(History candidate);

  bool is_spent() const { return tries_ >= setting_.tries_max; }
  std::uint32_t tries() const { return tries_; }
  const History& history() const { return best_; }
  const SharedFleet& fixture() const { return setting_.fixture; }
  const std::vector<std::string>& sites() const { return setting_.sites; }

 private:
  Expected<bool> replay(History& history, std::size_t common, bool anew);
  std::size_t play_from(const History& history, Ground& ground, std::size_t first,
                        std::vector<Ground::Mark>* marks);

  const ShrinkSetting& setting_;
  const Breach& breach_;
  Alarm alarm_;
  std::unique_ptr<Ground> ground_;
  std::vector<Ground::Mark> marks_;
  History best_;
  Complexity complexity_;
  std::set<Complexity> tried_;  // each is one history
  std::uint32_t tries_ = 0;
};

// Passes. Each tries what it knows and says whether anything was better; see `shrink`.

bool delete_ranges(BestSoFar& best);
bool delete_pairs(BestSoFar& best);
bool join_waits(BestSoFar& best);
bool drop_faults(BestSoFar& best);
bool simplify_deeds(BestSoFar& best);
bool try_bare_movements(BestSoFar& best);
bool try_two_movements(BestSoFar& best);
bool reorder(BestSoFar& best);
bool forget_names(BestSoFar& best);
bool simplify_sites(BestSoFar& best);
bool trade_reboots_for_faults(BestSoFar& best);

bool simplify_fleet(BestSoFar& best);
bool forget_versions(BestSoFar& best);
bool trade_deeds_for_difference(BestSoFar& best);
bool move_environments(BestSoFar& best);

/// The best history without some deeds.
History without(const BestSoFar& best, std::size_t first, std::size_t count);

}  // namespace rehearse::scenarios
