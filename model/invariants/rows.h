#pragma once

#include <array>
#include <span>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/invariants/moments.h"

/// The rows of the invariants, by what they are about. In each file an invariant's scope and claim
/// stand together above its row; what it says in words, and what it rests on, is in
/// fixtures/statements/invariants.json. To add an invariant is to add a row here and an entry
/// there. Only invariants.cpp needs this.
namespace rehearse::model {

std::span<const Invariant> invariants_of_starts();
std::span<const Invariant> invariants_of_movements();
std::span<const Invariant> invariants_of_data();
std::span<const Invariant> invariants_of_people();
std::span<const Invariant> invariants_of_upgrades();

}  // namespace rehearse::model
