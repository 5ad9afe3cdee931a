#pragma once

#include <boost/container/static_vector.hpp>
#include <span>
#include <string>
#include <string_view>

#include "rehearse/model/base/names.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"

/// What a step did, for people and for the drivers.
namespace rehearse::model {

struct World;

enum class EventKind : std::uint8_t {
  Started,      ///< a movement was allowed and began
  Denied,       ///< by rules of the policy; nothing changed (INV-01)
  Refused,      ///< the action does not exist in this state; nothing changed
  Submitted,    ///< a work item waits for the engineers
  Accepted,     ///< they can carry it out
  Rescheduled,  ///< it has another window
  Cancelled,
  WorkBegan,        ///< in its window
  WorkWaits,        ///< another movement is in the way (INV-31)
  WorkRepeated,     ///< after a failure (B-09)
  Succeeded,        ///< a work item was carried out
  DowntimeOverran,  ///< it took as long as it was expected to take less than (REQ-03, B-14)
  PostStepBegan,    ///< the customer synchronizes or reprovisions
  PostStepFailed,   ///< and still owes it
  PhaseEntered,
  WentOffline,
  CameOnline,
  EffectFailed,
  RollbackStarted,
  Completed,
  RolledBack,
  RollbackFailed,
  LogsDownloaded,
  SignedIn,
  Written,
  BlobsChanged,
  FileReceived,
  FilesProcessed,
  FilesOrphaned,  ///< files that no database knows any more, or records of files that are elsewhere
                  ///< (REF-53)
  JobsStopped,
  DebtSettled,
  UsersBeforeCleanUp,  ///< users were let in while the clean-up was still owed (REF-49)
  CodeChanged,
  UpdateSaved,
  UpdateApplied,
  HotfixInstalled,
  ChannelsRenamed,
  ToolPrepared,
  AdminProvisioned,
  Redeployed,
  CredentialsShown,
  // Of an upgrade:
  GroundworkDone,
  BackupMade,
  BackupTransferred,
  BackupRestored,
  ServicesStopped,
  ServicesStarted,
  Rebooted,
  DatabaseRenamed,
  PackageDownloaded,
  PackageUnblocked,
  PackageExtracted,
  PromptOpened,
  RunbookGenerated,
  RunbookImported,
  UpgradeRerun,  ///< a failed upgrade goes on (UPG-51)
  SubStepStarted,
  SubStepFinished,
  Upgraded,
  SqlRun,
  TimePassed,
};
template <>
inline constexpr auto enum_names<EventKind> =
    std::to_array<std::string_view>({"started",           "denied",
                                     "refused",           "submitted",
                                     "accepted",          "rescheduled",
                                     "cancelled",         "work-began",
                                     "work-waits",        "work-repeated",
                                     "succeeded",         "downtime-overran",
                                     "post-step-began",   "post-step-failed",
                                     "phase-entered",     "went-offline",
                                     "came-online",       "effect-failed",
                                     "rollback-started",  "completed",
                                     "rolled-back",       "rollback-failed",
                                     "logs-downloaded",   "signed-in",
                                     "written",           "blobs-changed",
                                     "file-received",     "files-processed",
                                     "files-orphaned",    "jobs-stopped",
                                     "debt-settled",      "users-before-clean-up",
                                     "code-changed",      "update-saved",
                                     "update-applied",    "hotfix-installed",
                                     "channels-renamed",  "tool-prepared",
                                     "admin-provisioned", "redeployed",
                                     "credentials-shown", "groundwork-done",
                                     "backup-made",       "backup-transferred",
                                     "backup-restored",   "services-stopped",
                                     "services-started",  "rebooted",
                                     "database-renamed",  "package-downloaded",
                                     "package-unblocked", "package-extracted",
                                     "prompt-opened",     "runbook-generated",
                                     "runbook-imported",  "upgrade-rerun",
                                     "sub-step-started",  "sub-step-finished",
                                     "upgraded",          "sql-run",
                                     "time-passed"});

/// Why an action was refused, as a short sentence with its basis.
enum class Refusal : std::uint8_t {
  None,
  NotOffered,               ///< the policy has no such process
  NoRollbackBeforeFailure,  ///< REF-12
  RollbackNotOffered,       ///< the policy's process offers none (REQ-21)
  NoCancel,                 ///< work has begun, or nothing was requested (B-41)
  NoOpenRequest,            ///< nothing that could be accepted or rescheduled
  AcceptedAlready,
  WindowPassed,        ///< it is over; a work item must be rescheduled
  WindowClosed,        ///< it has not opened yet (INV-21)
  ToolStepOutOfOrder,  ///< REQ-38
  NoFailureLogs,       ///< REF-16
  Offline,             ///< REF-44
  UserDisabled,        ///< REF-25, REF-48
  NotOwed,
  JobsDuringMovement,  ///< INV-34
  MovementUnresolved,  ///< servicing waits for the movement to end (G10)
  ProductionIsNotRedeployed,
  NothingPending,  ///< an outcome for an effect that is not running
  // Of an upgrade:
  NotADeveloperMachine,  ///< nobody operates its services and databases by hand (UPG-16)
  NoAx2012,              ///< the machine has no AX 2012 database to upgrade
  NothingBackedUp,       ///< UPG-09
  BackupNotThere,        ///< it is not at the machine (UPG-13)
  RestoredAlready,       ///< under another name
  NoSuchDatabase,
  NameTaken,         ///< two databases of one name (INV-39)
  DatabaseInUse,     ///< a service runs (UPG-34)
  NoPackage,         ///< UPG-28
  PackageExtracted,  ///< it need not be unblocked any more
  NoPrompt,          ///< a reboot closes it
  NoTopologyFile,    ///< UPG-35
  NoServiceModelFile,
  NoRunbookFile,     ///< none of that name was generated (UPG-39)
  NoRunbook,         ///< none of that id was imported (UPG-38, UPG-39)
  NothingToRerun,    ///< it has not failed (UPG-51)
  RerunNeeded,       ///< it failed: `-rerunstep` (UPG-51)
  NotTheFailedStep,  ///< UPG-51
  UpgradeDone,       ///< UPG-62
  TimeRunsForward,
};
template <>
inline constexpr auto enum_names<Refusal> =
    std::to_array<std::string_view>({"none",
                                     "not-offered",
                                     "no-rollback-before-failure",
                                     "rollback-not-offered",
                                     "no-cancel",
                                     "no-open-request",
                                     "accepted-already",
                                     "window-passed",
                                     "window-closed",
                                     "tool-step-out-of-order",
                                     "no-failure-logs",
                                     "offline",
                                     "user-disabled",
                                     "not-owed",
                                     "jobs-during-movement",
                                     "movement-unresolved",
                                     "production-is-not-redeployed",
                                     "nothing-pending",
                                     "not-a-developer-machine",
                                     "no-ax-2012",
                                     "nothing-backed-up",
                                     "backup-not-there",
                                     "restored-already",
                                     "no-such-database",
                                     "name-taken",
                                     "database-in-use",
                                     "no-package",
                                     "package-extracted",
                                     "no-prompt",
                                     "no-topology-file",
                                     "no-service-model-file",
                                     "no-runbook-file",
                                     "no-runbook",
                                     "nothing-to-rerun",
                                     "rerun-needed",
                                     "not-the-failed-step",
                                     "upgrade-done",
                                     "time-runs-forward"});

struct Event {
  EventKind kind;
  EnvironmentId environment;
  Phase phase = Phase::None;        ///< of PhaseEntered and EffectFailed
  Refusal refusal = Refusal::None;  ///< of Refused
  Debt debt = Debt::AdminCleanUp;   ///< of DebtSettled
  std::uint16_t count = 0;          ///< of FilesOrphaned and FilesProcessed
  SubStepId sub_step = {};          ///< of SubStepStarted, SubStepFinished, EffectFailed

  bool operator==(const Event&) const = default;
};

/// A request to the outside world. Its outcome comes back as EffectFinished or EffectFailed.
struct Effect {
  EffectKind kind = EffectKind::None;
  EnvironmentId target;
  EnvironmentId source;     ///< of the movement
  SubStepId sub_step = {};  ///< of RunSubStep

  bool operator==(const Effect&) const = default;
};

/// What the documents say of work that is left to the customer.
std::span<const std::string_view> basis_of(Debt debt);

using Events = boost::container::static_vector<Event, 8>;

/// `UAT1 went offline`, `UAT1 entered Synchronizing`.
std::string describe(const Event& event, const World& world, const Names& names);

}  // namespace rehearse::model
