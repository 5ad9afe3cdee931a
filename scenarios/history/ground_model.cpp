#include <algorithm>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/ground.h"
#include "rehearse/scenarios/history/ground_upgrade.h"
#include "rehearse/scenarios/story/drawn_sql.h"
#include "rehearse/sim/clock/event_queue.h"

/// The model alone, driven as `sim::Simulation` drives it: same clock, same order, same backups.
namespace rehearse::scenarios {
namespace {

using model::EffectKind;
using model::EnvironmentId;
using model::Instant;

/// A fault of the history, as positions instead of texts.
struct PlannedFault {
  EffectKind effect = EffectKind::None;
  int part = -1;  ///< a data rule's position, or a site of an upgrade; -1: the effect itself
  EnvironmentId environment;
  std::uint32_t visit = 1;
};

constexpr std::string_view data_rule_prefix = "data-rule:";

/// Sites that the policy does not have never strike.
std::vector<PlannedFault> plan(const std::vector<sim::Fault>& faults, const model::Policy& policy) {
  std::vector<PlannedFault> planned;
  for (const sim::Fault& fault : faults) {
    PlannedFault entry{.environment = fault.environment, .visit = fault.visit};
    if (fault.site.starts_with(data_rule_prefix)) {
      const auto rule = std::ranges::find(
          policy.data_rules, std::string_view(fault.site).substr(data_rule_prefix.size()),
          &model::DataRule::id);
      if (rule == policy.data_rules.end()) continue;
      entry.effect = EffectKind::ApplyDataRules;
      entry.part = static_cast<int>(rule - policy.data_rules.begin());
    } else if (const int site = find_upgrade_site(policy.runbook, fault.site); site >= 0) {
      entry.effect = EffectKind::RunSubStep;
      entry.part = site;
    } else if (const auto effect = model::parse_enum<EffectKind>(fault.site)) {
      entry.effect = *effect;
    }
    planned.push_back(entry);
  }
  return planned;
}

/// What was known of an environment's databases from an instant on.
struct Known {
  Instant at;
  model::Backup backup;
};

/// The history of one environment as `sim::BackupHistory` keeps it, without the databases.
struct Backups {
  boost::container::small_vector<Known, 2> known;
  Instant start;
  bool has_copy = false;  ///< of the last movement: a backup reaches back to its restore point
};

/// Everything that changes.
struct State {
  model::World world;
  sim::EventQueue queue;
  std::vector<std::uint32_t> windows;
  std::vector<std::uint32_t> passages;  ///< of the site of each planned fault
  std::vector<Backups> backups;
  std::vector<RestoredRows> restored;  ///< by environment: of the database from AX 2012
};

class ModelGround final : public Ground {
 public:
  ModelGround(const Territory& territory, const History& history, Witness witness,
              Inquiries inquiries)
      : policy_(territory.policy),
        compared_(territory.compared),
        names_(territory.names),
        witness_(std::move(witness)),
        inquiries_(inquiries),
        faults_(plan(history.faults, policy_)),
        keeps_backups_(std::ranges::any_of(model::all_processes, [&](model::Process process) {
          return is_restore(process) && policy_.offered.contains(process);
        })) {
    state_.world = world_of(*history.fleet, history.clock, names_);
    state_.windows.resize(state_.world.environments.size());
    state_.passages.resize(faults_.size());
    state_.backups.resize(state_.world.environments.size());
    state_.restored.resize(state_.world.environments.size());
    for (std::uint16_t index = 0; index < state_.world.environments.size(); ++index)
      remember({index});
  }

  const model::World& world() const override { return state_.world; }
  const model::Policy& policy() const override { return policy_; }
  const model::Names& names() const override { return names_; }
  model::NameId intern(std::string_view text) override { return names_.intern(text); }

  model::Events act(const model::Action& action) override {
    const auto inquiry = inquiries_ == Inquiries::Told ? inquiry_of(policy_, state_.world, action)
                                                       : std::optional<model::Inquiry>();
    std::optional<model::Step> compared;
    if (compared_ != nullptr) compared = model::step(*compared_, state_.world, action);
    model::CheckedStep checked = checked_step(policy_, std::move(state_.world), action);
    state_.world = std::move(checked.step.world);
    if (const auto subject = subject_of(action)) {
      pin(action, checked.step, *subject);
      if (checked.step.has(model::EventKind::BackupRestored) ||
          checked.step.has(model::EventKind::Redeployed))
        state_.restored[subject->value] = {};
      remember(*subject);
      if (checked.step.effect.kind != EffectKind::None) schedule(checked.step);
      tell(action, checked, inquiry ? &*inquiry : nullptr, compared ? &*compared : nullptr);
    }
    return checked.step.events;
  }

  std::string write(const Write& write) override {
    const model::EnvironmentState& environment = state_.world[write.environment];
    const UserStatement statement = user_statement(*write.sql);
    // What else may keep a user out does not hold after AX 2012.
    if (environment.available && has_restored_axdb(environment) && statement.repeats_an_account)
      return "an account cannot be given twice";
    const auto known = environment.contents.application.facts;
    act(model::Write{write.environment, write.account, known.without(statement.ends)});
    return {};
  }

  std::string customize(const Customize& customize) override {
    act(model::Customize{customize.environment});
    return {};
  }

  std::string run_sql(const RunSql& run) override {
    const DeveloperStatement statement = developer_statement(*run.sql);
    const model::RunSql action{run.environment};
    if (model::step(policy_, state_.world, action).has(model::EventKind::SqlRun)) {
      const bool needs_ax2012 =
          statement.brings != Ailment::None || statement.cures != Ailment::None;
      if (has_restored_axdb(state_.world[run.environment])) {
        state_.restored[run.environment.value].heed(statement);
      } else if (needs_ax2012) {
        return "only AX 2012 has such a table";
      }
    }
    act(action);
    return {};
  }

  void put_blob(const PutBlob& put) override { act(model::ChangeBlobs{put.environment}); }

  model::Backup backup(EnvironmentId environment, Instant point) const override {
    const auto& known = state_.backups[environment.value].known;
    const auto later = std::ranges::upper_bound(known, point, {}, &Known::at);
    return later == known.begin() ? model::Backup{} : std::prev(later)->backup;
  }

  void advance(Instant until) override {
    while (state_.queue.next() && *state_.queue.next() <= until) advance_to_next();
    pass_time(until);
  }

  bool advance_to_next() override {
    if (!state_.queue.next()) return false;
    const sim::EventQueue::Due due = state_.queue.pop();
    pass_time(due.at);
    if (const auto* effect = std::get_if<model::Effect>(&due.what)) happen(*effect);
    if (const auto* sub_step = std::get_if<sim::SubStepDue>(&due.what)) happen(*sub_step);
    if (const auto* window = std::get_if<sim::WindowOpens>(&due.what)) {
      const EnvironmentId target = window->effect.target;
      if (window->ticket == state_.windows[target.value] &&
          state_.world[target].movement.phase == model::Phase::Accepted)
        happen(window->effect);
    }
    return true;
  }

  Mark mark() const override { return std::make_shared<const State>(state_); }
  void return_to(const Mark& mark) override { state_ = *static_cast<const State*>(mark.get()); }

 private:
  void pass_time(Instant until) {
    if (until > state_.world.now) act(model::PassTime{until});
  }

  void happen(const model::Effect& effect) {
    if (fails(effect)) {
      act(model::EffectFailed{effect.target, effect.kind});
    } else {
      act(model::EffectFinished{effect.target, effect.kind});
    }
  }

  static bool has_restored_axdb(const model::EnvironmentState& environment) {
    const model::Upgrade& upgrade = environment.upgrade;
    return upgrade.legacy != model::NameId() && upgrade.legacy == upgrade.axdb;
  }

  void happen(const sim::SubStepDue& due) {
    if (fails(due)) {
      act(model::EffectFailed{due.environment, EffectKind::RunSubStep, due.sub_step});
      state_.queue.forget_sub_steps(due.environment);
    } else if (due.ends) {
      act(model::EffectFinished{due.environment, EffectKind::RunSubStep, due.sub_step});
    } else {
      act(model::SubStepStarted{due.environment, due.sub_step});
      if (!policy_.runbook.sub_steps[due.sub_step.position].encloses)
        schedule_end(due.environment, due.sub_step);
    }
  }

  /// Whatever it does, it meets the locks of services first (UPG-34).
  bool fails(const sim::SubStepDue& due) {
    const model::Upgrade& upgrade = state_.world[due.environment].upgrade;
    if (!upgrade.services.empty() || upgrade.is_interrupted) return true;
    if (!due.ends) return false;
    return end_fails(
        policy_.runbook, due.sub_step.position, state_.restored[due.environment.value],
        [&](int site) { return strikes(EffectKind::RunSubStep, due.environment, site); });
  }

  /// The site of the effect is passed first, then those of its data rules, until one is struck.
  bool fails(const model::Effect& effect) {
    if (strikes(effect.kind, effect.target, -1)) return true;
    if (effect.kind == EffectKind::RestoreBackups)
      return !state_.backups[effect.target.value].has_copy;
    if (effect.kind != EffectKind::ApplyDataRules || faults_.empty()) return false;
    const model::EnvironmentState& target = state_.world[effect.target];
    for (std::size_t rule = 0; rule < policy_.data_rules.size(); ++rule) {
      if (applies(policy_.data_rules[rule], target.movement.process, target.kind) &&
          strikes(effect.kind, effect.target, static_cast<int>(rule)))
        return true;
    }
    return false;
  }

  bool strikes(EffectKind effect, EnvironmentId environment, int part) {
    bool struck = false;
    for (std::size_t index = 0; index < faults_.size(); ++index) {
      const PlannedFault& fault = faults_[index];
      if (fault.effect != effect || fault.part != part || fault.environment != environment)
        continue;
      struck |= ++state_.passages[index] == fault.visit;
    }
    return struck;
  }

  void schedule_sub_step(const model::Effect& effect) {
    const std::uint8_t position = effect.sub_step.position;
    if (state_.world[effect.target].upgrade.running.contains(position))
      return schedule_end(effect.target, effect.sub_step);
    const model::SubStep& next = policy_.runbook.sub_steps[position];
    state_.queue.push(state_.world.now + next.wait,
                      sim::SubStepDue{effect.target, effect.sub_step, false});
  }

  void schedule_end(EnvironmentId environment, const model::SubStepId& sub_step) {
    const model::SubStep& running = policy_.runbook.sub_steps[sub_step.position];
    state_.queue.push(state_.world.now + timing_.of(running),
                      sim::SubStepDue{environment, sub_step, true});
  }

  void schedule(const model::Step& step) {
    if (step.effect.kind == EffectKind::RunSubStep) return schedule_sub_step(step.effect);
    const Instant later = state_.world.now + timing_.of(step.effect.kind);
    if (step.effect.kind != EffectKind::AwaitWindow) return state_.queue.push(later, step.effect);
    const EnvironmentId target = step.effect.target;
    const Instant opening = std::max(state_.world.now, state_.world[target].movement.window_start);
    state_.queue.push(step.has(model::EventKind::WorkWaits) ? later : opening,
                      sim::WindowOpens{step.effect, ++state_.windows[target.value]});
  }

  /// Whether there is something to restore is decided when the restore point is named.
  void pin(const model::Action& action, const model::Step& step, EnvironmentId subject) {
    if (!keeps_backups_) return;
    const bool is_named = step.has(model::EventKind::Started) ||
                          step.has(model::EventKind::Submitted) ||
                          step.has(model::EventKind::Rescheduled);
    if (!is_named) return;
    if (const auto* start = std::get_if<model::Start>(&action))
      state_.backups[subject.value].has_copy = start->backup.exists;
    const auto* other = std::get_if<model::Reschedule>(&action);
    if (other != nullptr && other->restore_point)
      state_.backups[subject.value].has_copy = other->backup.exists;
  }

  void remember(EnvironmentId id) {
    if (!keeps_backups_) return;
    const model::EnvironmentState& state = state_.world[id];
    Backups& backups = state_.backups[id.value];
    const model::Backup now{.contents = state.contents,
                            .application_release = state.application_release,
                            .platform_update = state.platform_update,
                            .exists = true};
    if (backups.known.empty() || backups.start != state.history_start) {
      backups.start = state.history_start;
      backups.known.assign(1, {state.history_start, now});
      return;
    }
    if (backups.known.back().backup == now) return;
    if (backups.known.back().at == state_.world.now) {
      backups.known.back().backup = now;
    } else {
      backups.known.push_back({state_.world.now, now});
    }
    const Instant oldest = state_.world.now - policy_.backups_kept(state.kind);
    while (backups.known.size() > 1 && backups.known[1].at <= oldest)
      backups.known.erase(backups.known.begin());
  }

  void tell(const model::Action& action, const model::CheckedStep& checked,
            const model::Inquiry* inquiry, const model::Step* compared) const {
    witness_({.at = state_.world.now,
              .action = action,
              .step = checked.step,
              .world = state_.world,
              .inquiry = inquiry,
              .applied = checked.applied,
              .broken = checked.broken,
              .discrepancies = {},
              .decision = {},
              .data_rules = {},
              .trouble = {},
              .detail = {},
              .compared = compared});
  }

  const model::Policy& policy_;
  const model::Policy* compared_;
  model::Names names_;
  Witness witness_;
  Inquiries inquiries_;
  std::vector<PlannedFault> faults_;
  bool keeps_backups_;
  sim::Timing timing_;
  State state_;
};

}  // namespace

std::unique_ptr<Ground> model_ground(const Territory& territory, const History& history,
                                     Witness witness, Inquiries inquiries) {
  return std::make_unique<ModelGround>(territory, history, std::move(witness), inquiries);
}

}  // namespace rehearse::scenarios
