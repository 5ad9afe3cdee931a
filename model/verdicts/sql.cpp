#include "rehearse/model/verdicts/sql.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

#include "rehearse/model/base/values.h"

namespace rehearse::model {
namespace {

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char character : text) result += character == '\'' ? "''" : std::string(1, character);
  return result + "'";
}

/// `10.0.9` as `00010.00000.00009.00000`, from its printed form and not from its packed one.
std::string padded(Version version) {
  std::string rest = to_string(version) + ".";
  std::string result;
  for (int component = 0; component < 4; ++component) {
    const std::size_t dot = rest.find('.');
    const std::string digits = dot == rest.npos ? "0" : rest.substr(0, dot);
    rest = dot == rest.npos ? "" : rest.substr(dot + 1);
    result += fmt::format("{}{:0>5}", component == 0 ? "" : ".", digits);
  }
  return result;
}

bool is_text(Type type) { return type == Type::Text || type == Type::Enumeration; }

class Emitter {
 public:
  explicit Emitter(const Expression& expression) : expression_(expression) {}

  std::string condition(NodeId id) const {
    const Node& node = expression_.nodes[id];
    const auto operands = expression_.operands_of(node);
    switch (node.kind) {
      case Kind::And:
        return junction(operands, " AND ");
      case Kind::Or:
        return junction(operands, " OR ");
      case Kind::Not:
        return fmt::format("(NOT {})", condition(operands[0]));
      case Kind::IsNull:
        return fmt::format("({} IS NULL)", value(operands[0]));
      case Kind::In:
        return in(operands);
      case Kind::Between:
        return fmt::format("({} BETWEEN {} AND {})", value(operands[0]), value(operands[1]),
                           value(operands[2]));
      case Kind::Literal:
      case Kind::Constant:
      case Kind::Attribute:
        return fmt::format("({} = 1)", value(id));
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
    const bool ignores_case = is_text(expression_.nodes[operands[0]].type);
    return fmt::format("({}{} {} {})", value(operands[0]), ignores_case ? " COLLATE NOCASE" : "",
                       sign(node.kind), value(operands[1]));
  }

 private:
  static std::string_view sign(Kind kind) {
    constexpr std::array<std::string_view, 6> signs = {"=", "<>", "<", "<=", ">", ">="};
    return signs[static_cast<std::size_t>(kind) - static_cast<std::size_t>(Kind::Equal)];
  }

  std::string junction(std::span<const NodeId> operands, std::string_view word) const {
    std::string text;
    for (const NodeId operand : operands)
      text += fmt::format("{}{}", text.empty() ? "" : word, condition(operand));
    return "(" + text + ")";
  }

  std::string in(std::span<const NodeId> operands) const {
    const bool ignores_case = is_text(expression_.nodes[operands[0]].type);
    std::string list;
    for (const NodeId item : operands.subspan(1))
      list += fmt::format("{}{}", list.empty() ? "" : ", ", value(item));
    return fmt::format("({}{} IN ({}))", value(operands[0]), ignores_case ? " COLLATE NOCASE" : "",
                       list);
  }

  std::string value(NodeId id) const {
    const Node& node = expression_.nodes[id];
    const auto operands = expression_.operands_of(node);
    switch (node.kind) {
      case Kind::Attribute:
        return sql_parameter(expression_.vocabulary[static_cast<std::size_t>(node.value)]);
      case Kind::Add:
        return fmt::format("({} + {})", value(operands[0]), value(operands[1]));
      case Kind::Subtract:
        return fmt::format("({} - {})", value(operands[0]), value(operands[1]));
      case Kind::Literal:
      case Kind::Constant:
      case Kind::Equal:
      case Kind::NotEqual:
      case Kind::Less:
      case Kind::LessEqual:
      case Kind::Greater:
      case Kind::GreaterEqual:
      case Kind::In:
      case Kind::Between:
      case Kind::IsNull:
      case Kind::And:
      case Kind::Or:
      case Kind::Not:
        break;
    }
    if (is_text(node.type)) return quoted(node.text);
    if (node.type == Type::Version) return quoted(padded(Version::from_packed(node.value)));
    return node.value < 0 ? fmt::format("({})", node.value) : fmt::format("{}", node.value);
  }

  const Expression& expression_;
};

}  // namespace

std::string sql_parameter(const Attribute& attribute) {
  return fmt::format(":{}_{}", attribute.subject, attribute.name);
}

SqlValue sql_value(const Attribute& attribute, std::int64_t value, const Names& names) {
  if (value == missing) return std::monostate();
  switch (attribute.type) {
    case Type::Text:
      return names.text(NameId{static_cast<std::uint16_t>(value)});
    case Type::Enumeration:
      return std::string(attribute.enumerators[static_cast<std::size_t>(value)]);
    case Type::Version:
      return padded(Version::from_packed(value));
    case Type::Boolean:
    case Type::Integer:
    case Type::Capacity:
    case Type::Duration:
    case Type::Instant:
      break;
  }
  return value;
}

std::string to_sql(const Expression& expression) {
  return Emitter(expression).condition(expression.root());
}

}  // namespace rehearse::model
