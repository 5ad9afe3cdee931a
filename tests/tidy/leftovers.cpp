#include "rehearse/tests/tidy/leftovers.h"

#include <algorithm>
#include <array>

namespace rehearse::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

constexpr std::array<std::string_view, 7> marks = {"TODO",  "FIXME",          "XXX", "HACK", "stub",
                                                   "stubs", "not implemented"};

/// Characters, not bytes: the continuation bytes of UTF-8 take no column.
std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char character) { return (static_cast<unsigned char>(character) & 0xC0) != 0x80; }));
}

bool is_call(std::string_view text) {
  const std::size_t open = text.find('(');
  return open != npos && open > 0 && is_word(text[open - 1]) && text.ends_with(");");
}

/// `// int x = f();`, as against a sentence that ends with a semicolon.
bool is_code(std::string_view comment) {
  if (!comment.starts_with("//") || comment.starts_with("///")) return false;
  const std::string_view text = trimmed(comment.substr(2));
  if (text == "{" || text == "}" || text == "};") return true;
  if (!text.ends_with(';')) return false;
  return is_call(text) || text.find(" = ") != npos || text.starts_with("return ") ||
         text.starts_with("std::") || text == "break;" || text == "continue;";
}

Finding leftover(const Source& source, std::size_t line, std::string found, std::string instead) {
  return {source.path, line, std::move(found),
          "what is left for later is read by everybody and done by nobody", std::move(instead)};
}

Finding bad_blank(const Source& source, std::size_t line, std::string found, std::string instead) {
  return {source.path, line, std::move(found),
          "invisible differences fill diffs and differ between editors", std::move(instead)};
}

}  // namespace

Findings check_whitespace(const Source& source) {
  Findings findings;
  const auto lines = lines_of(source.text);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const std::string_view line = lines[index];
    if (line.find('\t') != npos)
      findings.push_back(bad_blank(source, index + 1, "a tab", "blanks; \\t in a text"));
    if (line.ends_with('\r'))
      findings.push_back(bad_blank(source, index + 1, "a carriage return", "\\n alone"));
    if (line.ends_with(' '))
      findings.push_back(bad_blank(source, index + 1, "blanks at the end of the line", "none"));
  }
  if (!source.text.empty() && !source.text.ends_with('\n'))
    findings.push_back(bad_blank(source, lines.size(), "no line end at the end", "one \\n"));
  if (source.text.ends_with("\n\n"))
    findings.push_back(bad_blank(source, lines.size(), "empty lines at the end", "one \\n"));
  return findings;
}

Findings check_width(const Source& source) {
  Findings findings;
  const auto lines = lines_of(source.text);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const std::size_t width = columns(lines[index]);
    const bool breakable =
        !trimmed(lines[index]).starts_with("#include") && lines[index].find("://") == npos;
    if (width <= columns_max || !breakable) continue;
    findings.push_back({source.path, index + 1,
                        fmt::format("{} columns, over {}", width, columns_max),
                        "two files no longer fit side by side", "./dev format, or a shorter text"});
  }
  return findings;
}

Findings check_unfinished(const Source& source) {
  Findings findings;
  const auto text = lines_of(source.text);
  const auto comments = lines_of(source.comments);
  for (std::size_t index = 0; index < text.size(); ++index) {
    for (const std::string_view mark : marks) {
      if (find_pattern(text[index], mark) != npos)
        findings.push_back(leftover(source, index + 1, fmt::format("\"{}\"", mark),
                                    "the thing itself, or an issue"));
    }
    if (is_code(trimmed(comments[index])))
      findings.push_back(leftover(source, index + 1, "code in a comment", "nothing: git keeps it"));
  }
  return findings;
}

Findings check_file_length(const Source& source, std::span<const LongFile> debts) {
  const std::size_t length = lines_of(source.text).size();
  const auto debt = std::ranges::find(debts, source.path, &LongFile::path);
  if (debt != debts.end() && length < debt->lines) {
    return {
        {source.path, length,
         fmt::format("{} lines, less than the {} in the list", length, debt->lines),
         "a ratchet that is not tightened slips back",
         length > lines_max ? fmt::format("{} in long_files", length) : "no entry in long_files"}};
  }
  const std::size_t ceiling = debt == debts.end() ? lines_max : debt->lines;
  if (length <= ceiling) return {};
  return {{source.path, length, fmt::format("{} lines, over {}", length, ceiling),
           "a file that nobody reads to the end holds more than one idea",
           "one file for each idea"}};
}

}  // namespace rehearse::tidy
