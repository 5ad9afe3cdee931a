#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Text for a terminal: safe, broken at a width, perhaps coloured.
namespace rehearse::reports {

inline constexpr std::size_t columns_max = 100;

enum class Colour : std::uint8_t { Off, On };

/// What a piece of text means; colour follows from it, and never says anything that the text does
/// not.
enum class Tone : std::uint8_t {
  Plain,
  Good,   ///< green
  Bad,    ///< red, bold
  Doubt,  ///< yellow, bold: broke, interrupted, a warning
  Title,  ///< bold
  Aside,  ///< dim: labels and what may be skipped in reading
};

/// `text` in the colour of `tone`; as it is when colour is off.
std::string painted(std::string_view text, Tone tone, Colour colour);

/// `text` as one line that does nothing to a terminal: control characters (line ends too) and the
/// marks that reverse the direction of writing as `\n`, `\t`, `\x1B`, `\u202E`; bytes that are not
/// UTF-8 as U+FFFD.
std::string printable(std::string_view text);

/// At most `characters_max` characters of `text`, which is UTF-8, and how many more there are:
/// `abc… (12 more characters)`.
std::string shortened(std::string_view text, std::size_t characters_max);

/// Columns that `text` takes: its characters, each counted as one.
std::size_t columns(std::string_view text);

/// `text` filled up with blanks to `width` columns; never cut.
std::string padded(std::string_view text, std::size_t width);

/// `first` and `text`, broken between words so that lines have at most `width` columns if possible;
/// further lines begin with as many blanks as `first` has columns. Ends with a line end.
std::string paragraph(std::string_view first, std::string_view text, std::size_t width);

}  // namespace rehearse::reports
