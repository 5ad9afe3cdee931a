#include "rehearse/sim/estate/history.h"

#include <algorithm>

#include "rehearse/model/base/assert.h"

namespace rehearse::sim {

void BackupHistory::restart(Snapshot first) {
  REHEARSE_ASSERT(snapshots_.empty() || start_ <= first.at);
  start_ = first.at;
  snapshots_.clear();
  snapshots_.push_back(std::move(first));
}

void BackupHistory::record(Snapshot snapshot, model::Instant oldest) {
  REHEARSE_ASSERT(!snapshots_.empty() && snapshots_.back().at <= snapshot.at);
  if (snapshots_.back().at == snapshot.at) {
    snapshots_.back() = std::move(snapshot);
  } else {
    snapshots_.push_back(std::move(snapshot));
  }
  while (snapshots_.size() > 1 && snapshots_[1].at <= oldest) snapshots_.pop_front();
}

const Snapshot* BackupHistory::find(model::Instant instant) const {
  const auto later = std::ranges::upper_bound(snapshots_, instant, {}, &Snapshot::at);
  return later == snapshots_.begin() ? nullptr : &*std::prev(later);
}

}  // namespace rehearse::sim
