#include "model/invariants.h"

#include <boost/test/unit_test.hpp>

#include "tests/model/refresh_fixture.h"

namespace rehearse::model::test {
namespace {

std::string broken_ids(const InvariantSet& broken) {
  std::string ids;
  for (std::size_t index = 0; index < invariants().size(); ++index) {
    if (broken.test(index)) ids += (ids.empty() ? "" : " ") + std::string(invariants()[index].id);
  }
  return ids;
}

/// Runs a whole refresh of UAT1 from PROD under a policy without rules; which invariants does it
/// break?
std::string broken_by_refresh(const Policy& policy, World world) {
  InvariantSet broken;
  CheckedStep taken = checked_step(policy, std::move(world),
                                   StartRefresh{.source = {0}, .target = {1}, .page = {}});
  broken |= taken.broken;
  while (taken.step.effect.kind != EffectKind::None) {
    const Effect effect = taken.step.effect;
    taken = checked_step(policy, std::move(taken.step.world),
                         EffectFinished{effect.target, effect.kind});
    broken |= taken.broken;
  }
  return broken_ids(broken);
}

struct Canary {
  Names names;
  World world = world_of(fleet_of(2), clock_start, names);
  Policy policy = policy_with({});

  EnvironmentState& source() { return world.environments[0]; }
  EnvironmentState& target() { return world.environments[1]; }
  std::string broken() { return broken_by_refresh(policy, world); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(invariants_test)

BOOST_AUTO_TEST_CASE(a_refresh_between_environments_that_fit_breaks_none) {
  BOOST_TEST(Canary().broken() == "");
}

BOOST_AUTO_TEST_CASE(ids_are_in_order_and_unique_and_each_cites_a_statement) {
  std::string last;
  for (const Invariant& invariant : invariants()) {
    BOOST_TEST(last < invariant.id);
    last = invariant.id;
    BOOST_TEST(!invariant.cites.empty(), invariant.id);
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
  canary.policy.refresh.databases = {Database::Application};
  BOOST_TEST(canary.broken() == "INV-05");
}

BOOST_AUTO_TEST_CASE(going_down_at_the_start_breaks_INV_19) {
  Canary canary;
  canary.policy.refresh.target_offline_from = OfflineFrom::Start;
  BOOST_TEST(canary.broken() == "INV-19");
}

BOOST_AUTO_TEST_CASE(each_missing_fact_breaks_its_invariant) {
  const std::pair<DataFact, std::string> expectations[] = {
      {DataFact::UsersDisabled, "INV-07"},           {DataFact::UsersInInitialPartition, "INV-12"},
      {DataFact::AdminFromWebConfig, "INV-14"},      {DataFact::BatchWithheld, "INV-08"},
      {DataFact::NoBatchHistory, "INV-10"},          {DataFact::NoEmailAddresses, "INV-09 INV-10"},
      {DataFact::NoSmtpRelay, "INV-09 INV-10"},      {DataFact::NoPrintSettings, "INV-10"},
      {DataFact::NoServerRecords, "INV-10"},         {DataFact::NoAttachments, "INV-10"},
      {DataFact::NoEncryptedValues, "INV-09 INV-13"}};
  BOOST_TEST(std::size(expectations) == enum_count<DataFact>);
  for (const auto& [fact, ids] : expectations) {
    Canary canary;
    canary.policy.facts_established.erase(fact);
    BOOST_TEST(canary.broken() == ids, to_string(fact));
  }
}

BOOST_AUTO_TEST_CASE(without_a_rollback_a_failure_breaks_INV_44) {
  Canary canary;
  canary.policy.refresh.rollback = RollbackOffer::None;
  const World started =
      step(canary.policy, canary.world, StartRefresh{.source = {0}, .target = {1}, .page = {}})
          .world;
  const CheckedStep failed =
      checked_step(canary.policy, started, EffectFailed{{1}, EffectKind::CopyDatabases});
  BOOST_TEST(broken_ids(failed.broken) == "INV-44");
}

BOOST_AUTO_TEST_CASE(a_rollback_to_the_failure_breaks_INV_28) {
  Canary canary;
  canary.policy.refresh.rollback_to = RollbackTo::Failure;
  World world =
      step(canary.policy, canary.world, StartRefresh{.source = {0}, .target = {1}, .page = {}})
          .world;
  world = step(canary.policy, world, EffectFinished{{1}, EffectKind::CopyDatabases}).world;
  world = step(canary.policy, world, EffectFinished{{1}, EffectKind::ReplaceTarget}).world;
  const CheckedStep failed =
      checked_step(canary.policy, world, EffectFailed{{1}, EffectKind::ApplyDataRules});
  BOOST_TEST(broken_ids(failed.broken) == "INV-28");
}

BOOST_AUTO_TEST_CASE(showing_credentials_to_a_team_member_or_of_production_breaks_INV_33) {
  Canary canary;
  const auto shown = [&](EnvironmentId id, Role role) {
    return broken_ids(checked_step(canary.policy, canary.world, ViewCredentials{id, role}).broken);
  };
  BOOST_TEST(shown({1}, Role::TeamMember) == "INV-33");
  BOOST_TEST(shown({0}, Role::ProjectOwner) == "INV-33");
  BOOST_TEST(shown({1}, Role::ProjectOwner) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
