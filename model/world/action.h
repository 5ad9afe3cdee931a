#pragma once

#include <optional>
#include <string>
#include <variant>

#include "rehearse/model/base/names.h"
#include "rehearse/model/world/content.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"

/// Everything that can happen to a world. Scenario files, random campaigns and proofs differ only
/// in who chooses the next action; what any of them finds is a list of these.
namespace rehearse::model {

struct World;

enum class Purpose : std::uint8_t { Testing, Reporting };  ///< REF-05
template <>
inline constexpr auto enum_names<Purpose> =
    std::to_array<std::string_view>({"testing", "reporting"});

enum class Role : std::uint8_t { ProjectOwner, EnvironmentManager, TeamMember };  ///< REF-55
template <>
inline constexpr auto enum_names<Role> =
    std::to_array<std::string_view>({"project-owner", "environment-manager", "team-member"});

enum class UpdatePath : std::uint8_t { UpdateTiles, BinaryPackage };  ///< REF-65, REF-66
template <>
inline constexpr auto enum_names<UpdatePath> =
    std::to_array<std::string_view>({"update-tiles", "binary-package"});

enum class Component : std::uint8_t { ApplicationRelease, PlatformUpdate, FinancialReporting };
template <>
inline constexpr auto enum_names<Component> = std::to_array<std::string_view>(
    {"application-release", "platform-update", "financial-reporting"});

enum class Via : std::uint8_t { Page, Api };  ///< N-45
template <>
inline constexpr auto enum_names<Via> = std::to_array<std::string_view>({"page", "api"});

/// What a form can ask for; only the first is served (REQ-09, REQ-10).
enum class RequestedDatabase : std::uint8_t { Application, FinancialReporting, EntityStore, Other };
template <>
inline constexpr auto enum_names<RequestedDatabase> = std::to_array<std::string_view>(
    {"application", "financial-reporting", "entity-store", "other"});

/// How the code of an environment has changed since a restore point (RST-12...14).
enum class CodeChange : std::uint8_t {
  Same,
  Minor,  ///< the platform update, or the release from its third component on
  Major,  ///< the first two components of the application release
};
template <>
inline constexpr auto enum_names<CodeChange> =
    std::to_array<std::string_view>({"same", "minor", "major"});

/// The downtime window of a work item (RST-31).
struct Window {
  Instant start;
  Instant end;
  bool operator==(const Window&) const = default;
};

/// Stands for the restore point of a movement that has none: no backup reaches back that far.
inline constexpr Instant before_everything{-1};

/// What the backups hold of an environment at a restore point. Whoever drives the model keeps the
/// histories (sim/estate/history.h) and looks it up; a decision depends on nothing else of the
/// past.
struct Backup {
  Contents contents{};
  Version application_release;
  std::uint16_t platform_update = 0;
  bool exists = false;  ///< no backup reaches back that far
  bool operator==(const Backup&) const = default;
};

/// Somebody asks for a movement: an operator starts it (REF-07...REF-10), or a form is submitted
/// (REQ-07...REQ-11, RST-22...RST-34). In place, source and target are one.
struct Start {
  Process process = Process::Refresh;
  EnvironmentId source;
  EnvironmentId target;
  NameId page = {};  ///< the environment whose details page the action was started from (REF-07)
  Role role = Role::ProjectOwner;
  Purpose purpose = Purpose::Testing;
  Via via = Via::Page;
  bool warnings_reviewed = true;  ///< REF-09
  // Of a restore; a form for a refresh may state one, too (REQ-16):
  std::optional<Instant> restore_point = std::nullopt;
  Backup backup = {};
  // Of a work item:
  Window window = {};
  RequestedDatabase database = RequestedDatabase::Application;
  std::uint8_t acknowledgements = 3;  ///< boxes ticked (RST-34)
  bool all_acknowledged = true;       ///< every box (REQ-11)

  bool operator==(const Start&) const = default;
};

struct Accept {  ///< engineers confirm that they can carry a work item out (REQ-13)
  EnvironmentId target;
  bool operator==(const Accept&) const = default;
};

/// A work item gets another window, and a restore another instant (REQ-16, RST-38).
struct Reschedule {
  EnvironmentId target;
  Window window = {};
  std::optional<Instant> restore_point = std::nullopt;  ///< of a restore; nothing: as before
  Backup backup = {};                                   ///< at the new restore point
  Role role = Role::ProjectOwner;
  bool operator==(const Reschedule&) const = default;
};

/// The outside world reports that the pending effect of a movement into `target` succeeded.
struct EffectFinished {
  EnvironmentId target;
  EffectKind effect;
  SubStepId sub_step = {};  ///< of RunSubStep
  bool operator==(const EffectFinished&) const = default;
};

/// The pending effect failed: a customization that does not fit the data (REF-15), or an
/// infrastructure fault.
struct EffectFailed {
  EnvironmentId target;
  EffectKind effect;
  SubStepId sub_step = {};  ///< of RunSubStep
  bool operator==(const EffectFailed&) const = default;
};

struct Rollback {  ///< the operator asks for it (REF-11)
  EnvironmentId target;
  Role role = Role::ProjectOwner;
  bool operator==(const Rollback&) const = default;
};

struct Cancel {  ///< withdraw a work item; work that has begun goes on (B-41)
  EnvironmentId target;
  Role role = Role::ProjectOwner;
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

struct InstallHotfix {  ///< REQ-30, REQ-31
  EnvironmentId environment;
  Hotfix hotfix;
  bool operator==(const InstallHotfix&) const = default;
};

struct RenameChannels {  ///< the default channel database and data group (REQ-32)
  EnvironmentId environment;
  NameId database;
  NameId group;
  bool operator==(const RenameChannels&) const = default;
};

/// Download the reprovisioning tool, then upload it to the project (REQ-34, REQ-35, REQ-38).
struct PrepareTool {
  EnvironmentId environment;
  ToolState step;  ///< Downloaded or Uploaded
  bool operator==(const PrepareTool&) const = default;
};

/// The customer does what a movement left to do (INV-46, INV-47). Synchronizing and reprovisioning
/// take time; they are paid when they have succeeded.
struct Settle {
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

// The data upgrade from AX 2012 (domain.md A.5)
// ----------------------------------------------------

struct PrepareUpgrade {  ///< in AX 2012, or on the target version (UPG-06...UPG-08)
  EnvironmentId environment;
  Groundwork groundwork;
  bool operator==(const PrepareUpgrade&) const = default;
};

struct BackUp {  ///< make a BAK file of the AX 2012 database (UPG-09)
  EnvironmentId environment;
  bool operator==(const BackUp&) const = default;
};

struct TransferBackup {  ///< bring it to the developer machine (UPG-13...UPG-15)
  EnvironmentId environment;
  Route route;
  bool operator==(const TransferBackup&) const = default;
};

/// Restore it under a name. That of the restored database itself makes a fresh start; that of the
/// original overwrites it (UPG-18).
struct RestoreBackup {
  EnvironmentId environment;
  NameId name;
  bool operator==(const RestoreBackup&) const = default;
};

struct StopServices {  ///< UPG-21
  EnvironmentId environment;
  EnumSet<Service> services = EnumSet<Service>::all();
  bool operator==(const StopServices&) const = default;
};

struct StartServices {
  EnvironmentId environment;
  EnumSet<Service> services = EnumSet<Service>::all();
  bool operator==(const StartServices&) const = default;
};

struct Reboot {  ///< starts all five services, closes the prompt (UPG-23)
  EnvironmentId environment;
  bool operator==(const Reboot&) const = default;
};

struct RenameDatabase {  ///< UPG-24, UPG-26
  EnvironmentId environment;
  NameId from;
  NameId to;
  bool operator==(const RenameDatabase&) const = default;
};

struct DownloadPackage {  ///< UPG-28...UPG-31
  EnvironmentId environment;
  NameId package;           ///< `AX2012DataUpgrade-10.0.26`
  Version version;          ///< the part of the name behind the hyphen
  bool is_upgrade_package;  ///< its name begins with AX2012DataUpgrade
  bool in_temp;             ///< it is put into C:\Temp
  bool operator==(const DownloadPackage&) const = default;
};

struct UnblockPackage {  ///< UPG-32
  EnvironmentId environment;
  bool operator==(const UnblockPackage&) const = default;
};

struct ExtractPackage {
  EnvironmentId environment;
  bool operator==(const ExtractPackage&) const = default;
};

struct OpenPrompt {  ///< a PowerShell in the extracted folder (UPG-33)
  EnvironmentId environment;
  Prompt prompt;  ///< Ordinary or Elevated
  bool operator==(const OpenPrompt&) const = default;
};

/// `AXUpdateInstaller.exe generate` (UPG-35).
struct GenerateRunbook {
  EnvironmentId environment;
  NameId runbook;
  NameId file;
  bool finds_topology = true;       ///< the file named is that of the package
  bool finds_service_model = true;  ///< the same
  bool operator==(const GenerateRunbook&) const = default;
};

struct ImportRunbook {  ///< `AXUpdateInstaller.exe import` (UPG-36)
  EnvironmentId environment;
  NameId file;
  bool operator==(const ImportRunbook&) const = default;
};

/// `AXUpdateInstaller.exe execute` (UPG-37), after a failure with `-rerunstep` (UPG-51).
struct ExecuteRunbook {
  EnvironmentId environment;
  NameId runbook;
  std::optional<std::uint16_t> rerun_step = std::nullopt;
  bool operator==(const ExecuteRunbook&) const = default;
};

struct SubStepStarted {  ///< the outside world reports that a pending sub-step has begun
  EnvironmentId target;
  SubStepId sub_step;
  bool operator==(const SubStepStarted&) const = default;
};

struct RunSql {  ///< a developer works on the database called AXDB with SQL of their own
  EnvironmentId environment;
  bool operator==(const RunSql&) const = default;
};

struct PassTime {  ///< the clock moves to `until`; never backwards
  Instant until;
  bool operator==(const PassTime&) const = default;
};

using Action =
    std::variant<Start, EffectFinished, EffectFailed, Accept, Reschedule, Rollback, Cancel,
                 DownloadLogs, InstallHotfix, RenameChannels, PrepareTool, SignIn, Write,
                 ChangeBlobs, ReceiveFile, ProcessFiles, StopJobs, Settle, Customize,
                 RemoveCustomizations, SaveUpdate, ApplyUpdate, ProvisionAdmin, Redeploy,
                 ViewCredentials, PrepareUpgrade, BackUp, TransferBackup, RestoreBackup,
                 StopServices, StartServices, Reboot, RenameDatabase, DownloadPackage,
                 UnblockPackage, ExtractPackage, OpenPrompt, GenerateRunbook, ImportRunbook,
                 ExecuteRunbook, SubStepStarted, RunSql, PassTime>;

/// The environment that `action` is about; nothing for PassTime.
std::optional<EnvironmentId> subject_of(const Action& action);

/// `refresh UAT1 from PROD`, `copy finished in UAT1`, `a user writes to UAT1`.
std::string describe(const Action& action, const World& world, const Names& names);

}  // namespace rehearse::model
