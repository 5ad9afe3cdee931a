#pragma once

#include <string>
#include <string_view>

#include "rehearse/tests/model/steps/movement_fixture.h"

/// A developer machine and a small upgrade, told action by action.
namespace rehearse::model::test {

inline constexpr EnvironmentId dev{0};

/// `PreReqs.A` to `FinalDbSync.F`, with a container in PreSync and an overlap in DbSync:
///
///     PreReqs.A   PreSync.Box [ PreSync.B PreSync.C ]   DbSync.D | DbSync.E   PostSync.F
///     FinalDbSync.G
inline Runbook small_runbook(Names& names) {
  Runbook runbook;
  const auto add = [&](std::string id, UpgradeStep step) -> SubStep& {
    SubStep& sub_step = runbook.sub_steps.emplace_back();
    sub_step.id = std::move(id);
    sub_step.id_name = names.intern(sub_step.id);
    sub_step.step = step;
    sub_step.name = sub_step.id.substr(sub_step.id.find('.') + 1);
    return sub_step;
  };
  add("PreReqs.A", UpgradeStep::PreReqs).opens = {Bracket::LogTriggers};
  add("PreSync.Box", UpgradeStep::PreSync).encloses = true;
  add("PreSync.B", UpgradeStep::PreSync).inside = 1;
  add("PreSync.C", UpgradeStep::PreSync).inside = 1;
  add("DbSync.D", UpgradeStep::DbSync);
  add("DbSync.E", UpgradeStep::DbSync).is_beside_previous = true;
  add("PostSync.F", UpgradeStep::PostSync);
  add("FinalDbSync.G", UpgradeStep::FinalDbSync).closes = {Bracket::LogTriggers};
  return runbook;
}

inline Fleet developer_fleet() {
  EnvironmentDescription machine = environment("DEV1", EnvironmentKind::Developer);
  machine.application_release = *Version::parse("10.0.26");
  machine.ax2012 = Ax2012{};
  return {.name = "test", .about = {}, .environments = {std::move(machine)}};
}

/// A world that moves on with every action, as `Story` for movements.
struct UpgradeStory {
  Names names;
  Policy policy = policy_with({});
  World world = world_of(developer_fleet(), clock_start, names);
  Step last;
  InvariantSet broken;

  UpgradeStory() { policy.runbook = small_runbook(names); }

  UpgradeStory& then(const Action& action) {
    CheckedStep taken = checked_step(policy, world, action);
    last = std::move(taken.step);
    broken |= taken.broken;
    world = last.world;
    return *this;
  }

  NameId name(std::string_view text) { return names.intern(text); }
  SubStepId sub_step(std::uint8_t position) const {
    return {policy.runbook.sub_steps[position].id_name, position};
  }

  UpgradeStory& restored() {
    return then(BackUp{dev})
        .then(TransferBackup{dev, Route::Storage})
        .then(RestoreBackup{dev, name("AX2012")});
  }
  UpgradeStory& swapped() {
    return restored()
        .then(StopServices{dev})
        .then(RenameDatabase{dev, name("AXDB"), name("AXDB_orig")})
        .then(RenameDatabase{dev, name("AX2012"), name("AXDB")});
  }
  UpgradeStory& prompted() {
    return then(DownloadPackage{dev, name("AX2012DataUpgrade-10.0.26"), *Version::parse("10.0.26"),
                                true, true})
        .then(UnblockPackage{dev})
        .then(ExtractPackage{dev})
        .then(OpenPrompt{dev, Prompt::Elevated});
  }
  UpgradeStory& imported() {
    return swapped()
        .prompted()
        .then(GenerateRunbook{dev, name("R"), name("R.xml")})
        .then(ImportRunbook{dev, name("R.xml")});
  }
  UpgradeStory& execute() { return then(ExecuteRunbook{dev, name("R")}); }
  UpgradeStory& rerun(std::uint16_t step = 3) { return then(ExecuteRunbook{dev, name("R"), step}); }

  UpgradeStory& begin(std::uint8_t position) {
    return then(SubStepStarted{dev, sub_step(position)});
  }
  UpgradeStory& end(std::uint8_t position) {
    return then(EffectFinished{dev, EffectKind::RunSubStep, sub_step(position)});
  }
  UpgradeStory& fail(std::uint8_t position) {
    return then(EffectFailed{dev, EffectKind::RunSubStep, sub_step(position)});
  }

  /// Whatever is pending happens, the earliest sub-step first, until the upgrade has ended or
  /// `position` runs.
  UpgradeStory& run_until(std::uint8_t position = no_sub_step) {
    for (int turn = 0; turn < 99 && pending_effect(world[dev].movement) != EffectKind::None;
         ++turn) {
      if (position != no_sub_step && upgrade().running.contains(position)) break;
      const SubSteps pending = pending_sub_steps(policy.runbook, upgrade());
      std::uint8_t next = 0;
      while (!pending.contains(next)) ++next;
      upgrade().running.contains(next) ? end(next) : begin(next);
    }
    return *this;
  }

  const Upgrade& upgrade() const { return world[dev].upgrade; }
  Phase phase() const { return world[dev].movement.phase; }
  Refusal refusal() const {
    return last.events.empty() ? Refusal::None : last.events.front().refusal;
  }
};

}  // namespace rehearse::model::test
