#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/bench/plain_database.h"
#include "rehearse/sim/sql/session.h"

namespace rehearse::bench {
namespace {

using sim::Binding;
using sim::Level;

constexpr std::string_view schema =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, payload TEXT); CREATE INDEX i ON t(k);";

// Both worlds hold the same rows.
struct Worlds {
  explicit Worlds(std::int64_t count)
      : rows(count),
        fill(fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                         "WHERE i < {}) INSERT INTO t SELECT i, i * 7919 % {}, "
                         "printf('%.100c', 'x') FROM n",
                         count, count)),
        engine(*sim::Engine::create()),
        empty(*engine->build(schema)),
        session(*engine->open(*engine->build(std::string(schema) + fill))),
        plain(std::string(schema) + fill) {}

  std::int64_t next_row() { return at = (at + 7'368'787) % rows + 1; }

  std::int64_t rows;
  std::int64_t at = 0;
  std::string fill;
  std::unique_ptr<sim::Engine> engine;
  sim::Image empty;
  sim::Session session;
  PlainDatabase plain;
};

// A statement with the parameter :p, run for one row after the other.
Row by_row(const Options& options, Worlds& worlds, std::string_view what, std::string_view sql,
           bool is_query, double goal) {
  PlainStatement peer_statement(worlds.plain, sql);
  const Side ours = {[&](std::uint64_t count) {
    for (; count > 0; --count) {
      const std::array bindings = {Binding{":p", worlds.next_row()}};
      std::int64_t value = 0;
      if (is_query)
        REHEARSE_ASSERT(worlds.session.query_integers(sql, Level::Read, {&value, 1}, bindings));
      else
        REHEARSE_ASSERT(worlds.session.run(sql, Level::Data, bindings));
      keep(value);
    }
  }};
  const Side peer = {[&](std::uint64_t count) {
    for (; count > 0; --count) keep(peer_statement.run({worlds.next_row()}));
  }};
  return compare_speed(options, std::string(what), ours, peer, at_least(goal));
}

// Everything at once, from the empty tables each time.
Row bulk_insert(const Options& options, Worlds& worlds) {
  auto session = *worlds.engine->open(worlds.empty);
  std::unique_ptr<PlainDatabase> peer_database;
  const Side ours = {[&](std::uint64_t) { REHEARSE_ASSERT(session.run(worlds.fill, Level::Data)); },
                     [&] { session.mount(worlds.empty); }, 1};
  const Side peer = {[&](std::uint64_t) { peer_database->execute(worlds.fill); },
                     [&] { peer_database = std::make_unique<PlainDatabase>(std::string(schema)); },
                     1};
  return compare_speed(options, fmt::format("insert {} rows in one transaction", worlds.rows), ours,
                       peer, at_least(0.85));
}

}  // namespace

std::vector<Row> bench_store(const Options& options) {
  Worlds worlds(static_cast<std::int64_t>(options.size(100'000, 2'000)));
  std::vector<Row> rows;
  const auto by = [&](std::string_view what, std::string_view sql, bool is_query, double goal) {
    rows.push_back(by_row(options, worlds, what, sql, is_query, goal));
  };
  by("point select", "SELECT length(payload) FROM t WHERE id = :p", true, 0.85);
  by("index select", "SELECT sum(id) FROM t WHERE k BETWEEN :p AND :p + 10", true, 0.85);
  by("scan", "SELECT sum(length(payload)) FROM t WHERE id > -:p", true, 0.85);
  rows.push_back(bulk_insert(options, worlds));
  by("update all", "UPDATE t SET payload = 'y' || substr(payload, 2) WHERE id > -:p", false, 0.85);
  by("autocommit update", "UPDATE t SET payload = 'z' || substr(payload, 2) WHERE id = :p", false,
     0.65);
  return rows;
}

}  // namespace rehearse::bench
