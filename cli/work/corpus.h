#pragma once

#include <string>
#include <vector>

#include "rehearse/cli/work/stage.h"
#include "rehearse/scenarios/explore/campaign.h"

/// The folder in which a campaign remembers what it found.
namespace rehearse::cli {

/// How a remembered finding went under the policy of today.
struct Remembered {
  std::string file;
  bool is_broken = false;  ///< it still breaks what it broke
  std::string verdict;     ///< in words
};

/// Findings as scenario files, and how far a campaign has come.
class Corpus {
 public:
  /// Makes the folder when it is missing.
  static Expected<Corpus> open(const std::string& folder);

  /// Plays all findings again, in the order of their names, with the policy that `stage` was made
  /// with. Those of other profiles are left out.
  Expected<std::vector<Remembered>> replay(scenarios::Scope scope, Stage& stage) const;

  /// Writes the file of a finding, whole or not at all. Its path.
  Expected<std::string> save(const scenarios::Finding& finding) const;

  /// The file that says how far a campaign has come. `key`: what tells it from others.
  std::string progress_file(const std::string& key) const;

 private:
  explicit Corpus(std::string folder) : folder_(std::move(folder)) {}
  std::string folder_;
};

}  // namespace rehearse::cli
