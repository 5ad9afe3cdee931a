#include "rehearse/tests/tidy/functions.h"

#include <algorithm>
#include <array>
#include <optional>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

/// What a brace opens outside of functions. Inside of one, braces are only counted.
enum class Opens { Scope, Function, Value };

/// The code without directives: macros may hold half a pair of braces.
std::string without_directives(std::string_view code) {
  std::string text;
  bool in_directive = false;
  for (const std::string_view line : lines_of(code)) {
    in_directive = in_directive || trimmed(line).starts_with('#');
    text += in_directive ? std::string(line.size(), ' ') : std::string(line);
    text += '\n';
    in_directive = in_directive && line.ends_with('\\');
  }
  return text;
}

/// The position behind the bracket that closes the one at `open`, or the end.
std::size_t behind_bracket(std::string_view text, std::size_t open, char left, char right) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == left) ++depth;
    if (text[at] == right && --depth == 0) return at + 1;
  }
  return text.size();
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

bool is_macro_name(std::string_view word) {
  return word.size() > 2 && std::ranges::none_of(word, [](char character) {
           return character >= 'a' && character <= 'z';
         });
}

/// What may stand before a declaration: access labels, `template <...>`, and whole lines that are
/// a macro call, such as BOOST_AUTO_TEST_SUITE(x). The length of the first of them, else zero.
std::size_t prefix_length(std::string_view head) {
  const std::size_t end = word_end(head, 0);
  const std::string_view word = head.substr(0, end);
  const std::string_view rest = trimmed(head.substr(end));
  const std::size_t next = end + head.substr(end).find(rest.empty() ? ' ' : rest.front());
  if ((word == "public" || word == "private" || word == "protected") && rest.starts_with(':'))
    return next + 1;
  if (word == "template" && rest.starts_with('<')) return behind_bracket(head, next, '<', '>');
  if (is_macro_name(word) && rest.starts_with('(')) {
    const std::size_t behind = behind_bracket(head, next, '(', ')');
    return trimmed(head.substr(behind)).empty() ? 0 : behind;
  }
  return 0;
}

/// The position in `head` at which the declaration proper begins.
std::size_t declaration_begin(std::string_view head) {
  std::size_t begin = 0;
  while (true) {
    begin = std::min(head.find_first_not_of(" \n", begin), head.size());
    const std::size_t length = prefix_length(head.substr(begin));
    if (length == 0) return begin;
    begin += length;
  }
}

bool begins_with_word(std::string_view text, std::string_view word) {
  return text.substr(0, word_end(text, 0)) == word;
}

bool is_scope(std::string_view declaration) {
  constexpr std::array words = {"namespace", "class",  "struct",          "union",
                                "enum",      "extern", "inline namespace"};
  return declaration.find('(') == npos && std::ranges::any_of(words, [&](std::string_view word) {
           return begins_with_word(declaration, word) || declaration.starts_with(word);
         });
}

/// The first `symbol` that stands in no parentheses.
std::size_t find_outside(std::string_view text, char symbol) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == symbol) return at;
    if (text[at] == '(') at = behind_bracket(text, at, '(', ')') - 1;
  }
  return npos;
}

/// `= value`, but neither a comparison nor the name `operator=`.
bool assigns(std::string_view declaration) {
  if (declaration.find("operator") != npos) return false;
  const std::size_t equals = find_outside(declaration, '=');
  return equals != npos && declaration.find('[', equals) == npos;
}

/// `: member_` after the parameters of a constructor, where a brace opens a member's value.
bool is_member_initializer(std::string_view declaration) {
  const std::size_t close = declaration.find(')');
  if (close == npos || declaration.back() == ')') return false;
  for (std::size_t at = close; at + 1 < declaration.size(); ++at) {
    if (declaration[at] != ':') continue;
    if (declaration[at + 1] != ':') return declaration.back() != '}';
    ++at;
  }
  return false;
}

Opens opened_by(std::string_view declaration) {
  if (declaration.empty() || is_scope(declaration)) return Opens::Scope;
  if (declaration.find(')') == npos && !declaration.ends_with(']')) return Opens::Value;
  if (std::ranges::count(declaration, '(') != std::ranges::count(declaration, ')'))
    return Opens::Value;
  if (assigns(declaration) || is_member_initializer(declaration)) return Opens::Value;
  return Opens::Function;
}

/// The parenthesis before which the name stands.
std::size_t parameters_begin(std::string_view declaration) {
  constexpr std::array others = {"requires", "decltype", "noexcept", "alignas", "explicit"};
  for (std::size_t open = declaration.find('('); open != npos;) {
    const std::string_view before = trimmed(declaration.substr(0, open));
    if (std::ranges::none_of(others, [&](std::string_view word) { return before.ends_with(word); }))
      return open;
    open = declaration.find('(', behind_bracket(declaration, open, '(', ')'));
  }
  return declaration.size();
}

/// Where the name begins in the declaration, and the name. A macro with a body (a test case) is
/// named by its arguments.
std::pair<std::size_t, std::string> name_in(std::string_view declaration) {
  const std::size_t open = parameters_begin(declaration);
  const std::string_view before = declaration.substr(0, open);
  const std::size_t operator_name = find_pattern(before, "operator");
  std::size_t begin = operator_name == npos ? before.find_last_not_of(" \n") + 1 : operator_name;
  while (begin > 0 &&
         (is_word(before[begin - 1]) || before[begin - 1] == ':' || before[begin - 1] == '~'))
    --begin;
  const std::string_view name = trimmed(before.substr(begin));
  if (!is_macro_name(name) || open == declaration.size()) return {begin, std::string(name)};
  const std::size_t close = behind_bracket(declaration, open, '(', ')');
  return {begin, std::string(declaration.substr(open + 1, close - open - 2))};
}

/// Walks the braces of one source.
class Walk {
 public:
  explicit Walk(std::string_view code) : code_(without_directives(code)) {}

  /// Nothing when the braces do not match.
  std::optional<std::vector<Function>> functions() {
    for (at_ = 0; at_ < code_.size(); ++at_) {
      if (code_[at_] == '{') {
        open();
      } else if (code_[at_] == '}' && !close()) {
        return std::nullopt;
      } else if (code_[at_] == ';') {
        head_begin_ = at_ + 1;
      }
    }
    return depth_ == 0 ? std::optional(functions_) : std::nullopt;
  }

 private:
  void open() {
    const std::string_view head = std::string_view(code_).substr(head_begin_, at_ - head_begin_);
    const std::size_t begin = declaration_begin(head);
    const std::string_view declaration = trimmed(head.substr(begin));
    switch (opened_by(declaration)) {
      case Opens::Scope:
        ++depth_;
        head_begin_ = at_ + 1;
        break;
      case Opens::Function:
        add(declaration, head_begin_ + begin);
        head_begin_ = at_ + 1;
        break;
      case Opens::Value:
        at_ = behind_bracket(code_, at_, '{', '}') - 1;  // the declaration goes on behind it
        break;
    }
  }

  bool close() {
    head_begin_ = at_ + 1;
    return depth_-- > 0;
  }

  void add(std::string_view declaration, std::size_t begin) {
    const std::size_t end = behind_bracket(code_, at_, '{', '}');
    const auto [offset, name] = name_in(declaration);
    const std::size_t line = line_at(code_, begin + offset);
    functions_.push_back({name, line, line_at(code_, end - 1) - line + 1});
    if (code_[end - 1] != '}') ++depth_;  // ran into the end of the file: reported as unmatched
    at_ = end - 1;
  }

  std::string code_;
  std::size_t at_ = 0;
  std::size_t head_begin_ = 0;
  std::size_t depth_ = 0;
  std::vector<Function> functions_;
};

}  // namespace

std::vector<Function> functions_of(const Source& source) {
  return Walk(source.code).functions().value_or(std::vector<Function>());
}

Findings check_functions(const Source& source) {
  const auto functions = Walk(source.code).functions();
  if (!functions) {
    return {{source.path, 1, "braces that the tidy test cannot follow",
             "the length of the functions in this file is not watched",
             "balanced braces in every branch of #if, or teach tests/tidy/functions.cpp"}};
  }
  Findings findings;
  for (const Function& function : *functions) {
    if (function.lines <= function_lines_max) continue;
    findings.push_back({source.path, function.line,
                        fmt::format("function {} has {} lines, over the ceiling of {}",
                                    function.name, function.lines, function_lines_max),
                        "a function that fills more than a screen is read in pieces and believed",
                        "a parent that decides and helpers that compute"});
  }
  return findings;
}

}  // namespace rehearse::tidy
