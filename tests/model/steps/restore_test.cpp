#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/story.h"

/// Stories of restores: of production into a sandbox, and in place, by self-service and by request.
namespace rehearse::model::test {
namespace {

/// UAT1 is restored in place, to what it is now, after `meanwhile`.
template <typename Meanwhile>
Story restored_in_place(Story story, Meanwhile&& meanwhile) {
  const Instant point = story.world.now;
  const Backup backup = backup_of(story.world[uat1]);
  story.pass(hours(1));
  meanwhile(story);
  story.restore(uat1, uat1, point, backup).finish_until(Phase::Completed);
  return story;
}

/// UAT1 has two files of recurring jobs.
Story with_files() {
  Story story;
  story.then(ReceiveFile{uat1}).then(ReceiveFile{uat1});
  return story;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_restore_test)

BOOST_AUTO_TEST_CASE(a_restore_brings_what_production_was_not_what_it_is) {
  Story story;
  const Backup backup = backup_of(story.world[prod]);
  story.pass(hours(1)).then(Write{prod, Account::User, {}}).then(Write{prod, Account::User, {}});
  story.restore(prod, uat1, clock_start, backup);
  BOOST_TEST((story.phase() == Phase::Creating));
  BOOST_TEST((story.last.effect.kind == EffectKind::RestoreBackups));
  BOOST_TEST(story.world[prod].copies_out == 0);  // backups are read, not production
  story.finish_until(Phase::Completed);
  BOOST_TEST((story.world[uat1].contents.application.origin == prod));
  BOOST_TEST(story.world[uat1].contents.application.revision == 0U);
  BOOST_TEST((story.world[uat1].movement.restore_point == clock_start));
}

BOOST_AUTO_TEST_CASE(production_can_be_replaced_while_its_past_is_restored_elsewhere) {
  Story story;
  story.restore(uat2, uat1, clock_start, backup_of(story.world[uat2]));
  BOOST_TEST(story.refresh(prod, uat2).last.has(EventKind::Started));
}

BOOST_AUTO_TEST_CASE(users_keep_working_until_the_restored_databases_arrive) {
  Story story;
  story.restore(prod, uat1, clock_start, backup_of(story.world[prod]));
  BOOST_TEST(story.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
  BOOST_TEST((story.finish().then(SignIn{uat1, Account::User}).refusal() == Refusal::Offline));
}

BOOST_AUTO_TEST_CASE(a_restore_that_fails_is_rolled_back_to_its_start) {
  Story story;
  const Contents before = story.world[uat1].contents;
  story.restore(prod, uat1, clock_start, backup_of(story.world[prod])).finish().finish().fail();
  BOOST_TEST((story.world[uat1].contents != before));
  story.pass(hours(1)).then(Rollback{uat1}).finish();
  BOOST_TEST((story.phase() == Phase::RolledBack));
  BOOST_TEST((story.world[uat1].contents == before));
  BOOST_TEST((story.world[uat1].history_start == clock_start + hours(1)));
}

BOOST_AUTO_TEST_CASE(a_restore_point_has_limits_in_the_future_in_the_history_and_in_the_retention) {
  Story story;
  story.world[prod].history_start = clock_start - days(40);
  const Backup backup = backup_of(story.world[prod]);
  story.restore(prod, uat1, clock_start + Duration{1}, backup);
  BOOST_TEST(story.is_denied_by("in-future"));
  story.restore(prod, uat1, clock_start - Duration{days(30).ms + 1}, backup);
  BOOST_TEST(story.is_denied_by("too-old"));
  BOOST_TEST(!story.is_denied_by("before-history"));
  story.restore(prod, uat1, clock_start - Duration{days(40).ms + 1}, backup);
  BOOST_TEST(story.is_denied_by("before-history"));
  story.restore(prod, uat1, clock_start - days(30), backup);
  BOOST_TEST(story.last.has(EventKind::Started));
}

BOOST_AUTO_TEST_CASE(after_each_replacement_the_history_begins_anew) {
  Story story;
  story.pass(hours(1)).refresh(prod, uat1).finish().pass(hours(1)).finish();
  BOOST_TEST((story.phase() == Phase::Sanitizing));
  BOOST_TEST((story.world[uat1].history_start == clock_start + hours(2)));
  story.finish_until(Phase::Completed);
  story.restore(uat1, uat1, clock_start + hours(1), backup_of(story.world[uat1]));
  BOOST_TEST(story.is_denied_by("before-history"));
}

BOOST_AUTO_TEST_CASE(in_place_only_the_clean_up_is_owed_and_both_databases_go_back) {
  const Story story = restored_in_place(Story(), [](Story& meanwhile) {
    meanwhile.then(Write{uat1, Account::User, {}});
    meanwhile.world[uat1].contents.financial_reporting.revision = 9;
  });
  BOOST_TEST((story.phase() == Phase::Completed));
  BOOST_TEST(story.world[uat1].contents.application.revision == 0U);
  BOOST_TEST(story.world[uat1].contents.financial_reporting.revision == 0U);
  BOOST_TEST(to_string(story.world[uat1].debts) == "admin-clean-up");
}

BOOST_AUTO_TEST_CASE(in_place_files_that_nobody_has_processed_since_can_still_be) {
  Story story = restored_in_place(with_files(), [](Story&) {});
  BOOST_TEST(waiting_files(story.world[uat1]) == 2);
  BOOST_TEST(orphaned_files(story.world[uat1]) == 0);
  story.then(ProcessFiles{uat1});
  BOOST_TEST(story.last.events.front().count == 2);
}

BOOST_AUTO_TEST_CASE(in_place_records_of_files_that_were_processed_since_are_orphans) {
  Story story = restored_in_place(with_files(), [](Story& meanwhile) {
    meanwhile.then(ProcessFiles{uat1});
    BOOST_TEST(waiting_files(meanwhile.world[uat1]) == 0);
  });
  BOOST_TEST(waiting_files(story.world[uat1]) == 0);
  BOOST_TEST(orphaned_files(story.world[uat1]) == 2);
  story.then(ReceiveFile{uat1}).then(ProcessFiles{uat1});  // only the new one
  BOOST_TEST(story.last.events.front().count == 1);
  BOOST_TEST(orphaned_files(story.world[uat1]) == 2);
}

BOOST_AUTO_TEST_CASE(in_place_a_file_that_came_since_is_an_orphan) {
  const Story story =
      restored_in_place(with_files(), [](Story& meanwhile) { meanwhile.then(ReceiveFile{uat1}); });
  BOOST_TEST(waiting_files(story.world[uat1]) == 2);
  BOOST_TEST(orphaned_files(story.world[uat1]) == 1);
}

BOOST_AUTO_TEST_CASE(an_orphan_is_told_when_the_databases_are_replaced) {
  Story story = with_files();
  const Backup backup = backup_of(story.world[uat1]);
  story.then(ProcessFiles{uat1}).restore(uat1, uat1, clock_start, backup).finish().finish();
  BOOST_TEST(story.last.has(EventKind::FilesOrphaned));
}

BOOST_AUTO_TEST_CASE(a_requested_restore_makes_a_new_database_and_takes_it_up_in_the_window) {
  Story story;
  const Backup backup = backup_of(story.world[uat1]);
  story.then(Write{uat1, Account::User, {}}).request_restore(clock_start, backup);
  BOOST_TEST(story.last.has(EventKind::Submitted));
  story.then(Write{uat1, Account::User, {}}).accept_and_begin();
  BOOST_TEST((story.phase() == Phase::Creating));
  BOOST_TEST(!story.world[uat1].available);
  story.finish();
  BOOST_TEST((story.phase() == Phase::TakingUp));
  BOOST_TEST(story.world[uat1].contents.application.revision == 2U);
  story.finish();
  BOOST_TEST((story.status() == Status::Succeeded));
  BOOST_TEST(story.world[uat1].contents.application.revision == 0U);
  BOOST_TEST((story.world[uat1].history_start == clock_start + hours(24)));
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting, synchronize");
}

BOOST_AUTO_TEST_CASE(a_requested_restore_can_be_rescheduled_to_another_instant) {
  Story story;
  const Backup first = backup_of(story.world[uat1]);
  story.pass(hours(1)).then(Write{uat1, Account::User, {}});
  const Backup second = backup_of(story.world[uat1]);
  story.request_restore(clock_start, first);
  const Window window = window_after(story.world.now, hours(30));
  story.then(Reschedule{uat1, window});  // no other instant: as before
  BOOST_TEST((story.world[uat1].movement.restore_point == clock_start));
  BOOST_TEST((story.world[uat1].movement.copied == first.contents));
  story.then(Reschedule{uat1, window, clock_start + hours(1), second});
  BOOST_TEST((story.world[uat1].movement.restore_point == clock_start + hours(1)));
  story.then(Write{uat1, Account::User, {}}).accept_and_begin().finish_until(Phase::Succeeded);
  BOOST_TEST(story.world[uat1].contents.application.revision == 1U);
}

BOOST_AUTO_TEST_CASE(rescheduling_counts_the_age_of_the_restore_point_anew) {
  Story story;
  story.request_restore(clock_start - days(29), backup_of(story.world[uat1])).pass(days(2));
  story.then(Reschedule{uat1, window_after(story.world.now, days(1))});
  BOOST_TEST(story.is_denied_by("too-old"));
}

BOOST_AUTO_TEST_CASE(a_form_for_a_refresh_may_state_a_restore_point_that_changes_nothing) {
  Story story;
  story.then(Start{.process = Process::RequestedRefresh,
                   .source = uat2,
                   .target = uat1,
                   .page = {},
                   .restore_point = clock_start,
                   .backup = backup_of(story.world[uat2]),
                   .window = window_after(clock_start, hours(24))});
  story.then(Write{uat2, Account::User, {}}).accept_and_begin().finish_until(Phase::Succeeded);
  BOOST_TEST(story.world[uat1].contents.application.revision == 1U);
}

BOOST_AUTO_TEST_CASE(synchronizing_after_a_requested_restore_lets_users_work_and_pays_the_debt) {
  Story story;
  story.request_restore(clock_start, backup_of(story.world[uat1])).accept_and_begin();
  story.finish_until(Phase::Succeeded);
  BOOST_TEST(story.world[uat1].contents.application.synchronized == 0);
  story.then(Settle{uat1, Debt::Synchronization});
  BOOST_TEST((story.phase() == Phase::PostSynchronizing));
  BOOST_TEST(story.then(SignIn{uat1, Account::User}).last.has(EventKind::SignedIn));
  story.fail();
  BOOST_TEST(story.last.has(EventKind::PostStepFailed));
  BOOST_TEST(story.world[uat1].debts.contains(Debt::Synchronization));
  story.then(Settle{uat1, Debt::Synchronization}).finish();
  BOOST_TEST(story.last.has(EventKind::DebtSettled));
  BOOST_TEST(to_string(story.world[uat1].debts) == "reset-reporting");
  BOOST_TEST(story.world[uat1].contents.application.synchronized == 1);
  BOOST_TEST((story.then(Settle{uat1, Debt::Synchronization}).refusal() == Refusal::NotOwed));
}

BOOST_AUTO_TEST_CASE(starts_are_remembered_latest_first_and_requests_do_not_count) {
  Story story;
  for (int start = 0; start < 4; ++start) {
    story.refresh(prod, uat1).finish_until(Phase::Completed).pass(hours(1));
    BOOST_TEST(recent_starts(story.world[uat1], story.world.now) == std::min(start + 1, 3));
  }
  BOOST_TEST((story.world[uat1].starts[0] == clock_start + hours(3)));
  BOOST_TEST((story.world[uat1].starts[2] == clock_start + hours(1)));
  story.request_refresh(uat2);
  BOOST_TEST((story.world[uat1].starts[0] == clock_start + hours(3)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
