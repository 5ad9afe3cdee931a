#pragma once

#include <span>
#include <string_view>

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/world/enumerations.h"

/// Room `model/processes`. What a process is, and its phases: one table for each.
///
/// How each process goes (domain.md D.1...D.5), as a table. The same tables drive `step`, are drawn
/// in the documentation, and are the denominator of transition coverage. What a process is stands
/// in world/process_kind.h.
namespace rehearse::model {

struct Movement;

/// What makes a movement leave a phase.
enum class Trigger : std::uint8_t {
  Start,  ///< asked for, by an operator or with a form
  Accept,
  Reschedule,
  Cancel,
  Finished,  ///< the outside world did what the phase waits for
  Failed,    ///< or could not
  AtOnce,    ///< nobody: the phase is left as soon as it is entered
  Rollback,
  DownloadLogs,
  Reprovision,
  Synchronize,
  Generate,  ///< AXUpdateInstaller.exe
  Import,
  Execute,
  Rerun,  ///< `execute -rerunstep`
};
template <>
inline constexpr auto enum_names<Trigger> = std::to_array<std::string_view>(
    {"start", "accept", "reschedule", "cancel", "finished", "failed", "at once", "rollback",
     "download-logs", "reprovision", "synchronize", "generate", "import", "execute", "rerun"});

/// What decides between rows with the same phase and trigger: a process option of the policy, or
/// whether source and target are free.
enum class When : std::uint8_t {
  Always,
  OfflineFromArrival,    ///< `target_offline_from: copy-arrival`
  OfflineFromStart,      ///< `target_offline_from: start`
  RollbackByOperator,    ///< `rollback: operator`
  RollbackAutomatic,     ///< `rollback: automatic`
  EngineersRetry,        ///< `after_failure: engineers-retry`
  StopAfterFailure,      ///< `after_failure: stop`
  AcceptanceAskedAgain,  ///< `acceptance_after_reschedule: asked-again`
  AcceptanceKept,        ///< `acceptance_after_reschedule: kept`
  DataExact,             ///< `data: exact`
  DataScrubbed,          ///< `data: scrubbed`
  EnvironmentsFree,      ///< no other movement runs into the source, none copies the target
  EnvironmentsBusy,
  SubStepsLeft,  ///< in this step of an upgrade
  StepDone,      ///< all of them have completed
  InPreReqs,  ///< where an upgrade goes on: the first step with a sub-step that has not completed
  InPreSync,
  InDbSync,
  InPostSync,
  InFinalDbSync,
};
template <>
inline constexpr auto enum_names<When> =
    std::to_array<std::string_view>({"",
                                     "target_offline_from = copy-arrival",
                                     "target_offline_from = start",
                                     "rollback = operator",
                                     "rollback = automatic",
                                     "after_failure = engineers-retry",
                                     "after_failure = stop",
                                     "acceptance_after_reschedule = asked-again",
                                     "acceptance_after_reschedule = kept",
                                     "data = exact",
                                     "data = scrubbed",
                                     "no movement is in the way",
                                     "another movement is in the way",
                                     "sub-steps are left",
                                     "the step is done",
                                     "PreReqs is not done",
                                     "PreSync is not done",
                                     "DbSync is not done",
                                     "PostSync is not done",
                                     "FinalDbSync is not done"});

enum class Availability : std::uint8_t { Unchanged, Up, Down };
template <>
inline constexpr auto enum_names<Availability> =
    std::to_array<std::string_view>({"unchanged", "up", "down"});

/// What a transition does to what is known of the target, in the order in which it is done.
enum class Change : std::uint8_t {
  TakePreImage,     ///< what a rollback would bring back (REF-13)
  ReadSource,       ///< the source's databases are copied as they are now, see `reads_source`
  ReplaceData,      ///< the old databases are gone, the new ones are in place (REF-42)
  RestorePreImage,  ///< both databases are as before the start (REF-13)
  RestartHistory,   ///< what was before cannot be restored any more (RST-08, B-37)
  ExcludeData,      ///< the facts that the policy's data rules establish hold
  FitSchema,        ///< the schema fits the target's code
  LeaveDebts,       ///< the databases are complete; the pre-image is given up
  SettleSynchronization,
  SettleReprovisioning,
  NoteFailure,
  NoteLogs,
};
template <>
inline constexpr auto enum_names<Change> = std::to_array<std::string_view>(
    {"take the pre-image", "read the source", "replace the databases", "restore the pre-image",
     "restart the history", "exclude data", "fit the schema", "list what is left to do",
     "settle synchronization", "settle reprovisioning", "note the failure", "note the logs"});

/// A post-step, which goes back to where the movement had ended.
constexpr bool is_post_step(Phase phase) {
  return phase == Phase::Reprovisioning || phase == Phase::PostSynchronizing;
}

struct Transition {
  /// None, and Succeeded where a post-step begins, stand for every phase in which nothing is under
  /// way.
  Phase from;
  Trigger on;
  When when;
  Phase to;  ///< where a post-step ends, Succeeded stands for where it began
  EnumSet<Change> changes;
  EffectKind effect;  ///< what the outside world is asked to do next
  Availability availability;
  std::string_view sentence;
  std::span<const std::string_view> cites;
};

/// Engineers try no more often than this; then they leave a work item as it is.
inline constexpr int attempts_max = 20;

/// What decides between rows besides the policy.
struct Situation {
  bool environments_busy = false;
  bool step_done = false;                         ///< of an upgrade
  UpgradeStep goes_on_in = UpgradeStep::PreReqs;  ///< of an upgrade
};

/// In the order of a movement's life. For one phase, trigger and set of options at most one row
/// applies.
std::span<const Transition> transitions(Process process);

/// The phase in which its work begins: where an operator's start leads, and where the work on an
/// accepted request begins. None of a process that nobody starts in one step.
Phase first_phase(Process process);

/// The process whose table has the row that `trigger`, Reprovision or Synchronize, takes: it leaves
/// that post-step to the customer, whatever movement came after it.
Process owner_of_post_step(Trigger trigger);

/// The same, of the phase of a post-step.
Process owner_of_post_step(Phase phase);

/// What its post-steps pay: owed from its success on (INV-46).
EnumSet<Debt> debts_of_post_steps(Process process);

/// The effect that a movement in `phase` waits for, None when it waits for nobody.
EffectKind pending_effect(Process process, Phase phase);
EffectKind pending_effect(const Movement& movement);

/// The row that `trigger` takes in `phase`, or null.
const Transition* find_transition(Process process, const ProcessOptions& options, Phase phase,
                                  Trigger trigger, const Situation& situation = {});

}  // namespace rehearse::model
