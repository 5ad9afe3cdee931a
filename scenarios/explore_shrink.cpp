#include "scenarios/explore_shrink.h"

#include <algorithm>

#include "scenarios/explore_fleet.h"
#include "scenarios/explore_simpler.h"

namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;

/// Acts that speak of a movement nobody asked for go.
void drop_orphans(History& history) {
  std::vector<bool> asked(history.fleet.environments.size());
  std::erase_if(history.acts, [&](const Act& act) {
    if (const auto* ask = std::get_if<Ask>(&act)) asked[ask->target.value] = true;
    const auto target = needs_movement_into(act);
    return target && !asked[target->value];
  });
}

/// Fault sites that every policy has.
std::vector<std::string_view> effect_sites() {
  std::vector<std::string_view> sites;
  for (const std::string_view site : model::enum_names<model::EffectKind>) {
    if (site != to_string(model::EffectKind::None) &&
        site != to_string(model::EffectKind::ApplyDataRules) &&
        site != to_string(model::EffectKind::AwaitWindow))
      sites.push_back(site);
  }
  return sites;
}

/// The best history so far, and the states of a ground before each of its acts.
///
/// 1. `marks_[i]` is the state before act i of `best_`, on `ground_`.
/// 2. `best_` breaks what it should, at its last act or after it.
class Shrinker {
 public:
  Shrinker(const ShrinkSetting& setting, const Breach& breach)
      : setting_(setting), breach_(breach), alarm_(setting.claims) {}

  Expected<Shrunk> shrink(const History& history) {
    if (auto begun = begin(history); !begun) return std::unexpected(std::move(begun.error()));
    for (bool better = true; better && !is_spent();) {
      better = delete_ranges();
      better |= drop_faults();
      better |= simplify_fleet();
      better |= simplify_acts();
      better |= try_bare_movements();
      better |= trade_acts_for_difference();
      better |= move_environments();
      better |= delete_pairs();
      better |= reorder();
    }
    return Shrunk{.history = std::move(best_),
                  .end = is_spent() ? ShrinkEnd::BudgetSpent : ShrinkEnd::Minimal,
                  .tries = tries_};
  }

 private:
  Expected<void> begin(const History& history) {
    best_ = history;
    auto found = replay(best_, 0, true);
    if (!found) return std::unexpected(std::move(found.error()));
    if (!*found) return fail("shrink history: it does not break {}", breach_.id);
    complexity_ = complexity_of(best_, setting_.fixture);
    return {};
  }

  bool is_spent() const { return tries_ >= setting_.tries_max; }

  /// Takes `candidate` over when it is simpler and breaks the same.
  bool attempt(History candidate) {
    if (is_spent()) return false;
    drop_orphans(candidate);
    Complexity complexity = complexity_of(candidate, setting_.fixture);
    if (complexity >= complexity_) return false;
    ++tries_;
    const bool same_setting = candidate.fleet == best_.fleet && candidate.faults == best_.faults;
    std::size_t common = 0;
    if (same_setting) {
      const auto [mine, theirs] = std::ranges::mismatch(best_.acts, candidate.acts);
      common = static_cast<std::size_t>(mine - best_.acts.begin());
    }
    const auto found = replay(candidate, common, !same_setting);
    if (!found || !*found) return false;
    best_ = std::move(candidate);
    complexity_ = complexity_of(best_, setting_.fixture);
    return true;
  }

  /// Plays `history`, whose first `common` acts are those of the best. When it breaks what it
  /// should, what comes after that is cut off and the marks are those of `history`.
  Expected<bool> replay(History& history, std::size_t common, bool anew) {
    alarm_.reset();
    std::unique_ptr<Ground> fresh;
    Ground* ground = ground_.get();
    if (anew) {
      auto made = setting_.make_ground(history, alarm_.witness());
      if (!made) return std::unexpected(std::move(made.error()));
      fresh = std::move(*made);
      ground = fresh.get();
    } else {
      // A longer history than the best one goes on from its last state but one.
      common = std::min(common, marks_.size() - 1);
      ground->return_to(marks_[common]);
    }
    std::vector<Ground::Mark> marks;
    const std::size_t kept = play_from(history, *ground, common, marks);
    if (kept > history.acts.size()) return false;
    history.acts.resize(kept);
    if (anew) {
      ground_ = std::move(fresh);
      common = 0;
    }
    marks_.resize(common);
    marks_.insert(marks_.end(), marks.begin(), marks.end());
    return true;
  }

  /// How many acts it takes to break what should be broken; one more than there are when they do
  /// not. Appends the state before each act.
  std::size_t play_from(const History& history, Ground& ground, std::size_t first,
                        std::vector<Ground::Mark>& marks) {
    for (std::size_t act = first; act < history.acts.size(); ++act) {
      marks.push_back(ground.mark());
      const Performed done = perform(history.acts[act], ground);
      if (alarm_.has(breach_)) return act + 1;
      if (done.rest == Rest::GaveUp) return history.acts.size() + 1;
    }
    marks.push_back(ground.mark());
    const bool has_settled = let_settle(ground) == Rest::Reached;
    const auto left = has_settled ? unfinished(ground.world()) : std::vector<Breach>();
    const bool is_broken = alarm_.has(breach_) || std::ranges::count(left, breach_) > 0;
    return history.acts.size() + (is_broken ? 0 : 1);
  }

  History without(std::size_t first, std::size_t count) const {
    History candidate = best_;
    const auto begin = candidate.acts.begin() + static_cast<std::ptrdiff_t>(first);
    candidate.acts.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
    return candidate;
  }

  /// From the end, where a deletion costs least to try; large ranges first.
  bool delete_ranges() {
    bool better = false;
    for (std::size_t size = std::max<std::size_t>(best_.acts.size() / 2, 1); size > 0; size /= 2) {
      for (std::size_t end = best_.acts.size(); end >= size;) {
        if (attempt(without(end - size, size))) {
          better = true;
          end = std::min(end - size, best_.acts.size());
        } else {
          --end;
        }
      }
    }
    return better;
  }

  bool delete_pairs() {
    for (std::size_t first = 0; first < best_.acts.size(); ++first) {
      for (std::size_t second = first + 1; second < best_.acts.size(); ++second) {
        History candidate = without(second, 1);
        candidate.acts.erase(candidate.acts.begin() + static_cast<std::ptrdiff_t>(first));
        if (attempt(std::move(candidate))) return true;
      }
    }
    return false;
  }

  bool drop_faults() {
    History bare = best_;
    bare.faults.clear();
    if (!best_.faults.empty() && attempt(std::move(bare))) return true;
    bool better = false;
    for (std::size_t fault = best_.faults.size(); fault-- > 0;) {
      History candidate = best_;
      candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(fault));
      better |= attempt(std::move(candidate));
    }
    return trade_faults_for_impatience() || simplify_faults() || better;
  }

  /// The first visit, and the earliest site.
  bool simplify_faults() {
    bool better = false;
    for (std::size_t fault = 0; fault < best_.faults.size(); ++fault) {
      for (const std::string_view site : effect_sites()) {
        History candidate = best_;
        candidate.faults[fault].site = site;
        candidate.faults[fault].visit = 1;
        better |= attempt(std::move(candidate));
      }
      History earlier = best_;
      earlier.faults[fault].visit = 1;
      better |= attempt(std::move(earlier));
    }
    return better;
  }

  bool simplify_fleet() {
    History plain = best_;
    plain.fleet = setting_.fixture;
    if (plain.fleet != best_.fleet && attempt(std::move(plain))) return true;
    bool better = false;
    for (const FleetDifference& difference : differences(best_.fleet, setting_.fixture)) {
      better |= simplify(difference);
    }
    return better;
  }

  /// Undone; else a simple value, here or in another environment.
  bool simplify(const FleetDifference& difference) {
    const FleetAttribute& attribute = fleet_attributes()[difference.attribute];
    History undone = best_;
    attribute.copy(setting_.fixture.environments[difference.environment],
                   undone.fleet.environments[difference.environment]);
    if (attempt(undone)) return true;
    for (std::size_t other = 0; other < best_.fleet.environments.size(); ++other) {
      for (const auto simple : attribute.simple) {
        History candidate = undone;
        simple(candidate.fleet.environments[other]);
        if (attempt(std::move(candidate))) return true;
      }
      History carried = undone;
      attribute.copy(best_.fleet.environments[difference.environment],
                     carried.fleet.environments[other]);
      if (attempt(std::move(carried))) return true;
    }
    return replace_difference(undone);
  }

  /// The same harm may come of an earlier attribute: the other side of a comparison.
  bool replace_difference(const History& undone) {
    for (const FleetAttribute& attribute : fleet_attributes()) {
      for (std::size_t other = 0; other < undone.fleet.environments.size(); ++other) {
        for (const auto simple : attribute.simple) {
          History candidate = undone;
          simple(candidate.fleet.environments[other]);
          if (attempt(std::move(candidate))) return true;
        }
      }
    }
    return false;
  }

  /// One movement alone, with one fault at most: several small steps would not lead there.
  bool try_bare_movements() {
    for (std::size_t act = 0; act < best_.acts.size() && best_.acts.size() > 1; ++act) {
      const auto* ask = std::get_if<Ask>(&best_.acts[act]);
      if (ask == nullptr) continue;
      History bare = best_;
      bare.acts = {*ask};
      std::get<Ask>(bare.acts.front()).patience = Patience::UntilSettled;
      for (const std::string_view site : effect_sites()) {
        bare.faults.assign(1, {.site = std::string(site), .environment = ask->target});
        if (attempt(bare)) return true;
      }
    }
    return false;
  }

  /// Instead of failing, a movement may just be under way.
  bool trade_faults_for_impatience() {
    for (std::size_t fault = 0; fault < best_.faults.size(); ++fault) {
      for (std::size_t act = 0; act < best_.acts.size(); ++act) {
        if (!std::holds_alternative<Ask>(best_.acts[act])) continue;
        History candidate = best_;
        candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(fault));
        std::get<Ask>(candidate.acts[act]).patience = Patience::None;
        if (attempt(std::move(candidate))) return true;
      }
    }
    return false;
  }

  /// What the acts before the last one brought about may as well be how the fleet was from the
  /// start.
  bool trade_acts_for_difference() {
    for (std::size_t kept = 1; kept < std::min<std::size_t>(best_.acts.size(), 3); ++kept) {
      const History bare = without(0, best_.acts.size() - kept);
      for (const FleetAttribute& attribute : fleet_attributes()) {
        for (std::size_t other = 0; other < bare.fleet.environments.size(); ++other) {
          for (const auto simple : attribute.simple) {
            History candidate = bare;
            simple(candidate.fleet.environments[other]);
            if (attempt(std::move(candidate))) return true;
          }
        }
      }
    }
    return false;
  }

  bool simplify_acts() {
    bool better = false;
    for (std::size_t act = 0; act < best_.acts.size(); ++act) {
      for (Act& simpler : simplifications(best_.acts[act])) {
        History candidate = best_;
        if (act >= candidate.acts.size()) break;
        candidate.acts[act] = std::move(simpler);
        better |= attempt(std::move(candidate));
      }
    }
    return better;
  }

  /// Other environments play the parts, with what is special about the fleet or without.
  bool move_environments() {
    const auto count = static_cast<std::uint16_t>(best_.fleet.environments.size());
    bool better = false;
    for (std::uint16_t from = 0; from < count; ++from) {
      for (std::uint16_t to = 0; to < count; ++to) {
        if (from == to) continue;
        for (const Keeps keeps : {Keeps::Nothing, Keeps::OfOthers, Keeps::All})
          better |= attempt(with_moved({from}, {to}, keeps));
        better |= attempt_moves_one_by_one({from}, {to});
      }
    }
    for (std::size_t act = 0; act < best_.acts.size(); ++act) better |= attempt_other_ends(act);
    return better;
  }

  /// Source and target change together: one alone may be denied for another reason.
  bool attempt_other_ends(std::size_t act) {
    const auto count = static_cast<std::uint16_t>(best_.fleet.environments.size());
    for (std::uint16_t ends = 0; ends < count * count; ++ends) {
      History candidate = best_;
      auto* ask = std::get_if<Ask>(&candidate.acts[act]);
      if (ask == nullptr) return false;
      const bool is_in_place = ask->source == ask->target;
      ask->target = ask->page = {static_cast<std::uint16_t>(ends / count)};
      ask->source =
          is_in_place ? ask->target : EnvironmentId{static_cast<std::uint16_t>(ends % count)};
      if (attempt(std::move(candidate))) return true;
    }
    return false;
  }

  /// Which differences of the fleet are kept when an environment plays the part of another.
  enum class Keeps : std::uint8_t { Nothing, OfOthers, All };

  History with_moved(EnvironmentId from, EnvironmentId to, Keeps keeps) const {
    History candidate = best_;
    const EnvironmentId parked{std::numeric_limits<std::uint16_t>::max()};
    for (Act& act : candidate.acts)
      act = moved(moved(moved(std::move(act), to, parked), from, to), parked, from);
    for (sim::Fault& fault : candidate.faults) {
      if (fault.environment == from) {
        fault.environment = to;
      } else if (fault.environment == to) {
        fault.environment = from;
      }
    }
    if (keeps == Keeps::Nothing) {
      candidate.fleet = setting_.fixture;
      return candidate;
    }
    auto& environments = candidate.fleet.environments;
    for (const FleetAttribute& attribute : fleet_attributes()) {
      const auto& fixture = setting_.fixture.environments;
      if (keeps == Keeps::All && !attribute.is_same(environments[from.value], fixture[from.value]))
        attribute.copy(best_.fleet.environments[from.value], environments[to.value]);
      attribute.copy(fixture[from.value], environments[from.value]);
    }
    return candidate;
  }

  bool attempt_moves_one_by_one(EnvironmentId from, EnvironmentId to) {
    bool better = false;
    for (std::size_t act = 0; act < best_.acts.size(); ++act) {
      if (!mentions(best_.acts[act], from)) continue;
      History candidate = best_;
      candidate.acts[act] = moved(candidate.acts[act], from, to);
      better |= attempt(std::move(candidate));
    }
    return better;
  }

  bool reorder() {
    bool better = false;
    for (std::size_t act = 0; act + 1 < best_.acts.size(); ++act) {
      History candidate = best_;
      std::swap(candidate.acts[act], candidate.acts[act + 1]);
      better |= attempt(std::move(candidate));
    }
    return better;
  }

  const ShrinkSetting& setting_;
  const Breach& breach_;
  Alarm alarm_;
  std::unique_ptr<Ground> ground_;
  std::vector<Ground::Mark> marks_;
  History best_;
  Complexity complexity_;
  std::uint32_t tries_ = 0;
};

}  // namespace

Expected<Shrunk> shrink(const ShrinkSetting& setting, const History& history,
                        const Breach& breach) {
  return Shrinker(setting, breach).shrink(history);
}

}  // namespace rehearse::scenarios
