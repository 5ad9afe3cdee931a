#include "rehearse/sim/sql/authorizer.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <span>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/base/values.h"

namespace rehearse::sim {
namespace {

// Their results depend on chance, or on what the connection did for somebody else before.
constexpr std::array<std::string_view, 5> functions_undetermined = {
    "random", "randomblob", "changes", "total_changes", "last_insert_rowid"};

// Those that only read, and read nothing but the database.
constexpr std::array<std::string_view, 12> pragmas_reading = {
    "application_id", "foreign_key_check", "foreign_key_list", "freelist_count",
    "index_info",     "index_list",        "index_xinfo",      "integrity_check",
    "page_count",     "quick_check",       "table_info",       "table_list"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, model::fold(name)) != names.end();
}

bool is_schema_table(std::string_view table) {
  return table == "sqlite_master" || table == "sqlite_temp_master" || table == "sqlite_schema" ||
         table == "sqlite_temp_schema";
}

struct Wording {
  int action;
  std::string_view refusal;  // with the first name in the braces
};

// Refused to everyone but `Everything`, or (the second table) but `Everything` and `Schema`.
constexpr std::array<Wording, 14> refused_beside_setup = {{
    {SQLITE_ATTACH, "attach another database"},
    {SQLITE_DETACH, "detach a database"},
    {SQLITE_TRANSACTION, "begin or end a transaction ({})"},
    {SQLITE_SAVEPOINT, "use savepoints ({})"},
    {SQLITE_ANALYZE, "run ANALYZE"},
    {SQLITE_CREATE_TRIGGER, "create a trigger ({})"},
    {SQLITE_DROP_TRIGGER, "drop a trigger ({})"},
    {SQLITE_CREATE_VTABLE, "create a virtual table ({})"},
    {SQLITE_DROP_VTABLE, "drop a virtual table ({})"},
    {SQLITE_CREATE_TEMP_TABLE, "create a temporary table ({})"},
    {SQLITE_CREATE_TEMP_INDEX, "create a temporary index ({})"},
    {SQLITE_CREATE_TEMP_VIEW, "create a temporary view ({})"},
    {SQLITE_CREATE_TEMP_TRIGGER, "create a temporary trigger ({})"},
    {SQLITE_DROP_TEMP_TABLE, "drop a temporary table ({})"},
}};

constexpr std::array<Wording, 8> refused_beside_schema = {{
    {SQLITE_CREATE_TABLE, "create a table ({})"},
    {SQLITE_CREATE_INDEX, "create an index ({})"},
    {SQLITE_CREATE_VIEW, "create a view ({})"},
    {SQLITE_DROP_TABLE, "drop a table ({})"},
    {SQLITE_DROP_INDEX, "drop an index ({})"},
    {SQLITE_DROP_VIEW, "drop a view ({})"},
    {SQLITE_ALTER_TABLE, "alter a table ({})"},
    {SQLITE_REINDEX, "run REINDEX"},
}};

std::optional<std::string> worded(std::span<const Wording> table, int action,
                                  std::string_view name) {
  const auto found = std::ranges::find(table, action, &Wording::action);
  if (found == table.end()) return std::nullopt;
  return fmt::format(fmt::runtime(found->refusal), name);
}

std::string_view verb(int action) {
  if (action == SQLITE_INSERT) return "insert rows into";
  return action == SQLITE_UPDATE ? "update" : "delete rows from";
}

std::string_view or_empty(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::Everything:
      return "set-up statement";
    case Level::Upgrade:
      return "statement of an upgrade";
    case Level::Schema:
      return "customization";
    case Level::Data:
      return "data rule";
    case Level::Read:
      return "query";
  }
  return "statement";
}

void Authorizer::install(sqlite3* connection) {
  REHEARSE_ASSERT(sqlite3_set_authorizer(connection, callback, this) == SQLITE_OK);
}

void Authorizer::begin(Level level) {
  level_ = level;
  refusal_.reset();
}

void Authorizer::forget_intent() {
  intent_ = {};
  table_dropped_.clear();
}

int Authorizer::callback(void* self, int action, const char* first, const char* second,
                         const char* database, const char*) {
  auto& authorizer = *static_cast<Authorizer*>(self);
  auto objection =
      authorizer.objection(action, or_empty(first), or_empty(second), or_empty(database));
  if (!objection) return SQLITE_OK;
  if (!authorizer.refusal_)
    authorizer.refusal_ = fmt::format("a {} may not {}", to_string(authorizer.level_), *objection);
  return SQLITE_DENY;
}

std::optional<std::string> Authorizer::objection(int action, std::string_view first,
                                                 std::string_view second,
                                                 std::string_view database) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return std::nullopt;
    case SQLITE_FUNCTION:
      if (second == "load_extension") return "load an extension";
      if (!contains(functions_undetermined, second)) return std::nullopt;
      return fmt::format("call {}(): its result is not determined by the data", second);
    case SQLITE_PRAGMA:
      if (level_ == Level::Everything && contains(pragmas_reading, first)) return std::nullopt;
      // SQLite asks for it when ALTER TABLE adds a CHECK or NOT NULL: do the rows satisfy it?
      if (level_ <= Level::Schema && first == "quick_check") return std::nullopt;
      return fmt::format("use PRAGMA {}", first);
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
      return objection_to_write(action, first);
    case SQLITE_ATTACH:
      if (level_ == Level::Everything && first.empty()) return std::nullopt;  // VACUUM does this
      return "attach another database";
    default:
      return objection_to_ddl(action, action == SQLITE_ALTER_TABLE ? second : first, database);
  }
}

std::optional<std::string> Authorizer::objection_to_write(int action, std::string_view table) {
  // SQLite itself refuses to change the schema table by a plain statement. What arrives here at
  // these levels is part of CREATE, ALTER or DROP.
  if (is_schema_table(table) && level_ <= Level::Schema) return std::nullopt;
  const bool is_allowed = level_ <= Level::Upgrade || level_ == Level::Data ||
                          (action == SQLITE_DELETE && table == table_dropped_);
  if (is_schema_table(table)) return "change the schema";
  if (!is_allowed) return fmt::format("{} {}", verb(action), table);
  if (action == SQLITE_INSERT) note_insert(table);
  return std::nullopt;
}

std::optional<std::string> Authorizer::objection_to_ddl(int action, std::string_view name,
                                                        std::string_view database) {
  if (level_ == Level::Everything) return std::nullopt;
  const bool is_trigger = action == SQLITE_CREATE_TRIGGER || action == SQLITE_DROP_TRIGGER;
  if (level_ == Level::Upgrade && is_trigger) return std::nullopt;
  if (auto refused = worded(refused_beside_setup, action, name)) return refused;
  auto refused = worded(refused_beside_schema, action, name);
  if (!refused) return fmt::format("do this (SQLite's action {})", action);
  if (level_ > Level::Schema) return refused;
  if (database == "temp") return fmt::format("use the temporary database ({})", name);
  if (action == SQLITE_DROP_TABLE || action == SQLITE_DROP_VIEW) table_dropped_ = name;
  return std::nullopt;
}

void Authorizer::note_insert(std::string_view table) {
  const auto place = std::ranges::lower_bound(intent_.tables_inserted, table);
  if (place == intent_.tables_inserted.end() || *place != table)
    intent_.tables_inserted.emplace(place, table);
}

}  // namespace rehearse::sim
