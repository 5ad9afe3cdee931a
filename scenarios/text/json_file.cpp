#include "rehearse/scenarios/text/json_file.h"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "rehearse/model/base/suggestion.h"

namespace rehearse::scenarios {
namespace {

/// `"deny_when", "warn_when"`.
std::string quoted(std::span<const std::string_view> names) {
  return names.empty() ? std::string() : fmt::format("\"{}\"", fmt::join(names, "\", \""));
}

std::string suggestion(std::string_view wrong, std::span<const std::string_view> names) {
  const std::string_view meant = model::nearest(wrong, names);
  return meant.empty() ? std::string() : fmt::format("did you mean \"{}\"?", meant);
}

std::string_view text_of(const Cursor& cursor) {
  return cursor.json().get_ref<const std::string&>();
}

/// A text that `parse` turns into a value. `wanted` says what it should be, `shape` how to write
/// it.
template <typename T>
Expected<void> read_parsed(const Cursor& cursor, T& value,
                           std::optional<T> (*parse)(std::string_view), std::string_view wanted,
                           std::string_view shape) {
  const auto parsed = cursor.is_text() ? parse(text_of(cursor)) : std::nullopt;
  if (!parsed) return cursor.fail_expected(wanted, std::string(shape));
  value = *parsed;
  return {};
}

}  // namespace

Expected<void> read(const Cursor& cursor, bool& value) {
  if (!cursor.is_boolean()) return cursor.fail_expected("true or false");
  value = cursor.json().get<bool>();
  return {};
}

Expected<void> read(const Cursor& cursor, std::string& value) {
  if (!cursor.is_text()) return cursor.fail_expected("a text");
  value = text_of(cursor);
  return {};
}

Expected<void> read(const Cursor& cursor, NonEmpty value) {
  if (cursor.is_text() && text_of(cursor).empty())
    return cursor.fail(fmt::format("{} must not be empty", cursor.label()));
  return read(cursor, value.text);
}

Expected<void> read(const Cursor& cursor, model::Version& value) {
  return read_parsed(cursor, value, &model::Version::parse, "a version",
                     "write up to four numbers, each at most 32767, as a text: \"10.0.9\"");
}

Expected<void> read(const Cursor& cursor, model::Capacity& value) {
  const bool is_negative = cursor.is_text() && text_of(cursor).starts_with('-');
  return read_parsed(cursor, value, &model::parse_capacity, "a capacity",
                     is_negative ? "a capacity is not negative"
                                 : "write a whole number, a space and bytes, KB, MB, GB or TB: "
                                   "\"120 GB\"");
}

Expected<void> read(const Cursor& cursor, model::Instant& value) {
  return read_parsed(cursor, value, &model::parse_instant, "an instant",
                     "write a date that exists, a time and Z or an offset: "
                     "\"2020-03-02T09:00:00Z\"");
}

Expected<void> read(const Cursor& cursor, model::Duration& value) {
  return read_parsed(cursor, value, &model::parse_duration, "a duration",
                     "write it as in ISO 8601, without months: \"PT1H30M\", \"P2D\"");
}

Expected<void> read(const Cursor& cursor, model::Seed& value) {
  if (!cursor.json().is_number_unsigned())
    return cursor.fail_expected("an integer from 0 to 18446744073709551615");
  value.value = cursor.json().get<std::uint64_t>();
  return {};
}

Expected<std::int64_t> read_integer(const Cursor& cursor, Range range) {
  const Json& json = cursor.json();
  const bool fits = json.is_number_integer() &&
                    (!json.is_number_unsigned() ||
                     json.get<std::uint64_t>() <=
                         static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  const std::int64_t integer = fits ? json.get<std::int64_t>() : 0;
  if (fits && integer >= range.min && integer <= range.max) return integer;
  if (range == Range{}) return cursor.fail_expected("an integer");
  return cursor.fail_expected(fmt::format("an integer from {} to {}", range.min, range.max));
}

Expected<std::size_t> read_one_of(const Cursor& cursor, std::span<const std::string_view> names) {
  if (!cursor.is_text()) return cursor.fail_expected(fmt::format("one of {}", quoted(names)));
  const std::string_view text = text_of(cursor);
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (model::fold(names[index]) == model::fold(text)) return index;
  }
  const std::string meant = suggestion(text, names);
  return cursor.fail(
      fmt::format("{} cannot be {}", cursor.label(), cursor.json().dump()),
      fmt::format("{}{}it is one of {}", meant, meant.empty() ? "" : " ", quoted(names)));
}

Object::Object(Cursor cursor) : cursor_(std::move(cursor)) {
  if (!cursor_.is_object()) error_ = cursor_.fail_expected("an object").error();
}

bool Object::has(std::string_view name) {
  if (std::ranges::find(known_, name) == known_.end()) known_.emplace_back(name);
  return cursor_.is_object() && cursor_.json().contains(name);
}

bool Object::require(std::string_view name) {
  const bool is_there = has(name);
  if (is_there || error_) return is_there && !error_;
  error_ = cursor_.fail(fmt::format("the member \"{}\" is missing", name)).error();
  is_missing_ = true;
  return false;
}

std::string_view Object::exactly_one(std::initializer_list<std::string_view> names) {
  std::vector<std::string_view> there;
  for (const std::string_view name : names) {
    if (has(name)) there.push_back(name);
  }
  if (error_) return {};
  if (there.size() == 1) return there.front();
  const std::string all = quoted(std::span(names.begin(), names.size()));
  is_missing_ = there.empty();
  error_ = there.empty() ? cursor_.fail(fmt::format("one of {} is missing", all)).error()
                         : cursor_.find(there[1])
                               ->fail_at_key(fmt::format("{} exclude each other", quoted(there)),
                                             fmt::format("keep exactly one of {}", all))
                               .error();
  return {};
}

void Object::keep(Expected<void> outcome) {
  if (!outcome && !error_) error_ = std::move(outcome.error());
}

Expected<void> Object::finish() {
  std::optional<Error> unknown;
  if (!error_ || is_missing_) unknown = unknown_key();
  if (unknown) return std::unexpected(std::move(*unknown));
  if (error_) return std::unexpected(*error_);
  return {};
}

std::optional<Error> Object::unknown_key() const {
  for (const auto& [name, member] : cursor_.members()) {
    if (std::ranges::find(known_, name) != known_.end()) continue;
    std::vector<std::string_view> free;  // names that are not used yet come first
    for (const std::string& known : known_) {
      if (!cursor_.find(known)) free.push_back(known);
    }
    const std::vector<std::string_view> all(known_.begin(), known_.end());
    std::string hint = suggestion(name, free);
    if (hint.empty()) hint = suggestion(name, all);
    if (hint.empty()) hint = fmt::format("known here: {}", quoted(all));
    return member.fail_at_key(fmt::format("unknown key {}", Json(name).dump()), std::move(hint))
        .error();
  }
  return std::nullopt;
}

}  // namespace rehearse::scenarios
