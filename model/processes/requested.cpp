#include "rehearse/model/processes/tables.h"

/// Refresh and point-in-time restore by request: a work item that engineers accept and carry out in
/// its window (domain.md D.3, D.4). What an engineer's work consists of differs; how a work item
/// comes to it does not.
namespace rehearse::model {
namespace {

using enum Phase;
using enum Change;

/// What the rows up to the beginning of work rest on.
struct Basis {
  CiteList submit, accept, reschedule, kept, cancel, begin, wait;
};

/// From the form to the beginning of work, which is `work` in phase `first`.
constexpr auto waiting(Phase first, EffectKind work, EnumSet<Change> at_begin,
                       std::string_view begun, const Basis& basis) {
  return std::array{
      demand(None, Trigger::Start, When::Always, Submitted, {}, EffectKind::None,
             "the form is complete and in time; the work item waits for acceptance", basis.submit),
      demand(Submitted, Trigger::Reschedule, When::Always, Submitted, {}, EffectKind::None,
             "the work item has another window", basis.reschedule),
      demand(Submitted, Trigger::Cancel, When::Always, Cancelled, {}, EffectKind::None,
             "the work item is withdrawn before it was accepted", basis.cancel),
      demand(Submitted, Trigger::Accept, When::Always, Accepted, {}, EffectKind::AwaitWindow,
             "engineers confirm that they can do it; they wait for the window", basis.accept),
      demand(Accepted, Trigger::Reschedule, When::AcceptanceAskedAgain, Submitted, {},
             EffectKind::None, "the work item has another window and must be accepted again",
             basis.reschedule),
      demand(Accepted, Trigger::Reschedule, When::AcceptanceKept, Accepted, {},
             EffectKind::AwaitWindow, "the work item has another window and stays accepted",
             basis.kept),
      demand(Accepted, Trigger::Cancel, When::Always, Cancelled, {}, EffectKind::None,
             "the work item is withdrawn before its window opens", basis.cancel),
      demand(Accepted, Trigger::Finished, When::EnvironmentsBusy, Accepted, {},
             EffectKind::AwaitWindow, "another movement is in the way; engineers wait", basis.wait),
      Transition{Accepted, Trigger::Finished, When::EnvironmentsFree, first, at_begin, work,
                 Availability::Down, begun, basis.begin}};
}

/// Work failed before it was complete: two rows, by what the policy has engineers do.
constexpr auto failed(Phase from, EffectKind work, CiteList retry, CiteList stop) {
  return std::array{failure(from, When::EngineersRetry, from, work, "engineers try again", retry),
                    failure(from, When::StopAfterFailure, Failed, EffectKind::None,
                            "the work item is left unfinished, and nothing is offered", stop)};
}

template <std::size_t... Sizes>
constexpr auto concatenate(const std::array<Transition, Sizes>&... parts) {
  std::array<Transition, (Sizes + ...)> all{};
  std::size_t next = 0;
  const auto append = [&](const auto& part) {
    for (const Transition& row : part) all[next++] = row;
  };
  (append(parts), ...);
  return all;
}

using Cites = std::string_view[];

namespace refresh {

constexpr Cites submit = {"REQ-01", "REQ-09", "REQ-11", "REQ-12", "REQ-18"};
constexpr Cites accept = {"REQ-04", "REQ-13"};
constexpr Cites reschedule = {"REQ-12", "REQ-15", "REQ-16", "B-40"};
constexpr Cites kept = {"REQ-15", "B-40"};
constexpr Cites cancel = {"REQ-12", "REQ-17", "B-41"};
constexpr Cites begin = {"REQ-02", "REQ-22", "B-11", "B-12", "INV-20", "INV-21"};
constexpr Cites wait = {"INV-31"};
constexpr Cites arrival = {"REQ-02"};
constexpr Cites exact = {"REQ-02", "REQ-14", "REQ-20", "REQ-23", "REQ-26",
                         "REQ-27", "REQ-28", "B-08",   "B-37",   "INV-46"};
constexpr Cites replace = {"REQ-20", "B-02", "B-37", "N-01"};
constexpr Cites scrub = {"REQ-02", "REQ-14", "B-02", "N-01", "INV-46"};
constexpr Cites retried = {"B-09"};
constexpr Cites stopped = {"REQ-21", "B-09"};
constexpr Cites tool = {"REQ-28", "REQ-36"};
constexpr Cites tool_ran = {"REQ-28", "REQ-37"};

constexpr auto rows = concatenate(
    waiting(Copying, EffectKind::CopyDatabases, {ReadSource},
            "the window is open: the target goes down and the copy starts",
            {submit, accept, reschedule, kept, cancel, begin, wait}),
    std::array{
        success(Copying, Replacing, {}, EffectKind::ReplaceTarget, Availability::Unchanged,
                "the copy has reached the target server", arrival),
        Transition{Replacing, Trigger::Finished, When::DataExact, Succeeded,
                   EnumSet<Change>{ReplaceData, RestartHistory, LeaveDebts}, EffectKind::None,
                   Availability::Up, "the copy is in place as it is; the target is up again",
                   exact},
        Transition{Replacing, Trigger::Finished, When::DataScrubbed, Sanitizing,
                   EnumSet<Change>{ReplaceData, RestartHistory}, EffectKind::ApplyDataRules,
                   Availability::Unchanged, "the copy is in place and will be scrubbed", replace},
        success(Sanitizing, Succeeded, {ExcludeData, LeaveDebts}, EffectKind::None,
                Availability::Up, "what must not travel has been removed; the target is up",
                scrub)},
    failed(Copying, EffectKind::CopyDatabases, retried, stopped),
    failed(Replacing, EffectKind::ReplaceTarget, retried, stopped),
    failed(Sanitizing, EffectKind::ApplyDataRules, retried, stopped),
    std::array{Transition{Succeeded,
                          Trigger::Reprovision,
                          When::Always,
                          Reprovisioning,
                          {},
                          EffectKind::Reprovision,
                          Availability::Down,
                          "the reprovisioning tool is applied like a package: the target is down",
                          tool},
               success(Reprovisioning, Succeeded, {SettleReprovisioning}, EffectKind::None,
                       Availability::Up, "Retail components are up to date", tool_ran),
               Transition{Reprovisioning,
                          Trigger::Failed,
                          When::Always,
                          Succeeded,
                          {},
                          EffectKind::None,
                          Availability::Up,
                          "the tool failed; it is still owed",
                          tool_ran}});

}  // namespace refresh

namespace restore {

constexpr Cites submit = {"RST-22", "RST-27", "RST-31", "RST-33", "RST-34", "RST-35"};
constexpr Cites accept = {"RST-19", "RST-36"};
constexpr Cites reschedule = {"RST-35", "RST-38", "B-40"};
constexpr Cites kept = {"RST-38", "B-40"};
constexpr Cites cancel = {"RST-35", "RST-39", "B-41"};
constexpr Cites begin = {"RST-06", "RST-17", "RST-43", "B-11", "INV-20", "INV-21"};
constexpr Cites wait = {"INV-31"};
constexpr Cites created = {"RST-06", "RST-07"};
constexpr Cites take_up = {"RST-07", "RST-08", "RST-09", "RST-16", "RST-17",
                           "RST-37", "RST-41", "RST-48", "INV-46"};
constexpr Cites retried = {"B-09"};
constexpr Cites stopped = {"RST-42", "B-09"};
constexpr Cites synchronize = {"RST-16"};

constexpr auto rows = concatenate(
    waiting(Creating, EffectKind::RestoreBackups, {},
            "the window is open: the target goes down and a new database is made",
            {submit, accept, reschedule, kept, cancel, begin, wait}),
    std::array{
        success(Creating, TakingUp, {}, EffectKind::ReplaceTarget, Availability::Unchanged,
                "the new database holds the state at the restore point", created),
        success(TakingUp, Succeeded, {ReplaceData, RestartHistory, LeaveDebts}, EffectKind::None,
                Availability::Up,
                "the new database has replaced the original; the target is up again", take_up)},
    failed(Creating, EffectKind::RestoreBackups, retried, stopped),
    failed(TakingUp, EffectKind::ReplaceTarget, retried, stopped),
    std::array{
        demand(Succeeded, Trigger::Synchronize, When::Always, PostSynchronizing, {},
               EffectKind::Synchronize, "the customer synchronizes the database", synchronize),
        success(PostSynchronizing, Succeeded, {FitSchema, SettleSynchronization}, EffectKind::None,
                Availability::Unchanged, "the schema fits the environment's code", synchronize),
        Transition{PostSynchronizing,
                   Trigger::Failed,
                   When::Always,
                   Succeeded,
                   {},
                   EffectKind::None,
                   Availability::Unchanged,
                   "code and data do not fit; synchronization is still owed",
                   synchronize}});

}  // namespace restore

}  // namespace

std::span<const Transition> requested_refresh_table() { return refresh::rows; }
std::span<const Transition> requested_restore_table() { return restore::rows; }

}  // namespace rehearse::model
