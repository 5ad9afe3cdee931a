#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Where something stands in a text, for messages.
namespace rehearse::scenarios {

struct LineColumn {
  std::uint32_t line = 1;    ///< 1-based
  std::uint32_t column = 1;  ///< 1-based, in bytes

  bool operator==(const LineColumn&) const = default;
};

/// Of the byte at `offset`; one past the end is allowed.
LineColumn line_column_of(std::string_view text, std::size_t offset);

/// The byte at a line and column; the end of the line, or of the text, when there is none.
std::size_t offset_of(std::string_view text, LineColumn at);

/// The line around `offset`, and a caret below it. Of a very long line only the part around the
/// caret, between `...`.
std::string excerpt_of(std::string_view text, std::size_t offset);

}  // namespace rehearse::scenarios
