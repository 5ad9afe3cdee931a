#include <algorithm>

#include "rehearse/scenarios/shrink/best.h"

/// Fewer and simpler deeds and faults.
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
    for (std::size_t deed = 0; deed < best.history().deeds.size(); ++deed) {
      if (!std::holds_alternative<Move>(best.history().deeds[deed])) continue;
      History candidate = best.history();
      candidate.faults.erase(candidate.faults.begin() + static_cast<std::ptrdiff_t>(fault));
      std::get<Move>(candidate.deeds[deed]).patience = Patience::None;
      if (best.attempt(std::move(candidate))) return true;
    }
  }
  return false;
}

}  // namespace

History without(const BestSoFar& best, std::size_t first, std::size_t count) {
  History candidate = best.history();
  const auto begin = candidate.deeds.begin() + static_cast<std::ptrdiff_t>(first);
  candidate.deeds.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  return candidate;
}

/// From the end, where a deletion costs least to try; large ranges first.
bool delete_ranges(BestSoFar& best) {
  bool better = false;
  for (std::size_t size = std::max<std::size_t>(best.history().deeds.size() / 2, 1); size > 0;
       size /= 2) {
    for (std::size_t end = best.history().deeds.size(); end >= size;) {
      if (best.attempt(without(best, end - size, size))) {
        better = true;
        end = std::min(end - size, best.history().deeds.size());
      } else {
        --end;
      }
    }
  }
  return better;
}

bool delete_pairs(BestSoFar& best) {
  for (std::size_t first = 0; first < best.history().deeds.size(); ++first) {
    for (std::size_t second = first + 1; second < best.history().deeds.size(); ++second) {
      History candidate = without(best, second, 1);
      candidate.deeds.erase(candidate.deeds.begin() + static_cast<std::ptrdiff_t>(first));
      if (best.attempt(std::move(candidate))) return true;
    }
  }
  return false;
}

/// One wait instead of two, at the place of either.
bool join_waits(BestSoFar& best) {
  const auto is_wait = [&](std::size_t deed) {
    return std::holds_alternative<Advance>(best.history().deeds[deed]);
  };
  for (std::size_t first = 0; first < best.history().deeds.size(); ++first) {
    for (std::size_t second = first + 1; second < best.history().deeds.size(); ++second) {
      if (!is_wait(first) || !is_wait(second)) continue;
      for (const auto& [kept, dropped] : {std::pair(second, first), std::pair(first, second)}) {
        History candidate = best.history();
        std::get<Advance>(candidate.deeds[kept]).by.ms +=
            std::get<Advance>(candidate.deeds[dropped]).by.ms;
        candidate.deeds.erase(candidate.deeds.begin() + static_cast<std::ptrdiff_t>(dropped));
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
  for (std::size_t deed = 0; deed < best.history().deeds.size() && best.history().deeds.size() > 1;
       ++deed) {
    const auto* ask = std::get_if<Move>(&best.history().deeds[deed]);
    if (ask == nullptr) continue;
    History bare = best.history();
    bare.deeds = {*ask};
    std::get<Move>(bare.deeds.front()).patience = Patience::UntilSettled;
    for (const std::string_view site : effect_sites()) {
      bare.faults.assign(1, {.site = std::string(site), .environment = ask->target});
      if (best.attempt(bare)) return true;
    }
  }
  return false;
}

bool simplify_deeds(BestSoFar& best) {
  bool better = false;
  for (std::size_t deed = 0; deed < best.history().deeds.size(); ++deed) {
    for (Deed& simpler : simplifications(best.history().deeds[deed])) {
      History candidate = best.history();
      if (deed >= candidate.deeds.size()) break;
      candidate.deeds[deed] = std::move(simpler);
      better |= best.attempt(std::move(candidate));
    }
  }
  return better;
}

/// Each act as early as it may come: what depends on nothing between finds its place at once.
bool reorder(BestSoFar& best) {
  bool better = false;
  for (std::size_t place = 0; place < best.history().deeds.size(); ++place) {
    for (std::size_t deed = place + 1; deed < best.history().deeds.size(); ++deed) {
      History candidate = best.history();
      const auto begin = candidate.deeds.begin();
      std::rotate(begin + static_cast<std::ptrdiff_t>(place),
                  begin + static_cast<std::ptrdiff_t>(deed),
                  begin + static_cast<std::ptrdiff_t>(deed) + 1);
      better |= best.attempt(std::move(candidate));
    }
  }
  return better;
}

/// What was done to a database under another name may as well be done to the one called AXDB.
bool forget_names(BestSoFar& best) {
  History candidate = best.history();
  std::erase_if(candidate.deeds, [](const Deed& deed) {
    return std::holds_alternative<RenameDatabase>(deed) ||
           std::holds_alternative<model::StopServices>(deed);
  });
  if (candidate.deeds.size() == best.history().deeds.size()) return false;
  for (Deed& deed : candidate.deeds) {
    if (auto* restore = std::get_if<RestoreBackup>(&deed)) restore->name = model::axdb_name;
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
  for (std::size_t deed = 1; deed < best.history().deeds.size(); ++deed) {
    const auto* reboot = std::get_if<model::Reboot>(&best.history().deeds[deed]);
    if (reboot == nullptr) continue;
    History candidate = best.history();
    candidate.faults.push_back({.site = best.sites().front(), .environment = reboot->environment});
    const auto is_execute = [](const Deed& each) {
      return std::holds_alternative<ExecuteRunbook>(each);
    };
    const auto first = candidate.deeds.begin() + static_cast<std::ptrdiff_t>(deed);
    for (Deed& before : std::ranges::subrange(candidate.deeds.begin(), first)) {
      if (auto* execute = std::get_if<ExecuteRunbook>(&before))
        execute->patience = Patience::UntilSettled;
    }
    candidate.deeds.erase(first, std::find_if(first, candidate.deeds.end(), is_execute));
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
  const auto is_ask = [](const Deed& deed) { return std::holds_alternative<Move>(deed); };
  if (std::ranges::count_if(now.deeds, is_ask) < 2 || (is_plain && now.deeds.size() <= 2))
    return false;
  History plain{.fixture = now.fixture,
                .fleet = best.fixture(),
                .clock = now.clock,
                .faults = {},
                .deeds = {Move{.patience = Patience::None}}};
  plain.deeds.push_back(*std::ranges::find_if(now.deeds.rbegin(), now.deeds.rend(), is_ask));
  const auto& last = std::get<Move>(plain.deeds[1]);
  const bool is_in_place = last.source == last.target;
  for (std::uint16_t ways = 0; ways < ends * ends * ends * ends; ++ways) {
    const auto end = [ways](std::uint16_t weight) {
      return model::EnvironmentId{static_cast<std::uint16_t>(ways / weight % ends)};
    };
    auto& first = std::get<Move>(plain.deeds[0]);
    auto& second = std::get<Move>(plain.deeds[1]);
    first.target = first.page = end(27);
    first.source = end(9);
    second.target = second.page = end(3);
    second.source = is_in_place ? second.target : end(1);
    if (best.attempt(plain)) return true;
  }
  return false;
}

}  // namespace rehearse::scenarios
