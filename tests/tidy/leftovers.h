#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

namespace rehearse::tidy {

inline constexpr std::size_t columns_max = 100;  ///< of a line of C++ or shell, in characters
inline constexpr std::size_t lines_max = 400;    ///< of a C++ file

/// A file that was over `lines_max` when the rule came. It may shrink, never grow.
struct LongFile {
  std::string_view path;
  std::size_t lines;
};

/// Blanks at line ends, tabs, CRLF, a missing last line end: any text file.
Findings check_whitespace(const Source& source);

/// Lines over `columns_max`, except #include lines and links, which cannot be broken.
Findings check_width(const Source& source);

/// Marks of unfinished work and code that was commented out: C++ only.
Findings check_unfinished(const Source& source);

/// C++ files over `lines_max`, or over their entry in `debts`; entries that are no longer needed.
Findings check_file_length(const Source& source, std::span<const LongFile> debts);

}  // namespace rehearse::tidy
