#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/sim/base/random.h"

/// Where a campaign's choices come from.
namespace rehearse::scenarios {

/// A stream of choices. **Each draw must be a statement of its own**: the order in which the
/// arguments of one call are evaluated differs between compilers, and with it what they would get.
///
/// Not RapidCheck's generators on purpose: see docs/decisions/0016-histories-are-drawn-directly.md.
class Draw {
 public:
  /// Equal seeds and owners give equal streams, in every build.
  Draw(model::Seed seed, std::string_view owner) : random_(seed, owner) {}
  Draw(const Draw&) = delete;
  Draw& operator=(const Draw&) = delete;

  /// Uniform in [0, `bound`); `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

  /// True `numerator` times out of `denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return random_.chance(numerator, denominator);
  }

  /// One of `values`; there must be one.
  template <typename T>
  const T& one_of(std::span<const T> values) {
    return values[below(values.size())];
  }
  template <typename T>
  const T& one_of(const std::vector<T>& values) {
    return values[below(values.size())];
  }
  template <typename T, std::size_t N>
  const T& one_of(const std::array<T, N>& values) {
    return values[below(N)];
  }

  /// `usual` mostly, else any value of the enumeration.
  template <typename E>
  E mostly(E usual, std::uint64_t one_in = 8) {
    if (!chance(1, one_in)) return usual;
    return static_cast<E>(below(model::enum_count<E>));
  }

 private:
  sim::Random random_;
};

}  // namespace rehearse::scenarios
