#include <boost/test/unit_test.hpp>

#include "rehearse/tests/model/steps/exploration.h"
#include "rehearse/tests/model/steps/upgrade_story.h"

/// Every world that an upgrade can come to, with failures, reboots and services at every moment.
namespace rehearse::model::test {
namespace {

constexpr std::uint8_t failures_max = 2;

/// What developers and the outside world might do once the runbook is imported.
void enumerate(const UpgradeStory& story, const World& world, std::vector<Action>& actions) {
  const Upgrade& upgrade = world[dev].upgrade;
  const Movement& movement = world[dev].movement;
  if (movement.failures < failures_max) {
    actions.push_back(Reboot{dev});
    actions.push_back(StartServices{dev, {Service::WorldWideWeb}});
  }
  actions.push_back(StopServices{dev});
  actions.push_back(OpenPrompt{dev, Prompt::Elevated});
  actions.push_back(DownloadLogs{dev});
  // With services running it would fail for ever.
  const bool would_fail = movement.failures >= failures_max && !upgrade.services.empty();
  for (const Phase phase : {Phase::Imported, Phase::Failed}) {
    if (movement.phase != phase || would_fail) continue;
    ExecuteRunbook execute{dev, upgrade.runbook};
    if (phase == Phase::Failed) execute.rerun_step = story.policy.runbook.step;
    actions.push_back(execute);
  }
  if (pending_effect(movement) == EffectKind::None) return;
  for (std::uint8_t position = 0; position < story.policy.runbook.sub_steps.size(); ++position) {
    const SubStepId sub_step = story.sub_step(position);
    actions.push_back(SubStepStarted{dev, sub_step});
    actions.push_back(EffectFinished{dev, EffectKind::RunSubStep, sub_step});
    if (movement.failures < failures_max)
      actions.push_back(EffectFailed{dev, EffectKind::RunSubStep, sub_step});
  }
}

/// Steps and their phases are called alike.
bool has_one_sub_step(const UpgradeStory& story, Phase phase) {
  return std::ranges::count_if(story.policy.runbook.sub_steps, [phase](const SubStep& sub_step) {
           return to_string(sub_step.step) == to_string(phase);
         }) == 1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(steps_upgrade_exploration_test)

BOOST_AUTO_TEST_CASE(no_invariant_is_broken_and_every_row_taken_wherever_it_fails) {
  UpgradeStory story;
  story.imported();
  const Exploration found = explore(
      story.policy, story.world,
      [&](const World& world, std::vector<Action>& actions) { enumerate(story, world, actions); });
  BOOST_TEST(ids_of(found.broken) == "");
  BOOST_TEST(found.worlds.size() == 2'225U);
  for (const Transition& row : transitions(Process::DataUpgrade)) {
    const bool comes_before = row.to == Phase::Generated || row.to == Phase::Imported;
    const bool has_no_other = row.when == When::SubStepsLeft && has_one_sub_step(story, row.from);
    BOOST_TEST((comes_before || has_no_other || found.taken.contains(&row)), row.sentence);
  }
}

/// INV-48: whatever has happened, a few reruns later the upgrade is done.
BOOST_AUTO_TEST_CASE(from_every_world_the_upgrade_can_be_brought_to_its_end) {
  UpgradeStory story;
  story.imported();
  const Exploration found = explore(
      story.policy, story.world,
      [&](const World& world, std::vector<Action>& actions) { enumerate(story, world, actions); });
  std::size_t unfinished = 0;
  for (const World& world : found.worlds) {
    story.world = world;
    story.run_until().then(StopServices{dev}).then(OpenPrompt{dev, Prompt::Elevated});
    for (int reruns = 0; reruns < 2; ++reruns) {
      story.phase() == Phase::Imported ? story.execute() : story.rerun();
      story.run_until();
    }
    unfinished += story.phase() != Phase::Upgraded;
  }
  BOOST_TEST(unfinished == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::test
