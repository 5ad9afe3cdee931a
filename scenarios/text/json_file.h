#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"

/// Room `scenarios/text`. Reading JSON that people wrote, with the place of every mistake.
///
/// JSON files written by people, read strictly: `//` and `/* */` comments are allowed; a key twice,
/// a key nobody asked for and a value of another type are errors that say where and what was meant.
///
///     struct Job { std::string name; EnvironmentKind kind; std::optional<Instant> at;
///                  std::vector<std::string> cites; bool urgent = false; };
///
///     Expected<void> read(const Cursor& cursor, Job& job) {  // beside Job: found by its namespace
///       Object object(cursor);                               // or: cursor is no object
///       object.required("name", NonEmpty{job.name});
///       object.required("kind", job.kind);                   // any enumeration with `enum_names`
///       object.optional("at", job.at);                       // untouched when absent
///       object.required("cites", job.cites);                 // lists of anything that can be read
///       object.optional("urgent", job.urgent);
///       object.optional("size", [&](const Cursor& at) { return read_size(at, context, job); });
///       return object.finish();  // the first error, or a member that nobody asked for
///     }
///
///     auto root = read_json_file("jobs.json", "read jobs");  // Expected<Cursor>
///     std::vector<Job> jobs;
///     if (root) auto done = read(*root, jobs);
///
/// An error reads `jobs.json:3:14: read jobs: kind cannot be "prodution" (at /0/kind)`, with the
/// line, a caret and `did you mean production?` below it.
namespace rehearse::scenarios {

/// Keeps members in the order of the file.
using Json = nlohmann::ordered_json;

inline constexpr std::size_t json_bytes_max = 16 * 1024 * 1024;
inline constexpr std::size_t json_depth_max = 64;        ///< objects and lists inside each other
inline constexpr std::size_t json_members_max = 10'000;  ///< of one object

/// One value of a document, and how to get there. Cheap to copy. Keeps its document alive, so it
/// can be kept in order to ask for the place later.
class Cursor {
 public:
  const Json& json() const { return *value_; }
  const std::string& file() const;                         ///< as in `Place::file`
  const std::string& pointer() const { return pointer_; }  ///< `/rules/3/deny_when`; root: empty

  bool is_null() const;
  bool is_boolean() const;
  bool is_integer() const;
  bool is_text() const;
  bool is_list() const;
  bool is_object() const;

  /// What stands there, for messages: `the text "x"`, `the number 1.5`, `a list`, `null`.
  std::string describe() const;

  /// The elements of a list, or the members of an object, in file order; else nothing.
  std::vector<Cursor> items() const;
  std::vector<std::pair<std::string_view, Cursor>> members() const;
  std::optional<Cursor> find(std::string_view member) const;

  /// The name of the member that this value is or stands in: `kind` for `/environments/0/kind`,
  /// `operations` for `/operations/2`; `the file` for the root.
  std::string label() const;

  /// Where the value begins. Searches the whole text before it: ask when somebody wants to know,
  /// not for every value.
  Place place() const;

  /// `return cursor.fail("there is no environment \"UAT9\"", did_you_mean(...));`
  /// Adds what was being read (`read policy: ...`), place and excerpt.
  std::unexpected<Error> fail(std::string_view what, std::string hint = {}) const;

  /// The same, with the caret at the key of this member instead of its value.
  std::unexpected<Error> fail_at_key(std::string_view what, std::string hint = {}) const;

  /// `expected an instant but found the text "x"`.
  std::unexpected<Error> fail_expected(std::string_view wanted, std::string hint = {}) const;

  /// For an error of a parser that was given this text (a rule, SQL): its line and column within
  /// the text become those of the file, also behind escapes; its message and hint stay.
  std::unexpected<Error> fail_within(Error inner) const;

 private:
  friend Expected<Cursor> parse_json(std::string_view text, std::string file,
                                     std::string_view what);
  struct Document;
  Cursor(std::shared_ptr<const Document> document, const Json* value, std::string pointer);
  std::unexpected<Error> fail_at(std::size_t offset, std::string_view what, std::string hint) const;

  std::shared_ptr<const Document> document_;
  const Json* value_;  // in document_
  std::string pointer_;
};

/// The root of the file at `path`. `what` begins every message about it: `read policy`.
///
/// One clear error for a file that is missing, a folder, not readable, larger than
/// `json_bytes_max`, binary (also UTF-16), not UTF-8, not JSON, deeper than `json_depth_max`, or
/// with a key twice in one object.
Expected<Cursor> read_json_file(const std::string& path, std::string_view what);

/// The same for a text that is already there; `file` is its name in messages.
Expected<Cursor> parse_json(std::string_view text, std::string file, std::string_view what);

/// What an integer may be, both ends included.
struct Range {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();

  bool operator==(const Range&) const = default;
};

/// A text that must not be empty: `object.required("name", NonEmpty{name})`.
struct NonEmpty {
  std::string& text;
};

// read(cursor, value): the types that can be read. Values are left alone on an error.
Expected<void> read(const Cursor& cursor, bool& value);
Expected<void> read(const Cursor& cursor, std::string& value);
Expected<void> read(const Cursor& cursor, NonEmpty value);
Expected<void> read(const Cursor& cursor, model::Version& value);   ///< `"10.0.9"`
Expected<void> read(const Cursor& cursor, model::Capacity& value);  ///< `"120 GB"`
Expected<void> read(const Cursor& cursor, model::Instant& value);   ///< `"2020-03-02T09:00:00Z"`
Expected<void> read(const Cursor& cursor, model::Duration& value);  ///< `"PT1H30M"`
Expected<void> read(const Cursor& cursor, model::Seed& value);      ///< 0 to 2^64-1

Expected<std::int64_t> read_integer(const Cursor& cursor, Range range);

/// Position of the text among `names`, case aside, or an error with all of them.
Expected<std::size_t> read_one_of(const Cursor& cursor, std::span<const std::string_view> names);

template <std::integral T>
Expected<void> read(const Cursor& cursor, T& value, Range range = {}) {
  if constexpr (std::is_signed_v<T> || sizeof(T) < sizeof(std::int64_t)) {
    range.max = std::min(range.max, static_cast<std::int64_t>(std::numeric_limits<T>::max()));
  }
  range.min = std::max(range.min, static_cast<std::int64_t>(std::numeric_limits<T>::min()));
  const auto integer = read_integer(cursor, range);
  if (!integer) return std::unexpected(integer.error());
  value = static_cast<T>(*integer);
  return {};
}

template <typename E>
  requires(std::is_enum_v<E> && model::enum_count<E> > 0)
Expected<void> read(const Cursor& cursor, E& value) {
  const auto index = read_one_of(cursor, model::enum_names<E>);
  if (!index) return std::unexpected(index.error());
  value = static_cast<E>(*index);
  return {};
}

template <typename T, typename... Bounds>
Expected<void> read(const Cursor& cursor, std::optional<T>& value, const Bounds&... bounds) {
  T present{};
  if (auto done = read(cursor, present, bounds...); !done) return done;
  value = std::move(present);
  return {};
}

template <typename T, typename... Bounds>
Expected<void> read(const Cursor& cursor, std::vector<T>& values, const Bounds&... bounds) {
  if (!cursor.is_list()) return cursor.fail_expected("a list");
  std::vector<T> all;
  for (const Cursor& item : cursor.items()) {
    if (auto done = read(item, all.emplace_back(), bounds...); !done) return done;
  }
  values = std::move(all);
  return {};
}

/// A list of enumerators; one that is listed twice is an error.
template <typename E>
Expected<void> read(const Cursor& cursor, model::EnumSet<E>& values) {
  if (!cursor.is_list()) return cursor.fail_expected("a list");
  model::EnumSet<E> all;
  for (const Cursor& item : cursor.items()) {
    E value{};
    if (auto done = read(item, value); !done) return done;
    if (all.contains(value)) return item.fail(fmt::format("{} is listed twice", item.describe()));
    all.insert(value);
  }
  values = all;
  return {};
}

/// Reads the members of an object. The first error is kept and all that follows does nothing, so
/// nobody has to look before `finish`.
class Object {
 public:
  explicit Object(Cursor cursor);

  const Cursor& cursor() const { return cursor_; }
  bool is_sound() const { return !error_; }  ///< no error so far

  /// Is the member there? From now on it is no unknown key.
  bool has(std::string_view name);

  /// Into `target`, by `read(member, target)`, or, when it is a function, by `target(member)`,
  /// which returns an `Expected<void>`. `bounds` is the `Range` of an integer.
  template <typename Target, typename... Bounds>
  void required(std::string_view name, Target&& target, const Bounds&... bounds) {
    if (require(name)) take(name, target, bounds...);
  }

  /// The same, and nothing when the member is absent.
  template <typename Target, typename... Bounds>
  void optional(std::string_view name, Target&& target, const Bounds&... bounds) {
    if (has(name) && is_sound()) take(name, target, bounds...);
  }

  /// Which of these members is there; exactly one must be. Empty after an error.
  std::string_view exactly_one(std::initializer_list<std::string_view> names);

  /// Keeps the error of a check of your own, unless there is one already.
  void keep(Expected<void> outcome);

  /// The first error. Without one, or when a member was missing: a member that nobody asked for,
  /// with "did you mean".
  Expected<void> finish();

 private:
  bool require(std::string_view name);
  std::optional<Error> unknown_key() const;

  template <typename Target, typename... Bounds>
  void take(std::string_view name, Target& target, const Bounds&... bounds) {
    const Cursor member = *cursor_.find(name);
    if constexpr (std::is_invocable_v<Target&, const Cursor&>) {
      keep(target(member));
    } else {
      keep(read(member, target, bounds...));
    }
  }

  Cursor cursor_;
  std::vector<std::string> known_;  // names asked for, in order
  std::optional<Error> error_;
  bool is_missing_ = false;  // error_ is about an absent member
};

}  // namespace rehearse::scenarios
