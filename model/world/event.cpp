#include "rehearse/model/world/event.h"

#include <fmt/format.h>

#include <array>

#include "rehearse/model/world/world.h"

namespace rehearse::model {
namespace {

constexpr std::array<std::string_view, enum_count<Refusal>> refusals = {
    "",
    "the policy does not offer this",
    "a rollback is possible only after a failure (REF-12)",
    "the policy offers no rollback",
    "only a work item whose work has not begun can be cancelled (B-41)",
    "no work item waits there",
    "it was accepted already",
    "its window is over; it must be rescheduled",
    "its window has not opened yet (INV-21)",
    "the tool is downloaded, then uploaded, then applied (REQ-38)",
    "there is no failure whose logs could be downloaded (REF-16, UPG-52)",
    "the environment is offline (REF-44)",
    "the user is disabled (REF-25, REF-48)",
    "nothing of the kind is owed",
    "recurring jobs can be resumed only after a completed movement (INV-34)",
    "a movement into or out of the environment is not resolved yet (B-38)",
    "production is not redeployed for a refresh (REF-38)",
    "nothing of the kind is running",
    "only on a developer machine do people work on services and databases themselves (UPG-16)",
    "there is no AX 2012 database to upgrade",
    "AX 2012 has not been backed up (UPG-09)",
    "the backup is not at the developer machine (UPG-13)",
    "the backup was restored under another name already",
    "there is no database of that name",
    "there is a database of that name already (INV-39)",
    "a service that runs has the database open (UPG-21, UPG-34)",
    "there is no such package on the machine (UPG-28)",
    "the package was extracted when it was not blocked any more",
    "no PowerShell is open in the folder of the package (UPG-33); a reboot closes it",
    "the package has no topology file of that name (UPG-35)",
    "the package has no service model file of that name (UPG-35)",
    "no runbook file of that name was generated (UPG-39)",
    "no runbook of that id was imported (UPG-38, UPG-39)",
    "no step has failed that could be rerun (UPG-51)",
    "the runbook has failed; its step must be rerun with -rerunstep (UPG-51)",
    "that is not the number of the step that failed (UPG-51)",
    "this runbook has been executed to its end (UPG-62)",
    "time runs forward only",
};

/// What a sentence speaks of besides the environment.
enum class Slot : std::uint8_t {
  Nothing,
  Done,  ///< the process: `refreshed`
  Noun,  ///< `refresh`
  Phase,
  Refusal,
  Window,
  Failure,  ///< where it failed: in a phase, or in a sub-step of an upgrade
  Debt,
  Tool,
  SubStep,
  Count,
};

/// What comes after the environment's name; `{}` stands for the slot.
struct Sentence {
  EventKind kind;
  Slot slot;
  std::string_view text;
};

constexpr auto sentences = std::to_array<Sentence>({
    {EventKind::Started, Slot::Done, "began to be {}"},
    {EventKind::Denied, Slot::Nothing, "was not touched: the policy denied it"},
    {EventKind::Refused, Slot::Refusal, "refused: {}"},
    {EventKind::Submitted, Slot::Noun, "has a request for a {}"},
    {EventKind::Accepted, Slot::Nothing, "has its request accepted"},
    {EventKind::Rescheduled, Slot::Window, "will be worked on from {}"},
    {EventKind::Cancelled, Slot::Nothing, "has its request cancelled"},
    {EventKind::WorkBegan, Slot::Noun, "is in the hands of engineers, for a {}"},
    {EventKind::WorkWaits, Slot::Nothing, "waits: another movement is in the way"},
    {EventKind::WorkRepeated, Slot::Nothing, "is tried again by engineers"},
    {EventKind::Succeeded, Slot::Done, "was {} as requested"},
    {EventKind::DowntimeOverran, Slot::Nothing,
     "was down for longer than expected (REQ-03, RST-18)"},
    {EventKind::PostStepBegan, Slot::Phase, "entered {}"},
    {EventKind::PostStepFailed, Slot::Phase, "failed while {}; it is still owed"},
    {EventKind::PhaseEntered, Slot::Phase, "entered {}"},
    {EventKind::WentOffline, Slot::Nothing, "went offline"},
    {EventKind::CameOnline, Slot::Nothing, "came online"},
    {EventKind::EffectFailed, Slot::Failure, "failed {}"},
    {EventKind::RollbackStarted, Slot::Nothing, "began to be rolled back"},
    {EventKind::Completed, Slot::Done, "was {}"},
    {EventKind::RolledBack, Slot::Nothing, "is as it was before the start"},
    {EventKind::RollbackFailed, Slot::Nothing, "could not be rolled back; it can be tried again"},
    {EventKind::LogsDownloaded, Slot::Nothing, "gave its runbook logs"},
    {EventKind::SignedIn, Slot::Nothing, "let the account in"},
    {EventKind::Written, Slot::Nothing, "was written to"},
    {EventKind::BlobsChanged, Slot::Nothing, "has other documents"},
    {EventKind::FileReceived, Slot::Nothing, "received a file"},
    {EventKind::FilesProcessed, Slot::Count, "processed {} file(s)"},
    {EventKind::FilesOrphaned, Slot::Count, "has {} more orphaned file(s) (REF-53)"},
    {EventKind::JobsStopped, Slot::Nothing, "stopped its recurring jobs"},
    {EventKind::DebtSettled, Slot::Debt, "has {} done"},
    {EventKind::UsersBeforeCleanUp, Slot::Nothing, "let users in before the clean-up (REF-49)"},
    {EventKind::CodeChanged, Slot::Nothing, "runs other code"},
    {EventKind::UpdateSaved, Slot::Nothing, "has an update in the asset library"},
    {EventKind::UpdateApplied, Slot::Nothing, "was updated"},
    {EventKind::HotfixInstalled, Slot::Nothing, "has a hotfix more"},
    {EventKind::ChannelsRenamed, Slot::Nothing, "has other names for its default channels"},
    {EventKind::ToolPrepared, Slot::Tool, "has the reprovisioning tool {}"},
    {EventKind::AdminProvisioned, Slot::Nothing, "has another admin in web.config"},
    {EventKind::Redeployed, Slot::Nothing, "was deployed anew"},
    {EventKind::CredentialsShown, Slot::Nothing, "showed its credentials"},
    {EventKind::GroundworkDone, Slot::Nothing, "is a step nearer to its upgrade"},
    {EventKind::BackupMade, Slot::Nothing, "has a backup of AX 2012"},
    {EventKind::BackupTransferred, Slot::Nothing, "received the backup of AX 2012"},
    {EventKind::BackupRestored, Slot::Nothing, "has the AX 2012 database restored"},
    {EventKind::ServicesStopped, Slot::Nothing, "has fewer services running"},
    {EventKind::ServicesStarted, Slot::Nothing, "has more services running"},
    {EventKind::Rebooted, Slot::Nothing, "was rebooted: all five services run again (UPG-23)"},
    {EventKind::DatabaseRenamed, Slot::Nothing, "has a database renamed"},
    {EventKind::PackageDownloaded, Slot::Nothing, "has the package, blocked as any download"},
    {EventKind::PackageUnblocked, Slot::Nothing, "has the package unblocked"},
    {EventKind::PackageExtracted, Slot::Nothing, "has the package extracted"},
    {EventKind::PromptOpened, Slot::Nothing, "has a PowerShell open in the folder of the package"},
    {EventKind::RunbookGenerated, Slot::Nothing, "has a runbook"},
    {EventKind::RunbookImported, Slot::Nothing, "knows the runbook"},
    {EventKind::UpgradeRerun, Slot::Nothing, "goes on with its upgrade"},
    {EventKind::SubStepStarted, Slot::SubStep, "began {}"},
    {EventKind::SubStepFinished, Slot::SubStep, "completed {}"},
    {EventKind::Upgraded, Slot::Nothing, "was upgraded"},
    {EventKind::SqlRun, Slot::Nothing, "was changed by a developer's SQL"},
    {EventKind::TimePassed, Slot::Nothing, ""},
});
static_assert(
    sentences.size() == static_cast<std::size_t>(EventKind::TimePassed) + 1 &&
        [] {
          for (std::size_t index = 0; index < sentences.size(); ++index) {
            if (sentences[index].kind != static_cast<EventKind>(index)) return false;
          }
          return true;
        }(),
    "the sentence of an event stands at its position");

std::string failed(const Event& event, const Names& names) {
  if (event.sub_step.position != no_sub_step)
    return fmt::format("in {}", names.text(event.sub_step.name));
  return fmt::format("while {}", to_string(event.phase));
}

std::string filled(Slot slot, const Event& event, const EnvironmentState& environment,
                   const Names& names) {
  const Movement& movement = environment.movement;
  switch (slot) {
    case Slot::Nothing:
      return {};
    case Slot::Done:
      return std::string(description_of(movement.process).words.done);
    case Slot::Noun:
      return std::string(description_of(movement.process).words.noun);
    case Slot::Phase:
      return std::string(to_string(event.phase));
    case Slot::Refusal:
      return std::string(refusals[static_cast<std::size_t>(event.refusal)]);
    case Slot::Window:
      return fmt::format("{} to {}", to_string(movement.window_start),
                         to_string(movement.window_end));
    case Slot::Failure:
      return failed(event, names);
    case Slot::Debt:
      return std::string(to_string(event.debt));
    case Slot::Tool:
      return std::string(to_string(environment.tool));
    case Slot::SubStep:
      return names.text(event.sub_step.name);
    case Slot::Count:
      return fmt::to_string(event.count);
  }
  return {};
}

/// The sentence after the environment's name.
std::string predicate(const Event& event, const EnvironmentState& environment, const Names& names) {
  const Sentence& sentence = sentences[static_cast<std::size_t>(event.kind)];
  if (sentence.slot == Slot::Nothing) return std::string(sentence.text);
  return fmt::format(fmt::runtime(sentence.text), filled(sentence.slot, event, environment, names));
}

using Basis = std::string_view[];
constexpr Basis admin_clean_up = {"REF-49", "PITR-47"};
constexpr Basis endpoints = {"REF-50", "PITR-48", "N-16"};
constexpr Basis users = {"REF-48", "REF-49", "PITR-46", "PITR-47"};
constexpr Basis batch_jobs = {"REF-26", "PITR-24"};
constexpr Basis recurring_jobs = {"REF-54", "PITR-52"};
constexpr Basis commerce_steps = {"REF-58", "PITR-56"};
constexpr Basis reporting_reset = {"REQ-27", "RST-48", "B-01"};
constexpr Basis synchronization = {"RST-16"};
constexpr Basis reprovisioning = {"REQ-28", "REQ-29", "REQ-33", "REQ-38"};

}  // namespace

std::span<const std::string_view> basis_of(Debt debt) {
  switch (debt) {
    case Debt::AdminCleanUp:
      return admin_clean_up;
    case Debt::Endpoints:
      return endpoints;
    case Debt::Users:
      return users;
    case Debt::BatchJobs:
      return batch_jobs;
    case Debt::RecurringJobs:
      return recurring_jobs;
    case Debt::CommerceSteps:
      return commerce_steps;
    case Debt::ReportingReset:
      return reporting_reset;
    case Debt::Synchronization:
      return synchronization;
    case Debt::Reprovisioning:
      return reprovisioning;
  }
  return {};
}

std::string describe(const Event& event, const World& world, const Names& names) {
  if (event.kind == EventKind::TimePassed) return fmt::format("it is {}", to_string(world.now));
  const EnvironmentState& environment = world[event.environment];
  return fmt::format("{} {}", names.text(environment.name), predicate(event, environment, names));
}

}  // namespace rehearse::model
