#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/values.h"

/// The data upgrade from AX 2012 on a developer machine (domain.md A.5, D.5): what it is made of,
/// and how far one machine has come with it.
namespace rehearse::model {

/// The Windows services that lock AXDB while they run (UPG-21, UPG-34). A reboot starts them all
/// (UPG-23).
enum class Service : std::uint8_t {
  ManagementReporter,   ///< Management Reporter 2012 Process service
  BatchManagement,      ///< Microsoft Dynamics 365 Unified Operations: Batch Management service
  DataImportExport,     ///< … Data Import Export Framework Service
  LifecycleDiagnostic,  ///< Microsoft Dynamics Lifecycle Services Diagnostic Service
  WorldWideWeb,         ///< World wide web publishing service: users come in through it
};
template <>
inline constexpr auto enum_names<Service> = std::to_array<std::string_view>(
    {"management-reporter", "batch-management", "data-import-export", "lifecycle-diagnostic",
     "world-wide-web"});

/// What is done in AX 2012 and on the target version before any data moves.
enum class Groundwork : std::uint8_t {
  Checklist,      ///< the pre-upgrade checklist is complete (UPG-07)
  Analyzer,       ///< the Upgrade analyzer ran and its findings were answered (UPG-06)
  QualityUpdate,  ///< the newest quality update of the target version is applied (UPG-08)
};
template <>
inline constexpr auto enum_names<Groundwork> =
    std::to_array<std::string_view>({"checklist", "upgrade-analyzer", "quality-update"});

/// Where the backup of the AX 2012 database is.
enum class BackupPlace : std::uint8_t { None, Source, Machine };  ///< UPG-09, UPG-13
template <>
inline constexpr auto enum_names<BackupPlace> =
    std::to_array<std::string_view>({"none", "source", "machine"});

/// How it gets to the developer machine.
enum class Route : std::uint8_t {
  Network,  ///< directly, which may work for a local machine (UPG-13)
  Storage,  ///< through an Azure Storage account of the customer, or SFTP (UPG-14, UPG-15)
};
template <>
inline constexpr auto enum_names<Route> = std::to_array<std::string_view>({"network", "storage"});

/// The data upgrade package on the machine. What is extracted while the download is still blocked
/// is blocked, too (UPG-32).
enum class PackageState : std::uint8_t { None, Blocked, Unblocked, ExtractedBlocked, Extracted };
template <>
inline constexpr auto enum_names<PackageState> = std::to_array<std::string_view>(
    {"none", "blocked", "unblocked", "extracted-blocked", "extracted"});

/// The PowerShell prompt in the extracted folder (UPG-33). A reboot closes it.
enum class Prompt : std::uint8_t { Closed, Ordinary, Elevated };
template <>
inline constexpr auto enum_names<Prompt> =
    std::to_array<std::string_view>({"closed", "ordinary", "elevated"});

/// The five steps inside the one step of the runbook, in their order (UPG-41, UPG-42).
enum class UpgradeStep : std::uint8_t { PreReqs, PreSync, DbSync, PostSync, FinalDbSync };
template <>
inline constexpr auto enum_names<UpgradeStep> =
    std::to_array<std::string_view>({"PreReqs", "PreSync", "DbSync", "PostSync", "FinalDbSync"});

/// What one sub-step changes for a while and another one puts back (UPG-61 … 63), and the processes
/// that the upgrade starts for itself (B-28).
enum class Bracket : std::uint8_t {
  LogTriggers,         ///< database log triggers are off
  SafeMode,            ///< nobody but the upgrade works on the database
  DeletedObjects,      ///< objects that the new version has deleted are still there
  BatchConfiguration,  ///< that of the batch servers is put aside
  BatchPriority,       ///< batch priority scheduling is off
  UpgradeFlag,         ///< the database says of itself that it is being upgraded (UPG-62)
  Aos,                 ///< an AOS of the upgrade's own runs
  Batch,               ///< a batch process of the upgrade's own runs (UPG-53)
};
template <>
inline constexpr auto enum_names<Bracket> = std::to_array<std::string_view>(
    {"log-triggers", "safe-mode", "deleted-objects", "batch-configuration", "batch-priority",
     "upgrade-flag", "aos", "batch"});

/// What runs again when the runbook is rerun (B-29).
enum class RerunGranularity : std::uint8_t {
  FailedSubStep,  ///< what has not completed
  RunbookStep,    ///< the whole step of the runbook, which is the whole upgrade
};
template <>
inline constexpr auto enum_names<RerunGranularity> =
    std::to_array<std::string_view>({"failed-sub-step", "runbook-step"});

// What a sub-step or a conversion script does -----------------------------------------------------

/// SQL as it stands.
struct RunText {
  std::string sql;
  bool operator==(const RunText&) const = default;
};

/// Each text that the query returns, run as a statement.
struct RunEach {
  std::string query;
  bool operator==(const RunEach&) const = default;
};

/// How far a synchronization goes to make the schema that of the target's code.
enum class SyncScope : std::uint8_t {
  Additive,  ///< tables that are new (UPG-43)
  System,    ///< columns of system tables (UPG-43)
  Full,      ///< all columns and indexes, but no unique index (UPG-45)
  Final,     ///< everything that remains: unique indexes and customizations (UPG-47)
};
template <>
inline constexpr auto enum_names<SyncScope> =
    std::to_array<std::string_view>({"additive", "system", "full", "final"});

struct SynchronizeSchema {
  SyncScope scope = SyncScope::Full;
  bool operator==(const SynchronizeSchema&) const = default;
};

/// The conversion scripts of the sub-step's step are scheduled, or those that were scheduled and
/// have not completed run (UPG-53). Running is all that a sub-step can do then.
enum class ScriptDeed : std::uint8_t { Schedule, Run };
template <>
inline constexpr auto enum_names<ScriptDeed> = std::to_array<std::string_view>({"schedule", "run"});

struct Scripts {
  ScriptDeed deed = ScriptDeed::Run;
  bool operator==(const Scripts&) const = default;
};

using Work = std::variant<RunText, RunEach, SynchronizeSchema, Scripts>;

inline constexpr std::uint8_t no_sub_step = 255;
inline constexpr std::size_t sub_steps_max = 64;

/// One sub-step as actions and effects name it.
struct SubStepId {
  NameId name;  ///< its id as a text, for people
  std::uint8_t position = no_sub_step;
  bool operator==(const SubStepId&) const = default;
};

/// One row of table DATAUPGRADESTATUS (A.5.1), and what happens behind it.
struct SubStep {
  std::string id;  ///< `DbSync.SyncSchema`: step and name
  NameId id_name;  ///< the same, for events
  UpgradeStep step = UpgradeStep::PreReqs;
  std::string name;                   ///< as the table spells it (B-30)
  std::uint8_t inside = no_sub_step;  ///< position of the row that encloses it (UPG-58)
  bool is_beside_previous = false;    ///< begins while the row before it runs (UPG-65)
  bool encloses = false;              ///< rows lie inside it: it ends after the last of them
  EnumSet<Bracket> opens;
  EnumSet<Bracket> closes;
  Duration wait;   ///< from what it follows: the end, or beside or inside of a row the start of it
  Duration lasts;  ///< of one that encloses others: from the end of the last of them
  std::vector<Work> work;
  std::string because;
  std::vector<std::string> cites;

  bool operator==(const SubStep&) const = default;
};

/// A conversion script: a method of a class whose name begins with ReleaseUpdate (UPG-54), here in
/// SQL.
struct Script {
  std::string id;  ///< `ReleaseUpdateDB70_Cust.creditMax`: class and method
  UpgradeStep step = UpgradeStep::PostSync;
  std::vector<Work> work;
  std::string because;
  std::vector<std::string> cites;

  bool operator==(const Script&) const = default;
};

/// The upgrade as a policy describes it.
struct Runbook {
  std::vector<SubStep> sub_steps;  ///< in the order of their starts, at most `sub_steps_max`
  std::vector<Script> scripts;     ///< in the order in which they run
  std::uint16_t step = 3;          ///< number of the runbook's one step (UPG-41, B-29)
  RerunGranularity rerun = RerunGranularity::FailedSubStep;

  bool operator==(const Runbook&) const = default;
};

/// Sub-steps by position.
class SubSteps {
 public:
  constexpr SubSteps() = default;
  constexpr bool contains(std::size_t position) const { return (bits_ >> position & 1U) != 0; }
  constexpr void insert(std::size_t position) { bits_ |= std::uint64_t{1} << position; }
  constexpr void erase(std::size_t position) { bits_ &= ~(std::uint64_t{1} << position); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int count() const { return std::popcount(bits_); }
  constexpr bool contains_all(SubSteps other) const { return (other.bits_ & ~bits_) == 0; }
  auto operator<=>(const SubSteps&) const = default;

 private:
  std::uint64_t bits_ = 0;
};

/// How far one developer machine has come. The names of its two databases tell what the package
/// would work on. Field order leaves no padding.
struct Upgrade {
  SubSteps completed;
  SubSteps running;         ///< begun and not ended
  Version package_version;  ///< of the package on the machine
  NameId axdb;              ///< the name AXDB: the package works on the database called so
  NameId collation;         ///< of the AX 2012 database (UPG-11)
  NameId original;          ///< name of the database that came with the machine; none: gone
  NameId legacy;            ///< name of the restored AX 2012 database; none: not restored
  NameId package;           ///< name of the package
  NameId runbook;           ///< id of the generated runbook
  NameId runbook_file;
  EnumSet<Groundwork> groundwork;
  EnumSet<Service> services;  ///< that run
  std::uint8_t failed;        ///< the sub-step that failed last, `no_sub_step` when none did
  BackupPlace backup;
  PackageState package_state;
  Prompt prompt;
  bool has_ax2012;          ///< there is an AX 2012 database to upgrade
  bool collation_fits;      ///< it is the required one (INV-40)
  bool is_upgrade_package;  ///< its name begins as the documents say (UPG-29)
  bool in_temp;             ///< the package lies in C:\Temp (UPG-31)
  bool is_interrupted;      ///< rebooted while a sub-step ran: the next thing it does fails
  bool original_is_intact;  ///< nothing of the upgrade has written to the original (INV-39)
  bool legacy_is_upgraded;  ///< the restored database is one of the target version now
  std::array<std::uint8_t, 3> unused;

  bool operator==(const Upgrade&) const = default;
};

/// What remains of an upgrade when the machine is deployed anew: AX 2012, its backup, and the
/// names.
Upgrade deployed_anew(const Upgrade& before);

/// Sub-steps that can begin or end next, as of now: what an upgrade waits for. Empty unless it
/// runs.
SubSteps pending_sub_steps(const Runbook& runbook, const Upgrade& upgrade);

/// The first sub-step that has neither run nor runs, `no_sub_step` when there is none.
std::uint8_t next_sub_step(const Runbook& runbook, const Upgrade& upgrade);

/// Whether sub-step `position`, which begins now, lets the one after it begin as well: that lies
/// inside it or runs beside it. Its position, else `no_sub_step`.
std::uint8_t begins_with(const Runbook& runbook, const Upgrade& upgrade, std::uint8_t position);

/// Whether every sub-step inside `position` has completed.
bool inside_completed(const Runbook& runbook, const Upgrade& upgrade, std::uint8_t position);

/// What the completed sub-steps have opened and not closed.
EnumSet<Bracket> open_brackets(const Runbook& runbook, SubSteps completed);

}  // namespace rehearse::model
