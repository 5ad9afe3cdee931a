#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <expected>
#include <string>
#include <utility>

/// Operating errors: a bad file, a full disk, a statement that SQLite refuses. Bugs are assertions
/// and broken claims are verdicts; neither comes this way.
namespace rehearse {

/// Where the offending value stands. Empty and zero members are unknown.
struct Place {
  std::string file;          ///< path as the user gave it, or the name of an embedded file
  std::uint32_t line = 0;    ///< 1-based
  std::uint32_t column = 0;  ///< 1-based, in bytes
  std::string pointer;       ///< JSON pointer into the file, e.g. `/rules/3/deny_when`

  bool operator==(const Place&) const = default;
};

/// Why something could not be done, for the person who has to mend it.
struct Error {
  std::string what;  ///< completes "failed to ...", shows the offending value: `read policy:
                     ///< unknown key "denywhen"`
  Place where;
  std::string hint;  ///< the likely cause or cure, e.g. `did you mean "deny_when"?`; may be empty
  std::string excerpt;  ///< the source line and a caret below it; may be empty

  bool operator==(const Error&) const = default;
};

template <typename T>
using Expected = std::expected<T, Error>;

/// `return fail("open database: {}", message);`
template <typename... Arguments>
std::unexpected<Error> fail(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  return std::unexpected(
      Error{fmt::format(format, std::forward<Arguments>(arguments)...), {}, {}, {}});
}

/// `file:line:column: what (at /pointer)`, then the excerpt and the hint on lines of their own.
std::string to_string(const Error& error);

}  // namespace rehearse
