#include "rehearse/model/world/upgrade.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/upgrade_story.h"

/// How an upgrade goes from sub-step to sub-step, fails and goes on.
namespace rehearse::model::test {

BOOST_AUTO_TEST_SUITE(steps_upgrade_test)

BOOST_AUTO_TEST_CASE(an_undisturbed_upgrade_runs_through_and_breaks_nothing) {
  UpgradeStory story;
  story.imported().execute().run_until();
  BOOST_TEST((story.phase() == Phase::Upgraded));
  BOOST_TEST(ids_of(story.broken) == "");
  BOOST_TEST(story.last.has(EventKind::Upgraded));
  BOOST_TEST((open_brackets(story.policy.runbook, story.upgrade().completed).empty()));
  BOOST_TEST(story.world[dev].contents.application.synchronized == 1);
}

BOOST_AUTO_TEST_CASE(what_lies_inside_begins_with_its_frame_and_the_frame_ends_after_it) {
  UpgradeStory story;
  story.imported().execute().begin(0).end(0);
  BOOST_TEST((story.phase() == Phase::PreSync));
  story.begin(1);
  BOOST_TEST(story.last.effect.sub_step.position == 2);  // the first one inside
  BOOST_TEST((story.end(1).refusal() == Refusal::NothingPending));
  story.begin(2).end(2).begin(3).end(3);
  BOOST_TEST(story.last.effect.sub_step.position == 1);  // now the frame can end
  story.end(1);
  BOOST_TEST((story.phase() == Phase::DbSync));
}

BOOST_AUTO_TEST_CASE(two_sub_steps_run_beside_each_other_and_both_are_waited_for) {
  UpgradeStory story;
  story.imported().execute().run_until(4);
  BOOST_TEST(story.last.effect.sub_step.position == 5);
  story.begin(5).end(5);
  BOOST_TEST((story.last.effect.kind == EffectKind::None));
  BOOST_TEST((story.begin(6).refusal() == Refusal::NothingPending));
  story.end(4);
  BOOST_TEST(story.last.effect.sub_step.position == 6);
}

BOOST_AUTO_TEST_CASE(a_rerun_goes_on_with_what_has_not_completed) {
  UpgradeStory story;
  story.imported().execute().run_until(3).fail(3);
  BOOST_TEST((story.phase() == Phase::Failed));
  BOOST_TEST((story.world[dev].movement.failed_in == Phase::PreSync));
  BOOST_TEST(story.upgrade().failed == 3);
  story.rerun();
  BOOST_TEST((story.phase() == Phase::PreSync));
  BOOST_TEST(story.last.effect.sub_step.position == 1);  // the frame failed with it
  story.begin(1);
  BOOST_TEST(story.last.effect.sub_step.position == 3);  // the one before has completed
  story.run_until();
  BOOST_TEST((story.phase() == Phase::Upgraded));
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(a_rerun_of_the_whole_step_does_things_twice_and_is_found) {
  UpgradeStory story;
  story.policy.runbook.rerun = RerunGranularity::RunbookStep;
  story.imported().execute().run_until(6).fail(6).rerun();
  BOOST_TEST((story.phase() == Phase::PreReqs));
  BOOST_TEST(ids_of(story.broken) == "INV-41");
}

BOOST_AUTO_TEST_CASE(commands_out_of_order_are_refused) {
  UpgradeStory story;
  story.swapped();
  BOOST_TEST((story.execute().refusal() == Refusal::NoPrompt));
  story.prompted();
  BOOST_TEST((story.execute().refusal() == Refusal::NoRunbook));
  BOOST_TEST(
      (story.then(ImportRunbook{dev, story.name("R.xml")}).refusal() == Refusal::NoRunbookFile));
  story.then(GenerateRunbook{dev, story.name("R"), story.name("R.xml")});
  BOOST_TEST((story.execute().refusal() == Refusal::NoRunbook));
  BOOST_TEST((story.then(ImportRunbook{dev, story.name("other.xml")}).refusal() ==
              Refusal::NoRunbookFile));
  story.then(ImportRunbook{dev, story.name("r.XML")});  // names of files ignore case
  BOOST_TEST((story.then(ExecuteRunbook{dev, story.name("Q")}).refusal() == Refusal::NoRunbook));
  BOOST_TEST((story.rerun().refusal() == Refusal::NothingToRerun));
  story.execute();
  BOOST_TEST((story.execute().refusal() == Refusal::MovementUnresolved));
  story.begin(0).fail(0);
  BOOST_TEST((story.execute().refusal() == Refusal::RerunNeeded));
  BOOST_TEST((story.rerun(2).refusal() == Refusal::NotTheFailedStep));
  story.rerun().run_until();
  BOOST_TEST((story.execute().refusal() == Refusal::UpgradeDone));
}

BOOST_AUTO_TEST_CASE(a_service_that_runs_makes_the_next_sub_step_fail) {
  UpgradeStory story;
  story.imported().then(StartServices{dev, {Service::BatchManagement}}).execute().begin(0);
  BOOST_TEST((story.phase() == Phase::Failed));
  BOOST_TEST(story.upgrade().failed == 0);
  story.rerun().begin(0);
  BOOST_TEST((story.phase() == Phase::Failed));
  story.then(StopServices{dev}).rerun().run_until();
  BOOST_TEST((story.phase() == Phase::Upgraded));
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(a_reboot_interrupts_even_when_the_services_are_stopped_at_once) {
  UpgradeStory story;
  story.imported().execute().run_until(4).then(Reboot{dev});
  BOOST_TEST((story.upgrade().services == EnumSet<Service>::all()));
  story.then(StopServices{dev}).end(4);
  BOOST_TEST((story.phase() == Phase::Failed));
  BOOST_TEST((story.rerun().refusal() == Refusal::NoPrompt));
  story.then(OpenPrompt{dev, Prompt::Elevated}).rerun().run_until();
  BOOST_TEST((story.phase() == Phase::Upgraded));
}

BOOST_AUTO_TEST_CASE(names_tell_which_database_the_package_works_on) {
  UpgradeStory story;
  story.restored();
  BOOST_TEST(
      (story.then(RenameDatabase{dev, story.name("AXDB"), story.name("AXDB_orig")}).refusal() ==
       Refusal::DatabaseInUse));
  story.then(StopServices{dev});
  BOOST_TEST((story.then(RenameDatabase{dev, story.name("AX2012"), story.name("axdb")}).refusal() ==
              Refusal::NameTaken));
  BOOST_TEST((story.then(RenameDatabase{dev, story.name("X"), story.name("Y")}).refusal() ==
              Refusal::NoSuchDatabase));
  story.prompted()
      .then(GenerateRunbook{dev, story.name("R"), story.name("R.xml")})
      .then(ImportRunbook{dev, story.name("R.xml")})
      .execute();  // no rule keeps the package from the original
  BOOST_TEST(ids_of(story.broken) == "INV-39");
}

BOOST_AUTO_TEST_CASE(restoring_over_the_original_destroys_it) {
  UpgradeStory story;
  story.restored().then(RestoreBackup{dev, story.name("AXDB")});
  BOOST_TEST(ids_of(story.broken) == "INV-39");
  BOOST_TEST((story.upgrade().original == NameId()));
}

BOOST_AUTO_TEST_CASE(another_collation_or_package_is_found) {
  for (const bool is_collation : {true, false}) {
    UpgradeStory story;
    if (is_collation) story.world[dev].upgrade.collation_fits = false;
    if (!is_collation) story.world[dev].application_release = *Version::parse("10.0.27");
    story.imported().execute();
    BOOST_TEST(ids_of(story.broken) == "INV-40");
  }
}

BOOST_AUTO_TEST_CASE(a_bracket_that_nobody_closes_is_found) {
  UpgradeStory story;
  story.policy.runbook.sub_steps[7].closes = {};
  story.imported().execute().run_until();
  BOOST_TEST(ids_of(story.broken) == "INV-38");
}

BOOST_AUTO_TEST_CASE(a_step_in_front_of_an_earlier_one_is_found) {
  UpgradeStory story;
  story.policy.runbook.sub_steps[0].step = UpgradeStep::PostSync;
  story.imported().execute().run_until();
  BOOST_TEST(ids_of(story.broken).contains("INV-36"));
}

BOOST_AUTO_TEST_CASE(users_come_in_before_and_after_but_not_meanwhile) {
  UpgradeStory story;
  BOOST_TEST(story.then(SignIn{dev, Account::User}).last.has(EventKind::SignedIn));
  story.imported();
  BOOST_TEST((story.then(SignIn{dev, Account::User}).refusal() == Refusal::Offline));
  story.execute().run_until().then(StartServices{dev});
  BOOST_TEST(story.then(SignIn{dev, Account::User}).last.has(EventKind::SignedIn));
}

BOOST_AUTO_TEST_CASE(starting_over_needs_a_fresh_database_and_a_new_runbook) {
  UpgradeStory story;
  story.imported().execute().run_until(6).fail(6);
  story.then(RestoreBackup{dev, story.name("AXDB")});
  BOOST_TEST((story.phase() == Phase::None));
  BOOST_TEST((story.rerun().refusal() == Refusal::NoRunbook));
  story.then(GenerateRunbook{dev, story.name("R"), story.name("R.xml")})
      .then(ImportRunbook{dev, story.name("R.xml")})
      .execute()
      .run_until();
  BOOST_TEST((story.phase() == Phase::Upgraded));
  BOOST_TEST(ids_of(story.broken) == "");
}

BOOST_AUTO_TEST_CASE(sandboxes_are_not_operated_by_hand) {
  UpgradeStory story;
  story.world[dev].kind = EnvironmentKind::Sandbox;
  for (const Action& action : {Action(Reboot{dev}), Action(StopServices{dev}), Action(RunSql{dev}),
                               Action(ExtractPackage{dev})})
    BOOST_TEST((story.then(action).refusal() == Refusal::NotADeveloperMachine));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
