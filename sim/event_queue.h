#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "model/event.h"
#include "model/values.h"

namespace rehearse::sim {

/// Outcomes that are due at known instants.
///
/// Same-instant entries come out in the order in which they went in: the second half of the key
/// counts insertions.
class EventQueue {
 public:
  struct Due {
    model::Instant at;
    model::Effect effect;
  };

  void push(model::Instant at, const model::Effect& effect) {
    entries_.emplace(std::pair(at, next_++), effect);
  }

  /// When the next entry is due; nothing when the queue is empty.
  std::optional<model::Instant> next() const {
    return entries_.empty() ? std::nullopt : std::optional(entries_.begin()->first.first);
  }

  /// Takes the next entry out. The queue must not be empty.
  Due pop() {
    const auto first = entries_.begin();
    const Due due{first->first.first, first->second};
    entries_.erase(first);
    return due;
  }

 private:
  std::map<std::pair<model::Instant, std::uint64_t>, model::Effect> entries_;
  std::uint64_t next_ = 0;
};

}  // namespace rehearse::sim
