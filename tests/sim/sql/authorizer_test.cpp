#include "rehearse/sim/sql/authorizer.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "rehearse/tests/sim/run/engine_fixture.h"

namespace rehearse::sim {
namespace {

struct Shop : tests::EngineFixture {
  Shop()
      : EngineFixture({.steps_max = 100'000}),
        session(open(build("CREATE TABLE CustTable(AccountNum TEXT UNIQUE, Name TEXT);"
                           "CREATE TABLE SalesTable(SalesId TEXT);"
                           "CREATE INDEX i ON SalesTable(SalesId);"
                           "INSERT INTO CustTable VALUES ('C1', 'Contoso')"))) {}

  // Empty if the statement is allowed at `level`.
  std::string refusal(std::string_view sql, Level level) {
    const auto ran = session.run(sql, level);
    return ran ? "" : ran.error().what;
  }

  void expect_refusal(std::string_view sql, Level level, std::string_view reason) {
    const std::string what = refusal(sql, level);
    BOOST_TEST(what.ends_with(": " + std::string(reason)), sql << "\n" << what);
  }

  Session session;
};

constexpr Level levels_beside_setup[] = {Level::Schema, Level::Data, Level::Read};

BOOST_FIXTURE_TEST_SUITE(sql_authorizer_test, Shop)

BOOST_AUTO_TEST_CASE(a_data_rule_changes_rows_and_nothing_else) {
  BOOST_TEST(refusal("UPDATE CustTable SET Name = upper(Name)", Level::Data) == "");
  BOOST_TEST(refusal("INSERT INTO SalesTable SELECT AccountNum FROM CustTable", Level::Data) == "");
  BOOST_TEST(refusal("DELETE FROM SalesTable WHERE SalesId IN (WITH n(i) AS (SELECT 1) SELECT i "
                     "FROM n)",
                     Level::Data) == "");
  expect_refusal("CREATE TABLE x(a)", Level::Data, "a data rule may not change the schema");
  expect_refusal("DROP TABLE CustTable", Level::Data, "a data rule may not change the schema");
  expect_refusal("ALTER TABLE CustTable ADD COLUMN x", Level::Data,
                 "a data rule may not alter a table (CustTable)");
}

BOOST_AUTO_TEST_CASE(a_customization_changes_the_schema_and_no_rows) {
  for (const auto* sql :
       {"CREATE TABLE x(a INTEGER PRIMARY KEY, b TEXT UNIQUE)", "ALTER TABLE x ADD COLUMN c",
        "ALTER TABLE x RENAME COLUMN c TO d", "ALTER TABLE x DROP COLUMN d",
        "ALTER TABLE x RENAME TO y", "CREATE UNIQUE INDEX j ON y(b)", "DROP INDEX j",
        "CREATE VIEW v AS SELECT a FROM y", "DROP VIEW v", "DROP TABLE y",
        "CREATE TABLE z AS SELECT * FROM CustTable", "SELECT count(*) FROM CustTable"})
    BOOST_TEST(refusal(sql, Level::Schema) == "", sql);
  expect_refusal("DELETE FROM CustTable", Level::Schema,
                 "a customization may not delete rows from CustTable");
  expect_refusal("INSERT INTO CustTable VALUES ('C2', '')", Level::Schema,
                 "a customization may not insert rows into CustTable");
  expect_refusal("CREATE TRIGGER g AFTER INSERT ON CustTable BEGIN SELECT 1; END", Level::Schema,
                 "a customization may not create a trigger (g)");
}

BOOST_AUTO_TEST_CASE(a_query_changes_nothing) {
  BOOST_TEST(refusal("SELECT datetime('now'), max(Name) FROM CustTable", Level::Read) == "");
  BOOST_TEST(refusal("SELECT sql FROM sqlite_schema", Level::Read) == "");
  expect_refusal("UPDATE CustTable SET Name = ''", Level::Read, "a query may not update CustTable");
  expect_refusal("CREATE INDEX k ON CustTable(Name)", Level::Read,
                 "a query may not change the schema");
}

BOOST_AUTO_TEST_CASE(nobody_leaves_the_database_or_the_transaction) {
  for (const Level level : levels_beside_setup) {
    const auto who = "a " + std::string(to_string(level)) + " may not ";
    expect_refusal("ATTACH 'x.db' AS x", level, who + "attach another database");
    expect_refusal("PRAGMA writable_schema = ON", level, who + "use PRAGMA writable_schema");
    expect_refusal("BEGIN", level, who + "begin or end a transaction (BEGIN)");
    expect_refusal("SAVEPOINT s", level, who + "use savepoints (BEGIN)");
    expect_refusal("SELECT load_extension('x')", level, who + "load an extension");
    expect_refusal("VACUUM INTO 'x.db'", level, who + "attach another database");
  }
  expect_refusal("ATTACH 'x.db' AS x", Level::Everything,
                 "a set-up statement may not attach another database");
  expect_refusal("PRAGMA journal_mode = OFF", Level::Everything,
                 "a set-up statement may not use PRAGMA journal_mode");
}

BOOST_AUTO_TEST_CASE(chance_and_the_connections_past_are_out_of_reach) {
  expect_refusal("UPDATE CustTable SET Name = random()", Level::Data,
                 "a data rule may not call random(): its result is not determined by the data");
  for (const auto* function :
       {"RANDOMBLOB(4)", "changes()", "total_changes()", "last_insert_rowid()"})
    BOOST_TEST(!refusal("SELECT " + std::string(function), Level::Everything).empty(), function);
  // The time zone of the machine, too.
  BOOST_TEST(!refusal("SELECT datetime('now', 'localtime')", Level::Read).empty());
}

BOOST_AUTO_TEST_CASE(the_schema_table_cannot_be_written_at_any_level) {
  for (const Level level : {Level::Everything, Level::Schema, Level::Data, Level::Read})
    BOOST_TEST(!refusal("DELETE FROM sqlite_schema", level).empty());
}

BOOST_AUTO_TEST_CASE(the_same_text_is_judged_at_each_level) {
  const auto* sql = "INSERT INTO SalesTable VALUES ('S1')";
  BOOST_TEST(refusal(sql, Level::Data) == "");
  BOOST_TEST(!refusal(sql, Level::Read).empty());
  // Also when SQLite prepares a remembered statement again.
  BOOST_TEST(refusal("ALTER TABLE CustTable ADD COLUMN x", Level::Schema) == "");
  BOOST_TEST(refusal(sql, Level::Data) == "");
  BOOST_TEST(!refusal(sql, Level::Read).empty());
}

BOOST_AUTO_TEST_CASE(a_runaway_statement_is_given_up) {
  expect_refusal(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "INSERT INTO SalesTable SELECT i FROM n",
      Level::Data, "gave up after 100000 steps of SQLite's virtual machine");
  BOOST_TEST(number(session, "SELECT count(*) FROM SalesTable") == 0);
  BOOST_TEST(refusal("INSERT INTO SalesTable VALUES ('S1')", Level::Data) == "");
}

BOOST_AUTO_TEST_CASE(the_tables_that_a_script_inserts_into_are_reported) {
  const auto changes = tests::expect(session.run(
      "INSERT INTO SalesTable VALUES ('S1'), ('S2'); UPDATE CustTable SET Name = 'x';"
      "REPLACE INTO CustTable VALUES ('C2', 'Fabrikam'); INSERT INTO SalesTable VALUES ('S3')",
      Level::Data));
  BOOST_TEST(changes.rows == 5);
  BOOST_TEST((changes.tables_inserted == std::vector<std::string>{"CustTable", "SalesTable"}));
}

BOOST_AUTO_TEST_CASE(a_script_is_checked_without_being_run) {
  BOOST_TEST(
      session.check("DELETE FROM CustTable; DELETE FROM SalesTable", Level::Data).has_value());
  BOOST_TEST(number(session, "SELECT count(*) FROM CustTable") == 1);
  const Error error = tests::expect_error(session.check(
      "UPDATE CustTable SET Name = '';\n  DELETE FROM CustTable WHERE Nam = ''", Level::Data));
  BOOST_TEST(to_string(error) ==
             "2:31: prepare \"DELETE FROM CustTable WHERE Nam = ''\": no such column: Nam\n"
             "  DELETE FROM CustTable WHERE Nam = ''\n"
             "                              ^");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
