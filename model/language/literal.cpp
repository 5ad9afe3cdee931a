#include "rehearse/model/language/literal.h"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/model/base/values.h"

namespace rehearse::model {
namespace {

struct Unit {
  std::string_view name;
  Type type;
  std::int64_t size;
};

// Of each type the largest first: `to_string` takes the first that divides.
constexpr std::array units = {
    Unit{"TB", Type::Capacity, gigabytes(1'024).bytes},
    Unit{"GB", Type::Capacity, gigabytes(1).bytes},
    Unit{"MB", Type::Capacity, gigabytes(1).bytes / 1'024},
    Unit{"days", Type::Duration, days(1).ms},
    Unit{"hours", Type::Duration, hours(1).ms},
    Unit{"minutes", Type::Duration, minutes(1).ms},
};

constexpr std::array<std::string_view, 6> unit_names = {"days", "hours", "minutes",
                                                        "MB",   "GB",    "TB"};

Expected<std::int64_t> take_integer(Tokens& tokens) {
  const bool negative = tokens.take_sign("-");
  if (tokens.peek().kind != TokenKind::Integer) return tokens.fail_expected("an integer");
  const Token token = tokens.take();
  std::int64_t value = 0;
  const std::string_view digits = token.spelling;
  if (std::from_chars(digits.begin(), digits.end(), value).ec != std::errc())
    return tokens.fail_at(token.offset, fmt::format("{} is too large", digits),
                          "integers go up to 9223372036854775807");
  return negative ? -value : value;
}

/// `days(30)`: the name and the parenthesis are known to be there.
Expected<Literal> take_measure(Tokens& tokens) {
  const Token name = tokens.take();
  const Unit* unit = nullptr;
  for (const Unit& candidate : units) {
    if (fold(candidate.name) == fold(name.spelling)) unit = &candidate;
  }
  if (unit == nullptr) {
    const std::string meant = did_you_mean(name.spelling, unit_names);
    return tokens.fail_at(
        name.offset, fmt::format("there is no function \"{}\"", name.spelling),
        meant.empty() ? "the functions are days, hours, minutes, MB, GB and TB" : meant);
  }
  tokens.take();
  const std::size_t offset = tokens.peek().offset;
  if (tokens.is_sign("-"))
    return tokens.fail_at(offset, fmt::format("{} takes no negative number", unit->name),
                          "subtract it instead");
  const auto count = take_integer(tokens);
  if (!count) return std::unexpected(count.error());
  if (!tokens.take_sign(")")) return tokens.fail_expected("\")\"");
  Literal literal{unit->type, 0, {}};
  if (__builtin_mul_overflow(*count, unit->size, &literal.value))
    return tokens.fail_at(offset, fmt::format("{}({}) is too large", unit->name, *count));
  return literal;
}

/// `version '10.0.9'`: the word is known to be there.
Expected<Literal> take_version(Tokens& tokens) {
  tokens.take();
  if (tokens.peek().kind != TokenKind::Text)
    return tokens.fail_expected("a text", "a version is written version '10.0.9'");
  const Token token = tokens.take();
  const auto version = Version::parse(unquoted(token.spelling));
  if (!version)
    return tokens.fail_at(token.offset, fmt::format("{} is not a version", token.spelling),
                          "a version has one to four numbers of at most 32767: version '10.0.9'");
  return Literal{Type::Version, version->packed(), {}};
}

/// `instant '2020-03-02T09:00:00Z'`: the word is known to be there.
Expected<Literal> take_instant(Tokens& tokens) {
  constexpr std::string_view form = "an instant is written instant '2020-03-02T09:00:00Z'";
  tokens.take();
  if (tokens.peek().kind != TokenKind::Text)
    return tokens.fail_expected("a text", std::string(form));
  const Token token = tokens.take();
  const auto instant = parse_instant(unquoted(token.spelling));
  if (!instant)
    return tokens.fail_at(token.offset, fmt::format("{} is not an instant", token.spelling),
                          std::string(form));
  return Literal{Type::Instant, instant->ms, {}};
}

std::string measure_text(Type type, std::int64_t value) {
  for (const Unit& unit : units) {
    if (unit.type == type && value % unit.size == 0)
      return fmt::format("{}({})", unit.name, value / unit.size);
  }
  // No literal has such a value; a mutation may.
  return type == Type::Capacity ? to_string(Capacity{value}) : to_string(Duration{value});
}

std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char character : text) result += character == '\'' ? "''" : std::string(1, character);
  return result + "'";
}

}  // namespace

bool is_literal_next(const Tokens& tokens) {
  const TokenKind kind = tokens.peek().kind;
  if (kind == TokenKind::Integer || kind == TokenKind::Text) return true;
  if (tokens.is_sign("-")) return tokens.peek(1).kind == TokenKind::Integer;
  if (kind != TokenKind::Word) return false;
  return tokens.is_word("true") || tokens.is_word("false") || tokens.is_word("version") ||
         tokens.is_word("instant") || tokens.is_sign("(", 1);
}

Expected<Literal> take_literal(Tokens& tokens) {
  if (tokens.take_word("true")) return Literal{Type::Boolean, 1, {}};
  if (tokens.take_word("false")) return Literal{Type::Boolean, 0, {}};
  if (tokens.is_word("version")) return take_version(tokens);
  if (tokens.is_word("instant")) return take_instant(tokens);
  const TokenKind kind = tokens.peek().kind;
  if (kind == TokenKind::Text) return Literal{Type::Text, 0, unquoted(tokens.take().spelling)};
  if (kind == TokenKind::Word && tokens.is_sign("(", 1)) return take_measure(tokens);
  const auto integer = take_integer(tokens);
  if (!integer) return std::unexpected(integer.error());
  return Literal{Type::Integer, *integer, {}};
}

std::string to_string(const Literal& literal) {
  switch (literal.type) {
    case Type::Boolean:
      return literal.value == 0 ? "FALSE" : "TRUE";
    case Type::Integer:
      return fmt::format("{}", literal.value);
    case Type::Version:
      return fmt::format("version '{}'", Version::from_packed(literal.value));
    case Type::Instant:
      return fmt::format("instant '{}'", Instant{literal.value});
    case Type::Capacity:
    case Type::Duration:
      return measure_text(literal.type, literal.value);
    case Type::Text:
    case Type::Enumeration:
      break;
  }
  return quoted(literal.text);
}

}  // namespace rehearse::model
