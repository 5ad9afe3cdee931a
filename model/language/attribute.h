#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "rehearse/model/base/enums.h"

/// What a rule can speak of: `source.region`, `target.maximum_capacity`, `request.purpose`.
namespace rehearse::model {

/// The types of the rule language. Only values of one type compare with each other.
enum class Type : std::uint8_t {
  Boolean,      ///< 0 or 1
  Integer,      ///< a plain count, such as a platform update
  Version,      ///< `Version::packed`
  Capacity,     ///< bytes
  Duration,     ///< milliseconds
  Instant,      ///< milliseconds since 1970-01-01T00:00:00Z
  Text,         ///< `NameId::value`; equal or not, never ordered
  Enumeration,  ///< index into `Attribute::enumerators`; written as a text in rules
};
template <>
inline constexpr auto enum_names<Type> = std::to_array<std::string_view>(
    {"boolean", "integer", "version", "capacity", "duration", "instant", "text", "enumeration"});

/// One attribute. Its position in the vocabulary is the position of its value in the inputs of a
/// decision.
struct Attribute {
  std::string_view subject;  ///< `source`, `target` or `request`
  std::string_view name;     ///< `maximum_capacity`
  Type type;
  std::span<const std::string_view> enumerators;  ///< the values of an Enumeration, else empty
  std::string_view meaning;                       ///< one sentence for people
};

using Vocabulary = std::span<const Attribute>;

/// The value of every attribute, in vocabulary order, each as its `Type` says, or `missing`.
using Inputs = std::span<const std::int64_t>;

/// An attribute that nobody could determine. A rule that needs it is not evaluable (design: denied,
/// but told apart).
inline constexpr std::int64_t missing = std::numeric_limits<std::int64_t>::min();

}  // namespace rehearse::model
