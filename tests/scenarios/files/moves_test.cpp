#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/play/fixture.h"

/// How files ask for movements other than a refresh, and for what comes with them.
namespace rehearse::scenarios {
namespace {

constexpr model::EnvironmentId prod{0}, uat1{1};

/// `clock` is 2020-03-02T09:00:00Z.
Scenario read_steps(std::string_view steps, std::string_view head = "") {
  return need(stage().reader.read(file_of(steps, head), "test.json"));
}

std::string error_of(std::string_view steps, std::string_view head = "") {
  const auto scenario = stage().reader.read(file_of(steps, head), "test.json");
  return scenario ? "no error" : scenario.error().what + " | " + scenario.error().hint;
}

template <typename T>
const T& deed(const Scenario& scenario, std::size_t step) {
  return std::get<T>(std::get<Do>(scenario.steps.at(step).what).deed);
}

WindowOf window(std::int64_t from_hours, std::int64_t to_hours) {
  const model::Instant clock = model::parse_instant("2020-03-02T09:00:00Z").value();
  return {clock + model::hours(from_hours), model::hours(to_hours - from_hours)};
}

constexpr std::string_view requested = R"("policy": "requested-2017", )";

}  // namespace

BOOST_AUTO_TEST_SUITE(files_moves_test)

BOOST_AUTO_TEST_CASE(a_restore_says_from_when) {
  const Scenario scenario = read_steps(R"json(
    { "do": "restore", "source": "PROD", "target": "UAT1", "restore_point": "-P3D", "as": "r1" },
    { "do": "restore", "source": "PROD", "target": "UAT1", "via": "api", "role": "team-member",
      "restore_point": "2020-03-01T10:00:00+01:00", "until": "Creating" },
    { "do": "restore", "source": "PROD", "target": "UAT1" })json");
  const AskedMovement& operation = scenario.asked.at(0);
  BOOST_TEST((operation.process == model::Process::Restore));
  BOOST_TEST((operation.source == prod && operation.target == uat1));
  const auto& plain = deed<Move>(scenario, 0);
  BOOST_TEST((plain.page == uat1));
  BOOST_TEST((plain.restore_point == scenario.clock - model::days(3)));
  const auto& special = deed<Move>(scenario, 1);
  BOOST_TEST((special.via == model::Via::Api));
  BOOST_TEST((special.role == model::Role::TeamMember));
  BOOST_TEST((special.restore_point == scenario.clock - model::days(1)));
  BOOST_TEST((special.patience == Patience::of(model::Phase::Creating)));
  BOOST_TEST(!deed<Move>(scenario, 2).restore_point.has_value());
}

BOOST_AUTO_TEST_CASE(a_restore_in_place_has_one_environment) {
  const Scenario scenario = read_steps(
      R"json({ "do": "restore-in-place", "environment": "UAT1", "restore_point": "-PT1H",
               "page": "PROD" })json",
      R"("policy": "current", )");
  const AskedMovement& operation = scenario.asked.at(0);
  BOOST_TEST((operation.process == model::Process::RestoreInPlace));
  BOOST_TEST((operation.source == uat1 && operation.target == uat1));
  BOOST_TEST((deed<Move>(scenario, 0).page == prod));
}

BOOST_AUTO_TEST_CASE(a_form_for_a_refresh_copies_production_unless_it_names_a_source) {
  const Scenario scenario = read_steps(R"json(
    { "do": "request-refresh", "target": "UAT1", "as": "r1",
      "window": { "start": "+PT24H", "end": "+PT26H" } },
    { "do": "request-refresh", "target": "UAT1", "source": "UAT2", "database": "entity-store",
      "window": { "start": "2020-03-03T09:00:00Z", "end": "+PT26H" }, "all_acknowledged": false,
      "restore_point": "-P1D", "until": "Submitted" })json",
                                       requested);
  BOOST_TEST((scenario.asked.at(0).process == model::Process::RequestedRefresh));
  BOOST_TEST((scenario.asked.at(0).source == prod));
  BOOST_TEST((deed<Move>(scenario, 0).window == window(24, 26)));
  BOOST_TEST(deed<Move>(scenario, 0).all_acknowledged);
  const auto& special = deed<Move>(scenario, 1);
  BOOST_TEST((scenario.asked.at(1).source == model::EnvironmentId{2}));
  BOOST_TEST((special.window == window(24, 26)));
  BOOST_TEST((special.database == model::RequestedDatabase::EntityStore));
  BOOST_TEST((special.restore_point == scenario.clock - model::days(1)));
  BOOST_TEST(!special.all_acknowledged);
}

BOOST_AUTO_TEST_CASE(a_policy_may_ask_for_the_source_to_be_named) {
  const std::string head = R"("policy": { "extends": "requested-2017", "operations": {
    "requested-refresh": { "default_source":
      { "value": "none", "because": "b", "cites": ["B-17"] } } } }, )";
  const std::string form = R"({ "do": "request-refresh", "target": "UAT1",
    "window": { "start": "+PT24H", "end": "+PT26H" } })";
  BOOST_TEST(error_of(form, head) ==
             "read scenario: source is missing | this policy knows no source when the form names "
             "none");
  BOOST_TEST(error_of(form, std::string(requested) + R"("fleet": { "extends": "contoso",
    "environments": [{ "name": "UAT1", "kind": "production" }] }, )") ==
             "read scenario: source is missing | the fleet has 2 production environments, not one");
}

BOOST_AUTO_TEST_CASE(a_form_for_a_restore_says_when_from_when_and_what_is_acknowledged) {
  const Scenario scenario = read_steps(R"json(
    { "do": "request-restore", "environment": "UAT1", "restore_point": "-P1D",
      "window": { "start": "+PT24H", "end": "+PT26H" } },
    { "do": "request-restore", "environment": "UAT1", "acknowledgements": 2,
      "window": { "start": "+PT24H", "end": "+PT26H" } })json",
                                       requested);
  BOOST_TEST((scenario.asked.at(0).process == model::Process::RequestedRestore));
  BOOST_TEST((scenario.asked.at(0).source == uat1));
  BOOST_TEST((deed<Move>(scenario, 0).window == window(24, 26)));
  BOOST_TEST(deed<Move>(scenario, 0).acknowledgements == 3);
  BOOST_TEST(deed<Move>(scenario, 1).acknowledgements == 2);
}

BOOST_AUTO_TEST_CASE(what_happens_to_a_work_item_is_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "request-restore", "environment": "UAT1", "restore_point": "-P1D", "as": "r1",
      "window": { "start": "+PT24H", "end": "+PT26H" } },
    { "do": "accept", "operation": "R1" },
    { "do": "reschedule", "operation": "r1", "window": { "start": "+PT48H", "end": "+PT50H" } },
    { "do": "reschedule", "operation": "r1", "window": { "start": "+PT48H", "end": "+PT50H" },
      "restore_point": "-P2D", "role": "team-member" },
    { "do": "cancel", "operation": "r1", "role": "environment-manager" },
    { "expect": { "operation": "r1", "status": "Cancelled" } })json",
                                       requested);
  BOOST_TEST((deed<Accept>(scenario, 1).operation == MovementId{0}));
  const auto& plain = deed<Reschedule>(scenario, 2);
  BOOST_TEST((plain.operation == MovementId{0} && plain.window == window(48, 50)));
  BOOST_TEST(!plain.restore_point.has_value());
  const auto& special = deed<Reschedule>(scenario, 3);
  BOOST_TEST((special.restore_point == scenario.clock - model::days(2)));
  BOOST_TEST((special.role == model::Role::TeamMember));
  BOOST_TEST((deed<Cancel>(scenario, 4).role == model::Role::EnvironmentManager));
}

BOOST_AUTO_TEST_CASE(what_the_reprovisioning_tool_needs_is_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "install-hotfix", "environment": "UAT1", "hotfix": "kb4035399" },
    { "do": "rename-channels", "environment": "UAT1", "database": "Shops", "group": "All" },
    { "do": "prepare-tool", "environment": "UAT1", "step": "uploaded" },
    { "do": "settle", "environment": "UAT1", "debt": "reprovision",
      "until": "Reprovisioning" })json");
  BOOST_TEST((deed<model::InstallHotfix>(scenario, 0) ==
              model::InstallHotfix{uat1, model::Hotfix::KB4035399}));
  BOOST_TEST(deed<RenameChannels>(scenario, 1).database == "Shops");
  BOOST_TEST(deed<RenameChannels>(scenario, 1).group == "All");
  BOOST_TEST((deed<model::PrepareTool>(scenario, 2) ==
              model::PrepareTool{uat1, model::ToolState::Uploaded}));
  BOOST_TEST((deed<Settle>(scenario, 3).debt == model::Debt::Reprovisioning));
  BOOST_TEST((deed<Settle>(scenario, 3).patience == Patience::of(model::Phase::Reprovisioning)));
}

BOOST_AUTO_TEST_CASE(a_negative_time_lies_before_the_clock_and_a_timing_says_how_long) {
  const Scenario scenario = read_steps(
      R"({ "do": "restore", "source": "PROD", "target": "UAT1", "restore_point": "-PT0S" })",
      R"("timing": { "restore_backups": "PT1M", "reprovision": "PT2M", "wait": "PT3M" }, )");
  BOOST_TEST((deed<Move>(scenario, 0).restore_point == scenario.clock));
  BOOST_TEST((scenario.timing.restore_backups == model::minutes(1)));
  BOOST_TEST((scenario.timing.reprovision == model::minutes(2)));
  BOOST_TEST((scenario.timing.wait == model::minutes(3)));
}

BOOST_AUTO_TEST_CASE(waiting_for_a_window_is_no_fault_site) {
  const auto sites = [](std::string_view site) {
    return error_of(
        R"({ "advance": "PT1H" })",
        fmt::format(R"("faults": [ {{ "site": "{}", "environment": "UAT1" }} ], )", site));
  };
  BOOST_TEST(sites("restore-backups") == "no error");
  BOOST_TEST(sites("reprovision") == "no error");
  BOOST_TEST(
      sites("await-window").starts_with("read scenario: \"await-window\" is not a fault site"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
