#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <source_location>
#include <string_view>
#include <type_traits>

#include "rehearse/model/base/values.h"

/// Enumerations with names, and sets of their enumerators. Enumerators count from zero without
/// gaps.
namespace rehearse::model {

/// The names of an enumeration's values, in order; files, rules and messages all use these.
/// Specialized directly under each enumeration: what names it or makes a set of it comes later.
template <typename E>
inline constexpr std::array<std::string_view, 0> enum_names{};

template <typename E>
inline constexpr std::size_t enum_count = enum_names<E>.size();

/// Whether `value` is an enumerator, as the compiler spells it: `Debt::Users`, not `(Debt)9`.
template <auto value>
consteval bool is_enumerator() {
  const std::string_view spelling = std::source_location::current().function_name();
  const char behind = spelling[spelling.rfind(')') + 1];
  return behind < '0' || behind > '9';
}

/// Whether there are as many names as enumerators. A name that was forgotten would leave the last
/// enumerator without a name, and without a place in a set.
template <typename E>
inline constexpr bool has_all_names = is_enumerator<static_cast<E>(enum_count<E> - 1)>() &&
                                      !is_enumerator<static_cast<E>(enum_count<E>)>();

template <typename E>
  requires(enum_count<E> > 0)
constexpr std::string_view to_string(E value) {
  static_assert(has_all_names<E>, "each enumerator needs its name in enum_names, and no other");
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

/// A set of enumerators as one integer, as wide as the enumeration needs: 16, 32 or 64 bits.
template <typename E>
class EnumSet {
 public:
  /// Never narrower than 16 bits, so that a seventeenth enumerator is the first to change a layout.
  using Bits =
      std::conditional_t<(enum_count<E> <= 16), std::uint16_t,
                         std::conditional_t<(enum_count<E> <= 32), std::uint32_t, std::uint64_t>>;

  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<E> values) {
    for (const E value : values) insert(value);
  }
  static constexpr EnumSet all() {
    constexpr Bits ones = std::numeric_limits<Bits>::max();
    return EnumSet(static_cast<Bits>(ones >> (std::numeric_limits<Bits>::digits - enum_count<E>)));
  }

  constexpr bool contains(E value) const { return (bits_ & bit(value)) != 0; }
  constexpr bool contains(EnumSet other) const { return other.without(*this).empty(); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr void insert(E value) { bits_ = static_cast<Bits>(bits_ | bit(value)); }
  constexpr void erase(E value) { bits_ = static_cast<Bits>(bits_ & ~bit(value)); }
  constexpr EnumSet operator|(EnumSet other) const {
    return EnumSet(static_cast<Bits>(bits_ | other.bits_));
  }
  constexpr EnumSet operator&(EnumSet other) const {
    return EnumSet(static_cast<Bits>(bits_ & other.bits_));
  }
  constexpr EnumSet without(EnumSet other) const {
    return EnumSet(static_cast<Bits>(bits_ & ~other.bits_));
  }
  constexpr Bits bits() const { return bits_; }

  auto operator<=>(const EnumSet&) const = default;

 private:
  explicit constexpr EnumSet(Bits bits) : bits_(bits) {}

  static constexpr Bits bit(E value) {
    static_assert(enum_count<E> <= std::numeric_limits<Bits>::digits, "a set holds 64 enumerators");
    static_assert(has_all_names<E>, "each enumerator needs its name in enum_names, and no other");
    return static_cast<Bits>(Bits{1} << static_cast<unsigned>(value));
  }

  Bits bits_ = 0;
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
