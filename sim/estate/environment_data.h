#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/sim/base/digest.h"
#include "rehearse/sim/estate/history.h"
#include "rehearse/sim/sql/sql_value.h"
#include "rehearse/sim/stand_in/databases.h"

/// What an environment really holds, as opposed to what the model knows of it.
namespace rehearse::sim {

/// A database of a developer machine that is not called AXDB.
struct BesideDatabase {
  std::string name;  ///< as it was spelt last
  Image image;
  std::vector<std::string> requirements;  ///< of customizations, that its schema already meets
};

/// What an upgrade is compared with, as it was when the upgrade began.
struct BeforeUpgrade {
  Image original;  ///< the database that came with the machine, when it ceased to be AXDB
  Image financial_reporting;
  std::vector<std::string> unique_indexes;
  Table batch_configuration;
};

struct EnvironmentData {
  Databases databases;  ///< that of the application is, on a developer machine, AXDB
  std::map<std::string, BesideDatabase> beside;  ///< by folded name
  BeforeUpgrade before_upgrade;
  Databases copied;                     ///< what the last movement takes from its source
  bool has_copy = false;                ///< no backup reaches back to the restore point otherwise
  Databases pre_image;                  ///< before the last movement began
  std::array<Image, 2> compared;        ///< whose rows bore the model out after the last effect
  bool has_moved = false;               ///< whether `copied` and `pre_image` mean anything
  std::map<std::string, Digest> blobs;  ///< document store: name and content
  std::vector<std::string>
      customizations;     ///< schema requirements of the environment's code, in order of deployment
  BackupHistory history;  ///< what can be restored of it
  std::pair<std::uint16_t, model::Instant> pinned;  ///< movement and restore point of `copied`
  std::vector<std::string> runbook_log;             ///< of the running or failed movement
  std::vector<std::string> downloaded_log;
  std::uint32_t files_received = 0;
};

}  // namespace rehearse::sim
