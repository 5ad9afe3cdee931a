#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rehearse/tests/tidy/finding.h"
#include "rehearse/tests/tidy/source.h"

namespace rehearse::tidy {

/// Ceiling of a function in lines, from its name to its closing brace.
inline constexpr std::size_t function_lines_max = 70;

struct Function {
  std::string name;      ///< `Version::parse`; for a test case the name of the case
  std::size_t line = 0;  ///< of the name, 1-based
  std::size_t lines = 0;

  bool operator==(const Function&) const = default;
};

/// The functions with a body, in order; local classes and lambdas belong to the function around
/// them. Understands what this code base writes, not all of C++.
std::vector<Function> functions_of(const Source& source);

/// Functions over the ceiling, and files whose braces could not be followed.
Findings check_functions(const Source& source);

}  // namespace rehearse::tidy
