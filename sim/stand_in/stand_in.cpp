#include "rehearse/sim/stand_in/stand_in.h"

#include <fmt/format.h>

#include "rehearse/sim/base/trace.h"

namespace rehearse::sim {
namespace {

using model::Database;

void replace_all(std::string& text, std::string_view placeholder, std::string_view value) {
  for (std::size_t at = text.find(placeholder); at != text.npos; at = text.find(placeholder, at)) {
    text.replace(at, placeholder.size(), value);
    at += value.size();
  }
}

/// `text` inside a SQL literal: quotes doubled.
std::string escaped(std::string_view text) {
  std::string doubled(text);
  replace_all(doubled, "'", "''");
  return doubled;
}

std::string filled(std::string script, const Occupant& occupant) {
  replace_all(script, "${environment}", escaped(occupant.environment));
  replace_all(script, "${mark}", escaped(occupant.mark));
  replace_all(script, "${admin_account}", escaped(occupant.admin_account));
  replace_all(script, "${tenant}", escaped(occupant.tenant));
  replace_all(script, "${domain}", escaped(occupant.domain));
  return script;
}

std::string count_foreign_rows(const std::set<std::string>& tables) {
  std::string rows;
  for (const std::string& table : tables) {
    rows += fmt::format("{}SELECT RehearseOrigin AS mark FROM \"{}\"",
                        rows.empty() ? "" : " UNION ALL ", table);
  }
  return fmt::format(
      "SELECT count(*) FROM ({}) WHERE instr(:marks, '|' || ifnull(mark, '?') || '|') = 0", rows);
}

}  // namespace

Expected<StandIns> StandIns::create(Engine& engine, StandInDefinition definition) {
  StandIns stand_ins(engine, std::move(definition));
  for (const Database database : {Database::Application, Database::FinancialReporting}) {
    if (auto learnt = stand_ins.learn_tables(database); !learnt)
      return std::unexpected(learnt.error());
  }
  return stand_ins;
}

Expected<void> StandIns::learn_tables(Database database) {
  const auto image = fresh(database, {});
  if (!image) return std::unexpected(image.error());
  auto session = engine_->open(*image);
  if (!session) return std::unexpected(session.error());
  const auto found = session->query(
      "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c "
      "WHERE m.type = 'table' AND c.name = 'RehearseOrigin'",
      Level::Everything);
  if (!found) return std::unexpected(found.error());
  for (const Row& row : found->rows)
    tables_[index(database)].insert(std::get<std::string>(row.front()));
  foreign_rows_[index(database)] = count_foreign_rows(tables_[index(database)]);
  return {};
}

Expected<Image> StandIns::fresh(Database database, const Occupant& occupant) {
  const auto known = fresh_.find({database, occupant});
  if (known != fresh_.end()) return known->second;
  auto built = engine_->build(filled(definition_.scripts[index(database)], occupant));
  if (built) fresh_.emplace(std::pair(database, occupant), *built);
  return built;
}

Expected<Image> StandIns::legacy(const Occupant& occupant) {
  const auto known = legacy_.find(occupant);
  if (known != legacy_.end()) return known->second;
  auto built = engine_->build(filled(definition_.legacy_script, occupant));
  if (built) legacy_.emplace(occupant, *built);
  return built;
}

Expected<Image> StandIns::customized(const Image& image, const std::string& requirement) {
  const auto made = [&]() -> Expected<Image> {
    auto session = engine_->open_for_schema(image);
    if (!session) return std::unexpected(session.error());
    if (auto done = session->run(requirement, Level::Schema); !done)
      return std::unexpected(done.error());
    return session->image();
  };
  // Only a query can ask for the time, and so come out differently.
  if (model::fold(requirement).contains("select")) return made();
  const auto key = std::pair(image.digest(), requirement);
  if (const auto known = customized_.find(key); known != customized_.end()) return known->second;
  if (customized_.size() >= customized_max) customized_.clear();
  return customized_.emplace(key, made()).first->second;
}

Expected<void> StandIns::stamp(Session& session, Database database, const std::string& mark,
                               const std::vector<std::string>& inserted) const {
  const Binding bindings[] = {{":mark", mark}};
  for (const std::string& table : inserted) {
    if (!tables(database).contains(table)) continue;  // a customization's own table
    const std::string sql =
        fmt::format("UPDATE \"{}\" SET RehearseOrigin = :mark WHERE RehearseOrigin IS NULL", table);
    if (auto done = session.run(sql, Level::Data, bindings); !done)
      return std::unexpected(done.error());
  }
  return {};
}

const std::string& StandIns::facts_query(model::EnumSet<model::DataFact> facts) {
  std::string& query = facts_queries_[facts];
  if (!query.empty()) return query;
  for (const FactQuery& fact : definition_.facts) {
    if (!facts.contains(fact.fact)) continue;
    query += fmt::format("{}({})", query.empty() ? "SELECT " : ", ", fact.holds_when);
  }
  return query;
}

Expected<Digest> StandIns::kept_digest(Database database, const Image& image) {
  const auto key = std::pair(database, image.digest());
  const auto known = kept_digests_.find(key);
  if (known != kept_digests_.end()) return known->second;
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  Trace all;
  for (const KeptQuery& kept : definition_.kept) {
    if (kept.database != database) continue;
    const auto rows = session->query_digest(kept.select, Level::Read);
    if (!rows) return rows;
    all.add(*rows);
  }
  if (kept_digests_.size() >= kept_digests_max) kept_digests_.clear();
  return kept_digests_.emplace(key, all.digest()).first->second;
}

Expected<Table> StandIns::kept_rows(std::size_t position, const Image& image) {
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  return session->query(definition_.kept[position].select, Level::Read);
}

}  // namespace rehearse::sim
