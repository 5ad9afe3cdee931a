#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::tidy {

/// What stands before the path of a file of ours where it is included.
inline constexpr std::string_view include_root = "rehearse/";

/// One `#include` of a source.
struct Include {
  std::size_t line = 0;  ///< 1-based
  std::string path;      ///< without quotes or angle brackets
  bool quoted = false;   ///< `"rehearse/model/base/values.h"`, as against `<vector>`

  /// `model/base/values.h`, the path from the root of the repository; empty for a header that is
  /// not ours.
  std::string_view own_path() const;

  bool operator==(const Include&) const = default;
};

/// A text file of the repository. For C++ (`is_cpp`) the text is also kept in three exclusive
/// views of equal length and equal lines, in which the characters of the others are blanks.
/// Directives belong to `code`; quotes and comment marks belong to what they enclose, except
/// the quotes of strings, which stay in `code`, so that `""` is still seen as an argument.
struct Source {
  std::string path;  ///< relative to the repository, with `/`
  std::string text;
  std::string code;
  std::string comments;
  std::string strings;
  std::vector<Include> includes;

  bool is_header() const { return path.ends_with(".h"); }
  bool is_cpp() const { return path.ends_with(".cpp") || is_header(); }

  /// `model` for `model/base/values.h`; empty for a file of the root.
  std::string_view folder() const;
  /// `values` for `model/base/values.h`.
  std::string_view stem() const;
  /// `model/base` for `model/base/values.h` and for `tests/model/base/values_test.cpp`; empty for a
  /// file that stands in no folder of its layer.
  std::string_view room() const;
};

/// Reads a source into its views. Never fails: an unfinished literal ends with the text.
Source parse_source(std::string path, std::string text);

/// The lines of a text without their ends, the last one too if it has no end.
std::vector<std::string_view> lines_of(std::string_view text);

/// The 1-based line in which the character at `position` stands.
std::size_t line_at(std::string_view text, std::size_t position);

/// `text` without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// Letters, digits and the underscore.
bool is_word(char character);

/// The position of `pattern` in `text` from `from` on, or `npos`. A pattern that begins or ends
/// with a word character matches whole words only; `*` stands for any number of word characters.
std::size_t find_pattern(std::string_view text, std::string_view pattern, std::size_t from = 0);

}  // namespace rehearse::tidy
