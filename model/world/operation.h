#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/print.h"

namespace rehearse::model {

/// What somebody asks for and a policy decides on. Files name them as in `enum_names`: never change
/// a name; add new operations at the end.
enum class Operation : std::uint8_t {
  Refresh,           ///< copy a source's databases over a target's (REF-01)
  ApplyUpdate,       ///< change the code of an environment (REF-71)
  ViewCredentials,   ///< show SQL and machine credentials (REF-55, INV-33)
  Restore,           ///< production as it was at an instant, into a sandbox (PITR-01)
  RestoreInPlace,    ///< an environment as it was at an instant, by self-service (N-30)
  RequestedRefresh,  ///< submit a work item for a refresh (REQ-01)
  RequestedRestore,  ///< submit a work item for an in-place restore (RST-01)
  Reschedule,        ///< give a work item another window (REQ-15, RST-38)
  Cancel,            ///< withdraw a work item (REQ-17, RST-39)
  Rollback,          ///< ask for the way back after a failure (REF-11)
  Reprovision,       ///< run the environment reprovisioning tool (REQ-28)
  BackUp,            ///< make a backup of an AX 2012 database (UPG-09)
  TransferBackup,    ///< bring it to a developer machine (UPG-13)
  RestoreBackup,     ///< restore it there (UPG-18)
  GenerateRunbook,   ///< `AXUpdateInstaller.exe generate` (UPG-35)
  ExecuteRunbook,    ///< `AXUpdateInstaller.exe execute` (UPG-37)
};
template <>
inline constexpr auto enum_names<Operation> = std::to_array<std::string_view>(
    {"refresh", "apply-update", "view-credentials", "restore", "restore-in-place",
     "requested-refresh", "requested-restore", "reschedule", "cancel", "rollback", "reprovision",
     "back-up", "transfer-backup", "restore-backup", "generate-runbook", "execute-runbook"});

/// The operations that a rule speaks about.
using OperationSet = EnumSet<Operation>;

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Operation> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::OperationSet> : rehearse::PrintsToString {};
