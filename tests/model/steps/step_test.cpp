#include "rehearse/model/steps/step.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/story.h"

namespace rehearse::model::test {

BOOST_AUTO_TEST_SUITE(steps_step_test)

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
  story.world.environments[1].traits.insert(Trait::Commerce);
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

BOOST_AUTO_TEST_CASE(a_refresh_of_both_databases_counts_as_a_replacement_and_ends_the_backups) {
  Story story;
  const EnvironmentState before = story.world[uat1];
  story.pass(hours(1)).refresh(prod, uat1).finish_until(Phase::Completed);
  BOOST_TEST(story.world[uat1].generation == before.generation + 1);
  BOOST_TEST((story.world[uat1].history_start == story.world.now));
}

BOOST_AUTO_TEST_CASE(where_only_financial_reporting_moves_the_application_is_not_replaced) {
  Story story;
  story.policy.options_of(Process::Refresh).databases = {Database::FinancialReporting};
  const EnvironmentState before = story.world[uat1];
  story.pass(hours(1)).refresh(prod, uat1).finish_until(Phase::Sanitizing);
  const EnvironmentState& after = story.world[uat1];
  BOOST_TEST((after.contents.application == before.contents.application));
  BOOST_TEST(
      (after.contents.financial_reporting == story.world[prod].contents.financial_reporting));
  BOOST_TEST(after.generation == before.generation);  // its rows were born in UAT1 as it is
  BOOST_TEST((after.history_start == before.history_start));
}

BOOST_AUTO_TEST_CASE(a_source_is_not_replaced_while_it_is_copied_even_if_only_reports_move) {
  Story story;
  story.policy.options_of(Process::Refresh).databases = {Database::FinancialReporting};
  story.refresh(prod, uat1);
  story.world[uat1].copies_out = 1;  // as if no rule had kept a copy out of UAT1 away
  story.finish().finish();
  BOOST_TEST((story.phase() == Phase::Sanitizing));
  BOOST_TEST(ids_of(story.broken).contains("INV-31"));
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

BOOST_AUTO_TEST_CASE(what_was_paid_during_a_movement_is_owed_again_after_its_rollback) {
  Story story;
  story.refresh(prod, uat1).finish_until(Phase::Completed);
  const EnumSet<Debt> owed = story.world[uat1].debts;
  story.refresh(prod, uat1).then(Settle{uat1, Debt::BatchJobs}).then(Settle{uat1, Debt::Users});
  BOOST_TEST((story.world[uat1].debts != owed));
  story.fail().then(Rollback{uat1}).finish();
  BOOST_TEST((story.phase() == Phase::RolledBack));
  BOOST_TEST((story.world[uat1].debts == owed));
}

BOOST_AUTO_TEST_CASE(the_logs_of_an_automatic_rollback_are_downloaded_afterwards) {
  Story story;
  story.policy.options_of(Process::Refresh).rollback = RollbackOffer::Automatic;
  story.refresh(prod, uat1).finish().fail();
  BOOST_TEST((story.then(DownloadLogs{uat1}).refusal() == Refusal::NoFailureLogs));
  BOOST_TEST(story.finish().then(DownloadLogs{uat1}).last.has(EventKind::LogsDownloaded));
  BOOST_TEST(story.world[uat1].movement.logs_downloaded);
  BOOST_TEST((story.phase() == Phase::RolledBack));
  Story by_operator;
  by_operator.refresh(prod, uat1).fail().then(Rollback{uat1}).finish();
  BOOST_TEST((by_operator.then(DownloadLogs{uat1}).refusal() == Refusal::NoFailureLogs));
}

BOOST_AUTO_TEST_CASE(an_automatic_rollback_is_told_after_the_failure_in_one_step) {
  Story story;
  story.policy.options_of(Process::Refresh).rollback = RollbackOffer::Automatic;
  story.refresh(prod, uat1).finish().fail();
  std::vector<EventKind> kinds;
  for (const Event& event : story.last.events) kinds.push_back(event.kind);
  BOOST_TEST((kinds == std::vector{EventKind::EffectFailed, EventKind::PhaseEntered,
                                   EventKind::RollbackStarted}));
  BOOST_TEST((story.last.events[1].phase == Phase::Failed));
  BOOST_TEST(story.last.taken.size() == 2U);
}

BOOST_AUTO_TEST_CASE(with_automatic_rollback_a_failure_is_never_left_standing) {
  Story story;
  story.policy.options_of(Process::Refresh).rollback = RollbackOffer::Automatic;
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
