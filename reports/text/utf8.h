#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rehearse::reports {

inline constexpr char32_t replacement_character = 0xFFFD;

/// The character that a text begins with.
struct Character {
  char32_t code = replacement_character;
  std::size_t bytes = 1;
  bool well_formed = false;  ///< else one byte that belongs to no UTF-8 character
};

/// `text` is not empty. Overlong forms, surrogates and codes above U+10FFFF are not well formed.
Character first_character(std::string_view text);

/// `text` with U+FFFD in place of each byte that belongs to no character.
std::string valid_utf8(std::string_view text);

}  // namespace rehearse::reports
