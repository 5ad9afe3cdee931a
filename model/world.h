#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <type_traits>

#include "model/enums.h"
#include "model/values.h"

/// The dynamic state of everything that database movements can touch. A `World` is a flat value:
/// copied, compared and hashed in nanoseconds, with nothing in it that differs between two runs.
namespace rehearse::model {

enum class EnvironmentKind : std::uint8_t { Production, Sandbox, Developer };
enum class Hosting : std::uint8_t { AzureSql, OneBox };  ///< one-box: all on one machine (RST-24)
enum class Database : std::uint8_t { Application, FinancialReporting };  ///< REF-02

/// Who signs in or writes. Ordinary users are shut out after a refresh, the other two are not
/// (REF-25, REF-48).
enum class Account : std::uint8_t { Admin, Service, User };

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
};

/// Work that a completed refresh leaves to the customer; listed until it is done (INV-47).
enum class Debt : std::uint8_t {
  AdminCleanUp,   ///< delete or obfuscate data before others come in (REF-49)
  Endpoints,      ///< point integrations at the right services (REF-50)
  Users,          ///< enable them (REF-48)
  BatchJobs,      ///< release them from Withhold (REF-26)
  RecurringJobs,  ///< resume them (REF-54)
  CommerceSteps,  ///< only where Commerce is used (REF-58)
};

/// The phases of a self-service refresh (domain.md D.1). The documents name only running, failed,
/// rollback, completed.
enum class Phase : std::uint8_t {
  None,           ///< no movement has touched this environment yet
  Copying,        ///< the target still serves its users (REF-43)
  Replacing,      ///< from here on the target is down (REF-44)
  Sanitizing,     ///< the exclusions are applied (REF-17)
  Synchronizing,  ///< the usual point of failure (REF-15)
  Restarting,
  Completed,
  Failed,  ///< waits for a rollback (REF-11)
  RollingBack,
  RolledBack,
  RollbackFailed,  ///< the rollback may be tried again (INV-44)
};

/// What a running movement asks the outside world to do. Each is a fault site of its own name.
enum class EffectKind : std::uint8_t {
  None,
  CopyDatabases,
  ReplaceTarget,
  ApplyDataRules,
  Synchronize,
  Restart,
  RestorePreImage,
};

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

/// What is known of the rows of one database. Two databases with equal contents hold equal rows;
/// the refinement check of `sim` compares this with the stand-in after every effect.
struct Content {
  Instant as_of;            ///< when these rows were current in `origin`
  std::uint32_t revision;   ///< which commit of `origin`
  EnvironmentId origin;     ///< the environment in which this state was last written
  NameId tenant;            ///< whose data it is
  EnumSet<DataFact> facts;  ///< what is known to hold; a missing fact is unknown, not false
  std::uint16_t
      file_records;  ///< files of recurring jobs that await processing in this environment
  std::uint16_t
      foreign_file_records;    ///< those whose file stayed in another environment (REF-46, REF-53)
  std::uint16_t synchronized;  ///< 1 when the schema fits the environment's code (REF-15)

  bool operator==(const Content&) const = default;
};

/// Both databases of an environment at one moment.
struct Contents {
  Content application;
  Content financial_reporting;

  bool operator==(const Contents&) const = default;
};

/// The last movement into an environment; `phase` None when there was none.
struct Movement {
  Contents copied;     ///< what the copy took from the source at the start
  Contents pre_image;  ///< the target before the start (REF-13); meaningful while `pre_image_kept`
  std::uint32_t ordinal;   ///< counts the movements into this environment, from 1
  std::uint32_t failures;  ///< failed attempts of any kind so far
  EnvironmentId source;
  std::uint16_t generation_before;  ///< of the pre-image
  Phase phase;
  Phase failed_in;       ///< the phase that failed, None otherwise
  bool pre_image_kept;   ///< INV-29
  bool logs_downloaded;  ///< since the failure (REF-16)

  bool operator==(const Movement&) const = default;
};

/// One environment. Field order leaves no padding, so that a world can be hashed as bytes.
struct EnvironmentState {
  Contents contents;
  Movement movement;
  Version application_release;
  Version financial_reporting_version;  ///< component `MRApplicationService` (REF-64)
  Capacity allocated_capacity;
  Capacity maximum_capacity;
  std::uint32_t revision;  ///< commits to its databases so far
  std::uint32_t
      blob_revision;  ///< changes to its blob store so far; movements must leave it alone (INV-04)
  std::uint16_t generation;  ///< how often its databases were replaced; part of the provenance mark
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
  EnumSet<Debt> debts;
  EnumSet<Unstated> unstated;
  EnvironmentKind kind;
  Hosting hosting;
  bool available;      ///< to users (INV-19)
  bool jobs_stopped;   ///< recurring import and export jobs (REF-51)
  bool update_saved;   ///< an update waits in the project's asset library (REF-65)
  bool uses_commerce;  ///< REF-58

  bool operator==(const EnvironmentState&) const = default;
};
static_assert(std::has_unique_object_representations_v<EnvironmentState>);

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

/// What a completed refresh leaves to do: everything, Commerce steps only where Commerce is used
/// (INV-47).
constexpr EnumSet<Debt> debts_after_refresh(const EnvironmentState& environment);

/// All environments of a fleet at one instant. Up to four of them need no heap.
struct World {
  Instant now;
  boost::container::small_vector<EnvironmentState, 4> environments;

  EnvironmentState& operator[](EnvironmentId id) { return environments[id.value]; }
  const EnvironmentState& operator[](EnvironmentId id) const { return environments[id.value]; }

  bool operator==(const World&) const = default;
};

/// Equal worlds have equal hashes, in every build.
std::uint64_t hash(const World& world);

/// A movement that has begun and neither completed nor was rolled back; nothing new may start
/// meanwhile (G10, B-38).
bool is_unresolved(Phase phase);

/// Status of a movement in the words of the movement API (N-44).
enum class Status : std::uint8_t {
  NotStarted,
  InProgress,
  Completed,
  Failed,
  RollbackInProgress,
  RollbackCompleted,
  RollbackFailed,
};
Status status_of(Phase phase);

template <>
inline constexpr auto enum_names<EnvironmentKind> =
    std::to_array<std::string_view>({"production", "sandbox", "developer"});
template <>
inline constexpr auto enum_names<Hosting> =
    std::to_array<std::string_view>({"azure-sql", "one-box"});
template <>
inline constexpr auto enum_names<Database> =
    std::to_array<std::string_view>({"application", "financial-reporting"});
template <>
inline constexpr auto enum_names<Account> =
    std::to_array<std::string_view>({"admin", "service", "user"});
template <>
inline constexpr auto enum_names<DataFact> = std::to_array<std::string_view>(
    {"users-disabled", "users-in-initial-partition", "admin-from-web-config", "batch-withheld",
     "no-batch-history", "no-email-addresses", "no-smtp-relay", "no-print-settings",
     "no-server-records", "no-attachments", "no-encrypted-values"});
template <>
inline constexpr auto enum_names<Debt> = std::to_array<std::string_view>(
    {"admin-clean-up", "endpoints", "users", "batch-jobs", "recurring-jobs", "commerce-steps"});
template <>
inline constexpr auto enum_names<Phase> = std::to_array<std::string_view>(
    {"None", "Copying", "Replacing", "Sanitizing", "Synchronizing", "Restarting", "Completed",
     "Failed", "RollingBack", "RolledBack", "RollbackFailed"});
template <>
inline constexpr auto enum_names<EffectKind> = std::to_array<std::string_view>(
    {"none", "copy", "replace", "data-rules", "synchronize", "restart", "rollback"});
template <>
inline constexpr auto enum_names<Unstated> = std::to_array<std::string_view>(
    {"tenant", "region", "application_release", "platform_update", "financial_reporting_version",
     "allocated_capacity", "maximum_capacity"});
template <>
inline constexpr auto enum_names<Status> =
    std::to_array<std::string_view>({"NotStarted", "InProgress", "Completed", "Failed",
                                     "RollbackInProgress", "RollbackCompleted", "RollbackFailed"});

constexpr EnumSet<Debt> debts_after_refresh(const EnvironmentState& environment) {
  EnumSet<Debt> debts = EnumSet<Debt>::all();
  if (!environment.uses_commerce) debts.erase(Debt::CommerceSteps);
  return debts;
}

}  // namespace rehearse::model
