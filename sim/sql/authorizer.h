#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;

/// What a statement may do, decided while SQLite prepares it.
namespace rehearse::sim {

/// Who wrote a statement, hence what it may do. Nobody may attach databases, load extensions, call
/// functions whose result is not determined by the data and the virtual clock (random(), changes()
/// ...), or use a PRAGMA, apart from a few that only read, for `Everything`.
enum class Level : std::uint8_t {
  Everything,  ///< our own set-up: all else, transactions and VACUUM included
  Upgrade,     ///< a sub-step or script of an upgrade: what the two below may do, and triggers
  Schema,      ///< a customization: tables, views, indexes created, altered, dropped; and queries
  Data,        ///< a data rule or a user's statement: queries, INSERT, UPDATE, DELETE
  Read,        ///< an expectation: queries
};

/// `set-up statement`, `upgrade`, `customization`, `data rule`, `query`: the noun of messages.
std::string_view to_string(Level level);

/// What a statement wants to do, as the authorizer saw it.
struct Intent {
  std::vector<std::string> tables_inserted;  ///< tables it inserts into, sorted, each once
};

/// The authorizer of one connection.
///
/// 1. It is installed once, because installing one expires all prepared statements.
/// 2. The level is that of the statement being prepared *or stepped*: SQLite prepares again while
///    it steps when the schema has changed. So a statement must run at the level it was prepared
///    at, and the caches of statements are keyed by level.
class Authorizer {
 public:
  /// The authorizer must stay where it is until the connection is closed.
  void install(sqlite3* connection);

  /// Called before each statement is prepared or stepped; forgets the last refusal.
  void begin(Level level);

  /// Called before each statement is prepared for the first time; forgets the last intent.
  void forget_intent();

  /// Why the statement was refused: `a data rule may not attach another database`.
  const std::optional<std::string>& refusal() const { return refusal_; }

  const Intent& intent() const { return intent_; }

 private:
  static int callback(void* self, int action, const char* first, const char* second,
                      const char* database, const char* trigger);
  std::optional<std::string> objection(int action, std::string_view first, std::string_view second,
                                       std::string_view database);
  std::optional<std::string> objection_to_write(int action, std::string_view table);
  std::optional<std::string> objection_to_ddl(int action, std::string_view name,
                                              std::string_view database);
  void note_insert(std::string_view table);

  Level level_ = Level::Everything;
  std::optional<std::string> refusal_;
  Intent intent_;
  std::string table_dropped_;  // DROP TABLE asks to DELETE its rows, too
};

}  // namespace rehearse::sim
