#include "model/refresh.h"

#include <array>

namespace rehearse::model {
namespace {

using Cites = std::string_view[];

constexpr Cites start_cites = {"REF-01", "REF-06", "REF-08", "REF-10", "REF-43", "INV-29"};
constexpr Cites start_down_cites = {"REF-10", "REQ-22"};
constexpr Cites arrival_cites = {"REF-43", "REF-44", "INV-19"};
constexpr Cites replace_cites = {"REF-02", "REF-42", "REF-45", "INV-05"};
constexpr Cites sanitize_cites = {"REF-17", "REF-18", "REF-25", "REF-32", "INV-10"};
constexpr Cites synchronize_cites = {"REF-15"};
constexpr Cites complete_cites = {"REF-44", "REF-48", "REF-50", "INV-47"};
constexpr Cites copy_failed_cites = {"REF-11", "REF-43", "INV-19"};
constexpr Cites failed_cites = {"REF-11", "REF-15", "REF-44"};
constexpr Cites automatic_cites = {"REF-11", "INV-43", "N-08"};
constexpr Cites logs_cites = {"REF-16"};
constexpr Cites rollback_cites = {"REF-11", "REF-12", "REF-14", "INV-27"};
constexpr Cites retry_cites = {"REF-11", "INV-44"};
constexpr Cites rolled_back_cites = {"REF-13", "REF-14", "INV-28"};
constexpr Cites rollback_failed_cites = {"REF-11", "INV-44"};

/// A failure in `from`: three rows, one for each way the policy may offer a rollback.
constexpr std::array<Transition, 3> failure(Phase from, Availability availability,
                                            std::span<const std::string_view> cites) {
  return {
      {{from, Trigger::Failed, When::RollbackByOperator, Phase::Failed, Change::NoteFailure,
        EffectKind::None, availability, "a failure stops the movement; a rollback is offered",
        cites},
       {from, Trigger::Failed, When::NoRollback, Phase::Failed, Change::NoteFailure,
        EffectKind::None, availability, "a failure stops the movement; nothing is offered", cites},
       {from, Trigger::Failed, When::RollbackAutomatic, Phase::RollingBack, Change::NoteFailure,
        EffectKind::RestorePreImage, availability, "a failure is rolled back at once",
        automatic_cites}}};
}

/// From a resting phase a movement can start; two rows, by when the target goes down.
constexpr std::array<Transition, 2> start(Phase from) {
  return {{{from, Trigger::Start, When::OfflineFromArrival, Phase::Copying, Change::TakePreImage,
            EffectKind::CopyDatabases, Availability::Unchanged,
            "the copy starts at once; users keep working", start_cites},
           {from, Trigger::Start, When::OfflineFromStart, Phase::Copying, Change::TakePreImage,
            EffectKind::CopyDatabases, Availability::Down,
            "the copy starts at once; the target is down", start_down_cites}}};
}

constexpr Transition success(Phase from, Phase to, Change change, EffectKind effect,
                             Availability availability, std::string_view sentence,
                             std::span<const std::string_view> cites) {
  return {from, Trigger::Finished, When::Always, to, change, effect, availability, sentence, cites};
}

constexpr Transition demand(Phase from, Trigger on, When when, Phase to, Change change,
                            EffectKind effect, std::string_view sentence,
                            std::span<const std::string_view> cites) {
  return {from, on, when, to, change, effect, Availability::Unchanged, sentence, cites};
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

constexpr auto table = concatenate(
    start(Phase::None), start(Phase::Completed), start(Phase::RolledBack),
    std::array{
        success(Phase::Copying, Phase::Replacing, Change::None, EffectKind::ReplaceTarget,
                Availability::Down, "the copy has reached the target server; the target goes down",
                arrival_cites),
        success(Phase::Replacing, Phase::Sanitizing, Change::ReplaceData,
                EffectKind::ApplyDataRules, Availability::Unchanged,
                "the target's databases are deleted, the copies take their place", replace_cites),
        success(Phase::Sanitizing, Phase::Synchronizing, Change::ExcludeData,
                EffectKind::Synchronize, Availability::Unchanged,
                "what must not travel has been removed", sanitize_cites),
        success(Phase::Synchronizing, Phase::Restarting, Change::FitSchema, EffectKind::Restart,
                Availability::Unchanged, "the schema fits the target's code", synchronize_cites),
        success(Phase::Restarting, Phase::Completed, Change::LeaveDebts, EffectKind::None,
                Availability::Up, "the target is up again, for Admin and service accounts",
                complete_cites)},
    failure(Phase::Copying, Availability::Unchanged, copy_failed_cites),
    failure(Phase::Replacing, Availability::Unchanged, failed_cites),
    failure(Phase::Sanitizing, Availability::Unchanged, failed_cites),
    failure(Phase::Synchronizing, Availability::Unchanged, failed_cites),
    failure(Phase::Restarting, Availability::Unchanged, failed_cites),
    std::array{
        demand(Phase::Failed, Trigger::DownloadLogs, When::Always, Phase::Failed, Change::NoteLogs,
               EffectKind::None, "the runbook logs are downloaded before the rollback", logs_cites),
        demand(Phase::Failed, Trigger::Rollback, When::RollbackByOperator, Phase::RollingBack,
               Change::None, EffectKind::RestorePreImage, "the operator asks for the rollback",
               rollback_cites),
        demand(Phase::RollbackFailed, Trigger::DownloadLogs, When::Always, Phase::RollbackFailed,
               Change::NoteLogs, EffectKind::None, "the runbook logs are downloaded", logs_cites),
        demand(Phase::RollbackFailed, Trigger::Rollback, When::Always, Phase::RollingBack,
               Change::None, EffectKind::RestorePreImage, "the rollback is tried again",
               retry_cites),
        success(Phase::RollingBack, Phase::RolledBack, Change::RestorePreImage, EffectKind::None,
                Availability::Up, "both databases are as before the refresh began",
                rolled_back_cites),
        Transition{Phase::RollingBack, Trigger::Failed, When::Always, Phase::RollbackFailed,
                   Change::NoteFailure, EffectKind::None, Availability::Unchanged,
                   "the rollback failed; it can be tried again", rollback_failed_cites}});

}  // namespace

std::span<const Transition> refresh_transitions() { return table; }

EffectKind pending_effect(Phase phase) {
  static constexpr auto pending = [] {
    std::array<EffectKind, enum_count<Phase>> effects{};
    for (const Transition& row : table) {
      if (row.effect != EffectKind::None) effects[static_cast<std::size_t>(row.to)] = row.effect;
    }
    return effects;
  }();
  return pending[static_cast<std::size_t>(phase)];
}

}  // namespace rehearse::model
