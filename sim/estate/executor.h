#pragma once

#include <functional>
#include <optional>
#include <string>

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/model/world/event.h"
#include "rehearse/sim/clock/fault_plan.h"
#include "rehearse/sim/estate/environment_data.h"

/// Carries out on stand-in databases what the model asks for.
namespace rehearse::sim {

/// The environment in which an effect happens.
struct Site {
  model::EnvironmentId id;
  std::string name;
  std::string mark;              ///< of rows born here now
  std::string web_config_admin;  ///< REF-32
  model::Instant now;
  model::Process process;                  ///< of the last movement into the environment
  model::EnvironmentKind kind;             ///< of the environment
  model::EnumSet<model::Database> moving;  ///< that this movement replaces
  bool in_place;                           ///< the movement's source is the environment itself
  EnvironmentData& data;
};

/// One data rule that ran to its end.
struct DataRuleRun {
  std::size_t rule = 0;   ///< position in `Policy::data_rules`
  std::int64_t rows = 0;  ///< that it changed
};

/// Performs effects, consulting the fault plan at every named site.
class Executor {
 public:
  Executor(StandIns& stand_ins, const model::Policy& policy, FaultPlan& faults)
      : stand_ins_(stand_ins), policy_(policy), faults_(faults) {}

  /// Performs `effect` at `site`. Nothing on success, else why it failed: an injected fault, or
  /// SQLite's own message. What a failed effect had done before it failed stays done (REF-15).
  /// Every step goes into the runbook log.
  std::optional<std::string> perform(model::EffectKind effect, Site& site);

  /// What the data rules of the last effect came to, in the order in which they ran.
  const std::vector<DataRuleRun>& data_rules_run() const { return data_rules_run_; }

  /// Runs `statements` on one database of `site` and stamps the rows that they insert.
  Expected<void> run(Site& site, model::Database database,
                     const std::vector<std::string>& statements, Level level,
                     std::span<const Binding> bindings);

 private:
  std::optional<std::string> replace_target(Site& site);
  std::optional<std::string> apply_data_rules(Site& site);
  std::optional<std::string> apply_data_rules(model::Database database, Session& session,
                                              Site& site);
  std::optional<std::string> apply(std::size_t position, Session& session, Site& site);
  std::optional<std::string> restore_backups(Site& site);
  std::optional<std::string> reprovision(Site& site);
  std::optional<std::string> synchronize(Site& site);
  std::optional<std::string> restart(Site& site);
  std::optional<std::string> struck(std::string_view fault_site, Site& site);

  StandIns& stand_ins_;
  const model::Policy& policy_;
  FaultPlan& faults_;
  std::vector<DataRuleRun> data_rules_run_;
};

/// Adds a line to the runbook log of `site`.
void log(Site& site, std::string_view line);

}  // namespace rehearse::sim
