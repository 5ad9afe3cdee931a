#include "rehearse/sim/run/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/policy/inputs.h"
#include "rehearse/sim/base/random.h"
#include "rehearse/sim/base/trace.h"
#include "rehearse/sim/clock/event_queue.h"
#include "rehearse/sim/estate/estate.h"
#include "rehearse/sim/estate/executor.h"
#include "rehearse/sim/estate/upgrade_executor.h"
#include "rehearse/sim/estate/upgrade_refinement.h"
#include "rehearse/sim/run/simulation_state.h"

namespace rehearse::sim {

using model::Action;
using model::Database;
using model::EffectKind;
using model::EnvironmentId;
using model::EventKind;
using model::Instant;

namespace {

/// What the model does not see of an action.
struct Remark {
  std::string trouble;  ///< why data could not be changed
  std::string detail;   ///< SQL, or the name of a document
};

}  // namespace

class Simulation::Implementation {
 public:
  Implementation(const Setting& setting, Options options, Observer observer)
      : setting_(setting),
        options_(std::move(options)),
        observer_(std::move(observer)),
        executor_(setting.stand_ins, setting.policy, options_.faults),
        upgrades_(setting.stand_ins, setting.policy, options_.faults),
        world_(world_of(setting.fleet, options_.clock, setting.names)),
        estate_(setting.stand_ins, setting.policy, setting.names, world_, executor_) {}

  Expected<void> furnish() {
    windows_.resize(world_.environments.size());
    for (const UsersAtWork& users : options_.users) {
      Random random(options_.seed, "users:" + setting_.names.text(world_[users.environment].name));
      queue_.invite(users, options_.clock, random);
    }
    return estate_.furnish(setting_.fleet);
  }

  model::Events act(const Action& action, Remark remark = {}) {
    const auto subject = subject_of(action);
    const auto inquiry = inquiry_of(setting_.policy, world_, action);
    model::CheckedStep checked = checked_step(setting_.policy, std::move(world_), action);
    world_ = std::move(checked.step.world);
    if (subject) {
      for (const model::Event& event : checked.step.events) estate_.react(event, *subject);
      if (auto done = estate_.carry_out(action, checked.step); !done)
        remark.trouble = done.error().what;
      estate_.remember(*subject);
    }
    if (checked.step.effect.kind != EffectKind::None) schedule(checked.step);
    if (options_.telling == Telling::Full) record(action, subject, checked.step, remark);
    report(action, checked, inquiry, subject, std::move(remark));
    return checked.step.events;
  }

  Expected<model::Events> write(EnvironmentId environment, model::Account account,
                                const std::string& sql, std::span<const Binding> bindings = {}) {
    // Signing in changes nothing, so the world can go there and come back.
    model::Step entry =
        model::step(setting_.policy, std::move(world_), model::SignIn{environment, account});
    world_ = std::move(entry.world);
    if (!entry.has(EventKind::SignedIn)) {
      return act(model::Write{environment, account, {}}, {.trouble = {}, .detail = sql});
    }
    Site where = estate_.site(environment);
    const Databases before = where.data.databases;
    Estate::mark_present(where);
    const auto facts = world_[environment].contents.application.facts;
    auto done = executor_.run(where, Database::Application, {sql}, Level::Data, bindings);
    auto holding = done ? facts_holding(setting_.stand_ins,
                                        where.data.databases[Database::Application], facts, where)
                        : std::unexpected(done.error());
    if (!holding) {
      where.data.databases = before;
      return std::unexpected(holding.error());
    }
    return act(model::Write{environment, account, *holding}, {.trouble = {}, .detail = sql});
  }

  Expected<model::Events> customize(EnvironmentId environment, const std::string& requirement) {
    const Remark remark{.trouble = {}, .detail = requirement};
    if (!can_be_serviced(world_[environment])) return act(model::Customize{environment}, remark);
    Site where = estate_.site(environment);
    Image& image = where.data.databases[Database::Application];
    auto customized = setting_.stand_ins.customized(image, requirement);
    if (!customized) return std::unexpected(std::move(customized.error()));
    image = *std::move(customized);
    where.data.customizations.push_back(requirement);
    where.data.databases.requirements.push_back(requirement);
    return act(model::Customize{environment}, remark);
  }

  Expected<model::Events> run_sql(EnvironmentId environment, const std::string& sql) {
    const model::RunSql action{environment};
    const model::Step trial = model::step(setting_.policy, world_, action);
    if (!trial.has(EventKind::SqlRun)) return act(action, {.trouble = {}, .detail = sql});
    Site where = estate_.site(environment);
    const Databases before = where.data.databases;
    Estate::mark_present(where);
    auto done = executor_.run(where, Database::Application, {sql}, Level::Upgrade, {});
    if (!done) {
      where.data.databases = before;
      return std::unexpected(done.error());
    }
    return act(action, {.trouble = {}, .detail = sql});
  }

  void put_blob(EnvironmentId environment, const std::string& name, const std::string& text) {
    estate_[environment].blobs[name] = digest_of(std::as_bytes(std::span(text)));
    act(model::ChangeBlobs{environment}, {.trouble = {}, .detail = name});
  }

  void advance(Instant until) {
    while (queue_.next() && *queue_.next() <= until) advance_to_next();
    pass_time(until);
  }

  bool advance_to_next() {
    if (!queue_.next()) return false;
    const EventQueue::Due due = queue_.pop();
    pass_time(due.at);
    std::visit([this](const auto& what) { happen(what); }, due.what);
    return true;
  }

  Saved save() const {
    return std::make_shared<const State>(
        State{world_, estate_.data(), queue_, options_.faults, windows_, trace_});
  }

  void restore(const State& state) {
    world_ = state.world;
    estate_.set_data(state.data);
    queue_ = state.queue;
    options_.faults = state.faults;
    windows_ = state.windows;
    trace_ = state.trace;
  }

  const Setting& setting() const { return setting_; }
  const model::World& world() const { return world_; }
  const EnvironmentData& data(EnvironmentId id) const { return estate_[id]; }
  const FaultPlan& faults() const { return options_.faults; }
  Digest trace() const {
    REHEARSE_ASSERT(options_.telling == Telling::Full);
    return trace_.digest();
  }
  const Estate& estate() const { return estate_; }

 private:
  void happen(const WindowOpens& window) {
    const bool is_last = window.ticket == windows_[window.effect.target.value];
    if (is_last && world_[window.effect.target].movement.phase == model::Phase::Accepted)
      happen(window.effect);
  }

  void happen(const model::Effect& effect) {
    Site where = estate_.site(effect.target);
    auto cause = executor_.perform(effect.kind, where);
    if (cause) {
      act(model::EffectFailed{effect.target, effect.kind},
          {.trouble = std::move(*cause), .detail = {}});
    } else {
      act(model::EffectFinished{effect.target, effect.kind});
    }
  }

  void happen(const SubStepDue& due) {
    const model::EnvironmentState& state = world_[due.environment];
    Site where = estate_.site(due.environment);
    Estate::mark_present(where);
    const std::uint8_t position = due.sub_step.position;
    auto cause = due.ends ? upgrades_.end(position, state.upgrade, where)
                          : upgrades_.begin(position, state.upgrade, where);
    if (cause) {
      act(model::EffectFailed{due.environment, EffectKind::RunSubStep, due.sub_step},
          {.trouble = std::move(*cause), .detail = {}});
      queue_.forget_sub_steps(due.environment);
    } else if (due.ends) {
      act(model::EffectFinished{due.environment, EffectKind::RunSubStep, due.sub_step});
    } else {
      act(model::SubStepStarted{due.environment, due.sub_step});
      const model::SubStep& sub_step = setting_.policy.runbook.sub_steps[position];
      if (!sub_step.encloses) schedule_end(due.environment, due.sub_step);
    }
  }

  void happen(const UserWrite& work) {
    const Binding bindings[] = {{":draw", static_cast<std::int64_t>(work.draw)}};
    const std::string& sql = setting_.stand_ins.definition().activities.user_write;
    const auto done = write(work.environment, model::Account::User, sql, bindings);
    if (!done) try_in_vain({work.environment, model::Account::User, {}}, done.error(), sql);
  }

  /// People and data rules may have changed the tables so that what a user does every day is not
  /// possible any more. Nothing happens then, and it is told.
  void try_in_vain(const model::Write& write, const Error& error, const std::string& sql) {
    const model::CheckedStep nothing;
    const Remark remark{.trouble = error.what, .detail = sql};
    if (options_.telling == Telling::Full) {
      trace_.add(error.what);
      record(write, write.environment, nothing.step, remark);
    }
    report(write, nothing, std::nullopt, write.environment, remark);
  }

  /// A sub-step whose turn has come begins; one that encloses others ends after them.
  void schedule_sub_step(const model::Effect& effect) {
    const model::EnvironmentState& state = world_[effect.target];
    if (state.upgrade.running.contains(effect.sub_step.position))
      return schedule_end(effect.target, effect.sub_step);
    const model::SubStep& next = setting_.policy.runbook.sub_steps[effect.sub_step.position];
    queue_.push(world_.now + next.wait, SubStepDue{effect.target, effect.sub_step, false});
  }

  void schedule_end(EnvironmentId environment, const model::SubStepId& sub_step) {
    const model::SubStep& running = setting_.policy.runbook.sub_steps[sub_step.position];
    queue_.push(world_.now + options_.timing.of(running), SubStepDue{environment, sub_step, true});
  }

  void schedule(const model::Step& step) {
    if (step.effect.kind == EffectKind::RunSubStep) return schedule_sub_step(step.effect);
    const Instant later = world_.now + options_.timing.of(step.effect.kind);
    if (step.effect.kind != EffectKind::AwaitWindow) return queue_.push(later, step.effect);
    const EnvironmentId target = step.effect.target;
    const Instant opening = std::max(world_.now, world_[target].movement.window_start);
    queue_.push(step.has(EventKind::WorkWaits) ? later : opening,
                WindowOpens{step.effect, ++windows_[target.value]});
  }

  void pass_time(Instant until) {
    if (until <= world_.now) return;
    act(model::PassTime{until});
  }

  void record(const Action& action, std::optional<EnvironmentId> subject, const model::Step& step,
              const Remark& remark) {
    trace_.add(remark.detail);
    trace_.add(describe(action, world_, setting_.names));
    for (const model::Event& event : step.events)
      trace_.add(describe(event, world_, setting_.names));
    trace_.add(static_cast<std::uint64_t>(world_.now.ms));
    if (!subject) return;
    // An action changes nothing but these two, however large the fleet is.
    trace_.add(hash(world_[*subject]));
    trace_.add(hash(world_[world_[*subject].movement.source]));
    for (const Image& image : estate_[*subject].databases.images) trace_.add(image.digest());
    for (const auto& [name, beside] : estate_[*subject].beside) trace_.add(beside.image.digest());
  }

  std::vector<Discrepancy> compare_with_rows(const model::EffectFinished& finished) {
    const Site where = estate_.site(finished.target);
    if (finished.effect == EffectKind::RunSubStep)
      return compare_upgrade(setting_.stand_ins, setting_.policy, world_[finished.target], where);
    auto found = compare(setting_.stand_ins, finished.effect, world_[finished.target], where);
    const bool asked = finished.effect == EffectKind::ApplyDataRules ||
                       finished.effect == EffectKind::Synchronize ||
                       finished.effect == EffectKind::Restart;
    where.data.compared =
        asked && found.empty() ? where.data.databases.images : std::array<Image, 2>{};
    return found;
  }

  void report(const Action& action, const model::CheckedStep& checked,
              const std::optional<model::Inquiry>& inquiry, std::optional<EnvironmentId> subject,
              Remark remark) {
    Occurrence occurrence{.at = world_.now,
                          .action = action,
                          .step = checked.step,
                          .world = world_,
                          .inquiry = inquiry ? &*inquiry : nullptr,
                          .applied = checked.applied,
                          .broken = checked.broken,
                          .discrepancies = {},
                          .decision = {},
                          .data_rules = {},
                          .trouble = std::move(remark.trouble),
                          .detail = std::move(remark.detail)};
    if (const auto* finished = std::get_if<model::EffectFinished>(&action)) {
      occurrence.discrepancies = compare_with_rows(*finished);
      if (finished->effect == EffectKind::ApplyDataRules)
        occurrence.data_rules = executor_.data_rules_run();
    }
    const model::Verdicts& verdicts = checked.step.verdicts;
    if (options_.telling == Telling::Full && inquiry &&
        (verdicts.fired.any() || verdicts.not_evaluable.any())) {
      occurrence.decision =
          setting_.policy.rules.explain(inquiry->operation, inquiry->inputs, setting_.names);
    }
    if (subject) observer_(occurrence);
  }

  Setting setting_;
  Options options_;
  Observer observer_;
  Executor executor_;
  UpgradeExecutor upgrades_;
  model::World world_;
  Estate estate_;
  EventQueue queue_;
  std::vector<std::uint32_t> windows_;  // by environment: the ticket of the last WindowOpens
  Trace trace_;
};

Simulation::Simulation(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;
Simulation::~Simulation() = default;

Expected<Simulation> Simulation::create(const Setting& setting, Options options,
                                        Observer observer) {
  auto implementation =
      std::make_unique<Implementation>(setting, std::move(options), std::move(observer));
  if (auto furnished = implementation->furnish(); !furnished)
    return std::unexpected(furnished.error());
  return Simulation(std::move(implementation));
}

model::Events Simulation::act(const Action& action) { return implementation_->act(action); }

Expected<model::Events> Simulation::write(EnvironmentId environment, model::Account account,
                                          const std::string& sql) {
  return implementation_->write(environment, account, sql);
}
Expected<model::Events> Simulation::customize(EnvironmentId environment,
                                              const std::string& requirement) {
  return implementation_->customize(environment, requirement);
}
Expected<model::Events> Simulation::run_sql(EnvironmentId environment, const std::string& sql) {
  return implementation_->run_sql(environment, sql);
}
void Simulation::put_blob(EnvironmentId environment, const std::string& name,
                          const std::string& text) {
  implementation_->put_blob(environment, name, text);
}

void Simulation::advance(Instant until) { implementation_->advance(until); }
bool Simulation::advance_to_next() { return implementation_->advance_to_next(); }
const model::World& Simulation::world() const { return implementation_->world(); }
const model::Names& Simulation::names() const { return implementation_->setting().names; }
const Image& Simulation::image(EnvironmentId environment, Database database) const {
  return implementation_->data(environment).databases[database];
}
const Image* Simulation::find_image(EnvironmentId environment, std::string_view name) const {
  return implementation_->estate().find_image(environment, name);
}
std::vector<std::string> Simulation::database_names(EnvironmentId environment) const {
  return implementation_->estate().database_names(environment);
}

std::optional<Image> Simulation::image_at_start(EnvironmentId environment,
                                                Database database) const {
  const EnvironmentData& data = implementation_->data(environment);
  return data.has_moved ? std::optional(data.pre_image[database]) : std::nullopt;
}
model::Backup Simulation::backup(EnvironmentId environment, Instant restore_point) const {
  return implementation_->estate().backup_of(environment, restore_point);
}
std::size_t Simulation::snapshots(EnvironmentId environment) const {
  return implementation_->data(environment).history.size();
}

std::vector<std::string> Simulation::blobs(EnvironmentId environment) const {
  std::vector<std::string> names;
  for (const auto& [name, content] : implementation_->data(environment).blobs)
    names.push_back(name);
  return names;
}
const std::vector<std::string>& Simulation::downloaded_logs(EnvironmentId environment) const {
  return implementation_->data(environment).downloaded_log;
}
const std::map<std::string, std::uint32_t>& Simulation::fault_sites_visited() const {
  return implementation_->faults().visited();
}

Digest Simulation::trace() const { return implementation_->trace(); }
Simulation::Saved Simulation::save() const { return implementation_->save(); }
void Simulation::restore(const Saved& saved) { implementation_->restore(*saved); }

}  // namespace rehearse::sim
