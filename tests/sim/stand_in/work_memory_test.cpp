#include "rehearse/sim/stand_in/work_memory.h"

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include "rehearse/sim/base/random.h"
#include "rehearse/sim/base/trace.h"
#include "rehearse/sim/stand_in/stand_in.h"
#include "rehearse/tests/sim/run/engine_fixture.h"

namespace rehearse::sim {
namespace {

constexpr std::string_view two_tables =
    "CREATE TABLE Cust(id INTEGER PRIMARY KEY, name TEXT);"
    "CREATE TABLE Status(id INTEGER PRIMARY KEY, at TEXT);"
    "INSERT INTO Cust VALUES (1, 'Ann'), (2, 'Bob');"
    "INSERT INTO Status VALUES (1, 'Monday'), (2, 'Tuesday');";

/// Stand-ins that nobody has defined: what matters here is what they remember.
struct Works : tests::EngineFixture {
  explicit Works(const MemoryBounds& bounds = {})
      : EngineFixture({.page_bytes = 1024}),
        stand_ins(tests::expect(StandIns::create(*engine, {}, bounds))) {}

  static Digest key_of(const std::string& sql) {
    Trace key;
    key.add(sql);
    return key.digest();
  }

  Expected<Image> make(const Image& before, const std::string& sql) {
    return stand_ins.made(key_of(sql), before, [&](Session& session) -> Expected<void> {
      ++played;
      const auto done = session.run(sql, Level::Everything);
      return done ? Expected<void>() : std::unexpected(done.error());
    });
  }

  /// The same, which must be what the work makes of `before` now.
  Image make_rightly(const Image& before, const std::string& sql) {
    Image after = tests::expect(make(before, sql));
    BOOST_TEST((after.digest() == with(before, sql).digest()));
    return after;
  }

  Image with(const Image& before, std::string_view sql) {
    Session session = open(before);
    run(session, sql);
    return session.image();
  }

  StandIns stand_ins;
  std::size_t played = 0;
};

BOOST_FIXTURE_TEST_SUITE(stand_in_work_memory_test, Works)

BOOST_AUTO_TEST_CASE(work_is_done_once_for_databases_that_are_the_same_where_it_reads) {
  const std::string work = "UPDATE Cust SET name = upper(name)";
  const Image monday = build(two_tables);
  const Image friday = with(monday, "UPDATE Status SET at = 'Friday_'");
  tests::expect(make(monday, work));
  make_rightly(friday, work);
  BOOST_TEST(played == 1U);
}

BOOST_AUTO_TEST_CASE(rows_that_work_reads_make_a_difference) {
  const std::string work = "UPDATE Status SET at = (SELECT name FROM Cust WHERE id = 1)";
  const Image ann = build(two_tables);
  const Image eve = with(ann, "UPDATE Cust SET name = 'Eve' WHERE id = 1");
  tests::expect(make(ann, work));
  make_rightly(eve, work);
  BOOST_TEST(played == 2U);
}

BOOST_AUTO_TEST_CASE(pages_that_a_connection_knows_already_count_as_read) {
  const std::string work = "UPDATE Status SET at = (SELECT name FROM Cust WHERE id = 1)";
  const Image ann = build(two_tables);
  {
    auto session = tests::expect(engine->open_for_schema(ann));
    tests::expect(session.query("SELECT * FROM Cust, Status", Level::Read));
  }
  const Image eve = with(ann, "UPDATE Cust SET name = 'Eve' WHERE id = 1");
  tests::expect(make(ann, work));
  tests::expect(make(eve, work));
  BOOST_TEST(played == 2U);
}

BOOST_AUTO_TEST_CASE(another_schema_makes_a_difference) {
  const std::string work = "UPDATE Cust SET name = upper(name)";
  const Image plain = build(two_tables);
  const Image indexed = with(plain, "CREATE INDEX names ON Cust(name)");
  tests::expect(make(plain, work));
  make_rightly(indexed, work);
  BOOST_TEST(played == 2U);
}

BOOST_AUTO_TEST_CASE(work_that_looks_at_the_clock_is_remembered_for_the_instant) {
  const std::string work = "UPDATE Cust SET name = datetime('now')";
  const Image before = build(two_tables);
  engine->set_clock({1'000'000});
  const Image early = tests::expect(make(before, work));
  const Image again = tests::expect(make(before, work));
  engine->set_clock({2'000'000});
  const Image late = tests::expect(make(before, work));
  BOOST_TEST(played == 2U);
  BOOST_TEST((early.digest() == again.digest()));
  BOOST_TEST((early.digest() != late.digest()));
}

BOOST_AUTO_TEST_CASE(work_that_does_not_look_at_the_clock_is_remembered_for_ever) {
  const Image before = build(two_tables);
  engine->set_clock({1'000'000});
  tests::expect(make(before, "DELETE FROM Cust"));
  engine->set_clock({2'000'000});
  tests::expect(make(before, "DELETE FROM Cust"));
  BOOST_TEST(played == 1U);
}

BOOST_AUTO_TEST_CASE(a_failure_is_remembered_and_only_where_it_would_happen_again) {
  const std::string work = "CREATE UNIQUE INDEX names ON Cust(name)";
  const Image sound = build(two_tables);
  const Image twice = with(sound, "UPDATE Cust SET name = 'Ann'");
  const Error first = tests::expect_error(make(twice, work));
  const Error second = tests::expect_error(make(twice, work));
  BOOST_TEST(played == 1U);
  BOOST_TEST((first == second));
  tests::expect(make(sound, work));
  BOOST_TEST(played == 2U);
}

BOOST_AUTO_TEST_CASE(a_database_that_grows_or_shrinks_does_so_from_memory) {
  const std::string grow =
      "INSERT INTO Cust(name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 500) SELECT 'a customer with a long name ' || i FROM n";
  const Image small = build(two_tables);
  const Image friday = with(small, "UPDATE Status SET at = 'Friday_'");
  const Image large = tests::expect(make(small, grow));
  BOOST_TEST(large.bytes() > 5 * small.bytes());
  make_rightly(friday, grow);
  const std::string shrink = "DELETE FROM Cust; VACUUM";
  tests::expect(make(large, shrink));
  make_rightly(large, shrink);
  BOOST_TEST(played == 2U);
}

BOOST_AUTO_TEST_CASE(whatever_is_done_in_whatever_order_comes_out_as_if_nothing_were_remembered) {
  const std::vector<std::string> works = {
      "UPDATE Cust SET name = name || '!' WHERE id = 1",
      "UPDATE Status SET at = (SELECT group_concat(name) FROM Cust)",
      "INSERT INTO Cust(name) SELECT at FROM Status",
      "DELETE FROM Cust WHERE id > 3",
      "CREATE TABLE IF NOT EXISTS Late(x TEXT DEFAULT 'x'); INSERT INTO Late DEFAULT VALUES",
      "DROP TABLE IF EXISTS Late",
      "CREATE INDEX IF NOT EXISTS names ON Cust(name)",
      "DROP INDEX IF EXISTS names",
      "UPDATE Status SET at = datetime('now')"};
  const Image start = build(two_tables);
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random({seed}, "works");
    Image ours = start;
    Image plain = start;
    for (int step = 0; step < 12; ++step) {
      engine->set_clock({static_cast<std::int64_t>(random.below(2)) * 86'400'000});
      const std::string& work = works[random.below(works.size())];
      ours = tests::expect(make(ours, work));
      plain = with(plain, work);
      BOOST_REQUIRE_MESSAGE(ours.digest() == plain.digest(), "seed " << seed << ": " << work);
      BOOST_REQUIRE((ours.schema() == plain.schema()));
    }
  }
  BOOST_TEST(played < 500U);  // of 720
}

BOOST_AUTO_TEST_CASE(nothing_is_remembered_where_nothing_may_be) {
  Works works({.entries_max = 0});
  const Image before = works.build(two_tables);
  tests::expect(works.make(before, "DELETE FROM Cust"));
  tests::expect(works.make(before, "DELETE FROM Cust"));
  BOOST_TEST(works.played == 2U);
}

BOOST_AUTO_TEST_CASE(no_more_outcomes_and_pages_are_held_than_the_bounds_say) {
  const Image before = build(two_tables);
  WorkMemory memory({.entries_max = 10, .pages_max = 25});
  for (std::uint64_t work = 0; work < 100; ++work) {
    Session session = open(before);
    run(session, fmt::format("UPDATE Cust SET name = '{}'; DELETE FROM Status", work));
    memory.remember({work, 0}, before, {}, {}, session.image());
    BOOST_TEST(memory.find({work, 0}, before, {}).has_value());
    BOOST_TEST(memory.entries() <= 10U);
    BOOST_TEST(memory.pages() <= 25U);
    BOOST_TEST(memory.pages() >= memory.entries());
  }
}

BOOST_AUTO_TEST_CASE(of_one_work_only_so_many_outcomes_are_held) {
  const Image start = build(two_tables);
  WorkMemory memory({});
  for (std::size_t other = 0; other < 3 * WorkMemory::outcomes_max; ++other) {
    Session session = open(start);
    run(session, fmt::format("UPDATE Cust SET name = '{}'", other));
    memory.remember({1, 1}, session.image(), {}, {.pages = {0, 1}}, start);
    BOOST_TEST(memory.entries() <= WorkMemory::outcomes_max);
  }
}

BOOST_AUTO_TEST_CASE(what_is_remembered_keeps_no_pages_but_those_that_were_written) {
  WorkMemory memory({});
  {
    const Image before = build(two_tables);
    Session session = open(before);
    run(session, "UPDATE Cust SET name = 'x'");
    memory.remember({1, 1}, before, {}, {.pages = {0, 1}}, session.image());
  }
  engine->close_idle();
  BOOST_TEST(engine->live_pages() == memory.pages());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
