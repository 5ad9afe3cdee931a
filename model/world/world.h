#pragma once

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <type_traits>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/world/process_kind.h"
#include "rehearse/model/world/upgrade.h"

/// Room `model/world`. What there is (a fleet, its state) and what can happen to it (actions, and
/// the events they lead to).
///
/// The dynamic state of everything that database movements can touch. A `World` is a flat value:
/// copied, compared and hashed in nanoseconds, with nothing in it that differs between two runs.
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
/// (processes/process.h). The documents name only running, failed, rollback, completed, and the statuses of
/// work items.
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

/// What is known of the rows of one database. Two databases with equal contents hold equal rows;
/// the refinement check of `sim` compares this with the stand-in after every effect.
struct Content {
  Instant as_of;             ///< when these rows were current in `origin`
  std::uint64_t revision;    ///< which commit of `origin`
  std::uint32_t file_epoch;  ///< `EnvironmentState::file_epoch` when its file records were current
  EnvironmentId origin;      ///< the environment in which this state was last written
  NameId tenant;             ///< whose data it is
  EnumSet<DataFact> facts;   ///< what is known to hold; a missing fact is unknown, not false
  std::uint16_t
      file_records;  ///< files of recurring jobs that await processing in this environment
  std::uint16_t
      foreign_file_records;    ///< those whose file stayed in another environment (REF-46, REF-53)
  std::uint16_t synchronized;  ///< 1 when the schema fits the environment's code (REF-15)

  bool operator==(const Content&) const = default;
};

/// Starts that an environment remembers: as many as the strictest limit counts (N-45).
inline constexpr std::size_t recent_starts_max = 3;

/// Both databases of an environment at one moment.
struct Contents {
  Content application;
  Content financial_reporting;

  bool operator==(const Contents&) const = default;
};

/// The last movement into an environment; `phase` None when there was none.
struct Movement {
  Contents copied;     ///< what it takes from the source: of now, or of the restore point
  Contents pre_image;  ///< the target before the start (REF-13); meaningful while `pre_image_kept`
  Instant restore_point;  ///< of a restore
  Instant submitted;      ///< started, submitted or rescheduled last (INV-21)
  Instant window_start;   ///< of a work item
  Instant window_end;
  Instant offline_since;  ///< of a work item that is being or was carried out (REQ-03)
  std::uint16_t ordinal;  ///< counts the movements into this environment, from 1
  EnvironmentId source;
  std::uint16_t generation_before;  ///< of the pre-image
  EnumSet<Debt> debts_before;       ///< of the pre-image
  std::uint8_t failures;  ///< failed attempts of any kind so far; no more than 255 are counted
  Process process;
  Phase phase;
  Phase returns_to;      ///< where the movement had ended when a post-step began
  Phase failed_in;       ///< the phase that failed, None otherwise
  bool pre_image_kept;   ///< INV-29
  bool logs_downloaded;  ///< since the failure (REF-16)
  bool reads_source;     ///< it copies the source's databases now (INV-31)

  bool operator==(const Movement&) const = default;
};

/// One environment. Field order leaves no padding, so that a world can be hashed as bytes.
struct EnvironmentState {
  Contents contents;
  Movement movement;
  Upgrade upgrade;  ///< of a developer machine
  Version application_release;
  Version financial_reporting_version;  ///< component `MRApplicationService` (REF-64)
  Capacity allocated_capacity;
  Capacity maximum_capacity;
  Instant history_start;                          ///< what was before cannot be restored (INV-25)
  std::array<Instant, recent_starts_max> starts;  ///< of the last movements into it, latest first
  std::uint64_t revision;                         ///< commits to its databases so far
  std::uint32_t file_epoch;                       ///< how often its recurring jobs processed files
  std::uint32_t
      blob_revision;  ///< changes to its blob store so far; movements must leave it alone (INV-04)
  std::uint16_t
      generation;  ///< how often its application database was replaced; part of the provenance mark
  std::uint16_t platform_update;
  std::uint16_t files;           ///< of recurring jobs, unprocessed, in its blob store (REF-51)
  std::uint16_t copies_out;      ///< running movements that read this environment (INV-31)
  std::uint16_t customizations;  ///< schema requirements that its code makes on the data (REF-15)
  NameId name;
  NameId tenant;
  NameId region;
  NameId web_config_admin;   ///< REF-32
  NameId admin_domain;       ///< part of `web_config_admin` after the @ (REF-41)
  NameId lcs_administrator;  ///< REF-33
  NameId channel_database;   ///< name of the default channel database (REQ-32)
  NameId channel_group;      ///< and of the default channel data group
  EnumSet<Debt> debts;
  EnumSet<Unstated> unstated;
  EnumSet<Trait> traits;
  EnumSet<Hotfix> hotfixes;
  EnvironmentKind kind;
  Hosting hosting;
  ToolState tool;
  bool available;     ///< to users (INV-19)
  bool jobs_stopped;  ///< recurring import and export jobs (REF-51)
  bool update_saved;  ///< an update waits in the project's asset library (REF-65)

  bool operator==(const EnvironmentState&) const = default;
};
static_assert(std::has_unique_object_representations_v<EnvironmentState>,
              "A world is hashed as bytes, so no byte of an environment may be padding. Order the "
              "fields of EnvironmentState, and of what it holds, from wide to narrow; where bytes "
              "are left over, add a member for them: `std::array<std::uint8_t, N> unused{};`");

/// Files of recurring jobs that can be processed: both the file and its record are here.
constexpr std::uint16_t waiting_files(const EnvironmentState& environment) {
  return std::min(environment.files, environment.contents.application.file_records);
}

/// Files that can never be processed: here without a record, or a record here without the file
/// (REF-53).
constexpr int orphaned_files(const EnvironmentState& environment) {
  const Content& content = environment.contents.application;
  return environment.files + content.file_records - 2 * waiting_files(environment) +
         content.foreign_file_records;
}

/// Movements into the environment that started within the 24 hours before `now`, counted up to
/// `recent_starts_max` (N-45).
int recent_starts(const EnvironmentState& environment, Instant now);

/// All environments of a fleet at one instant. Up to four of them need no heap.
struct World {
  Instant now;
  boost::container::small_vector<EnvironmentState, 4> environments;

  EnvironmentState& operator[](EnvironmentId id) { return environments[id.value]; }
  const EnvironmentState& operator[](EnvironmentId id) const { return environments[id.value]; }

  bool operator==(const World&) const = default;
};

/// Equal worlds and environments have equal hashes, in every build.
std::uint64_t hash(const World& world);
std::uint64_t hash(const EnvironmentState& environment);

/// Databases are being moved, or a failure waits for a rollback; nothing new may start meanwhile
/// (G10, B-38).
bool is_unresolved(Phase phase);

/// Whether code may be deployed: no movement into the environment is unresolved, and none reads its
/// databases (G10). A developer mends the code of an upgrade that failed (UPG-04).
bool can_be_serviced(const EnvironmentState& environment);

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

Status status_of(const Movement& movement);
Status status_of(Process process, Phase phase);

}  // namespace rehearse::model
