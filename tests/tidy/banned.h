#pragma once

#include <span>
#include <string_view>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

namespace rehearse::tidy {

/// A name that our code does not use, with its replacement.
struct Ban {
  std::string_view pattern;  ///< as in `find_pattern`, looked for in code only
  std::string_view except;   ///< folders in which it is welcome, separated by blanks
  std::string_view why;
  std::string_view instead;
};

std::span<const Ban> bans();

/// Banned names. A line that needs one after all says so, on it or on the line above:
///
///     // tidy: allow std::unordered_set: membership only, never iterated
///
/// with the pattern as `bans` has it. A waiver without a reason, or one that no longer waives
/// anything, is a finding too.
Findings check_banned(const Source& source);

}  // namespace rehearse::tidy
