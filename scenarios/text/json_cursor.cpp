#include <algorithm>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/scenarios/text/json_document.h"
#include "rehearse/scenarios/text/json_place.h"
#include "rehearse/scenarios/text/text_file.h"
#include "rehearse/scenarios/text/text_place.h"

namespace rehearse::scenarios {
namespace {

constexpr std::size_t shown_bytes_max = 60;  // of a text in a message

/// `name` as a token of a JSON pointer.
std::string token_of(std::string_view name) {
  std::string token = "/";
  for (const char character : name) {
    if (character == '~' || character == '/') {
      token += character == '~' ? "~0" : "~1";
    } else {
      token += character;
    }
  }
  return token;
}

bool is_position(std::string_view token) {
  return !token.empty() && token.find_first_not_of("0123456789") == token.npos;
}

}  // namespace

Error error_in_text(std::string_view text, std::size_t offset, std::string message,
                    std::string hint) {
  const LineColumn at = line_column_of(text, offset);
  return {
      std::move(message), {{}, at.line, at.column, {}}, std::move(hint), excerpt_of(text, offset)};
}

Cursor::Cursor(std::shared_ptr<const Document> document, const Json* value, std::string pointer)
    : document_(std::move(document)), value_(value), pointer_(std::move(pointer)) {}

const std::string& Cursor::file() const { return document_->file; }

bool Cursor::is_null() const { return value_->is_null(); }
bool Cursor::is_boolean() const { return value_->is_boolean(); }
bool Cursor::is_integer() const { return value_->is_number_integer(); }
bool Cursor::is_text() const { return value_->is_string(); }
bool Cursor::is_list() const { return value_->is_array(); }
bool Cursor::is_object() const { return value_->is_object(); }

std::string Cursor::describe() const {
  if (is_object()) return value_->empty() ? "an empty object" : "an object";
  if (is_list()) return value_->empty() ? "an empty list" : "a list";
  if (value_->is_number()) return fmt::format("the number {}", value_->dump());
  if (!is_text()) return value_->dump();
  const auto& text = value_->get_ref<const std::string&>();
  if (text.size() <= shown_bytes_max) return fmt::format("the text {}", value_->dump());
  std::size_t size = shown_bytes_max;
  while ((static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return fmt::format("the text {}", Json(text.substr(0, size) + "...").dump());
}

std::vector<Cursor> Cursor::items() const {
  std::vector<Cursor> items;
  if (!is_list()) return items;
  items.reserve(value_->size());
  for (const Json& item : *value_)
    items.push_back(Cursor(document_, &item, fmt::format("{}/{}", pointer_, items.size())));
  return items;
}

std::vector<std::pair<std::string_view, Cursor>> Cursor::members() const {
  std::vector<std::pair<std::string_view, Cursor>> members;
  if (!is_object()) return members;
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>())
    members.emplace_back(name, Cursor(document_, &value, pointer_ + token_of(name)));
  return members;
}

std::optional<Cursor> Cursor::find(std::string_view member) const {
  if (!is_object()) return std::nullopt;
  for (const auto& [name, value] : value_->get_ref<const Json::object_t&>()) {
    if (name == member) return Cursor(document_, &value, pointer_ + token_of(name));
  }
  return std::nullopt;
}

std::string Cursor::label() const {
  std::string_view rest = pointer_;
  while (!rest.empty()) {
    const std::size_t slash = rest.rfind('/');
    const std::string_view token = rest.substr(slash + 1);
    if (!is_position(token)) return unescaped(token);
    rest = rest.substr(0, slash);
  }
  return "the file";
}

Place Cursor::place() const {
  const std::size_t offset = locate(document_->text, pointer_).value;
  const LineColumn at = line_column_of(document_->text, offset);
  return {document_->file, at.line, at.column, pointer_};
}

std::unexpected<Error> Cursor::fail_at(std::size_t offset, std::string_view what,
                                       std::string hint) const {
  Error error = error_in_text(document_->text, offset, fmt::format("{}: {}", document_->what, what),
                              std::move(hint));
  error.where.file = document_->file;
  error.where.pointer = pointer_;
  return std::unexpected(std::move(error));
}

std::unexpected<Error> Cursor::fail(std::string_view what, std::string hint) const {
  return fail_at(locate(document_->text, pointer_).value, what, std::move(hint));
}

std::unexpected<Error> Cursor::fail_at_key(std::string_view what, std::string hint) const {
  return fail_at(locate(document_->text, pointer_).key, what, std::move(hint));
}

std::unexpected<Error> Cursor::fail_expected(std::string_view wanted, std::string hint) const {
  return fail(fmt::format("expected {} but found {}", wanted, describe()), std::move(hint));
}

std::unexpected<Error> Cursor::fail_within(Error inner) const {
  REHEARSE_ASSERT(is_text());
  const auto& text = value_->get_ref<const std::string&>();
  const LineColumn at{std::max(inner.where.line, 1U), std::max(inner.where.column, 1U)};
  const std::size_t quote = locate(document_->text, pointer_).value;
  const LineColumn place = line_column_of(
      document_->text, offset_in_string(document_->text, quote, offset_of(text, at)));
  inner.where = {document_->file, place.line, place.column, pointer_};
  return std::unexpected(std::move(inner));
}

Expected<Cursor> parse_json(std::string_view text, std::string file, std::string_view what) {
  if (auto checked = check_text(text, file, json_bytes_max, what); !checked)
    return std::unexpected(std::move(checked.error()));
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  auto root = parse_strictly(text);
  if (!root) {
    root.error().what = fmt::format("{}: {}", what, root.error().what);
    root.error().where.file = std::move(file);
    return std::unexpected(std::move(root.error()));
  }
  auto document = std::make_shared<const Cursor::Document>(
      Cursor::Document{std::move(file), std::string(what), std::string(text), std::move(*root)});
  const Json* value = &document->root;
  return Cursor(std::move(document), value, {});
}

Expected<Cursor> read_json_file(const std::string& path, std::string_view what) {
  auto text = read_text_file(path, json_bytes_max, what);
  if (!text) return std::unexpected(std::move(text.error()));
  return parse_json(*text, path, what);
}

}  // namespace rehearse::scenarios
