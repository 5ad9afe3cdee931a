#include "rehearse/model/verdicts/program.h"

#include <algorithm>
#include <utility>

#include "rehearse/model/base/assert.h"

namespace rehearse::model {
namespace {

/// The truth of an atom, picked from its table by the outcome of the comparison: two bits each for
/// less, equal, greater and unknown. No branch depends on the data.
inline std::uint8_t truth_of(std::int64_t left, std::int64_t right, std::uint8_t table) {
  const unsigned known = 1U + unsigned{left > right} - unsigned{left < right};
  const bool unknown = (left == missing) | (right == missing);
  const unsigned outcome = unknown ? 3U : known;
  return static_cast<std::uint8_t>((unsigned{table} >> (2U * outcome)) & 3U);
}

}  // namespace

void Program::run_others(Inputs inputs, std::uint8_t* truths) const {
  std::array<std::int64_t, sums_max> sums;  // filled as far as it is read
  const auto value = [&](Reference reference) {
    switch (reference.space) {
      case Space::Input:
        return inputs[reference.index];
      case Space::Constant:
        return constants_[reference.index];
      case Space::Sum:
        break;
    }
    return sums[reference.index];
  };
  std::size_t count = 0;
  for (const SumStep& step : sums_) {
    const std::int64_t left = value(step.left);
    const std::int64_t right = value(step.right);
    sums[count++] = step.subtract ? subtract(left, right) : add(left, right);
  }
  for (const OtherAtom& atom : other_atoms_)
    *truths++ = truth_of(value(atom.left), value(atom.right), atom.table);
}

Program::Masks Program::run(Inputs inputs) const {
  std::array<std::uint8_t, truths_max> truths;  // filled as far as it is read
  const std::int64_t* const input = inputs.data();
  std::uint8_t* next = truths.data();
  for (const AttributeAtom& atom : attribute_atoms_)
    *next++ = truth_of(input[atom.left], input[atom.right], atom.table);
  for (const ConstantAtom& atom : constant_atoms_)
    *next++ = truth_of(input[atom.left], atom.right, atom.table);
  if (!other_atoms_.empty()) {
    run_others(inputs, next);
    next += other_atoms_.size();
  }
  for (const Join& join : joins_) {
    const std::uint8_t left = truths[join.left];
    const std::uint8_t right = truths[join.right];
    *next++ = join.is_and ? std::min(left, right) : std::max(left, right);
  }
  return gather(truths.data());
}

Program::Masks Program::gather(const std::uint8_t* truths) const {
  Masks masks;
  auto root = roots_.begin();
  for (std::size_t word = 0; word < masks.fired.words.size(); ++word) {
    std::uint64_t fired = 0;
    std::uint64_t unknown = 0;
    for (; root != roots_.end() && root->position / 64 == word; ++root) {
      const std::uint64_t truth = truths[root->truth];
      fired |= (truth >> 1) << (root->position % 64);
      unknown |= (truth & 1) << (root->position % 64);
    }
    masks.fired.words[word] = fired;
    masks.not_evaluable.words[word] = unknown;
  }
  return masks;
}

}  // namespace rehearse::model
