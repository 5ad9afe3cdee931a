#pragma once

#include <span>
#include <string>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/sim/estate/executor.h"

/// What sub-steps and conversion scripts of an upgrade do in AXDB.
namespace rehearse::sim {

/// Work on AXDB and what the books say of it, both or neither.
struct UpgradeTransaction {
  model::UpgradeStep step{};          ///< whose scripts the work schedules
  std::span<const model::Work> work;  ///< none of it runs scripts
  std::vector<std::string> notes;     ///< statements of the books, run after the work
  std::vector<Binding> bindings;      ///< the parameters of `notes`
};

/// Carries such transactions out. What work makes of a database is remembered (`StandIns::made`):
/// most upgrades do the same to the same tables, at other times.
class UpgradeTransactions {
 public:
  UpgradeTransactions(StandIns& stand_ins, const model::Policy& policy)
      : stand_ins_(stand_ins), policy_(policy) {}

  /// AXDB of `site` as `transaction` leaves it; once all customizations of the site are in its
  /// schema, the site says so. A failure leaves nothing behind.
  Expected<void> carry_out(const UpgradeTransaction& transaction, Site& site);

 private:
  Digest key_of(const UpgradeTransaction& transaction, const Site& site) const;
  Expected<void> work(const UpgradeTransaction& transaction, Session& session, const Site& site);
  Expected<Image> note(const UpgradeTransaction& transaction, const Image& axdb);
  Expected<void> do_all(const UpgradeTransaction& transaction, Session& session, const Site& site);
  Expected<void> run(const std::string& sql, Session& session, const Site& site);
  Expected<void> run_each(const std::string& query, Session& session, const Site& site);
  Expected<void> synchronize(model::SyncScope scope, const std::vector<std::string>& met,
                             Session& session, const Site& site);
  Expected<void> schedule_scripts(model::UpgradeStep step, Session& session);

  StandIns& stand_ins_;
  const model::Policy& policy_;
};

/// `Class.method` taken apart.
std::pair<std::string, std::string> class_and_method(const std::string& id);

}  // namespace rehearse::sim
