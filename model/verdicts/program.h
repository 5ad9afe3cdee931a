#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/language/attribute.h"
#include "rehearse/model/language/expression.h"
#include "rehearse/model/verdicts/evaluation.h"

namespace rehearse::model {

/// Which rules of a rule set, by their position in it.
struct RuleMask {
  static constexpr std::size_t positions_max = 128;

  std::array<std::uint64_t, 2> words{};

  constexpr bool test(std::size_t position) const {
    return (words[position / 64] >> (position % 64) & 1) != 0;
  }
  constexpr void set(std::size_t position) {
    words[position / 64] |= std::uint64_t{1} << (position % 64);
  }
  constexpr bool any() const { return (words[0] | words[1]) != 0; }
  constexpr int count() const { return std::popcount(words[0]) + std::popcount(words[1]); }

  friend constexpr RuleMask operator&(RuleMask left, const RuleMask& right) {
    return {{left.words[0] & right.words[0], left.words[1] & right.words[1]}};
  }
  friend constexpr RuleMask operator|(RuleMask left, const RuleMask& right) {
    return {{left.words[0] | right.words[0], left.words[1] | right.words[1]}};
  }
  bool operator==(const RuleMask&) const = default;
};

/// The conditions of many rules as one flat program without jumps.
///
/// NOT is moved into the atoms (De Morgan holds in three-valued logic), IN and BETWEEN become
/// comparisons, and equal atoms of different rules are one. What remains is, in this order: sums;
/// atoms of two attributes, of an attribute and a constant, and of anything else; AND and OR. An
/// atom does not branch on its operator: the outcome (less, equal, greater, unknown) picks two bits
/// from a table of eight.
///
/// 1. Truths are numbered in the order of computation: atoms first, group by group, then joins.
/// 2. A join uses only truths with smaller numbers; a sum only sums with smaller numbers.
/// 3. `roots` is ordered by position.
class Program {
 public:
  static constexpr std::size_t truths_max = 4'096;
  static constexpr std::size_t sums_max = 512;

  /// A condition and the bit that reports it.
  struct Source {
    const Expression* expression;
    std::size_t position;  ///< less than `RuleMask::positions_max`
  };

  struct Masks {
    RuleMask fired;          ///< the condition is true
    RuleMask not_evaluable;  ///< the condition is unknown
  };

  Program() = default;

  /// `sources` ordered by position, all of one vocabulary. Fails when there are more than
  /// `truths_max` conditions or `sums_max` sums in all.
  static Expected<Program> create(std::span<const Source> sources);

  /// All conditions for one set of inputs; no allocation. `inputs` as in `evaluate`.
  Masks run(Inputs inputs) const;

 private:
  friend class ProgramBuilder;

  /// Where an operand comes from.
  enum class Space : std::uint8_t { Input, Constant, Sum };
  struct Reference {
    Space space;
    std::uint16_t index;
    auto operator<=>(const Reference&) const = default;
  };
  struct SumStep {
    bool subtract;
    Reference left, right;
    auto operator<=>(const SumStep&) const = default;
  };
  struct AttributeAtom {  // attribute op attribute
    std::uint16_t left, right;
    std::uint8_t table;
    auto operator<=>(const AttributeAtom&) const = default;
  };
  struct ConstantAtom {  // attribute op constant
    std::int64_t right;
    std::uint16_t left;
    std::uint8_t table;
    auto operator<=>(const ConstantAtom&) const = default;
  };
  struct OtherAtom {
    Reference left, right;
    std::uint8_t table;
    auto operator<=>(const OtherAtom&) const = default;
  };
  struct Join {
    std::uint16_t left, right;  // truths
    bool is_and;
  };
  struct Root {
    std::uint16_t truth;
    std::uint8_t position;
  };

  void run_others(Inputs inputs, std::uint8_t* truths) const;
  Masks gather(const std::uint8_t* truths) const;

  std::vector<std::int64_t> constants_;
  std::vector<SumStep> sums_;
  std::vector<AttributeAtom> attribute_atoms_;
  std::vector<ConstantAtom> constant_atoms_;
  std::vector<OtherAtom> other_atoms_;
  std::vector<Join> joins_;
  std::vector<Root> roots_;
};

}  // namespace rehearse::model
