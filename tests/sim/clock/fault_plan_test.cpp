#include "rehearse/sim/clock/fault_plan.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::sim {

BOOST_AUTO_TEST_SUITE(clock_fault_plan_test)

BOOST_AUTO_TEST_CASE(a_fault_strikes_the_named_visit_of_its_site_in_its_environment_only) {
  FaultPlan plan({{.site = "copy", .environment = {1}, .visit = 2, .cause = "network"}});
  BOOST_TEST(plan.pass("copy", {1}) == nullptr);
  BOOST_TEST(plan.pass("copy", {2}) == nullptr);
  BOOST_TEST(plan.pass("replace", {1}) == nullptr);
  const Fault* fault = plan.pass("copy", {1});
  BOOST_REQUIRE(fault != nullptr);
  BOOST_TEST(fault->cause == "network");
  BOOST_TEST(plan.pass("copy", {1}) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_passage_is_counted) {
  FaultPlan plan;
  plan.pass("copy", {1});
  plan.pass("copy", {2});
  plan.pass("rollback", {1});
  BOOST_TEST(plan.visited().at("copy") == 2U);
  BOOST_TEST(plan.visited().at("rollback") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::sim
