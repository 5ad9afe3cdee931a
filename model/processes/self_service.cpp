#include "rehearse/model/processes/tables.h"

/// Refresh, point-in-time restore and in-place restore by self-service: one machine that an
/// operator starts and that runs by itself (domain.md D.1, D.2, N-30). They differ in where the new
/// databases come from, and in the documents they rest on.
namespace rehearse::model {
namespace {

/// What differs between the three.
struct Origin {
  Phase copying;
  EffectKind effect;
  EnumSet<Change> at_start;
  std::string_view started;
  std::string_view started_offline;
};

/// What each row rests on.
struct Basis {
  CiteList start, offline_at_start, arrival, replace, sanitize, synchronize, complete;
  CiteList failed_early, failed, failed_to_fit;
  CiteList automatic, logs, logs_afterwards, rollback, retry, rolled_back, rollback_failed;
};

constexpr Transition failed(Phase from, CiteList cites) {
  return failure(from, When::Always, Phase::Failed, EffectKind::None,
                 "a failure stops the movement", cites);
}

constexpr auto table(const Origin& origin, const Basis& basis) {
  using enum Phase;
  using enum Change;
  return std::array{
      demand(None, Trigger::Start, When::OfflineFromArrival, origin.copying, origin.at_start,
             origin.effect, origin.started, basis.start),
      Transition{None, Trigger::Start, When::OfflineFromStart, origin.copying, origin.at_start,
                 origin.effect, Availability::Down, origin.started_offline, basis.offline_at_start},
      success(origin.copying, Replacing, {}, EffectKind::ReplaceTarget, Availability::Down,
              "the new databases have reached the target server; the target is down from now on",
              basis.arrival),
      success(Replacing, Sanitizing, {ReplaceData, RestartHistory}, EffectKind::ApplyDataRules,
              Availability::Unchanged,
              "the target's databases are deleted, the new ones take their place", basis.replace),
      success(Sanitizing, Synchronizing, {ExcludeData}, EffectKind::Synchronize,
              Availability::Unchanged, "what must not travel has been removed", basis.sanitize),
      success(Synchronizing, Restarting, {FitSchema}, EffectKind::Restart, Availability::Unchanged,
              "the schema fits the target's code", basis.synchronize),
      success(Restarting, Completed, {LeaveDebts}, EffectKind::None, Availability::Up,
              "the target is up again, for those whom the data let in", basis.complete),
      failed(origin.copying, basis.failed_early),
      failed(Replacing, basis.failed),
      failed(Sanitizing, basis.failed),
      failed(Synchronizing, basis.failed_to_fit),
      failed(Restarting, basis.failed),
      demand(Failed, Trigger::AtOnce, When::RollbackAutomatic, RollingBack, {},
             EffectKind::RestorePreImage, "the failure is rolled back at once", basis.automatic),
      demand(Failed, Trigger::DownloadLogs, When::Always, Failed, {NoteLogs}, EffectKind::None,
             "the runbook logs are downloaded before the rollback", basis.logs),
      demand(Failed, Trigger::Rollback, When::RollbackByOperator, RollingBack, {},
             EffectKind::RestorePreImage, "the operator asks for the rollback", basis.rollback),
      success(RollingBack, RolledBack, {RestorePreImage, RestartHistory}, EffectKind::None,
              Availability::Up, "the pre-image is in place again", basis.rolled_back),
      demand(RolledBack, Trigger::DownloadLogs, When::RollbackAutomatic, RolledBack, {NoteLogs},
             EffectKind::None, "the runbook logs are downloaded after the automatic rollback",
             basis.logs_afterwards),
      failure(RollingBack, When::Always, RollbackFailed, EffectKind::None,
              "the rollback failed; it can be tried again", basis.rollback_failed),
      demand(RollbackFailed, Trigger::DownloadLogs, When::Always, RollbackFailed, {NoteLogs},
             EffectKind::None, "the runbook logs are downloaded", basis.logs),
      demand(RollbackFailed, Trigger::Rollback, When::Always, RollingBack, {},
             EffectKind::RestorePreImage, "the rollback is tried again", basis.retry)};
}

using Cites = std::string_view[];
constexpr Cites afterwards = {"N-08"};

namespace refresh {

constexpr Cites start = {"REF-01", "REF-06", "REF-08", "REF-10", "REF-43", "INV-29"};
constexpr Cites offline_at_start = {"REF-10", "B-11"};
constexpr Cites arrival = {"REF-43", "REF-44", "INV-19"};
constexpr Cites replace = {"REF-02", "REF-42", "REF-45", "B-37", "INV-05"};
constexpr Cites sanitize = {"REF-17", "REF-18", "REF-25", "REF-32", "INV-10"};
constexpr Cites synchronize = {"REF-15"};
constexpr Cites complete = {"REF-44", "REF-48", "REF-50", "INV-47"};
constexpr Cites failed_early = {"REF-11", "REF-43", "INV-19"};
constexpr Cites failed = {"REF-11", "REF-44"};
constexpr Cites failed_to_fit = {"REF-11", "REF-15", "REF-44"};
constexpr Cites automatic = {"REF-11", "INV-43", "N-08"};
constexpr Cites logs = {"REF-16"};
constexpr Cites rollback = {"REF-11", "REF-12", "REF-14", "INV-27"};
constexpr Cites retry = {"REF-11", "INV-44"};
constexpr Cites rolled_back = {"REF-13", "REF-14", "N-33", "INV-28"};
constexpr Cites rollback_failed = {"REF-11", "INV-44"};

constexpr auto rows = table({.copying = Phase::Copying,
                             .effect = EffectKind::CopyDatabases,
                             .at_start = {Change::TakePreImage, Change::ReadSource},
                             .started = "the copy starts at once; users keep working",
                             .started_offline = "the copy starts at once; the target is down"},
                            {start, offline_at_start, arrival, replace, sanitize, synchronize,
                             complete, failed_early, failed, failed_to_fit, automatic, logs,
                             afterwards, rollback, retry, rolled_back, rollback_failed});

}  // namespace refresh

namespace restore {

constexpr Cites start = {"PITR-01", "PITR-04", "PITR-06", "PITR-08", "PITR-41", "INV-29"};
constexpr Cites offline_at_start = {"PITR-08", "B-11"};
constexpr Cites arrival = {"PITR-41", "PITR-42", "INV-19"};
constexpr Cites replace = {"PITR-40", "PITR-43", "B-37", "INV-05"};
constexpr Cites sanitize = {"PITR-15", "PITR-16", "PITR-23", "PITR-30", "INV-10"};
constexpr Cites synchronize = {"PITR-13"};
constexpr Cites complete = {"PITR-42", "PITR-46", "PITR-48", "INV-47"};
constexpr Cites failed_early = {"PITR-09", "PITR-41", "INV-19"};
constexpr Cites failed = {"PITR-09", "PITR-42"};
constexpr Cites failed_to_fit = {"PITR-09", "PITR-13", "PITR-42"};
constexpr Cites automatic = {"PITR-09", "INV-43", "N-08"};
constexpr Cites logs = {"PITR-14"};
constexpr Cites rollback = {"PITR-09", "PITR-10", "PITR-12", "INV-27"};
constexpr Cites retry = {"PITR-09", "INV-44"};
constexpr Cites rolled_back = {"PITR-11", "PITR-12", "N-33", "INV-28"};
constexpr Cites rollback_failed = {"PITR-09", "INV-44"};

constexpr auto rows =
    table({.copying = Phase::Creating,
           .effect = EffectKind::RestoreBackups,
           .at_start = {Change::TakePreImage},
           .started = "production's databases are restored beside the target's; users keep working",
           .started_offline = "production's databases are restored; the target is down"},
          {start, offline_at_start, arrival, replace, sanitize, synchronize, complete, failed_early,
           failed, failed_to_fit, automatic, logs, afterwards, rollback, retry, rolled_back,
           rollback_failed});

}  // namespace restore

namespace restore_in_place {

constexpr Cites start = {"N-30", "B-35", "INV-29"};
constexpr Cites offline_at_start = {"N-30", "B-11"};
constexpr Cites arrival = {"N-25", "N-30", "INV-19"};
constexpr Cites replace = {"N-30", "N-32", "N-33", "INV-05"};
constexpr Cites sanitize = {"N-31"};
constexpr Cites synchronize = {"N-30"};
constexpr Cites complete = {"N-30", "INV-47"};
constexpr Cites failed_early = {"N-08", "N-30", "INV-19"};
constexpr Cites failed = {"N-08", "N-30"};
constexpr Cites failed_to_fit = {"N-08", "N-21", "N-30"};
constexpr Cites automatic = {"N-08", "INV-43"};
constexpr Cites logs = {"N-08"};
constexpr Cites rollback = {"N-08", "INV-27"};
constexpr Cites retry = {"N-08", "INV-44"};
constexpr Cites rolled_back = {"N-08", "N-33", "INV-28"};
constexpr Cites rollback_failed = {"N-08", "INV-44"};

constexpr auto rows =
    table({.copying = Phase::Creating,
           .effect = EffectKind::RestoreBackups,
           .at_start = {Change::TakePreImage},
           .started = "the environment's own databases are restored beside the live ones",
           .started_offline = "the environment's own databases are restored; it is down"},
          {start, offline_at_start, arrival, replace, sanitize, synchronize, complete, failed_early,
           failed, failed_to_fit, automatic, logs, afterwards, rollback, retry, rolled_back,
           rollback_failed});

}  // namespace restore_in_place

}  // namespace

std::span<const Transition> refresh_table() { return refresh::rows; }
std::span<const Transition> restore_table() { return restore::rows; }
std::span<const Transition> restore_in_place_table() { return restore_in_place::rows; }

}  // namespace rehearse::model
