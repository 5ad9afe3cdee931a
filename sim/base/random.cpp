#include "rehearse/sim/base/random.h"

#include <bit>
#include <span>

#include "rehearse/model/base/assert.h"
#include "rehearse/sim/base/digest.h"

namespace rehearse::sim {

Random::Random(model::Seed seed, std::string_view owner) {
  const auto bytes = std::as_bytes(std::span(owner));
  const Digest first = digest_of(bytes, seed.value);
  const Digest second = digest_of(bytes, ~seed.value);
  state_ = {first.high, first.low, second.high, second.low | 1};  // never all zero
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  REHEARSE_ASSERT(bound > 0);
  const std::uint64_t unfair = (0 - bound) % bound;  // so many numbers would come up once too often
  std::uint64_t drawn = next();
  while (drawn < unfair) drawn = next();
  return drawn % bound;
}

model::Duration Random::between(model::Duration shortest, model::Duration longest) {
  REHEARSE_ASSERT(shortest <= longest);
  const auto width = static_cast<std::uint64_t>(longest.ms - shortest.ms) + 1;
  return {shortest.ms + static_cast<std::int64_t>(below(width))};
}

}  // namespace rehearse::sim
