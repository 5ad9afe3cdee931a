#include "rehearse/model/language/builder.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/model/base/values.h"

namespace rehearse::model {
namespace {

bool is_ordering(Kind kind) {
  return kind == Kind::Less || kind == Kind::LessEqual || kind == Kind::Greater ||
         kind == Kind::GreaterEqual || kind == Kind::Between;
}

bool is_ordered(Type type) {
  return type != Type::Boolean && type != Type::Text && type != Type::Enumeration;
}

/// A boolean that is not made of other conditions may stand where a value stands.
bool is_value(Kind kind) { return kind <= Kind::Subtract; }

/// `a text`, `an instant`.
std::string with_article(Type type) {
  const std::string_view name = to_string(type);
  const bool vowel = std::string_view("aeiou").contains(name.front());
  return fmt::format("{} {}", vowel ? "an" : "a", name);
}

/// How to write a value of a type.
std::string_view form_of(Type type) {
  constexpr std::array<std::string_view, enum_count<Type>> forms = {
      "TRUE or FALSE", "21",       "version '10.0.9'",
      "GB(500)",       "days(30)", "instant '2020-03-02T09:00:00Z'",
      "'text'",        "'text'"};
  return forms[static_cast<std::size_t>(type)];
}

/// The type of `left + right` or `left - right`; nothing when they do not add.
std::optional<Type> sum_type(Kind kind, Type left, Type right) {
  const bool adds_to_itself =
      left == Type::Integer || left == Type::Capacity || left == Type::Duration;
  if (left == right && adds_to_itself) return left;
  if (left == Type::Instant && right == Type::Duration) return Type::Instant;
  if (left == Type::Instant && right == Type::Instant && kind == Kind::Subtract)
    return Type::Duration;
  return std::nullopt;
}

std::string list_of(std::span<const std::string_view> enumerators) {
  std::string list;
  for (const std::string_view enumerator : enumerators)
    list += fmt::format("{}'{}'", list.empty() ? "" : ", ", enumerator);
  return list;
}

}  // namespace

std::string ExpressionBuilder::text(NodeId node) const { return to_string(expression_, node); }

Expected<NodeId> ExpressionBuilder::append(Node node, std::span<const NodeId> operands,
                                           std::size_t offset) {
  std::size_t depth = 1;
  for (const NodeId operand : operands) depth = std::max(depth, places_[operand].depth + 1);
  if (depth > Expression::depth_max)
    return tokens_.fail_at(offset, fmt::format("nested more than {} deep", Expression::depth_max));
  if (expression_.nodes.size() >= Expression::nodes_max)
    return tokens_.fail_at(offset,
                           fmt::format("more than {} values and operators", Expression::nodes_max));
  node.operands_begin = static_cast<std::uint16_t>(expression_.operands.size());
  node.operands_count = static_cast<std::uint16_t>(operands.size());
  expression_.operands.insert(expression_.operands.end(), operands.begin(), operands.end());
  expression_.nodes.push_back(std::move(node));
  places_.push_back({offset, depth});
  return expression_.root();
}

Expected<NodeId> ExpressionBuilder::attribute(std::size_t position, std::size_t offset) {
  Node node;
  node.kind = Kind::Attribute;
  node.type = expression_.vocabulary[position].type;
  node.value = static_cast<std::int64_t>(position);
  return append(std::move(node), {}, offset);
}

Expected<NodeId> ExpressionBuilder::literal(Literal literal, std::size_t offset) {
  Node node;
  node.type = literal.type;
  node.value = literal.value;
  node.text = std::move(literal.text);
  return append(std::move(node), {}, offset);
}

Expected<NodeId> ExpressionBuilder::constant(const Constants::Entry& entry, std::size_t offset) {
  Node node;
  node.kind = Kind::Constant;
  node.type = entry.value.type;
  node.value = entry.value.value;
  node.name = entry.name;
  node.text = entry.value.text;
  return append(std::move(node), {}, offset);
}

Expected<void> ExpressionBuilder::require_condition(NodeId id) const {
  if (node(id).type == Type::Boolean) return {};
  return tokens_.fail_at(
      offset_of(id),
      fmt::format("{} is {}, not a condition", text(id), with_article(node(id).type)),
      fmt::format("compare it, for example {} = {}", text(id), form_of(node(id).type)));
}

Expected<void> ExpressionBuilder::require_value(NodeId id) const {
  if (is_value(node(id).kind)) return {};
  return tokens_.fail_at(offset_of(id), fmt::format("({}) is a condition, not a value", text(id)),
                         "join conditions with AND, OR and NOT");
}

std::unexpected<Error> ExpressionBuilder::fail_types(NodeId left, NodeId right) const {
  const Node& l = node(left);
  const Node& r = node(right);
  std::string hint = fmt::format("{} is {}", text(left), with_article(l.type));
  if (r.kind == Kind::Literal) {
    hint += fmt::format(", written like {}", form_of(l.type));
  } else {
    hint += fmt::format(" and {} is {}", text(right), with_article(r.type));
  }
  return tokens_.fail_at(
      offset_of(right),
      fmt::format("cannot compare {} with {}", with_article(l.type), with_article(r.type)),
      std::move(hint));
}

Expected<void> ExpressionBuilder::become_enumerator(Node& node, const Attribute& lead,
                                                    std::size_t offset) {
  const auto found = std::ranges::find_if(lead.enumerators, [&node](std::string_view enumerator) {
    return fold(enumerator) == fold(node.text);
  });
  if (found == lead.enumerators.end()) {
    const std::string_view meant = nearest(node.text, lead.enumerators);
    return tokens_.fail_at(offset, fmt::format("{} is never '{}'", to_string(lead), node.text),
                           meant.empty()
                               ? fmt::format("its values are {}", list_of(lead.enumerators))
                               : fmt::format("did you mean '{}'?", meant));
  }
  node.type = Type::Enumeration;
  node.value = found - lead.enumerators.begin();
  node.text = *found;
  return {};
}

Expected<void> ExpressionBuilder::unify_enumeration(NodeId lead, std::span<const NodeId> operands) {
  const auto attribute_of = [this](NodeId id) -> const Attribute& {
    return expression_.vocabulary[static_cast<std::size_t>(node(id).value)];
  };
  const Attribute& leader = attribute_of(lead);
  for (const NodeId id : operands) {
    Node& other = expression_.nodes[id];
    if (other.kind == Kind::Attribute && other.type == Type::Enumeration) {
      if (std::ranges::equal(attribute_of(id).enumerators, leader.enumerators)) continue;
      return tokens_.fail_at(
          offset_of(id), fmt::format("{} and {} have different values", text(lead), text(id)),
          fmt::format("{} is one of {}; {} is one of {}", text(lead), list_of(leader.enumerators),
                      text(id), list_of(attribute_of(id).enumerators)));
    }
    if (other.kind == Kind::Attribute || other.type != Type::Text) return fail_types(lead, id);
    if (auto known = become_enumerator(other, leader, offset_of(id)); !known) return known;
  }
  return {};
}

Expected<void> ExpressionBuilder::unify(std::span<const NodeId> operands) {
  for (const NodeId id : operands) {
    if (auto value = require_value(id); !value) return value;
  }
  const auto enumeration =
      std::ranges::find(operands, Type::Enumeration, [this](NodeId id) { return node(id).type; });
  const NodeId first = operands.front();
  // A text on the left is read as an enumerator only if an enumeration stands on the right.
  const bool is_enumeration =
      enumeration != operands.end() && (*enumeration == first || node(first).type == Type::Text);
  if (is_enumeration) return unify_enumeration(*enumeration, operands);
  for (const NodeId id : operands) {
    if (node(id).type != node(first).type) return fail_types(first, id);
  }
  return {};
}

Expected<NodeId> ExpressionBuilder::sum(Kind kind, NodeId left, NodeId right, std::size_t offset) {
  for (const NodeId id : {left, right}) {
    if (auto value = require_value(id); !value) return std::unexpected(std::move(value.error()));
  }
  const auto type = sum_type(kind, node(left).type, node(right).type);
  if (!type) {
    const std::string message =
        kind == Kind::Add
            ? fmt::format("cannot add {} to {}", with_article(node(right).type),
                          with_article(node(left).type))
            : fmt::format("cannot subtract {} from {}", with_article(node(right).type),
                          with_article(node(left).type));
    return tokens_.fail_at(offset, message,
                           "integers, capacities and durations add to their own kind; a duration "
                           "adds to an instant; instants subtract");
  }
  Node result;
  result.kind = kind;
  result.type = *type;
  return append(std::move(result), std::array{left, right}, offset);
}

Expected<NodeId> ExpressionBuilder::comparison(Kind kind, std::span<const NodeId> operands,
                                               std::size_t offset) {
  if (auto unified = unify(operands); !unified) return std::unexpected(std::move(unified.error()));
  const Type type = node(operands.front()).type;
  if (is_ordering(kind) && !is_ordered(type))
    return tokens_.fail_at(offset, fmt::format("{} has no order", with_article(type)),
                           "compare it with =, <> or IN");
  Node result;
  result.kind = kind;
  return append(std::move(result), operands, offset);
}

Expected<NodeId> ExpressionBuilder::is_null(NodeId operand, std::size_t offset) {
  if (auto value = require_value(operand); !value) return std::unexpected(std::move(value.error()));
  Node result;
  result.kind = Kind::IsNull;
  return append(std::move(result), std::array{operand}, offset);
}

Expected<NodeId> ExpressionBuilder::negation(NodeId operand, std::size_t offset) {
  if (auto condition = require_condition(operand); !condition)
    return std::unexpected(std::move(condition.error()));
  Node result;
  result.kind = Kind::Not;
  return append(std::move(result), std::array{operand}, offset);
}

Expected<NodeId> ExpressionBuilder::junction(Kind kind, std::span<const NodeId> operands,
                                             std::size_t offset) {
  Node result;
  result.kind = kind;
  return append(std::move(result), operands, offset);
}

void ExpressionBuilder::flatten(Kind kind, NodeId operand, std::vector<NodeId>& operands) {
  const Node& last = expression_.nodes.back();
  if (operand != expression_.root() || last.kind != kind) {
    operands.push_back(operand);
    return;
  }
  const auto inner = expression_.operands_of(last);
  operands.insert(operands.end(), inner.begin(), inner.end());
  expression_.operands.resize(last.operands_begin);
  expression_.nodes.pop_back();
  places_.pop_back();
}

Expression ExpressionBuilder::finish(Names& names) {
  for (Node& node : expression_.nodes) {
    if (node.type != Type::Text || node.kind > Kind::Constant) continue;
    const NameId id = names.intern(node.text);
    node.value = id.value;
    node.text = names.text(id);
  }
  return std::move(expression_);
}

}  // namespace rehearse::model
