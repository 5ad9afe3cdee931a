#include "rehearse/model/language/parser.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/language/builder.h"
#include "rehearse/model/language/lexer.h"
#include "rehearse/model/language/literal.h"

namespace rehearse::model {
namespace {

/// Recursive descent over the grammar in the header, one function a rule. Conditions and values
/// share one grammar, because `(` may open either; the builder tells them apart by type.
class Parser {
 public:
  Parser(Tokens& tokens, const RuleScope& scope)
      : tokens_(tokens), scope_(scope), builder_(scope.vocabulary, tokens) {}

  Expected<Expression> parse(Names& names) {
    const auto root = condition();
    if (!root) return std::unexpected(root.error());
    if (tokens_.peek().kind != TokenKind::End)
      return tokens_.fail_expected("AND, OR or the end", hint_after_condition());
    if (auto is_condition = builder_.require_condition(*root); !is_condition)
      return std::unexpected(std::move(is_condition.error()));
    return builder_.finish(names);
  }

 private:
  using Rule = Expected<NodeId> (Parser::*)();

  /// Counts how deep the descent is, as long as it lives.
  struct Level {
    explicit Level(std::size_t& depth) : depth_(depth) { ++depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth_; }
    std::size_t& depth_;
  };

  Expected<NodeId> condition() { return junction(Kind::Or, "OR", &Parser::term); }
  Expected<NodeId> term() { return junction(Kind::And, "AND", &Parser::factor); }
  Expected<NodeId> junction(Kind kind, std::string_view word, Rule operand);
  Expected<NodeId> factor();
  Expected<NodeId> predicate();
  Expected<NodeId> comparison(NodeId left);
  Expected<NodeId> in(NodeId left);
  Expected<NodeId> between(NodeId left);
  Expected<NodeId> is_null(NodeId left);
  Expected<NodeId> negated(bool negate, std::size_t offset, Expected<NodeId> inner);
  Expected<NodeId> value();
  Expected<NodeId> part();
  Expected<NodeId> minus();
  Expected<NodeId> parenthesis();
  Expected<NodeId> attribute();
  Expected<NodeId> constant();
  std::string hint_for_constant(std::string_view word) const;
  std::string hint_for_subject(std::string_view subject) const;
  std::string hint_after_condition() const;
  std::unexpected<Error> fail_depth(std::size_t offset) const;

  Tokens& tokens_;
  const RuleScope& scope_;
  ExpressionBuilder builder_;
  std::size_t depth_ = 0;
};

std::unexpected<Error> Parser::fail_depth(std::size_t offset) const {
  return tokens_.fail_at(offset, fmt::format("nested more than {} deep", Expression::depth_max));
}

Expected<NodeId> Parser::junction(Kind kind, std::string_view word, Rule operand) {
  auto first = (this->*operand)();
  const std::size_t offset = tokens_.peek().offset;
  if (!first || !tokens_.is_word(word)) return first;
  std::vector<NodeId> operands;
  while (true) {
    if (auto is = builder_.require_condition(*first); !is)
      return std::unexpected(std::move(is.error()));
    builder_.flatten(kind, *first, operands);
    if (!tokens_.take_word(word)) break;
    first = (this->*operand)();
    if (!first) return first;
  }
  return builder_.junction(kind, operands, offset);
}

Expected<NodeId> Parser::factor() {
  const std::size_t offset = tokens_.peek().offset;
  if (!tokens_.take_word("not")) return predicate();
  const Level level(depth_);
  if (depth_ > Expression::depth_max) return fail_depth(offset);
  return negated(true, offset, factor());
}

Expected<NodeId> Parser::negated(bool negate, std::size_t offset, Expected<NodeId> inner) {
  return negate && inner ? builder_.negation(*inner, offset) : inner;
}

Expected<NodeId> Parser::predicate() {
  auto left = value();
  if (!left) return left;
  if (tokens_.is_word("is")) return is_null(*left);
  const std::size_t offset = tokens_.peek().offset;
  const bool negate =
      tokens_.is_word("not") && (tokens_.is_word("in", 1) || tokens_.is_word("between", 1));
  if (negate) tokens_.take();
  if (tokens_.is_word("in")) return negated(negate, offset, in(*left));
  if (tokens_.is_word("between")) return negated(negate, offset, between(*left));
  return comparison(*left);
}

Expected<NodeId> Parser::comparison(NodeId left) {
  constexpr std::array<std::pair<std::string_view, Kind>, 6> comparisons = {
      {{"=", Kind::Equal},
       {"<>", Kind::NotEqual},
       {"<", Kind::Less},
       {"<=", Kind::LessEqual},
       {">", Kind::Greater},
       {">=", Kind::GreaterEqual}}};
  for (const auto& [sign, kind] : comparisons) {
    const std::size_t offset = tokens_.peek().offset;
    if (!tokens_.take_sign(sign)) continue;
    const auto right = value();
    if (!right) return right;
    return builder_.comparison(kind, std::array{left, *right}, offset);
  }
  return left;
}

Expected<NodeId> Parser::in(NodeId left) {
  const std::size_t offset = tokens_.take().offset;
  if (!tokens_.take_sign("(")) return tokens_.fail_expected("\"(\"");
  std::vector<NodeId> operands = {left};
  do {
    const auto item = value();
    if (!item) return item;
    operands.push_back(*item);
  } while (tokens_.take_sign(","));
  if (!tokens_.take_sign(")")) return tokens_.fail_expected("\",\" or \")\"");
  return builder_.comparison(Kind::In, operands, offset);
}

Expected<NodeId> Parser::between(NodeId left) {
  const std::size_t offset = tokens_.take().offset;
  const auto low = value();
  if (!low) return low;
  if (!tokens_.take_word("and")) return tokens_.fail_expected("AND", "BETWEEN low AND high");
  const auto high = value();
  if (!high) return high;
  return builder_.comparison(Kind::Between, std::array{left, *low, *high}, offset);
}

Expected<NodeId> Parser::is_null(NodeId left) {
  const std::size_t offset = tokens_.take().offset;
  const bool negate = tokens_.take_word("not");
  if (!tokens_.take_word("null"))
    return tokens_.fail_expected("NULL", "values compare with =; IS only asks for NULL");
  return negated(negate, offset, builder_.is_null(left, offset));
}

Expected<NodeId> Parser::value() {
  auto left = part();
  while (left && (tokens_.is_sign("+") || tokens_.is_sign("-"))) {
    const Token sign = tokens_.take();
    const auto right = part();
    if (!right) return right;
    left =
        builder_.sum(sign.spelling == "+" ? Kind::Add : Kind::Subtract, *left, *right, sign.offset);
  }
  return left;
}

Expected<NodeId> Parser::part() {
  constexpr std::array<std::string_view, 6> operators = {"and", "or", "not", "in", "between", "is"};
  const Token& token = tokens_.peek();
  if (std::ranges::find(operators, fold(token.spelling)) != operators.end())
    return tokens_.fail_expected("a value");
  if (tokens_.is_word("null"))
    return tokens_.fail_at(token.offset, "NULL is not a value",
                           "write IS NULL or IS NOT NULL after a value");
  if (tokens_.is_sign("(")) return parenthesis();
  if (is_literal_next(tokens_)) {
    auto literal = take_literal(tokens_);
    if (!literal) return std::unexpected(std::move(literal.error()));
    return builder_.literal(std::move(*literal), token.offset);
  }
  if (tokens_.is_sign("-")) return minus();
  if (token.kind != TokenKind::Word) return tokens_.fail_expected("a value");
  return tokens_.is_sign(".", 1) ? attribute() : constant();
}

Expected<NodeId> Parser::minus() {
  const Level level(depth_);
  const std::size_t offset = tokens_.take().offset;
  if (depth_ > Expression::depth_max) return fail_depth(offset);
  const auto zero = builder_.literal({}, offset);
  const auto operand = zero ? part() : zero;
  if (!operand) return operand;
  if (builder_.node(*operand).type != Type::Integer)
    return tokens_.fail_at(offset, fmt::format("- needs an integer, not a value of type {}",
                                               to_string(builder_.node(*operand).type)));
  return builder_.sum(Kind::Subtract, *zero, *operand, offset);
}

Expected<NodeId> Parser::parenthesis() {
  const Level level(depth_);
  const std::size_t offset = tokens_.take().offset;
  if (depth_ > Expression::depth_max) return fail_depth(offset);
  auto inner = condition();
  if (inner && !tokens_.take_sign(")"))
    return tokens_.fail_expected("AND, OR or \")\"", hint_after_condition());
  return inner;
}

Expected<NodeId> Parser::attribute() {
  const Token subject = tokens_.take();
  tokens_.take();
  if (tokens_.peek().kind != TokenKind::Word)
    return tokens_.fail_expected("the name of an attribute");
  const std::string_view name = tokens_.take().spelling;
  for (std::size_t index = 0; index < scope_.vocabulary.size(); ++index) {
    const Attribute& known = scope_.vocabulary[index];
    if (is_same_name(known.name, name) && is_same_name(known.subject, subject.spelling))
      return builder_.attribute(index, subject.offset);
  }
  const std::string written = fmt::format("{}.{}", subject.spelling, name);
  std::vector<std::string> names;
  for (const Attribute& attribute : scope_.vocabulary) names.push_back(to_string(attribute));
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string meant = did_you_mean(written, candidates);
  return tokens_.fail_at(subject.offset, fmt::format("there is no attribute \"{}\"", written),
                         meant.empty() ? hint_for_subject(subject.spelling) : meant);
}

std::string Parser::hint_for_subject(std::string_view subject) const {
  std::string known;
  std::string names;
  for (const Attribute& attribute : scope_.vocabulary) {
    if (!known.ends_with(attribute.subject)) known += fmt::format(" {}", attribute.subject);
    if (fold(attribute.subject) == fold(subject)) names += fmt::format(" {}", attribute.name);
  }
  return names.empty() ? fmt::format("rules speak of:{}", known)
                       : fmt::format("{} has:{}", fold(subject), names);
}

Expected<NodeId> Parser::constant() {
  const Token word = tokens_.take();
  const Constants::Entry* entry = scope_.constants.find(word.spelling);
  if (entry != nullptr) return builder_.constant(*entry, word.offset);
  return tokens_.fail_at(word.offset, fmt::format("there is no constant \"{}\"", word.spelling),
                         hint_for_constant(word.spelling));
}

/// A constant's name may be misspelt, an attribute may lack its subject, a text its quotes.
std::string Parser::hint_for_constant(std::string_view word) const {
  std::string attributes;
  for (const Attribute& attribute : scope_.vocabulary) {
    if (fold(attribute.name) != fold(word)) continue;
    attributes += fmt::format("{}{}", attributes.empty() ? "" : " or ", attribute);
  }
  if (!attributes.empty()) return fmt::format("did you mean {}?", attributes);
  const std::string meant = did_you_mean(word, scope_.constants.names());
  return meant.empty() ? fmt::format("a text stands in single quotes: '{}'", word) : meant;
}

std::string Parser::hint_after_condition() const {
  const std::string word = fold(tokens_.peek().spelling);
  if (word == "like") return "there is no LIKE; compare with =, <> or IN";
  if (!word.empty() && std::string_view("=<>").contains(word.front()))
    return "a comparison has two sides; join two comparisons with AND";
  return {};
}

}  // namespace

Expected<Expression> parse_expression(std::string_view text, const RuleScope& scope, Names& names) {
  if (text.size() > expression_bytes_max)
    return std::unexpected(Error{.what = fmt::format("parse condition: {} bytes are more than {}",
                                                     text.size(), expression_bytes_max),
                                 .where = {.file = {}, .line = 1, .column = 1, .pointer = {}},
                                 .hint = "make several rules of it",
                                 .excerpt = {}});
  auto tokens = Tokens::create(text, "parse condition");
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  return Parser(*tokens, scope).parse(names);
}

}  // namespace rehearse::model
