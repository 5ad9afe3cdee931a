#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "rehearse/model/steps/step.h"
#include "rehearse/model/world/fleet.h"

/// RapidCheck's own state testing on the same model, as a peer of campaigns.
namespace rehearse::bench {

/// Generates command sequences with `rc::state`, each command an action that may happen in the
/// world it is drawn in; plays them with `checked_step`; shrinks what breaks an invariant, or
/// `claim`. How many commands are left, 0 when nothing is found.
using PeerClaim = std::function<bool(const model::Action& action, const model::Step& step)>;
std::size_t rapidcheck_finds(const model::Policy& policy, const model::Names& names,
                             const model::Fleet& fleet, std::uint64_t seed,
                             const PeerClaim& claim = {});

/// `rc::Random` as a stream of numbers.
class RapidCheckDraws {
 public:
  explicit RapidCheckDraws(std::uint64_t seed);
  ~RapidCheckDraws();
  RapidCheckDraws(const RapidCheckDraws&) = delete;
  RapidCheckDraws& operator=(const RapidCheckDraws&) = delete;

  std::uint64_t below(std::uint64_t bound);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rehearse::bench
