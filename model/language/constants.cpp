#include "rehearse/model/language/constants.h"

#include <utility>

#include "rehearse/model/base/values.h"
#include "rehearse/model/language/lexer.h"
#include "rehearse/model/language/literal.h"

namespace rehearse::model {
namespace {

bool is_identifier(std::string_view name) {
  const auto tokens = Tokens::create(name, "");
  return tokens && tokens->peek().kind == TokenKind::Word && tokens->peek().spelling == name;
}

}  // namespace

Expected<Literal> parse_constant(std::string_view text) {
  auto tokens = Tokens::create(text, "parse constant");
  if (!tokens) return std::unexpected(std::move(tokens.error()));
  if (!is_literal_next(*tokens))
    return tokens->fail_expected(
        "a value", "for example 21, 'testing', TRUE, days(30), GB(10), version '8.1'");
  auto literal = take_literal(*tokens);
  if (literal && tokens->peek().kind != TokenKind::End) return tokens->fail_expected("the end");
  return literal;
}

Expected<void> Constants::add(std::string_view name, Literal value) {
  if (!is_identifier(name) || is_reserved(name)) {
    auto error = fail("define constant: \"{}\" cannot be a name", name);
    error.error().hint = is_reserved(name)
                             ? "it is a word of the rule language"
                             : "names are made of letters, digits and _, and begin with no digit";
    return error;
  }
  const auto [entry, is_new] =
      entries_.try_emplace(fold(name), Entry{std::string(name), std::move(value)});
  if (!is_new)
    return fail("define constant: \"{}\" is already defined as {}", name, entry->second.value);
  return {};
}

Expected<void> Constants::add(std::string_view name, std::string_view text) {
  auto literal = parse_constant(text);
  if (!literal) return std::unexpected(std::move(literal.error()));
  return add(name, std::move(*literal));
}

const Constants::Entry* Constants::find(std::string_view name) const {
  const auto found = entries_.find(fold(name));
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Constants::names() const {
  std::vector<std::string_view> names;
  names.reserve(entries_.size());
  for (const auto& [folded, entry] : entries_) names.push_back(entry.name);
  return names;
}

}  // namespace rehearse::model
