#include "sim/simulation.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/inputs.h"
#include "sim/event_queue.h"
#include "sim/executor.h"
#include "sim/trace.h"

namespace rehearse::sim {

using model::Action;
using model::Database;
using model::EffectKind;
using model::EnvironmentId;
using model::EventKind;
using model::Instant;

class Simulation::Implementation {
 public:
  Implementation(const Setting& setting, Options options, Observer observer)
      : setting_(setting),
        options_(std::move(options)),
        observer_(std::move(observer)),
        executor_(setting.stand_ins, setting.policy, options_.faults),
        world_(world_of(setting.fleet, options_.clock, setting.names)) {}

  Expected<void> furnish() {
    data_.resize(world_.environments.size());
    for (std::uint16_t index = 0; index < data_.size(); ++index) {
      if (auto done = deploy({index}); !done) return done;
      for (std::uint16_t file = 0; file < setting_.fleet.environments[index].pending_files;
           ++file) {
        if (auto received = receive_file(site({index})); !received) return received;
      }
    }
    return {};
  }

  model::Events act(const Action& action, std::string trouble = {}) {
    const auto subject = subject_of(action);
    const auto inputs = decision_inputs(action);
    model::CheckedStep checked = checked_step(setting_.policy, std::move(world_), action);
    world_ = std::move(checked.step.world);
    if (subject) {
      for (const model::Event& event : checked.step.events) react(event, *subject);
      if (auto done = carry_out(action, checked.step); !done) trouble = done.error().what;
    }
    if (checked.step.effect.kind != EffectKind::None) schedule(checked.step.effect);
    record(action, subject, checked.step);
    report(action, checked, inputs, subject, std::move(trouble));
    return checked.step.events;
  }

  Expected<model::Events> write(EnvironmentId environment, model::Account account,
                                const std::string& sql) {
    Site where = site(environment);
    const Databases before = where.data.databases;
    mark_present(where);
    const auto facts = world_[environment].contents.application.facts;
    auto done = executor_.run(where, Database::Application, {sql}, Level::Data, {});
    auto holding = done ? facts_holding(setting_.stand_ins,
                                        where.data.databases[Database::Application], facts, where)
                        : std::unexpected(done.error());
    if (!holding) {
      where.data.databases = before;
      return std::unexpected(holding.error());
    }
    const model::Events events = act(model::Write{environment, account, *holding});
    if (events.front().kind != EventKind::Written) where.data.databases = before;
    return events;
  }

  Expected<model::Events> customize(EnvironmentId environment, const std::string& requirement) {
    Site where = site(environment);
    const Databases before = where.data.databases;
    if (auto done = executor_.run(where, Database::Application, {requirement}, Level::Schema, {});
        !done) {
      where.data.databases = before;
      return std::unexpected(done.error());
    }
    const model::Events events = act(model::Customize{environment});
    if (events.front().kind != EventKind::CodeChanged) {
      where.data.databases = before;
      return events;
    }
    where.data.customizations.push_back(requirement);
    where.data.databases.requirements.push_back(requirement);
    return events;
  }

  void put_blob(EnvironmentId environment, const std::string& name, const std::string& text) {
    data_[environment.value].blobs[name] = digest_of(std::as_bytes(std::span(text)));
    act(model::ChangeBlobs{environment});
  }

  void advance(Instant until) {
    while (queue_.next() && *queue_.next() <= until) advance_to_next();
    pass_time(until);
  }

  bool advance_to_next() {
    if (!queue_.next()) return false;
    const EventQueue::Due due = queue_.pop();
    pass_time(due.at);
    Site where = site(due.effect.target);
    auto cause = executor_.perform(due.effect.kind, where);
    if (cause) {
      act(model::EffectFailed{due.effect.target, due.effect.kind}, std::move(*cause));
    } else {
      act(model::EffectFinished{due.effect.target, due.effect.kind});
    }
    return true;
  }

  const Setting& setting() const { return setting_; }
  const model::World& world() const { return world_; }
  const EnvironmentData& data(EnvironmentId id) const { return data_[id.value]; }
  const FaultPlan& faults() const { return options_.faults; }
  Digest trace() const { return trace_.digest(); }

 private:
  Site site(EnvironmentId id) {
    const model::EnvironmentState& environment = world_[id];
    setting_.stand_ins.engine().set_clock(world_.now);
    const std::string& name = setting_.names.text(environment.name);
    return {.id = id,
            .name = name,
            .mark = fmt::format("{}#{}", name, environment.generation),
            .web_config_admin = setting_.names.text(environment.web_config_admin),
            .now = world_.now,
            .data = data_[id.value]};
  }

  /// Rows born here from now on carry the present mark.
  static void mark_present(Site& where) {
    std::string& marks = where.data.databases.marks;
    if (marks.find("|" + where.mark + "|") == marks.npos) marks += where.mark + "|";
  }

  /// Databases as they are where no movement has been.
  Expected<void> deploy(EnvironmentId id) {
    Site where = site(id);
    const std::string& admin = where.web_config_admin;
    const Occupant occupant{.environment = where.name,
                            .mark = where.mark,
                            .admin_account = admin,
                            .tenant = setting_.names.text(world_[id].tenant),
                            .domain = std::string(model::domain_of(admin))};
    Databases fresh;
    for (const Database database : {Database::Application, Database::FinancialReporting}) {
      auto image = setting_.stand_ins.fresh(database, occupant);
      if (!image) return std::unexpected(image.error());
      fresh[database] = std::move(*image);
    }
    where.data = EnvironmentData{};
    where.data.databases = std::move(fresh);
    mark_present(where);
    return {};
  }

  /// What an event means for the data of `subject`.
  void react(const model::Event& event, EnvironmentId subject) {
    EnvironmentData& data = data_[subject.value];
    switch (event.kind) {
      case EventKind::Started:
        data.pre_image = data.databases;
        data.copied = data_[world_[subject].movement.source.value].databases;
        data.has_moved = true;
        data.runbook_log.clear();
        data.downloaded_log.clear();
        return;
      case EventKind::EffectFailed:
        if (setting_.policy.refresh.rollback_to == model::RollbackTo::Failure &&
            event.phase != model::Phase::RollingBack) {
          data.pre_image = data.databases;
        }
        return;
      case EventKind::LogsDownloaded:
        data.downloaded_log = data.runbook_log;
        return;
      case EventKind::RollbackStarted:
        data.runbook_log.clear();
        return;  // REF-16: download them before
      default:
        return;
    }
  }

  /// What an accepted action of users or engineers does to the data.
  Expected<void> carry_out(const Action& action, const model::Step& step) {
    if (const auto* settle = std::get_if<model::Settle>(&action);
        settle && step.has(EventKind::DebtSettled)) {
      return settle_debt(*settle);
    }
    if (const auto* receive = std::get_if<model::ReceiveFile>(&action);
        receive && step.has(EventKind::FileReceived)) {
      return receive_file(site(receive->environment));
    }
    if (const auto* process = std::get_if<model::ProcessFiles>(&action);
        process && step.has(EventKind::FilesProcessed)) {
      return process_files(site(process->environment));
    }
    if (const auto* remove = std::get_if<model::RemoveCustomizations>(&action);
        remove && step.has(EventKind::CodeChanged)) {
      data_[remove->environment.value].customizations.clear();
    }
    if (const auto* redeploy = std::get_if<model::Redeploy>(&action);
        redeploy && step.has(EventKind::Redeployed)) {
      return deploy(redeploy->environment);
    }
    return {};
  }

  Expected<void> settle_debt(const model::Settle& settle) {
    const Activities& activities = setting_.stand_ins.definition().activities;
    Site where = site(settle.environment);
    if (settle.debt == model::Debt::Users) {
      return executor_.run(where, Database::Application, activities.enable_users, Level::Data, {});
    }
    if (settle.debt == model::Debt::BatchJobs) {
      return executor_.run(where, Database::Application, activities.release_batch_jobs, Level::Data,
                           {});
    }
    return {};
  }

  Expected<void> receive_file(Site where) {
    const std::string file =
        fmt::format("recurring/{}/file-{}", where.name, ++where.data.files_received);
    const Binding bindings[] = {{":file", file}};
    mark_present(where);
    where.data.blobs[file] = digest_of(std::as_bytes(std::span(file)));
    where.data.databases.files_recorded.push_back(file);
    return executor_.run(where, Database::Application,
                         setting_.stand_ins.definition().activities.receive_file, Level::Data,
                         bindings);
  }

  Expected<void> process_files(Site where) {
    const auto& statements = setting_.stand_ins.definition().activities.process_file;
    std::vector<std::string> left;  // recorded, but their file is not here
    for (const std::string& file : std::exchange(where.data.databases.files_recorded, {})) {
      if (where.data.blobs.erase(file) == 0) {
        left.push_back(file);
        continue;
      }
      const Binding bindings[] = {{":file", file}};
      auto done = executor_.run(where, Database::Application, statements, Level::Data, bindings);
      if (!done) return done;
    }
    where.data.databases.files_recorded = std::move(left);
    return {};
  }

  void schedule(const model::Effect& effect) {
    queue_.push(world_.now + duration(effect.kind), effect);
  }

  model::Duration duration(EffectKind kind) const {
    const Timing& timing = options_.timing;
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
      case EffectKind::None:
        break;
    }
    return {};
  }

  void pass_time(Instant until) {
    if (until <= world_.now) return;
    act(model::PassTime{until});
  }

  void record(const Action& action, std::optional<EnvironmentId> subject, const model::Step& step) {
    trace_.add(describe(action, world_, setting_.names));
    for (const model::Event& event : step.events)
      trace_.add(describe(event, world_, setting_.names));
    trace_.add(hash(world_));
    if (!subject) return;
    for (const Image& image : data_[subject->value].databases.images) trace_.add(image.digest());
  }

  struct Asked {
    model::Operation operation;
    model::InputValues inputs;
  };

  /// What the rules are about to be asked, taken before the world changes.
  std::optional<Asked> decision_inputs(const Action& action) const {
    if (const auto* start = std::get_if<model::StartRefresh>(&action)) {
      return Asked{model::Operation::Refresh, inputs_of(world_, *start)};
    }
    if (const auto* update = std::get_if<model::ApplyUpdate>(&action)) {
      const model::RequestInputs request{.update_path = static_cast<std::int64_t>(update->path)};
      return Asked{model::Operation::ApplyUpdate,
                   inputs_of(nullptr, world_[update->environment], request)};
    }
    if (const auto* view = std::get_if<model::ViewCredentials>(&action)) {
      const model::RequestInputs request{.role = static_cast<std::int64_t>(view->role)};
      return Asked{model::Operation::ViewCredentials,
                   inputs_of(nullptr, world_[view->environment], request)};
    }
    return std::nullopt;
  }

  void report(const Action& action, const model::CheckedStep& checked,
              const std::optional<Asked>& asked, std::optional<EnvironmentId> subject,
              std::string trouble) {
    Occurrence occurrence{.at = world_.now,
                          .action = action,
                          .step = checked.step,
                          .world = world_,
                          .broken = checked.broken,
                          .discrepancies = {},
                          .decision = {},
                          .trouble = std::move(trouble)};
    if (const auto* finished = std::get_if<model::EffectFinished>(&action)) {
      occurrence.discrepancies = compare(setting_.stand_ins, finished->effect,
                                         world_[finished->target], site(finished->target));
    }
    const model::Verdicts& verdicts = checked.step.verdicts;
    if (asked && (verdicts.fired.any() || verdicts.not_evaluable.any())) {
      occurrence.decision =
          setting_.policy.rules.explain(asked->operation, asked->inputs, setting_.names);
    }
    if (subject) observer_(occurrence);
  }

  Setting setting_;
  Options options_;
  Observer observer_;
  Executor executor_;
  model::World world_;
  std::vector<EnvironmentData> data_;
  EventQueue queue_;
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

}  // namespace rehearse::sim
