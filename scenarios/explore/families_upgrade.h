#pragma once

#include "rehearse/scenarios/explore/families.h"

namespace rehearse::scenarios {

/// The families of the data upgrade from AX 2012. Only `shipped_families` needs this.
void append_upgrades(std::vector<Family>& families);

}  // namespace rehearse::scenarios
