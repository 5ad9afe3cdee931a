#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

namespace rehearse::tidy {

/// `#pragma once` as the first directive of every header.
Findings check_pragma_once(const Source& source);

/// `x.cpp` includes `x.h` first, where there is one, so that the header is proved complete.
Findings check_own_header_first(const Source& source, std::span<const Source> all);

/// A test file holds one suite, named as its room and the file, so that ctest finds it
/// (tests/CMakeLists.txt).
Findings check_suite(const Source& source);

/// Headers that no other file includes.
Findings check_dead_headers(std::span<const Source> all);

/// Files below `fixtures/` in a folder that fixtures/CMakeLists.txt does not embed, and files below
/// `tests/` in a folder that tests/CMakeLists.txt does not build. `listing` is the text of that
/// CMake file; it lists a folder when it names it.
Findings check_dead_folder(const Source& source, std::string_view listing);

}  // namespace rehearse::tidy
