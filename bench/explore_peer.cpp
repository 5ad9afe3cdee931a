#include "rehearse/bench/explore_peer.h"

#include <rapidcheck.h>
#include <rapidcheck/state.h>

#include <algorithm>
#include <unordered_map>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/steps/enabled.h"

namespace rehearse::bench {
namespace {

using model::Action;
using model::World;

constexpr model::Bounds bounds{.movements_max = 4, .writes_max = 4, .failures_max = 4};

/// What both sides of a state test hold: the world, and how to step.
struct Side {
  const model::Policy* policy = nullptr;
  const PeerClaim* claim = nullptr;
  World world;
};

/// One action that may happen where it is drawn.
class Do final : public rc::state::Command<Side, Side> {
 public:
  explicit Do(const Side& side) {
    std::vector<Action> actions;
    enabled(side.world, bounds, actions);
    const auto chosen = *rc::gen::inRange<std::size_t>(0, actions.size());
    action_ = actions[chosen];
  }

  void apply(Side& side) const override {
    side.world = step(*side.policy, std::move(side.world), action_).world;
  }

  void run(const Side&, Side& side) const override {
    auto checked = checked_step(*side.policy, std::move(side.world), action_);
    const bool is_claimed = !*side.claim || (*side.claim)(action_, checked.step);
    side.world = std::move(checked.step.world);
    RC_ASSERT(checked.broken.none() && is_claimed);
  }

  void show(std::ostream& out) const override { out << "action " << action_.index(); }

 private:
  Action action_;
};

class Silence : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
  void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
  void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

}  // namespace

std::size_t rapidcheck_finds(const model::Policy& policy, const model::Names& names,
                             const model::Fleet& fleet, std::uint64_t seed,
                             const PeerClaim& claim) {
  model::Names own = names;
  const Side start{.policy = &policy, .claim = &claim, .world = world_of(fleet, {}, own)};
  rc::detail::TestMetadata metadata{"peer", "peer"};
  rc::detail::TestParams parameters;
  parameters.seed = seed;
  parameters.maxSuccess = 20'000;
  Silence silence;
  const auto property = [&] {
    Side side = start;
    rc::state::check(start, side, [](const Side& state) {
      return rc::gen::exec([state] {
        return std::shared_ptr<const rc::state::Command<Side, Side>>(std::make_shared<Do>(state));
      });
    });
  };
  // tidy: allow std::unordered_map: RapidCheck asks for one
  const std::unordered_map<std::string, rc::detail::Reproduce> nothing;
  const auto result = rc::detail::checkTestable(property, metadata, parameters, silence, nothing);
  rc::detail::FailureResult failure;
  if (!result.match(failure) || failure.counterExample.empty()) return 0;
  const std::string& text = failure.counterExample.front().second;
  return static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
}

struct RapidCheckDraws::State {
  rc::Random random;
};

RapidCheckDraws::RapidCheckDraws(std::uint64_t seed)
    : state_(std::make_unique<State>(rc::Random(seed))) {}
RapidCheckDraws::~RapidCheckDraws() = default;

std::uint64_t RapidCheckDraws::below(std::uint64_t bound) { return state_->random.next() % bound; }

}  // namespace rehearse::bench
