#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "rehearse/scenarios/play/content.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/play/upgrade_fixture.h"

/// The upgrade from AX 2012 as a whole: the document's table, its queries, and that no failure
/// leaves a trace in the data.
namespace rehearse::scenarios {
namespace {

constexpr std::string_view execute = R"({ "do": "execute-runbook", "environment": "DEV1" })";

/// The upgrade document's two queries, to the letter (UPG-48, UPG-55).
constexpr std::string_view status_query =
    "SELECT StartTime, EndTime, Steps, SubSteps, Status\n"
    "FROM [DBUPGRADE].[DATAUPGRADESTATUS]\n"
    "ORDER BY EndTime DESC";
constexpr std::string_view error_query = "select * from RELEASEUPDATESCRIPTSERRORLOG";

sim::Table ask(const sim::Image& image, std::string_view query) {
  auto session = need(stage().engine->open(image));
  return need(session.query(query, sim::Level::Read));
}

/// One row of a table as the document prints it.
std::string line_of(const sim::Row& row) {
  std::string line;
  for (const sim::Value& value : row)
    line += (line.empty() ? "" : " | ") + std::get<std::string>(value);
  return line;
}

/// The table of the document in the order in which it is printed, by StartTime (UPG-64).
std::vector<std::string> documented_rows() {
  std::ifstream file(REHEARSE_SOURCE_DIR "/tests/scenarios/play/upgrade_status.txt");
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);) rows.push_back(line);
  return rows;
}

/// AXDB without what only tells of the run: when each sub-step ran, and what failed meanwhile.
sim::Image data_of(const sim::Image& axdb) {
  auto session = need(stage().engine->open(axdb));
  need(session.run("DROP TABLE DATAUPGRADESTATUS; DROP TABLE RELEASEUPDATESCRIPTSERRORLOG",
                   sim::Level::Everything));
  return session.image();
}

const model::Runbook& runbook() {
  static model::Names names;
  static const PolicyFile file = need(load_policy("data-upgrade", names));
  return file.policy.runbook;
}

/// The data of an upgrade that nothing disturbs.
const sim::Image& undisturbed() {
  static const Scenario scenario = upgrade_of(execute);
  static const sim::Image data = data_of(axdb_of(*played_to_the_end(scenario)));
  return data;
}

void check_recovered(const Scenario& scenario, const std::string& what) {
  const auto rehearsal = played_to_the_end(scenario);
  BOOST_TEST((rehearsal->simulation().world()[machine].movement.phase == model::Phase::Upgraded),
             what);
  const auto difference =
      need(difference_between(*stage().engine, data_of(axdb_of(*rehearsal)), undisturbed()));
  BOOST_TEST(difference.value_or("none") == "none", what);
}

/// When sub-step `position` begins and ends in an undisturbed upgrade.
std::pair<model::Instant, model::Instant> times_of(std::size_t position) {
  std::istringstream row(documented_rows()[documented_rows().size() - 1 - position]);
  std::string day;
  std::string begins;
  std::string bar;
  std::string ends;
  row >> day >> begins >> bar >> day >> ends;
  return {*model::parse_instant(fmt::format("{}T{}Z", day, begins)),
          *model::parse_instant(fmt::format("{}T{}Z", day, ends))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(play_upgrade_test)

BOOST_AUTO_TEST_CASE(the_table_is_that_of_the_document_to_the_millisecond) {
  const Scenario scenario = upgrade_of(execute);
  const auto rehearsal = played_to_the_end(scenario);
  const sim::Table table = ask(axdb_of(*rehearsal), status_query);
  std::vector<sim::Row> rows = table.rows;
  BOOST_TEST(rows.size() == 42U);
  BOOST_TEST(
      std::ranges::is_sorted(rows, std::greater(), [](const sim::Row& row) { return row[1]; }));
  std::ranges::sort(rows, std::greater());
  std::vector<std::string> lines;
  for (const sim::Row& row : rows) lines.push_back(line_of(row));
  BOOST_TEST(lines == documented_rows(), boost::test_tools::per_element());
  BOOST_TEST(ask(axdb_of(*rehearsal), error_query).rows.empty());
  BOOST_TEST(to_string(rehearsal->simulation().world().now - scenario.clock) == "PT10H48M6.077S");
}

BOOST_AUTO_TEST_CASE(a_fault_at_any_sub_step_and_a_rerun_end_in_the_same_data) {
  BOOST_REQUIRE(runbook().sub_steps.size() == 42U);
  for (const model::SubStep& sub_step : runbook().sub_steps) {
    const std::string fault = fmt::format(
        R"("faults": [{{ "site": "sub-step:{}", "environment": "DEV1" }}], )", sub_step.id);
    const std::string steps = fmt::format(
        R"({},
           {{ "expect": {{ "environment": "DEV1", "failed_sub_step": "{}" }} }},
           {{ "do": "execute-runbook", "environment": "DEV1", "rerun_step": 3 }})",
        execute, sub_step.id);
    check_recovered(upgrade_of(steps, fault), "a fault at " + sub_step.id);
  }
}

BOOST_AUTO_TEST_CASE(a_fault_in_any_script_and_a_rerun_end_in_the_same_data) {
  for (const model::Script& script : runbook().scripts) {
    const std::string fault = fmt::format(
        R"("faults": [{{ "site": "script:{}", "environment": "DEV1", "cause": "deadlock" }}], )",
        script.id);
    const std::string steps = fmt::format(
        R"({},
           {{ "expect": {{ "rows": {{ "database": "DEV1/application", "equal": [[1]],
              "sql": "SELECT ErrorCount FROM RELEASEUPDATESCRIPTSERRORLOG {}" }} }} }},
           {{ "do": "execute-runbook", "environment": "DEV1", "rerun_step": 3 }})",
        execute, "WHERE ErrorMessage = 'deadlock'");
    check_recovered(upgrade_of(steps, fault), "a fault in " + script.id);
  }
}

BOOST_AUTO_TEST_CASE(a_reboot_in_the_middle_of_any_sub_step_and_a_rerun_end_in_the_same_data) {
  for (std::size_t position = 0; position < runbook().sub_steps.size(); ++position) {
    const auto [begins, ends] = times_of(position);
    const model::Instant middle{(begins.ms + ends.ms) / 2};
    if (position + 1 == runbook().sub_steps.size()) break;  // nothing comes after it
    const std::string steps = fmt::format(
        R"({{ "do": "execute-runbook", "environment": "DEV1", "until": "PreReqs", "as": "u1" }},
           {{ "do": "reboot", "environment": "DEV1", "at": "{}" }},
           {{ "until": {{ "operation": "u1", "settled": true }} }},
           {{ "expect": {{ "operation": "u1", "status": "Failed" }} }},
           {{ "do": "stop-services", "environment": "DEV1" }},
           {{ "do": "open-prompt", "environment": "DEV1" }},
           {{ "do": "execute-runbook", "environment": "DEV1", "rerun_step": 3 }})",
        to_string(middle));
    check_recovered(upgrade_of(steps), "a reboot during " + runbook().sub_steps[position].id);
  }
}

BOOST_AUTO_TEST_CASE(the_upgraded_schema_is_that_of_the_new_version) {
  const sim::Image code = need(stage().stand_ins.fresh(model::Database::Application, {}));
  constexpr std::string_view columns =
      "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c "
      "WHERE m.type = 'table' ORDER BY lower(m.name), lower(c.name)";
  auto upgraded = need(stage().engine->open(undisturbed()));
  const auto has = need(upgraded.query(columns, sim::Level::Everything)).rows;
  auto wanted = need(stage().engine->open(code));
  for (const sim::Row& row : need(wanted.query(columns, sim::Level::Everything)).rows)
    BOOST_TEST(std::ranges::count(has, row) == 1, line_of(row) << " is missing");
}

/// Each time the machine begins anew from the backup, developers deploy their code again.
BOOST_AUTO_TEST_CASE(code_that_was_deployed_twice_is_synchronized_once) {
  constexpr std::string_view deploy = R"json({ "do": "customize", "environment": "DEV1",
      "require": "CREATE INDEX CONTOSO_BYNAMEIDX ON CustTable(Name)" },
    { "do": "restore-backup", "environment": "DEV1", "name": "AXDB" })json";
  const auto rehearsal =
      played_to_the_end(upgrade_of(fmt::format("{},\n{},\n{}", deploy, deploy, execute)));
  BOOST_CHECK(rehearsal->simulation().world()[machine].movement.phase == model::Phase::Upgraded);
}

BOOST_AUTO_TEST_CASE(the_queries_can_be_asked_while_it_runs) {
  const Scenario scenario = upgrade_of(
      R"({ "do": "execute-runbook", "environment": "DEV1", "until": "DbSync" },
         { "advance": "PT1H" })");
  const auto rehearsal = played_to_the_end(scenario);
  const auto rows = ask(axdb_of(*rehearsal), status_query).rows;
  BOOST_TEST(rows.size() == 26U);
  const sim::Row& last = rows.back();  // without an end: below all that have one
  BOOST_TEST((last[1] == sim::Value(sim::Null())));
  BOOST_TEST((last[4] == sim::Value("Started")));
  BOOST_TEST(ask(axdb_of(*rehearsal), error_query).rows.empty());
}

BOOST_AUTO_TEST_CASE(the_same_upgrade_twice_leaves_the_same_trace) {
  const Scenario scenario = upgrade_of(execute);
  BOOST_TEST(to_string(played_to_the_end(scenario)->simulation().trace()) ==
             to_string(played_to_the_end(scenario)->simulation().trace()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
