#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rehearse/model/base/print.h"

/// Room `model/base`. Quantities, names, enumerations and errors: what everything else is made of.
///
/// The quantities of the domain (domain.md F.1, F.3). Integers only: two runs of one seed must
/// agree to the bit.
namespace rehearse::model {

/// A length of virtual time in milliseconds. May be negative as the result of a subtraction.
struct Duration {
  std::int64_t ms = 0;
  auto operator<=>(const Duration&) const = default;
};

constexpr Duration minutes(std::int64_t count) { return {count * 60'000}; }
constexpr Duration hours(std::int64_t count) { return {count * 3'600'000}; }
constexpr Duration days(std::int64_t count) { return {count * 86'400'000}; }

/// A point of virtual time: milliseconds since 1970-01-01T00:00:00Z. Always UTC (F.3).
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};

constexpr Instant operator+(Instant at, Duration by) { return {at.ms + by.ms}; }
constexpr Instant operator-(Instant at, Duration by) { return {at.ms - by.ms}; }
constexpr Duration operator-(Instant later, Instant earlier) { return {later.ms - earlier.ms}; }

/// Database capacity in bytes. Never rounded before it is compared (F.3).
struct Capacity {
  std::int64_t bytes = 0;
  auto operator<=>(const Capacity&) const = default;
};

constexpr Capacity gigabytes(std::int64_t count) { return {count * 1'073'741'824}; }

/// Up to four numeric components, each at most 32,767. Compared component by component, missing
/// trailing ones as zero: 10.0.9 < 10.0.10 and 10.0 = 10.0.0 (F.3). Packed into one integer that
/// orders the same way, so that a rule compares versions with one instruction.
class Version {
 public:
  static constexpr std::uint32_t component_max = 32'767;

  constexpr Version() = default;

  /// Nothing for anything that is not `N`, `N.N`, `N.N.N` or `N.N.N.N`, or for a component over the
  /// maximum.
  static std::optional<Version> parse(std::string_view text);
  static constexpr Version from_packed(std::int64_t packed) { return Version(packed); }

  /// Never negative.
  constexpr std::int64_t packed() const { return packed_; }

  auto operator<=>(const Version&) const = default;

 private:
  explicit constexpr Version(std::int64_t packed) : packed_(packed) {}
  std::int64_t packed_ = 0;
};

/// A text of the model (a tenant, a region, an account, an environment's name) as a small number,
/// see `Names`. Two texts that differ only in case have the same id, as under the required
/// collation (F.3).
struct NameId {
  std::uint16_t value = 0;
  auto operator<=>(const NameId&) const = default;
};

/// Position of an environment in its fleet.
struct EnvironmentId {
  std::uint16_t value = 0;
  auto operator<=>(const EnvironmentId&) const = default;
};

/// Start of every random stream of a run.
struct Seed {
  std::uint64_t value = 0;
  auto operator<=>(const Seed&) const = default;
};

std::string to_string(Duration duration);  ///< ISO 8601: `PT1H30M`, `P2DT0.250S`, `-PT5S`, `PT0S`
std::string to_string(
    Instant instant);  ///< `2020-03-02T09:00:00Z`, with milliseconds only if there are any
std::string to_string(Capacity capacity);  ///< `12 GB` when whole, else `12,884,901,889 bytes`
std::string to_string(
    Version version);  ///< without trailing zero components beyond the second: `10.0.9`, `8.1`

/// ISO 8601 durations with days, hours, minutes, seconds (up to milliseconds). No months: they have
/// no fixed length.
std::optional<Duration> parse_duration(std::string_view text);

/// `YYYY-MM-DDTHH:MM[:SS[.mmm]]` followed by `Z` or `+HH:MM` / `-HH:MM`. A date that the calendar
/// does not have (2019-02-29) is refused.
std::optional<Instant> parse_instant(std::string_view text);

/// `500 GB`, `20 MB`, `4 TB`, `1024 bytes`: powers of 1024, not negative.
std::optional<Capacity> parse_capacity(std::string_view text);

/// Lower-case ASCII; the folding under which names compare (F.3).
constexpr char fold(char character) {
  const bool is_upper = character >= 'A' && character <= 'Z';
  return is_upper ? static_cast<char>(character - 'A' + 'a') : character;
}
std::string fold(std::string_view text);

/// `fold(left) == fold(right)`, without making either.
bool is_same_name(std::string_view left, std::string_view right);

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Duration> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Instant> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Capacity> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Version> : rehearse::PrintsToString {};
