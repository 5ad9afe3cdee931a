#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/sim/sql/authorizer.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/sql/sql_value.h"
#include "rehearse/sim/store/cow_vfs.h"
#include "rehearse/sim/store/page_store.h"

/// The workings behind `Session`: not for use outside this folder and its tests.
namespace rehearse::sim {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

/// One statement of a script, and where in the script it stands.
struct Prepared {
  StatementHandle handle;
  std::size_t begin = 0;
  std::size_t end = 0;
  Intent intent;
};

/// The statements of a text, prepared as far as they were needed.
struct Script {
  std::vector<Prepared> statements;
  std::size_t prepared_until = 0;  // position in the text
  bool names_dbupgrade = false;    // it calls the main database so
};

/// One SQLite connection with its file, authorizer and remembered statements.
///
/// 1. No statement is active between two calls.
/// 2. SQLite has seen the schema that is mounted whenever it prepares or steps a statement.
class Connection {
 public:
  static Expected<std::unique_ptr<Connection>> open(CowVfs& vfs, PagePool& pool,
                                                    const EngineOptions& options,
                                                    Remount remount = Remount::Noticed);

  // As in `Session`.
  Expected<Changes> run(std::string_view sql, Level level, std::span<const Binding> bindings);
  Expected<Table> query(std::string_view sql, Level level, std::span<const Binding> bindings);
  Expected<Digest> query_digest(std::string_view sql, Level level);
  Expected<void> query_integers(std::string_view sql, Level level, std::span<std::int64_t> row,
                                std::span<const Binding> bindings);
  Expected<void> check(std::string_view sql, Level level);
  Image image();
  void mount(const Image& image);
  bool is_in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
  void roll_back();

  /// Mounts the database that `tree` holds and finds out its schema.
  Expected<Image> adopt(const PageTree& tree);

  /// The size of the pages of the mounted database, as its header says. It must not be empty.
  std::size_t page_bytes() const;

  const MountedFile& file() const { return file_; }

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

 private:
  // What is being done, for the messages of errors.
  struct Request {
    std::string_view verb;
    std::string_view sql;
    Level level;
    std::span<const Binding> bindings;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  // Only looked up, never iterated.
  // tidy: allow std::unordered_map: only looked up, never iterated
  using Scripts = std::unordered_map<std::string, Script, TextHash, std::equal_to<>>;

  Connection(PagePool& pool, std::uint64_t steps_max, Remount remount)
      : file_(pool, remount), steps_max_(steps_max) {}
  Expected<void> start(CowVfs& vfs, const EngineOptions& options);
  Expected<void> notice_schema();
  Script& script_for(std::string_view sql, Level level, Script& forgettable);
  void name_main_database(const Script& script);
  Expected<Prepared*> statement(const Request& request, Script& script, std::size_t index);
  Expected<Prepared*> only_statement(const Request& request, Script& script);
  Expected<void> bind(const Request& request, const Prepared& prepared);
  Expected<void> begin(const Request& request, const Prepared& prepared);
  template <typename OnRow>
  Expected<void> step(const Request& request, const Prepared& prepared, const OnRow& on_row);
  Error error(const Request& request, std::size_t begin, std::size_t end, int code) const;
  std::string reason(int code) const;
  Digest schema_digest();
  static int count_steps(void* self);

  MountedFile file_;
  Authorizer authorizer_;
  std::uint64_t steps_max_;
  std::uint64_t steps_ = 0;
  bool is_called_dbupgrade_ = false;  // the main database
  DatabaseHandle database_;           // after the three above, which it uses until it is closed
  std::array<Scripts, 5> scripts_;
};

}  // namespace rehearse::sim
