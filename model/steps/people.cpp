#include "rehearse/model/steps/stepping.h"

/// What users, administrators and engineers do, as opposed to movements.
namespace rehearse::model {

bool Stepping::enter(EnvironmentId id, Account account) {
  const EnvironmentState& environment = at(id);
  const bool disabled = account == Account::User &&
                        environment.contents.application.facts.contains(DataFact::UsersDisabled);
  if (environment.available && !disabled) return true;
  refuse(id, environment.available ? Refusal::UserDisabled : Refusal::Offline);
  return false;
}

void Stepping::apply(const SignIn& sign_in) {
  if (enter(sign_in.environment, sign_in.account)) note(EventKind::SignedIn, sign_in.environment);
}

void Stepping::apply(const Write& write) {
  if (!enter(write.environment, write.account)) return;
  Content& content = commit(write.environment);
  const bool lets_users_in = content.facts.contains(DataFact::UsersDisabled) &&
                             !write.facts_after.contains(DataFact::UsersDisabled);
  content.facts = content.facts & write.facts_after;
  note(EventKind::Written, write.environment);
  if (lets_users_in) let_users_in(write.environment);
}

Content& Stepping::commit(EnvironmentId id) {
  EnvironmentState& environment = at(id);
  Content& content = environment.contents.application;
  content.revision = ++environment.revision;
  content.origin = id;
  content.as_of = step_.world.now;
  content.file_epoch = environment.file_epoch;
  return content;
}

void Stepping::apply(const ChangeBlobs& change) {
  at(change.environment).blob_revision++;
  note(EventKind::BlobsChanged, change.environment);
}

void Stepping::apply(const ReceiveFile& receive) {
  if (!at(receive.environment).available) return refuse(receive.environment, Refusal::Offline);
  commit(receive.environment).file_records++;
  at(receive.environment).files++;
  at(receive.environment).blob_revision++;
  note(EventKind::FileReceived, receive.environment);
}

void Stepping::apply(const ProcessFiles& process) {
  EnvironmentState& environment = at(process.environment);
  if (!environment.available) return refuse(process.environment, Refusal::Offline);
  const std::uint16_t count = waiting_files(environment);
  if (count > 0) {
    environment.file_epoch++;
    Content& content = commit(process.environment);
    content.file_records = static_cast<std::uint16_t>(content.file_records - count);
    environment.files = static_cast<std::uint16_t>(environment.files - count);
    environment.blob_revision++;
  }
  note(EventKind::FilesProcessed, process.environment, {.count = count});
}

void Stepping::apply(const StopJobs& stop) {
  at(stop.environment).jobs_stopped = true;
  note(EventKind::JobsStopped, stop.environment);
}

void Stepping::apply(const Settle& settle) {
  EnvironmentState& environment = at(settle.environment);
  if (!environment.available) return refuse(settle.environment, Refusal::Offline);
  if (!environment.debts.contains(settle.debt)) return refuse(settle.environment, Refusal::NotOwed);
  if (settle.debt == Debt::RecurringJobs && is_unresolved(environment.movement.phase)) {
    return refuse(settle.environment, Refusal::JobsDuringMovement);
  }
  if (settle.debt == Debt::Synchronization || settle.debt == Debt::Reprovisioning)
    return take_time(settle);
  pay(settle.debt, settle.environment);
  carry_out(settle.debt, settle.environment);
}

void Stepping::carry_out(Debt debt, EnvironmentId id) {
  if (debt == Debt::RecurringJobs) at(id).jobs_stopped = false;
  if (debt == Debt::BatchJobs) commit(id).facts.erase(DataFact::BatchWithheld);
  if (debt == Debt::ReportingReset) reset_reporting(id);
  if (debt != Debt::Users) return;
  commit(id).facts.erase(DataFact::UsersDisabled);
  let_users_in(id);
}

/// Financial Reporting is computed anew from the application database (REQ-27, N-47).
void Stepping::reset_reporting(EnvironmentId id) {
  EnvironmentState& environment = at(id);
  Content& content = environment.contents.financial_reporting;
  content.revision = ++environment.revision;
  content.origin = id;
  content.as_of = step_.world.now;
}

void Stepping::let_users_in(EnvironmentId id) {
  if (at(id).debts.contains(Debt::AdminCleanUp)) note(EventKind::UsersBeforeCleanUp, id);
}

bool Stepping::serviceable(EnvironmentId id) {
  if (can_be_serviced(at(id))) return true;
  refuse(id, Refusal::MovementUnresolved);
  return false;
}

void Stepping::apply(const Customize& customize) {
  if (!serviceable(customize.environment)) return;
  at(customize.environment).customizations++;
  note(EventKind::CodeChanged, customize.environment);
}

void Stepping::apply(const RemoveCustomizations& remove) {
  if (!serviceable(remove.environment)) return;
  at(remove.environment).customizations = 0;
  note(EventKind::CodeChanged, remove.environment);
}

void Stepping::apply(const SaveUpdate& save) {
  at(save.environment).update_saved = true;
  note(EventKind::UpdateSaved, save.environment);
}

namespace {

/// A version that the inventory did not state is known from now on.
void set_version(EnvironmentState& environment, const ApplyUpdate& update) {
  switch (update.component) {
    case Component::ApplicationRelease:
      environment.application_release = update.version;
      return environment.unstated.erase(Unstated::ApplicationRelease);
    case Component::FinancialReporting:
      environment.financial_reporting_version = update.version;
      return environment.unstated.erase(Unstated::FinancialReportingVersion);
    case Component::PlatformUpdate:
      environment.platform_update = static_cast<std::uint16_t>(update.version.packed() >> 45);
      return environment.unstated.erase(Unstated::PlatformUpdate);
  }
}

}  // namespace

void Stepping::apply(const ApplyUpdate& update) {
  if (!serviceable(update.environment)) return;
  EnvironmentState& environment = at(update.environment);
  if (!decide(update.environment)) return;
  environment.update_saved = false;
  set_version(environment, update);
  note(EventKind::UpdateApplied, update.environment);
}

void Stepping::apply(const InstallHotfix& install) {
  if (!serviceable(install.environment)) return;
  at(install.environment).hotfixes.insert(install.hotfix);
  note(EventKind::HotfixInstalled, install.environment);
}

void Stepping::apply(const RenameChannels& rename) {
  if (!at(rename.environment).available) return refuse(rename.environment, Refusal::Offline);
  at(rename.environment).channel_database = rename.database;
  at(rename.environment).channel_group = rename.group;
  note(EventKind::ChannelsRenamed, rename.environment);
}

void Stepping::apply(const PrepareTool& prepare) {
  EnvironmentState& environment = at(prepare.environment);
  const bool is_next = static_cast<int>(prepare.step) == static_cast<int>(environment.tool) + 1;
  if (!is_next) return refuse(prepare.environment, Refusal::ToolStepOutOfOrder);
  environment.tool = prepare.step;
  note(EventKind::ToolPrepared, prepare.environment);
}

void Stepping::apply(const ProvisionAdmin& provision) {
  if (!serviceable(provision.environment)) return;
  EnvironmentState& environment = at(provision.environment);
  environment.web_config_admin = provision.account;
  environment.admin_domain = provision.domain;
  environment.contents.application.facts.erase(DataFact::AdminFromWebConfig);
  note(EventKind::AdminProvisioned, provision.environment);
}

void Stepping::apply(const Redeploy& redeploy) {
  EnvironmentState& environment = at(redeploy.environment);
  if (environment.kind == EnvironmentKind::Production) {
    return refuse(redeploy.environment, Refusal::ProductionIsNotRedeployed);
  }
  if (pending_effect(environment.movement) != EffectKind::None || environment.copies_out > 0 ||
      is_open_request(environment.movement.phase)) {
    return refuse(redeploy.environment, Refusal::MovementUnresolved);
  }
  deploy(redeploy);
  note(EventKind::Redeployed, redeploy.environment);
}

void Stepping::deploy(const Redeploy& redeploy) {
  EnvironmentState& environment = at(redeploy.environment);
  const Content fresh{.as_of = step_.world.now,
                      .revision = ++environment.revision,
                      .file_epoch = environment.file_epoch,
                      .origin = redeploy.environment,
                      .tenant = redeploy.tenant,
                      .facts = {},
                      .file_records = 0,
                      .foreign_file_records = 0,
                      .synchronized = 1};
  environment.contents = {fresh, fresh};
  const std::uint16_t ordinal = environment.movement.ordinal;
  environment.movement = Movement{};
  environment.movement.ordinal = ordinal;
  environment.generation++;
  environment.blob_revision++;
  environment.files = 0;
  environment.customizations = 0;
  environment.debts = {};
  environment.hotfixes = {};
  environment.tool = ToolState::None;
  environment.history_start = step_.world.now;
  environment.starts = {};
  environment.available = true;
  environment.upgrade = deployed_anew(environment.upgrade);
  environment.web_config_admin = environment.lcs_administrator = redeploy.account;
  environment.admin_domain = redeploy.domain;
  environment.tenant = redeploy.tenant;
  environment.unstated.erase(Unstated::Tenant);
  environment.unstated.erase(Unstated::ApplicationRelease);
  environment.application_release = redeploy.application_release;
}

void Stepping::apply(const ViewCredentials& view) {
  if (decide(view.environment)) note(EventKind::CredentialsShown, view.environment);
}

void Stepping::apply(const PassTime& pass) {
  if (pass.until < step_.world.now) return refuse({}, Refusal::TimeRunsForward);
  step_.world.now = pass.until;
  note(EventKind::TimePassed, {});
}

}  // namespace rehearse::model
