#include "rehearse/sim/run/simulation.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "rehearse/tests/sim/run/stage.h"

namespace rehearse::sim {
namespace {

using model::Database;
using model::EnvironmentId;
using model::EventKind;
using model::Phase;

/// What model and rows disagree on after UAT1 was refreshed from production.
std::vector<Discrepancy> discrepancies_of_refresh(Stage& stage) {
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat1);
  settle(simulation);
  return stage.discrepancies;
}

Phase phase(const Simulation& simulation, EnvironmentId id) {
  return simulation.world()[id].movement.phase;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_simulation_test)

BOOST_AUTO_TEST_CASE(outcomes_of_one_instant_happen_in_the_order_in_which_they_were_asked_for) {
  Stage stage;
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat2);
  refresh(simulation, prod, uat1);
  simulation.advance_to_next();
  simulation.advance_to_next();
  BOOST_TEST(stage.observed[2] == "copy finishes in UAT2");
  BOOST_TEST(stage.observed[3] == "copy finishes in UAT1");
}

BOOST_AUTO_TEST_CASE(equal_inputs_give_equal_traces_and_another_seed_other_users) {
  const auto trace = [](std::uint64_t seed) {
    Stage stage;
    Simulation simulation = stage.simulate({.clock = {},
                                            .timing = {},
                                            .faults = {},
                                            .users = {{uat1, model::minutes(5), 9}},
                                            .seed = {seed}});
    refresh(simulation, prod, uat1);
    settle(simulation);
    return simulation.trace();
  };
  BOOST_TEST((trace(1) == trace(1)));
  BOOST_TEST((trace(1) != trace(2)));
}

BOOST_AUTO_TEST_CASE(a_data_rule_that_does_not_do_what_it_claims_makes_model_and_rows_disagree) {
  Stage stage;
  stage.data_rule("disable-users").statements = {
      "UPDATE UserInfo SET enable = 0 WHERE id = 'ALICIA'"};
  const auto discrepancies = discrepancies_of_refresh(stage);
  BOOST_REQUIRE(!discrepancies.empty());
  BOOST_TEST(discrepancies.front().id == "refinement");
  BOOST_TEST(discrepancies.front().sentence.contains("service accounts are enabled"));
}

BOOST_AUTO_TEST_CASE(a_data_rule_that_takes_too_much_loses_rows_that_must_travel) {
  Stage stage;
  stage.data_rule("blank-email-addresses").statements = {
      "UPDATE LogisticsElectronicAddress SET locator = ''"};
  const auto discrepancies = discrepancies_of_refresh(stage);
  BOOST_REQUIRE(!discrepancies.empty());
  BOOST_TEST(discrepancies.front().id == "INV-11");
  BOOST_TEST(discrepancies.front().sentence.contains("LogisticsElectronicAddress"));
}

BOOST_AUTO_TEST_CASE(a_row_that_comes_from_nowhere_is_found_by_its_mark) {
  Stage stage;
  stage.data_rule("disable-users")
      .statements.push_back(
          "INSERT INTO SysServerConfig(recId, serverId, RehearseOrigin) VALUES (99, 'x', "
          "'UAT1#1')");
  BOOST_TEST(
      discrepancies_of_refresh(stage).empty());  // the rule that empties the table runs after it

  Stage late;
  late.data_rule("clear-exchange-rate-keys")
      .statements.push_back(
          "INSERT INTO SysServerConfig(recId, serverId, RehearseOrigin) VALUES (99, 'x', "
          "'UAT1#1')");
  BOOST_TEST(!discrepancies_of_refresh(late).empty());
}

BOOST_AUTO_TEST_CASE(what_a_failed_data_rule_left_behind_is_taken_back_by_the_rollback) {
  Stage stage;
  Simulation simulation =
      stage.simulate({.clock = {},
                      .timing = {},
                      .faults = FaultPlan({{"data-rule:clear-attachments", uat1}}),
                      .users = {},
                      .seed = {}});
  const Image before = simulation.image(uat1, Database::Application);
  refresh(simulation, prod, uat1);
  settle(simulation);
  BOOST_TEST((phase(simulation, uat1) == Phase::Failed));
  const Image failed = simulation.image(uat1, Database::Application);
  BOOST_TEST(!same_pages(failed, simulation.image(prod, Database::Application)));
  simulation.act(model::Rollback{uat1});
  settle(simulation);
  BOOST_TEST((phase(simulation, uat1) == Phase::RolledBack));
  BOOST_TEST(same_pages(simulation.image(uat1, Database::Application), before));
  BOOST_TEST(stage.discrepancies.empty());
}

BOOST_AUTO_TEST_CASE(whoever_may_not_enter_does_not_even_get_an_error_of_his_sql) {
  Stage stage;
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat1);
  simulation.advance_to_next();
  const auto refused = simulation.write(uat1, model::Account::User, "this is no SQL");
  BOOST_REQUIRE(refused.has_value());
  BOOST_TEST((refused->front().refusal == model::Refusal::Offline));
}

BOOST_AUTO_TEST_CASE(users_who_find_no_row_to_work_on_try_in_vain_and_it_is_told) {
  Stage stage;
  Simulation simulation = stage.simulate({.clock = {},
                                          .timing = {},
                                          .faults = {},
                                          .users = {{uat1, model::minutes(5), 3}},
                                          .seed = {1}});
  BOOST_REQUIRE(simulation.write(uat1, model::Account::User, "DELETE FROM CustTable").has_value());
  const Image before = simulation.image(uat1, model::Database::Application);
  settle(simulation);
  BOOST_TEST(stage.count_observed("a user writes to UAT1") == 4);
  BOOST_TEST(same_pages(simulation.image(uat1, model::Database::Application), before));
  BOOST_TEST(stage.broken.none());
  BOOST_TEST(stage.discrepancies.empty());
}

BOOST_AUTO_TEST_CASE(refreshing_twice_gives_the_same_rows_as_once) {
  Stage stage;
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat1);
  settle(simulation);
  const Image once = simulation.image(uat1, Database::FinancialReporting);
  refresh(simulation, prod, uat1);
  settle(simulation);
  BOOST_TEST(same_pages(simulation.image(uat1, Database::FinancialReporting), once));
  BOOST_TEST(stage.discrepancies.empty());
}

BOOST_AUTO_TEST_CASE(every_effect_passes_its_fault_site) {
  Stage stage;
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat1);
  settle(simulation);
  for (const std::string site :
       {"copy", "replace", "data-rules", "data-rule:disable-users", "synchronize", "restart"}) {
    BOOST_TEST(simulation.fault_sites_visited().contains(site), site);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
