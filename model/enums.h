#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/values.h"

/// Enumerations with names, and sets of their enumerators. Enumerators count from zero without
/// gaps.
namespace rehearse::model {

/// The names of an enumeration's values, in order; files, rules and messages all use these.
/// Specialized beside each enumeration.
template <typename E>
inline constexpr std::array<std::string_view, 0> enum_names{};

template <typename E>
inline constexpr std::size_t enum_count = enum_names<E>.size();

template <typename E>
  requires(enum_count<E> > 0)
constexpr std::string_view to_string(E value) {
  return enum_names<E>[static_cast<std::size_t>(value)];
}

/// The value called `text`, case aside; nothing when there is none.
template <typename E>
std::optional<E> parse_enum(std::string_view text) {
  for (std::size_t index = 0; index < enum_count<E>; ++index) {
    if (fold(enum_names<E>[index]) == fold(text)) return static_cast<E>(index);
  }
  return std::nullopt;
}

/// A set of at most 16 enumerators as one integer.
template <typename E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<E> values) {
    for (const E value : values) insert(value);
  }
  static constexpr EnumSet all() {
    static_assert(enum_count<E> <= 16);
    return EnumSet(static_cast<std::uint16_t>((1U << enum_count<E>)-1U));
  }

  constexpr bool contains(E value) const { return (bits_ & bit(value)) != 0; }
  constexpr bool contains(EnumSet other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr void insert(E value) { bits_ = static_cast<std::uint16_t>(bits_ | bit(value)); }
  constexpr void erase(E value) { bits_ = static_cast<std::uint16_t>(bits_ & ~bit(value)); }
  constexpr EnumSet operator|(EnumSet other) const {
    return EnumSet(static_cast<std::uint16_t>(bits_ | other.bits_));
  }
  constexpr EnumSet operator&(EnumSet other) const {
    return EnumSet(static_cast<std::uint16_t>(bits_ & other.bits_));
  }
  constexpr EnumSet without(EnumSet other) const {
    return EnumSet(static_cast<std::uint16_t>(bits_ & ~other.bits_));
  }
  constexpr std::uint16_t bits() const { return bits_; }

  auto operator<=>(const EnumSet&) const = default;

 private:
  explicit constexpr EnumSet(std::uint16_t bits) : bits_(bits) {}
  static constexpr unsigned bit(E value) { return 1U << static_cast<unsigned>(value); }
  std::uint16_t bits_ = 0;
};

/// `users-disabled, batch-withheld`; `none` for the empty set.
template <typename E>
std::string to_string(EnumSet<E> set) {
  std::string text;
  for (std::size_t index = 0; index < enum_count<E>; ++index) {
    if (!set.contains(static_cast<E>(index))) continue;
    text += text.empty() ? "" : ", ";
    text += enum_names<E>[index];
  }
  return text.empty() ? "none" : text;
}

}  // namespace rehearse::model
