#include "rehearse/model/verdicts/evaluation.h"

#include <algorithm>

#include "rehearse/model/base/assert.h"

namespace rehearse::model {
namespace {

std::int64_t known(bool truth) { return truth ? 1 : 0; }

/// Kleene: what decides alone wins, then unknown, then the neutral value.
std::int64_t junction(std::span<const std::int64_t> operands, std::int64_t deciding) {
  if (std::ranges::find(operands, deciding) != operands.end()) return deciding;
  if (std::ranges::find(operands, missing) != operands.end()) return missing;
  return 1 - deciding;
}

std::int64_t negation(std::int64_t operand) { return operand == missing ? missing : 1 - operand; }

std::int64_t compare(Kind kind, std::int64_t left, std::int64_t right) {
  if (left == missing || right == missing) return missing;
  switch (kind) {
    case Kind::Equal:
      return known(left == right);
    case Kind::NotEqual:
      return known(left != right);
    case Kind::Less:
      return known(left < right);
    case Kind::LessEqual:
      return known(left <= right);
    case Kind::Greater:
      return known(left > right);
    case Kind::GreaterEqual:
      return known(left >= right);
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
  REHEARSE_ASSERT(false);  // only conditions on two values are asked
}

std::int64_t in(std::span<const std::int64_t> operands) {
  std::vector<std::int64_t> equal;
  for (const std::int64_t item : operands.subspan(1))
    equal.push_back(compare(Kind::Equal, operands[0], item));
  return junction(equal, 1);
}

std::int64_t between(std::span<const std::int64_t> operands) {
  const std::array bounds = {compare(Kind::GreaterEqual, operands[0], operands[1]),
                             compare(Kind::LessEqual, operands[0], operands[2])};
  return junction(bounds, 0);
}

std::int64_t value_of(const Node& node, std::span<const std::int64_t> operands, Inputs inputs) {
  switch (node.kind) {
    case Kind::Literal:
    case Kind::Constant:
      return node.value;
    case Kind::Attribute:
      return inputs[static_cast<std::size_t>(node.value)];
    case Kind::Add:
      return add(operands[0], operands[1]);
    case Kind::Subtract:
      return subtract(operands[0], operands[1]);
    case Kind::In:
      return in(operands);
    case Kind::Between:
      return between(operands);
    case Kind::IsNull:
      return known(operands[0] == missing);
    case Kind::And:
      return junction(operands, 0);
    case Kind::Or:
      return junction(operands, 1);
    case Kind::Not:
      return negation(operands[0]);
    case Kind::Equal:
    case Kind::NotEqual:
    case Kind::Less:
    case Kind::LessEqual:
    case Kind::Greater:
    case Kind::GreaterEqual:
      break;
  }
  return compare(node.kind, operands[0], operands[1]);
}

}  // namespace

std::int64_t add(std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  const bool unknown =
      left == missing || right == missing || __builtin_add_overflow(left, right, &result);
  return unknown ? missing : result;
}

std::int64_t subtract(std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  const bool unknown =
      left == missing || right == missing || __builtin_sub_overflow(left, right, &result);
  return unknown ? missing : result;
}

std::vector<std::int64_t> node_values(const Expression& expression, Inputs inputs) {
  REHEARSE_ASSERT(inputs.size() == expression.vocabulary.size());
  std::vector<std::int64_t> values;
  std::vector<std::int64_t> operands;
  values.reserve(expression.nodes.size());
  for (const Node& node : expression.nodes) {
    operands.clear();
    for (const NodeId operand : expression.operands_of(node)) operands.push_back(values[operand]);
    values.push_back(value_of(node, operands, inputs));
  }
  return values;
}

Truth evaluate(const Expression& expression, Inputs inputs) {
  const std::int64_t root = node_values(expression, inputs).back();
  if (root == missing) return Truth::Unknown;
  return root == 0 ? Truth::False : Truth::True;
}

}  // namespace rehearse::model
