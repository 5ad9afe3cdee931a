#include <fmt/format.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/bench/plain_database.h"
#include "rehearse/sim/sql/session.h"

namespace rehearse::bench {
namespace {

using sim::Binding;
using sim::Level;

constexpr std::string_view update = "UPDATE t SET number = :number WHERE id = :id";
constexpr std::uint64_t bytes_per_row = 402;  // as it turns out on disk

std::int64_t rows_in(std::uint64_t bytes) {
  return static_cast<std::int64_t>(bytes / bytes_per_row);
}

std::string build_sql(std::uint64_t bytes) {
  return fmt::format(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, number INTEGER, payload TEXT);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
      "INSERT INTO t SELECT i, 0, printf('%.382c', 'x') FROM n",
      rows_in(bytes));
}

// Sixteen rows in turns, spread over the whole table. Few, so that they stay in the processor's
// caches at every size: what is compared is the work, not the latency of memory, which any row of a
// large table costs either side.
class Rows {
 public:
  explicit Rows(std::int64_t count) : count_(count) {}
  std::int64_t next() {
    turn_ = (turn_ + 1) % turns;
    return 1 + turn_ * (count_ - 1) / (turns - 1);
  }

 private:
  static constexpr std::int64_t turns = 16;
  std::int64_t count_;
  std::int64_t turn_ = 0;
};

// Fork, update one row of the fork, drop it.
class Ours {
 public:
  Ours(sim::Engine& engine, std::uint64_t bytes)
      : image_(*engine.build(build_sql(bytes))),
        session_(*engine.open(image_)),
        rows_(rows_in(bytes)) {}

  Side side() {
    return {[this](std::uint64_t count) {
      for (; count > 0; --count) {
        const sim::Image fork = image_;
        session_.mount(fork);
        const std::array bindings = {Binding{":number", static_cast<std::int64_t>(count)},
                                     Binding{":id", rows_.next()}};
        REHEARSE_ASSERT(session_.run(update, Level::Data, bindings)->rows == 1);
        session_.mount(image_);
      }
    }};
  }

  Side snapshot_side() {
    return {[this](std::uint64_t count) {
      for (; count > 0; --count) {
        const sim::Image fork = session_.image();
        session_.mount(fork);
        keep(fork);
      }
    }};
  }

 private:
  sim::Image image_;
  sim::Session session_;
  Rows rows_;
};

class Peer {
 public:
  explicit Peer(std::uint64_t bytes)
      : database_(build_sql(bytes)),
        savepoint_(database_, "SAVEPOINT s"),
        update_(database_, update),
        rollback_(database_, "ROLLBACK TO s"),
        release_(database_, "RELEASE s"),
        rows_(rows_in(bytes)) {}

  // Released each time: ROLLBACK TO replays all that was journaled since its savepoint began.
  Side savepoint_side() {
    return {[this](std::uint64_t count) {
      for (; count > 0; --count) {
        savepoint_.run();
        update_.run({static_cast<std::int64_t>(count), rows_.next()});
        rollback_.run();
        release_.run();
      }
    }};
  }

  // A whole copy, into a connection that exists.
  Side backup_side() {
    return {[this](std::uint64_t count) {
              for (; count > 0; --count) {
                auto* backup =
                    sqlite3_backup_init(copy_.handle(), "main", database_.handle(), "main");
                REHEARSE_ASSERT(sqlite3_backup_step(backup, -1) == SQLITE_DONE);
                sqlite3_backup_finish(backup);
              }
            },
            {},
            1};
  }

 private:
  PlainDatabase database_;
  PlainDatabase copy_{""};
  PlainStatement savepoint_, update_, rollback_, release_;
  Rows rows_;
};

std::string size_text(std::uint64_t bytes) {
  if (bytes >= 1U << 30U) return fmt::format("{} GiB", bytes >> 30U);
  return bytes >= 1U << 20U ? fmt::format("{} MiB", bytes >> 20U)
                            : fmt::format("{} KiB", bytes >> 10U);
}

}  // namespace

std::vector<Row> bench_fork(const Options& options) {
  const auto engine = *sim::Engine::create();
  const std::uint64_t large = options.size(1U << 30U, 4U << 20U);
  const std::uint64_t small = 64U << 10U;
  Ours small_ours(*engine, small);
  std::vector<Row> rows;
  for (const std::uint64_t bytes : {small, options.size(16U << 20U, 1U << 20U), large}) {
    Ours ours(*engine, bytes);
    Peer peer(bytes);
    rows.push_back(compare_time(
        options,
        fmt::format("fork + one-row UPDATE + rollback, {}; SAVEPOINT + UPDATE + ROLLBACK TO",
                    size_text(bytes)),
        ours.side(), peer.savepoint_side(), at_most(2.5)));
    if (bytes != large) continue;
    rows.push_back(compare_time(
        options, fmt::format("the same: at {}; at {}", size_text(large), size_text(small)),
        ours.side(), small_ours.side(), at_most(1.5)));
    rows.push_back(compare_speed(
        options, fmt::format("the same; a copy by sqlite3_backup, {}", size_text(large)),
        ours.side(), peer.backup_side(), at_least(50'000)));
    const double ns = measure_alone(options, ours.snapshot_side());
    rows.push_back({fmt::format("snapshot + restore, {} (microseconds)", size_text(large)),
                    format_time(ns), "", ns / 1000, at_most(0.1)});
  }
  return rows;
}

}  // namespace rehearse::bench
