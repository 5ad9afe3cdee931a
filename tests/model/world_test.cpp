#include "model/world.h"

#include <boost/test/unit_test.hpp>

#include "tests/model/refresh_fixture.h"

namespace rehearse::model::test {

BOOST_AUTO_TEST_SUITE(world_test)

BOOST_AUTO_TEST_CASE(worlds_of_equal_fleets_are_equal_and_hash_alike) {
  Names names;
  const World left = world_of(fleet_of(3), clock_start, names);
  World right = world_of(fleet_of(3), clock_start, names);
  BOOST_TEST((left == right));
  BOOST_TEST(hash(left) == hash(right));
  right.environments[2].available = false;
  BOOST_TEST((left != right));
  BOOST_TEST(hash(left) != hash(right));
}

BOOST_AUTO_TEST_CASE(the_hash_is_the_same_in_every_build) {
  Names names;
  BOOST_TEST(hash(world_of(fleet_of(2), clock_start, names)) == 3'758'055'991'425'050'173U);
}

BOOST_AUTO_TEST_CASE(a_fleet_becomes_a_world_in_which_nothing_has_happened) {
  Names names;
  Fleet fleet = fleet_of(2);
  fleet.environments[1].pending_files = 2;
  const World world = world_of(fleet, clock_start, names);
  const EnvironmentState& uat1 = world.environments[1];
  BOOST_TEST(names.text(uat1.name) == "UAT1");
  BOOST_TEST(names.text(uat1.admin_domain) == "contoso.com");
  BOOST_TEST((uat1.contents.application.origin == EnvironmentId{1}));
  BOOST_TEST(uat1.contents.application.file_records == 2);
  BOOST_TEST(uat1.files == 2);
  BOOST_TEST(orphaned_files(uat1) == 0);
  BOOST_TEST((uat1.movement.phase == Phase::None));
}

BOOST_AUTO_TEST_CASE(environments_are_found_whatever_the_case_of_their_name) {
  BOOST_TEST((find_environment(fleet_of(2), "uat1") == EnvironmentId{1}));
  BOOST_TEST((find_environment(fleet_of(2), "UAT9") == std::nullopt));
}

BOOST_AUTO_TEST_CASE(names_that_differ_in_case_alone_are_one) {
  Names names;
  const NameId west = names.intern("West Europe");
  BOOST_TEST((names.intern("WEST europe") == west));
  BOOST_TEST((names.intern("North Europe") != west));
  BOOST_TEST(names.text(west) == "West Europe");
  BOOST_TEST((names.intern("") == NameId{0}));
}

BOOST_AUTO_TEST_CASE(an_attribute_that_nobody_states_is_missing_in_a_decision) {
  Names names;
  Fleet fleet = fleet_of(2);
  fleet.environments[1].unstated.insert(Unstated::Region);
  const World world = world_of(fleet, clock_start, names);
  const StartRefresh start{.source = {0}, .target = {1}, .page = world.environments[1].name};
  const InputValues inputs = inputs_of(world, start);
  for (std::size_t index = 0; index < attribute_count; ++index) {
    const Attribute& attribute = vocabulary()[index];
    const bool unknown = attribute.subject == "target" && attribute.name == "region";
    const bool of_another_request = attribute.name == "role" || attribute.name == "update_path";
    BOOST_TEST((inputs[index] == missing) == (unknown || of_another_request), attribute.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
