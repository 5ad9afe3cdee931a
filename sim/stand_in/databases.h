#pragma once

#include <array>
#include <string>
#include <vector>

#include "rehearse/sim/stand_in/stand_in.h"
#include "rehearse/sim/store/page_store.h"

/// Two databases as one value.
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

}  // namespace rehearse::sim
