#include "rehearse/model/invariants/invariants.h"

#include <boost/test/unit_test.hpp>
#include <map>

#include "rehearse/model/processes/process.h"
#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/movement_fixture.h"

namespace rehearse::model::test {
namespace {

/// Runs a whole movement into UAT1 under a policy without rules; which invariants does it break?
std::string broken_by(const Policy& policy, World world, const Start& start) {
  InvariantSet broken;
  CheckedStep taken = checked_step(policy, std::move(world), start);
  broken |= taken.broken;
  while (taken.step.effect.kind != EffectKind::None) {
    const Effect effect = taken.step.effect;
    taken = checked_step(policy, std::move(taken.step.world),
                         EffectFinished{effect.target, effect.kind});
    broken |= taken.broken;
  }
  return ids_of(broken);
}

struct Canary {
  Names names;
  World world = world_of(fleet_of(2), clock_start, names);
  Policy policy = policy_with({});

  EnvironmentState& source() { return world.environments[0]; }
  EnvironmentState& target() { return world.environments[1]; }
  std::string broken(Process process = Process::Refresh) {
    Start start{.process = process, .source = {0}, .target = {1}, .page = {}};
    if (process == Process::RestoreInPlace) start.source = start.target;
    if (is_restore(process)) {
      start.restore_point = clock_start;
      start.backup = backup_of(world[start.source]);
    }
    return broken_by(policy, world, start);
  }
};

/// What is broken when the data rules do not establish a fact, for each fact of which that is said
/// of something.
std::map<DataFact, std::string> broken_without_facts(
    Profile profile, Process process, EnvironmentKind into = EnvironmentKind::Sandbox) {
  std::map<DataFact, std::string> broken;
  for (std::size_t index = 0; index < enum_count<DataFact>; ++index) {
    const auto fact = static_cast<DataFact>(index);
    Canary canary;
    canary.policy.profile = profile;
    canary.source().kind = EnvironmentKind::Sandbox;
    canary.target().kind = into;
    forget(fact, canary.policy);
    if (const std::string ids = canary.broken(process); !ids.empty()) broken[fact] = ids;
  }
  return broken;
}

using enum DataFact;
using Expectations = std::map<DataFact, std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(invariants_invariants_test)

BOOST_AUTO_TEST_CASE(a_refresh_between_environments_that_fit_breaks_none) {
  BOOST_TEST(Canary().broken() == "");
  BOOST_TEST(Canary().broken(Process::Restore) == "");
  BOOST_TEST(Canary().broken(Process::RestoreInPlace) == "");
}

BOOST_AUTO_TEST_CASE(ids_are_in_order_and_unique_and_what_is_checked_by_step_can_be_asked) {
  std::string last;
  for (const Invariant& invariant : invariants()) {
    BOOST_TEST(last < invariant.id);
    last = invariant.id;
    BOOST_TEST((invariant.applies != nullptr) == (invariant.checked_by == CheckedBy::Step));
    BOOST_TEST((invariant.holds != nullptr) == (invariant.checked_by == CheckedBy::Step));
  }
}

BOOST_AUTO_TEST_CASE(capacity_at_the_limit_breaks_INV_15_and_a_byte_below_does_not) {
  Canary canary;
  canary.source().allocated_capacity = canary.target().maximum_capacity;
  BOOST_TEST(canary.broken() == "INV-15");
  canary.source().allocated_capacity.bytes--;
  BOOST_TEST(canary.broken() == "");
}

BOOST_AUTO_TEST_CASE(each_misfit_of_versions_breaks_INV_16) {
  Canary release;
  release.target().application_release = *Version::parse("10.0.9");
  BOOST_TEST(release.broken() == "INV-16");
  Canary reporting;
  reporting.target().financial_reporting_version = *Version::parse("10.0.8");
  BOOST_TEST(reporting.broken() == "INV-16");
  Canary platform;
  platform.source().platform_update = 20;
  BOOST_TEST(platform.broken() == "INV-16");
}

BOOST_AUTO_TEST_CASE(another_tenant_or_region_breaks_INV_17) {
  Canary tenant;
  tenant.target().tenant = tenant.names.intern("fabrikam");
  BOOST_TEST(tenant.broken() == "INV-17");
  Canary region;
  region.target().region = region.names.intern("North Europe");
  BOOST_TEST(region.broken() == "INV-17");
}

BOOST_AUTO_TEST_CASE(running_or_unprocessed_jobs_break_INV_18) {
  Canary running;
  running.target().jobs_stopped = false;
  BOOST_TEST(running.broken() == "INV-18");
  Canary waiting;
  waiting.target().contents.application.file_records = 1;
  waiting.target().files = 1;
  BOOST_TEST(waiting.broken() == "INV-18");
}

BOOST_AUTO_TEST_CASE(production_as_target_breaks_INV_03) {
  Canary canary;
  canary.target().kind = EnvironmentKind::Production;
  BOOST_TEST(canary.broken() == "INV-03");
}

BOOST_AUTO_TEST_CASE(moving_one_database_alone_breaks_INV_05) {
  Canary canary;
  canary.policy.options_of(Process::Refresh).databases = {Database::Application};
  BOOST_TEST(canary.broken() == "INV-05");
}

BOOST_AUTO_TEST_CASE(going_down_at_the_start_breaks_INV_19) {
  Canary canary;
  canary.policy.options_of(Process::Refresh).target_offline_from = OfflineFrom::Start;
  BOOST_TEST(canary.broken() == "INV-19");
}

BOOST_AUTO_TEST_CASE(each_missing_fact_breaks_its_invariant) {
  const Expectations expected = {
      {UsersDisabled, "INV-07"},           {UsersInInitialPartition, "INV-12"},
      {AdminFromWebConfig, "INV-14"},      {BatchWithheld, "INV-08"},
      {NoBatchHistory, "INV-10"},          {NoEmailAddresses, "INV-09 INV-10"},
      {NoSmtpRelay, "INV-09 INV-10"},      {NoPrintSettings, "INV-10"},
      {NoServerRecords, "INV-10"},         {NoAttachments, "INV-10"},
      {NoEncryptedValues, "INV-09 INV-13"}};
  BOOST_TEST((broken_without_facts(Profile::SelfService2020, Process::Refresh) == expected));
  BOOST_TEST((broken_without_facts(Profile::SelfService2020, Process::Restore) == expected));
}

BOOST_AUTO_TEST_CASE(today_other_things_stay_behind_on_the_way_into_a_sandbox) {
  Expectations expected = {{UsersDisabled, "INV-07"},
                           {UsersInInitialPartition, "INV-12"},
                           {AdminFromWebConfig, "INV-14"},
                           {BatchWithheld, "INV-08"},
                           {NoEmailAddresses, "INV-09 INV-10"},
                           {NoSmtpRelay, "INV-09 INV-10"},
                           {NoPrintSettings, "INV-10"},
                           {NoServerRecords, "INV-10"},
                           {NoAttachments, "INV-10"},
                           {NoEncryptedValues, "INV-09 INV-13"},
                           {NoDualWrite, "INV-10"}};
  BOOST_TEST((broken_without_facts(Profile::Current, Process::Restore) == expected));
  for (const DataFact fact :
       {MaintenanceModeOff, NoChangeTracking, NoEndpoints, NoDimensionRecords})
    expected[fact] = "INV-10";
  BOOST_TEST((broken_without_facts(Profile::Current, Process::Refresh) == expected));
}

BOOST_AUTO_TEST_CASE(today_less_stays_behind_on_the_way_into_production) {
  const Expectations expected = {
      {UsersDisabled, "INV-07"},      {UsersInInitialPartition, "INV-12"},
      {AdminFromWebConfig, "INV-14"}, {BatchWithheld, "INV-08"},
      {NoBatchHistory, "INV-10"},     {NoAttachments, "INV-10"},
      {NoEncryptedValues, "INV-13"},  {MaintenanceModeOff, "INV-10"},
      {NoDualWrite, "INV-10"},        {NoChangeTracking, "INV-10"},
      {NoEndpoints, "INV-10"}};
  BOOST_TEST((broken_without_facts(Profile::Current, Process::Refresh,
                                   EnvironmentKind::Production) == expected));
}

BOOST_AUTO_TEST_CASE(in_place_only_the_admin_is_asked_for) {
  const Expectations expected = {{AdminFromWebConfig, "INV-14"}};
  BOOST_TEST((broken_without_facts(Profile::Current, Process::RestoreInPlace) == expected));
}

BOOST_AUTO_TEST_CASE(production_may_be_a_target_where_the_newer_documents_allow_it) {
  Canary canary;
  canary.target().kind = EnvironmentKind::Production;
  canary.policy.profile = Profile::Current;
  BOOST_TEST(canary.broken() == "INV-03");  // from production
  BOOST_TEST(canary.broken(Process::Restore) == "INV-03");
  BOOST_TEST(canary.broken(Process::RestoreInPlace) == "");
  canary.source().kind = EnvironmentKind::Sandbox;
  BOOST_TEST(canary.broken() == "");
}

BOOST_AUTO_TEST_CASE(regions_do_not_matter_between_spartan_databases_of_a_refresh_of_today) {
  Canary canary;
  canary.target().region = canary.names.intern("North Europe");
  canary.source().traits.insert(Trait::Spartan);
  canary.policy.profile = Profile::Current;
  BOOST_TEST(canary.broken() == "INV-17");  // only one of them is
  canary.target().traits.insert(Trait::Spartan);
  BOOST_TEST(canary.broken() == "");
  BOOST_TEST(canary.broken(Process::Restore) == "INV-17");
  canary.policy.profile = Profile::SelfService2020;
  BOOST_TEST(canary.broken() == "INV-17");
}

BOOST_AUTO_TEST_CASE(without_a_rollback_a_failure_breaks_INV_44) {
  Canary canary;
  canary.policy.options_of(Process::Refresh).rollback = RollbackOffer::None;
  const World started =
      step(canary.policy, canary.world, Start{.source = {0}, .target = {1}, .page = {}}).world;
  const CheckedStep failed =
      checked_step(canary.policy, started, EffectFailed{{1}, EffectKind::CopyDatabases});
  BOOST_TEST(ids_of(failed.broken) == "INV-44");
}

BOOST_AUTO_TEST_CASE(a_rollback_to_the_failure_breaks_INV_28) {
  Canary canary;
  canary.policy.options_of(Process::Refresh).rollback_to = RollbackTo::Failure;
  World world =
      step(canary.policy, canary.world, Start{.source = {0}, .target = {1}, .page = {}}).world;
  world = step(canary.policy, world, EffectFinished{{1}, EffectKind::CopyDatabases}).world;
  world = step(canary.policy, world, EffectFinished{{1}, EffectKind::ReplaceTarget}).world;
  const CheckedStep failed =
      checked_step(canary.policy, world, EffectFailed{{1}, EffectKind::ApplyDataRules});
  BOOST_TEST(ids_of(failed.broken) == "INV-28");
}

BOOST_AUTO_TEST_CASE(showing_credentials_to_a_team_member_or_of_production_breaks_INV_33) {
  Canary canary;
  const auto shown = [&](EnvironmentId id, Role role) {
    return ids_of(checked_step(canary.policy, canary.world, ViewCredentials{id, role}).broken);
  };
  BOOST_TEST(shown({1}, Role::TeamMember) == "INV-33");
  BOOST_TEST(shown({0}, Role::ProjectOwner) == "INV-33");
  BOOST_TEST(shown({1}, Role::ProjectOwner) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
