#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/world/operation.h"

/// What each process is, in one row: whoever has to tell processes apart reads it here, and nobody
/// guesses from the others. How a process goes is its table of transitions (processes/process.h).
namespace rehearse::model {

/// The processes that move or upgrade databases (domain.md D.1...D.5, N-30). Files name them as in
/// `process_descriptions`: never change a name; add new processes at the end, with their row.
enum class Process : std::uint8_t {
  Refresh,           ///< self-service, from another environment as it is now
  Restore,           ///< self-service, from production as it was at an instant
  RestoreInPlace,    ///< self-service, from the environment itself as it was at an instant
  RequestedRefresh,  ///< a work item for engineers
  RequestedRestore,  ///< a work item for engineers, in place
  DataUpgrade,       ///< from AX 2012, on a developer machine
};

/// Who carries it out, and with that how it begins.
enum class Conduct : std::uint8_t {
  SelfService,  ///< an operator starts it, then it runs by itself (REF-07)
  Requested,    ///< a work item: accepted, then carried out in its window (REQ-12, REQ-13)
  Runbook,      ///< a developer executes a runbook on the machine (UPG-37)
};

/// The words for it in sentences and in scenario files.
struct ProcessWords {
  std::string_view verb;   ///< `refresh UAT1 from PROD`
  std::string_view noun;   ///< `request a refresh of UAT1`
  std::string_view done;   ///< `UAT1 was refreshed`, `began to be refreshed`
  std::string_view asked;  ///< `do` of the step that asks for it; empty: no single step does
};

struct Transition;

struct ProcessDescription {
  Process process;        ///< the row stands at its position
  std::string_view name;  ///< in policies, rules' errors and reports
  Operation operation;    ///< that policies decide on before it begins
  Conduct conduct;
  bool moves_databases;  ///< which of them, the option `databases` says
  bool in_place;         ///< the target is its own source, see `source`
  bool from_backups;     ///< brings a past state back; the source as it is now otherwise
  bool rolls_back;       ///< after a failure, as the policy says; engineers mend it otherwise
  int acknowledgements;  ///< that its form asks for one by one (RST-34); 0: all with one answer
  std::span<const std::string_view> options;  ///< that a policy which offers it states
  std::span<const Transition> (*table)();     ///< in a source file of its own
  ProcessWords words;
};

std::span<const Transition> refresh_table();
std::span<const Transition> restore_table();
std::span<const Transition> restore_in_place_table();
std::span<const Transition> requested_refresh_table();
std::span<const Transition> requested_restore_table();
std::span<const Transition> data_upgrade_table();

/// Names of options as policies spell them, by what goes alike.
namespace process_options {
using Names = std::string_view[];
inline constexpr Names self_service = {"databases", "target_offline_from", "rollback",
                                       "rollback_to"};
inline constexpr Names requested_refresh = {
    "databases",         "after_failure", "acceptance_after_reschedule",
    "downtime_expected", "data",          "default_source"};
/// A restore brings back the exact state (RST-49), of the environment itself.
inline constexpr Names requested_restore = {"databases", "after_failure",
                                            "acceptance_after_reschedule", "downtime_expected"};
inline constexpr Names upgrade = {"runbook_step", "rerun_granularity"};
}  // namespace process_options

inline constexpr auto process_descriptions = std::to_array<ProcessDescription>({
    {.process = Process::Refresh,
     .name = "refresh",
     .operation = Operation::Refresh,
     .conduct = Conduct::SelfService,
     .moves_databases = true,
     .in_place = false,
     .from_backups = false,
     .rolls_back = true,
     .acknowledgements = 0,
     .options = process_options::self_service,
     .table = refresh_table,
     .words = {"refresh", "refresh", "refreshed", "refresh"}},
    {.process = Process::Restore,
     .name = "restore",
     .operation = Operation::Restore,
     .conduct = Conduct::SelfService,
     .moves_databases = true,
     .in_place = false,
     .from_backups = true,
     .rolls_back = true,
     .acknowledgements = 0,
     .options = process_options::self_service,
     .table = restore_table,
     .words = {"restore", "restore", "restored", "restore"}},
    {.process = Process::RestoreInPlace,
     .name = "restore-in-place",
     .operation = Operation::RestoreInPlace,
     .conduct = Conduct::SelfService,
     .moves_databases = true,
     .in_place = true,
     .from_backups = true,
     .rolls_back = true,
     .acknowledgements = 0,
     .options = process_options::self_service,
     .table = restore_in_place_table,
     .words = {"restore", "restore", "restored", "restore-in-place"}},
    {.process = Process::RequestedRefresh,
     .name = "requested-refresh",
     .operation = Operation::RequestedRefresh,
     .conduct = Conduct::Requested,
     .moves_databases = true,
     .in_place = false,
     .from_backups = false,
     .rolls_back = false,
     .acknowledgements = 0,
     .options = process_options::requested_refresh,
     .table = requested_refresh_table,
     .words = {"refresh", "refresh", "refreshed", "request-refresh"}},
    {.process = Process::RequestedRestore,
     .name = "requested-restore",
     .operation = Operation::RequestedRestore,
     .conduct = Conduct::Requested,
     .moves_databases = true,
     .in_place = true,
     .from_backups = true,
     .rolls_back = false,
     .acknowledgements = 3,
     .options = process_options::requested_restore,
     .table = requested_restore_table,
     .words = {"restore", "restore", "restored", "request-restore"}},
    {.process = Process::DataUpgrade,
     .name = "data-upgrade",
     .operation = Operation::ExecuteRunbook,
     .conduct = Conduct::Runbook,
     .moves_databases = false,
     .in_place = true,
     .from_backups = false,
     .rolls_back = false,
     .acknowledgements = 0,
     .options = process_options::upgrade,
     .table = data_upgrade_table,
     .words = {"upgrade", "upgrade", "upgraded", ""}},
});

template <>
inline constexpr auto enum_names<Process> = [] {
  std::array<std::string_view, process_descriptions.size()> names;
  for (std::size_t index = 0; index < names.size(); ++index)
    names[index] = process_descriptions[index].name;
  return names;
}();

/// In the order of the enumeration.
inline constexpr auto all_processes = [] {
  std::array<Process, process_descriptions.size()> all{};
  for (std::size_t index = 0; index < all.size(); ++index) all[index] = static_cast<Process>(index);
  return all;
}();

constexpr const ProcessDescription& description_of(Process process) {
  return process_descriptions[static_cast<std::size_t>(process)];
}
static_assert(
    [] {
      for (const Process process : all_processes) {
        if (description_of(process).process != process) return false;
      }
      return true;
    }(),
    "the row of a process stands at its position");

constexpr bool is_requested(Process process) {
  return description_of(process).conduct == Conduct::Requested;
}

constexpr bool is_self_service(Process process) {
  return description_of(process).conduct == Conduct::SelfService;
}

/// Whether it changes where databases are; an upgrade changes what one is.
constexpr bool moves_databases(Process process) { return description_of(process).moves_databases; }

/// Whether it brings a past state back, taken from backups.
constexpr bool is_restore(Process process) { return description_of(process).from_backups; }

constexpr bool is_in_place(Process process) { return description_of(process).in_place; }

/// The decision on starting, submitting or executing it.
constexpr Operation operation_of(Process process) { return description_of(process).operation; }

/// Those on starting a movement of some process.
constexpr OperationSet movements() {
  OperationSet all;
  for (const ProcessDescription& each : process_descriptions) {
    if (each.moves_databases) all.insert(each.operation);
  }
  return all;
}

}  // namespace rehearse::model
