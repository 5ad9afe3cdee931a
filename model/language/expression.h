#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rehearse/model/base/print.h"
#include "rehearse/model/language/attribute.h"

/// The typed tree of a rule's condition (design.md §4), as `parse_expression` builds it and as
/// evaluation, explanation, SQL, mutation and coverage read it.
namespace rehearse::model {

/// What a node of the tree does. `NOT IN`, `NOT BETWEEN` and `IS NOT NULL` are `Not` over the plain
/// form; a unary minus before anything but an integer is `0 - x`.
enum class Kind : std::uint8_t {
  // Values without operands
  Literal,    ///< written in the rule: `21`, `GB(500)`, `'testing'`, `TRUE`
  Constant,   ///< named by the policy: `minimum_platform_update`
  Attribute,  ///< read from the inputs: `source.region`
  // Values of two values
  Add,
  Subtract,
  // Conditions on two values of one type
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  // Conditions on one value, the first operand
  In,       ///< equals one of the further operands
  Between,  ///< at least the second and at most the third operand
  IsNull,   ///< is missing; the only condition that is never unknown
  // Conditions on conditions; a boolean value is a condition, too
  And,  ///< two or more operands, none of them an `And`
  Or,   ///< two or more operands, none of them an `Or`
  Not,
};

/// Where a node stands in `Expression::nodes`.
using NodeId = std::uint16_t;

/// One node. Operands precede it in `Expression::nodes`.
struct Node {
  Kind kind = Kind::Literal;
  Type type = Type::Boolean;         ///< of the value; `Boolean` for every condition
  std::uint16_t operands_begin = 0;  ///< into `Expression::operands`
  std::uint16_t operands_count = 0;
  std::int64_t value = 0;  ///< literal and constant: the value as `Type` says; attribute: its
                           ///< position in the vocabulary; else zero
  std::string name;        ///< of a constant, as the policy spells it; else empty
  std::string text;        ///< spelling of a literal or constant of type Text or Enumeration

  bool operator==(const Node&) const = default;
};

/// A well-typed condition. A plain value: copy it, compare it, change it (a mutation changes a kind
/// or a literal), print it.
///
/// What always holds for what `parse_expression` returns:
/// 1. Operands stand before the node that uses them, every node but the last is used exactly once,
///    and the last is the root: a loop over `nodes` sees everything before it is needed.
/// 2. Every node obeys the static types; the root is a condition.
/// 3. At most `nodes_max` nodes, nested at most `depth_max` deep: recursion over a tree is safe.
struct Expression {
  static constexpr std::size_t nodes_max = 4'096;
  static constexpr std::size_t depth_max = 200;

  Vocabulary vocabulary;  ///< what the attributes refer to; must outlive the expression
  std::vector<Node> nodes;
  std::vector<NodeId> operands;

  NodeId root() const { return static_cast<NodeId>(nodes.size() - 1); }

  /// The operands of `node`, in the order in which they are written.
  std::span<const NodeId> operands_of(const Node& node) const {
    return std::span(operands).subspan(node.operands_begin, node.operands_count);
  }

  /// Same tree. Vocabularies are not compared: only expressions over one vocabulary are comparable.
  bool operator==(const Expression& other) const {
    return nodes == other.nodes && operands == other.operands;
  }
};

/// `source.maximum_capacity`.
std::string to_string(const Attribute& attribute);

/// The canonical text: keywords in capitals, one space between words, only the parentheses that are
/// needed, attributes and enumerators as the vocabulary spells them, the largest whole unit
/// (`days(1)` for `hours(24)`). Parsing it gives the same tree.
std::string to_string(const Expression& expression);

/// The canonical text of one node with all below it.
std::string to_string(const Expression& expression, NodeId node);

/// Is this a condition that has no condition below it: a comparison, IN, BETWEEN, IS NULL or a
/// boolean value? Atoms are what explanations show and what coverage counts.
bool is_atom(const Expression& expression, NodeId node);

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Attribute> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Expression> : rehearse::PrintsToString {};
