#include "rehearse/reports/record/json_writer.h"

#include <iterator>

#include "rehearse/reports/text/utf8.h"

namespace rehearse::reports {
namespace {

bool is_plain(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return byte >= 0x20 && byte < 0x80 && character != '"' && character != '\\';
}

/// How many characters at the front of `text` stand for themselves.
std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && is_plain(text[length])) ++length;
  return length;
}

void append_escaped(std::string& out, const Character& character, std::string_view bytes) {
  switch (character.code) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (character.code < 0x20)
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(character.code));
  else
    out += character.well_formed ? bytes : "\uFFFD";
}

}  // namespace

void JsonWriter::key(std::string_view name) {
  separate();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  while (!value.empty()) {
    const std::size_t plain = plain_length(value);
    out_ += value.substr(0, plain);
    value.remove_prefix(plain);
    if (value.empty()) break;
    const Character character = first_character(value);
    append_escaped(out_, character, value.substr(0, character.bytes));
    value.remove_prefix(character.bytes);
  }
  out_ += '"';
}

void JsonWriter::optional_texts(std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  key(name);
  open('[');
  for (const std::string& value : values) text(value);
  close(']');
}

void JsonWriter::separate() {
  // A text that ends in one of these ends in a quotation mark here.
  const char last = out_.empty() ? '{' : out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

}  // namespace rehearse::reports
