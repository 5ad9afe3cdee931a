#include "rehearse/model/verdicts/explanation.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "rehearse/model/base/values.h"
#include "rehearse/model/language/constants.h"
#include "rehearse/model/verdicts/evaluation.h"

namespace rehearse::model {
namespace {

bool is_comparison(Kind kind) { return kind >= Kind::Equal && kind <= Kind::GreaterEqual; }

/// A difference as people say it; empty when it is too large to be said.
std::string amount(Type type, std::int64_t difference) {
  if (difference == missing) return {};
  const std::int64_t size = std::abs(difference);
  switch (type) {
    case Type::Capacity:
      return to_string(Capacity{size});
    case Type::Duration:
    case Type::Instant:
      return to_string(Duration{size});
    case Type::Boolean:
    case Type::Integer:
    case Type::Version:
    case Type::Text:
    case Type::Enumeration:
      break;
  }
  return fmt::format("{}", size);
}

std::string with_amount(std::string_view word, const std::string& amount) {
  return amount.empty() ? std::string(word) : fmt::format("{} by {}", word, amount);
}

std::string margin_of(Kind kind, Type type, std::int64_t left, std::int64_t right) {
  const bool equality = kind == Kind::Equal || kind == Kind::NotEqual;
  if (left == right) return equality ? "equal" : "exactly at the limit";
  const bool above = left > right;
  if (type == Type::Version) return above ? "newer" : "older";
  if (type == Type::Instant)
    return with_amount(above ? "later" : "earlier", amount(type, subtract(left, right)));
  if (type == Type::Boolean || type == Type::Text || type == Type::Enumeration) return "differ";
  const std::string_view word = equality ? "differ" : above ? "over" : "short";
  return with_amount(word, amount(type, subtract(left, right)));
}

class Explainer {
 public:
  Explainer(const Expression& expression, Inputs inputs, const Names& names)
      : expression_(expression), values_(node_values(expression, inputs)), names_(names) {}

  Explanation explain() {
    walk(expression_.root());
    return std::move(result_);
  }

 private:
  const Node& node(NodeId id) const { return expression_.nodes[id]; }

  void walk(NodeId id) {
    if (is_atom(expression_, id)) return add_reason(id);
    for (const NodeId operand : expression_.operands_of(node(id))) {
      if (node(id).kind == Kind::Not || values_[operand] == values_[id]) walk(operand);
    }
  }

  void add_reason(NodeId id) {
    const auto operands = expression_.operands_of(node(id));
    Reason reason{to_string(expression_, id), {}, {}};
    for (const NodeId operand : operands) reason.operands.push_back(describe(operand));
    if (operands.empty()) reason.operands.push_back(describe(id));
    if (values_[id] == missing) {
      const bool any_missing = add_missing(id);
      if (!any_missing) reason.margin = "out of range";
    } else if (is_comparison(node(id).kind)) {
      reason.margin = margin_of(node(id).kind, node(operands[0]).type, values_[operands[0]],
                                values_[operands[1]]);
    }
    result_.reasons.push_back(std::move(reason));
  }

  /// Notes the missing attributes at and below `id`; were there any?
  bool add_missing(NodeId id) {
    bool any = false;
    if (node(id).kind == Kind::Attribute && values_[id] == missing) {
      const std::string name = to_string(expression_, id);
      auto& names = result_.missing;
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      any = true;
    }
    for (const NodeId operand : expression_.operands_of(node(id)))
      any = add_missing(operand) || any;
    return any;
  }

  Operand describe(NodeId id) const {
    return {to_string(expression_, id), value_text(id), node(id).kind != Kind::Literal};
  }

  std::string value_text(NodeId id) const {
    const std::int64_t value = values_[id];
    if (value == missing) return "missing";
    switch (node(id).type) {
      case Type::Boolean:
        return value == 0 ? "false" : "true";
      case Type::Integer:
        return fmt::format("{}", value);
      case Type::Version:
        return to_string(Version::from_packed(value));
      case Type::Capacity:
        return to_string(Capacity{value});
      case Type::Duration:
        return to_string(Duration{value});
      case Type::Instant:
        return to_string(Instant{value});
      case Type::Text:
        return fmt::format("'{}'", names_.text(NameId{static_cast<std::uint16_t>(value)}));
      case Type::Enumeration:
        break;
    }
    return fmt::format("'{}'", enumerator(id));
  }

  std::string_view enumerator(NodeId id) const {
    if (node(id).kind != Kind::Attribute) return node(id).text;
    const Attribute& attribute = expression_.vocabulary[static_cast<std::size_t>(node(id).value)];
    return attribute.enumerators[static_cast<std::size_t>(values_[id])];
  }

  const Expression& expression_;
  std::vector<std::int64_t> values_;
  const Names& names_;
  Explanation result_;
};

}  // namespace

Explanation explain(const Expression& expression, Inputs inputs, const Names& names) {
  return Explainer(expression, inputs, names).explain();
}

std::string to_string(const Reason& reason) {
  std::string text;
  bool after_literal = false;
  for (const Operand& operand : reason.operands) {
    if (!text.empty()) text += operand.named || after_literal ? ", " : " against ";
    after_literal = !operand.named;
    const std::string_view verb = operand.value == "missing" ? "is" : "=";
    text +=
        operand.named ? fmt::format("{} {} {}", operand.name, verb, operand.value) : operand.value;
  }
  return reason.margin.empty() ? text : fmt::format("{}: {}", text, reason.margin);
}

}  // namespace rehearse::model
