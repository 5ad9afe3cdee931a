#include "rehearse/sim/estate/history.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/sim/run/engine_fixture.h"

/// The backups of one environment, alone.
namespace rehearse::sim {
namespace {

using model::hours;
using model::Instant;
using tests::EngineFixture;

constexpr Instant noon{1'583'150'400'000};
constexpr Instant long_ago = noon - model::days(365);

/// `number` is its platform update, by which it is known again.
Snapshot snapshot(Instant at, std::uint16_t number, Databases databases = {}) {
  return {
      .at = at,
      .databases = std::move(databases),
      .backup = {
          .contents = {}, .application_release = {}, .platform_update = number, .exists = true}};
}

/// 1 at noon, 2 an hour later, 3 two hours later.
BackupHistory three_commits() {
  BackupHistory history;
  history.restart(snapshot(noon, 1));
  history.record(snapshot(noon + hours(1), 2), long_ago);
  history.record(snapshot(noon + hours(2), 3), long_ago);
  return history;
}

/// The number of what is found; 0 when nothing is.
int found(const BackupHistory& history, Instant instant) {
  const Snapshot* snapshot = history.find(instant);
  return snapshot == nullptr ? 0 : snapshot->backup.platform_update;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(estate_history_test)

BOOST_AUTO_TEST_CASE(nothing_can_be_found_before_there_is_anything) {
  const BackupHistory history;
  BOOST_TEST(history.is_empty());
  BOOST_TEST(found(history, noon) == 0);
}

BOOST_AUTO_TEST_CASE(the_state_of_an_instant_is_that_of_the_last_commit_by_then) {
  const BackupHistory history = three_commits();
  BOOST_TEST(found(history, noon - model::Duration{1}) == 0);
  BOOST_TEST(found(history, noon) == 1);
  BOOST_TEST(found(history, noon + model::minutes(30)) == 1);
  BOOST_TEST(found(history, noon + model::Duration{hours(1).ms - 1}) == 1);
  BOOST_TEST(found(history, noon + hours(1)) == 2);
  BOOST_TEST(found(history, noon + hours(2)) == 3);
  BOOST_TEST(found(history, noon + model::days(9)) == 3);
}

BOOST_AUTO_TEST_CASE(of_several_commits_at_one_instant_the_last_counts) {
  BackupHistory history = three_commits();
  history.record(snapshot(noon + hours(2), 4), long_ago);
  BOOST_TEST(history.size() == 3U);
  BOOST_TEST(found(history, noon + hours(2)) == 4);
  BOOST_TEST(found(history, noon + hours(1)) == 2);
}

BOOST_AUTO_TEST_CASE(a_commit_at_the_very_start_takes_the_place_of_the_first_state) {
  BackupHistory history;
  history.restart(snapshot(noon, 1));
  history.record(snapshot(noon, 2), long_ago);
  BOOST_TEST(history.size() == 1U);
  BOOST_TEST(found(history, noon) == 2);
  BOOST_TEST((history.start() == noon));
}

BOOST_AUTO_TEST_CASE(of_what_is_older_than_the_retention_one_state_is_kept_for_its_first_instant) {
  BackupHistory history = three_commits();
  history.record(snapshot(noon + hours(3), 4), noon + model::minutes(90));
  BOOST_TEST(history.size() == 3U);  // 1 is gone, 2 is the state of half past one
  BOOST_TEST(found(history, noon + model::minutes(90)) == 2);
  BOOST_TEST(found(history, noon + model::minutes(59)) == 0);
}

BOOST_AUTO_TEST_CASE(a_commit_at_the_first_instant_that_is_kept_needs_no_older_one) {
  BackupHistory history = three_commits();
  history.record(snapshot(noon + hours(3), 4), noon + hours(1));
  BOOST_TEST(history.size() == 3U);
  BOOST_TEST(found(history, noon + hours(1)) == 2);
  BackupHistory by_a_moment = three_commits();
  by_a_moment.record(snapshot(noon + hours(3), 4), noon + model::Duration{hours(1).ms - 1});
  BOOST_TEST(by_a_moment.size() == 4U);
  BOOST_TEST(found(by_a_moment, noon + model::minutes(59)) == 1);
}

BOOST_AUTO_TEST_CASE(when_all_is_older_than_the_retention_the_last_state_stays) {
  BackupHistory history = three_commits();
  history.record(snapshot(noon + hours(3), 4), noon + model::days(9));
  BOOST_TEST(history.size() == 1U);
  BOOST_TEST(found(history, noon + model::days(9)) == 4);
}

BOOST_AUTO_TEST_CASE(a_restart_forgets_everything_before_it) {
  BackupHistory history = three_commits();
  history.restart(snapshot(noon + hours(3), 4));
  BOOST_TEST(history.size() == 1U);
  BOOST_TEST(found(history, noon + hours(2)) == 0);
  BOOST_TEST(found(history, noon + hours(3)) == 4);
  BOOST_TEST((history.start() == noon + hours(3)));
  BOOST_TEST(history.last().backup.platform_update == 4);
}

BOOST_FIXTURE_TEST_CASE(snapshots_of_unchanged_databases_cost_no_page, EngineFixture) {
  const Image image = build(
      "CREATE TABLE t(a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 2000) INSERT INTO t SELECT i, hex(i) FROM n");
  Databases databases;
  databases[model::Database::Application] = image;
  BackupHistory history;
  history.restart(snapshot(noon, 1, databases));
  const std::size_t pages = engine->live_pages();
  for (std::uint16_t hour = 1; hour <= 500; ++hour)
    history.record(snapshot(noon + hours(hour), hour, databases), long_ago);
  BOOST_TEST(history.size() == 501U);
  BOOST_TEST(engine->live_pages() == pages);
}

BOOST_FIXTURE_TEST_CASE(a_snapshot_costs_what_changed_and_gives_it_back_when_it_goes,
                        EngineFixture) {
  Databases databases;
  databases[model::Database::Application] = build(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
      "SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, hex(i) FROM n");
  BackupHistory history;
  history.restart(snapshot(noon, 1, databases));
  const std::size_t pages = engine->live_pages();
  for (std::uint16_t hour = 1; hour <= 20; ++hour) {
    Session session = open(databases[model::Database::Application]);
    run(session, "UPDATE t SET b = 'x' || b WHERE id = 1234");
    databases[model::Database::Application] = session.image();
    history.record(snapshot(noon + hours(hour), hour, databases), long_ago);
  }
  engine->close_idle();
  BOOST_TEST(engine->live_pages() > pages);
  BOOST_TEST(engine->live_pages() <= pages + 20U * 3U);  // its page and the header, each time
  history.restart(snapshot(noon + hours(21), 1, databases));
  BOOST_TEST(engine->live_pages() <= pages + 3U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
