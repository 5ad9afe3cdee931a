#pragma once

#include <string>
#include <string_view>

#include "rehearse/scenarios/explore/campaign.h"

/// What a case came to as one line of JSON: how workers tell it, and how an interrupted campaign
/// remembers it.
namespace rehearse::scenarios {

/// `{"case":12,"actions":40,"hits":[[3,1],[7,2]]}`; members that say nothing are left out.
/// The names are those of files that `--resume` reads: add members, never change one.
std::string to_line(const CasePlayed& played);

/// An error for what is no such line: a torn one, for instance.
Expected<CasePlayed> parse_case_line(std::string_view line);

}  // namespace rehearse::scenarios
