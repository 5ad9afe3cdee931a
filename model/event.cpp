#include "model/event.h"

#include <fmt/format.h>

#include <array>

namespace rehearse::model {
namespace {

constexpr std::array<std::string_view, enum_count<Refusal>> refusals = {
    "",
    "the policy does not offer this",
    "a rollback is possible only after a failure (REF-12)",
    "the policy offers no rollback",
    "only a work item whose work has not begun can be cancelled (B-41)",
    "no work item waits there",
    "it was accepted already",
    "its window is over; it must be rescheduled",
    "its window has not opened yet (INV-21)",
    "the tool is downloaded, then uploaded, then applied (REQ-38)",
    "there is no failure whose logs could be downloaded (REF-16, UPG-52)",
    "the environment is offline (REF-44)",
    "the user is disabled (REF-25, REF-48)",
    "nothing of the kind is owed",
    "recurring jobs can be resumed only after a completed movement (INV-34)",
    "a movement into or out of the environment is not resolved yet (B-38)",
    "production is not redeployed for a refresh (REF-38)",
    "nothing of the kind is running",
    "only on a developer machine do people work on services and databases themselves (UPG-16)",
    "there is no AX 2012 database to upgrade",
    "AX 2012 has not been backed up (UPG-09)",
    "the backup is not at the developer machine (UPG-13)",
    "the backup was restored under another name already",
    "there is no database of that name",
    "there is a database of that name already (INV-39)",
    "a service that runs has the database open (UPG-21, UPG-34)",
    "there is no such package on the machine (UPG-28)",
    "the package was extracted when it was not blocked any more",
    "no PowerShell is open in the folder of the package (UPG-33); a reboot closes it",
    "the package has no topology file of that name (UPG-35)",
    "the package has no service model file of that name (UPG-35)",
    "no runbook file of that name was generated (UPG-39)",
    "no runbook of that id was imported (UPG-38, UPG-39)",
    "no step has failed that could be rerun (UPG-51)",
    "the runbook has failed; its step must be rerun with -rerunstep (UPG-51)",
    "that is not the number of the step that failed (UPG-51)",
    "this runbook has been executed to its end (UPG-62)",
    "time runs forward only",
};

bool is_restore_of(const EnvironmentState& environment) {
  return is_restore(environment.movement.process);
}

/// What happens to a work item, after the environment's name.
std::string work_item(const Event& event, const EnvironmentState& environment) {
  const std::string_view what = is_restore_of(environment) ? "restore" : "refresh";
  switch (event.kind) {
    case EventKind::Submitted:
      return fmt::format("has a request for a {}", what);
    case EventKind::Accepted:
      return "has its request accepted";
    case EventKind::Rescheduled:
      return fmt::format("will be worked on from {} to {}",
                         to_string(environment.movement.window_start),
                         to_string(environment.movement.window_end));
    case EventKind::Cancelled:
      return "has its request cancelled";
    case EventKind::WorkBegan:
      return fmt::format("is in the hands of engineers, for a {}", what);
    case EventKind::WorkWaits:
      return "waits: another movement is in the way";
    case EventKind::WorkRepeated:
      return "is tried again by engineers";
    case EventKind::Succeeded:
      return is_restore_of(environment) ? "was restored as requested"
                                        : "was refreshed as requested";
    case EventKind::DowntimeOverran:
      return "was down for longer than expected (REQ-03, RST-18)";
    case EventKind::PostStepBegan:
      return fmt::format("entered {}", to_string(event.phase));
    case EventKind::PostStepFailed:
      return fmt::format("failed while {}; it is still owed", to_string(event.phase));
    default:
      return "";
  }
}

/// What happens on a developer machine, after its name.
std::string upgrade(const Event& event, const Names& names) {
  switch (event.kind) {
    case EventKind::GroundworkDone:
      return "is a step nearer to its upgrade";
    case EventKind::BackupMade:
      return "has a backup of AX 2012";
    case EventKind::BackupTransferred:
      return "received the backup of AX 2012";
    case EventKind::BackupRestored:
      return "has the AX 2012 database restored";
    case EventKind::ServicesStopped:
      return "has fewer services running";
    case EventKind::ServicesStarted:
      return "has more services running";
    case EventKind::Rebooted:
      return "was rebooted: all five services run again (UPG-23)";
    case EventKind::DatabaseRenamed:
      return "has a database renamed";
    case EventKind::PackageDownloaded:
      return "has the package, blocked as any download";
    case EventKind::PackageUnblocked:
      return "has the package unblocked";
    case EventKind::PackageExtracted:
      return "has the package extracted";
    case EventKind::PromptOpened:
      return "has a PowerShell open in the folder of the package";
    case EventKind::RunbookGenerated:
      return "has a runbook";
    case EventKind::RunbookImported:
      return "knows the runbook";
    case EventKind::UpgradeRerun:
      return "goes on with its upgrade";
    case EventKind::SubStepStarted:
      return fmt::format("began {}", names.text(event.sub_step.name));
    case EventKind::SubStepFinished:
      return fmt::format("completed {}", names.text(event.sub_step.name));
    case EventKind::Upgraded:
      return "was upgraded";
    case EventKind::SqlRun:
      return "was changed by a developer's SQL";
    default:
      return "";
  }
}

std::string_view begun(const EnvironmentState& environment) {
  if (environment.movement.process == Process::DataUpgrade) return "began to be upgraded";
  return is_restore_of(environment) ? "began to be restored" : "began to be refreshed";
}

std::string failed(const Event& event, const Names& names) {
  if (event.sub_step.position != no_sub_step)
    return fmt::format("failed in {}", names.text(event.sub_step.name));
  return fmt::format("failed while {}", to_string(event.phase));
}

/// The sentence after the environment's name.
std::string predicate(const Event& event, const EnvironmentState& environment, const Names& names) {
  if (event.kind >= EventKind::GroundworkDone && event.kind <= EventKind::SqlRun)
    return upgrade(event, names);
  switch (event.kind) {
    case EventKind::Started:
      return std::string(begun(environment));
    case EventKind::Denied:
      return "was not touched: the policy denied it";
    case EventKind::Refused:
      return fmt::format("refused: {}", refusals[static_cast<std::size_t>(event.refusal)]);
    case EventKind::PhaseEntered:
      return fmt::format("entered {}", to_string(event.phase));
    case EventKind::WentOffline:
      return "went offline";
    case EventKind::CameOnline:
      return "came online";
    case EventKind::EffectFailed:
      return failed(event, names);
    case EventKind::RollbackStarted:
      return "began to be rolled back";
    case EventKind::Completed:
      return is_restore_of(environment) ? "was restored" : "was refreshed";
    case EventKind::RolledBack:
      return "is as it was before the start";
    case EventKind::RollbackFailed:
      return "could not be rolled back; it can be tried again";
    case EventKind::LogsDownloaded:
      return "gave its runbook logs";
    case EventKind::SignedIn:
      return "let the account in";
    case EventKind::Written:
      return "was written to";
    case EventKind::BlobsChanged:
      return "has other documents";
    case EventKind::FileReceived:
      return "received a file";
    case EventKind::FilesProcessed:
      return fmt::format("processed {} file(s)", event.count);
    case EventKind::FilesOrphaned:
      return fmt::format("has {} more orphaned file(s) (REF-53)", event.count);
    case EventKind::JobsStopped:
      return "stopped its recurring jobs";
    case EventKind::DebtSettled:
      return fmt::format("has {} done", to_string(event.debt));
    case EventKind::UsersBeforeCleanUp:
      return "let users in before the clean-up (REF-49)";
    case EventKind::CodeChanged:
      return "runs other code";
    case EventKind::UpdateSaved:
      return "has an update in the asset library";
    case EventKind::UpdateApplied:
      return "was updated";
    case EventKind::HotfixInstalled:
      return "has a hotfix more";
    case EventKind::ChannelsRenamed:
      return "has other names for its default channels";
    case EventKind::ToolPrepared:
      return fmt::format("has the reprovisioning tool {}", to_string(environment.tool));
    case EventKind::AdminProvisioned:
      return "has another admin in web.config";
    case EventKind::Redeployed:
      return "was deployed anew";
    case EventKind::CredentialsShown:
      return "showed its credentials";
    case EventKind::TimePassed:
      return "";
    default:
      return work_item(event, environment);
  }
}

using Basis = std::string_view[];
constexpr Basis admin_clean_up = {"REF-49", "PITR-47"};
constexpr Basis endpoints = {"REF-50", "PITR-48", "N-16"};
constexpr Basis users = {"REF-48", "REF-49", "PITR-46", "PITR-47"};
constexpr Basis batch_jobs = {"REF-26", "PITR-24"};
constexpr Basis recurring_jobs = {"REF-54", "PITR-52"};
constexpr Basis commerce_steps = {"REF-58", "PITR-56"};
constexpr Basis reporting_reset = {"REQ-27", "RST-48", "B-01"};
constexpr Basis synchronization = {"RST-16"};
constexpr Basis reprovisioning = {"REQ-28", "REQ-29", "REQ-33", "REQ-38"};

}  // namespace

std::span<const std::string_view> basis_of(Debt debt) {
  switch (debt) {
    case Debt::AdminCleanUp:
      return admin_clean_up;
    case Debt::Endpoints:
      return endpoints;
    case Debt::Users:
      return users;
    case Debt::BatchJobs:
      return batch_jobs;
    case Debt::RecurringJobs:
      return recurring_jobs;
    case Debt::CommerceSteps:
      return commerce_steps;
    case Debt::ReportingReset:
      return reporting_reset;
    case Debt::Synchronization:
      return synchronization;
    case Debt::Reprovisioning:
      return reprovisioning;
  }
  return {};
}

std::string describe(const Event& event, const World& world, const Names& names) {
  if (event.kind == EventKind::TimePassed) return fmt::format("it is {}", to_string(world.now));
  const EnvironmentState& environment = world[event.environment];
  return fmt::format("{} {}", names.text(environment.name), predicate(event, environment, names));
}

}  // namespace rehearse::model
