#pragma once

#include <string>
#include <vector>

#include "rehearse/scenarios/history/history.h"

/// Which arguments of an act matter? Only the investigation of a finding needs this.
namespace rehearse::scenarios {

/// An argument, and the act with other values of it.
struct Question {
  std::string argument;  ///< `source`, `role`
  std::vector<Act> others;
};

/// One for each argument of `act` that has other values.
std::vector<Question> questions(const Act& act, const History& history);

}  // namespace rehearse::scenarios
