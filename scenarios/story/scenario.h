#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/world/event.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/story/deed.h"
#include "rehearse/scenarios/text/json_file.h"
#include "rehearse/sim/clock/event_queue.h"
#include "rehearse/sim/clock/fault_plan.h"
#include "rehearse/sim/clock/timing.h"
#include "rehearse/sim/sql/sql_value.h"

/// Room `scenarios/story`. A scenario as plain values.
///
/// A scenario as plain values (docs/formats/scenario.md): a situation, what is done in it, and what
/// must come of it. Everything in it is resolved: environments and operations are known by number,
/// rules exist in the policy, texts are parsed. Only SQL is not looked at before it runs.
namespace rehearse::scenarios {

/// A movement that a step of the scenario asks for; files call it an operation. It is there even if
/// it will be denied.
struct AskedMovement {
  std::string name;  ///< `as`; empty when the step gives none
  model::Process process = model::Process::Refresh;
  model::EnvironmentId source;
  model::EnvironmentId target;
};

/// Where something stands in the scenario file; nothing in a scenario that comes from no file.
/// Keeps the file's text, and looks the line up only when somebody asks.
using Origin = std::optional<Cursor>;

/// SQL of an expectation, and where it stands, so that a mistake in it can be shown there.
struct Sql {
  std::string text;
  Origin where;
};

// What is done ---------------------------------------------------------------------------------

/// What a deed must lead to, exactly. The default is: accepted, without a warning, no trouble.
struct Outcome {
  std::vector<std::string> denied_by;      ///< rules that fired, in policy order
  std::vector<std::string> not_evaluable;  ///< rules that lacked an attribute, in policy order
  std::optional<std::vector<std::string>> missing;  ///< the attributes, in order of first mention
  std::vector<std::string> warned_by;
  model::Refusal refused = model::Refusal::None;
  std::string fails_with;                ///< part of why the data could not be changed
  std::vector<model::EventKind> events;  ///< among those of the step, in this order
  std::string margin;                    ///< part of a reason's text
};

/// The instants that the deed names are absolute.
struct Do {
  Deed deed;
  std::optional<model::Instant> at;  ///< the clock goes there first
  Outcome outcome;                   ///< of all but `Advance`, which nobody answers
};

// What waits ------------------------------------------------------------------------

struct UntilInstant {
  model::Instant at;
};

struct UntilPhase {
  MovementId operation;
  model::Phase phase;
};

/// Completed, Succeeded, Cancelled, Failed, RolledBack or RollbackFailed: nothing more happens by
/// itself.
struct UntilSettled {
  MovementId operation;
};

// What can be expected ------------------------------------------------------------------------
// Of the optional members only those that are there are compared.

struct ExpectMovement {
  MovementId operation;
  std::optional<model::Status> status;
  std::optional<model::Phase> phase;  ///< it is in; while `Failed`, the one that failed
  std::optional<bool> equals_pre_image;
  std::optional<bool> logs_downloaded;
};

struct ExpectEnvironment {
  model::EnvironmentId environment;
  std::optional<bool> available;
  std::optional<bool> jobs_stopped;
  std::optional<model::EnumSet<model::Debt>> debts;      ///< all of them
  std::optional<model::EnumSet<model::DataFact>> facts;  ///< are among those known to hold
  std::optional<std::int64_t> orphaned_files;
  std::optional<std::int64_t> pending_files;
  std::optional<std::string> admin;  ///< in web.config (REF-32)
  std::optional<std::string> tenant;
  std::optional<model::Version> application_release;
  std::optional<std::int64_t> platform_update;
  std::optional<model::Version> financial_reporting_version;
  std::optional<std::vector<std::string>> blobs;  ///< all names, sorted
  std::optional<model::Instant> history_start;    ///< what was before cannot be restored
  std::optional<std::int64_t> snapshots;          ///< states that can be restored
  // Of a developer machine:
  std::optional<model::EnumSet<model::Service>> services;  ///< that run
  std::optional<std::vector<std::string>> databases;       ///< names of all, sorted, case aside
  std::optional<model::EnumSet<model::Bracket>> brackets;  ///< that an upgrade has open
  std::optional<std::string> failed_sub_step;
  std::optional<std::int64_t> sub_steps_completed;
};

/// One database of one environment: `UAT1/application`, or by its name on a developer machine:
/// `DEV1/AXDB_orig`.
struct DatabaseId {
  model::EnvironmentId environment;
  model::Database database = model::Database::Application;
  std::string name = {};  ///< empty: `database` says which
};

struct ExpectRows {
  DatabaseId database;
  Sql sql;
  std::vector<sim::Row> equal;
};

enum class Comparison : std::uint8_t { Same, Differ };

/// The whole content of two databases. Pages that are equal are enough; else the rows of all tables
/// decide.
struct ExpectContent {
  std::array<DatabaseId, 2> databases;
  Comparison comparison = Comparison::Same;
};

struct ExpectSameRows {
  std::array<DatabaseId, 2> databases;
  Sql sql;
};

struct ExpectLogs {
  MovementId operation;
  std::string contain;  ///< part of a line of the logs that were downloaded
};

/// Both databases, the documents and all that the model knows of an environment are as they were
/// when the scenario began.
struct ExpectUnchanged {
  model::EnvironmentId environment;
};

using Expectation = std::variant<ExpectMovement, ExpectEnvironment, ExpectRows, ExpectContent,
                                 ExpectSameRows, ExpectLogs, ExpectUnchanged>;

// All together --------------------------------------------------------------------------------

struct Step {
  Origin where;
  std::variant<Do, UntilInstant, UntilPhase, UntilSettled, Expectation> what;
};

struct Scenario {
  std::string file;   ///< as given, or relative to the embedded library
  std::string group;  ///< the folder that `file` is in: `refresh`
  std::string title;
  std::vector<std::string> cites;
  std::shared_ptr<const model::Policy> policy;
  bool is_out_of_profile = false;  ///< made for another profile than that of the policy in use
  std::shared_ptr<const model::Names> policy_names;  ///< gave the ids of the texts in the policy
  std::shared_ptr<const model::Fleet> fleet;
  model::Instant clock;
  sim::Timing timing;
  std::vector<sim::Fault> faults;
  std::vector<sim::UsersAtWork> users;
  std::vector<std::string> finds;  ///< invariants that must be found broken, or `refinement`
  std::vector<AskedMovement> asked;
  std::vector<Step> steps;  ///< at least one
};

}  // namespace rehearse::scenarios
