#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "rehearse/model/base/print.h"

namespace rehearse::sim {

/// 128 bits that stand for some bytes: equal bytes give equal digests on every machine, and
/// different bytes give different ones for all practical purposes. Not for secrets.
///
/// Digests end up in traces: the function must not change without a new trace version.
struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Digest&) const = default;
};

/// The digest of `bytes`; a different `seed` gives an independent function.
Digest digest_of(std::span<const std::byte> bytes, std::uint64_t seed = 0);

/// 32 hexadecimal digits.
std::string to_string(const Digest& digest);

}  // namespace rehearse::sim

template <>
struct fmt::formatter<rehearse::sim::Digest> : rehearse::PrintsToString {};
