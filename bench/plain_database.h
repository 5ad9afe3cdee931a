#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "rehearse/model/base/assert.h"

namespace rehearse::bench {

/// The peer: SQLite's own database in memory, through its C interface, with prepared statements.
/// Every failure is an assertion.
class PlainDatabase {
 public:
  explicit PlainDatabase(const std::string& setup) {
    sqlite3* opened = nullptr;
    REHEARSE_ASSERT(sqlite3_open(":memory:", &opened) == SQLITE_OK);
    database_.reset(opened);
    execute(setup);
  }

  void execute(const std::string& sql) {
    const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    REHEARSE_ASSERT(code == SQLITE_OK);
  }

  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

/// A prepared statement with integer parameters.
class PlainStatement {
 public:
  PlainStatement(const PlainDatabase& database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    REHEARSE_ASSERT(code == SQLITE_OK);
    statement_.reset(prepared);
  }

  /// Runs to the end; the first column of the last row.
  std::int64_t run(std::initializer_list<std::int64_t> parameters = {}) {
    int index = 0;
    for (const std::int64_t parameter : parameters)
      sqlite3_bind_int64(statement_.get(), ++index, parameter);
    std::int64_t value = 0;
    int code = sqlite3_step(statement_.get());
    for (; code == SQLITE_ROW; code = sqlite3_step(statement_.get()))
      value = sqlite3_column_int64(statement_.get(), 0);
    REHEARSE_ASSERT(code == SQLITE_DONE);
    sqlite3_reset(statement_.get());
    return value;
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace rehearse::bench
