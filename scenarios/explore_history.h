#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/action.h"
#include "model/fleet.h"
#include "scenarios/scenario.h"
#include "sim/fault_plan.h"

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

/// Those that need more than a value of the model can hold, and the model's own actions.
using Act = std::variant<Ask, Postpone, GoBack, Pay, UserChange, Deploy, PutBlob, RenameChannels,
                         ProvisionAdmin, Redeploy, Advance, model::Action>;

/// A situation and what is done in it.
struct History {
  std::string fixture = "contoso";  ///< the shipped fleet that `fleet` is a variant of
  model::Fleet fleet;
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
};
std::span<const UserStatement> user_statements();

/// Schema requirements that customizations make.
std::span<const std::string_view> requirements();

/// The environment whose movement an act speaks of, when it needs that one was asked for before.
std::optional<model::EnvironmentId> needs_movement_into(const Act& act);

/// Whether each act that speaks of a movement comes after one that asks for it: what a scenario
/// file can say.
bool is_well_formed(const History& history);

/// `refresh UAT1 from PROD`, `the clock moves on by PT1H`.
std::string describe(const Act& act, const model::Fleet& fleet);

}  // namespace rehearse::scenarios
