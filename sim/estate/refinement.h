#pragma once

#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/world/world.h"
#include "rehearse/sim/estate/executor.h"

/// Does the model tell the truth about the data? Asked after every effect; a "no" is a failure in
/// its own right.
namespace rehearse::sim {

/// Model and rows disagree, or rows were lost that should have been kept.
struct Discrepancy {
  std::string id;  ///< `INV-11`, or `refinement`
  model::EnvironmentId environment;
  std::string sentence;  ///< what should hold
  std::string actual;    ///< what the rows say

  bool operator==(const Discrepancy&) const = default;
};

/// Compares what the model knows of the environment at `site` with its databases, after `effect`
/// succeeded there:
///
/// * both databases are those that were copied (replace) or those before the start (rollback), page
///   by page;
/// * every fact that the model claims is true of the rows, by the queries of the stand-in
///   definition;
/// * no row has an origin that cannot be here: every row is marked with the environment it was born
///   in;
/// * what a movement must carry over equals the source's (INV-11).
///
/// `state` is the model's state of the environment after the effect. Databases that are still the
/// ones that were last found to agree, `EnvironmentData::compared`, are not asked again; the caller
/// keeps it.
std::vector<Discrepancy> compare(StandIns& stand_ins, model::EffectKind effect,
                                 const model::EnvironmentState& state, const Site& site);

/// Of `facts`, those that hold in the application database `image`. An error when a query cannot be
/// run.
Expected<model::EnumSet<model::DataFact>> facts_holding(StandIns& stand_ins, const Image& image,
                                                        model::EnumSet<model::DataFact> facts,
                                                        const Site& site);

}  // namespace rehearse::sim
