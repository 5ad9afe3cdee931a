#include <algorithm>

#include "rehearse/scenarios/shrink/best.h"

/// Fewer and simpler acts and faults.
namespace rehearse::scenarios {
namespace {

/// Fault sites that every policy has.
std::vector<std::string_view> effect_sites() {
  std::vector<std::string_view> sites;
  for (const std::string_view site : model::enum_names<model::EffectKind>) {
    if (site != to_string(model::EffectKind::None) &&
        site != to_string(model::EffectKind::ApplyDataRules) &&
        site != to_string(model::EffectKind::AwaitWindow) &&
        site != to_string(model::EffectKind::RunSubStep))
      sites.push_back(site);
  }
  return sites;
}

/// The first visit, and the earliest site.
bool simplify_faults(BestSoFar& best) {
  bool better = false;
  for (std::size_t fault = 0; fault < best.history().faults.size(); ++fault) {
    for (const std::string_view site : effect_sites()) {
      History candidate = best.history();
      candidate.faults[fault].site = site;
      candidate.faults[fault].visit = 1;
      better |= best.attempt(std::move(candidate));
    }
    History earlier = best.history();
    earlier.faults[fault].visit = 1;
    better |= best.attempt(std::move(earlier));
  }
  return better;
}

/// Instead of failing, a movement may just be under way.
bool trade_faults_for_impatience(BestSoFar& best) {
  for (std::size_t fault = 0; fault < best.history().faults.size(); ++fault) {
    for (std::size_t act = 0; act < best.history().acts.size(); ++act) {
      if (!std::holds_alternative<Ask>(best.history().acts[act])) continue;
      History candidate = best.history();
      candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(fault));
      std::get<Ask>(candidate.acts[act]).patience = Patience::None;
      if (best.attempt(std::move(candidate))) return true;
    }
  }
  return false;
}

}  // namespace

History without(const BestSoFar& best, std::size_t first, std::size_t count) {
  History candidate = best.history();
  const auto begin = candidate.acts.begin() + static_cast<std::ptrdiff_t>(first);
  candidate.acts.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  return candidate;
}

/// From the end, where a deletion costs least to try; large ranges first.
bool delete_ranges(BestSoFar& best) {
  bool better = false;
  for (std::size_t size = std::max<std::size_t>(best.history().acts.size() / 2, 1); size > 0;
       size /= 2) {
    for (std::size_t end = best.history().acts.size(); end >= size;) {
      if (best.attempt(without(best, end - size, size))) {
        better = true;
        end = std::min(end - size, best.history().acts.size());
      } else {
        --end;
      }
    }
  }
  return better;
}

bool delete_pairs(BestSoFar& best) {
  for (std::size_t first = 0; first < best.history().acts.size(); ++first) {
    for (std::size_t second = first + 1; second < best.history().acts.size(); ++second) {
      History candidate = without(best, second, 1);
      candidate.acts.erase(candidate.acts.begin() + static_cast<std::ptrdiff_t>(first));
      if (best.attempt(std::move(candidate))) return true;
    }
  }
  return false;
}

/// One wait instead of two, at the place of either.
bool join_waits(BestSoFar& best) {
  const auto is_wait = [&](std::size_t act) {
    return std::holds_alternative<Advance>(best.history().acts[act]);
  };
  for (std::size_t first = 0; first < best.history().acts.size(); ++first) {
    for (std::size_t second = first + 1; second < best.history().acts.size(); ++second) {
      if (!is_wait(first) || !is_wait(second)) continue;
      for (const auto& [kept, dropped] : {std::pair(second, first), std::pair(first, second)}) {
        History candidate = best.history();
        std::get<Advance>(candidate.acts[kept]).by.ms +=
            std::get<Advance>(candidate.acts[dropped]).by.ms;
        candidate.acts.erase(candidate.acts.begin() + static_cast<std::ptrdiff_t>(dropped));
        if (best.attempt(std::move(candidate))) return true;
      }
    }
  }
  return false;
}

bool drop_faults(BestSoFar& best) {
  History bare = best.history();
  bare.faults.clear();
  if (!best.history().faults.empty() && best.attempt(std::move(bare))) return true;
  bool better = false;
  for (std::size_t fault = best.history().faults.size(); fault-- > 0;) {
    History candidate = best.history();
    candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(fault));
    better |= best.attempt(std::move(candidate));
  }
  return trade_faults_for_impatience(best) || simplify_faults(best) || better;
}

/// One movement alone, with one fault at most: several small steps would not lead there.
bool try_bare_movements(BestSoFar& best) {
  for (std::size_t act = 0; act < best.history().acts.size() && best.history().acts.size() > 1;
       ++act) {
    const auto* ask = std::get_if<Ask>(&best.history().acts[act]);
    if (ask == nullptr) continue;
    History bare = best.history();
    bare.acts = {*ask};
    std::get<Ask>(bare.acts.front()).patience = Patience::UntilSettled;
    for (const std::string_view site : effect_sites()) {
      bare.faults.assign(1, {.site = std::string(site), .environment = ask->target});
      if (best.attempt(bare)) return true;
    }
  }
  return false;
}

bool simplify_acts(BestSoFar& best) {
  bool better = false;
  for (std::size_t act = 0; act < best.history().acts.size(); ++act) {
    for (Act& simpler : simplifications(best.history().acts[act])) {
      History candidate = best.history();
      if (act >= candidate.acts.size()) break;
      candidate.acts[act] = std::move(simpler);
      better |= best.attempt(std::move(candidate));
    }
  }
  return better;
}

/// Each act as early as it may come: what depends on nothing between finds its place at once.
bool reorder(BestSoFar& best) {
  bool better = false;
  for (std::size_t place = 0; place < best.history().acts.size(); ++place) {
    for (std::size_t act = place + 1; act < best.history().acts.size(); ++act) {
      History candidate = best.history();
      const auto begin = candidate.acts.begin();
      std::rotate(begin + static_cast<std::ptrdiff_t>(place),
                  begin + static_cast<std::ptrdiff_t>(act),
                  begin + static_cast<std::ptrdiff_t>(act) + 1);
      better |= best.attempt(std::move(candidate));
    }
  }
  return better;
}

/// What was done to a database under another name may as well be done to the one called AXDB.
bool forget_names(BestSoFar& best) {
  History candidate = best.history();
  std::erase_if(candidate.acts, [](const Act& act) {
    const auto* action = std::get_if<model::Action>(&act);
    return std::holds_alternative<RenameDatabase>(act) ||
           (action != nullptr && std::holds_alternative<model::StopServices>(*action));
  });
  if (candidate.acts.size() == best.history().acts.size()) return false;
  for (Act& act : candidate.acts) {
    if (auto* restore = std::get_if<RestoreBackup>(&act)) restore->name = model::axdb_name;
  }
  return best.attempt(std::move(candidate));
}

/// The earliest sub-step that may fail instead, in the order in which they run.
bool simplify_sites(BestSoFar& best) {
  bool better = false;
  for (std::size_t fault = 0; fault < best.history().faults.size(); ++fault) {
    for (const std::string& site : best.sites()) {
      History candidate = best.history();
      if (fault >= candidate.faults.size()) break;
      candidate.faults[fault].site = site;
      candidate.faults[fault].visit = 1;
      if (!best.attempt(std::move(candidate))) continue;
      better = true;
      break;
    }
  }
  return better;
}

/// Instead of the reboot of its machine, a sub-step may just fail.
bool trade_reboots_for_faults(BestSoFar& best) {
  if (best.sites().empty()) return false;
  for (std::size_t act = 1; act < best.history().acts.size(); ++act) {
    const auto* action = std::get_if<model::Action>(&best.history().acts[act]);
    const auto* reboot = action == nullptr ? nullptr : std::get_if<model::Reboot>(action);
    if (reboot == nullptr) continue;
    History candidate = best.history();
    candidate.faults.push_back({.site = best.sites().front(), .environment = reboot->environment});
    const auto is_execute = [](const Act& each) { return std::holds_alternative<Execute>(each); };
    const auto first = candidate.acts.begin() + static_cast<std::ptrdiff_t>(act);
    for (Act& before : std::ranges::subrange(candidate.acts.begin(), first)) {
      if (auto* execute = std::get_if<Execute>(&before)) execute->patience = Patience::UntilSettled;
    }
    candidate.acts.erase(first, std::find_if(first, candidate.acts.end(), is_execute));
    if (best.attempt(std::move(candidate))) return true;
  }
  return false;
}

/// Two movements in the plain fleet, the first still under way, between any of the first three
/// environments: what many histories about movements in each other's way come down to.
bool try_two_movements(BestSoFar& best) {
  constexpr std::uint16_t ends = 3;
  const History& now = best.history();
  const bool is_plain = now.faults.empty() && now.fleet == best.fixture();
  const auto is_ask = [](const Act& act) { return std::holds_alternative<Ask>(act); };
  if (std::ranges::count_if(now.acts, is_ask) < 2 || (is_plain && now.acts.size() <= 2))
    return false;
  History plain{.fixture = now.fixture,
                .fleet = best.fixture(),
                .clock = now.clock,
                .faults = {},
                .acts = {Ask{.patience = Patience::None}}};
  plain.acts.push_back(*std::ranges::find_if(now.acts.rbegin(), now.acts.rend(), is_ask));
  const auto& last = std::get<Ask>(plain.acts[1]);
  const bool is_in_place = last.source == last.target;
  for (std::uint16_t ways = 0; ways < ends * ends * ends * ends; ++ways) {
    const auto end = [ways](std::uint16_t weight) {
      return model::EnvironmentId{static_cast<std::uint16_t>(ways / weight % ends)};
    };
    auto& first = std::get<Ask>(plain.acts[0]);
    auto& second = std::get<Ask>(plain.acts[1]);
    first.target = first.page = end(27);
    first.source = end(9);
    second.target = second.page = end(3);
    second.source = is_in_place ? second.target : end(1);
    if (best.attempt(plain)) return true;
  }
  return false;
}

}  // namespace rehearse::scenarios
