#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rehearse/model/base/values.h"

/// Room `sim/base`. Random streams, digests and the trace: the means of being deterministic.
namespace rehearse::sim {

/// A stream of random numbers that is the same everywhere: xoshiro256**, seeded from a seed and the
/// name of whoever owns the stream. Two owners never share a stream, so that one more draw here
/// changes nothing there.
///
/// There is no std::*_distribution on purpose: those may give other numbers with another library.
class Random {
 public:
  Random(model::Seed seed, std::string_view owner);

  std::uint64_t next();

  /// Uniform in [0, `bound`), without bias; `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound);

  /// True `numerator` times out of `denominator` on average.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) {
    return below(denominator) < numerator;
  }

  /// Uniform between both ends, in whole milliseconds; `shortest` must not be longer than
  /// `longest`.
  model::Duration between(model::Duration shortest, model::Duration longest);

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace rehearse::sim
