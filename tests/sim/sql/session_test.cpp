#include "rehearse/sim/sql/session.h"

#include <array>
#include <boost/test/unit_test.hpp>

#include "rehearse/tests/sim/run/engine_fixture.h"

namespace rehearse::sim {
namespace {

using tests::expect;
using tests::expect_error;

constexpr auto shop = "CREATE TABLE CustTable(AccountNum TEXT UNIQUE, Balance INTEGER)";
constexpr auto count = "SELECT count(*) FROM CustTable";

BOOST_FIXTURE_TEST_SUITE(sql_session_test, tests::EngineFixture)

BOOST_AUTO_TEST_CASE(a_fork_does_not_see_what_the_other_does) {
  const Image image = build(shop);
  auto left = open(image);
  auto right = open(image);
  run(left, "INSERT INTO CustTable VALUES ('C1', 1), ('C2', 2)");
  BOOST_TEST(number(left, count) == 2);
  BOOST_TEST(number(right, count) == 0);
}

BOOST_AUTO_TEST_CASE(a_swap_undoes_rows_and_schema) {
  auto session = open(build(shop));
  const Image before = session.image();
  run(session, "INSERT INTO CustTable VALUES ('C1', 1); CREATE TABLE x(a); DROP TABLE CustTable");
  session.mount(before);
  BOOST_TEST(number(session, count) == 0);
  run(session, "CREATE TABLE x(a)");
  BOOST_TEST(same_pages(before, build(shop)));
}

BOOST_AUTO_TEST_CASE(equal_histories_give_equal_images_whatever_the_connection_did_before) {
  const Image fresh = build(std::string(shop) + "; INSERT INTO CustTable VALUES ('C1', 1)");
  auto session = open(build("CREATE TABLE y(a); CREATE TABLE z(a); DROP TABLE y"));
  run(session, "INSERT INTO z VALUES (1)");
  session.mount(build(shop));
  run(session, "INSERT INTO CustTable VALUES ('C1', 1)");
  BOOST_TEST(same_pages(session.image(), fresh));
  BOOST_TEST((session.image().digest() == fresh.digest()));
  BOOST_TEST((session.image().schema() == fresh.schema()));
}

BOOST_AUTO_TEST_CASE(a_failing_statement_leaves_nothing_of_itself_behind) {
  auto session = open(build(shop));
  const auto failed = session.run(
      "INSERT INTO CustTable VALUES ('C1', 1);\n"
      "INSERT INTO CustTable VALUES ('C2', 2), ('C1', 3);\n"
      "INSERT INTO CustTable VALUES ('C4', 4)",
      Level::Data);
  BOOST_TEST(to_string(expect_error(failed)) ==
             "2:1: run \"INSERT INTO CustTable VALUES ('C2', 2), ('C1', 3);\": "
             "UNIQUE constraint failed: CustTable.AccountNum\n"
             "INSERT INTO CustTable VALUES ('C2', 2), ('C1', 3);\n"
             "^");
  BOOST_TEST(number(session, count) == 1);
}

BOOST_AUTO_TEST_CASE(an_open_transaction_ends_with_the_session) {
  const Image image = build(shop);
  {
    auto session = open(image);
    run(session, "BEGIN; INSERT INTO CustTable VALUES ('C1', 1)");
    BOOST_TEST(session.is_in_transaction());
  }
  auto session = open(image);
  BOOST_TEST(!session.is_in_transaction());
  BOOST_TEST(number(session, count) == 0);
  BOOST_TEST(!engine->build("BEGIN; CREATE TABLE t(a)").has_value());
}

BOOST_AUTO_TEST_CASE(values_come_back_as_they_went_in) {
  auto session = open(build("CREATE TABLE t(a, b, c, d, e)"));
  const Row row = {Null{}, std::int64_t{-7}, 0.5, std::string("it's\0here", 9), Blob{std::byte{0}}};
  const std::array bindings = {Binding{":a", row[0]}, Binding{":b", row[1]}, Binding{":c", row[2]},
                               Binding{":d", row[3]}, Binding{":e", row[4]}};
  expect(session.run("INSERT INTO t VALUES (:a, :b, :c, :d, :e)", Level::Data, bindings));
  const Table table = expect(session.query("SELECT * FROM t", Level::Read));
  BOOST_TEST((table == Table{{"a", "b", "c", "d", "e"}, {row}}));
  BOOST_TEST(to_string(row[1]) == "-7");
  BOOST_TEST(to_string(Value("it's")) == "'it''s'");
  BOOST_TEST(to_string(row[4]) == "x'00'");
}

BOOST_AUTO_TEST_CASE(a_parameter_without_a_value_is_an_error) {
  auto session = open(build(shop));
  const auto failed = session.run("DELETE FROM CustTable WHERE Balance = :limit", Level::Data);
  BOOST_TEST(expect_error(failed).what.ends_with("no value is given for the parameter :limit"));
}

BOOST_AUTO_TEST_CASE(a_query_is_one_statement) {
  auto session = open(build(shop));
  BOOST_TEST(!session.query("SELECT 1; SELECT 2", Level::Read).has_value());
  BOOST_TEST(!session.query(" -- nothing", Level::Read).has_value());
  BOOST_TEST(session.query("SELECT 1; -- and a remark", Level::Read).has_value());
  std::array<std::int64_t, 2> row{};
  expect(session.query_integers("SELECT 3, NULL", Level::Read, row));
  BOOST_TEST((row == std::array<std::int64_t, 2>{3, 0}));
  BOOST_TEST(!session.query_integers("SELECT 3", Level::Read, row).has_value());
  BOOST_TEST(!session.query_integers("SELECT a, a FROM (SELECT 1 a WHERE 0)", Level::Read, row));
}

BOOST_AUTO_TEST_CASE(the_clock_is_the_owners) {
  auto session = open(Image());
  engine->set_clock({1'583'139'600'000});
  BOOST_TEST((expect(session.query("SELECT datetime('now'), CURRENT_DATE", Level::Read)).rows[0] ==
              Row{"2020-03-02 09:00:00", "2020-03-02"}));
  engine->set_clock({0});
  BOOST_TEST(number(session, "SELECT strftime('%s', 'now')") == 0);
}

BOOST_AUTO_TEST_CASE(a_misspelt_column_between_quotation_marks_is_no_text) {
  auto session = open(build(shop));
  BOOST_TEST(!session.run("UPDATE CustTable SET Balance = \"Balanec\"", Level::Data).has_value());
}

BOOST_AUTO_TEST_CASE(pages_live_as_long_as_somebody_can_ask_for_them) {
  auto image = std::make_optional(build(shop));
  {
    auto session = open(*image);
    run(session, "INSERT INTO CustTable VALUES ('C1', 1)");
    BOOST_TEST(engine->live_pages() > 3U);
  }
  engine->close_idle();
  BOOST_TEST(engine->live_pages() == 3U);
  image.reset();
  BOOST_TEST(engine->live_pages() == 0U);
}

BOOST_AUTO_TEST_CASE(an_image_outlives_its_engine) {
  const Image image = build(shop);
  engine.reset();
  BOOST_TEST(image.bytes() == 3 * 4096U);
}

BOOST_AUTO_TEST_CASE(connections_are_kept_up_to_a_bound) {
  const Image image = build(shop);
  {
    std::vector<Session> sessions;
    for (int index = 0; index < 12; ++index) sessions.push_back(open(image));
  }
  BOOST_TEST(engine->idle_connections() == 8U);
}

// A connection parses a table made from nothing; then nothing is mounted again. SQLite's schema
// cookie is where it was before, and only a statement prepared anew tells the difference.
BOOST_AUTO_TEST_CASE(a_table_made_from_nothing_is_gone_when_nothing_is_mounted) {
  auto session = open(Image());
  run(session, "CREATE TABLE t0(k)");
  session.mount(Image());
  const auto failed = session.run("ALTER TABLE t0 RENAME COLUMN c0 TO c2", Level::Schema);
  BOOST_TEST(expect_error(failed).what.ends_with("no such table: t0"));
}

BOOST_AUTO_TEST_CASE(a_remembered_statement_does_not_write_into_an_empty_database) {
  auto session = open(Image());
  run(session, "CREATE TABLE t(k)");
  run(session, "INSERT INTO t VALUES (1)");
  session.mount(Image());
  run(session, "BEGIN");
  BOOST_TEST(!session.run("INSERT INTO t VALUES (1)", Level::Everything).has_value());
  run(session, "COMMIT");
  BOOST_TEST(session.image().bytes() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
