#pragma once

#include <deque>

#include "rehearse/model/world/action.h"
#include "rehearse/sim/stand_in/databases.h"

/// The backups of one environment: what a point-in-time restore can go back to.
namespace rehearse::sim {

/// Both databases after one committed change, and what the model knows of them.
struct Snapshot {
  model::Instant at;  ///< from here on, until the next snapshot
  Databases databases;
  model::Backup backup;
};

/// One snapshot for each committed change (RST-06, PITR-02). Snapshots share pages, so a history
/// costs what changed; finding an instant is a binary search.
///
/// 1. `at` of the snapshots increases strictly.
/// 2. The first snapshot is the state at `start`, or the last one before the oldest instant that
///    is still kept.
class BackupHistory {
 public:
  /// Forgets everything: from `first.at` on, databases can be restored (RST-08, RST-09, INV-25).
  void restart(Snapshot first);

  /// Adds what is true from `snapshot.at` on; a snapshot of the same instant gives way to it. No
  /// more than one snapshot from before `oldest` is kept. There must be a first snapshot, and `at`
  /// must not lie before the last one.
  void record(Snapshot snapshot, model::Instant oldest);

  /// The state at `instant`, which may lie between two commits; null before the first snapshot.
  const Snapshot* find(model::Instant instant) const;

  bool is_empty() const { return snapshots_.empty(); }
  std::size_t size() const { return snapshots_.size(); }
  model::Instant start() const { return start_; }

  /// There must be one.
  const Snapshot& last() const { return snapshots_.back(); }

 private:
  std::deque<Snapshot> snapshots_;
  model::Instant start_;
};

}  // namespace rehearse::sim
