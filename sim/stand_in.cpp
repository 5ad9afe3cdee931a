#include "sim/stand_in.h"

#include <fmt/format.h>

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

const std::string& StandIns::facts_query(model::EnumSet<model::DataFact> facts) {
  std::string& query = facts_queries_[facts];
  if (!query.empty()) return query;
  for (const FactQuery& fact : definition_.facts) {
    if (!facts.contains(fact.fact)) continue;
    query += fmt::format("{}({})", query.empty() ? "SELECT " : ", ", fact.holds_when);
  }
  return query;
}

Expected<std::shared_ptr<const Table>> StandIns::kept_rows(std::size_t position,
                                                           const Image& image) {
  const auto key = std::pair(position, image.digest());
  const auto known = kept_rows_.find(key);
  if (known != kept_rows_.end()) return known->second;
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  auto rows = session->query(definition_.kept[position].select, Level::Read);
  if (!rows) return std::unexpected(rows.error());
  if (kept_rows_.size() >= kept_rows_max) kept_rows_.clear();
  auto remembered = std::make_shared<const Table>(std::move(*rows));
  kept_rows_.emplace(key, remembered);
  return remembered;
}

}  // namespace rehearse::sim
