#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

/// The rooms of the house: the folders inside the layers, and which may stand on which.
namespace rehearse::tidy {

struct Room {
  std::string_view path;   ///< `model/base`
  std::string_view first;  ///< the file to read first, which says what the room is for: `values.h`
};

/// All rooms, read from top to bottom: a room may include itself and the rooms of its layer that
/// stand above it. What it may include of other layers is in layers.h.
std::span<const Room> rooms();

/// More files than this, and a stranger does not find their way; then it is two rooms.
inline constexpr std::size_t files_in_a_room_max = 15;

/// Every file of a layer, and every test of one, stands in a room of the list, and no include goes
/// to a room further down the list.
Findings check_rooms(const Source& source);

/// No room is empty, too large, or without a first file that says what the room is for.
Findings check_furniture(std::span<const Source> all);

/// `text`, the architecture page, names every room with its first file, in the order of the list:
/// rows that begin with "| `model/base` | `values.h` |".
Findings check_floor_plan(std::string_view text);

}  // namespace rehearse::tidy
