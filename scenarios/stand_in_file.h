#pragma once

#include "model/error.h"
#include "sim/stand_in.h"

namespace rehearse::scenarios {

/// The stand-in databases that are shipped: the scripts, facts and activities of
/// `fixtures/stand_ins/`.
///
/// Fails when they do not fit the model: a fact of `model::DataFact` without a query, twice, or out
/// of order.
Expected<sim::StandInDefinition> load_stand_ins();

/// The same from texts of your own: what `facts.json` and `activities.json` say.
struct StandInTexts {
  std::string_view application_script;
  std::string_view financial_reporting_script;
  std::string_view facts;
  std::string_view activities;
};
Expected<sim::StandInDefinition> read_stand_ins(const StandInTexts& texts);

}  // namespace rehearse::scenarios
