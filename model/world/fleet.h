#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/names.h"
#include "rehearse/model/world/enumerations.h"

/// The environments of a company as an inventory describes them, before anything happens.
namespace rehearse::model {

struct World;

/// The only collation that an upgrade accepts (UPG-11).
inline constexpr std::string_view collation_required = "SQL_Latin1_General_CP1_CI_AS";

/// The database that the upgrade works on (UPG-26).
inline constexpr std::string_view axdb_name = "AXDB";

enum class Deployment : std::uint8_t { SelfService, MicrosoftManaged };  ///< N-20
template <>
inline constexpr auto enum_names<Deployment> =
    std::to_array<std::string_view>({"self-service", "microsoft-managed"});

/// Where a developer environment runs (UPG-13, UPG-16).
enum class Machine : std::uint8_t { CloudHosted, Local };
template <>
inline constexpr auto enum_names<Machine> =
    std::to_array<std::string_view>({"cloud-hosted", "local"});

/// The AX 2012 database that shall be upgraded on a developer machine.
struct Ax2012 {
  std::string collation = std::string(collation_required);
  bool operator==(const Ax2012&) const = default;
};

/// One entry of an inventory (docs/formats/fleet.md). What it does not state is in `unstated`.
struct EnvironmentDescription {
  std::string name;
  EnvironmentKind kind = EnvironmentKind::Sandbox;
  Hosting hosting = Hosting::AzureSql;
  std::string tenant;
  std::string region;
  Version application_release;
  std::uint16_t platform_update = 0;
  Version financial_reporting_version;
  Capacity allocated_capacity;
  Capacity maximum_capacity;
  std::string admin_account;      ///< in web.config (REF-32)
  std::string lcs_administrator;  ///< REF-33
  bool jobs_stopped = true;       ///< REF-51
  std::uint16_t pending_files = 0;
  bool commerce = false;  ///< REF-58
  Instant created = {};   ///< start of its backup history; 1970 stands for "long ago" (RST-29)
  bool spartan = false;   ///< N-19
  Deployment deployment = Deployment::SelfService;
  std::string channel_database = "Default";  ///< REQ-32
  std::string channel_group = "Default";
  EnumSet<Hotfix> hotfixes = {};  ///< REQ-30, REQ-31
  std::optional<Ax2012> ax2012 = std::nullopt;
  Machine machine = Machine::CloudHosted;  ///< of a developer environment
  EnumSet<Unstated> unstated;

  bool operator==(const EnvironmentDescription&) const = default;
};

struct Fleet {
  std::string name;
  std::string about;
  std::vector<EnvironmentDescription> environments;  ///< names differ, case aside

  bool operator==(const Fleet&) const = default;
};

/// The part of `account` after the last @; empty when there is none (REF-41).
std::string_view domain_of(std::string_view account);

/// The world at `clock` in which every environment holds data of its own, is available and owes
/// nothing. All texts of the fleet are interned in `names`.
World world_of(const Fleet& fleet, Instant clock, Names& names);

/// The environment called `name`, case aside.
std::optional<EnvironmentId> find_environment(const Fleet& fleet, std::string_view name);

}  // namespace rehearse::model
