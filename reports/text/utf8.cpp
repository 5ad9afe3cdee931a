#include "rehearse/reports/text/utf8.h"

#include <array>

namespace rehearse::reports {
namespace {

struct Form {
  unsigned mask;  // of the bits that tell the form
  unsigned lead;  // those bits
  std::size_t bytes;
  char32_t code_min;  // smaller codes have a shorter form
};

constexpr std::array<Form, 4> forms = {{{0x80, 0x00, 1, 0x0},
                                        {0xE0, 0xC0, 2, 0x80},
                                        {0xF0, 0xE0, 3, 0x800},
                                        {0xF8, 0xF0, 4, 0x10000}}};

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

Character decoded(std::string_view text, const Form& form) {
  if (text.size() < form.bytes) return {};
  char32_t code = byte_at(text, 0) & ~form.mask & 0xFFU;
  for (std::size_t at = 1; at < form.bytes; ++at) {
    if ((byte_at(text, at) & 0xC0U) != 0x80U) return {};
    code = code << 6U | (byte_at(text, at) & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < form.code_min || code > 0x10FFFF || surrogate) return {};
  return {code, form.bytes, true};
}

}  // namespace

Character first_character(std::string_view text) {
  for (const Form& form : forms) {
    if ((byte_at(text, 0) & form.mask) == form.lead) return decoded(text, form);
  }
  return {};
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    valid += character.well_formed ? text.substr(0, character.bytes) : "\uFFFD";
    text.remove_prefix(character.bytes);
  }
  return valid;
}

}  // namespace rehearse::reports
