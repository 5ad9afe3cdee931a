#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "bench/plain_database.h"
#include "sim/session.h"

namespace rehearse::bench {
namespace {

using sim::Binding;
using sim::Level;

constexpr std::string_view update = "UPDATE t SET payload = :payload WHERE id = :id";

// About `bytes` of rows: 400 a row with its overhead.
std::string build_sql(std::uint64_t bytes) {
  return fmt::format(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, payload TEXT);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})"
      "INSERT INTO t SELECT i, printf('%.390c', 'x') FROM n",
      rows_of(bytes));
}

// One database in both worlds.
struct Database {
  std::unique_ptr<sim::Engine> engine;
  sim::Image image;
  sim::Session session;
  std::unique_ptr<PlainDatabase> plain;
  std::int64_t rows;
};

}  // namespace
}  // namespace rehearse::bench
