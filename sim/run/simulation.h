#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/sim/base/digest.h"
#include "rehearse/sim/clock/event_queue.h"
#include "rehearse/sim/clock/fault_plan.h"
#include "rehearse/sim/clock/timing.h"
#include "rehearse/sim/estate/executor.h"
#include "rehearse/sim/estate/refinement.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/stand_in/stand_in.h"

/// Room `sim/run`. The model and the databases, running together.
///
/// Runs the model against real stand-in databases in virtual time.
namespace rehearse::sim {

/// One action and everything that came of it. The passing of time is not reported by itself.
struct Occurrence {
  model::Instant at;
  const model::Action& action;
  const model::Step& step;    ///< events, effect and verdicts; its world has moved on, see `world`
  const model::World& world;  ///< after the action
  const model::Inquiry* inquiry;  ///< what the rules could be asked; null when there was nothing
  model::InvariantSet applied;    ///< invariants that had something to say
  model::InvariantSet broken;
  std::vector<Discrepancy> discrepancies;
  std::optional<model::Decision> decision;  ///< when rules denied or warned, if all is told
  std::span<const DataRuleRun> data_rules;  ///< that ran, when data rules were applied
  std::string trouble;  ///< why data could not be changed, e.g. SQLite's message; mostly empty
  std::string detail;   ///< the SQL of a write or customization, the name of a document
  /// What another policy would have made of it; only where somebody compares policies, else null.
  const model::Step* compared = nullptr;
};

using Observer = std::function<void(const Occurrence&)>;

/// What a simulation is made from. All of it must outlive the simulation.
struct Setting {
  const model::Policy& policy;
  const model::Fleet& fleet;
  model::Names& names;
  StandIns& stand_ins;  ///< shared by all runs
};

/// What a simulation tells beyond events and what is broken. Of a thousand histories nobody reads
/// all.
enum class Telling : std::uint8_t {
  Full,    ///< decisions in words, and a trace
  Verdict  ///< neither
};

struct Options {
  model::Instant clock;  ///< start of virtual time
  Timing timing = {};
  FaultPlan faults = {};
  std::vector<UsersAtWork> users = {};
  model::Seed seed = {};  ///< of the users' waits and choices
  Telling telling = Telling::Full;
};

/// A world, its databases and its clock.
///
/// 1. The world changes only through `model::checked_step`; the databases only through the effects
///    and user actions that belong to those steps.
/// 2. Outcomes of effects that fall on the same instant happen in the order in which the effects
///    began.
/// 3. Nothing here reads the clock of the machine, the environment or an address: equal inputs give
///    equal traces.
class Simulation {
 public:
  static Expected<Simulation> create(const Setting& setting, Options options, Observer observer);

  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;
  ~Simulation();

  /// Does `action` now: the step, then whatever it asks of the databases. An effect's outcome
  /// follows later, see `advance`. The observer is told before this returns. Returns the events of
  /// the step.
  model::Events act(const model::Action& action);

  /// `account` runs `sql` in the application database of `environment`. Nothing changes when the
  /// account may not enter or SQLite refuses; the error then says why.
  Expected<model::Events> write(model::EnvironmentId environment, model::Account account,
                                const std::string& sql);

  /// Deploys code that needs `requirement`, a DDL statement, in every database it runs on. Fails
  /// with SQLite's message when the environment's present data does not satisfy it.
  Expected<model::Events> customize(model::EnvironmentId environment,
                                    const std::string& requirement);

  /// A developer runs `sql` on the database of the machine that is called AXDB. Fails as `write`
  /// does.
  Expected<model::Events> run_sql(model::EnvironmentId environment, const std::string& sql);

  /// Puts a document into the blob store of `environment`, or replaces it.
  void put_blob(model::EnvironmentId environment, const std::string& name, const std::string& text);

  /// Moves the clock to `until`, letting everything happen that is due by then, that instant
  /// included.
  void advance(model::Instant until);

  /// Lets the next due outcome happen, moving the clock to it. False when nothing is pending.
  bool advance_to_next();

  const model::World& world() const;
  const model::Names& names() const;

  /// The present database of an environment. Sharing it costs nothing.
  const Image& image(model::EnvironmentId environment, model::Database database) const;

  /// The database of a developer machine that has this name, case aside; null when there is none.
  const Image* find_image(model::EnvironmentId environment, std::string_view name) const;

  /// Names of all databases of a developer machine, AXDB first; none of other environments.
  std::vector<std::string> database_names(model::EnvironmentId environment) const;

  /// The database as it was when the last movement into `environment` began; nothing when there was
  /// none.
  std::optional<Image> image_at_start(model::EnvironmentId environment,
                                      model::Database database) const;

  /// What the backups hold of an environment at an instant: what `model::Start` needs to know for a
  /// restore.
  model::Backup backup(model::EnvironmentId environment, model::Instant restore_point) const;

  /// Snapshots in its history.
  std::size_t snapshots(model::EnvironmentId environment) const;

  /// Names of the documents in the blob store.
  std::vector<std::string> blobs(model::EnvironmentId environment) const;

  /// The runbook log of the last movement into `environment`, as it was downloaded (REF-16); empty
  /// when it was not.
  const std::vector<std::string>& downloaded_logs(model::EnvironmentId environment) const;

  /// Fault sites that were passed so far, with counts: the denominator of fault coverage.
  const std::map<std::string, std::uint32_t>& fault_sites_visited() const;

  /// Digest of everything that happened: a chain over actions, events, worlds and database
  /// contents. Only when all is told.
  Digest trace() const;

  /// The whole state: world, databases, what is pending, faults passed, trace. Cheap: databases are
  /// shared, and only the names interned so far are not part of it.
  class State;
  using Saved = std::shared_ptr<const State>;
  Saved save() const;

  /// Goes back to a state of this simulation, or of one that was made from the same setting and
  /// options. What happens from there on is what would have happened then.
  void restore(const Saved& saved);

 private:
  class Implementation;
  explicit Simulation(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace rehearse::sim
