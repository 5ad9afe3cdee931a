#include "rehearse/sim/stand_in/stand_in.h"

#include <fmt/format.h>

#include "rehearse/sim/base/trace.h"
#include "rehearse/sim/stand_in/schema_sync.h"

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

Expected<std::int64_t> count_in(Session& session, const std::string& sql,
                                std::span<const Binding> bindings = {}) {
  std::int64_t answer = 0;
  const auto asked = session.query_integers(sql, Level::Read, std::span(&answer, 1), bindings);
  if (!asked) return std::unexpected(asked.error());
  return answer;
}

}  // namespace

Expected<StandIns> StandIns::create(Engine& engine, StandInDefinition definition,
                                    const MemoryBounds& bounds) {
  StandIns stand_ins(engine, std::move(definition), bounds);
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

/// In one transaction: a page that several statements touch is written once.
Expected<Image> StandIns::built_at_once(const std::string& script) {
  auto session = engine_->open_for_schema(Image());
  if (!session) return std::unexpected(session.error());
  auto ran = session->run("BEGIN", Level::Everything);
  if (ran) ran = session->run(script, Level::Everything);
  if (ran) ran = session->run("COMMIT", Level::Everything);
  if (!ran) return std::unexpected(ran.error());
  return session->image();
}

Expected<Image> StandIns::fresh(Database database, const Occupant& occupant) {
  const auto known = fresh_.find({database, occupant});
  if (known != fresh_.end()) return known->second;
  auto built = built_at_once(filled(definition_.scripts[index(database)], occupant));
  if (built) fresh_.emplace(std::pair(database, occupant), *built);
  return built;
}

Expected<Image> StandIns::legacy(const Occupant& occupant) {
  const auto known = legacy_.find(occupant);
  if (known != legacy_.end()) return known->second;
  auto built = built_at_once(filled(definition_.legacy_script, occupant));
  if (built) legacy_.emplace(occupant, *built);
  return built;
}

Expected<Image> StandIns::made(const Digest& key, const Image& before, const Work& work) {
  const model::Instant now = engine_->clock();
  if (auto known = made_.find(key, before, now)) return *std::move(known);
  auto session = engine_->open_for_schema(before);
  if (!session) return std::unexpected(session.error());
  session->watch();
  const auto done = work(*session);
  const Expected<Image> after =
      done ? Expected<Image>(session->image()) : Expected<Image>(std::unexpected(done.error()));
  made_.remember(key, before, now, session->reads(), after);
  return after;
}

Expected<Image> StandIns::customized(const Image& image, const std::string& requirement) {
  Trace key;
  key.add("change of a schema");
  key.add(requirement);
  return made(key.digest(), image, [&requirement](Session& session) -> Expected<void> {
    const auto done = session.run(requirement, Level::Schema);
    return done ? Expected<void>() : std::unexpected(done.error());
  });
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
  Trace key;
  key.add(index(database));
  key.add(image.digest());
  if (const Digest* known = kept_digests_.find(key.digest())) return *known;
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  Trace all;
  for (const KeptQuery& kept : definition_.kept) {
    if (kept.database != database) continue;
    const auto rows = session->query_digest(kept.select, Level::Read);
    if (!rows) return rows;
    all.add(*rows);
  }
  kept_digests_.remember(key.digest(), all.digest());
  return all.digest();
}

Expected<std::int64_t> StandIns::count(const Image& image, const std::string& sql,
                                       std::span<const Binding> bindings) {
  Trace key;
  key.add(image.digest());
  key.add(static_cast<std::uint64_t>(engine_->clock().ms));
  key.add(sql);
  for (const Binding& binding : bindings) {
    key.add(binding.name);
    key.add(to_string(binding.value));
  }
  if (const auto* known = counts_.find(key.digest())) return *known;
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  const auto answer = count_in(*session, sql, bindings);
  counts_.remember(key.digest(), answer);
  return answer;
}

Expected<std::shared_ptr<const UpgradeView>> StandIns::upgrade_view(const Image& image) {
  Trace key;
  key.add(image.digest());
  key.add(static_cast<std::uint64_t>(engine_->clock().ms));
  if (const auto* known = upgrade_views_.find(key.digest())) return *known;
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  const UpgradeBooks& books = definition_.upgrade;
  auto view = std::make_shared<UpgradeView>();
  for (const BracketQuery& query : books.brackets)
    view->brackets.push_back(count_in(*session, query.open_when));
  view->unique_indexes = unique_indexes(*session);
  view->batch_configuration = session->query(books.batch_configuration, Level::Read);
  view->rows_misdated = count_in(*session, books.rows_misdated);
  upgrade_views_.remember(key.digest(), view);
  return view;
}

Expected<Table> StandIns::kept_rows(std::size_t position, const Image& image) {
  auto session = engine_->open(image);
  if (!session) return std::unexpected(session.error());
  return session->query(definition_.kept[position].select, Level::Read);
}

}  // namespace rehearse::sim
