#include "rehearse/scenarios/explore/campaign.h"

#include <algorithm>
#include <ranges>
#include <set>

#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"

namespace rehearse::scenarios {
namespace {

/// Whether only rows can tell what a history came to: the model foresees those of the shipped
/// runbook, and of no other.
bool depends_on_rows(const History& history) {
  return std::ranges::any_of(
      history.deeds, [](const Deed& deed) { return std::holds_alternative<ExecuteRunbook>(deed); });
}

}  // namespace

std::string_view fixture_of(model::Profile profile) {
  switch (profile) {
    case model::Profile::Requested2017:
      return "contoso-2017";
    case model::Profile::DataUpgrade:
      return "contoso-ax2012";
    case model::Profile::SelfService2020:
    case model::Profile::Current:
      return "contoso";
  }
  return "contoso";
}

Expected<std::unique_ptr<Campaign>> Campaign::create(const std::string& policy,
                                                     sim::StandIns& stand_ins) {
  std::unique_ptr<Campaign> campaign(new Campaign(stand_ins));
  campaign->argument_ = policy;
  auto file = load_policy(policy, campaign->names_);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto sound = check_data_rules(*file, stand_ins); !sound)
    return std::unexpected(std::move(sound.error()));
  campaign->policy_ = std::move(file->policy);
  // The profiles are named after the shipped policies that they were taken from.
  const model::Profile profile = campaign->policy_.profile;
  auto shipped = load_policy(std::string(to_string(profile)), campaign->names_);
  if (!shipped) return std::unexpected(std::move(shipped.error()));
  campaign->shipped_ = std::move(shipped->policy);
  auto fixture = load_fleet(std::string(fixture_of(profile)));
  if (!fixture) return std::unexpected(std::move(fixture.error()));
  campaign->fixture_ = std::move(*fixture);
  campaign->repairs_ = repairs(campaign->policy_, campaign->shipped_);
  if (!campaign->repairs_.empty()) campaign->territory_.compared = &campaign->shipped_;
  campaign->tally_ = std::make_unique<Tally>(campaign->policy_);
  campaign->scratch_ = std::make_unique<Tally>(campaign->policy_);
  return campaign;
}

Expected<std::unique_ptr<Campaign>> Campaign::create(const std::string& policy) {
  // Customizations make many schemas, and a connection for each saves parsing them again.
  auto engine =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes, .connections_idle_max = 32});
  if (!engine) return std::unexpected(std::move(engine.error()));
  auto definition = load_stand_ins();
  if (!definition) return std::unexpected(std::move(definition.error()));
  auto made = sim::StandIns::create(**engine, std::move(*definition));
  if (!made) return std::unexpected(std::move(made.error()));
  auto stand_ins = std::make_unique<sim::StandIns>(std::move(*made));
  auto campaign = create(policy, *stand_ins);
  if (!campaign) return campaign;
  (*campaign)->own_engine_ = std::move(*engine);
  (*campaign)->own_stand_ins_ = std::move(stand_ins);
  return campaign;
}

MakeGround Campaign::on_the_model(const Breach& breach) const {
  Territory territory = territory_;
  if (!is_difference(breach)) territory.compared = nullptr;
  return [territory](const History& history, Witness witness) -> Expected<std::unique_ptr<Ground>> {
    return model_ground(territory, history, std::move(witness));
  };
}

MakeGround Campaign::on_databases() const {
  return [this](const History& history, Witness witness) {
    return database_ground(territory_, history, stand_ins_, std::move(witness));
  };
}

CasePlayed Campaign::play(model::Seed seed, std::uint64_t index) {
  const Case drawn = draw_case(setting(), seed, index);
  CasePlayed played{.index = index,
                    .breach = {},
                    .difference = drawn.ending.difference,
                    .rest = drawn.ending.rest,
                    .actions = drawn.ending.actions,
                    .hits = {},
                    .differs = {},
                    .trouble = {}};
  if (!drawn.ending.breaches.empty() && !depends_on_rows(drawn.history)) {
    played.breach = drawn.ending.breaches.front();
    return played;
  }
  Alarm alarm(claims_);
  auto ground =
      database_ground(territory_, drawn.history, stand_ins_,
                      alarm.witness([this](const sim::Occurrence& seen) { scratch_->hear(seen); }),
                      sim::Telling::Verdict);
  if (!ground) {
    played.trouble = to_string(ground.error());
    return played;
  }
  const Ending ending = play_history(drawn.history, **ground, alarm);
  if (!ending.breaches.empty()) played.breach = ending.breaches.front();
  if (ending.rest == Rest::GaveUp) played.rest = Rest::GaveUp;
  played.actions = ending.actions;
  played.hits = scratch_->take();
  return played;
}

std::string Campaign::compare_runs(model::Seed seed, std::uint64_t index) {
  const Case first = draw_case(setting(), seed, index);
  const Case second = draw_case(setting(), seed, index);
  if (first.history != second.history) {
    const auto [mine, other] = std::ranges::mismatch(first.history.deeds, second.history.deeds);
    return fmt::format("drawn twice, the histories part at step {}",
                       mine - first.history.deeds.begin() + 1);
  }
  return first_difference(first.history);
}

std::string Campaign::first_difference(const History& history) const {
  Alarm alarm(claims_);
  const auto make = on_databases();
  const auto first = make(history, alarm.witness());
  const auto second = make(history, alarm.witness());
  if (!first || !second) return "its databases could not be made";
  for (std::size_t deed = 0; deed < history.deeds.size(); ++deed) {
    perform(history.deeds[deed], **first);
    perform(history.deeds[deed], **second);
    if (trace_of(**first) != trace_of(**second))
      return fmt::format("played twice, the runs part at step {}: {}", deed + 1,
                         describe(history.deeds[deed], *history.fleet));
  }
  let_settle(**first);
  let_settle(**second);
  return trace_of(**first) == trace_of(**second) ? "" : "played twice, the runs part at the end";
}

bool Campaign::is_prevented(const History& history, const Breach& breach,
                            const std::string& entry) const {
  const auto repair = std::ranges::find(repairs_, entry, &Repair::entry);
  if (repair == repairs_.end()) return false;
  return is_prevented_under(repair->policy, history, breach);
}

bool Campaign::is_prevented_under(const model::Policy& policy, const History& history,
                                  const Breach& breach) const {
  if (is_difference(breach)) {
    const Territory territory{policy, names_, &shipped_};
    Alarm alarm(claims_);
    return !breaks(history, breach, *model_ground(territory, history, alarm.witness()), alarm);
  }
  const Territory territory{policy, names_};
  const auto course = course_of(history, territory, stand_ins_, {}, claims_);
  return course && !course->has(breach);
}

bool Campaign::is_known(model::Seed seed, const Lead& lead, std::vector<Cause>& causes) const {
  std::optional<History> history;
  for (Cause& cause : causes) {
    if (cause.finding.breach != lead.breach) continue;
    if (!history) history = draw_case(setting(), seed, lead.index).history;
    const auto& entries = cause.finding.prevented_by;
    const bool is_same = entries.empty() || std::ranges::any_of(entries, [&](const auto& entry) {
                           return is_prevented(*history, lead.breach, entry);
                         });
    if (!is_same) continue;
    ++cause.cases;
    return true;
  }
  return false;
}

Expected<bool> Campaign::sort_in(model::Seed seed, const Lead& lead, std::vector<Cause>& causes) {
  if (is_known(seed, lead, causes)) return false;
  auto finding = investigate(seed, lead);
  if (!finding) return std::unexpected(std::move(finding.error()));
  const auto known = std::ranges::find(causes, finding->name,
                                       [](const Cause& cause) { return cause.finding.name; });
  if (known != causes.end()) {
    ++known->cases;
    return false;
  }
  causes.push_back({std::move(*finding), 1});
  return true;
}

Expected<void> Campaign::sort_in_differences(model::Seed seed, const std::vector<Lead>& leads,
                                             std::size_t causes_max, std::vector<Cause>& causes) {
  constexpr int vain_max = 20;  // shrunk, and no news
  std::set<std::string> explained;
  const auto note = [&](const Finding& finding) {
    explained.insert(finding.prevented_by.begin(), finding.prevented_by.end());
  };
  for (const Cause& cause : causes) note(cause.finding);
  const auto is_explained = [&](const std::string& entry) { return explained.contains(entry); };
  int vain = 0;
  for (const Lead& lead : leads) {
    if (std::ranges::all_of(repairs_, is_explained, &Repair::entry) || vain == vain_max) break;
    if (causes.size() >= causes_max) break;
    if (is_known(seed, lead, causes)) continue;
    const History history = draw_case(setting(), seed, lead.index).history;
    if (std::ranges::any_of(explained, [&](const std::string& entry) {
          return is_prevented(history, lead.breach, entry);
        }))
      continue;
    auto finding = investigate(seed, lead);
    if (!finding) return std::unexpected(std::move(finding.error()));
    if (std::ranges::any_of(finding->prevented_by, is_explained)) {
      ++vain;
    } else {
      note(*finding);
      causes.push_back({std::move(*finding), 1});
    }
  }
  return {};
}

Expected<Search> Campaign::search(const SearchOptions& options) {
  Search search;
  std::vector<Lead> differences;
  while (search.cases < options.cases && search.causes.size() < options.causes_max) {
    const CasePlayed played = play(options.seed, search.cases);
    if (!played.trouble.empty()) return fail("play case {}: {}", played.index, played.trouble);
    ++search.cases;
    tally_->add(played.hits);
    search.gave_up += played.rest == Rest::GaveUp;
    if (played.difference && options.scope == Scope::Differences)
      differences.push_back({played.index, *played.difference});
    if (!played.breach) continue;
    const Lead lead{played.index, *played.breach};
    if (auto sorted = sort_in(options.seed, lead, search.causes); !sorted)
      return std::unexpected(std::move(sorted.error()));
  }
  auto sorted = sort_in_differences(options.seed, differences, options.causes_max, search.causes);
  if (!sorted) return std::unexpected(std::move(sorted.error()));
  return search;
}

}  // namespace rehearse::scenarios
