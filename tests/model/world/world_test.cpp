#include "rehearse/model/world/world.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/movement_fixture.h"

namespace rehearse::model::test {
namespace {

/// The attributes that are missing, each followed by a space, but for those of an upgrade.
std::string missing_in(const Inquiry& inquiry) {
  std::string text;
  for (std::size_t index = 0; index < attribute_count; ++index) {
    const Attribute& attribute = vocabulary()[index];
    if (inquiry.inputs[index] == missing && attribute.subject != "upgrade")
      text += std::string(attribute.subject) + "." + std::string(attribute.name) + " ";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(world_world_test)

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
  BOOST_TEST(hash(world_of(fleet_of(2), clock_start, names)) == 11'024'814'363'819'667'676U);
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
  const Start start{.source = {0}, .target = {1}, .page = world.environments[1].name};
  const auto inquiry = inquiry_of(policy_with({}), world, start);
  BOOST_REQUIRE(inquiry.has_value());
  BOOST_TEST((inquiry->operation == Operation::Refresh));
  BOOST_TEST(missing_in(*inquiry) ==
             "target.region request.update_path request.restore_point request.window_start "
             "request.window_end request.database request.acknowledgements "
             "request.all_acknowledged request.release_at_point request.code_at_point "
             "request.jobs_processed_at_point ");
}

BOOST_AUTO_TEST_CASE(a_restore_point_that_no_backup_reaches_says_nothing_of_the_code_of_then) {
  Names names;
  const World world = world_of(fleet_of(2), clock_start, names);
  Start start{.process = Process::Restore,
              .source = {0},
              .target = {1},
              .page = world.environments[1].name,
              .restore_point = clock_start};
  BOOST_TEST(missing_in(*inquiry_of(policy_with({}), world, start))
                 .ends_with("release_at_point request.code_at_point "
                            "request.jobs_processed_at_point "));
  start.backup = backup_of(world.environments[0]);
  BOOST_TEST(!missing_in(*inquiry_of(policy_with({}), world, start)).contains("at_point"));
}

BOOST_AUTO_TEST_CASE(code_differs_majorly_by_its_first_two_components_alone) {
  Names names;
  EnvironmentState environment = world_of(fleet_of(2), clock_start, names).environments[1];
  const auto change = [&](std::string_view release, std::uint16_t platform_update) {
    return code_change(environment, {.contents = {},
                                     .application_release = *Version::parse(release),
                                     .platform_update = platform_update,
                                     .exists = true});
  };
  BOOST_TEST((change("10.0.8", 32) == CodeChange::Same));
  BOOST_TEST((change("10.0.8", 31) == CodeChange::Minor));
  BOOST_TEST((change("10.0.7", 32) == CodeChange::Minor));
  BOOST_TEST((change("10.0.8.1", 32) == CodeChange::Minor));
  BOOST_TEST((change("10.1.8", 32) == CodeChange::Major));
  BOOST_TEST((change("9.0.8", 32) == CodeChange::Major));
}

BOOST_AUTO_TEST_CASE(starts_are_counted_for_24_hours_and_not_an_instant_longer) {
  EnvironmentState environment{};
  environment.starts = {clock_start, clock_start - hours(1), {}};
  BOOST_TEST(recent_starts(environment, clock_start) == 2);
  BOOST_TEST(recent_starts(environment, clock_start + hours(23)) == 1);
  BOOST_TEST(recent_starts(environment, clock_start + hours(24)) == 0);
}

BOOST_AUTO_TEST_CASE(
    a_work_item_is_accepted_while_engineers_work_and_succeeded_while_the_tool_runs) {
  const auto status = [](Process process, Phase phase) { return status_of(process, phase); };
  BOOST_TEST((status(Process::RequestedRefresh, Phase::Copying) == Status::RequestAccepted));
  BOOST_TEST((status(Process::Refresh, Phase::Copying) == Status::InProgress));
  BOOST_TEST((status(Process::RequestedRefresh, Phase::Reprovisioning) == Status::Succeeded));
  BOOST_TEST((status(Process::RequestedRestore, Phase::PostSynchronizing) == Status::Succeeded));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
