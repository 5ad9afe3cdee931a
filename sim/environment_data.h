#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/databases.h"
#include "sim/digest.h"
#include "sim/history.h"

/// What an environment really holds, as opposed to what the model knows of it.
namespace rehearse::sim {

struct EnvironmentData {
  Databases databases;
  Databases copied;                     ///< what the last movement takes from its source
  bool has_copy = false;                ///< no backup reaches back to the restore point otherwise
  Databases pre_image;                  ///< before the last movement began
  std::array<Image, 2> compared;        ///< whose rows bore the model out after the last effect
  bool has_moved = false;               ///< whether `copied` and `pre_image` mean anything
  std::map<std::string, Digest> blobs;  ///< document store: name and content
  std::vector<std::string>
      customizations;  ///< schema requirements of the environment's code, in order of deployment
  History history;     ///< what can be restored of it
  std::pair<std::uint16_t, model::Instant> pinned;  ///< movement and restore point of `copied`
  std::vector<std::string> runbook_log;             ///< of the running or failed movement
  std::vector<std::string> downloaded_log;
  std::uint32_t files_received = 0;
};

}  // namespace rehearse::sim
