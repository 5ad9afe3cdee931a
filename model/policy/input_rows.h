#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "rehearse/model/language/attribute.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/model/world/action.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/model/world/world.h"

/// Everything that a rule can read, one row each: what it is called, what it is, and where it
/// comes from. To add an attribute is to add its row; vocabulary, sizes and values follow.
namespace rehearse::model {

/// What the value of an attribute is.
struct ValueKind {
  Type type;
  std::span<const std::string_view> enumerators = {};  ///< of a Type::Enumeration, else empty
};

/// An attribute of whatever `Subject` is.
template <typename Subject>
struct InputRow {
  std::string_view name;
  ValueKind kind;
  std::string_view meaning;              ///< one sentence for people
  std::int64_t (*read)(const Subject&);  ///< as `kind` says, or `missing`
};

/// What `source.*` and `target.*` are read from.
struct EnvironmentInputs {
  const EnvironmentState& state;
  const Policy& policy;
  Instant now;
};

/// What `request.*` is read from: the part of an action that rules see. Members that an operation
/// does not have stay `missing`.
struct RequestInputs {
  std::int64_t page = missing;               ///< NameId
  std::int64_t purpose = missing;            ///< Purpose
  std::int64_t warnings_reviewed = missing;  ///< 0 or 1
  std::int64_t role = missing;               ///< Role
  std::int64_t update_path = missing;        ///< UpdatePath
  std::int64_t via = missing;                ///< Via
  std::int64_t submitted_at = missing;       ///< Instant, as all that follow
  std::int64_t restore_point = missing;
  std::int64_t window_start = missing;
  std::int64_t window_end = missing;
  std::int64_t database = missing;          ///< RequestedDatabase
  std::int64_t acknowledgements = missing;  ///< a count
  std::int64_t all_acknowledged = missing;  ///< 0 or 1
  // At the restore point:
  std::int64_t release_at_point = missing;         ///< Version
  std::int64_t code_at_point = missing;            ///< CodeChange
  std::int64_t jobs_processed_at_point = missing;  ///< 0 or 1
};

/// What `upgrade.*` is read from: a machine, and what the action itself says.
struct UpgradeInputs {
  const EnvironmentState& machine;
  std::int64_t route = missing;                ///< Route
  std::int64_t overwrites_original = missing;  ///< 0 or 1
};

/// The tables, and the words in which they are written.
namespace rows {

inline constexpr ValueKind boolean = {Type::Boolean};
inline constexpr ValueKind integer = {Type::Integer};
inline constexpr ValueKind version = {Type::Version};
inline constexpr ValueKind capacity = {Type::Capacity};
inline constexpr ValueKind duration = {Type::Duration};
inline constexpr ValueKind instant = {Type::Instant};
inline constexpr ValueKind text = {Type::Text};
template <typename E>
inline constexpr ValueKind one_of = {Type::Enumeration, enum_names<E>};

constexpr std::int64_t number(NameId value) { return value.value; }
constexpr std::int64_t number(Version value) { return value.packed(); }
constexpr std::int64_t number(Capacity value) { return value.bytes; }
constexpr std::int64_t number(Instant value) { return value.ms; }
template <typename T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>)
constexpr std::int64_t number(T value) {
  return static_cast<std::int64_t>(value);
}

/// A field of the environment, as it is.
template <auto field>
std::int64_t own(const EnvironmentInputs& of) {
  return number(of.state.*field);
}

/// A field that an inventory may leave out.
template <auto field, Unstated property>
std::int64_t stated(const EnvironmentInputs& of) {
  return of.state.unstated.contains(property) ? missing : number(of.state.*field);
}

template <Hotfix hotfix>
std::int64_t installed(const EnvironmentInputs& of) {
  return of.state.hotfixes.contains(hotfix);
}

/// What the action says.
template <auto field>
std::int64_t asked(const RequestInputs& of) {
  return of.*field;
}

template <Groundwork groundwork>
std::int64_t done(const UpgradeInputs& of) {
  return of.machine.upgrade.groundwork.contains(groundwork);
}

/// Of the package, if there is one.
template <auto field>
std::int64_t packaged(const UpgradeInputs& of) {
  const Upgrade& upgrade = of.machine.upgrade;
  return upgrade.package_state == PackageState::None ? missing : number(upgrade.*field);
}

inline std::int64_t package_blocked(const UpgradeInputs& of) {
  const PackageState state = of.machine.upgrade.package_state;
  if (state == PackageState::None) return missing;
  return state == PackageState::Blocked || state == PackageState::ExtractedBlocked;
}

using Of = const EnvironmentInputs&;
using OfUpgrade = const UpgradeInputs&;

/// `source.*` and `target.*`
inline constexpr auto environment = std::to_array<InputRow<EnvironmentInputs>>({
    {"name", text, "the environment's name", own<&EnvironmentState::name>},
    {"kind", one_of<EnvironmentKind>, "production, sandbox or developer",
     own<&EnvironmentState::kind>},
    {"hosting", one_of<Hosting>, "where its databases are hosted", own<&EnvironmentState::hosting>},
    {"tenant", text, "identity of its directory, not the text after an @",
     stated<&EnvironmentState::tenant, Unstated::Tenant>},
    {"region", text, "Azure geographic region of its databases",
     stated<&EnvironmentState::region, Unstated::Region>},
    {"application_release", version, "release of the application",
     stated<&EnvironmentState::application_release, Unstated::ApplicationRelease>},
    {"platform_update", integer, "number of the platform update",
     stated<&EnvironmentState::platform_update, Unstated::PlatformUpdate>},
    {"financial_reporting_version", version, "version of component MRApplicationService",
     stated<&EnvironmentState::financial_reporting_version, Unstated::FinancialReportingVersion>},
    {"allocated_capacity", capacity, "database capacity in use",
     stated<&EnvironmentState::allocated_capacity, Unstated::AllocatedCapacity>},
    {"maximum_capacity", capacity, "largest database capacity it may have",
     stated<&EnvironmentState::maximum_capacity, Unstated::MaximumCapacity>},
    {"jobs_processed", boolean, "no file of a recurring import or export job waits",
     [](Of of) -> std::int64_t { return waiting_files(of.state) == 0; }},
    {"jobs_stopped", boolean, "its recurring import and export jobs are stopped",
     own<&EnvironmentState::jobs_stopped>},
    {"operation_unresolved", boolean, "a movement into it runs, or failed and was not rolled back",
     [](Of of) -> std::int64_t { return is_unresolved(of.state.movement.phase); }},
    {"being_copied", boolean, "a running movement copies its databases",
     [](Of of) -> std::int64_t { return of.state.copies_out > 0; }},
    {"admin_account", text, "the administrator in its web.config",
     own<&EnvironmentState::web_config_admin>},
    {"admin_domain", text, "the part of that account after the @",
     own<&EnvironmentState::admin_domain>},
    {"lcs_administrator", text, "the Environment Administrator that LCS shows",
     own<&EnvironmentState::lcs_administrator>},
    {"available", boolean, "users can reach it", own<&EnvironmentState::available>},
    {"update_saved", boolean, "an update for it waits in the asset library",
     own<&EnvironmentState::update_saved>},
    {"request_open", boolean, "a work item for it waits to be accepted or for its window",
     [](Of of) -> std::int64_t { return is_open_request(of.state.movement.phase); }},
    {"history_start", instant, "what was before cannot be restored",
     own<&EnvironmentState::history_start>},
    {"backups_kept", duration, "how long backups of its kind are kept",
     [](Of of) -> std::int64_t { return of.policy.backups_kept(of.state.kind).ms; }},
    {"spartan", boolean, "its databases are Spartan-managed",
     [](Of of) -> std::int64_t { return of.state.traits.contains(Trait::Spartan); }},
    {"deployment", one_of<Deployment>, "who manages it",
     [](Of of) -> std::int64_t { return of.state.traits.contains(Trait::MicrosoftManaged); }},
    {"recent_starts", integer, "movements into it that began within 24 hours, up to 3",
     [](Of of) -> std::int64_t { return recent_starts(of.state, of.now); }},
    {"kb4035399", boolean, "hotfix KB 4035399 is installed", installed<Hotfix::KB4035399>},
    {"kb4025631", boolean, "hotfix KB 4025631 is installed", installed<Hotfix::KB4025631>},
    {"kb4035355", boolean, "hotfix KB 4035355 is installed", installed<Hotfix::KB4035355>},
    {"kb4035492", boolean, "hotfix KB 4035492 is installed", installed<Hotfix::KB4035492>},
    {"kb4010947", boolean, "hotfix KB 4010947 is installed", installed<Hotfix::KB4010947>},
    {"channel_database", text, "name of its default channel database",
     own<&EnvironmentState::channel_database>},
    {"channel_group", text, "name of its default channel data group",
     own<&EnvironmentState::channel_group>},
    {"tool_uploaded", boolean, "the reprovisioning tool is in the project's library",
     [](Of of) -> std::int64_t { return of.state.tool == ToolState::Uploaded; }},
});

/// `request.*`
inline constexpr auto request = std::to_array<InputRow<RequestInputs>>({
    {"page", text, "the environment whose details page the action was started from",
     asked<&RequestInputs::page>},
    {"purpose", one_of<Purpose>, "what the copied data are for", asked<&RequestInputs::purpose>},
    {"warnings_reviewed", boolean, "warnings and the not-copied list were reviewed",
     asked<&RequestInputs::warnings_reviewed>},
    {"role", one_of<Role>, "the LCS role of whoever asks", asked<&RequestInputs::role>},
    {"update_path", one_of<UpdatePath>, "how an update reaches the environment",
     asked<&RequestInputs::update_path>},
    {"via", one_of<Via>, "from a page of LCS or through the API", asked<&RequestInputs::via>},
    {"submitted_at", instant, "when it is started, submitted or rescheduled",
     asked<&RequestInputs::submitted_at>},
    {"restore_point", instant, "the instant to go back to", asked<&RequestInputs::restore_point>},
    {"window_start", instant, "when the preferred downtime begins",
     asked<&RequestInputs::window_start>},
    {"window_end", instant, "when it ends", asked<&RequestInputs::window_end>},
    {"database", one_of<RequestedDatabase>, "the database that the form asks for",
     asked<&RequestInputs::database>},
    {"acknowledgements", integer, "boxes of the form that are ticked",
     asked<&RequestInputs::acknowledgements>},
    {"all_acknowledged", boolean, "every box of the form is ticked",
     asked<&RequestInputs::all_acknowledged>},
    {"release_at_point", version, "the source's application release at the restore point",
     asked<&RequestInputs::release_at_point>},
    {"code_at_point", one_of<CodeChange>,
     "how the target's code differs from the source's at the restore point",
     asked<&RequestInputs::code_at_point>},
    {"jobs_processed_at_point", boolean,
     "no file of the source's recurring jobs waited at the restore point",
     asked<&RequestInputs::jobs_processed_at_point>},
});
static_assert(sizeof(RequestInputs) == request.size() * sizeof(std::int64_t),
              "each member of RequestInputs needs its row");

/// `upgrade.*`
inline constexpr auto upgrade = std::to_array<InputRow<UpgradeInputs>>({
    {"checklist_complete", boolean, "the pre-upgrade checklist is complete",
     done<Groundwork::Checklist>},
    {"analyzer_answered", boolean, "the Upgrade analyzer ran and its findings were answered",
     done<Groundwork::Analyzer>},
    {"quality_update_applied", boolean, "the machine has the latest quality update",
     done<Groundwork::QualityUpdate>},
    {"local_machine", boolean, "the machine is not in the cloud",
     [](OfUpgrade of) -> std::int64_t { return of.machine.traits.contains(Trait::LocalMachine); }},
    {"route", one_of<Route>, "how the backup reaches the machine",
     [](OfUpgrade of) -> std::int64_t { return of.route; }},
    {"collation", text, "collation of the AX 2012 database",
     [](OfUpgrade of) -> std::int64_t {
       const Upgrade& state = of.machine.upgrade;
       return state.has_ax2012 ? number(state.collation) : missing;
     }},
    {"overwrites_original", boolean,
     "the database that came with the machine has the name to restore under",
     [](OfUpgrade of) -> std::int64_t { return of.overwrites_original; }},
    {"package_is_for_upgrades", boolean, "by the beginning of its name",
     packaged<&Upgrade::is_upgrade_package>},
    {"package_version", version, "by the end of its name", packaged<&Upgrade::package_version>},
    {"package_in_temp", boolean, "the package lies in C:\\Temp", packaged<&Upgrade::in_temp>},
    {"package_blocked", boolean, "it was blocked when it was extracted", package_blocked},
    {"prompt_elevated", boolean, "PowerShell was opened as administrator",
     [](OfUpgrade of) -> std::int64_t { return of.machine.upgrade.prompt == Prompt::Elevated; }},
    {"services_running", integer, "how many of the five services run",
     [](OfUpgrade of) -> std::int64_t {
       return std::popcount(of.machine.upgrade.services.bits());
     }},
    {"axdb_is_legacy", boolean,
     "the database called AXDB is the restored one, not upgraded yet or only in part",
     [](OfUpgrade of) -> std::int64_t {
       const Upgrade& state = of.machine.upgrade;
       return state.legacy == state.axdb && !state.legacy_is_upgraded;
     }},
});

}  // namespace rows
}  // namespace rehearse::model
