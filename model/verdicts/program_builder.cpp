#include <algorithm>
#include <map>
#include <utility>

#include "rehearse/model/verdicts/program.h"

namespace rehearse::model {
namespace {

using Table = std::uint8_t;

constexpr Table table(Truth less, Truth equal, Truth greater, Truth unknown) {
  return static_cast<Table>(static_cast<unsigned>(less) | static_cast<unsigned>(equal) << 2U |
                            static_cast<unsigned>(greater) << 4U |
                            static_cast<unsigned>(unknown) << 6U);
}

/// The table of a comparison. IsNull compares with anything.
constexpr Table table_of(Kind kind) {
  constexpr Truth f = Truth::False;
  constexpr Truth u = Truth::Unknown;
  constexpr Truth t = Truth::True;
  switch (kind) {
    case Kind::Equal:
      return table(f, t, f, u);
    case Kind::NotEqual:
      return table(t, f, t, u);
    case Kind::Less:
      return table(t, f, f, u);
    case Kind::LessEqual:
      return table(t, t, f, u);
    case Kind::Greater:
      return table(f, f, t, u);
    case Kind::GreaterEqual:
      return table(f, t, t, u);
    case Kind::Literal:
    case Kind::Constant:
    case Kind::Attribute:
    case Kind::Add:
    case Kind::Subtract:
    case Kind::In:
    case Kind::Between:
    case Kind::IsNull:
    case Kind::And:
    case Kind::Or:
    case Kind::Not:
      break;
  }
  return table(f, f, f, t);
}

/// NOT of every outcome: `2 - truth`, two bits at a time, borrows nothing.
constexpr Table negated(Table of) { return static_cast<Table>(0b10'10'10'10U - of); }
static_assert(negated(table_of(Kind::Less)) == table_of(Kind::GreaterEqual));

/// The same atom with its operands exchanged: less and greater change places.
constexpr Table mirrored(Table of) {
  return static_cast<Table>((of & 0b11'00'11'00U) | (of & 0b11U) << 4U | (of >> 4U & 0b11U));
}
static_assert(mirrored(table_of(Kind::Less)) == table_of(Kind::Greater));

}  // namespace

/// Translates conditions one after the other. Truths are known by group and index until every atom
/// is there, because atoms of all rules come before the joins.
class ProgramBuilder {
 public:
  void add(const Program::Source& source) {
    expression_ = source.expression;
    const TruthRef truth = condition(expression_->root(), Polarity::Plain);
    roots_.push_back({truth, static_cast<std::uint8_t>(source.position)});
  }

  Expected<Program> finish();

 private:
  using Space = Program::Space;
  using Reference = Program::Reference;
  enum class Polarity : bool { Plain, Negated };
  enum class Group : std::uint8_t { Attribute, Constant, Other, Join };

  struct TruthRef {
    Group group;
    std::size_t index;
  };
  struct PendingJoin {
    TruthRef left, right;
    bool is_and;
  };
  struct PendingRoot {
    TruthRef truth;
    std::uint8_t position;
  };

  /// Values in the order of their first use, each once.
  template <typename T>
  class Pool {
   public:
    std::size_t index_of(const T& value) {
      const auto [entry, is_new] = indexes_.try_emplace(value, values_.size());
      if (is_new) values_.push_back(value);
      return entry->second;
    }
    const std::vector<T>& values() const { return values_; }

   private:
    std::map<T, std::size_t> indexes_;
    std::vector<T> values_;
  };

  static Polarity opposite(Polarity polarity) {
    return polarity == Polarity::Plain ? Polarity::Negated : Polarity::Plain;
  }

  const Node& node(NodeId id) const { return expression_->nodes[id]; }
  TruthRef condition(NodeId id, Polarity polarity);
  TruthRef junction(std::span<const NodeId> operands, bool is_and, Polarity polarity);
  TruthRef in(std::span<const NodeId> operands, Polarity polarity);
  TruthRef between(std::span<const NodeId> operands, Polarity polarity);
  TruthRef join(TruthRef left, TruthRef right, bool is_and);
  TruthRef atom(Kind kind, Reference left, Reference right, Polarity polarity);
  Reference value(NodeId id);
  Reference constant(std::int64_t value);
  std::uint16_t resolve(TruthRef truth) const;

  const Expression* expression_ = nullptr;
  Pool<std::int64_t> constants_;
  Pool<Program::SumStep> sums_;
  Pool<Program::AttributeAtom> attribute_atoms_;
  Pool<Program::ConstantAtom> constant_atoms_;
  Pool<Program::OtherAtom> other_atoms_;
  std::vector<PendingJoin> joins_;
  std::vector<PendingRoot> roots_;
};

ProgramBuilder::Reference ProgramBuilder::constant(std::int64_t value) {
  return {Space::Constant, static_cast<std::uint16_t>(constants_.index_of(value))};
}

ProgramBuilder::Reference ProgramBuilder::value(NodeId id) {
  const Node& of = node(id);
  if (of.kind == Kind::Attribute) return {Space::Input, static_cast<std::uint16_t>(of.value)};
  if (of.kind != Kind::Add && of.kind != Kind::Subtract) return constant(of.value);
  const auto operands = expression_->operands_of(of);
  const Reference left = value(operands[0]);
  const Reference right = value(operands[1]);
  return {Space::Sum,
          static_cast<std::uint16_t>(sums_.index_of({of.kind == Kind::Subtract, left, right}))};
}

ProgramBuilder::TruthRef ProgramBuilder::atom(Kind kind, Reference left, Reference right,
                                              Polarity polarity) {
  Table table = table_of(kind);
  if (polarity == Polarity::Negated) table = negated(table);
  if (left.space == Space::Constant && right.space == Space::Input) {
    std::swap(left, right);
    table = mirrored(table);
  }
  if (left.space == Space::Input && right.space == Space::Input)
    return {Group::Attribute, attribute_atoms_.index_of({left.index, right.index, table})};
  if (left.space == Space::Input && right.space == Space::Constant)
    return {Group::Constant,
            constant_atoms_.index_of({constants_.values()[right.index], left.index, table})};
  return {Group::Other, other_atoms_.index_of({left, right, table})};
}

ProgramBuilder::TruthRef ProgramBuilder::join(TruthRef left, TruthRef right, bool is_and) {
  joins_.push_back({left, right, is_and});
  return {Group::Join, joins_.size() - 1};
}

/// De Morgan: NOT goes down to the operands and exchanges AND and OR.
ProgramBuilder::TruthRef ProgramBuilder::junction(std::span<const NodeId> operands, bool is_and,
                                                  Polarity polarity) {
  TruthRef result = condition(operands[0], polarity);
  for (const NodeId operand : operands.subspan(1))
    result = join(result, condition(operand, polarity), is_and == (polarity == Polarity::Plain));
  return result;
}

ProgramBuilder::TruthRef ProgramBuilder::in(std::span<const NodeId> operands, Polarity polarity) {
  const Reference left = value(operands[0]);
  TruthRef result = atom(Kind::Equal, left, value(operands[1]), polarity);
  for (const NodeId operand : operands.subspan(2))
    result = join(result, atom(Kind::Equal, left, value(operand), polarity),
                  polarity == Polarity::Negated);
  return result;
}

ProgramBuilder::TruthRef ProgramBuilder::between(std::span<const NodeId> operands,
                                                 Polarity polarity) {
  const Reference of = value(operands[0]);
  const TruthRef low = atom(Kind::GreaterEqual, of, value(operands[1]), polarity);
  const TruthRef high = atom(Kind::LessEqual, of, value(operands[2]), polarity);
  return join(low, high, polarity == Polarity::Plain);
}

ProgramBuilder::TruthRef ProgramBuilder::condition(NodeId id, Polarity polarity) {
  const auto operands = expression_->operands_of(node(id));
  switch (node(id).kind) {
    case Kind::And:
      return junction(operands, true, polarity);
    case Kind::Or:
      return junction(operands, false, polarity);
    case Kind::Not:
      return condition(operands[0], opposite(polarity));
    case Kind::In:
      return in(operands, polarity);
    case Kind::Between:
      return between(operands, polarity);
    case Kind::IsNull:
      return atom(Kind::IsNull, value(operands[0]), constant(0), polarity);
    case Kind::Literal:
    case Kind::Constant:
    case Kind::Attribute:
      return atom(Kind::Equal, value(id), constant(1), polarity);
    case Kind::Add:
    case Kind::Subtract:
    case Kind::Equal:
    case Kind::NotEqual:
    case Kind::Less:
    case Kind::LessEqual:
    case Kind::Greater:
    case Kind::GreaterEqual:
      break;
  }
  const Reference left = value(operands[0]);
  return atom(node(id).kind, left, value(operands[1]), polarity);
}

std::uint16_t ProgramBuilder::resolve(TruthRef truth) const {
  std::size_t index = truth.index;
  if (truth.group > Group::Attribute) index += attribute_atoms_.values().size();
  if (truth.group > Group::Constant) index += constant_atoms_.values().size();
  if (truth.group > Group::Other) index += other_atoms_.values().size();
  return static_cast<std::uint16_t>(index);
}

Expected<Program> ProgramBuilder::finish() {
  const std::size_t truths = attribute_atoms_.values().size() + constant_atoms_.values().size() +
                             other_atoms_.values().size() + joins_.size();
  const std::size_t sums = sums_.values().size();
  if (truths > Program::truths_max)
    return fail("compile rules: {} conditions are more than {}", truths, Program::truths_max);
  if (sums > Program::sums_max)
    return fail("compile rules: {} sums are more than {}", sums, Program::sums_max);
  Program program;
  program.constants_ = constants_.values();
  program.sums_ = sums_.values();
  program.attribute_atoms_ = attribute_atoms_.values();
  program.constant_atoms_ = constant_atoms_.values();
  program.other_atoms_ = other_atoms_.values();
  for (const PendingJoin& join : joins_)
    program.joins_.push_back({resolve(join.left), resolve(join.right), join.is_and});
  for (const PendingRoot& root : roots_)
    program.roots_.push_back({resolve(root.truth), root.position});
  return program;
}

Expected<Program> Program::create(std::span<const Source> sources) {
  ProgramBuilder builder;
  for (const Source& source : sources) builder.add(source);
  return builder.finish();
}

}  // namespace rehearse::model
