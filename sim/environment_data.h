#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "sim/digest.h"
#include "sim/page_store.h"
#include "sim/stand_in.h"

/// What an environment really holds, as opposed to what the model knows of it.
namespace rehearse::sim {

/// Both databases and what is true of them alone. Copying one is how copies and pre-images are
/// taken: O(1) in rows.
struct Databases {
  std::array<Image, 2> images;  ///< by model::Database
  std::vector<std::string>
      requirements;  ///< of customizations, that the application schema already meets
  std::vector<std::string>
      files_recorded;       ///< files in this environment's blob store that wait to be processed
  std::string marks = "|";  ///< of all rows that may be here: `|PROD#1|UAT1#2|`

  Image& operator[](model::Database database) { return images[StandIns::index(database)]; }
  const Image& operator[](model::Database database) const {
    return images[StandIns::index(database)];
  }
};

struct EnvironmentData {
  Databases databases;
  Databases copied;                     ///< what the last copy took from its source
  Databases pre_image;                  ///< before the last movement began
  std::array<Image, 2> compared;        ///< whose rows bore the model out after the last effect
  bool has_moved = false;               ///< whether `copied` and `pre_image` mean anything
  std::map<std::string, Digest> blobs;  ///< document store: name and content
  std::vector<std::string>
      customizations;  ///< schema requirements of the environment's code, in order of deployment
  std::vector<std::string> runbook_log;  ///< of the running or failed movement
  std::vector<std::string> downloaded_log;
  std::uint32_t files_received = 0;
};

}  // namespace rehearse::sim
