#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/invariants/doctored.h"
#include "rehearse/tests/model/steps/exploration.h"

/// What must hold of work items and of restores: a faulty policy, or a moment that was doctored,
/// that each invariant must catch; and where it says nothing.
namespace rehearse::model::test {
namespace {

/// A movement into UAT1 that nobody forbids, from the form to the end.
struct Canary {
  Names names;
  World world = world_of(fleet_of(3), clock_start, names);
  Policy policy = policy_with({});
  Start start = {.process = Process::RequestedRefresh,
                 .source = uat2,
                 .target = uat1,
                 .page = {},
                 .window = window_after(clock_start, hours(24))};
  Duration work = minutes(30);  ///< from the opening of the window to its end

  static Canary restoring(Process process, Instant point) {
    Canary canary;
    canary.start.process = process;
    canary.start.source = process == Process::Restore ? prod : uat1;
    canary.start.restore_point = point;
    canary.start.backup = backup_of(canary.world[canary.start.source]);
    return canary;
  }

  ProcessOptions& options() { return policy.options_of(start.process); }
  EnvironmentState& source() { return world[start.source]; }

  std::string broken() const {
    InvariantSet broken;
    World now = world;
    const auto take = [&](const Action& action) {
      const CheckedStep taken = checked_step(policy, now, action);
      broken |= taken.broken;
      now = taken.step.world;
    };
    take(start);
    if (is_requested(start.process)) take(Accept{uat1});
    if (is_requested(start.process)) take(PassTime{start.window.start});
    while (pending_effect(now[uat1].movement) != EffectKind::None) {
      if (now[uat1].movement.phase == Phase::Replacing) take(PassTime{start.window.start + work});
      take(EffectFinished{uat1, pending_effect(now[uat1].movement)});
    }
    return ids_of(broken);
  }
};

/// UAT1 waits for its window; engineers have accepted.
Story accepted() {
  Story story;
  story.request_refresh(uat2).then(Accept{uat1});
  return story;
}

/// Engineers are at work in UAT1.
Story working() {
  Story story;
  story.request_refresh(uat2).accept_and_begin();
  return story;
}

Story succeeded() {
  Story story = working();
  story.finish_until(Phase::Succeeded);
  return story;
}

/// UAT1 was taken back to what it was at the start; users have written since.
Story restored() {
  Story story;
  const Backup backup = backup_of(story.world[uat1]);
  story.then(Write{uat1, Account::User, {}});
  story.request_restore(clock_start, backup).accept_and_begin().finish_until(Phase::Succeeded);
  return story;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(invariants_requests_test)

BOOST_AUTO_TEST_CASE(what_nobody_forbids_and_nobody_could_mind_breaks_none) {
  BOOST_TEST(Canary().broken() == "");
  BOOST_TEST(Canary::restoring(Process::RequestedRestore, clock_start).broken() == "");
  BOOST_TEST(Canary::restoring(Process::Restore, clock_start).broken() == "");
  BOOST_TEST(Canary::restoring(Process::RestoreInPlace, clock_start).broken() == "");
}

BOOST_AUTO_TEST_CASE(a_request_that_moves_financial_reporting_breaks_INV_06_unless_it_scrubs) {
  Canary both;
  both.options().databases = EnumSet<Database>::all();
  BOOST_TEST(both.broken() == "INV-06");
  both.options().data = DataTreatment::Scrubbed;
  BOOST_TEST(both.broken() == "");
}

BOOST_AUTO_TEST_CASE(financial_reporting_that_nobody_calls_stale_breaks_INV_06) {
  Story story = working();
  story.finish();
  Doctored moment(story, EffectFinished{uat1, EffectKind::ReplaceTarget}, uat2);
  BOOST_TEST(moment.verdict("INV-06") == "holds");
  moment.after.target.debts.erase(Debt::ReportingReset);
  BOOST_TEST(moment.verdict("INV-06") == "broken");
}

BOOST_AUTO_TEST_CASE(a_target_that_is_up_during_the_work_or_down_before_it_breaks_INV_20) {
  Doctored beginning(accepted().then(PassTime{clock_start + hours(24)}),
                     EffectFinished{uat1, EffectKind::AwaitWindow}, uat2);
  BOOST_TEST(beginning.verdict("INV-20") == "holds");
  beginning.after.target.available = true;
  BOOST_TEST(beginning.verdict("INV-20") == "broken");
  Doctored waiting(accepted(), SignIn{uat1, Account::User}, uat2);
  BOOST_TEST(waiting.verdict("INV-20") == "holds");
  waiting.after.target.available = false;
  BOOST_TEST(waiting.verdict("INV-20") == "broken");
  const Doctored refresh(Story().refresh(prod, uat1), SignIn{uat1, Account::User}, prod);
  BOOST_TEST(refresh.verdict("INV-20") == "silent");
}

BOOST_AUTO_TEST_CASE(work_a_minute_less_than_a_day_after_the_form_breaks_INV_21) {
  Canary early;
  early.start.window = window_after(clock_start, minutes(24 * 60 - 1));
  BOOST_TEST(early.broken() == "INV-21");
  early.start.window = window_after(clock_start, hours(24));
  BOOST_TEST(early.broken() == "");
}

BOOST_AUTO_TEST_CASE(work_before_its_window_or_without_acceptance_breaks_INV_21) {
  const Doctored begun(accepted().then(PassTime{clock_start + hours(24)}),
                       EffectFinished{uat1, EffectKind::AwaitWindow}, uat2);
  BOOST_TEST(begun.verdict("INV-21") == "holds");
  Doctored early = begun;
  early.now = early.now - minutes(1);
  BOOST_TEST(early.verdict("INV-21") == "broken");
  Doctored unasked = begun;
  unasked.before.target.movement.phase = Phase::Submitted;
  BOOST_TEST(unasked.verdict("INV-21") == "broken");
  const Doctored waiting(accepted(), SignIn{uat1, Account::User}, uat2);
  BOOST_TEST(waiting.verdict("INV-21") == "silent");
}

BOOST_AUTO_TEST_CASE(a_window_of_59_minutes_breaks_INV_22) {
  Canary canary;
  canary.start.window.end = canary.start.window.start + minutes(59);
  BOOST_TEST(canary.broken() == "INV-22");
  canary.start.window.end = canary.start.window.start + hours(1);
  BOOST_TEST(canary.broken() == "");
  Doctored rescheduled(accepted(), Reschedule{uat1, window_after(clock_start, days(2))}, uat2);
  BOOST_TEST(rescheduled.verdict("INV-22") == "holds");
  rescheduled.after.target.movement.window_end = rescheduled.after.target.movement.window_start;
  BOOST_TEST(rescheduled.verdict("INV-22") == "broken");
}

BOOST_AUTO_TEST_CASE(work_on_a_cancelled_work_item_or_a_success_that_is_none_breaks_INV_23) {
  Doctored cancelled(accepted().then(Cancel{uat1}), Cancel{uat1}, uat2);
  BOOST_TEST(cancelled.verdict("INV-23") == "holds");
  cancelled.add(EventKind::WorkBegan);
  BOOST_TEST(cancelled.verdict("INV-23") == "broken");
  Doctored done(succeeded(), SignIn{uat1, Account::User}, uat2);
  BOOST_TEST(done.verdict("INV-23") == "holds");
  done.after.target.movement.phase = Phase::Failed;
  BOOST_TEST(done.verdict("INV-23") == "broken");
  const Doctored open(accepted(), Cancel{uat1}, uat2);
  BOOST_TEST(open.verdict("INV-23") == "silent");
  const Doctored next(succeeded(), Start{.source = prod, .target = uat1, .page = {}}, prod);
  BOOST_TEST(next.verdict("INV-23") == "silent");
}

BOOST_AUTO_TEST_CASE(a_requested_restore_of_financial_reporting_alone_breaks_INV_24) {
  Canary canary = Canary::restoring(Process::RequestedRestore, clock_start);
  canary.source().contents.application.revision = 7;  // users have written since
  canary.source().contents.financial_reporting.revision = 8;
  canary.options().databases = {Database::FinancialReporting};
  BOOST_TEST(canary.broken() == "INV-06 INV-24");
  canary.options().databases = {Database::Application};
  BOOST_TEST(canary.broken() == "");
}

BOOST_AUTO_TEST_CASE(a_restored_row_too_many_breaks_INV_24_but_a_refresh_may_scrub) {
  Story story;
  story.request_restore(clock_start, backup_of(story.world[uat1])).accept_and_begin().finish();
  Doctored taken_up(story, EffectFinished{uat1, EffectKind::ReplaceTarget});
  BOOST_TEST(taken_up.verdict("INV-24") == "holds");
  taken_up.after.target.contents.application.facts.insert(DataFact::UsersDisabled);
  BOOST_TEST(taken_up.verdict("INV-24") == "broken");
  const Doctored refreshed(working().finish(), EffectFinished{uat1, EffectKind::ReplaceTarget},
                           uat2);
  BOOST_TEST(refreshed.verdict("INV-24") == "silent");
}

BOOST_AUTO_TEST_CASE(a_restore_to_before_the_history_breaks_INV_25) {
  for (const Process process :
       {Process::Restore, Process::RestoreInPlace, Process::RequestedRestore}) {
    Canary canary = Canary::restoring(process, clock_start - days(2));
    canary.source().history_start = clock_start - days(2);
    BOOST_TEST(canary.broken() == "", to_string(process));
    canary.source().history_start = clock_start - days(2) + Duration{1};
    BOOST_TEST(canary.broken() == "INV-25", to_string(process));
  }
}

BOOST_AUTO_TEST_CASE(each_generation_of_the_documents_keeps_backups_for_another_time) {
  const auto broken_after = [](Profile profile, Process process, Duration age) {
    Canary canary = Canary::restoring(process, clock_start - age);
    canary.policy.profile = profile;
    return canary.broken();
  };
  const auto limit_is = [&](Profile profile, Process process, Duration kept) {
    BOOST_TEST(broken_after(profile, process, kept) == "", to_string(profile));
    BOOST_TEST(broken_after(profile, process, Duration{kept.ms + 1}) == "INV-25",
               to_string(profile));
  };
  limit_is(Profile::Requested2017, Process::RequestedRestore, days(35));
  limit_is(Profile::SelfService2020, Process::Restore, days(30));
  limit_is(Profile::Current, Process::Restore, days(28));
  limit_is(Profile::Current, Process::RestoreInPlace, days(7));
}

BOOST_AUTO_TEST_CASE(when_a_restore_is_rescheduled_its_point_must_still_be_kept) {
  Story story;
  story.policy = policy_with({});
  story.request_restore(clock_start - days(29), backup_of(story.world[uat1]));
  const Doctored soon(story, Reschedule{uat1, window_after(story.world.now, days(2))});
  BOOST_TEST(soon.verdict("INV-25") == "holds");
  story.pass(days(2));
  const Doctored late(story, Reschedule{uat1, window_after(story.world.now, days(2))});
  BOOST_TEST(late.verdict("INV-25") == "broken");
  const Doctored refresh(accepted(), Reschedule{uat1, window_after(clock_start, days(2))}, uat2);
  BOOST_TEST(refresh.verdict("INV-25") == "silent");
}

BOOST_AUTO_TEST_CASE(a_restore_point_in_the_future_breaks_INV_26) {
  for (const Process process :
       {Process::Restore, Process::RestoreInPlace, Process::RequestedRestore}) {
    const auto future = Canary::restoring(process, clock_start + Duration{1});
    BOOST_TEST(future.broken() == "INV-26", to_string(process));
  }
  Canary refresh;  // its restore point is ignored
  refresh.start.restore_point = clock_start + days(1);
  BOOST_TEST(refresh.broken() == "");
}

BOOST_AUTO_TEST_CASE(a_rollback_of_a_work_item_breaks_INV_30) {
  Doctored asked(working(), Rollback{uat1}, uat2);
  BOOST_TEST(asked.verdict("INV-30") == "holds");
  asked.remove(EventKind::Refused);
  BOOST_TEST(asked.verdict("INV-30") == "broken");
  const Doctored refresh(Story().refresh(prod, uat1).fail(), Rollback{uat1}, prod);
  BOOST_TEST(refresh.verdict("INV-30") == "silent");
}

BOOST_AUTO_TEST_CASE(a_downtime_of_two_hours_that_is_not_told_breaks_INV_45) {
  Canary canary;
  canary.options().downtime_expected = hours(3);
  canary.work = Duration{hours(2).ms - 1};
  BOOST_TEST(canary.broken() == "");
  canary.work = hours(2);
  BOOST_TEST(canary.broken() == "INV-45");
  canary.options().downtime_expected = hours(2);
  BOOST_TEST(canary.broken() == "");
  canary.options().downtime_expected = hours(1);
  canary.work = hours(1);
  BOOST_TEST(canary.broken() == "INV-45");  // told too early
}

BOOST_AUTO_TEST_CASE(only_the_success_of_a_work_item_ends_a_downtime_of_INV_45) {
  const Doctored refresh(Story().refresh(prod, uat1).finish_until(Phase::Restarting),
                         EffectFinished{uat1, EffectKind::Restart}, prod);
  BOOST_TEST(refresh.verdict("INV-45") == "silent");
  const Doctored waiting(accepted(), SignIn{uat1, Account::User}, uat2);
  BOOST_TEST(waiting.verdict("INV-45") == "silent");
}

BOOST_AUTO_TEST_CASE(a_debt_of_a_work_item_that_vanishes_breaks_INV_46) {
  Doctored later(restored(), SignIn{uat1, Account::User});
  BOOST_TEST(later.verdict("INV-46") == "holds");
  later.after.target.debts.erase(Debt::Synchronization);
  BOOST_TEST(later.verdict("INV-46") == "broken");
  Doctored paid(restored(), Settle{uat1, Debt::ReportingReset});
  BOOST_TEST(paid.verdict("INV-46") == "holds");
  paid.after.target.debts.insert(Debt::ReportingReset);
  BOOST_TEST(paid.verdict("INV-46") == "broken");
}

BOOST_AUTO_TEST_CASE(a_success_that_leaves_too_little_to_do_breaks_INV_46) {
  const Doctored success(working().finish(), EffectFinished{uat1, EffectKind::ReplaceTarget}, uat2);
  BOOST_TEST(success.verdict("INV-46") == "holds");
  for (const Debt debt : {Debt::Reprovisioning, Debt::ReportingReset}) {
    Doctored forgotten = success;
    forgotten.after.target.debts.erase(debt);
    BOOST_TEST(forgotten.verdict("INV-46") == "broken", to_string(debt));
  }
  const Doctored refresh(Story().refresh(prod, uat1).finish_until(Phase::Completed),
                         SignIn{uat1, Account::Admin}, prod);
  BOOST_TEST(refresh.verdict("INV-46") == "silent");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
