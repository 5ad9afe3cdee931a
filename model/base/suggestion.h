#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rehearse::model {

/// Of `candidates`, the one that a person who typed `wrong` most likely meant: the fewest letters
/// inserted, left out, changed or swapped with their neighbour, case aside; the first of equals.
/// Empty when nothing is near (more than a third of the letters differ, and more than one).
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> candidates);

/// `did you mean production?`, or empty.
std::string did_you_mean(std::string_view wrong, std::span<const std::string_view> candidates);

}  // namespace rehearse::model
