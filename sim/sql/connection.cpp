#include "rehearse/sim/sql/connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/sim/sql/sql_error.h"
#include "rehearse/sim/sql/statement_values.h"

namespace rehearse::sim {
namespace {

constexpr int steps_per_report = 1000;
constexpr std::size_t scripts_max = 512;          // for each level; then all are forgotten
constexpr std::size_t script_bytes_max = 16'384;  // longer ones run once and are not remembered

void configure(sqlite3* database) {
  int ignored = 0;
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, &ignored);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, &ignored);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &ignored);
  // A misspelt "column" is an error, not a text.
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, &ignored);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, &ignored);
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM needs one
  sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024);
}

// The journal in memory is what lets a failing statement undo itself; nothing else needs one, for
// to go back further is to mount an earlier image.
std::string pragmas(const EngineOptions& options) {
  return fmt::format(
      "PRAGMA page_size={}; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
      "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-{}",
      options.page_bytes, options.cache_bytes / 1024);
}

void merge(std::vector<std::string>& into, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto place = std::ranges::lower_bound(into, name);
    if (place == into.end() || *place != name) into.insert(place, name);
  }
}

bool names_dbupgrade(std::string_view sql) {
  constexpr std::string_view name = "dbupgrade";
  const auto is_same_letter = [](char left, char right) {
    return left == (right >= 'A' && right <= 'Z' ? right - 'A' + 'a' : right);
  };
  const auto found = std::ranges::search(
      sql, name, [&](char in_sql, char in_name) { return is_same_letter(in_name, in_sql); });
  return !found.empty();
}

constexpr auto ignore_row = [](sqlite3_stmt*) {};

}  // namespace

// ---- opening ----

Expected<std::unique_ptr<Connection>> Connection::open(CowVfs& vfs, PagePool& pool,
                                                       const EngineOptions& options,
                                                       Remount remount) {
  std::unique_ptr<Connection> connection(new Connection(pool, options.steps_max, remount));
  if (auto started = connection->start(vfs, options); !started)
    return std::unexpected(started.error());
  return connection;
}

Expected<void> Connection::start(CowVfs& vfs, const EngineOptions& options) {
  vfs.offer(file_);
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2("image", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.name());
  database_.reset(database);
  if (code != SQLITE_OK) return fail("open a database in memory: {}", sqlite3_errstr(code));
  if (sqlite3_exec(database, pragmas(options).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return fail("set up a database in memory: {}", sqlite3_errmsg(database));
  configure(database);
  authorizer_.install(database);
  sqlite3_progress_handler(database, steps_per_report, count_steps, this);
  return {};
}

int Connection::count_steps(void* self) {
  auto& connection = *static_cast<Connection*>(self);
  connection.steps_ += steps_per_report;
  return connection.steps_ > connection.steps_max_ ? 1 : 0;
}

// ---- images ----

void Connection::roll_back() {
  if (!is_in_transaction()) return;
  authorizer_.begin(Level::Everything);
  sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  REHEARSE_ASSERT(!is_in_transaction());
}

void Connection::mount(const Image& image) {
  roll_back();
  file_.mount(image);
}

Image Connection::image() {
  REHEARSE_ASSERT(!is_in_transaction());
  if (!file_.is_written()) return file_.image();
  const auto schema = file_.schema();
  return file_.commit(schema ? *schema : schema_digest());
}

Expected<Image> Connection::adopt(const PageTree& tree) {
  // Until the schema is known, the content stands for it: no other database has the same digest.
  mount(Image(tree, tree.digest()));
  if (auto noticed = notice_schema(); !noticed) return std::unexpected(noticed.error());
  return file_.commit(schema_digest());
}

std::size_t Connection::page_bytes() const {
  std::array<std::byte, 2> field{};
  file_.draft().read(16, field);
  const auto size =
      std::to_integer<std::size_t>(field[0]) * 256 + std::to_integer<std::size_t>(field[1]);
  return size == 1 ? 65'536 : size;
}

// Everything that SQLite reads when it opens a database: the rows of the schema table in order, and
// the fields of the header about format and encoding.
Digest Connection::schema_digest() {
  std::vector<std::byte> bytes(24);
  file_.draft().read(44, std::span(bytes).subspan(0, 8));
  file_.draft().read(52, std::span(bytes).subspan(8, 8));
  file_.draft().read(64, std::span(bytes).subspan(16, 4));
  const auto add = [&bytes](const void* from, std::size_t count) {
    const auto* first = static_cast<const std::byte*>(from);
    bytes.insert(bytes.end(), first, first + count);
  };
  const Request request = {"read",
                           "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema",
                           Level::Everything,
                           {}};
  Script forgettable;
  Script& script = script_for(request.sql, request.level, forgettable);
  const auto prepared = only_statement(request, script);
  REHEARSE_ASSERT(prepared.has_value());
  const auto stepped = step(request, **prepared, [&](sqlite3_stmt* statement) {
    for (int column = 0; column < 5; ++column) {
      const auto* text = sqlite3_column_text(statement, column);
      const auto count = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      add(&count, sizeof count);
      add(text, count);
    }
  });
  REHEARSE_ASSERT(stepped.has_value());
  return digest_of(bytes);
}

Expected<void> Connection::notice_schema() {
  if (!file_.is_schema_unseen()) return {};
  authorizer_.begin(Level::Everything);
  steps_ = 0;
  // Prepared anew, for only then does it carry the cookie of the schema that SQLite has parsed: one
  // prepared earlier, when the cookie happened to be what it is in the file now, would find
  // nothing.
  if (sqlite3_exec(database_.get(), "SELECT 1 FROM sqlite_schema LIMIT 1", nullptr, nullptr,
                   nullptr) != SQLITE_OK)
    return fail("read the schema of a database: {}", sqlite3_errmsg(database_.get()));
  file_.see_schema();
  return {};
}

// ---- statements ----

Script& Connection::script_for(std::string_view sql, Level level, Script& forgettable) {
  // In an empty database a remembered statement would create the header page before it notices that
  // its table is gone; the bytes of the image would then depend on what is remembered.
  Scripts& scripts = scripts_[static_cast<std::size_t>(level)];
  const bool is_forgotten = sql.size() > script_bytes_max || file_.draft().bytes() == 0;
  const auto found = is_forgotten ? scripts.end() : scripts.find(sql);
  if (found != scripts.end()) {
    name_main_database(found->second);
    return found->second;
  }
  if (scripts.size() >= scripts_max) scripts.clear();
  Script& script = is_forgotten ? forgettable : scripts[std::string(sql)];
  script.names_dbupgrade = names_dbupgrade(sql);
  name_main_database(script);
  return script;
}

// The upgrade document asks for [DBUPGRADE].[DATAUPGRADESTATUS] (UPG-48). SQLite has no schemas
// inside of a database; what it calls one is the database itself. Only who says DBUPGRADE means it:
// in messages to others it would be a riddle.
void Connection::name_main_database(const Script& script) {
  if (script.names_dbupgrade == is_called_dbupgrade_) return;
  is_called_dbupgrade_ = script.names_dbupgrade;
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_MAINDBNAME,
                    is_called_dbupgrade_ ? "DBUPGRADE" : "main");
}

// The statement at `index`, null behind the last. Statements are prepared in order, each when those
// before it have run, because it may need what they create.
Expected<Prepared*> Connection::statement(const Request& request, Script& script,
                                          std::size_t index) {
  if (index < script.statements.size()) return &script.statements[index];
  while (script.prepared_until < request.sql.size()) {
    const std::string_view rest = request.sql.substr(script.prepared_until);
    authorizer_.begin(request.level);
    authorizer_.forget_intent();
    steps_ = 0;
    sqlite3_stmt* handle = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), rest.data(), static_cast<int>(rest.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, &tail);
    if (code != SQLITE_OK)
      return std::unexpected(error(request, script.prepared_until, request.sql.size(), code));
    const std::size_t begin = script.prepared_until;
    script.prepared_until += static_cast<std::size_t>(tail - rest.data());
    if (handle == nullptr) continue;  // blanks, a comment or a lone semicolon
    script.statements.push_back(
        {StatementHandle(handle), begin, script.prepared_until, authorizer_.intent()});
    return &script.statements.back();
  }
  return nullptr;
}

Expected<Prepared*> Connection::only_statement(const Request& request, Script& script) {
  auto first = statement(request, script, 0);
  if (!first) return first;
  if (*first == nullptr) return fail("{} \"{}\": it holds no statement", request.verb, request.sql);
  const auto second = statement(request, script, 1);
  if (!second) return second;
  if (*second != nullptr)
    return fail("{} {}: it must be one statement, not several", request.verb, quoted(request.sql));
  return &script.statements.front();
}

Expected<void> Connection::bind(const Request& request, const Prepared& prepared) {
  const int count = sqlite3_bind_parameter_count(prepared.handle.get());
  for (int index = 1; index <= count; ++index) {
    const char* name = sqlite3_bind_parameter_name(prepared.handle.get(), index);
    const std::string_view wanted = name == nullptr ? "?" : name;
    const auto binding = std::ranges::find(request.bindings, wanted, &Binding::name);
    if (binding == request.bindings.end())
      return fail("{} {}: no value is given for the parameter {}", request.verb,
                  quoted(request.sql.substr(prepared.begin)), wanted);
    if (const int code = bind_value(prepared.handle.get(), index, binding->value);
        code != SQLITE_OK)
      return std::unexpected(error(request, prepared.begin, prepared.end, code));
  }
  return {};
}

// Readies a statement to be stepped.
Expected<void> Connection::begin(const Request& request, const Prepared& prepared) {
  authorizer_.begin(request.level);
  steps_ = 0;
  // SQLite reports steps in thousands counted over all runs of a statement. From zero each time, so
  // that when it gives up does not depend on what ran before.
  sqlite3_stmt_status(prepared.handle.get(), SQLITE_STMTSTATUS_VM_STEP, 1);
  return bind(request, prepared);
}

template <typename OnRow>
Expected<void> Connection::step(const Request& request, const Prepared& prepared,
                                const OnRow& on_row) {
  if (auto begun = begin(request, prepared); !begun) return begun;
  int code = sqlite3_step(prepared.handle.get());
  for (; code == SQLITE_ROW; code = sqlite3_step(prepared.handle.get()))
    on_row(prepared.handle.get());
  Expected<void> result;
  if (code != SQLITE_DONE)
    result = std::unexpected(error(request, prepared.begin, prepared.end, code));
  sqlite3_reset(prepared.handle.get());
  return result;
}

Expected<Changes> Connection::run(std::string_view sql, Level level,
                                  std::span<const Binding> bindings) {
  if (auto noticed = notice_schema(); !noticed) return std::unexpected(noticed.error());
  const Request request = {"run", sql, level, bindings};
  Script forgettable;
  Script& script = script_for(sql, level, forgettable);
  Changes changes;
  const auto rows_before = sqlite3_total_changes64(database_.get());
  for (std::size_t index = 0;; ++index) {
    const auto prepared = statement(request, script, index);
    if (!prepared) return std::unexpected(prepared.error());
    if (*prepared == nullptr) break;
    if (auto stepped = step(request, **prepared, ignore_row); !stepped)
      return std::unexpected(stepped.error());
    merge(changes.tables_inserted, (*prepared)->intent.tables_inserted);
    if (&script == &forgettable) (*prepared)->handle.reset();
  }
  changes.rows = sqlite3_total_changes64(database_.get()) - rows_before;
  return changes;
}

Expected<Table> Connection::query(std::string_view sql, Level level,
                                  std::span<const Binding> bindings) {
  if (auto noticed = notice_schema(); !noticed) return std::unexpected(noticed.error());
  const Request request = {"query", sql, level, bindings};
  Script forgettable;
  const auto prepared = only_statement(request, script_for(sql, level, forgettable));
  if (!prepared) return std::unexpected(prepared.error());
  Table table;
  auto stepped = step(request, **prepared,
                      [&](sqlite3_stmt* statement) { table.rows.push_back(row_of(statement)); });
  if (!stepped) return std::unexpected(stepped.error());
  // After the run: `SELECT *` may have been prepared again and have other columns by now.
  for (int column = 0; column < sqlite3_column_count((*prepared)->handle.get()); ++column)
    table.columns.emplace_back(sqlite3_column_name((*prepared)->handle.get(), column));
  return table;
}

Expected<Digest> Connection::query_digest(std::string_view sql, Level level) {
  if (auto noticed = notice_schema(); !noticed) return std::unexpected(noticed.error());
  const Request request = {"query", sql, level, {}};
  Script forgettable;
  const auto prepared = only_statement(request, script_for(sql, level, forgettable));
  if (!prepared) return std::unexpected(prepared.error());
  Digest rows;
  auto stepped = step(request, **prepared,
                      [&](sqlite3_stmt* statement) { rows = digest_of_row(statement, rows); });
  if (!stepped) return std::unexpected(stepped.error());
  return rows;
}

Expected<void> Connection::query_integers(std::string_view sql, Level level,
                                          std::span<std::int64_t> row,
                                          std::span<const Binding> bindings) {
  if (auto noticed = notice_schema(); !noticed) return noticed;
  const Request request = {"query", sql, level, bindings};
  Script forgettable;
  const auto prepared = only_statement(request, script_for(sql, level, forgettable));
  if (!prepared) return std::unexpected(prepared.error());
  std::size_t rows = 0;
  std::size_t columns = 0;
  auto stepped = step(request, **prepared, [&](sqlite3_stmt* statement) {
    columns = static_cast<std::size_t>(sqlite3_column_count(statement));
    if (++rows > 1 || columns != row.size()) return;
    for (std::size_t column = 0; column < columns; ++column)
      row[column] = sqlite3_column_int64(statement, static_cast<int>(column));
  });
  if (!stepped) return stepped;
  if (rows != 1 || columns != row.size())
    return fail("query {}: one row of {} columns is expected, it returned {} of {}", quoted(sql),
                row.size(), rows, columns);
  return {};
}

Expected<void> Connection::check(std::string_view sql, Level level) {
  if (auto noticed = notice_schema(); !noticed) return noticed;
  const Request request = {"prepare", sql, level, {}};
  Script script;
  script.names_dbupgrade = names_dbupgrade(sql);
  name_main_database(script);
  for (std::size_t index = 0;; ++index) {
    const auto prepared = statement(request, script, index);
    if (!prepared) return std::unexpected(prepared.error());
    if (*prepared == nullptr) return {};
  }
}

// ---- errors ----

std::string Connection::reason(int code) const {
  if (authorizer_.refusal()) return *authorizer_.refusal();
  if (code == SQLITE_INTERRUPT)
    return fmt::format("gave up after {} steps of SQLite's virtual machine", steps_max_);
  return sqlite3_errmsg(database_.get());
}

Error Connection::error(const Request& request, std::size_t begin, std::size_t end,
                        int code) const {
  const int offset = authorizer_.refusal() ? -1 : sqlite3_error_offset(database_.get());
  return statement_error(request.verb, request.sql, {begin, end, offset}, reason(code));
}

}  // namespace rehearse::sim
