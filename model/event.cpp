#include "model/event.h"

#include <fmt/format.h>

#include <array>

namespace rehearse::model {
namespace {

constexpr std::array<std::string_view, enum_count<Refusal>> refusals = {
    "",
    "a rollback is possible only after a failure (REF-12)",
    "the policy offers no rollback",
    "a movement cannot be cancelled once it runs (B-41)",
    "there is no failure whose logs could be downloaded (REF-16)",
    "the environment is offline (REF-44)",
    "the user is disabled (REF-25, REF-48)",
    "nothing of the kind is owed",
    "recurring jobs can be resumed only after a completed movement (INV-34)",
    "a movement into or out of the environment is not resolved yet (B-38)",
    "production is not redeployed for a refresh (REF-38)",
    "nothing of the kind is running",
    "time runs forward only",
};

/// The sentence after the environment's name, `{}` standing for the event's detail.
std::string predicate(const Event& event) {
  switch (event.kind) {
    case EventKind::Started:
      return "began to be refreshed";
    case EventKind::Denied:
      return "was not touched: the policy denied it";
    case EventKind::Refused:
      return fmt::format("refused: {}", refusals[static_cast<std::size_t>(event.refusal)]);
    case EventKind::PhaseEntered:
      return fmt::format("entered {}", to_string(event.phase));
    case EventKind::WentOffline:
      return "went offline";
    case EventKind::CameOnline:
      return "came online";
    case EventKind::EffectFailed:
      return fmt::format("failed while {}", to_string(event.phase));
    case EventKind::RollbackStarted:
      return "began to be rolled back";
    case EventKind::Completed:
      return "was refreshed";
    case EventKind::RolledBack:
      return "is as it was before the start";
    case EventKind::RollbackFailed:
      return "could not be rolled back; it can be tried again";
    case EventKind::LogsDownloaded:
      return "gave its runbook logs";
    case EventKind::SignedIn:
      return "let the account in";
    case EventKind::Written:
      return "was written to";
    case EventKind::BlobsChanged:
      return "has other documents";
    case EventKind::FileReceived:
      return "received a file";
    case EventKind::FilesProcessed:
      return fmt::format("processed {} file(s)", event.count);
    case EventKind::FilesOrphaned:
      return fmt::format("has {} more orphaned file(s) (REF-53)", event.count);
    case EventKind::JobsStopped:
      return "stopped its recurring jobs";
    case EventKind::DebtSettled:
      return fmt::format("has {} done", to_string(event.debt));
    case EventKind::UsersBeforeCleanUp:
      return "let users in before the clean-up (REF-49)";
    case EventKind::CodeChanged:
      return "runs other code";
    case EventKind::UpdateSaved:
      return "has an update in the asset library";
    case EventKind::UpdateApplied:
      return "was updated";
    case EventKind::AdminProvisioned:
      return "has another admin in web.config";
    case EventKind::Redeployed:
      return "was deployed anew";
    case EventKind::CredentialsShown:
      return "showed its credentials";
    case EventKind::TimePassed:
      return "";
  }
  return "";
}

}  // namespace

std::string describe(const Event& event, const World& world, const Names& names) {
  if (event.kind == EventKind::TimePassed) return fmt::format("it is {}", to_string(world.now));
  return fmt::format("{} {}", names.text(world[event.environment].name), predicate(event));
}

}  // namespace rehearse::model
