#pragma once

#include <vector>

#include "rehearse/model/processes/process.h"
#include "rehearse/tests/model/steps/movement_fixture.h"
#include "rehearse/tests/model/steps/story.h"

/// Who might do what while processes move databases into UAT1.
namespace rehearse::model::test {

/// Those that move databases; an upgrade begins in another way.
inline std::vector<Process> moving_processes() {
  std::vector<Process> all;
  for (std::size_t index = 0; index < enum_count<Process>; ++index) {
    if (static_cast<Process>(index) != Process::DataUpgrade)
      all.push_back(static_cast<Process>(index));
  }
  return all;
}

/// An enumerator for `explore`.
struct Plot {
  std::vector<Process> processes;              ///< one after the other
  EnvironmentId source;                        ///< but in place it is UAT1
  std::vector<EnvironmentId> disturbers = {};  ///< sources of refreshes of UAT2
  Backup backup = {};                          ///< of the source at the start; else of now
  std::uint8_t failures_max = 2;
  std::uint32_t writes_max = 1;
  std::uint32_t files_max = 0;  ///< received or processed
  Instant rescheduled_before = clock_start + hours(48);

  void operator()(const World& world, std::vector<Action>& actions) const {
    starts(world, actions);
    outcomes(world, actions);
    requests(world, actions);
    people(world, actions);
    const Movement& movement = world[uat1].movement;
    for (const Phase phase : {Phase::Accepted, Phase::Copying, Phase::Creating}) {
      if (movement.phase != phase || !is_requested(movement.process)) continue;
      actions.push_back(PassTime{movement.window_start});
      actions.push_back(PassTime{movement.window_end});
    }
  }

 private:
  Start start_of(Process process, const World& world) const {
    const bool is_in_place =
        process == Process::RestoreInPlace || process == Process::RequestedRestore;
    Start start{
        .process = process, .source = is_in_place ? uat1 : source, .target = uat1, .page = {}};
    if (is_restore(process)) {
      start.restore_point = backup.exists ? clock_start : world.now;
      start.backup = backup.exists ? backup : backup_of(world[start.source]);
    }
    if (is_requested(process)) start.window = window_after(world.now, hours(24));
    return start;
  }

  void starts(const World& world, std::vector<Action>& actions) const {
    const std::size_t next = world[uat1].movement.ordinal;
    if (next < processes.size()) actions.push_back(start_of(processes[next], world));
    if (disturbers.empty() || world[uat2].movement.ordinal > 0) return;
    for (const EnvironmentId from : disturbers)
      actions.push_back(Start{.source = from, .target = uat2, .page = {}});
  }

  void outcomes(const World& world, std::vector<Action>& actions) const {
    for (std::uint16_t index = 0; index < world.environments.size(); ++index) {
      const Movement& movement = world.environments[index].movement;
      const EffectKind pending = pending_effect(movement);
      if (pending == EffectKind::None) continue;
      actions.push_back(EffectFinished{{index}, pending});
      if (movement.failures < failures_max && pending != EffectKind::AwaitWindow && index == 1)
        actions.push_back(EffectFailed{{index}, pending});
    }
    if (world[uat1].movement.phase == Phase::None) return;
    actions.push_back(Rollback{uat1});
    actions.push_back(DownloadLogs{uat1});
  }

  void requests(const World& world, std::vector<Action>& actions) const {
    const Movement& movement = world[uat1].movement;
    if (!is_requested(movement.process)) return;
    actions.push_back(Accept{uat1});
    actions.push_back(Cancel{uat1});
    const Window later = window_after(world.now, hours(24));
    if (later.start > rescheduled_before) return;
    actions.push_back(Reschedule{uat1, later});
    if (is_restore(movement.process) && backup.exists && world.now == clock_start)
      actions.push_back(Reschedule{uat1, later, clock_start, backup});
  }

  void people(const World& world, std::vector<Action>& actions) const {
    actions.push_back(SignIn{uat1, Account::User});
    if (world[uat1].revision < writes_max) actions.push_back(Write{uat1, Account::User, {}});
    if (world[uat1].blob_revision < files_max) {
      actions.push_back(ReceiveFile{uat1});
      actions.push_back(ProcessFiles{uat1});
    }
    for (const Debt debt :
         {Debt::ReportingReset, Debt::Synchronization, Debt::Reprovisioning, Debt::RecurringJobs}) {
      if (world[uat1].debts.contains(debt)) actions.push_back(Settle{uat1, debt});
    }
  }
};

}  // namespace rehearse::model::test
