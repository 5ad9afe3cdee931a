#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/error.h"
#include "rehearse/model/base/print.h"
#include "rehearse/model/language/attribute.h"

namespace rehearse::model {

/// A value as it is written in a rule or as a policy constant.
struct Literal {
  Type type = Type::Integer;  ///< never Enumeration: those are written as texts
  std::int64_t value = 0;     ///< as `type` says; zero for a Text, which is known by its spelling
  std::string text;           ///< spelling of a Text without quotes; else empty

  bool operator==(const Literal&) const = default;
};

/// As it is written in a rule: `21`, `GB(500)`, `days(30)`, `version '10.0.9'`,
/// `instant '2020-03-02T09:00:00Z'`, `'it''s'`, `TRUE`.
std::string to_string(const Literal& literal);

/// Reads one literal and nothing else. Errors have line, column and excerpt within `text`.
Expected<Literal> parse_constant(std::string_view text);

/// The named constants of a policy. Names compare case-insensitively (F.3).
class Constants {
 public:
  /// Fails when `name` is not an identifier (`[A-Za-z_][A-Za-z0-9_]*`), is a word of the language,
  /// or is already defined.
  Expected<void> add(std::string_view name, Literal value);

  /// `add(name, parse_constant(text))`.
  Expected<void> add(std::string_view name, std::string_view text);

  struct Entry {
    std::string name;  ///< as first spelled
    Literal value;
    bool operator==(const Entry&) const = default;
  };

  /// Nothing when there is no such constant. Valid until the next `add`.
  const Entry* find(std::string_view name) const;

  /// Spellings of all names, in the order of their folded text.
  std::vector<std::string_view> names() const;

  bool operator==(const Constants&) const = default;

 private:
  std::map<std::string, Entry, std::less<>> entries_;  // by folded name
};

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Literal> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Type> : rehearse::PrintsToString {};
