#pragma once

#include <string_view>

#include "rehearse/sim/base/digest.h"

namespace rehearse::sim {

/// A hash chain over everything that happened. Two runs are the same exactly if their traces are;
/// the first link that differs is where they parted.
class Trace {
 public:
  void add(std::string_view text) { link(digest_of(std::as_bytes(std::span(text)))); }
  void add(std::uint64_t number) { link({number, ~number}); }
  void add(const Digest& digest) { link(digest); }

  Digest digest() const { return head_; }

 private:
  void link(const Digest& next) {
    const Digest pair[] = {head_, next};
    head_ = digest_of(std::as_bytes(std::span(pair)));
  }

  Digest head_;
};

}  // namespace rehearse::sim
