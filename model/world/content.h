#pragma once

#include <cstdint>

#include "rehearse/model/base/values.h"
#include "rehearse/model/world/enumerations.h"

/// What is known of the rows of databases.
namespace rehearse::model {

/// What is known of the rows of one database. Two databases with equal contents hold equal rows;
/// the refinement check of `sim` compares this with the stand-in after every effect.
struct Content {
  Instant as_of;             ///< when these rows were current in `origin`
  std::uint64_t revision;    ///< which commit of `origin`
  std::uint32_t file_epoch;  ///< `EnvironmentState::file_epoch` when its file records were current
  EnvironmentId origin;      ///< the environment in which this state was last written
  NameId tenant;             ///< whose data it is
  EnumSet<DataFact> facts;   ///< what is known to hold; a missing fact is unknown, not false
  std::uint16_t
      file_records;  ///< files of recurring jobs that await processing in this environment
  std::uint16_t
      foreign_file_records;    ///< those whose file stayed in another environment (REF-46, REF-53)
  std::uint16_t synchronized;  ///< 1 when the schema fits the environment's code (REF-15)

  bool operator==(const Content&) const = default;
};

/// Both databases of an environment at one moment.
struct Contents {
  Content application;
  Content financial_reporting;

  bool operator==(const Contents&) const = default;
};

}  // namespace rehearse::model
