#include "rehearse/scenarios/text/text_place.h"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::scenarios {
namespace {

constexpr std::size_t excerpt_before_max = 60;  // bytes shown to the left of the caret
constexpr std::size_t excerpt_bytes_max = 120;

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

LineColumn line_column_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::ranges::count(before, '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {static_cast<std::uint32_t>(lines + 1),
          static_cast<std::uint32_t>(before.size() - start + 1)};
}

std::size_t offset_of(std::string_view text, LineColumn at) {
  std::size_t start = 0;
  for (std::uint32_t line = 1; line < at.line; ++line) {
    const std::size_t end = text.find('\n', start);
    if (end == text.npos) return text.size();
    start = end + 1;
  }
  const std::size_t end = std::min(text.find('\n', start), text.size());
  return std::min(start + at.column - 1, end);
}

std::string excerpt_of(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::size_t line_start = text.substr(0, offset).rfind('\n') + 1;
  std::size_t start =
      offset - line_start > excerpt_before_max ? offset - excerpt_before_max : line_start;
  while (start > line_start && continues_character(text[start])) --start;
  std::size_t end = std::min(text.find('\n', offset), text.size());
  if (end > start && text[end - 1] == '\r' && end > offset) --end;
  const bool cuts_end = end - start > excerpt_bytes_max;
  if (cuts_end) end = start + excerpt_bytes_max;
  while (cuts_end && end > offset && continues_character(text[end])) --end;
  const std::string_view lead = start > line_start ? "..." : "";
  std::string pad(lead.size(), ' ');
  for (const char character : text.substr(start, offset - start)) {
    if (!continues_character(character)) pad += character == '\t' ? '\t' : ' ';
  }
  return fmt::format("  {}{}{}\n  {}^", lead, text.substr(start, end - start),
                     cuts_end ? "..." : "", pad);
}

}  // namespace rehearse::scenarios
