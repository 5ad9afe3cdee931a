#include <boost/test/unit_test.hpp>

#include "rehearse/tests/sim/run/stage.h"

/// A simulation goes back to a state that it was in.
namespace rehearse::sim {
namespace {

using model::Account;
using model::Database;

/// What follows from here: a write, then everything that is pending.
Digest future_of(Simulation& simulation) {
  const auto written =
      simulation.write(uat2, Account::User, "UPDATE CustTable SET creditMax = creditMax + 1");
  BOOST_REQUIRE(written.has_value());
  settle(simulation);
  return simulation.trace();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(run_save_test)

BOOST_AUTO_TEST_CASE(the_future_of_a_saved_state_is_the_same_however_often_it_is_restored) {
  Stage stage;
  Simulation simulation = stage.simulate();
  refresh(simulation, prod, uat1);
  simulation.advance_to_next();
  const Simulation::Saved saved = simulation.save();
  const Digest first = future_of(simulation);
  BOOST_TEST(simulation.world()[uat1].debts.contains(model::Debt::Users));

  simulation.restore(saved);
  BOOST_TEST(!simulation.world()[uat1].debts.contains(model::Debt::Users));
  simulation.act(model::ReceiveFile{prod});  // another future
  settle(simulation);
  BOOST_CHECK(simulation.trace() != first);

  simulation.restore(saved);
  BOOST_CHECK(future_of(simulation) == first);
}

BOOST_AUTO_TEST_CASE(databases_are_those_of_the_saved_state) {
  Stage stage;
  Simulation simulation = stage.simulate();
  const Simulation::Saved saved = simulation.save();
  const auto count = [&] {
    return stage.number(simulation.image(uat1, Database::Application),
                        "SELECT count(*) FROM DocuValue");
  };
  const std::int64_t before = count();
  BOOST_REQUIRE_GT(before, 0);
  refresh(simulation, prod, uat1);
  settle(simulation);
  BOOST_TEST(count() == 0);
  simulation.restore(saved);
  BOOST_TEST(count() == before);
}

BOOST_AUTO_TEST_CASE(a_fault_strikes_again_at_the_visit_that_it_was_planned_for) {
  Stage stage;
  Options options;
  options.faults = FaultPlan({{.site = "replace", .environment = uat1}});
  Simulation simulation = stage.simulate(std::move(options));
  const Simulation::Saved saved = simulation.save();
  for (int time = 0; time < 2; ++time) {
    refresh(simulation, prod, uat1);
    settle(simulation);
    BOOST_CHECK(simulation.world()[uat1].movement.phase == model::Phase::Failed);
    simulation.restore(saved);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
