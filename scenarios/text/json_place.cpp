#include "rehearse/scenarios/text/json_place.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

#include "rehearse/model/base/assert.h"
#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {
namespace {

unsigned digit_of(char digit) {
  const unsigned code = static_cast<unsigned char>(digit);
  return code <= '9' ? code - '0' : (code | 0x20U) - 'a' + 10;
}

/// One character of a JSON string: how many bytes it takes in the file and in the value.
struct StringPart {
  std::size_t written = 1;
  std::size_t meant = 1;
};

StringPart string_part(std::string_view rest) {
  if (rest.front() != '\\') return {1, 1};
  if (rest.size() < 6 || rest[1] != 'u') return {2, 1};
  unsigned code = 0;
  for (const char digit : rest.substr(2, 4)) code = code * 16 + digit_of(digit);
  if (code >= 0xD800 && code < 0xE000) return {12, 4};  // two escapes, one character
  return {6, code < 0x80 ? 1U : code < 0x800 ? 2U : 3U};
}

/// Steps over the parts of a valid JSON text without recursion.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t offset() const { return offset_; }
  char peek() const { return offset_ < text_.size() ? text_[offset_] : '\0'; }
  void step() { ++offset_; }

  void skip_space() {
    while (offset_ < text_.size()) {
      const std::string_view rest = text_.substr(offset_);
      if (rest.starts_with("//")) {
        offset_ = std::min(text_.find('\n', offset_), text_.size());
      } else if (rest.starts_with("/*")) {
        offset_ = std::min(text_.find("*/", offset_ + 2), text_.size() - 2) + 2;
      } else if (std::string_view(" \t\r\n").contains(rest.front())) {
        ++offset_;
      } else {
        return;
      }
    }
  }

  void skip_string() {
    for (step(); offset_ < text_.size() && peek() != '"';) offset_ += peek() == '\\' ? 2U : 1U;
    step();
  }

  void skip_value() {
    std::size_t depth = 0;
    do {
      skip_space();
      const char next = peek();
      if (next == '"') {
        skip_string();
        continue;
      }
      if (next == '{' || next == '[') ++depth;
      if (next == '}' || next == ']') --depth;
      step();
      // A number or a word has no brackets: take it whole.
      while (depth == 0 && offset_ < text_.size() && is_word(next) && is_word(peek())) step();
    } while (depth > 0 && offset_ < text_.size());
  }

 private:
  static bool is_word(char letter) {
    return !std::string_view("{}[],:\" \t\r\n/").contains(letter);
  }

  std::string_view text_;
  std::size_t offset_ = 0;
};

/// Is the string at `quote`, which ends before `end`, this text?
bool string_is(std::string_view json, std::size_t quote, std::size_t end, std::string_view wanted) {
  const std::string_view written = json.substr(quote, end - quote);
  if (!written.contains('\\')) return written.substr(1, written.size() - 2) == wanted;
  const Json key = Json::parse(written, nullptr, false);
  return key.is_string() && key.get_ref<const std::string&>() == wanted;
}

/// From the start of a list or object to its element or member called `token`.
JsonPlace descend(Scanner& scanner, std::string_view json, const std::string& token) {
  const bool is_object = scanner.peek() == '{';
  std::size_t wanted = json.size();  // more than there are elements
  if (!is_object) std::from_chars(token.data(), token.data() + token.size(), wanted);
  std::size_t index = 0;
  while (true) {
    scanner.step();  // over the bracket, or the comma
    scanner.skip_space();
    const std::size_t key = scanner.offset();
    bool is_it = index++ == wanted;
    if (is_object) {
      scanner.skip_string();
      is_it = string_is(json, key, scanner.offset(), token);
      scanner.skip_space();
      scanner.step();
      scanner.skip_space();
    }
    const std::size_t value = scanner.offset();
    if (is_it || value >= json.size()) return {key, value};
    scanner.skip_value();
    scanner.skip_space();
  }
}

}  // namespace

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t index = 0; index < token.size(); ++index) {
    if (token[index] != '~' || index + 1 == token.size()) {
      text += token[index];
    } else {
      text += token[++index] == '1' ? '/' : '~';
    }
  }
  return text;
}

JsonPlace locate(std::string_view json, std::string_view pointer) {
  Scanner scanner(json);
  scanner.skip_space();
  JsonPlace place{scanner.offset(), scanner.offset()};
  while (!pointer.empty()) {
    REHEARSE_ASSERT(pointer.front() == '/');
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    place = descend(scanner, json, unescaped(token));
  }
  return place;
}

std::size_t offset_in_string(std::string_view json, std::size_t quote, std::size_t index) {
  std::size_t offset = quote + 1;
  for (std::size_t meant = 0; offset < json.size() && json[offset] != '"';) {
    const StringPart part = string_part(json.substr(offset));
    meant += part.meant;
    if (meant > index) break;
    offset += part.written;
  }
  return std::min(offset, json.size());
}

}  // namespace rehearse::scenarios
