#include "rehearse/scenarios/explore/case.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/deeds_of_upgrade.h"
#include "rehearse/scenarios/history/fleet.h"

namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;
using model::Phase;

constexpr model::Instant morning{1'583'139'600'000};  // 2020-03-02T09:00:00Z, as in scenario files
constexpr std::uint64_t deeds_min = 3;
constexpr std::uint64_t deeds_spread = 22;
constexpr std::size_t deeds_healing_max = 60;
constexpr std::uint32_t fault_visits = 3;

/// Alive in this case? Absent from 40 % of all.
bool is_alive(Draw& draw) { return draw.chance(3, 5); }

/// All environments get one and the same other value: movements between them stay possible.
void vary_all(Draw& draw, model::Fleet& fleet) {
  const bool is_release = draw.chance(1, 2);  // many rules compare it
  const FleetAttribute& attribute =
      is_release
          ? *std::ranges::find(fleet_attributes(), "application_release", &FleetAttribute::name)
          : draw.one_of(fleet_attributes(fleet));
  model::EnvironmentDescription varied = fleet.environments.front();
  attribute.vary(draw, fleet, varied);
  for (model::EnvironmentDescription& environment : fleet.environments)
    attribute.copy(varied, environment);
}

SharedFleet draw_fleet(Draw& draw, const SharedFleet& fixture) {
  SharedFleet fleet = fixture;
  if (draw.chance(1, 3)) return fleet;
  if (draw.chance(1, 4)) vary_all(draw, fleet.edit());
  for (const FleetAttribute& attribute : fleet_attributes(*fixture)) {
    if (!is_alive(draw)) continue;
    for (std::size_t index = 0; index < fixture->environments.size(); ++index) {
      if (!draw.chance(1, 12)) continue;
      model::Fleet& varied = fleet.edit();
      attribute.vary(draw, varied, varied.environments[index]);
    }
  }
  return fleet;
}

void draw_faults_at(Draw& draw, const std::string& site, std::uint16_t environments,
                    std::vector<sim::Fault>& faults) {
  for (std::uint16_t environment = 0; environment < environments; ++environment) {
    for (std::uint32_t visit = 1; visit <= fault_visits; ++visit) {
      if (draw.chance(1, 6))
        faults.push_back({.site = site, .environment = {environment}, .visit = visit});
    }
  }
}

/// Of a few sub-steps and scripts: with faults everywhere no upgrade would come far.
void draw_faults_of_upgrade(Draw& draw, const model::Runbook& runbook, std::uint16_t environments,
                            std::vector<sim::Fault>& faults) {
  constexpr int sub_steps_struck_max = 2;
  for (int count = 0; count < sub_steps_struck_max && !runbook.sub_steps.empty(); ++count) {
    if (!is_alive(draw)) continue;
    const model::SubStep& sub_step = draw.one_of(runbook.sub_steps);
    draw_faults_at(draw, "sub-step:" + sub_step.id, environments, faults);
  }
  if (runbook.scripts.empty() || !is_alive(draw)) return;
  const model::Script& script = draw.one_of(runbook.scripts);
  draw_faults_at(draw, "script:" + script.id, environments, faults);
}

bool moves_anything(const model::Policy& policy) {
  return std::ranges::any_of(model::all_processes, [&](model::Process process) {
    return moves_databases(process) && policy.offered.contains(process);
  });
}

std::vector<sim::Fault> draw_faults(Draw& draw, const model::Policy& policy,
                                    std::size_t environments_count) {
  using enum model::EffectKind;
  const auto environments =
      static_cast<std::uint16_t>(std::min<std::size_t>(environments_count, 3));
  constexpr std::array sites = {CopyDatabases, RestoreBackups,  ReplaceTarget, Synchronize,
                                Restart,       RestorePreImage, Reprovision};
  std::vector<sim::Fault> faults;
  const bool has_movements = moves_anything(policy);
  for (const model::EffectKind site : sites) {
    if (has_movements && is_alive(draw))
      draw_faults_at(draw, std::string(to_string(site)), environments, faults);
  }
  if (!policy.data_rules.empty() && is_alive(draw)) {
    const model::DataRule& rule = draw.one_of(policy.data_rules);
    draw_faults_at(draw, "data-rule:" + rule.id, environments, faults);
  }
  if (policy.offered.contains(model::Process::DataUpgrade))
    draw_faults_of_upgrade(draw, policy.runbook, environments, faults);
  return faults;
}

/// What a movement needs so that it can end; nothing when it needs nobody.
std::optional<Deed> cure(EnvironmentId id, const model::World& world) {
  const model::Movement& movement = world[id].movement;
  if (movement.phase == Phase::Submitted) {
    if (world.now < movement.window_end) return Accept{id};
    return Reschedule{.target = id, .window = {}, .restore_point = {}};
  }
  const bool has_failed =
      movement.phase == Phase::Failed || movement.phase == Phase::RollbackFailed;
  if (!has_failed || !description_of(movement.process).rolls_back) return std::nullopt;
  if (!movement.logs_downloaded) return DownloadLogs{id};
  return Rollback{.target = id};
}

/// The next thing to do about what is owed in an environment.
std::optional<Deed> payment(EnvironmentId id, const model::World& world) {
  const model::EnvironmentState& environment = world[id];
  if (environment.debts.empty() || !environment.available) return std::nullopt;
  for (std::size_t index = 0; index < model::enum_count<model::Debt>; ++index) {
    const auto debt = static_cast<model::Debt>(index);
    if (!environment.debts.contains(debt)) continue;
    if (debt == model::Debt::Reprovisioning && environment.tool != model::ToolState::Uploaded) {
      const bool is_there = environment.tool == model::ToolState::Downloaded;
      return model::PrepareTool{
          id, is_there ? model::ToolState::Uploaded : model::ToolState::Downloaded};
    }
    return Settle{id, debt};
  }
  return std::nullopt;
}

/// A case that is being drawn and played.
class Drawing {
 public:
  Drawing(const CaseSetting& setting, Draw& draw, Witness witness, Inquiries inquiries)
      : setting_(setting), draw_(draw), alarm_(setting.claims) {
    drawn_.history.fixture = setting.fixture->name;
    drawn_.history.clock = morning;
    drawn_.history.fleet = draw_fleet(draw, setting.fixture);
    drawn_.history.faults =
        draw_faults(draw, setting.territory.policy, drawn_.history.fleet->environments.size());
    asked_.resize(setting.fixture->environments.size());
    ground_ = model_ground(setting.territory, drawn_.history, alarm_.witness(std::move(witness)),
                           inquiries);
  }

  Case draw() && {
    choose_families();
    const std::uint64_t deeds = deeds_min + draw_.below(deeds_spread);
    // A case whose families have little to say stays short.
    for (std::uint64_t tried = 0; tried < 2 * deeds; ++tried) {
      if (drawn_.history.deeds.size() >= deeds || !goes_on()) break;
      propose();
    }
    heal();
    drawn_.ending.breaches = alarm_.all();
    if (!alarm_.differences().empty()) drawn_.ending.difference = alarm_.differences().front();
    drawn_.ending.actions = alarm_.actions();
    if (goes_on()) drawn_.ending.breaches = unfinished(*ground_);
    return std::move(drawn_);
  }

 private:
  void choose_families() {
    for (const Family& family : setting_.families) {
      const auto& needed = family.only_with;
      if (needed && !setting_.territory.policy.offered.contains(*needed)) continue;
      if (!is_alive(draw_)) continue;
      const auto& asked = family.asks_for;
      if (asked && !setting_.territory.policy.offered.contains(*asked) && !draw_.chance(1, 16))
        continue;
      alive_.push_back(&family);
      weights_ += family.weight;
    }
    if (!alive_.empty()) return;
    alive_.push_back(&draw_.one_of(setting_.families));
    weights_ = alive_.front()->weight;
  }

  const Family& choose() {
    std::uint64_t chosen = draw_.below(weights_);
    for (const Family* family : alive_) {
      if (chosen < family->weight) return *family;
      chosen -= family->weight;
    }
    return *alive_.back();
  }

  void propose() {
    proposed_.clear();
    Scene scene{.draw = draw_,
                .world = ground_->world(),
                .policy = setting_.territory.policy,
                .names = ground_->names(),
                .asked = asked_};
    const Family& family = choose();
    family.propose(scene, proposed_);
    for (Deed& deed : proposed_) {
      if (goes_on()) take(std::move(deed));
    }
  }

  void take(Deed deed) {
    if (const auto target = asks_for_movement_into(deed)) asked_[target->value] = true;
    if (const auto target = needs_movement_into(deed); target && !asked_[target->value]) return;
    if (const auto waited = std::exchange(waited_, std::nullopt))
      drawn_.history.deeds.emplace_back(Advance{*waited});
    drawn_.history.deeds.push_back(std::move(deed));
    const Performed done = perform(drawn_.history.deeds.back(), *ground_, &alarm_);
    if (done.rest == Rest::GaveUp) drawn_.ending.rest = Rest::GaveUp;
  }

  bool goes_on() const { return alarm_.all().empty() && drawn_.ending.rest == Rest::Reached; }

  void heal() {
    const bool pays = draw_.chance(1, 2);
    const std::size_t deeds = drawn_.history.deeds.size();
    while (goes_on()) {
      wait();
      if (!goes_on()) return;
      const bool has_helped =
          take_first([this](EnvironmentId id) { return help(id); }) ||
          (pays && take_first([this](EnvironmentId id) { return payment(id, ground_->world()); }));
      if (!has_helped || drawn_.history.deeds.size() > deeds + deeds_healing_max) break;
    }
  }

  /// Until nothing is pending. Whoever helps then waits as long when the history is played again,
  /// even if nothing was heard meanwhile: the windows of later requests count from then.
  void wait() {
    const model::Instant before = ground_->world().now;
    const std::uint32_t actions = alarm_.actions();
    drawn_.ending.rest = let_settle(*ground_);
    const model::Duration waited = ground_->world().now - before;
    if (waited.ms > 0 || alarm_.actions() != actions) waited_ = waited;
  }

  /// What a movement or an upgrade needs so that it can end. A cure of rows is tried once: nobody
  /// hurts them any more.
  std::optional<Deed> help(EnvironmentId id) {
    const model::World& world = ground_->world();
    const model::Policy& policy = setting_.territory.policy;
    if (!has_failed_upgrade(world[id])) return cure(id, world);
    for (Deed& each : cures_of_upgrade(id, world, policy)) {
      if (std::ranges::count(cured_, each) > 0) continue;
      cured_.push_back(each);
      return std::move(each);
    }
    auto deeds = remaining_of_upgrade(id, world, policy, ground_->names());
    return deeds.empty() ? std::nullopt : std::optional(std::move(deeds.front()));
  }

  /// Does the first thing that `find` says of some environment and that helps. What did not help is
  /// not tried again.
  template <typename Find>
  bool take_first(Find find) {
    for (std::uint16_t index = 0; index < ground_->world().environments.size(); ++index) {
      const EnvironmentId id{index};
      if (!asked_[index]) continue;
      auto deed = find(id);
      if (!deed || std::ranges::count(vain_, *deed) > 0) continue;
      const model::EnvironmentState before = ground_->world()[id];
      take(*deed);
      if (ground_->world()[id] != before || !goes_on()) return true;
      vain_.push_back(std::move(*deed));
    }
    return false;
  }

  const CaseSetting& setting_;
  Draw& draw_;
  Alarm alarm_;
  Case drawn_;
  std::unique_ptr<Ground> ground_;
  std::vector<bool> asked_;
  std::vector<const Family*> alive_;
  std::uint64_t weights_ = 0;
  std::vector<Deed> proposed_;
  std::optional<model::Duration> waited_;  // since the last deed
  std::vector<Deed> vain_;                 // of the healing
  std::vector<Deed> cured_;                // the same
};

}  // namespace

Case draw_case(const CaseSetting& setting, model::Seed seed, std::uint64_t index, Witness witness,
               Inquiries inquiries) {
  Draw draw(seed, fmt::format("explore:{}:{}", setting.territory.policy.name, index));
  return Drawing(setting, draw, std::move(witness), inquiries).draw();
}

Ending play_history(const History& history, Ground& ground, Alarm& alarm) {
  Ending played;
  for (const Deed& deed : history.deeds) {
    const Performed done = perform(deed, ground, &alarm);
    if (done.rest == Rest::GaveUp) played.rest = Rest::GaveUp;
    if (!alarm.all().empty() || played.rest == Rest::GaveUp) break;
  }
  if (alarm.all().empty() && played.rest == Rest::Reached) played.rest = let_settle(ground);
  played.breaches = alarm.all();
  played.actions = alarm.actions();
  if (played.breaches.empty() && played.rest == Rest::Reached) played.breaches = unfinished(ground);
  return played;
}

bool breaks(const History& history, const Breach& breach, Ground& ground, const Alarm& alarm) {
  for (const Deed& deed : history.deeds) perform(deed, ground);
  const bool has_settled = let_settle(ground) == Rest::Reached;
  if (alarm.has(breach) || !has_settled) return alarm.has(breach);
  return std::ranges::count(unfinished(ground), breach) > 0;
}

}  // namespace rehearse::scenarios
