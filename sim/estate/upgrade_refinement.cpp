#include "rehearse/sim/estate/upgrade_refinement.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/sim/stand_in/schema_sync.h"

namespace rehearse::sim {
namespace {

using model::Database;

/// One comparison; collects what it finds.
class Comparison {
 public:
  Comparison(StandIns& stand_ins, const model::Policy& policy, const model::Upgrade& upgrade,
             const Site& site, Session session)
      : stand_ins_(stand_ins),
        policy_(policy),
        upgrade_(upgrade),
        site_(site),
        session_(std::move(session)) {}

  std::vector<Discrepancy> take() { return std::move(found_); }

  void brackets() {
    const auto open = open_brackets(policy_.runbook, upgrade_.completed);
    for (const BracketQuery& query : stand_ins_.definition().upgrade.brackets) {
      const auto answer = ask(query.open_when);
      if (!answer || (*answer == 1) == open.contains(query.bracket)) continue;
      report("refinement",
             fmt::format("{}: {}", query.sentence, open.contains(query.bracket) ? "yes" : "no"),
             *answer == 1 ? "the rows say yes" : "the rows say no");
    }
  }

  void indexes(bool is_over) {
    const auto there = unique_indexes(session_);
    if (!there) return report("INV-37", "the indexes can be asked for", there.error().what);
    const bool are_disabled = step_done(model::UpgradeStep::PreSync) && !final_sync_done();
    for (const std::string& index : site_.data.before_upgrade.unique_indexes) {
      const bool is_there = std::ranges::count(*there, index) > 0;
      if (are_disabled && is_there)
        report("INV-37", fmt::format("the unique index {} is disabled", index), "it is there");
      if (is_over && !is_there)
        report("INV-37", fmt::format("the unique index {} is there again", index), "it is not");
    }
  }

  void dates() {
    const auto misdated = ask(stand_ins_.definition().upgrade.rows_misdated);
    if (misdated && *misdated > 0)
      report("INV-42", "no row of the status table ends before it starts, or never",
             fmt::format("{} row(s) do", *misdated));
  }

  void bystanders(model::NameId axdb) {
    const BeforeUpgrade& before = site_.data.before_upgrade;
    if (!same_pages(before.financial_reporting, site_.data.databases[Database::FinancialReporting]))
      report("refinement", "an upgrade leaves Financial Reporting alone", "it has changed");
    if (upgrade_.original == axdb || upgrade_.original == model::NameId()) return;
    for (const auto& [name, database] : site_.data.beside) {
      if (!same_pages(before.original, database.image))
        report("INV-39", fmt::format("{} is as it was", database.name), "it was written to");
    }
  }

  void batch_configuration() {
    const auto& query = stand_ins_.definition().upgrade.batch_configuration;
    const auto now = session_.query(query, Level::Read);
    if (now && now->rows == site_.data.before_upgrade.batch_configuration.rows) return;
    report("INV-38", "the batch configuration is as before the upgrade",
           now ? "it differs" : now.error().what);
  }

  void origins() {
    const Binding bindings[] = {{":marks", site_.data.databases.marks}};
    std::int64_t foreign = 0;
    const auto asked = session_.query_integers(stand_ins_.foreign_rows_query(Database::Application),
                                               Level::Read, std::span(&foreign, 1), bindings);
    if (!asked) return report("refinement", "the origins can be asked for", asked.error().what);
    if (foreign > 0)
      report("refinement",
             fmt::format("every row of AXDB was born in {}", site_.data.databases.marks),
             fmt::format("{} row(s) were not", foreign));
  }

 private:
  std::optional<std::int64_t> ask(const std::string& query) {
    std::int64_t answer = 0;
    const auto asked = session_.query_integers(query, Level::Read, std::span(&answer, 1));
    if (asked) return answer;
    report("refinement", "the database can be asked", asked.error().what);
    return std::nullopt;
  }

  bool step_done(model::UpgradeStep step) const {
    const auto& sub_steps = policy_.runbook.sub_steps;
    for (std::size_t position = 0; position < sub_steps.size(); ++position) {
      if (sub_steps[position].step == step && !upgrade_.completed.contains(position)) return false;
    }
    return true;
  }

  /// Whether the indexes must be back.
  bool final_sync_done() const {
    const auto& sub_steps = policy_.runbook.sub_steps;
    for (std::size_t position = 0; position < sub_steps.size(); ++position) {
      const bool is_final =
          std::ranges::count(sub_steps[position].work,
                             model::Work(model::SynchronizeSchema{model::SyncScope::Final})) > 0;
      if (is_final && upgrade_.completed.contains(position)) return true;
    }
    return false;
  }

  void report(std::string id, std::string sentence, std::string actual) {
    found_.push_back({std::move(id), site_.id, std::move(sentence), std::move(actual)});
  }

  StandIns& stand_ins_;
  const model::Policy& policy_;
  const model::Upgrade& upgrade_;
  const Site& site_;
  Session session_;
  std::vector<Discrepancy> found_;
};

}  // namespace

std::vector<Discrepancy> compare_upgrade(StandIns& stand_ins, const model::Policy& policy,
                                         const model::EnvironmentState& state, const Site& site) {
  auto session = stand_ins.engine().open(site.data.databases[Database::Application]);
  if (!session)
    return {{"refinement", site.id, "AXDB can be opened", std::move(session.error().what)}};
  Comparison comparison(stand_ins, policy, state.upgrade, site, std::move(*session));
  const bool is_over = state.movement.phase == model::Phase::Upgraded;
  comparison.brackets();
  comparison.indexes(is_over);
  comparison.dates();
  comparison.bystanders(state.upgrade.axdb);
  if (is_over) {
    comparison.batch_configuration();
    comparison.origins();
  }
  return comparison.take();
}

}  // namespace rehearse::sim
