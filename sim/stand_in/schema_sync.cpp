#include "rehearse/sim/stand_in/schema_sync.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/base/values.h"

namespace rehearse::sim {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view deleted_prefix = "del_";  // of objects that the new version has deleted

Expected<Texts> texts(Session& session, std::string_view query,
                      std::span<const Binding> bindings = {}) {
  const auto table = session.query(query, Level::Everything, bindings);
  if (!table) return std::unexpected(table.error());
  Texts column;
  for (const Row& row : table->rows) column.push_back(std::get<std::string>(row.front()));
  return column;
}

bool contains(const Texts& names, std::string_view name) {
  return std::ranges::any_of(
      names, [name](const std::string& each) { return model::is_same_name(each, name); });
}

Expected<Texts> tables_of(Session& session) {
  return texts(session,
               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
               "ESCAPE '!' ORDER BY name");
}

Expected<Texts> columns_of(Session& session, const std::string& table) {
  const Binding bindings[] = {{":table", table}};
  return texts(session, "SELECT name FROM pragma_table_info(:table) ORDER BY cid", bindings);
}

Expected<void> run_all(Session& session, const Texts& statements) {
  for (const std::string& statement : statements) {
    if (auto done = session.run(statement, Level::Upgrade); !done)
      return std::unexpected(done.error());
  }
  return {};
}

Expected<void> add_tables(Session& target, Session& code) {
  const auto known = tables_of(target);
  if (!known) return std::unexpected(known.error());
  const auto wanted = tables_of(code);
  if (!wanted) return std::unexpected(wanted.error());
  for (const std::string& table : *wanted) {
    if (contains(*known, table)) continue;
    const Binding bindings[] = {{":table", table}};
    const auto made = texts(code, "SELECT sql FROM sqlite_schema WHERE name = :table", bindings);
    if (!made) return std::unexpected(made.error());
    if (auto done = run_all(target, *made); !done) return done;
  }
  return {};
}

/// `ALTER TABLE` for each column of `table` that the target lacks: name, type, NOT NULL, default.
Expected<void> add_columns(Session& target, Session& code, const std::string& table) {
  const auto known = columns_of(target, table);
  if (!known) return std::unexpected(known.error());
  const Binding bindings[] = {{":table", table}};
  const auto names = columns_of(code, table);
  if (!names) return std::unexpected(names.error());
  const auto declared =
      texts(code,
            "SELECT '\"' || name || '\" ' || type || iif(\"notnull\", ' NOT NULL', '') || "
            "iif(dflt_value IS NULL, '', ' DEFAULT ' || dflt_value) FROM "
            "pragma_table_info(:table) ORDER BY cid",
            bindings);
  if (!declared) return std::unexpected(declared.error());
  for (std::size_t column = 0; column < names->size(); ++column) {
    if (contains(*known, (*names)[column])) continue;
    const std::string sql =
        fmt::format("ALTER TABLE \"{}\" ADD COLUMN {}", table, (*declared)[column]);
    if (auto done = target.run(sql, Level::Upgrade); !done) return std::unexpected(done.error());
  }
  return {};
}

/// Columns of all tables that both have, or only of those in `only`.
Expected<void> add_columns(Session& target, Session& code, const Texts* only) {
  const auto shared = tables_of(code);
  if (!shared) return std::unexpected(shared.error());
  const auto known = tables_of(target);
  if (!known) return std::unexpected(known.error());
  for (const std::string& table : *shared) {
    if (!contains(*known, table) || (only != nullptr && !contains(*only, table))) continue;
    if (auto done = add_columns(target, code, table); !done) return done;
  }
  return {};
}

Expected<void> add_plain_indexes(Session& target, Session& code) {
  constexpr std::string_view plain =
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql NOT LIKE 'CREATE UNIQUE %' "
      "ORDER BY name";
  const auto known = texts(target, plain);
  if (!known) return std::unexpected(known.error());
  const auto wanted = texts(code, plain);
  if (!wanted) return std::unexpected(wanted.error());
  for (const std::string& index : *wanted) {
    if (contains(*known, index)) continue;
    const Binding bindings[] = {{":index", index}};
    const auto made = texts(code, "SELECT sql FROM sqlite_schema WHERE name = :index", bindings);
    if (!made) return std::unexpected(made.error());
    if (auto done = run_all(target, *made); !done) return done;
  }
  return {};
}

Expected<void> drop_deleted_objects(Session& target) {
  const auto tables = tables_of(target);
  if (!tables) return std::unexpected(tables.error());
  Texts statements;
  for (const std::string& table : *tables) {
    if (model::fold(table).starts_with(deleted_prefix)) {
      statements.push_back(fmt::format("DROP TABLE \"{}\"", table));
      continue;
    }
    const auto columns = columns_of(target, table);
    if (!columns) return std::unexpected(columns.error());
    for (const std::string& column : *columns) {
      if (model::fold(column).starts_with(deleted_prefix))
        statements.push_back(fmt::format("ALTER TABLE \"{}\" DROP COLUMN \"{}\"", table, column));
    }
  }
  return run_all(target, statements);
}

Expected<bool> keeps_deleted_objects(Session& target, const UpgradeBooks& books) {
  std::int64_t keeps = 0;
  const auto asked =
      target.query_integers(books.keeps_deleted_objects, Level::Everything, std::span(&keeps, 1));
  if (!asked) return std::unexpected(asked.error());
  return keeps == 1;
}

/// What is deleted in the new version goes, unless scripts may still need it.
Expected<void> drop_what_is_not_kept(Session& target, const UpgradeBooks& books) {
  const auto keeps = keeps_deleted_objects(target, books);
  if (!keeps) return std::unexpected(keeps.error());
  return *keeps ? Expected<void>() : drop_deleted_objects(target);
}

Expected<void> finish(Session& target, const UpgradeBooks& books,
                      const std::vector<std::string>& customizations) {
  if (auto done = drop_what_is_not_kept(target, books); !done) return done;
  const auto indexes = texts(target, books.disabled_indexes);
  if (!indexes) return std::unexpected(indexes.error());
  auto done = run_all(target, *indexes);
  if (done) done = run_all(target, {books.indexes_enabled});
  if (done) done = run_all(target, customizations);
  return done;
}

Expected<void> synchronize_fully(Session& target, Session& code, const UpgradeBooks& books) {
  auto done = add_columns(target, code, nullptr);
  if (done) done = add_plain_indexes(target, code);
  if (done) done = drop_what_is_not_kept(target, books);
  return done;
}

}  // namespace

Expected<void> synchronize_schema(model::SyncScope scope, Session& target, Session& code,
                                  const UpgradeBooks& books,
                                  const std::vector<std::string>& customizations) {
  switch (scope) {
    case model::SyncScope::Additive:
      return add_tables(target, code);
    case model::SyncScope::System:
      return add_columns(target, code, &books.system_tables);
    case model::SyncScope::Full:
      return synchronize_fully(target, code, books);
    case model::SyncScope::Final:
      return finish(target, books, customizations);
  }
  return {};
}

Expected<std::vector<std::string>> unique_indexes(Session& session) {
  return texts(session,
               "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE %' "
               "ORDER BY name");
}

}  // namespace rehearse::sim
