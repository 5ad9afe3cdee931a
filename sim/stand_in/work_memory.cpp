#include "rehearse/sim/stand_in/work_memory.h"

#include <algorithm>

#include "rehearse/sim/base/trace.h"

namespace rehearse::sim {
namespace {

Digest key_of(const Digest& work, const Image& before) {
  Trace key;
  key.add(work);
  key.add(before.schema());
  return key.digest();
}

}  // namespace

std::size_t WorkMemory::pages_of(const Outcome& outcome) {
  return outcome.change ? outcome.change->written.size() : 0;
}

bool WorkMemory::is_same(const Outcome& outcome, const Image& before, model::Instant now) {
  return outcome.bytes == before.bytes() && (!outcome.clock || *outcome.clock == now) &&
         std::ranges::all_of(outcome.read, [&before](const auto& read) {
           return before.tree()->page_digest(read.first) == read.second;
         });
}

Image WorkMemory::changed(const Change& change, const Image& before) {
  if (change.written.empty()) return before;
  PageTree tree = *before.tree();
  tree.resize(change.pages.bytes());
  for (const std::uint64_t page : change.written) tree.share_page(page, change.pages);
  return Image(tree, change.schema);
}

std::optional<Expected<Image>> WorkMemory::find(const Digest& work, const Image& before,
                                                model::Instant now) const {
  const auto known = outcomes_.find(key_of(work, before));
  if (known == outcomes_.end() || before.tree() == nullptr) return std::nullopt;
  for (const Outcome& outcome : known->second) {
    if (!is_same(outcome, before, now)) continue;
    if (!outcome.change) return std::unexpected(outcome.failure);
    return changed(*outcome.change, before);
  }
  return std::nullopt;
}

WorkMemory::Outcome WorkMemory::outcome_of(const Image& before, model::Instant now,
                                           const Reads& reads, const Expected<Image>& after) {
  Outcome outcome;
  outcome.bytes = before.bytes();
  for (const std::uint64_t page : reads.pages)
    outcome.read.emplace_back(page, before.tree()->page_digest(page));
  if (reads.clock) outcome.clock = now;
  if (!after) {
    outcome.failure = after.error();
    return outcome;
  }
  Change change{.pages = PageTree(after->tree()->pool()),
                .written = after->tree()->pages_apart(*before.tree()),
                .schema = after->schema()};
  change.pages.resize(after->bytes());
  for (const std::uint64_t page : change.written) change.pages.share_page(page, *after->tree());
  outcome.change = std::move(change);
  return outcome;
}

void WorkMemory::forget(Outcomes& outcomes) {
  for (const Outcome& outcome : outcomes) pages_ -= pages_of(outcome);
  entries_ -= outcomes.size();
  outcomes.clear();
}

void WorkMemory::remember(const Digest& work, const Image& before, model::Instant now,
                          const Reads& reads, const Expected<Image>& after) {
  if (before.tree() == nullptr || (after && after->tree() == nullptr)) return;
  Outcome outcome = outcome_of(before, now, reads, after);
  const std::size_t pages = pages_of(outcome);
  if (bounds_.entries_max == 0 || pages > bounds_.pages_max) return;
  if (entries_ >= bounds_.entries_max || pages > bounds_.pages_max - pages_) {
    outcomes_.clear();
    entries_ = pages_ = 0;
  }
  Outcomes& known = outcomes_[key_of(work, before)];
  if (known.size() >= outcomes_max) forget(known);
  known.push_back(std::move(outcome));
  ++entries_;
  pages_ += pages;
}

}  // namespace rehearse::sim
