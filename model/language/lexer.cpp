#include "rehearse/model/language/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "rehearse/model/base/values.h"

namespace rehearse::model {
namespace {

bool is_space(char character) { return std::string_view(" \t\r\n").contains(character); }
bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_letter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         character == '_';
}

/// What people write who know another language, and what to write instead.
struct Foreign {
  std::string_view sign;
  std::string_view hint;
};

constexpr std::array foreign_signs = {
    Foreign{"--", "comments belong beside the rule, not into it; for a negative number write - -5"},
    Foreign{"/*", "comments belong beside the rule, not into it"},
    Foreign{"==", "write ="},
    Foreign{"!=", "write <>"},
    Foreign{"!", "write NOT"},
    Foreign{"&&", "write AND"},
    Foreign{"||", "write OR"},
    Foreign{"\"", "a text stands in single quotes"},
    Foreign{";", "a rule is one condition, not a statement"},
};

// Longer signs first.
constexpr std::array<std::string_view, 12> signs = {"<>", "<=", ">=", "=", "<", ">",
                                                    "(",  ")",  ",",  ".", "+", "-"};

constexpr std::array<std::string_view, 20> reserved = {
    "and",  "or",    "not",     "in",      "between", "is", "null", "true", "false", "version",
    "days", "hours", "minutes", "instant", "gb",      "tb", "mb",   "like", "case",  "exists"};

/// The line around `offset`, and below it a caret. Tabs stay tabs so that the caret stands right.
std::string excerpt_of(std::string_view line, std::size_t column) {
  std::string pad;
  for (const char character : line.substr(0, column)) {
    const bool continues = (static_cast<unsigned char>(character) & 0xC0U) == 0x80U;
    if (!continues) pad += character == '\t' ? '\t' : ' ';
  }
  return fmt::format("  {}\n  {}^", line, pad);
}

template <typename Predicate>
std::size_t count_while(std::string_view text, Predicate&& holds) {
  return static_cast<std::size_t>(std::ranges::find_if_not(text, holds) - text.begin());
}

}  // namespace

Expected<Tokens> Tokens::create(std::string_view text, std::string_view what) {
  Tokens tokens(text, what);
  if (auto scanned = tokens.scan(); !scanned) return std::unexpected(std::move(scanned.error()));
  return tokens;
}

Expected<void> Tokens::scan() {
  std::size_t offset = 0;
  while (offset < text_.size()) {
    if (is_space(text_[offset])) {
      ++offset;
      continue;
    }
    const auto size = size_at(offset);
    if (!size) return std::unexpected(size.error());
    const char first = text_[offset];
    const TokenKind kind = is_letter(first)  ? TokenKind::Word
                           : is_digit(first) ? TokenKind::Integer
                           : first == '\''   ? TokenKind::Text
                                             : TokenKind::Sign;
    tokens_.push_back({kind, offset, text_.substr(offset, *size)});
    offset += *size;
  }
  tokens_.push_back({TokenKind::End, text_.size(), {}});
  return {};
}

Expected<std::size_t> Tokens::size_at(std::size_t offset) const {
  const char first = text_[offset];
  if (first == '\'') return text_size_at(offset);
  if (is_digit(first)) return integer_size_at(offset);
  if (!is_letter(first)) return sign_size_at(offset);
  return count_while(text_.substr(offset), [](char c) { return is_letter(c) || is_digit(c); });
}

Expected<std::size_t> Tokens::text_size_at(std::size_t offset) const {
  std::size_t end = offset + 1;
  while (true) {
    end = text_.find('\'', end);
    if (end == text_.npos)
      return fail_at(offset, "this text has no end",
                     "close it with '; a quote inside a text is written twice: ''");
    if (text_.substr(end + 1, 1) != "'") return end + 1 - offset;
    end += 2;
  }
}

Expected<std::size_t> Tokens::integer_size_at(std::size_t offset) const {
  const std::string_view rest = text_.substr(offset);
  const std::size_t size =
      count_while(rest, [](char c) { return is_letter(c) || is_digit(c) || c == '.'; });
  const std::string_view word = rest.substr(0, size);
  if (std::ranges::all_of(word, is_digit)) return size;
  const bool dotted = word.contains('.');
  return fail_at(
      offset, fmt::format("{} is not an integer", word),
      dotted ? fmt::format("there are no fractions; a version is written version '{}'", word)
             : "a unit stands before its number: GB(500), days(30)");
}

Expected<std::size_t> Tokens::sign_size_at(std::size_t offset) const {
  const std::string_view rest = text_.substr(offset);
  for (const Foreign& foreign : foreign_signs) {
    if (rest.starts_with(foreign.sign))
      return fail_at(offset, fmt::format("{} is not part of the rule language", foreign.sign),
                     std::string(foreign.hint));
  }
  for (const std::string_view sign : signs) {
    if (rest.starts_with(sign)) return sign.size();
  }
  const auto byte = static_cast<unsigned char>(rest.front());
  const bool visible = byte > 0x20 && byte < 0x7F;
  return fail_at(
      offset,
      fmt::format("unexpected {}",
                  visible ? std::string(1, rest.front()) : fmt::format("byte 0x{:02X}", byte)),
      byte >= 0x80 ? "only texts in single quotes may have other than ASCII letters" : "");
}

const Token& Tokens::peek(std::size_t ahead) const {
  return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

Token Tokens::take() {
  const Token token = peek();
  if (token.kind != TokenKind::End) ++next_;
  return token;
}

bool Tokens::is_word(std::string_view word, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::Word && fold(token.spelling) == fold(word);
}

bool Tokens::is_sign(std::string_view sign, std::size_t ahead) const {
  const Token& token = peek(ahead);
  return token.kind == TokenKind::Sign && token.spelling == sign;
}

bool Tokens::take_word(std::string_view word) {
  const bool is = is_word(word);
  if (is) take();
  return is;
}

bool Tokens::take_sign(std::string_view sign) {
  const bool is = is_sign(sign);
  if (is) take();
  return is;
}

std::unexpected<Error> Tokens::fail_at(std::size_t offset, std::string_view message,
                                       std::string hint) const {
  const std::string_view before = text_.substr(0, offset);
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  const std::size_t line_size = std::min(text_.find('\n', offset), text_.size()) - line_begin;
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t column = offset - line_begin;
  return std::unexpected(Error{.what = fmt::format("{}: {}", what_, message),
                               .where = {.file = {},
                                         .line = static_cast<std::uint32_t>(line),
                                         .column = static_cast<std::uint32_t>(column + 1),
                                         .pointer = {}},
                               .hint = std::move(hint),
                               .excerpt = excerpt_of(text_.substr(line_begin, line_size), column)});
}

std::unexpected<Error> Tokens::fail_expected(std::string_view wanted, std::string hint) const {
  const Token& token = peek();
  const std::string found =
      token.kind == TokenKind::End ? "the end" : fmt::format("\"{}\"", token.spelling);
  return fail_at(token.offset, fmt::format("expected {} but found {}", wanted, found),
                 std::move(hint));
}

std::string unquoted(std::string_view spelling) {
  std::string text;
  for (std::size_t index = 1; index + 1 < spelling.size(); ++index) {
    text += spelling[index];
    if (spelling[index] == '\'') ++index;  // the second of a pair
  }
  return text;
}

bool is_reserved(std::string_view word) {
  return std::ranges::find(reserved, fold(word)) != reserved.end();
}

}  // namespace rehearse::model
