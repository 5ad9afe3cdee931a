#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"
#include "rehearse/sim/base/memory.h"
#include "rehearse/sim/sql/session.h"

/// What work made of databases.
namespace rehearse::sim {

/// Remembers what work did to a database by what it read there: the same work on another database
/// does the same if it finds the same pages where it reads. So it does not matter what happened in
/// tables that the work has nothing to do with.
///
/// 1. An outcome is used only for a database of the same schema and size with the same content on
///    all pages that were read; and at the same instant if the clock was.
/// 2. Of one work on one schema it holds at most `outcomes_max`, then it forgets those.
/// 3. It holds at most `MemoryBounds::entries_max` outcomes, and of databases nothing but the pages
///    that the work wrote, at most `pages_max` in all. What would be too much makes it forget all
///    others.
class WorkMemory {
 public:
  static constexpr std::size_t outcomes_max = 32;

  explicit WorkMemory(const MemoryBounds& bounds) : bounds_(bounds) {}

  /// What became, or would become of `before`; nothing if that is not known. `work` stands for the
  /// statements and their parameters.
  std::optional<Expected<Image>> find(const Digest& work, const Image& before,
                                      model::Instant now) const;

  /// `work` read `reads` of `before` and made `after` of it, or failed. Not if `before` is empty:
  /// what is built from nothing is nobody else's.
  void remember(const Digest& work, const Image& before, model::Instant now, const Reads& reads,
                const Expected<Image>& after);

  std::size_t entries() const { return entries_; }
  std::size_t pages() const { return pages_; }

 private:
  struct Change {
    PageTree pages;  // those that were written; nothing where the others are
    std::vector<std::uint64_t> written;
    Digest schema;
  };
  struct Outcome {
    std::uint64_t bytes = 0;
    std::vector<std::pair<std::uint64_t, Digest>> read;
    std::optional<model::Instant> clock;
    std::optional<Change> change;  // nothing if it failed
    Error failure;
  };
  using Outcomes = std::vector<Outcome>;
  static Outcome outcome_of(const Image& before, model::Instant now, const Reads& reads,
                            const Expected<Image>& after);
  static std::size_t pages_of(const Outcome& outcome);
  void forget(Outcomes& outcomes);
  static bool is_same(const Outcome& outcome, const Image& before, model::Instant now);
  static Image changed(const Change& change, const Image& before);

  MemoryBounds bounds_;
  std::size_t entries_ = 0;
  std::size_t pages_ = 0;
  std::map<Digest, Outcomes> outcomes_;  // by work and schema
};

}  // namespace rehearse::sim
