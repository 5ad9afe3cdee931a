#include <fmt/format.h>
#include <malloc.h>

#include <memory>
#include <optional>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/model/base/assert.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/sim/estate/history.h"
#include "rehearse/sim/run/simulation.h"

/// Point-in-time restore among many commits, and what a long history costs in memory.
namespace rehearse::bench {
namespace {

using model::EnvironmentId;
using model::Instant;

constexpr EnvironmentId production{0};
constexpr EnvironmentId sandbox{1};
constexpr model::Duration between_commits = model::minutes(1);

/// So brief that a commit and a restore fit between two commits.
const sim::Timing brief{.copy = {1},
                        .restore_backups = {1},
                        .replace = {1},
                        .data_rules = {1},
                        .synchronize = {1},
                        .restart = {1},
                        .rollback = {1},
                        .reprovision = {1},
                        .wait = {1}};

/// Production, whose backups reach back over so many commits, and a sandbox that is restored from
/// it again and again. Each restore follows a new commit, so both sides of the comparison restore
/// states that have not been looked at before.
class Restores {
 public:
  Restores(sim::StandIns& stand_ins, std::uint64_t commits)
      : policy_(policy_keeping(commits)),
        fleet_(scenarios::load_fleet("contoso").value()),
        commits_(commits),
        simulation_(
            sim::Simulation::create(
                {.policy = policy_, .fleet = fleet_, .names = names_, .stand_ins = stand_ins},
                {.clock = {1'583'139'600'000}, .timing = brief}, [](const sim::Occurrence&) {})
                .value()) {
    for (std::uint64_t commit = 0; commit <= commits; ++commit) write();
    REHEARSE_ASSERT(simulation_.snapshots(production) == commits + 1);
  }

  Side side() {
    return {.run = [this](std::uint64_t count) {
      for (; count > 0; --count) {
        write();
        restore();
      }
    }};
  }

 private:
  model::Policy policy_keeping(std::uint64_t commits) {
    model::Policy policy = scenarios::load_policy("self-service-2020", names_).value().policy;
    policy.retention.production = {static_cast<std::int64_t>(commits) * between_commits.ms};
    return policy;
  }

  void write() {
    simulation_.advance(simulation_.world().now + between_commits);
    const auto done = simulation_.write(production, model::Account::User,
                                        "UPDATE CustTable SET creditMax = creditMax + 1 "
                                        "WHERE recId = (SELECT min(recId) FROM CustTable)");
    REHEARSE_ASSERT(done.has_value());
  }

  /// To half a minute after one of the commits, from start to end.
  void restore() {
    next_ = (next_ + 7'919) % (commits_ - 1);
    const auto back = static_cast<std::int64_t>(next_) * between_commits.ms + 30'000;
    const Instant point = simulation_.world().now - model::Duration{back};
    model::Start start{.process = model::Process::Restore, .source = production, .target = sandbox};
    start.page = simulation_.world()[sandbox].name;
    start.restore_point = point;
    start.backup = simulation_.backup(production, point);
    const auto events = simulation_.act(start);
    REHEARSE_ASSERT(events.front().kind == model::EventKind::Started);
    while (simulation_.advance_to_next()) {
    }
    REHEARSE_ASSERT(simulation_.world()[sandbox].movement.phase == model::Phase::Completed);
  }

  model::Names names_;
  model::Policy policy_;
  model::Fleet fleet_;
  std::uint64_t commits_;
  std::uint64_t next_ = 0;
  sim::Simulation simulation_;
};

std::size_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

/// One-row commits on a large database, each kept as a snapshot.
Row memory(const Options& options) {
  const std::uint64_t mebibytes = options.size(64, 4);
  const std::uint64_t commits = options.size(10'000, 500);
  const auto engine = sim::Engine::create().value();
  const std::uint64_t rows = mebibytes * 1024 * 1024 / 512;
  const auto large = engine->build(
      fmt::format("CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, payload TEXT);"
                  "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {}) "
                  "INSERT INTO t SELECT i, 0, printf('%.480c', 'x') FROM s",
                  rows));
  auto session = engine->open(large.value()).value();
  sim::BackupHistory history;
  sim::Snapshot first{};
  first.databases[model::Database::Application] = session.image();
  history.restart(first);
  const std::size_t pages_before = engine->live_pages();
  const std::size_t bytes_before = heap_bytes();
  for (std::uint64_t commit = 1; commit <= commits; ++commit) {
    const std::int64_t row = static_cast<std::int64_t>(commit * 7'368'787 % rows + 1);
    const sim::Binding bindings[] = {{":row", row}};
    const auto done =
        session.run("UPDATE t SET n = n + 1 WHERE id = :row", sim::Level::Data, bindings);
    REHEARSE_ASSERT(done.has_value());
    sim::Snapshot snapshot{
        .at = {static_cast<std::int64_t>(commit)}, .databases = {}, .backup = {}};
    snapshot.databases[model::Database::Application] = session.image();
    history.record(std::move(snapshot), Instant{});
  }
  const double changed =
      static_cast<double>(engine->live_pages() - pages_before) * sim::EngineOptions{}.page_bytes;
  const double grown = static_cast<double>(heap_bytes() - bytes_before);
  return {.what = fmt::format("memory of {} one-row commits on {} MiB", commits, mebibytes),
          .ours = fmt::format("{:.1f} MiB", grown / 1024 / 1024),
          .peer = fmt::format("{:.1f} MiB of changed pages", changed / 1024 / 1024),
          .ratio = grown / changed,
          .goal = at_most(1.5)};
}

}  // namespace

std::vector<Row> bench_history(const Options& options) {
  const auto engine = sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  auto stand_ins = sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  const std::uint64_t many = options.size(10'000, 200);
  Restores among_many(stand_ins, many);
  Restores among_few(stand_ins, 10);
  std::vector<Row> rows;
  rows.push_back(compare_time(options,
                              fmt::format("a restore among {} commits and one among 10", many),
                              among_many.side(), among_few.side(), at_most(1.5)));
  rows.push_back(memory(options));
  return rows;
}

}  // namespace rehearse::bench
