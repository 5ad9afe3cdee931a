#include "rehearse/sim/estate/refinement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace rehearse::sim {
namespace {

using model::Database;
using model::DataFact;
using model::EffectKind;
using model::EnumSet;

constexpr std::array databases = {Database::Application, Database::FinancialReporting};

/// One comparison; collects what it finds.
class Comparison {
 public:
  Comparison(StandIns& stand_ins, const Site& site) : stand_ins_(stand_ins), site_(site) {}

  std::vector<Discrepancy> take() { return std::move(found_); }

  bool changed_nothing() const {
    return std::ranges::all_of(databases, [this](Database database) {
      return same_pages(site_.data.databases[database],
                        site_.data.compared[StandIns::index(database)]);
    });
  }

  void same_databases(const Databases& expected, model::EnumSet<Database> which,
                      std::string_view sentence) {
    for (const Database database : databases) {
      if (!which.contains(database)) continue;
      if (same_pages(site_.data.databases[database], expected[database])) continue;
      report("refinement", std::string(sentence),
             fmt::format("the {} database differs", to_string(database)));
    }
  }

  void facts(EnumSet<DataFact> claimed) {
    const auto holding =
        facts_holding(stand_ins_, site_.data.databases[Database::Application], claimed, site_);
    if (!holding) return report("refinement", "the facts can be asked for", holding.error().what);
    for (const FactQuery& fact : stand_ins_.definition().facts) {
      if (!claimed.contains(fact.fact) || holding->contains(fact.fact)) continue;
      report("refinement", fact.sentence, "the policy says so, the rows do not");
    }
  }

  void origins() {
    for (const Database database : databases) {
      const Image& image = site_.data.databases[database];
      if (same_pages(image, site_.data.copied[database])) continue;  // the source's own rows
      std::int64_t foreign = 0;
      const Binding bindings[] = {{":marks", site_.data.databases.marks}};
      auto session = stand_ins_.engine().open(site_.data.databases[database]);
      if (!session)
        return report("refinement", "the origins can be asked for", session.error().what);
      const auto asked = session->query_integers(stand_ins_.foreign_rows_query(database),
                                                 Level::Read, std::span(&foreign, 1), bindings);
      if (!asked) return report("refinement", "the origins can be asked for", asked.error().what);
      if (foreign == 0) continue;
      report("refinement",
             fmt::format("every row of the {} database was born in {}", to_string(database),
                         site_.data.databases.marks),
             fmt::format("{} row(s) were not", foreign));
    }
  }

  void kept(EnumSet<Database> which) {
    for (const Database database : databases) {
      if (!which.contains(database)) continue;
      const Image& now = site_.data.databases[database];
      const Image& source = site_.data.copied[database];
      if (same_pages(now, source)) continue;
      const auto theirs = stand_ins_.kept_digest(database, source);
      const auto ours = stand_ins_.kept_digest(database, now);
      if (!theirs || !ours || *theirs != *ours) explain_loss(database, source, now);
    }
  }

 private:
  /// Table by table: what of `source` is not in `now`.
  void explain_loss(Database database, const Image& source, const Image& now) {
    const auto& kept = stand_ins_.definition().kept;
    for (std::size_t position = 0; position < kept.size(); ++position) {
      if (kept[position].database != database) continue;
      const auto theirs = stand_ins_.kept_rows(position, source);
      const auto ours = stand_ins_.kept_rows(position, now);
      const std::string sentence = fmt::format(
          "what a refresh carries over of {} equals the source's", kept[position].table);
      if (!theirs || !ours) {
        report("INV-11", sentence, theirs ? ours.error().what : theirs.error().what);
      } else if (*theirs != *ours) {
        report("INV-11", sentence, difference(*theirs, *ours));
      }
    }
  }

  static std::string text(const Row& row) {
    std::string joined;
    for (const Value& value : row) joined += (joined.empty() ? "" : ", ") + to_string(value);
    return joined;
  }

  static std::string difference(const Table& theirs, const Table& ours) {
    if (theirs.rows.size() != ours.rows.size()) {
      return fmt::format("{} row(s) instead of {}", ours.rows.size(), theirs.rows.size());
    }
    for (std::size_t row = 0; row < ours.rows.size(); ++row) {
      if (ours.rows[row] == theirs.rows[row]) continue;
      return fmt::format("row {} is ({}) instead of ({})", row + 1, text(ours.rows[row]),
                         text(theirs.rows[row]));
    }
    return "other columns";
  }

  void report(std::string id, std::string sentence, std::string actual) {
    found_.push_back({std::move(id), site_.id, std::move(sentence), std::move(actual)});
  }

  StandIns& stand_ins_;
  const Site& site_;
  std::vector<Discrepancy> found_;
};

/// Whether the effect belonged to what the customer does after a movement.
bool is_post_step(EffectKind effect, const model::EnvironmentState& state) {
  const bool is_at_rest = !is_unresolved(state.movement.phase);
  return effect == EffectKind::Reprovision || (effect == EffectKind::Synchronize && is_at_rest);
}

}  // namespace

std::vector<Discrepancy> compare(StandIns& stand_ins, EffectKind effect,
                                 const model::EnvironmentState& state, const Site& site) {
  Comparison comparison(stand_ins, site);
  switch (effect) {
    case EffectKind::ReplaceTarget:
      comparison.same_databases(site.data.copied, site.moving,
                                "the replaced databases are those of the source");
      break;
    case EffectKind::RestorePreImage:
      comparison.same_databases(site.data.pre_image, EnumSet<Database>::all(),
                                "both databases are as before the start");
      break;
    case EffectKind::ApplyDataRules:
    case EffectKind::Synchronize:
    case EffectKind::Restart:
    case EffectKind::Reprovision:
      if (comparison.changed_nothing()) break;  // such as a synchronization with nothing to do
      comparison.facts(state.contents.application.facts);
      comparison.origins();
      // Post-steps come after people have worked on the data.
      if (is_post_step(effect, state)) break;
      // By self-service both come from the source (INV-05): what stayed is not as it should be.
      comparison.kept(is_requested(state.movement.process) ? site.moving
                                                           : EnumSet<Database>::all());
      break;
    case EffectKind::RunSubStep:  // see compare_upgrade
    case EffectKind::CopyDatabases:
    case EffectKind::RestoreBackups:
    case EffectKind::AwaitWindow:
    case EffectKind::None:
      break;
  }
  return comparison.take();
}

Expected<EnumSet<DataFact>> facts_holding(StandIns& stand_ins, const Image& image,
                                          EnumSet<DataFact> facts, const Site& site) {
  EnumSet<DataFact> holding;
  if (facts.empty()) return holding;
  std::array<std::int64_t, model::enum_count<DataFact>> answers{};
  const auto count = static_cast<std::size_t>(std::popcount(facts.bits()));
  const Binding bindings[] = {{":web_config_admin", site.web_config_admin}, {":mark", site.mark}};
  auto session = stand_ins.engine().open(image);
  if (!session) return std::unexpected(session.error());
  const auto asked = session->query_integers(stand_ins.facts_query(facts), Level::Read,
                                             std::span(answers).first(count), bindings);
  if (!asked) return std::unexpected(asked.error());
  std::size_t next = 0;
  for (const FactQuery& fact : stand_ins.definition().facts) {
    if (facts.contains(fact.fact) && answers[next++] == 1) holding.insert(fact.fact);
  }
  return holding;
}

}  // namespace rehearse::sim
