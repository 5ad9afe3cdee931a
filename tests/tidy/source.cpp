#include "rehearse/tests/tidy/source.h"

#include <algorithm>
#include <cctype>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

enum class Kind : char { Code, Comment, String };

/// One stretch of the text, up to `end`.
struct Stretch {
  Kind kind;
  std::size_t end;
};

/// `'` in 1'000'000: the word it stands in began with a digit.
bool is_digit_separator(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '\'')) --begin;
  return begin < at && std::isdigit(static_cast<unsigned char>(text[begin])) != 0;
}

/// `R"`, also `u8R"` and the like, but not an identifier that happens to end in R.
bool is_raw(std::string_view text, std::size_t quote) {
  std::size_t begin = quote;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  const std::string_view prefix = text.substr(begin, quote - begin);
  return prefix == "R" || prefix == "u8R" || prefix == "uR" || prefix == "UR" || prefix == "LR";
}

std::size_t end_or_all(std::string_view text, std::size_t found, std::size_t length) {
  return found == npos ? text.size() : found + length;
}

std::size_t raw_string_end(std::string_view text, std::size_t quote) {
  const std::size_t open = text.find('(', quote);
  if (open == npos) return text.size();
  const std::string close =
      ")" + std::string(text.substr(quote + 1, open - quote - 1)) + std::string(1, '"');
  return end_or_all(text, text.find(close, open), close.size());
}

/// The end of an ordinary literal; a line end closes it, so that one slip does not swallow a file.
std::size_t literal_end(std::string_view text, std::size_t quote) {
  for (std::size_t at = quote + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == text[quote]) {
      return at + 1;
    } else if (text[at] == '\n') {
      return at;
    }
  }
  return text.size();
}

Stretch stretch_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return {Kind::Comment, std::min(text.find('\n', at), text.size())};
  if (rest.starts_with("/*")) return {Kind::Comment, end_or_all(text, text.find("*/", at + 2), 2)};
  if (rest.front() == '"' && is_raw(text, at)) return {Kind::String, raw_string_end(text, at)};
  if (rest.front() == '"') return {Kind::String, literal_end(text, at)};
  if (rest.front() == '\'' && !is_digit_separator(text, at))
    return {Kind::String, literal_end(text, at)};
  return {Kind::Code, at + 1};
}

void copy(std::string_view text, std::size_t begin, std::size_t end, std::string& view) {
  std::copy(text.begin() + static_cast<std::ptrdiff_t>(begin),
            text.begin() + static_cast<std::ptrdiff_t>(end),
            view.begin() + static_cast<std::ptrdiff_t>(begin));
}

void split_views(Source& source) {
  std::string blank = source.text;
  std::ranges::replace_if(blank, [](char character) { return character != '\n'; }, ' ');
  source.code = source.comments = source.strings = blank;
  for (std::size_t at = 0; at < source.text.size();) {
    const auto [kind, end] = stretch_at(source.text, at);
    std::string& view = kind == Kind::Code      ? source.code
                        : kind == Kind::Comment ? source.comments
                                                : source.strings;
    copy(source.text, at, end, view);
    if (kind == Kind::String) {
      copy(source.text, at, at + 1, source.code);
      copy(source.text, end - 1, end, source.code);
    }
    at = end;
  }
}

std::vector<Include> includes_of(const Source& source) {
  std::vector<Include> includes;
  const auto code = lines_of(source.code);
  const auto text = lines_of(source.text);
  for (std::size_t line = 0; line < code.size(); ++line) {
    const std::string_view directive = trimmed(code[line]);
    if (!directive.starts_with("#include")) continue;
    const std::string_view written = text[line];
    const std::size_t open = written.find_first_of("\"<");
    const std::size_t close = open == npos ? npos : written.find_first_of("\">", open + 1);
    if (close == npos) continue;
    includes.push_back(
        {line + 1, std::string(written.substr(open + 1, close - open - 1)), written[open] == '"'});
  }
  return includes;
}

/// The end of `pattern` matched at `at`, or `npos`.
std::size_t match_end(std::string_view text, std::string_view pattern, std::size_t at) {
  for (const char wanted : pattern) {
    if (wanted == '*') {
      while (at < text.size() && is_word(text[at])) ++at;
    } else if (at < text.size() && text[at] == wanted) {
      ++at;
    } else {
      return npos;
    }
  }
  return at;
}

/// Where `*` must give back characters for what follows it (`std::*_distribution`).
std::size_t wildcard_end(std::string_view text, std::string_view pattern, std::size_t at) {
  const std::size_t star = pattern.find('*');
  if (star == npos || star + 1 == pattern.size()) return match_end(text, pattern, at);
  const std::size_t head = match_end(text, pattern.substr(0, star), at);
  for (std::size_t tail = head; tail < text.size(); ++tail) {
    const std::size_t end = match_end(text, pattern.substr(star + 1), tail);
    if (end != npos) return end;
    if (!is_word(text[tail])) return npos;
  }
  return npos;
}

}  // namespace

std::string_view Include::own_path() const {
  if (!quoted || !path.starts_with(include_root)) return {};
  return std::string_view(path).substr(include_root.size());
}

std::string_view Source::folder() const {
  const std::size_t slash = path.find('/');
  return slash == npos ? std::string_view() : std::string_view(path).substr(0, slash);
}

std::string_view Source::room() const {
  std::string_view inside = path;
  if (inside.starts_with("tests/")) inside.remove_prefix(std::string_view("tests/").size());
  const std::size_t first = inside.find('/');
  const std::size_t second = first == npos ? npos : inside.find('/', first + 1);
  return second == npos ? std::string_view() : inside.substr(0, second);
}

std::string_view Source::stem() const {
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

Source parse_source(std::string path, std::string text) {
  Source source{std::move(path), std::move(text), {}, {}, {}, {}};
  if (!source.is_cpp()) return source;
  split_views(source);
  source.includes = includes_of(source);
  return source;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, position), '\n'));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_word(char character) {
  return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

std::size_t find_pattern(std::string_view text, std::string_view pattern, std::size_t from) {
  const std::string_view fixed = pattern.substr(0, pattern.find('*'));
  for (std::size_t at = text.find(fixed, from); at != npos; at = text.find(fixed, at + 1)) {
    const std::size_t end = wildcard_end(text, pattern, at);
    if (end == npos) continue;
    const bool begins_whole = !is_word(pattern.front()) || at == 0 || !is_word(text[at - 1]);
    const bool ends_whole = !is_word(pattern.back()) || end == text.size() || !is_word(text[end]);
    if (begins_whole && ends_whole) return at;
  }
  return npos;
}

}  // namespace rehearse::tidy
