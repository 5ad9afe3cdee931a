#include "sim/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/assert.h"
#include "model/inputs.h"
#include "sim/estate.h"
#include "sim/event_queue.h"
#include "sim/executor.h"
#include "sim/random.h"
#include "sim/trace.h"

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

model::Duration duration_of(const Timing& timing, EffectKind kind) {
  switch (kind) {
    case EffectKind::CopyDatabases:
      return timing.copy;
    case EffectKind::ReplaceTarget:
      return timing.replace;
    case EffectKind::ApplyDataRules:
      return timing.data_rules;
    case EffectKind::Synchronize:
      return timing.synchronize;
    case EffectKind::Restart:
      return timing.restart;
    case EffectKind::RestorePreImage:
      return timing.rollback;
    case EffectKind::RestoreBackups:
      return timing.restore_backups;
    case EffectKind::Reprovision:
      return timing.reprovision;
    case EffectKind::AwaitWindow:
      return timing.wait;
    case EffectKind::None:
      break;
  }
  return {};
}

/// Everything that changes while a simulation runs.
class Simulation::State {
 public:
  model::World world;
  std::vector<EnvironmentData> data;
  EventQueue queue;
  FaultPlan faults;
  std::vector<std::uint32_t> windows;  ///< by environment: the ticket of the last WindowOpens
  Trace trace;
};

class Simulation::Implementation {
 public:
  Implementation(const Setting& setting, Options options, Observer observer)
      : setting_(setting),
        options_(std::move(options)),
        observer_(std::move(observer)),
        executor_(setting.stand_ins, setting.policy, options_.faults),
        world_(world_of(setting.fleet, options_.clock, setting.names)),
        estate_(setting.stand_ins, setting.policy, setting.names, world_, executor_) {}

  Expected<void> furnish() {
    windows_.resize(world_.environments.size());
    for (const UsersAtWork& users : options_.users) invite(users);
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
    record(action, subject, checked.step, remark);
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
    const Databases before = where.data.databases;
    if (auto done = executor_.run(where, Database::Application, {requirement}, Level::Schema, {});
        !done) {
      where.data.databases = before;
      return std::unexpected(done.error());
    }
    where.data.customizations.push_back(requirement);
    where.data.databases.requirements.push_back(requirement);
    return act(model::Customize{environment}, remark);
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
  Digest trace() const { return trace_.digest(); }
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

  void happen(const UserWrite& work) {
    const Binding bindings[] = {{":draw", static_cast<std::int64_t>(work.draw)}};
    const std::string& sql = setting_.stand_ins.definition().activities.user_write;
    const auto done = write(work.environment, model::Account::User, sql, bindings);
    REHEARSE_ASSERT(done.has_value());  // our own statement, on our own tables
  }

  /// Draws when users write and what, all at once, so that nothing that happens changes it.
  void invite(const UsersAtWork& users) {
    const std::string& name = setting_.names.text(world_[users.environment].name);
    Random random(options_.seed, "users:" + name);
    Instant at = options_.clock;
    for (std::uint32_t write = 0; write < users.writes; ++write) {
      at = at + random.between({users.every.ms / 2}, {users.every.ms * 3 / 2});
      queue_.push(at, UserWrite{users.environment, random.below(1'000'000)});
    }
  }

  void schedule(const model::Step& step) {
    const Instant later = world_.now + duration_of(options_.timing, step.effect.kind);
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
  }

  std::vector<Discrepancy> compare_with_rows(const model::EffectFinished& finished) {
    const Site where = estate_.site(finished.target);
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
    if (inquiry && (verdicts.fired.any() || verdicts.not_evaluable.any())) {
      occurrence.decision =
          setting_.policy.rules.explain(inquiry->operation, inquiry->inputs, setting_.names);
    }
    if (subject) observer_(occurrence);
  }

  Setting setting_;
  Options options_;
  Observer observer_;
  Executor executor_;
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
