#pragma once

#include "rehearse/model/base/error.h"
#include "rehearse/sim/stand_in/stand_in.h"

namespace rehearse::scenarios {

/// The stand-in databases that are shipped: the scripts, facts and activities of
/// `fixtures/stand_ins/`.
///
/// Fails when they do not fit the model: a fact of `model::DataFact` or a bracket of
/// `model::Bracket` without a query, twice, or out of order.
Expected<sim::StandInDefinition> load_stand_ins();

/// The same from texts of your own: what `facts.json`, `activities.json` and `upgrade.json` say.
struct StandInTexts {
  std::string_view application_script;
  std::string_view financial_reporting_script;
  std::string_view facts;
  std::string_view activities;
  std::string_view legacy_script;
  std::string_view upgrade;
};
Expected<sim::StandInDefinition> read_stand_ins(const StandInTexts& texts);

}  // namespace rehearse::scenarios
