#pragma once

#include <string>
#include <variant>

#include "model/names.h"
#include "model/world.h"

/// Everything that can happen to a world. Scenario files, random campaigns and proofs differ only
/// in who chooses the next action; what any of them finds is a list of these.
namespace rehearse::model {

enum class Purpose : std::uint8_t { Testing, Reporting };                         ///< REF-05
enum class Role : std::uint8_t { ProjectOwner, EnvironmentManager, TeamMember };  ///< REF-55
enum class UpdatePath : std::uint8_t { UpdateTiles, BinaryPackage };  ///< REF-65, REF-66
enum class Component : std::uint8_t { ApplicationRelease, PlatformUpdate, FinancialReporting };

/// An operator starts a self-service refresh (REF-07 … REF-10).
struct StartRefresh {
  EnvironmentId source;
  EnvironmentId target;
  NameId page;  ///< the environment whose details page the action was started from (REF-07)
  Purpose purpose = Purpose::Testing;
  bool warnings_reviewed = true;  ///< REF-09

  bool operator==(const StartRefresh&) const = default;
};

/// The outside world reports that the pending effect of a movement into `target` succeeded.
struct EffectFinished {
  EnvironmentId target;
  EffectKind effect;
  bool operator==(const EffectFinished&) const = default;
};

/// The pending effect failed: a customization that does not fit the data (REF-15), or an
/// infrastructure fault.
struct EffectFailed {
  EnvironmentId target;
  EffectKind effect;
  bool operator==(const EffectFailed&) const = default;
};

struct Rollback {  ///< the operator asks for it (REF-11)
  EnvironmentId target;
  bool operator==(const Rollback&) const = default;
};

struct Cancel {  ///< asked for, never granted (B-41)
  EnvironmentId target;
  bool operator==(const Cancel&) const = default;
};

struct DownloadLogs {  ///< the runbook logs of the failure (REF-16)
  EnvironmentId target;
  bool operator==(const DownloadLogs&) const = default;
};

struct SignIn {  ///< someone tries to use the environment (REF-43, REF-44, REF-48)
  EnvironmentId environment;
  Account account;
  bool operator==(const SignIn&) const = default;
};

/// Someone commits a change to the application database.
struct Write {
  EnvironmentId environment;
  Account account;
  EnumSet<DataFact> facts_after;  ///< of the known facts, those that still hold in the written rows
  bool operator==(const Write&) const = default;
};

struct ChangeBlobs {  ///< a user attaches or removes documents; movements never do (INV-04)
  EnvironmentId environment;
  bool operator==(const ChangeBlobs&) const = default;
};

struct ReceiveFile {  ///< a recurring job puts a file into blob storage and its record into the
                      ///< database
  EnvironmentId environment;
  bool operator==(const ReceiveFile&) const = default;
};

struct ProcessFiles {  ///< the recurring jobs process every pending file (REF-51); orphans cannot
                       ///< be (REF-53)
  EnvironmentId environment;
  bool operator==(const ProcessFiles&) const = default;
};

struct StopJobs {  ///< stop the recurring import and export jobs (REF-51)
  EnvironmentId environment;
  bool operator==(const StopJobs&) const = default;
};

struct Settle {  ///< the customer does what a completed refresh left to do (INV-47)
  EnvironmentId environment;
  Debt debt;
  bool operator==(const Settle&) const = default;
};

struct Customize {  ///< deploy code whose schema requirements the data must satisfy (REF-15)
  EnvironmentId environment;
  bool operator==(const Customize&) const = default;
};

struct RemoveCustomizations {  ///< the cure for a failed synchronization
  EnvironmentId environment;
  bool operator==(const RemoveCustomizations&) const = default;
};

struct SaveUpdate {  ///< save an update to the project's asset library (REF-65)
  EnvironmentId environment;
  bool operator==(const SaveUpdate&) const = default;
};

struct ApplyUpdate {  ///< bring one component to a version (REF-62, REF-65, REF-66, REF-71)
  EnvironmentId environment;
  Component component;
  UpdatePath path;
  Version version;  ///< for PlatformUpdate the first component counts
  bool operator==(const ApplyUpdate&) const = default;
};

struct ProvisionAdmin {  ///< the Admin User Provisioning Tool changes web.config, not LCS (REF-37)
  EnvironmentId environment;
  NameId account;
  NameId domain;
  bool operator==(const ProvisionAdmin&) const = default;
};

/// Deallocate, delete and deploy anew: the only way to another administrator, and with it to
/// another tenant (REF-35, REF-36, REF-38), and one way to another release (REF-71).
struct Redeploy {
  EnvironmentId environment;
  NameId account;
  NameId domain;
  NameId tenant;
  Version application_release;
  bool operator==(const Redeploy&) const = default;
};

struct ViewCredentials {  ///< someone opens the SQL and machine credentials (REF-55)
  EnvironmentId environment;
  Role role;
  bool operator==(const ViewCredentials&) const = default;
};

struct PassTime {  ///< the clock moves to `until`; never backwards
  Instant until;
  bool operator==(const PassTime&) const = default;
};

using Action = std::variant<StartRefresh, EffectFinished, EffectFailed, Rollback, Cancel,
                            DownloadLogs, SignIn, Write, ChangeBlobs, ReceiveFile, ProcessFiles,
                            StopJobs, Settle, Customize, RemoveCustomizations, SaveUpdate,
                            ApplyUpdate, ProvisionAdmin, Redeploy, ViewCredentials, PassTime>;

/// The environment that `action` is about; nothing for PassTime.
std::optional<EnvironmentId> subject_of(const Action& action);

/// `refresh UAT1 from PROD`, `copy finished in UAT1`, `a user writes to UAT1`.
std::string describe(const Action& action, const World& world, const Names& names);

template <>
inline constexpr auto enum_names<Purpose> =
    std::to_array<std::string_view>({"testing", "reporting"});
template <>
inline constexpr auto enum_names<Role> =
    std::to_array<std::string_view>({"project-owner", "environment-manager", "team-member"});
template <>
inline constexpr auto enum_names<UpdatePath> =
    std::to_array<std::string_view>({"update-tiles", "binary-package"});
template <>
inline constexpr auto enum_names<Component> = std::to_array<std::string_view>(
    {"application-release", "platform-update", "financial-reporting"});

}  // namespace rehearse::model
