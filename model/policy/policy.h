#pragma once

#include <array>
#include <string>
#include <vector>

#include "rehearse/model/verdicts/decision.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"

/// Room `model/policy`. What a policy states, what its rules may ask of a world, and the record of
/// a run.
///
/// A policy as `step` and `sim` use it. It is read from one JSON file (docs/formats/policy.md);
/// nothing of it is code.
namespace rehearse::model {

enum class OfflineFrom : std::uint8_t { Start, CopyArrival };  ///< REF-43, REF-44
template <>
inline constexpr auto enum_names<OfflineFrom> =
    std::to_array<std::string_view>({"start", "copy-arrival"});

enum class RollbackOffer : std::uint8_t { None, Operator, Automatic };  ///< REF-11, N-08
template <>
inline constexpr auto enum_names<RollbackOffer> =
    std::to_array<std::string_view>({"none", "operator", "automatic"});

enum class RollbackTo : std::uint8_t { Start, Failure };  ///< REF-13
template <>
inline constexpr auto enum_names<RollbackTo> =
    std::to_array<std::string_view>({"start", "failure"});

enum class DataTreatment : std::uint8_t { Exact, Scrubbed };  ///< RST-49, B-02
template <>
inline constexpr auto enum_names<DataTreatment> =
    std::to_array<std::string_view>({"exact", "scrubbed"});

enum class AfterFailure : std::uint8_t { EngineersRetry, Stop };  ///< B-09
template <>
inline constexpr auto enum_names<AfterFailure> =
    std::to_array<std::string_view>({"engineers-retry", "stop"});

enum class Acceptance : std::uint8_t { AskedAgain, Kept };  ///< B-40
template <>
inline constexpr auto enum_names<Acceptance> =
    std::to_array<std::string_view>({"asked-again", "kept"});

enum class DefaultSource : std::uint8_t { Production, None };  ///< B-17
template <>
inline constexpr auto enum_names<DefaultSource> =
    std::to_array<std::string_view>({"production", "none"});

/// How a process goes; one member of `operations` of the file. Self-service processes use the first
/// four options, requested ones `databases` and the others.
struct ProcessOptions {
  EnumSet<Database> databases = EnumSet<Database>::all();  ///< that move (REF-02)
  OfflineFrom target_offline_from = OfflineFrom::CopyArrival;
  RollbackOffer rollback = RollbackOffer::Operator;
  RollbackTo rollback_to = RollbackTo::Start;
  DataTreatment data = DataTreatment::Exact;
  AfterFailure after_failure = AfterFailure::EngineersRetry;
  Acceptance acceptance_after_reschedule = Acceptance::AskedAgain;
  DefaultSource default_source = DefaultSource::Production;  ///< of a form that names none
  Duration downtime_expected = hours(2);  ///< reaching it is an overrun, not a failure (B-14)
};

/// Which of the documents' generations a policy speaks for; decides which invariants bind it
/// (domain.md E).
enum class Profile : std::uint8_t { Requested2017, SelfService2020, Current, DataUpgrade };
template <>
inline constexpr auto enum_names<Profile> = std::to_array<std::string_view>(
    {"requested-2017", "self-service-2020", "current", "data-upgrade"});

/// How long backups are kept (B-03).
struct Retention {
  Duration production = days(30);
  Duration sandbox = days(30);  ///< of everything that is not production
};

/// One entry of `data_rules`: SQL that runs on the arrived application database of the target, in
/// file order.
struct DataRule {
  std::string id;
  OperationSet operations;
  EnumSet<EnvironmentKind> into = EnumSet<EnvironmentKind>::all();  ///< kinds of target (N-11)
  Database database = Database::Application;
  std::vector<std::string>
      statements;  ///< `clear_tables` and `clear_columns` are already expanded to SQL
  EnumSet<DataFact> establishes;  ///< once every rule that lists a fact has run, the fact holds
  std::string because;
  std::vector<std::string> cites;
};

/// One named value or process option as the file states it, for `explain`.
struct Setting {
  std::string id;     ///< `platform_update_min`, `refresh.rollback`
  std::string value;  ///< as written
  std::string because;
  std::vector<std::string> cites;
};

struct Policy {
  std::string name;
  std::string about;
  std::vector<Setting> constants;
  Profile profile = Profile::SelfService2020;
  std::vector<Setting> options;
  EnumSet<Process> offered = {Process::Refresh};  ///< others are refused
  std::array<ProcessOptions, enum_count<Process>> processes;
  Retention retention;
  RuleSet rules;
  std::vector<DataRule> data_rules;
  Runbook runbook;  ///< of a data upgrade
  /// By process and kind of target: what all data rules together make true.
  std::array<std::array<EnumSet<DataFact>, enum_count<EnvironmentKind>>, enum_count<Process>>
      facts_established;
  std::string digest;  ///< of the policy after `extends`: equal texts, equal digests

  const ProcessOptions& options_of(Process process) const {
    return processes[static_cast<std::size_t>(process)];
  }
  ProcessOptions& options_of(Process process) {
    return processes[static_cast<std::size_t>(process)];
  }
  /// The databases that `process` replaces.
  EnumSet<Database> databases_moved(Process process) const {
    return moves_databases(process) ? options_of(process).databases : EnumSet<Database>();
  }
  Duration backups_kept(EnvironmentKind kind) const {
    return kind == EnvironmentKind::Production ? retention.production : retention.sandbox;
  }
};

/// Whether `rule` runs when `process` moves databases into an environment of `kind`.
bool applies(const DataRule& rule, Process process, EnvironmentKind kind);

/// Fills `policy.facts_established` from its data rules.
void gather_facts(Policy& policy);

}  // namespace rehearse::model
