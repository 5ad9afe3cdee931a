#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/world/process_kind.h"

/// The enumerations that environments, their data and their movements are described with. Policies,
/// actions, events and reports need these and not the state itself, which is in world.h.
namespace rehearse::model {

enum class EnvironmentKind : std::uint8_t { Production, Sandbox, Developer };
template <>
inline constexpr auto enum_names<EnvironmentKind> =
    std::to_array<std::string_view>({"production", "sandbox", "developer"});

enum class Hosting : std::uint8_t { AzureSql, OneBox };  ///< one-box: all on one machine (RST-24)
template <>
inline constexpr auto enum_names<Hosting> =
    std::to_array<std::string_view>({"azure-sql", "one-box"});

enum class Database : std::uint8_t { Application, FinancialReporting };  ///< REF-02
template <>
inline constexpr auto enum_names<Database> =
    std::to_array<std::string_view>({"application", "financial-reporting"});

/// What an environment is or has, besides its kind and hosting.
enum class Trait : std::uint8_t {
  Commerce,          ///< REF-58
  Spartan,           ///< its databases are Spartan-managed: regions do not matter (N-19)
  MicrosoftManaged,  ///< as opposed to a self-service deployment (N-20)
  LocalMachine,      ///< a developer machine that is not in the cloud (UPG-13, B-32)
};
template <>
inline constexpr auto enum_names<Trait> =
    std::to_array<std::string_view>({"commerce", "spartan", "microsoft-managed", "local-machine"});

/// Hotfixes that the reprovisioning tool needs: the first from the July 2017 release on, the others
/// on release 1611 (REQ-30, REQ-31).
enum class Hotfix : std::uint8_t { KB4035399, KB4025631, KB4035355, KB4035492, KB4010947 };
template <>
inline constexpr auto enum_names<Hotfix> = std::to_array<std::string_view>(
    {"KB4035399", "KB4025631", "KB4035355", "KB4035492", "KB4010947"});

/// How far the reprovisioning tool has come; it is applied only once it is uploaded (REQ-34...38).
enum class ToolState : std::uint8_t { None, Downloaded, Uploaded };
template <>
inline constexpr auto enum_names<ToolState> =
    std::to_array<std::string_view>({"none", "downloaded", "uploaded"});

/// Who signs in or writes. Ordinary users are shut out after a refresh, the other two are not
/// (REF-25, REF-48).
enum class Account : std::uint8_t { Admin, Service, User };
template <>
inline constexpr auto enum_names<Account> =
    std::to_array<std::string_view>({"admin", "service", "user"});

/// What is known to hold in the rows of an application database. Each fact has a query in
/// `fixtures/stand_ins/facts.json` that decides it on the stand-in; the order of both is the same.
enum class DataFact : std::uint8_t {
  UsersDisabled,            ///< all but Admin and service accounts (REF-25, REF-48)
  UsersInInitialPartition,  ///< everyone, Admin too (REF-27)
  AdminFromWebConfig,       ///< REF-32
  BatchWithheld,            ///< every job (REF-26)
  NoBatchHistory,           ///< REF-19
  NoEmailAddresses,         ///< REF-18
  NoSmtpRelay,              ///< REF-20
  NoPrintSettings,          ///< REF-21
  NoServerRecords,          ///< of another environment or of the replaced database (REF-22, B-24)
  NoAttachments,            ///< REF-23, REF-24
  NoEncryptedValues,        ///< REF-28, REF-29
  MaintenanceModeOff,       ///< N-12
  NoDualWrite,              ///< N-14
  NoChangeTracking,         ///< N-15
  NoEndpoints,              ///< of business and data events (N-16)
  NoDimensionRecords,       ///< N-17
};
template <>
inline constexpr auto enum_names<DataFact> = std::to_array<std::string_view>(
    {"users-disabled", "users-in-initial-partition", "admin-from-web-config", "batch-withheld",
     "no-batch-history", "no-email-addresses", "no-smtp-relay", "no-print-settings",
     "no-server-records", "no-attachments", "no-encrypted-values", "maintenance-mode-off",
     "no-dual-write", "no-change-tracking", "no-endpoints", "no-dimension-records"});

/// Facts that depend on where the rows are, and since when: rows that arrive somewhere, or arrive
/// again, must be looked at anew.
inline constexpr EnumSet<DataFact> facts_of_place = {DataFact::AdminFromWebConfig,
                                                     DataFact::NoServerRecords};

/// Work that a movement leaves to the customer; listed until it is done (INV-46, INV-47).
enum class Debt : std::uint8_t {
  AdminCleanUp,     ///< delete or obfuscate data before others come in (REF-49)
  Endpoints,        ///< point integrations at the right services (REF-50)
  Users,            ///< enable them (REF-48)
  BatchJobs,        ///< release them from Withhold (REF-26)
  RecurringJobs,    ///< resume them (REF-54)
  CommerceSteps,    ///< only where Commerce is used (REF-58)
  ReportingReset,   ///< Financial Reporting still shows the data of before (REQ-27, RST-48)
  Synchronization,  ///< the schema of before may not fit the code of now (RST-16)
  Reprovisioning,   ///< run the environment reprovisioning tool (REQ-28)
};
template <>
inline constexpr auto enum_names<Debt> = std::to_array<std::string_view>(
    {"admin-clean-up", "endpoints", "users", "batch-jobs", "recurring-jobs", "commerce-steps",
     "reset-reporting", "synchronize", "reprovision"});

/// The phases of all processes; each process has a table that says which follows which
/// (processes/process.h). The documents name only running, failed, rollback, completed, and the
/// statuses of work items.
enum class Phase : std::uint8_t {
  None,           ///< no movement has touched this environment yet
  Submitted,      ///< a work item waits for the engineers' acceptance (REQ-12)
  Accepted,       ///< and now for its window (REQ-13)
  Copying,        ///< a self-service target still serves its users (REF-43)
  Creating,       ///< new databases are made from backups, beside the old ones (RST-06)
  Replacing,      ///< from here on the target is down (REF-44)
  TakingUp,       ///< the new database replaces the original (RST-07)
  Sanitizing,     ///< the exclusions are applied (REF-17)
  Synchronizing,  ///< the usual point of failure (REF-15)
  Restarting,
  Completed,
  Succeeded,  ///< a work item is done (REQ-14)
  Cancelled,  ///< a work item will never be carried out (REQ-17)
  Failed,     ///< waits for a rollback (REF-11)
  RollingBack,
  RolledBack,
  RollbackFailed,     ///< the rollback may be tried again (INV-44)
  Reprovisioning,     ///< after success: the tool runs (REQ-36)
  PostSynchronizing,  ///< after success: the customer synchronizes the database (RST-16)
  // Of an upgrade (D.5). The documents name its five steps.
  Generated,  ///< there is a runbook (UPG-35)
  Imported,   ///< it can be executed (UPG-36)
  PreReqs,
  PreSync,
  DbSync,
  PostSync,
  FinalDbSync,
  Upgraded,
};
template <>
inline constexpr auto enum_names<Phase> = std::to_array<std::string_view>(
    {"None",           "Submitted",      "Accepted",          "Copying",
     "Creating",       "Replacing",      "TakingUp",          "Sanitizing",
     "Synchronizing",  "Restarting",     "Completed",         "Succeeded",
     "Cancelled",      "Failed",         "RollingBack",       "RolledBack",
     "RollbackFailed", "Reprovisioning", "PostSynchronizing", "Generated",
     "Imported",       "PreReqs",        "PreSync",           "DbSync",
     "PostSync",       "FinalDbSync",    "Upgraded"});

/// What a running movement asks the outside world to do. Each is a fault site of its own name.
enum class EffectKind : std::uint8_t {
  None,
  CopyDatabases,   ///< of the source, as they are
  RestoreBackups,  ///< make databases from the source's backups, as they were at the restore point
  ReplaceTarget,
  ApplyDataRules,
  Synchronize,
  Restart,
  RestorePreImage,
  AwaitWindow,  ///< engineers begin when the window opens; this cannot fail
  Reprovision,  ///< run the environment reprovisioning tool
  RunSubStep,   ///< of an upgrade: begin it when its turn comes, then do its work
};
template <>
inline constexpr auto enum_names<EffectKind> = std::to_array<std::string_view>(
    {"none", "copy", "restore-backups", "replace", "data-rules", "synchronize", "restart",
     "rollback", "await-window", "reprovision", "run-sub-step"});

/// Properties of an environment that an inventory may not state. A rule that needs one is not
/// evaluable.
enum class Unstated : std::uint8_t {
  Tenant,
  Region,
  ApplicationRelease,
  PlatformUpdate,
  FinancialReportingVersion,
  AllocatedCapacity,
  MaximumCapacity,
};
template <>
inline constexpr auto enum_names<Unstated> = std::to_array<std::string_view>(
    {"tenant", "region", "application_release", "platform_update", "financial_reporting_version",
     "allocated_capacity", "maximum_capacity"});

/// Databases are being moved, or a failure waits for a rollback; nothing new may start meanwhile
/// (G10, B-38).
bool is_unresolved(Phase phase);

/// A work item was submitted and work has not begun.
constexpr bool is_open_request(Phase phase) {
  return phase == Phase::Submitted || phase == Phase::Accepted;
}

/// Nothing more happens to the movement by itself, and nobody needs to wait for it.
bool is_settled(Phase phase);

/// Status of a movement in the words of the movement API (N-44); of a work item in those of its
/// documents (REQ-12...14).
enum class Status : std::uint8_t {
  NotStarted,
  Submitted,
  RequestAccepted,
  Succeeded,
  Cancelled,
  InProgress,
  Completed,
  Failed,
  RollbackInProgress,
  RollbackCompleted,
  RollbackFailed,
};
template <>
inline constexpr auto enum_names<Status> = std::to_array<std::string_view>(
    {"NotStarted", "Submitted", "RequestAccepted", "Succeeded", "Cancelled", "InProgress",
     "Completed", "Failed", "RollbackInProgress", "RollbackCompleted", "RollbackFailed"});
Status status_of(Process process, Phase phase);

}  // namespace rehearse::model
