#include "model/stepping.h"

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
  if (settle.debt == Debt::RecurringJobs && environment.movement.phase != Phase::Completed) {
    return refuse(settle.environment, Refusal::JobsDuringMovement);
  }
  environment.debts.erase(settle.debt);
  note(EventKind::DebtSettled, settle.environment, {.debt = settle.debt});
  carry_out(settle.debt, settle.environment);
}

void Stepping::carry_out(Debt debt, EnvironmentId id) {
  if (debt == Debt::RecurringJobs) at(id).jobs_stopped = false;
  if (debt == Debt::BatchJobs) commit(id).facts.erase(DataFact::BatchWithheld);
  if (debt != Debt::Users) return;
  commit(id).facts.erase(DataFact::UsersDisabled);
  let_users_in(id);
}

void Stepping::let_users_in(EnvironmentId id) {
  if (at(id).debts.contains(Debt::AdminCleanUp)) note(EventKind::UsersBeforeCleanUp, id);
}

bool Stepping::serviceable(EnvironmentId id) {
  if (!is_unresolved(at(id).movement.phase) && at(id).copies_out == 0) return true;
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

void Stepping::apply(const ApplyUpdate& update) {
  if (!serviceable(update.environment)) return;
  EnvironmentState& environment = at(update.environment);
  const RequestInputs request{.update_path = static_cast<std::int64_t>(update.path)};
  if (!decide(Operation::ApplyUpdate, inputs_of(nullptr, environment, request), update.environment))
    return;
  environment.update_saved = false;
  if (update.component == Component::ApplicationRelease)
    environment.application_release = update.version;
  if (update.component == Component::FinancialReporting)
    environment.financial_reporting_version = update.version;
  if (update.component == Component::PlatformUpdate) {
    environment.platform_update = static_cast<std::uint16_t>(update.version.packed() >> 45);
  }
  note(EventKind::UpdateApplied, update.environment);
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
  if (pending_effect(environment.movement.phase) != EffectKind::None ||
      environment.copies_out > 0) {
    return refuse(redeploy.environment, Refusal::MovementUnresolved);
  }
  deploy(redeploy);
  note(EventKind::Redeployed, redeploy.environment);
}

void Stepping::deploy(const Redeploy& redeploy) {
  EnvironmentState& environment = at(redeploy.environment);
  const Content fresh{.as_of = step_.world.now,
                      .revision = ++environment.revision,
                      .origin = redeploy.environment,
                      .tenant = redeploy.tenant,
                      .facts = {},
                      .file_records = 0,
                      .foreign_file_records = 0,
                      .synchronized = 1};
  environment.contents = {fresh, fresh};
  const std::uint32_t ordinal = environment.movement.ordinal;
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

void Stepping::apply(const ViewCredentials& view) {
  const RequestInputs request{.role = static_cast<std::int64_t>(view.role)};
  const InputValues inputs = inputs_of(nullptr, at(view.environment), request);
  if (!decide(Operation::ViewCredentials, inputs, view.environment)) return;
  note(EventKind::CredentialsShown, view.environment);
}

void Stepping::apply(const PassTime& pass) {
  if (pass.until < step_.world.now) return refuse({}, Refusal::TimeRunsForward);
  step_.world.now = pass.until;
  note(EventKind::TimePassed, {});
}

}  // namespace rehearse::model
