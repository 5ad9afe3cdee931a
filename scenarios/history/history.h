#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rehearse/model/world/action.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/history/shared_value.h"
#include "rehearse/scenarios/story/installer_line.h"
#include "rehearse/scenarios/story/scenario.h"
#include "rehearse/sim/clock/fault_plan.h"

/// A history as a value: what a campaign generates, plays, shrinks and remembers.
namespace rehearse::scenarios {

/// Whether an act that begins something waits until that has settled.
enum class Patience : std::uint8_t { UntilSettled, None };

/// When the window of a work item opens, counted from the act, and how long it is.
struct WindowAhead {
  model::Duration opens_in = model::hours(25);
  model::Duration length = model::hours(2);
  bool operator==(const WindowAhead&) const = default;
};

/// Asks for a movement. Instants are counted from the act, so that an act can be taken out of a
/// history without changing what the others mean.
struct Ask {
  model::Process process = model::Process::Refresh;
  model::EnvironmentId source = {};
  model::EnvironmentId target = {};
  model::EnvironmentId page = {};  ///< it is started from; the target unless said (REF-07)
  model::Role role = model::Role::ProjectOwner;
  model::Purpose purpose = model::Purpose::Testing;
  model::Via via = model::Via::Page;
  bool warnings_reviewed = true;
  std::optional<model::Duration> restore_point = {};  ///< negative: in the past
  WindowAhead window = {};                            ///< of a work item, as all that follow
  model::RequestedDatabase database = model::RequestedDatabase::Application;
  std::uint8_t acknowledgements = 3;
  bool all_acknowledged = true;
  Patience patience = Patience::UntilSettled;  ///< a request is never waited for

  bool operator==(const Ask&) const = default;
};

/// Gives the work item for `target` another window.
struct Postpone {
  model::EnvironmentId target = {};
  WindowAhead window = {};
  std::optional<model::Duration> restore_point = {};
  model::Role role = model::Role::ProjectOwner;
  bool operator==(const Postpone&) const = default;
};

/// Asks for the rollback of the movement into `target`.
struct GoBack {
  model::EnvironmentId target = {};
  model::Role role = model::Role::ProjectOwner;
  Patience patience = Patience::UntilSettled;
  bool operator==(const GoBack&) const = default;
};

/// Pays a debt; what takes time is waited for.
struct Pay {
  model::EnvironmentId environment = {};
  model::Debt debt = model::Debt::AdminCleanUp;
  bool operator==(const Pay&) const = default;
};

/// Somebody runs one of `user_statements()`.
struct UserChange {
  model::EnvironmentId environment;
  model::Account account = model::Account::User;
  std::uint8_t statement = 0;
  bool operator==(const UserChange&) const = default;
};

/// Code that needs one of `requirements()` is deployed.
struct Deploy {
  model::EnvironmentId environment;
  std::uint8_t requirement = 0;
  bool operator==(const Deploy&) const = default;
};

/// `AXUpdateInstaller.exe execute`, the data upgrade itself.
struct Execute {
  model::EnvironmentId environment;
  std::string runbook = std::string(runbook_id_default);
  std::optional<std::uint16_t> rerun_step = {};
  Patience patience = Patience::UntilSettled;
  bool operator==(const Execute&) const = default;
};

/// A developer runs one of `developer_statements()` on the database called AXDB.
struct RunStatement {
  model::EnvironmentId environment;
  std::uint8_t statement = 0;
  bool operator==(const RunStatement&) const = default;
};

/// Those that need more than a value of the model can hold, and the model's own actions.
using Act =
    std::variant<Ask, Postpone, GoBack, Pay, UserChange, Deploy, PutBlob, RenameChannels,
                 ProvisionAdmin, Redeploy, RestoreBackup, RenameDatabase, DownloadPackage,
                 GenerateRunbook, ImportRunbook, Execute, RunStatement, Advance, model::Action>;

using SharedFleet = SharedValue<model::Fleet>;

/// A situation and what is done in it.
struct History {
  std::string fixture = "contoso";  ///< the shipped fleet that `fleet` is a variant of
  SharedFleet fleet;
  model::Instant clock;
  std::vector<sim::Fault> faults;
  std::vector<Act> acts;

  bool operator==(const History&) const = default;
};

/// What a user may do to an application database: the statement, and the facts that it ends. That
/// the rows agree is tested.
struct UserStatement {
  std::string_view sql;
  model::EnumSet<model::DataFact> ends;
  bool repeats_an_account = false;  ///< a database that came from AX 2012 forbids that
};
std::span<const UserStatement> user_statements();

/// What can be wrong with rows of AX 2012 so that an upgrade fails.
enum class Ailment : std::uint8_t {
  None,
  OrphanedLine,   ///< the line of an asset without a line of a journal (N-91)
  TwinDimension,  ///< one that will have the hash of another (N-90)
};

/// What a developer may do to AXDB during an upgrade. All of them can be run again and again, and
/// there is a cure for each ailment.
struct DeveloperStatement {
  std::string_view sql;
  Ailment brings = Ailment::None;
  Ailment cures = Ailment::None;
};
std::span<const DeveloperStatement> developer_statements();

/// Schema requirements that customizations make.
std::span<const std::string_view> requirements();

/// The environment into which an act asks for a movement, or whose upgrade it asks for.
std::optional<model::EnvironmentId> asks_for_movement_into(const Act& act);

/// The environment whose movement an act speaks of, when it needs that one was asked for before.
std::optional<model::EnvironmentId> needs_movement_into(const Act& act);

/// Whether each act that speaks of a movement comes after one that asks for it: what a scenario
/// file can say.
bool is_well_formed(const History& history);

/// `refresh UAT1 from PROD`, `the clock moves on by PT1H`.
std::string describe(const Act& act, const model::Fleet& fleet);

}  // namespace rehearse::scenarios
