#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"

/// The command lines of AXUpdateInstaller.exe as the upgrade document prints them (UPG-35 … 37,
/// UPG-51), and the names of its package.
namespace rehearse::scenarios {

struct GenerateLine {
  std::string runbook_id;
  std::string topology_file;
  std::string service_model_file;
  std::string runbook_file;
  bool operator==(const GenerateLine&) const = default;
};

struct ImportLine {
  std::string runbook_file;
  bool operator==(const ImportLine&) const = default;
};

struct ExecuteLine {
  std::string runbook_id;
  std::optional<std::uint16_t> rerun_step;
  bool operator==(const ExecuteLine&) const = default;
};

using InstallerLine = std::variant<GenerateLine, ImportLine, ExecuteLine>;

/// Reads `generate -runbookid="R" -topologyfile=... -servicemodelfile=... -runbookfile=...`,
/// `import -runbookfile=...` or `execute -runbookid=... [-rerunstep=N]`, with or without
/// `.\AXUpdateInstaller.exe` in front. Words and options are known whatever their case; a value may
/// stand in double quotes. The error has the column in the line and what was probably meant.
Expected<InstallerLine> parse_installer_line(std::string_view line);

/// The files that come with the package (UPG-35).
inline constexpr std::string_view topology_file_default = "DefaultTopologyData.xml";
inline constexpr std::string_view service_model_file_default = "DefaultServiceModelData.xml";

/// Of the runbook, when nobody says otherwise (UPG-39).
inline constexpr std::string_view runbook_id_default = "MajorVersionDataUpgrade-runbook";
inline constexpr std::string_view runbook_file_default = "MajorVersionDataUpgrade-runbook.xml";

/// What the name of a package says: `AX2012DataUpgrade-10.0.26`, also with a blank for the hyphen
/// (B-30).
struct PackageName {
  bool is_for_upgrades = false;  ///< it begins with AX2012DataUpgrade (UPG-29)
  model::Version version;        ///< 0 when it does not end in one
  bool operator==(const PackageName&) const = default;
};
PackageName read_package_name(std::string_view name);

/// `C:\Temp`, case aside, also with a backslash at the end or a folder in it (UPG-31).
bool is_temp_folder(std::string_view folder);

}  // namespace rehearse::scenarios
