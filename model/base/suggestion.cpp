#include "rehearse/model/base/suggestion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "rehearse/model/base/values.h"

namespace rehearse::model {
namespace {

constexpr std::size_t length_max = 80;  // nobody means a longer name, and the work is quadratic

/// Edits between two texts: insert, remove, change, swap neighbours (optimal string alignment).
std::size_t edits(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(to.size() + 1);
  for (std::size_t column = 0; column <= to.size(); ++column) last[column] = column;
  for (std::size_t row = 1; row <= from.size(); ++row) {
    std::vector<std::size_t> line(to.size() + 1, row);
    for (std::size_t column = 1; column <= to.size(); ++column) {
      const std::size_t change = from[row - 1] == to[column - 1] ? 0 : 1;
      line[column] = std::min({last[column] + 1, line[column - 1] + 1, last[column - 1] + change});
      const bool swapped = row > 1 && column > 1 && from[row - 1] == to[column - 2] &&
                           from[row - 2] == to[column - 1];
      if (swapped) line[column] = std::min(line[column], before_last[column - 2] + 1);
    }
    before_last = std::move(last);
    last = std::move(line);
  }
  return last[to.size()];
}

}  // namespace

std::string_view nearest(std::string_view wrong, std::span<const std::string_view> candidates) {
  if (wrong.size() > length_max) return {};
  const std::string folded = fold(wrong);
  std::size_t best_edits = std::max<std::size_t>(1, wrong.size() / 3) + 1;
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > length_max) continue;
    const std::size_t count = edits(folded, fold(candidate));
    if (count >= best_edits) continue;
    best_edits = count;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> candidates) {
  const std::string_view meant = nearest(wrong, candidates);
  return meant.empty() ? "" : fmt::format("did you mean {}?", meant);
}

}  // namespace rehearse::model
