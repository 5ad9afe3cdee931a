#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rehearse/model/base/values.h"

namespace CLI {
class App;
}

namespace rehearse::cli {

/// `rehearse explore`
struct ExploreRequest {
  std::string policy;           ///< empty: all that are shipped
  std::uint64_t cases = 1'000;  ///< of each policy; 0: as many as `time` allows
  model::Duration time;         ///< 0: as long as it takes
  model::Seed seed;
  std::uint32_t jobs = 1;
  std::string corpus = "rehearse-corpus";
  std::uint64_t shard = 1;
  std::uint64_t shards = 1;
  std::vector<std::string> require;  ///< kinds of goals
  std::string progress = "auto";
  std::string colour = "auto";
  std::size_t causes_max = 20;  ///< then a campaign ends
  bool resume = false;
  bool check_determinism = false;
  bool invariants_only = false;
};

/// The options that fill it.
void add_options(CLI::App& command, ExploreRequest& request);

}  // namespace rehearse::cli
