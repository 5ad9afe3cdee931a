#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"

/// Words, numbers and signs of the rule language. Used by the parser only.
namespace rehearse::model {

enum class TokenKind : std::uint8_t { Word, Integer, Text, Sign, End };

struct Token {
  TokenKind kind = TokenKind::End;
  std::size_t offset = 0;     ///< of its first byte
  std::string_view spelling;  ///< as written; empty for End
};

/// A text split into tokens, and how far the parser has come.
class Tokens {
 public:
  /// Fails on a character, number or text that the language does not have. `what` begins every
  /// message: `parse condition`. Both views must outlive the result.
  static Expected<Tokens> create(std::string_view text, std::string_view what);

  const Token& peek(std::size_t ahead = 0) const;
  Token take();

  /// Takes the next token if it is this word (case aside) or this sign.
  bool take_word(std::string_view word);
  bool take_sign(std::string_view sign);
  bool is_word(std::string_view word, std::size_t ahead = 0) const;
  bool is_sign(std::string_view sign, std::size_t ahead = 0) const;

  /// An error at a byte of the text, with line, column, excerpt and caret.
  std::unexpected<Error> fail_at(std::size_t offset, std::string_view message,
                                 std::string hint = {}) const;

  /// `expected WANTED but found "x"` at the next token.
  std::unexpected<Error> fail_expected(std::string_view wanted, std::string hint = {}) const;

 private:
  Tokens(std::string_view text, std::string_view what) : text_(text), what_(what) {}

  Expected<void> scan();
  Expected<std::size_t> size_at(std::size_t offset) const;
  Expected<std::size_t> text_size_at(std::size_t offset) const;
  Expected<std::size_t> integer_size_at(std::size_t offset) const;
  Expected<std::size_t> sign_size_at(std::size_t offset) const;

  std::string_view text_;
  std::string_view what_;
  std::vector<Token> tokens_;  // the last one is End
  std::size_t next_ = 0;
};

/// Takes the quotes off a Text token: `'it''s'` is `it's`.
std::string unquoted(std::string_view spelling);

/// `AND`, `days`, `TRUE` ...: a word that cannot name a constant, case aside.
bool is_reserved(std::string_view word);

}  // namespace rehearse::model
