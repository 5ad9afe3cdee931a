#include <sqlite3.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rehearse/sim/sql/connection.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/tests/property.h"
#include "rehearse/tests/sim/run/engine_fixture.h"

// Random SQL on a session and on SQLite's own database in memory, with forks and swaps in between:
// whatever one answers, the other must.
namespace rehearse::sim {
namespace {

using rehearse::tests::check_property;
using tests::expect;

struct FreeSqlite {
  void operator()(void* memory) const { sqlite3_free(memory); }
};

// The peer: forks are whole copies.
class PlainDatabase {
 public:
  explicit PlainDatabase(const EngineOptions& options) {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    database_.reset(opened);
    page_bytes_ = options.page_bytes;
    execute(fmt::format("PRAGMA page_size={}; PRAGMA temp_store=MEMORY", page_bytes_));
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  }

  // SQLite's message; empty if all went well.
  std::string execute(const std::string& sql) {
    const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? "" : sqlite3_errmsg(database_.get());
  }

  // Rows as text, or the message.
  std::string query(const std::string& sql) {
    std::string text;
    const auto add_row = [](void* into, int count, char** values, char**) {
      for (int column = 0; column < count; ++column)
        *static_cast<std::string*>(into) +=
            fmt::format("{}|", values[column] == nullptr ? "NULL" : values[column]);
      *static_cast<std::string*>(into) += "\n";
      return 0;
    };
    const int code = sqlite3_exec(database_.get(), sql.c_str(), add_row, &text, nullptr);
    return code == SQLITE_OK ? text : sqlite3_errmsg(database_.get());
  }

  std::vector<unsigned char> copy() {
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, FreeSqlite> bytes(
        sqlite3_serialize(database_.get(), "main", &size, 0));
    return {bytes.get(), bytes.get() + size};
  }

  void restore(const std::vector<unsigned char>& bytes) {
    if (sqlite3_get_autocommit(database_.get()) == 0) execute("ROLLBACK");
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size() + 1));
    std::copy(bytes.begin(), bytes.end(), copy);
    const auto size = static_cast<sqlite3_int64>(bytes.size());
    const int code =
        sqlite3_deserialize(database_.get(), "main", copy, size, size + 1,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    BOOST_REQUIRE(code == SQLITE_OK);
    if (bytes.empty()) execute(fmt::format("PRAGMA page_size={}", page_bytes_));
  }

 private:
  DatabaseHandle database_;
  std::size_t page_bytes_;
};

// Every value of `sql` comes as a text, as in `PlainDatabase::query`.
std::string query(Session& session, const std::string& sql) {
  const auto table = session.query(sql, Level::Everything);
  if (!table) return table.error().what;
  std::string text;
  for (const Row& row : table->rows) {
    for (const Value& value : row) {
      const auto* blob = std::get_if<Blob>(&value);
      const auto* letters = std::get_if<std::string>(&value);
      if (blob != nullptr)
        for (const std::byte byte : *blob) text += static_cast<char>(byte);
      else
        text += letters != nullptr ? *letters : to_string(value);
      text += "|";
    }
    text += "\n";
  }
  return text;
}

// One step of a history, drawn as plain numbers so that it shrinks.
struct Draw {
  std::uint32_t kind, table, number, size;
};

std::string blob_rows(const Draw& draw) {
  return fmt::format(
      "WITH RECURSIVE n(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM n WHERE i < {0} + {2}) "
      "INSERT INTO t{1}(k, v) SELECT i % 97, CAST(printf('%.{3}c', 'x') AS BLOB) FROM n",
      draw.number, draw.table, draw.size % 40, 1 + draw.size % 9000);
}

std::string sql_of(const Draw& draw) {
  const auto t = draw.table;
  const auto n = draw.number;
  switch (draw.kind % 24) {
    case 0:
      return fmt::format("CREATE TABLE t{}(id INTEGER PRIMARY KEY, k, v)", t);
    case 1:
      return fmt::format("CREATE TABLE t{}(k INTEGER UNIQUE, v CHECK (v IS NOT 'no'))", t);
    case 2:
      return n % 3 == 0 ? fmt::format("DROP TABLE t{}", t) : "SELECT 1";
    case 3:
      return fmt::format("ALTER TABLE t{} ADD COLUMN c{}", t, n % 3);
    case 4:
      return fmt::format("ALTER TABLE t{} RENAME COLUMN c{} TO c{}", t, n % 3, draw.size % 3);
    case 5:
      return fmt::format("CREATE INDEX i{0} ON t{0}(v, k)", t);
    case 6:
      return fmt::format("CREATE UNIQUE INDEX u{0} ON t{0}(k)", t);
    case 7:
      return fmt::format("DROP INDEX {}{}", n % 2 == 0 ? "i" : "u", t);
    case 8:
      return fmt::format("INSERT INTO t{}(k, v) VALUES ({}, {})", t, n % 50, draw.size);
    case 9:
      return fmt::format("INSERT INTO t{}(k, v) VALUES ({}, 1), ({}, 2), ({}, 'no')", t, n, n + 1,
                         n);
    case 10:
    case 11:
      return blob_rows(draw);
    case 12:
      return fmt::format("UPDATE t{} SET k = k + 1 WHERE k > {}", t, n % 50);
    case 13:
      return fmt::format("UPDATE t{} SET v = {} WHERE k % 3 = {}", t, draw.size, n % 3);
    case 14:
      return fmt::format("DELETE FROM t{} WHERE k % 5 = {}", t, n % 5);
    case 15:
      return n % 2 == 0 ? "BEGIN" : "COMMIT";
    case 16:
      return n % 2 == 0 ? "BEGIN IMMEDIATE" : "ROLLBACK";
    case 17:
      return fmt::format("SAVEPOINT s{}", n % 2);
    case 18:
      return fmt::format("ROLLBACK TO s{}", n % 2);
    case 19:
      return fmt::format("RELEASE s{}", n % 2);
    case 20:
      return n % 4 == 0 ? "VACUUM" : fmt::format("DELETE FROM t{}", t);
    case 21:
      return fmt::format("REPLACE INTO t{}(k, v) SELECT k, v || 'r' FROM t{}", t, n % 4);
    default:
      return "";  // fork or swap
  }
}

struct Fork {
  Image image;
  std::vector<unsigned char> copy;
};

// A session and its peer.
class Pair {
 public:
  Pair(Engine& engine, const EngineOptions& options)
      : engine_(engine), session_(expect(engine.open(Image()))), plain_(options) {
    fork(0);
  }

  void step(const Draw& draw) {
    const std::string sql = sql_of(draw);
    if (!sql.empty()) return run(sql);
    if (draw.kind % 2 == 0 || forks_.empty()) return fork(draw.number);
    swap(forks_[draw.number % forks_.size()], draw.size % 4 == 0);
  }

  void compare() {
    for (int table = 0; table < 4; ++table) {
      const auto sql = fmt::format("SELECT *, length(v) FROM t{} ORDER BY k, v", table);
      compare_query(sql);
    }
    compare_query("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema");
    compare_query("PRAGMA integrity_check");
  }

 private:
  void run(const std::string& sql) {
    const auto ours = session_.run(sql, Level::Everything);
    const auto theirs = plain_.execute(sql);
    RC_ASSERT(ours.has_value() == theirs.empty());
    if (!ours) RC_ASSERT(ours.error().what.ends_with(": " + theirs));
    compare_query("SELECT count(*), sum(length(v)) FROM t0 WHERE k > 7");
  }

  void compare_query(const std::string& sql) {
    const std::string ours = query(session_, sql);
    const std::string theirs = plain_.query(sql);
    const bool is_same = ours == theirs || ours.ends_with(": " + theirs);
    if (!is_same) RC_FAIL(fmt::format("{}\nours:\n{}\ntheirs:\n{}", sql, ours, theirs));
  }

  void fork(std::uint32_t slot) {
    if (session_.is_in_transaction()) return;
    Fork fork = {session_.image(), plain_.copy()};
    RC_ASSERT(fork.image.bytes() == fork.copy.size());
    if (forks_.size() < 40)
      forks_.push_back(std::move(fork));
    else
      forks_[slot % 40] = std::move(fork);
  }

  void swap(const Fork& fork, bool gives_back) {
    if (gives_back)
      session_ = expect(engine_.open(fork.image));
    else
      session_.mount(fork.image);
    plain_.restore(fork.copy);
    compare_query("SELECT count(*), sum(length(v)) FROM t0 WHERE k > 7");
  }

  Engine& engine_;
  Session session_;
  PlainDatabase plain_;
  std::vector<Fork> forks_;
};

std::vector<Draw> draw_history(std::size_t steps) {
  std::vector<Draw> history;
  const auto numbers = *rc::gen::container<std::vector<std::uint32_t>>(
      steps * 4, rc::gen::inRange<std::uint32_t>(0, 1U << 16U));
  for (std::size_t at = 0; at < numbers.size(); at += 4)
    history.push_back({numbers[at], numbers[at + 1] % 4, numbers[at + 2], numbers[at + 3]});
  return history;
}

void agree(const EngineOptions& options, std::uint64_t seed) {
  const auto property = [&] {
    const auto history = draw_history(160);
    const auto engine = expect(Engine::create(options));
    // Several lives, so that later ones inherit connections with a past.
    for (auto at = history.begin(); at != history.end(); at += 40) {
      Pair pair(*engine, options);
      std::for_each(at, at + 40, [&](const Draw& draw) { pair.step(draw); });
      pair.compare();
    }
    engine->close_idle();
    RC_ASSERT(engine->live_pages() == 0U);
  };
  check_property("a session answers as SQLite's own database in memory does", seed, property,
                 {.cases = 100});
}

BOOST_AUTO_TEST_SUITE(store_differential_test)

BOOST_AUTO_TEST_CASE(a_session_answers_as_a_database_in_memory) { agree({}, 1); }

BOOST_AUTO_TEST_CASE(a_cache_too_small_for_a_transaction_changes_no_answer) {
  agree({.cache_bytes = 16 * 1024}, 2);
}

BOOST_AUTO_TEST_CASE(the_size_of_pages_changes_no_answer) {
  agree({.page_bytes = 512}, 3);
  agree({.page_bytes = 16'384}, 4);
}

BOOST_AUTO_TEST_CASE(a_single_connection_for_all_images_changes_no_answer) {
  agree({.connections_idle_max = 1}, 5);
}

// What the bias of the header is for: without it the tests above could not pass.
BOOST_AUTO_TEST_CASE(an_unnoticed_swap_would_serve_stale_rows) {
  configure_sqlite();
  const auto pool = PagePool::create();
  CowVfs vfs;
  const auto row_after_swap = [&](Remount remount) {
    const auto connection = expect(Connection::open(vfs, *pool, {}, remount));
    expect(connection->run("CREATE TABLE t(a)", Level::Everything, {}));
    const Image empty = connection->image();
    expect(connection->run("INSERT INTO t VALUES (1)", Level::Everything, {}));
    const Image with_1 = connection->image();
    connection->mount(empty);
    expect(connection->run("INSERT INTO t VALUES (2)", Level::Everything, {}));
    connection->mount(with_1);  // as many commits as the one with 2
    std::int64_t row = 0;
    expect(connection->query_integers("SELECT a FROM t", Level::Read, {&row, 1}, {}));
    return row;
  };
  BOOST_TEST(row_after_swap(Remount::Noticed) == 1);
  BOOST_TEST(row_after_swap(Remount::Hidden) == 2);
}

BOOST_AUTO_TEST_CASE(an_unnoticed_swap_would_serve_a_stale_schema) {
  configure_sqlite();
  const auto pool = PagePool::create();
  CowVfs vfs;
  const auto can_create = [&](Remount remount) {
    const auto connection = expect(Connection::open(vfs, *pool, {}, remount));
    expect(connection->run("CREATE TABLE t(a)", Level::Everything, {}));
    const Image bare = connection->image();
    expect(connection->run("CREATE INDEX i ON t(a)", Level::Everything, {}));
    connection->mount(bare);
    return connection->run("CREATE INDEX i ON t(a)", Level::Everything, {}).has_value();
  };
  BOOST_TEST(can_create(Remount::Noticed));
  BOOST_TEST(!can_create(Remount::Hidden));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
