#include "model/step.h"

#include <boost/test/unit_test.hpp>

#include "tests/model/refresh_fixture.h"

namespace rehearse::model::test {
namespace {

constexpr EnvironmentId prod{0};
constexpr EnvironmentId uat1{1};
constexpr EnvironmentId uat2{2};

/// A world that moves on with every action; what an action led to is kept until the next.
struct Story {
  Names names;
  Policy policy = policy_with(structural_rules(names));
  World world = world_of(fleet_of(3), clock_start, names);
  Step last;

  Story& then(const Action& action) {
    last = step(policy, world, action);
    world = last.world;
    return *this;
  }
  Story& refresh(EnvironmentId source, EnvironmentId target) {
    return then(StartRefresh{.source = source, .target = target, .page = world[target].name});
  }
  Story& finish() { return then(EffectFinished{uat1, pending_effect(world[uat1].movement.phase)}); }
  Story& fail() { return then(EffectFailed{uat1, pending_effect(world[uat1].movement.phase)}); }
  Story& finish_until(Phase phase) {
    while (world[uat1].movement.phase != phase) finish();
    return *this;
  }
  Refusal refusal() const {
    return last.events.empty() ? Refusal::None : last.events.front().refusal;
  }
  Phase phase() const { return world[uat1].movement.phase; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(step_test)

BOOST_AUTO_TEST_CASE(users_keep_working_in_the_target_until_the_copy_arrives) {
  Story story;
  story.refresh(prod, uat1);
  BOOST_TEST(story.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
  story.finish();
  BOOST_TEST((story.phase() == Phase::Replacing));
  BOOST_TEST(story.last.has(EventKind::WentOffline));
  BOOST_TEST((story.then(SignIn{uat1, Account::User}).refusal() == Refusal::Offline));
  BOOST_TEST((story.then(SignIn{uat1, Account::Admin}).refusal() == Refusal::Offline));
}

BOOST_AUTO_TEST_CASE(after_completion_only_admin_and_service_accounts_get_in_and_work_is_owed) {
  Story story;
  story.refresh(prod, uat1).finish_until(Phase::Completed);
  BOOST_TEST(story.last.has(EventKind::CameOnline));
  BOOST_TEST((story.then(SignIn{uat1, Account::User}).refusal() == Refusal::UserDisabled));
  BOOST_TEST(story.then(SignIn{uat1, Account::Admin}).last.has(EventKind::SignedIn));
  BOOST_TEST(story.then(SignIn{uat1, Account::Service}).last.has(EventKind::SignedIn));
  BOOST_TEST(to_string(story.world[uat1].debts) ==
             "admin-clean-up, endpoints, users, batch-jobs, recurring-jobs");
}

BOOST_AUTO_TEST_CASE(commerce_steps_are_owed_only_where_commerce_is_used) {
  Story story;
  story.world.environments[1].uses_commerce = true;
  story.refresh(prod, uat1).finish_until(Phase::Completed);
  BOOST_TEST(story.world[uat1].debts.contains(Debt::CommerceSteps));
}

BOOST_AUTO_TEST_CASE(rollback_takes_back_what_users_wrote_while_the_copy_ran) {
  Story story;
  const Contents before = story.world[uat1].contents;
  story.refresh(prod, uat1).then(Write{uat1, Account::User, {}});
  BOOST_TEST((story.world[uat1].contents != before));
  story.finish().fail().then(Rollback{uat1});
  BOOST_TEST((story.phase() == Phase::RollingBack));
  story.finish();
  BOOST_TEST((story.phase() == Phase::RolledBack));
  BOOST_TEST((story.world[uat1].contents == before));
  BOOST_TEST(story.world[uat1].available);
}

BOOST_AUTO_TEST_CASE(a_failed_copy_leaves_the_target_up) {
  Story story;
  story.refresh(prod, uat1).fail();
  BOOST_TEST((story.phase() == Phase::Failed));
  BOOST_TEST(story.world[uat1].available);
  BOOST_TEST(story.world[prod].copies_out == 0);
}

BOOST_AUTO_TEST_CASE(a_rollback_that_fails_can_be_tried_until_it_succeeds) {
  Story story;
  story.refresh(prod, uat1).finish().fail().then(Rollback{uat1}).fail();
  BOOST_TEST((story.phase() == Phase::RollbackFailed));
  story.then(Rollback{uat1}).finish();
  BOOST_TEST((story.phase() == Phase::RolledBack));
}

BOOST_AUTO_TEST_CASE(what_does_not_exist_in_a_state_is_refused_and_changes_nothing) {
  Story story;
  const World before = story.world;
  BOOST_TEST((story.then(Rollback{uat1}).refusal() == Refusal::NoRollbackBeforeFailure));
  BOOST_TEST((story.then(DownloadLogs{uat1}).refusal() == Refusal::NoFailureLogs));
  BOOST_TEST((story.then(Cancel{uat1}).refusal() == Refusal::NoCancel));
  BOOST_TEST((story.then(Settle{uat1, Debt::Users}).refusal() == Refusal::NotOwed));
  BOOST_TEST((story.then(EffectFinished{uat1, EffectKind::Synchronize}).refusal() ==
              Refusal::NothingPending));
  BOOST_TEST(
      (story.then(EffectFinished{uat1, EffectKind::None}).refusal() == Refusal::NothingPending));
  BOOST_TEST((story.then(PassTime{clock_start - hours(1)}).refusal() == Refusal::TimeRunsForward));
  BOOST_TEST((story.world == before));
}

BOOST_AUTO_TEST_CASE(a_completed_refresh_cannot_be_rolled_back) {
  Story story;
  story.refresh(prod, uat1).finish_until(Phase::Completed);
  BOOST_TEST((story.then(Rollback{uat1}).refusal() == Refusal::NoRollbackBeforeFailure));
}

BOOST_AUTO_TEST_CASE(nothing_new_starts_while_a_failure_is_unresolved) {
  Story story;
  story.refresh(prod, uat1).fail();
  BOOST_TEST(story.refresh(prod, uat1).last.has(EventKind::Denied));
  BOOST_TEST(story.refresh(uat1, uat2).last.has(EventKind::Denied));
  BOOST_TEST(story.refresh(prod, uat2).last.has(EventKind::Started));
}

BOOST_AUTO_TEST_CASE(a_sandbox_that_is_being_copied_cannot_be_replaced) {
  Story story;
  story.refresh(uat2, uat1);
  BOOST_TEST(story.refresh(prod, uat2).last.has(EventKind::Denied));
  story.finish();
  BOOST_TEST(story.refresh(prod, uat2).last.has(EventKind::Started));
}

BOOST_AUTO_TEST_CASE(files_that_stay_behind_are_orphans_on_both_sides) {
  Story story;
  story.world.environments[2].jobs_stopped = false;
  story.then(ReceiveFile{uat2}).then(ReceiveFile{uat2});
  story.refresh(uat2, uat1).finish_until(Phase::Sanitizing);
  BOOST_TEST(orphaned_files(story.world[uat1]) == 2);  // records of files that stayed in UAT2
  BOOST_TEST(orphaned_files(story.world[uat2]) == 0);
  story.finish_until(Phase::Completed).then(ReceiveFile{uat1}).then(ProcessFiles{uat1});
  BOOST_TEST(orphaned_files(story.world[uat1]) == 2);  // orphans are never processed
}

BOOST_AUTO_TEST_CASE(users_let_in_before_the_clean_up_are_noticed) {
  Story story;
  story.refresh(prod, uat1).finish_until(Phase::Completed);
  BOOST_TEST(story.then(Settle{uat1, Debt::Users}).last.has(EventKind::UsersBeforeCleanUp));
  Story careful;
  careful.refresh(prod, uat1).finish_until(Phase::Completed).then(Settle{uat1, Debt::AdminCleanUp});
  BOOST_TEST(!careful.then(Settle{uat1, Debt::Users}).last.has(EventKind::UsersBeforeCleanUp));
  BOOST_TEST(careful.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
}

BOOST_AUTO_TEST_CASE(with_automatic_rollback_a_failure_is_never_left_standing) {
  Story story;
  story.policy.refresh.rollback = RollbackOffer::Automatic;
  story.refresh(prod, uat1).finish().fail();
  BOOST_TEST((story.phase() == Phase::RollingBack));
  BOOST_TEST((story.last.effect.kind == EffectKind::RestorePreImage));
}

BOOST_AUTO_TEST_CASE(redeploying_is_the_way_to_another_tenant_but_not_for_production) {
  Story story;
  const NameId account = story.names.intern("admin@fabrikam.com");
  const NameId tenant = story.names.intern("fabrikam");
  const Redeploy redeploy{uat1, account, story.names.intern("fabrikam.com"), tenant,
                          *Version::parse("10.0.9")};
  story.then(redeploy);
  BOOST_TEST((story.world[uat1].tenant == tenant));
  BOOST_TEST((story.world[uat1].web_config_admin == account));
  BOOST_TEST((story.world[uat1].contents.application.tenant == tenant));
  Redeploy production = redeploy;
  production.environment = prod;
  BOOST_TEST((story.then(production).refusal() == Refusal::ProductionIsNotRedeployed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
