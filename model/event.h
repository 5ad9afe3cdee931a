#pragma once

#include <boost/container/static_vector.hpp>
#include <string>

#include "model/names.h"
#include "model/world.h"

/// What a step did, for people and for the drivers.
namespace rehearse::model {

enum class EventKind : std::uint8_t {
  Started,  ///< a movement was accepted and began
  Denied,   ///< by rules of the policy; nothing changed (INV-01)
  Refused,  ///< the action does not exist in this state; nothing changed
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
  AdminProvisioned,
  Redeployed,
  CredentialsShown,
  TimePassed,
};

/// Why an action was refused, as a short sentence with its basis.
enum class Refusal : std::uint8_t {
  None,
  NoRollbackBeforeFailure,  ///< REF-12
  RollbackNotOffered,       ///< the policy's process offers none
  NoCancel,                 ///< B-41
  NoFailureLogs,            ///< REF-16
  Offline,                  ///< REF-44
  UserDisabled,             ///< REF-25, REF-48
  NotOwed,
  JobsDuringMovement,  ///< INV-34
  MovementUnresolved,  ///< servicing waits for the movement to end (G10)
  ProductionIsNotRedeployed,
  NothingPending,  ///< an outcome for an effect that is not running
  TimeRunsForward,
};

struct Event {
  EventKind kind;
  EnvironmentId environment;
  Phase phase = Phase::None;        ///< of PhaseEntered and EffectFailed
  Refusal refusal = Refusal::None;  ///< of Refused
  Debt debt = Debt::AdminCleanUp;   ///< of DebtSettled
  std::uint16_t count = 0;          ///< of FilesOrphaned and FilesProcessed

  bool operator==(const Event&) const = default;
};

/// A request to the outside world. Its outcome comes back as EffectFinished or EffectFailed.
struct Effect {
  EffectKind kind = EffectKind::None;
  EnvironmentId target;
  EnvironmentId source;  ///< of CopyDatabases

  bool operator==(const Effect&) const = default;
};

using Events = boost::container::static_vector<Event, 8>;

/// `UAT1 went offline`, `UAT1 entered Synchronizing`.
std::string describe(const Event& event, const World& world, const Names& names);

template <>
inline constexpr auto enum_names<EventKind> = std::to_array<std::string_view>(
    {"started",           "denied",           "refused",
     "phase-entered",     "went-offline",     "came-online",
     "effect-failed",     "rollback-started", "completed",
     "rolled-back",       "rollback-failed",  "logs-downloaded",
     "signed-in",         "written",          "blobs-changed",
     "file-received",     "files-processed",  "files-orphaned",
     "jobs-stopped",      "debt-settled",     "users-before-clean-up",
     "code-changed",      "update-saved",     "update-applied",
     "admin-provisioned", "redeployed",       "credentials-shown",
     "time-passed"});
template <>
inline constexpr auto enum_names<Refusal> = std::to_array<std::string_view>(
    {"none", "no-rollback-before-failure", "rollback-not-offered", "no-cancel", "no-failure-logs",
     "offline", "user-disabled", "not-owed", "jobs-during-movement", "movement-unresolved",
     "production-is-not-redeployed", "nothing-pending", "time-runs-forward"});

}  // namespace rehearse::model
