#include "model/step.h"

#include <algorithm>

#include "model/assert.h"
#include "model/inputs.h"

namespace rehearse::model {
namespace {

bool applies(When when, const RefreshOptions& options) {
  switch (when) {
    case When::Always: return true;
    case When::OfflineFromArrival: return options.target_offline_from == OfflineFrom::CopyArrival;
    case When::OfflineFromStart: return options.target_offline_from == OfflineFrom::Start;
    case When::RollbackByOperator: return options.rollback == RollbackOffer::Operator;
    case When::RollbackAutomatic: return options.rollback == RollbackOffer::Automatic;
    case When::NoRollback: return options.rollback == RollbackOffer::None;
  }
  return false;
}

/// The records of files do not bring the files with them (REF-46): all of them are foreign where they arrive.
Content arrived(Content copied) {
  copied.foreign_file_records = static_cast<std::uint16_t>(copied.foreign_file_records + copied.file_records);
  copied.file_records = 0;
  copied.synchronized = 0;
  return copied;
}

/// One call of `step`: the overloads below say what each action does.
class Stepping {
 public:
  Stepping(const Policy& policy, World world) : policy_(policy) { step_.world = std::move(world); }

  Step take(const Action& action) {
    std::visit([this](const auto& each) { apply(each); }, action);
    return std::move(step_);
  }

 private:
  // Movements.

  void apply(const StartRefresh& start) {
    const InputValues inputs = inputs_of(step_.world, start);
    if (!decide(Operation::Refresh, inputs, start.target)) return;
    const Transition* row = find_transition(policy_.refresh, at(start.target).movement.phase, Trigger::Start);
    if (row == nullptr) return refuse(start.target, Refusal::MovementUnresolved);
    begin(start, at(start.target).movement);
    note(EventKind::Started, start.target);
    follow(*row, start.target);
  }

  void begin(const StartRefresh& start, Movement& movement) {
    movement = Movement{.copied = at(start.source).contents,
                        .pre_image = {},
                        .ordinal = movement.ordinal + 1,
                        .failures = 0,
                        .source = start.source,
                        .phase = movement.phase,
                        .failed_in = Phase::None,
                        .pre_image_kept = false,
                        .logs_downloaded = false};
    ++at(start.source).copies_out;
  }

  void apply(const EffectFinished& outcome) { settle_effect(outcome.target, outcome.effect, Trigger::Finished); }
  void apply(const EffectFailed& outcome) { settle_effect(outcome.target, outcome.effect, Trigger::Failed); }

  void settle_effect(EnvironmentId target, EffectKind effect, Trigger trigger) {
    const Phase phase = at(target).movement.phase;
    if (effect == EffectKind::None || pending_effect(phase) != effect) return refuse(target, Refusal::NothingPending);
    if (phase == Phase::Copying) --at(at(target).movement.source).copies_out;
    if (trigger == Trigger::Failed) note(EventKind::EffectFailed, target, {.phase = phase});
    const Transition* row = find_transition(policy_.refresh, phase, trigger);
    REHEARSE_ASSERT(row != nullptr);
    follow(*row, target);
  }

  void apply(const Rollback& rollback) {
    const Phase phase = at(rollback.target).movement.phase;
    const Transition* row = find_transition(policy_.refresh, phase, Trigger::Rollback);
    if (row != nullptr) return follow(*row, rollback.target);
    refuse(rollback.target,
           phase == Phase::Failed ? Refusal::RollbackNotOffered : Refusal::NoRollbackBeforeFailure);
  }

  void apply(const Cancel& cancel) { refuse(cancel.target, Refusal::NoCancel); }

  void apply(const DownloadLogs& download) {
    const Phase phase = at(download.target).movement.phase;
    const Transition* row = find_transition(policy_.refresh, phase, Trigger::DownloadLogs);
    if (row == nullptr) return refuse(download.target, Refusal::NoFailureLogs);
    follow(*row, download.target);
  }

  void follow(const Transition& row, EnvironmentId target) {
    EnvironmentState& environment = at(target);
    change(row.change, environment);
    const bool moved = environment.movement.phase != row.to;
    environment.movement.phase = row.to;
    set_available(row.availability, environment, target);
    if (moved) announce(row.to, target);
    if (row.effect != EffectKind::None) step_.effect = {row.effect, target, environment.movement.source};
  }

  void change(Change change, EnvironmentState& environment) {
    Movement& movement = environment.movement;
    switch (change) {
      case Change::None: return;
      case Change::TakePreImage:
        movement.pre_image = environment.contents;
        movement.pre_image_kept = true;
        return;
      case Change::ReplaceData: return replace(environment);
      case Change::ExcludeData:
        environment.contents.application.facts =
            environment.contents.application.facts | policy_.facts_established;
        return;
      case Change::FitSchema: environment.contents.application.synchronized = 1; return;
      case Change::LeaveDebts: return complete(environment);
      case Change::RestorePreImage:
        environment.contents = movement.pre_image;
        environment.generation++;
        movement.pre_image_kept = false;
        return;
      case Change::NoteFailure: return note_failure(environment);
      case Change::NoteLogs: movement.logs_downloaded = true; return note(EventKind::LogsDownloaded, id_of(environment));
    }
  }

  void replace(EnvironmentState& environment) {
    const Contents& copied = environment.movement.copied;
    const int orphaned = orphaned_files(environment);
    if (policy_.refresh.databases.contains(Database::Application)) {
      environment.contents.application = arrived(copied.application);
    }
    if (policy_.refresh.databases.contains(Database::FinancialReporting)) {
      environment.contents.financial_reporting = copied.financial_reporting;
    }
    environment.generation++;
    environment.revision++;
    const int more = orphaned_files(environment) - orphaned;
    if (more > 0) {
      note(EventKind::FilesOrphaned, id_of(environment), {.count = static_cast<std::uint16_t>(more)});
    }
  }

  void complete(EnvironmentState& environment) {
    environment.movement.pre_image_kept = false;
    environment.debts = EnumSet<Debt>::all();
    if (!environment.uses_commerce) environment.debts.erase(Debt::CommerceSteps);
  }

  void note_failure(EnvironmentState& environment) {
    Movement& movement = environment.movement;
    if (movement.phase != Phase::RollingBack) movement.failed_in = movement.phase;
    movement.failures++;
    movement.logs_downloaded = false;
    const bool from_here = policy_.refresh.rollback_to == RollbackTo::Failure;
    if (from_here && movement.phase != Phase::RollingBack) movement.pre_image = environment.contents;
  }

  void set_available(Availability availability, EnvironmentState& environment, EnvironmentId id) {
    if (availability == Availability::Unchanged) return;
    const bool up = availability == Availability::Up;
    if (environment.available == up) return;
    environment.available = up;
    note(up ? EventKind::CameOnline : EventKind::WentOffline, id);
  }

  void announce(Phase phase, EnvironmentId target) {
    switch (phase) {
      case Phase::Completed: return note(EventKind::Completed, target);
      case Phase::RollingBack: return note(EventKind::RollbackStarted, target);
      case Phase::RolledBack: return note(EventKind::RolledBack, target);
      case Phase::RollbackFailed: return note(EventKind::RollbackFailed, target);
      default: return note(EventKind::PhaseEntered, target, {.phase = phase});
    }
  }

  // Users and their data.

  /// Signs `account` in, or refuses and returns false.
  bool enter(EnvironmentId id, Account account) {
    const EnvironmentState& environment = at(id);
    const bool disabled =
        account == Account::User && environment.contents.application.facts.contains(DataFact::UsersDisabled);
    if (environment.available && !disabled) return true;
    refuse(id, environment.available ? Refusal::UserDisabled : Refusal::Offline);
    return false;
  }

  void apply(const SignIn& sign_in) {
    if (enter(sign_in.environment, sign_in.account)) note(EventKind::SignedIn, sign_in.environment);
  }

  void apply(const Write& write) {
    if (!enter(write.environment, write.account)) return;
    Content& content = commit(write.environment);
    content.facts = content.facts & write.facts_after;
    note(EventKind::Written, write.environment);
  }

  /// The application database of `id` gets a state of its own.
  Content& commit(EnvironmentId id) {
    EnvironmentState& environment = at(id);
    Content& content = environment.contents.application;
    content.revision = ++environment.revision;
    content.origin = id;
    content.as_of = step_.world.now;
    return content;
  }

  void apply(const ChangeBlobs& change) {
    at(change.environment).blob_revision++;
    note(EventKind::BlobsChanged, change.environment);
  }

  void apply(const ReceiveFile& receive) {
    if (!at(receive.environment).available) return refuse(receive.environment, Refusal::Offline);
    commit(receive.environment).file_records++;
    at(receive.environment).files++;
    at(receive.environment).blob_revision++;
    note(EventKind::FileReceived, receive.environment);
  }

  void apply(const ProcessFiles& process) {
    EnvironmentState& environment = at(process.environment);
    if (!environment.available) return refuse(process.environment, Refusal::Offline);
    const std::uint16_t count = environment.contents.application.file_records;
    if (count > 0) {
      commit(process.environment).file_records = 0;
      environment.files = static_cast<std::uint16_t>(environment.files - count);
      environment.blob_revision++;
    }
    note(EventKind::FilesProcessed, process.environment, {.count = count});
  }

  void apply(const StopJobs& stop) {
    at(stop.environment).jobs_stopped = true;
    note(EventKind::JobsStopped, stop.environment);
  }

  void apply(const Settle& settle) {
    EnvironmentState& environment = at(settle.environment);
    if (!environment.available) return refuse(settle.environment, Refusal::Offline);
    if (!environment.debts.contains(settle.debt)) return refuse(settle.environment, Refusal::NotOwed);
    if (settle.debt == Debt::RecurringJobs && environment.movement.phase != Phase::Completed) {
      return refuse(settle.environment, Refusal::JobsDuringMovement);
    }
    environment.debts.erase(settle.debt);
    note(EventKind::DebtSettled, settle.environment, {.debt = settle.debt});
    carry_out(settle.debt, settle.environment);
  }

  void carry_out(Debt debt, EnvironmentId id) {
    if (debt == Debt::RecurringJobs) at(id).jobs_stopped = false;
    if (debt == Debt::BatchJobs) commit(id).facts.erase(DataFact::BatchWithheld);
    if (debt != Debt::Users) return;
    commit(id).facts.erase(DataFact::UsersDisabled);
    if (at(id).debts.contains(Debt::AdminCleanUp)) note(EventKind::UsersBeforeCleanUp, id);
  }

  // Code, accounts and access.

  /// Servicing must wait while a movement into `id` is unresolved or its databases are being read (G10).
  bool serviceable(EnvironmentId id) {
    if (!is_unresolved(at(id).movement.phase) && at(id).copies_out == 0) return true;
    refuse(id, Refusal::MovementUnresolved);
    return false;
  }

  void apply(const Customize& customize) {
    if (!serviceable(customize.environment)) return;
    at(customize.environment).customizations++;
    note(EventKind::CodeChanged, customize.environment);
  }

  void apply(const RemoveCustomizations& remove) {
    if (!serviceable(remove.environment)) return;
    at(remove.environment).customizations = 0;
    note(EventKind::CodeChanged, remove.environment);
  }

  void apply(const SaveUpdate& save) {
    at(save.environment).update_saved = true;
    note(EventKind::UpdateSaved, save.environment);
  }

  void apply(const ApplyUpdate& update) {
    if (!serviceable(update.environment)) return;
    EnvironmentState& environment = at(update.environment);
    const RequestInputs request{.update_path = static_cast<std::int64_t>(update.path)};
    if (!decide(Operation::ApplyUpdate, inputs_of(nullptr, environment, request), update.environment)) return;
    environment.update_saved = false;
    if (update.component == Component::ApplicationRelease) environment.application_release = update.version;
    if (update.component == Component::FinancialReporting) environment.financial_reporting_version = update.version;
    if (update.component == Component::PlatformUpdate) {
      environment.platform_update = static_cast<std::uint16_t>(update.version.packed() >> 45);
    }
    note(EventKind::UpdateApplied, update.environment);
  }

  void apply(const ProvisionAdmin& provision) {
    if (!serviceable(provision.environment)) return;
    EnvironmentState& environment = at(provision.environment);
    environment.web_config_admin = provision.account;
    environment.admin_domain = provision.domain;
    environment.contents.application.facts.erase(DataFact::AdminFromWebConfig);
    note(EventKind::AdminProvisioned, provision.environment);
  }

  void apply(const Redeploy& redeploy) {
    EnvironmentState& environment = at(redeploy.environment);
    if (environment.kind == EnvironmentKind::Production) {
      return refuse(redeploy.environment, Refusal::ProductionIsNotRedeployed);
    }
    if (pending_effect(environment.movement.phase) != EffectKind::None || environment.copies_out > 0) {
      return refuse(redeploy.environment, Refusal::MovementUnresolved);
    }
    deploy(redeploy, environment);
    note(EventKind::Redeployed, redeploy.environment);
  }

  void deploy(const Redeploy& redeploy, EnvironmentState& environment) {
    const Content fresh{.as_of = step_.world.now,
                        .revision = ++environment.revision,
                        .origin = redeploy.environment,
                        .tenant = redeploy.tenant,
                        .facts = {},
                        .file_records = 0,
                        .foreign_file_records = 0,
                        .synchronized = 1};
    environment.contents = {fresh, fresh};
    const std::uint64_t ordinal = environment.movement.ordinal;
    environment.movement = Movement{};
    environment.movement.ordinal = ordinal;
    environment.generation++;
    environment.blob_revision++;
    environment.files = 0;
    environment.customizations = 0;
    environment.debts = {};
    environment.available = true;
    environment.web_config_admin = environment.lcs_administrator = redeploy.account;
    environment.admin_domain = redeploy.domain;
    environment.tenant = redeploy.tenant;
    environment.application_release = redeploy.application_release;
  }

  void apply(const ViewCredentials& view) {
    const RequestInputs request{.role = static_cast<std::int64_t>(view.role)};
    const InputValues inputs = inputs_of(nullptr, at(view.environment), request);
    if (!decide(Operation::ViewCredentials, inputs, view.environment)) return;
    note(EventKind::CredentialsShown, view.environment);
  }

  void apply(const PassTime& pass) {
    if (pass.until < step_.world.now) return refuse({}, Refusal::TimeRunsForward);
    step_.world.now = pass.until;
    note(EventKind::TimePassed, {});
  }

  // Leaves.

  bool decide(Operation operation, const InputValues& inputs, EnvironmentId environment) {
    step_.verdicts = policy_.rules.verdicts(operation, inputs);
    if (step_.verdicts.allowed) return true;
    note(EventKind::Denied, environment);
    return false;
  }

  struct Detail {
    Phase phase = Phase::None;
    Debt debt = Debt::AdminCleanUp;
    std::uint16_t count = 0;
  };

  void note(EventKind kind, EnvironmentId environment) { note(kind, environment, Detail()); }
  void note(EventKind kind, EnvironmentId environment, Detail detail) {
    step_.events.push_back({kind, environment, detail.phase, Refusal::None, detail.debt, detail.count});
  }
  void refuse(EnvironmentId environment, Refusal refusal) {
    step_.events.push_back({.kind = EventKind::Refused, .environment = environment, .refusal = refusal});
  }

  EnvironmentState& at(EnvironmentId id) { return step_.world[id]; }
  EnvironmentId id_of(const EnvironmentState& environment) const {
    return {static_cast<std::uint16_t>(&environment - step_.world.environments.data())};
  }

  const Policy& policy_;
  Step step_;
};

}  // namespace

bool Step::has(EventKind kind) const {
  return std::ranges::any_of(events, [kind](const Event& event) { return event.kind == kind; });
}

Step step(const Policy& policy, World world, const Action& action) {
  return Stepping(policy, std::move(world)).take(action);
}

const Transition* find_transition(const RefreshOptions& options, Phase phase, Trigger trigger) {
  for (const Transition& row : refresh_transitions()) {
    if (row.from == phase && row.on == trigger && applies(row.when, options)) return &row;
  }
  return nullptr;
}

}  // namespace rehearse::model
