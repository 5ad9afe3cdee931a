#pragma once

#include <span>
#include <string_view>

#include "model/world.h"

/// The self-service refresh (domain.md D.1) as one table. The same table drives `step`, is drawn in
/// the documentation, and is the denominator of transition coverage.
namespace rehearse::model {

/// What makes a movement leave a phase.
enum class Trigger : std::uint8_t { Start, Finished, Failed, Rollback, DownloadLogs };

/// A choice that the policy's process options make between rows with the same phase and trigger.
enum class When : std::uint8_t {
  Always,
  OfflineFromArrival,  ///< `target_offline_from: copy-arrival`
  OfflineFromStart,    ///< `target_offline_from: start`
  RollbackByOperator,  ///< `rollback: operator`
  RollbackAutomatic,   ///< `rollback: automatic`
  NoRollback,          ///< `rollback: none`
};

enum class Availability : std::uint8_t { Unchanged, Up, Down };

/// What the transition does to what is known of the target's data.
enum class Change : std::uint8_t {
  None,
  TakePreImage,     ///< and note what the copy will bring
  ReplaceData,      ///< the old databases are gone, those of the source are in place (REF-42)
  ExcludeData,      ///< the facts that the policy's data rules establish hold
  FitSchema,        ///< the schema fits the target's code
  LeaveDebts,       ///< the copy is complete; the pre-image is given up
  RestorePreImage,  ///< both databases are as before the start (REF-13)
  NoteFailure,
  NoteLogs,
};

struct Transition {
  Phase from;
  Trigger on;
  When when;
  Phase to;
  Change change;
  EffectKind effect;  ///< what the outside world is asked to do next
  Availability availability;
  std::string_view sentence;
  std::span<const std::string_view> cites;
};

/// In the order of a movement's life. For one phase, trigger and set of process options at most one
/// row applies.
std::span<const Transition> refresh_transitions();

/// The effect that a movement in `phase` waits for, None when it waits for nobody.
EffectKind pending_effect(Phase phase);

template <>
inline constexpr auto enum_names<Trigger> =
    std::to_array<std::string_view>({"start", "finished", "failed", "rollback", "download-logs"});
template <>
inline constexpr auto enum_names<When> = std::to_array<std::string_view>(
    {"", "target_offline_from = copy-arrival", "target_offline_from = start", "rollback = operator",
     "rollback = automatic", "rollback = none"});

}  // namespace rehearse::model
