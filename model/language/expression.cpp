#include "rehearse/model/language/expression.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "rehearse/model/language/constants.h"

namespace rehearse::model {
namespace {

/// How tightly a kind binds its operands; what binds less needs parentheses.
enum class Binding : std::uint8_t { Or, And, Not, Predicate, Sum, Part };

constexpr Binding binding_of(Kind kind) {
  if (kind <= Kind::Attribute) return Binding::Part;
  if (kind <= Kind::Subtract) return Binding::Sum;
  if (kind == Kind::Or) return Binding::Or;
  if (kind == Kind::And) return Binding::And;
  return kind == Kind::Not ? Binding::Not : Binding::Predicate;
}

constexpr std::string_view sign_of(Kind kind) {
  switch (kind) {
    case Kind::Add:
      return "+";
    case Kind::Subtract:
      return "-";
    case Kind::Equal:
      return "=";
    case Kind::NotEqual:
      return "<>";
    case Kind::Less:
      return "<";
    case Kind::LessEqual:
      return "<=";
    case Kind::Greater:
      return ">";
    case Kind::GreaterEqual:
      return ">=";
    case Kind::And:
      return "AND";
    case Kind::Or:
      return "OR";
    case Kind::Literal:
    case Kind::Constant:
    case Kind::Attribute:
    case Kind::In:
    case Kind::Between:
    case Kind::IsNull:
    case Kind::Not:
      break;
  }
  return "";
}

class Printer {
 public:
  explicit Printer(const Expression& expression) : expression_(expression) {}

  std::string print(NodeId id) const {
    const Node& node = expression_.nodes[id];
    const auto operands = expression_.operands_of(node);
    switch (node.kind) {
      case Kind::Literal:
        return to_string(Literal{node.type, node.value, node.text});
      case Kind::Constant:
        return node.name;
      case Kind::Attribute:
        return to_string(expression_.vocabulary[static_cast<std::size_t>(node.value)]);
      case Kind::Not:
        return negation(operands[0]);
      case Kind::In:
      case Kind::Between:
      case Kind::IsNull:
        return predicate(id, "");
      case Kind::And:
      case Kind::Or:
        return junction(node);
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
    const Binding right = node.kind <= Kind::Subtract ? Binding::Part : Binding::Sum;
    return fmt::format("{} {} {}", print(operands[0], Binding::Sum), sign_of(node.kind),
                       print(operands[1], right));
  }

 private:
  std::string print(NodeId id, Binding least) const {
    const std::string text = print(id);
    return binding_of(expression_.nodes[id].kind) < least ? "(" + text + ")" : text;
  }

  std::string junction(const Node& node) const {
    const Binding least = node.kind == Kind::And ? Binding::Not : Binding::And;
    std::string text;
    for (const NodeId operand : expression_.operands_of(node)) {
      if (!text.empty()) text += fmt::format(" {} ", sign_of(node.kind));
      text += print(operand, least);
    }
    return text;
  }

  /// `x NOT IN (...)`, `x IS NOT NULL`, `NOT (a = b)`, `NOT target.jobs_stopped`.
  std::string negation(NodeId operand) const {
    const Kind kind = expression_.nodes[operand].kind;
    if (kind == Kind::In || kind == Kind::Between || kind == Kind::IsNull)
      return predicate(operand, "NOT ");
    const Binding least = kind == Kind::Not ? Binding::Not : Binding::Part;
    return "NOT " + print(operand, least);
  }

  std::string predicate(NodeId id, std::string_view negated) const {
    const Node& node = expression_.nodes[id];
    const auto operands = expression_.operands_of(node);
    const std::string left = print(operands[0], Binding::Sum);
    if (node.kind == Kind::IsNull) return fmt::format("{} IS {}NULL", left, negated);
    if (node.kind == Kind::Between)
      return fmt::format("{} {}BETWEEN {} AND {}", left, negated, print(operands[1], Binding::Sum),
                         print(operands[2], Binding::Sum));
    std::string list;
    for (const NodeId item : operands.subspan(1)) {
      if (!list.empty()) list += ", ";
      list += print(item, Binding::Sum);
    }
    return fmt::format("{} {}IN ({})", left, negated, list);
  }

  const Expression& expression_;
};

}  // namespace

std::string to_string(const Attribute& attribute) {
  return fmt::format("{}.{}", attribute.subject, attribute.name);
}

std::string to_string(const Expression& expression) {
  return to_string(expression, expression.root());
}

std::string to_string(const Expression& expression, NodeId node) {
  return Printer(expression).print(node);
}

bool is_atom(const Expression& expression, NodeId node) {
  const Kind kind = expression.nodes[node].kind;
  return expression.nodes[node].type == Type::Boolean && kind != Kind::And && kind != Kind::Or &&
         kind != Kind::Not;
}

}  // namespace rehearse::model
