#pragma once

#include <string>
#include <vector>

#include "rehearse/model/base/names.h"
#include "rehearse/model/language/attribute.h"
#include "rehearse/model/language/expression.h"
#include "rehearse/model/verdicts/decision.h"

namespace rehearse::model {

/// Why a condition came out as it did.
struct Explanation {
  std::vector<Reason> reasons;       ///< the atoms that mattered
  std::vector<std::string> missing;  ///< the attributes whose absence mattered, each once

  bool operator==(const Explanation&) const = default;
};

/// An atom mattered when the condition has its value because of it: under every AND, OR and NOT,
/// the operands that came out like the whole (or, for NOT, opposite to it). In three-valued logic
/// these are exactly the ones that must change before the whole can.
Explanation explain(const Expression& expression, Inputs inputs, const Names& names);

}  // namespace rehearse::model
