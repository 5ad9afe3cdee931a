#pragma once

#include <optional>
#include <string>

#include "rehearse/model/policy/policy.h"
#include "rehearse/sim/clock/fault_plan.h"
#include "rehearse/sim/estate/executor.h"

/// Carries out the sub-steps of an upgrade on AXDB (domain.md A.5.1, D.5).
namespace rehearse::sim {

/// `2022-05-20 17:16:07.097`, as the status table shows instants.
std::string in_sql(model::Instant instant);

/// What a sub-step does, it does in AXDB, and AXDB says of each when it began and how it ended.
///
/// 1. A sub-step that fails leaves nothing of its work behind, but for conversion scripts that had
///    completed before: each is a transaction of its own.
/// 2. One that meets a lock cannot even note that it failed: its row has no end.
class UpgradeExecutor {
 public:
  UpgradeExecutor(StandIns& stand_ins, const model::Policy& policy, FaultPlan& faults)
      : stand_ins_(stand_ins), policy_(policy), faults_(faults) {}

  /// Sub-step `position` begins: its row is written. Nothing on success, else why it could not.
  /// `upgrade` is the state of the machine.
  std::optional<std::string> begin(std::uint8_t position, const model::Upgrade& upgrade,
                                   Site& site);

  /// It does its work and ends. Nothing on success, else why it failed: a lock (UPG-34), an
  /// injected fault, or SQLite's own message.
  std::optional<std::string> end(std::uint8_t position, const model::Upgrade& upgrade, Site& site);

 private:
  Expected<void> note_before(Session& session, Site& site);
  std::optional<std::string> carry_out(const model::SubStep& sub_step, Session& session,
                                       Site& site);
  Expected<void> do_all(const std::vector<model::Work>& work, const model::SubStep& sub_step,
                        Session& session, Site& site);
  Expected<void> run(const std::string& sql, Session& session, Site& site);
  Expected<void> run_each(const std::string& query, Session& session, Site& site);
  Expected<void> synchronize(model::SyncScope scope, Session& session, Site& site);
  Expected<void> schedule_scripts(model::UpgradeStep step, Session& session);
  std::optional<std::string> run_scripts(const model::SubStep& sub_step, Session& session,
                                         Site& site);
  Expected<bool> run_script(const model::Script& script, const model::SubStep& sub_step,
                            Session& session, Site& site);
  /// What keeps the sub-step from doing anything in the database; goes into the log.
  std::optional<std::string> blocked(const model::SubStep& sub_step, const model::Upgrade& upgrade,
                                     Site& site) const;
  std::optional<std::string> struck(const std::string& fault_site, Site& site);
  void note_failure(std::uint8_t position, const model::Upgrade& upgrade, const std::string& cause,
                    Site& site);
  Expected<void> note_end(const model::SubStep& sub_step, std::string_view status, Session& session,
                          const Site& site);
  void log(Site& site, const model::SubStep& sub_step, std::string_view line) const;

  StandIns& stand_ins_;
  const model::Policy& policy_;
  FaultPlan& faults_;
};

}  // namespace rehearse::sim
