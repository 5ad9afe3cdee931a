#include "rehearse/reports/text/style.h"

#include <fmt/format.h>

#include <array>

#include "rehearse/reports/text/utf8.h"

namespace rehearse::reports {
namespace {

constexpr std::string_view escape = "\x1B[";
constexpr std::array<std::string_view, 6> tones = {"", "32", "1;31", "1;33", "1", "2"};

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code <= 0x9F); }

/// The characters that turn the direction of writing: with them a line reads as it is not.
bool turns_direction(char32_t code) {
  return code == 0x200E || code == 0x200F || code == 0x061C || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool breaks_line(char32_t code) { return code == 0x2028 || code == 0x2029; }

std::string escaped(char32_t code) {
  if (code == '\n') return "\\n";
  if (code == '\t') return "\\t";
  const auto number = static_cast<unsigned>(code);
  return number < 0x100 ? fmt::format("\\x{:02X}", number) : fmt::format("\\u{:04X}", number);
}

/// Bytes of the colour sequence at the front of `text`, or 0.
std::size_t colour_length(std::string_view text) {
  return text.starts_with(escape) ? text.find('m') + 1 : 0;
}

/// Bytes of the first `characters` characters.
std::size_t prefix_bytes(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (; characters > 0 && bytes < text.size(); --characters)
    bytes += first_character(text.substr(bytes)).bytes;
  return bytes;
}

}  // namespace

std::string painted(std::string_view text, Tone tone, Colour colour) {
  if (colour == Colour::Off || tone == Tone::Plain || text.empty()) return std::string(text);
  return fmt::format("{}{}m{}{}0m", escape, tones[static_cast<std::size_t>(tone)], text, escape);
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const auto [code, bytes, well_formed] = first_character(text);
    if (!well_formed)
      safe += "\uFFFD";
    else if (is_control(code) || turns_direction(code) || breaks_line(code))
      safe += escaped(code);
    else
      safe += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return safe;
}

std::string shortened(std::string_view text, std::size_t characters_max) {
  const std::size_t bytes = prefix_bytes(text, characters_max);
  if (bytes == text.size()) return std::string(text);
  return fmt::format("{}\u2026 ({} more characters)", text.substr(0, bytes),
                     columns(text.substr(bytes)));
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t colour = colour_length(text);
    text.remove_prefix(colour > 0 ? colour : first_character(text).bytes);
    if (colour == 0) ++count;
  }
  return count;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = columns(text);
  return std::string(text) + std::string(taken < width ? width - taken : 0, ' ');
}

std::string paragraph(std::string_view first, std::string_view text, std::size_t width) {
  std::string lines(first);
  const std::size_t indent = columns(first);
  std::size_t column = indent;
  bool begins = true;
  while (true) {
    const std::size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    const std::size_t length = columns(word);
    if (!begins && column + 1 + length > width) {
      lines += '\n' + std::string(indent, ' ');
      column = indent;
      begins = true;
    }
    if (!begins) lines += ' ';
    lines += word;
    column += length + (begins ? 0 : 1);
    begins = false;
    if (end == text.npos) return lines + '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace rehearse::reports
