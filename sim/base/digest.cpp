#include "rehearse/sim/base/digest.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace rehearse::sim {
namespace {

__extension__ using Wide = unsigned __int128;

// Odd constants with balanced bits: the fractions of the square roots of 2, 3, 5, 7, 11, 13.
constexpr std::uint64_t secrets[] = {0x6a09e667f3bcc909, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                     0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f};

// Both halves of the product, folded: every bit of the result depends on every bit of both factors.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t load(const std::byte* from) {
  static_assert(std::endian::native == std::endian::little, "digests are defined little-endian");
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// Two lanes take each pair of words in different roles, so that a factor of zero, which makes one
// lane forget its past, cannot blind both.
struct Lanes {
  std::uint64_t a, b;

  void take(std::uint64_t x, std::uint64_t y) {
    a = fold(a ^ x ^ secrets[0], y ^ secrets[1]) + std::rotl(a, 23) + x;
    b = fold(b ^ y ^ secrets[2], x ^ secrets[3]) + std::rotl(b, 41) + y;
  }
};

}  // namespace

Digest digest_of(std::span<const std::byte> bytes, std::uint64_t seed) {
  Lanes lanes = {seed ^ secrets[4], seed + secrets[5]};
  std::size_t at = 0;
  for (; at + 16 <= bytes.size(); at += 16)
    lanes.take(load(bytes.data() + at), load(bytes.data() + at + 8));
  std::byte rest[16] = {};
  if (at < bytes.size()) {
    std::memcpy(rest, bytes.data() + at, bytes.size() - at);
    lanes.take(load(rest), load(rest + 8));
  }
  lanes.take(bytes.size(), seed);
  lanes.take(lanes.b, lanes.a);
  return {lanes.a, lanes.b};
}

std::string to_string(const Digest& digest) {
  return fmt::format("{:016x}{:016x}", digest.high, digest.low);
}

}  // namespace rehearse::sim
