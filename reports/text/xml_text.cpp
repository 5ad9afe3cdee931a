#include "rehearse/reports/text/xml_text.h"

#include "rehearse/reports/text/utf8.h"

namespace rehearse::reports {
namespace {

/// Bytes of the terminal sequence at the front of `text`, or 0: parameters, then one final byte.
std::size_t sequence_length(std::string_view text) {
  if (!text.starts_with("\x1B[")) return 0;
  std::size_t length = 2;
  while (length < text.size() && text[length] >= ' ' && text[length] <= '?') ++length;
  const bool final_byte = length < text.size() && text[length] >= '@' && text[length] <= '~';
  return final_byte ? length + 1 : length;
}

bool belongs_in_xml(char32_t code) {
  if (code == '\n' || code == '\t') return true;
  const bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
  return !control && code != 0xFFFE && code != 0xFFFF;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const std::size_t sequence = sequence_length(text);
    text.remove_prefix(sequence);
    if (sequence > 0) continue;
    const Character character = first_character(text);
    if (!character.well_formed)
      safe += "\uFFFD";
    else if (belongs_in_xml(character.code))
      safe += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return safe;
}

}  // namespace rehearse::reports
