#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/story.h"

/// Stories of work items, from the form to what they leave to do.
namespace rehearse::model::test {
namespace {

/// The next window, a day after the first one of a story.
Window a_day_later() { return window_after(clock_start, hours(48)); }

/// UAT1 was refreshed from UAT2 by engineers.
Story refreshed() {
  Story story;
  story.request_refresh(uat2).accept_and_begin().finish_until(Phase::Succeeded);
  return story;
}

bool begins_work(Story& story) { return story.finish().last.has(EventKind::WorkBegan); }

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_work_item_test)

BOOST_AUTO_TEST_CASE(a_work_item_waits_for_its_acceptance_then_for_its_window_then_takes_it_down) {
  Story story;
  const Content before = story.world[uat1].contents.application;
  story.request_refresh(uat2);
  BOOST_TEST(story.last.has(EventKind::Submitted));
  BOOST_TEST((story.last.effect.kind == EffectKind::None));  // nobody works before the acceptance
  BOOST_TEST((story.status() == Status::Submitted));
  story.then(Accept{uat1});
  BOOST_TEST((story.status() == Status::RequestAccepted));
  BOOST_TEST((story.last.effect.kind == EffectKind::AwaitWindow));
  BOOST_TEST(story.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
  story.then(PassTime{story.world[uat1].movement.window_start}).finish();
  BOOST_TEST(story.last.has(EventKind::WorkBegan));
  BOOST_TEST(story.last.has(EventKind::WentOffline));
  BOOST_TEST(story.world[uat2].copies_out == 1);
  story.finish_until(Phase::Succeeded);
  BOOST_TEST((story.status() == Status::Succeeded));
  BOOST_TEST(story.world[uat1].available);
  BOOST_TEST((story.world[uat1].contents.application != before));
  BOOST_TEST((story.world[uat1].contents.application.origin == uat2));
}

BOOST_AUTO_TEST_CASE(an_exact_copy_locks_nobody_out_and_leaves_financial_reporting_alone) {
  const Contents before = Story().world[uat1].contents;
  Story story = refreshed();
  BOOST_TEST(story.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
  BOOST_TEST((story.world[uat1].contents.application.facts == EnumSet<DataFact>()));
  BOOST_TEST((story.world[uat1].contents.financial_reporting == before.financial_reporting));
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting, reprovision");
}

BOOST_AUTO_TEST_CASE(a_copy_that_is_scrubbed_locks_users_out_and_owes_more) {
  Story story;
  ProcessOptions& options = story.policy.options_of(Process::RequestedRefresh);
  options.data = DataTreatment::Scrubbed;
  options.databases = EnumSet<Database>::all();
  story.request_refresh(uat2).accept_and_begin().finish_until(Phase::Succeeded);
  BOOST_TEST((story.then(SignIn{uat1, Account::User}).refusal() == Refusal::UserDisabled));
  BOOST_TEST(to_string(story.world[uat1].debts) ==
             "admin-clean-up, users, batch-jobs, reprovision");
}

BOOST_AUTO_TEST_CASE(a_form_a_minute_late_is_denied_and_submits_nothing) {
  Story story;
  const World before = story.world;
  story.request_refresh(uat2, minutes(24 * 60 - 1));
  BOOST_TEST(story.is_denied_by("lead-time"));
  BOOST_TEST((story.world == before));
}

BOOST_AUTO_TEST_CASE(a_work_item_is_accepted_once_and_only_before_its_window_is_over) {
  Story story;
  BOOST_TEST((story.then(Accept{uat1}).refusal() == Refusal::NoOpenRequest));
  story.request_refresh(uat2).then(Accept{uat1});
  BOOST_TEST((story.then(Accept{uat1}).refusal() == Refusal::AcceptedAlready));
  Story late;
  late.request_refresh(uat2).pass(hours(26));
  BOOST_TEST((late.then(Accept{uat1}).refusal() == Refusal::WindowPassed));
  Story at_the_last_moment;
  at_the_last_moment.request_refresh(uat2).then(PassTime{clock_start + Duration{hours(26).ms - 1}});
  BOOST_TEST(at_the_last_moment.then(Accept{uat1}).last.has(EventKind::Accepted));
  BOOST_TEST(begins_work(at_the_last_moment));  // what was accepted is carried out
}

BOOST_AUTO_TEST_CASE(work_does_not_begin_an_instant_before_the_window) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1});
  story.then(PassTime{clock_start + Duration{hours(24).ms - 1}}).finish();
  BOOST_TEST((story.refusal() == Refusal::WindowClosed));
  story.pass(Duration{1});
  BOOST_TEST(begins_work(story));
}

BOOST_AUTO_TEST_CASE(time_cannot_fail) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1}).pass(hours(24));
  const World before = story.world;
  story.fail();
  BOOST_TEST((story.world == before));
}

BOOST_AUTO_TEST_CASE(a_work_item_that_is_rescheduled_must_be_accepted_again) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1}).pass(hours(1));
  story.then(Reschedule{uat1, a_day_later()});
  BOOST_TEST((story.status() == Status::Submitted));
  BOOST_TEST(story.last.has(EventKind::Rescheduled));
  BOOST_TEST((story.world[uat1].movement.submitted == clock_start + hours(1)));
  story.pass(hours(23));
  BOOST_TEST((story.then(EffectFinished{uat1, EffectKind::AwaitWindow}).refusal() ==
              Refusal::NothingPending));  // the first window opens for nobody
  story.accept_and_begin();
  BOOST_TEST((story.world.now == a_day_later().start));
  BOOST_TEST((story.phase() == Phase::Copying));
}

BOOST_AUTO_TEST_CASE(a_policy_may_keep_the_acceptance_of_a_work_item_that_is_rescheduled) {
  Story story;
  story.policy.options_of(Process::RequestedRefresh).acceptance_after_reschedule = Acceptance::Kept;
  story.request_refresh(uat2).then(Accept{uat1}).then(Reschedule{uat1, a_day_later()});
  BOOST_TEST((story.status() == Status::RequestAccepted));
  BOOST_TEST((story.last.effect.kind == EffectKind::AwaitWindow));
  story.pass(hours(24)).finish();
  BOOST_TEST((story.refusal() == Refusal::WindowClosed));
  story.pass(hours(24));
  BOOST_TEST(begins_work(story));
}

BOOST_AUTO_TEST_CASE(rescheduling_obeys_the_rules_of_the_form_and_a_denial_changes_nothing) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1});
  const World before = story.world;
  story.then(Reschedule{uat1, window_after(clock_start, hours(23))});
  BOOST_TEST(story.is_denied_by("lead-time"));
  const Instant start = a_day_later().start;
  story.then(Reschedule{uat1, {start, start + minutes(59)}});
  BOOST_TEST(story.is_denied_by("window-length"));
  BOOST_TEST((story.world == before));
}

BOOST_AUTO_TEST_CASE(a_work_item_that_is_cancelled_is_never_carried_out) {
  for (const bool is_accepted : {false, true}) {
    Story story;
    story.request_refresh(uat2);
    if (is_accepted) story.then(Accept{uat1});
    story.then(Cancel{uat1}).pass(hours(24));
    BOOST_TEST((story.status() == Status::Cancelled));
    BOOST_TEST((story.then(Accept{uat1}).refusal() == Refusal::NoOpenRequest));
    BOOST_TEST((story.then(Reschedule{uat1, a_day_later()}).refusal() == Refusal::NoOpenRequest));
    BOOST_TEST((story.then(Cancel{uat1}).refusal() == Refusal::NoCancel));
    BOOST_TEST((story.then(EffectFinished{uat1, EffectKind::AwaitWindow}).refusal() ==
                Refusal::NothingPending));
    BOOST_TEST(story.request_refresh(uat2).last.has(EventKind::Submitted));
  }
}

BOOST_AUTO_TEST_CASE(work_that_has_begun_is_neither_cancelled_nor_rescheduled_nor_rolled_back) {
  Story story;
  story.request_refresh(uat2).accept_and_begin();
  const World before = story.world;
  BOOST_TEST((story.then(Cancel{uat1}).refusal() == Refusal::NoCancel));
  BOOST_TEST((story.then(Reschedule{uat1, a_day_later()}).refusal() == Refusal::NoOpenRequest));
  BOOST_TEST((story.then(Rollback{uat1}).refusal() == Refusal::NoRollbackBeforeFailure));
  BOOST_TEST((story.world == before));
}

BOOST_AUTO_TEST_CASE(nothing_else_moves_into_an_environment_for_which_a_work_item_waits) {
  Story story;
  story.request_refresh(uat2);
  BOOST_TEST(story.refresh(prod, uat1).is_denied_by("request-open"));
  BOOST_TEST(story.request_refresh(prod).is_denied_by("request-open"));
  BOOST_TEST(story.refresh(uat1, uat2).last.has(EventKind::Started));  // but out of it
  const Redeploy redeploy{uat1, {}, {}, {}, {}};
  BOOST_TEST((story.then(redeploy).refusal() == Refusal::MovementUnresolved));
}

BOOST_AUTO_TEST_CASE(engineers_wait_while_the_target_is_being_copied) {
  Story story;
  story.request_refresh(prod).then(Accept{uat1}).refresh(uat1, uat2).pass(hours(24)).finish();
  BOOST_TEST(story.last.has(EventKind::WorkWaits));
  BOOST_TEST((story.last.effect.kind == EffectKind::AwaitWindow));
  BOOST_TEST((story.phase() == Phase::Accepted));
  BOOST_TEST(story.world[uat1].available);
  story.then(EffectFinished{uat2, EffectKind::CopyDatabases});
  BOOST_TEST(begins_work(story));
}

BOOST_AUTO_TEST_CASE(engineers_wait_while_the_source_is_replaced) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1}).refresh(prod, uat2).pass(hours(24));
  while (story.world[uat2].movement.phase != Phase::Completed) {
    BOOST_TEST(story.finish().last.has(EventKind::WorkWaits));
    story.then(EffectFinished{uat2, pending_effect(story.world[uat2].movement)});
  }
  BOOST_TEST(begins_work(story));
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(a_source_that_failed_is_not_rolled_back_while_engineers_copy_it) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1}).refresh(prod, uat2);
  story.then(EffectFinished{uat2, EffectKind::CopyDatabases});
  story.then(EffectFinished{uat2, EffectKind::ReplaceTarget});
  story.then(EffectFailed{uat2, EffectKind::ApplyDataRules});
  story.pass(hours(24)).finish();  // engineers wait, or copy it as it is
  story.then(Rollback{uat2}).then(EffectFinished{uat2, EffectKind::RestorePreImage});
  BOOST_TEST(ids_of(story.broken) == "");
  BOOST_TEST((story.world[uat2].movement.phase == Phase::Failed));
  story.finish().then(Rollback{uat2});  // the copy is there
  BOOST_TEST(story.last.has(EventKind::RollbackStarted));
}

BOOST_AUTO_TEST_CASE(the_source_is_copied_as_it_is_when_work_begins_not_when_the_form_was_sent) {
  Story story;
  story.request_refresh(uat2).then(Write{uat2, Account::User, {}}).accept_and_begin();
  story.then(Write{uat2, Account::User, {}}).finish_until(Phase::Succeeded);
  BOOST_TEST(story.world[uat1].contents.application.revision == 1U);
}

BOOST_AUTO_TEST_CASE(engineers_try_again_after_each_failure_and_the_status_does_not_show_it) {
  Story story;
  story.request_refresh(uat2).accept_and_begin().fail();
  BOOST_TEST((story.phase() == Phase::Copying));
  BOOST_TEST(story.last.has(EventKind::EffectFailed));
  BOOST_TEST(story.last.has(EventKind::WorkRepeated));
  BOOST_TEST((story.last.effect.kind == EffectKind::CopyDatabases));
  BOOST_TEST((story.status() == Status::RequestAccepted));
  BOOST_TEST(story.world[uat2].copies_out == 1);  // still read
  story.finish().fail();
  BOOST_TEST((story.phase() == Phase::Replacing));
  BOOST_TEST(story.world[uat1].movement.failures == 2);
  BOOST_TEST((story.finish_until(Phase::Succeeded).status() == Status::Succeeded));
}

BOOST_AUTO_TEST_CASE(engineers_give_up_at_their_last_attempt) {
  Story story;
  story.request_refresh(uat2).accept_and_begin();
  for (int attempt = 1; attempt < attempts_max; ++attempt) {
    BOOST_TEST(story.fail().last.has(EventKind::WorkRepeated));
  }
  story.fail();
  BOOST_TEST((story.status() == Status::Failed));
  BOOST_TEST(story.world[uat1].movement.failures == attempts_max);
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(engineers_try_twenty_times_and_then_leave_the_work_item_as_it_is) {
  Story story;
  story.request_refresh(uat2).accept_and_begin();
  for (int attempt = 1; attempt < attempts_max; ++attempt) {
    BOOST_TEST(story.fail().last.has(EventKind::WorkRepeated), "after attempt " << attempt);
    BOOST_TEST((story.phase() == Phase::Copying));
  }
  BOOST_TEST(!story.fail().last.has(EventKind::WorkRepeated));
  BOOST_TEST((story.phase() == Phase::Failed));
  BOOST_TEST(attempts_max == 20);
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(a_policy_may_stop_after_a_failure_and_then_only_redeploying_helps) {
  Story story;
  story.policy.options_of(Process::RequestedRefresh).after_failure = AfterFailure::Stop;
  story.request_refresh(uat2).accept_and_begin().fail();
  BOOST_TEST((story.status() == Status::Failed));
  BOOST_TEST(!story.world[uat1].available);
  BOOST_TEST(story.world[uat2].copies_out == 0);
  BOOST_TEST((story.then(Rollback{uat1}).refusal() == Refusal::RollbackNotOffered));
  BOOST_TEST(story.refresh(prod, uat1).is_denied_by("unresolved"));
  story.then(Redeploy{uat1, {}, {}, {}, {}});
  BOOST_TEST(story.last.has(EventKind::Redeployed));
  BOOST_TEST(story.world[uat1].available);
}

BOOST_AUTO_TEST_CASE(a_downtime_of_exactly_two_hours_is_an_overrun_and_a_millisecond_less_is_none) {
  const auto overruns = [](Duration downtime) {
    Story story;
    story.request_refresh(uat2).accept_and_begin().finish().pass(downtime).finish();
    BOOST_TEST((story.status() == Status::Succeeded));
    return story.last.has(EventKind::DowntimeOverran);
  };
  BOOST_TEST(overruns(hours(2)));
  BOOST_TEST(!overruns(Duration{hours(2).ms - 1}));
}

BOOST_AUTO_TEST_CASE(downtime_begins_with_the_work_not_with_the_window) {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1}).pass(hours(25)).finish();
  story.finish().pass(minutes(90)).finish();
  BOOST_TEST(!story.last.has(EventKind::DowntimeOverran));
}

BOOST_AUTO_TEST_CASE(the_reprovisioning_tool_takes_the_target_down_until_it_is_done) {
  Story story = refreshed();
  BOOST_TEST((story.then(PrepareTool{uat1, ToolState::Uploaded}).refusal() ==
              Refusal::ToolStepOutOfOrder));
  story.then(PrepareTool{uat1, ToolState::Downloaded});
  story.then(PrepareTool{uat1, ToolState::Uploaded});
  story.then(Settle{uat1, Debt::Reprovisioning});
  BOOST_TEST(story.last.has(EventKind::PostStepBegan));
  BOOST_TEST(!story.world[uat1].available);
  BOOST_TEST((story.status() == Status::Succeeded));  // a final status never changes
  story.finish();
  BOOST_TEST(story.world[uat1].available);
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting");
  BOOST_TEST((story.world[uat1].tool == ToolState::None));
}

BOOST_AUTO_TEST_CASE(a_tool_that_fails_leaves_the_target_up_and_is_still_owed) {
  Story story = refreshed();
  story.then(Settle{uat1, Debt::Reprovisioning}).fail();
  BOOST_TEST(story.last.has(EventKind::PostStepFailed));
  BOOST_TEST((story.status() == Status::Succeeded));
  BOOST_TEST(story.world[uat1].available);
  BOOST_TEST(story.world[uat1].debts.contains(Debt::Reprovisioning));
  BOOST_TEST(story.world[uat1].movement.failures == 0);  // the movement itself has succeeded
  story.then(Settle{uat1, Debt::Reprovisioning}).finish();
  BOOST_TEST(!story.world[uat1].debts.contains(Debt::Reprovisioning));
}

BOOST_AUTO_TEST_CASE(the_tool_belongs_to_the_refresh_whatever_was_requested_and_cancelled_since) {
  Story story = refreshed();
  story.request_restore(story.world.now, backup_of(story.world[uat1]));
  BOOST_TEST(
      (story.then(Settle{uat1, Debt::Reprovisioning}).refusal() == Refusal::MovementUnresolved));
  story.then(Cancel{uat1}).then(Settle{uat1, Debt::Reprovisioning});
  BOOST_TEST((story.phase() == Phase::Reprovisioning));
  BOOST_TEST((story.status() == Status::Cancelled));
  BOOST_TEST(!story.world[uat1].available);
  story.fail();
  BOOST_TEST((story.phase() == Phase::Cancelled));
  BOOST_TEST(story.world[uat1].available);
  story.then(Settle{uat1, Debt::Reprovisioning}).finish();
  BOOST_TEST((story.phase() == Phase::Cancelled));
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting");
}

BOOST_AUTO_TEST_CASE(what_one_work_item_left_to_do_is_still_owed_after_the_next) {
  Story story = refreshed();
  story.request_restore(story.world.now, backup_of(story.world[uat1]));
  story.accept_and_begin().finish_until(Phase::Succeeded);
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting, synchronize, reprovision");
}

BOOST_AUTO_TEST_CASE(nothing_new_begins_while_the_tool_runs) {
  Story story = refreshed();
  story.then(Settle{uat1, Debt::Reprovisioning});
  BOOST_TEST(story.request_refresh(prod).is_denied_by("unresolved-request"));
  BOOST_TEST((story.then(Settle{uat1, Debt::ReportingReset}).refusal() == Refusal::Offline));
}

BOOST_AUTO_TEST_CASE(resetting_financial_reporting_gives_it_a_state_of_its_own) {
  Story story = refreshed();
  const Content before = story.world[uat1].contents.financial_reporting;
  story.pass(hours(1)).then(Settle{uat1, Debt::ReportingReset});
  const Content& after = story.world[uat1].contents.financial_reporting;
  BOOST_TEST(story.last.has(EventKind::DebtSettled));
  BOOST_TEST(after.revision > before.revision);
  BOOST_TEST((after.as_of == story.world.now));
}

BOOST_AUTO_TEST_CASE(what_a_policy_does_not_offer_is_refused_whatever_its_rules_say) {
  for (std::size_t index = 0; index < enum_count<Process>; ++index) {
    Story story;
    const auto process = static_cast<Process>(index);
    story.policy.offered.erase(process);
    story.then(Start{.process = process, .source = uat1, .target = uat1, .page = {}});
    BOOST_TEST((story.refusal() == Refusal::NotOffered), to_string(process));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
