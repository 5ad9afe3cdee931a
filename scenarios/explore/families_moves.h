#pragma once

#include "rehearse/scenarios/explore/families.h"

namespace rehearse::scenarios {

/// The families that begin movements and speak of them. Only `shipped_families` needs this.
void append_moves(std::vector<Family>& families);

}  // namespace rehearse::scenarios
