#pragma once

#include <cstddef>
#include <map>

#include "rehearse/sim/base/digest.h"

/// What came of something that always comes out the same.
namespace rehearse::sim {

/// How much a memory may hold.
struct MemoryBounds {
  std::size_t entries_max = 4'096;  ///< results; 0: nothing is remembered
  std::size_t pages_max = 32'768;   ///< of databases; see `WorkMemory`
};

/// Answers, each under a digest of everything that it depends on: the contents of databases, the
/// question, its parameters, the clock if it could be read. `Trace` makes such digests. It holds at
/// most `entries_max` answers: one more makes it forget all others.
///
/// What is remembered makes nothing but speed: an answer that was forgotten is found again.
template <typename Value>
class Memory {
 public:
  explicit Memory(const MemoryBounds& bounds) : entries_max_(bounds.entries_max) {}

  /// Null when it is not known, or not any more. Valid until the next call of `remember`.
  const Value* find(const Digest& key) const {
    const auto known = known_.find(key);
    return known == known_.end() ? nullptr : &known->second;
  }

  void remember(const Digest& key, const Value& value) {
    if (entries_max_ == 0) return;
    if (known_.size() >= entries_max_) known_.clear();
    known_.emplace(key, value);
  }

  std::size_t entries() const { return known_.size(); }

 private:
  std::size_t entries_max_;
  std::map<Digest, Value> known_;
};

}  // namespace rehearse::sim
