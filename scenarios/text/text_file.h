#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"

/// Files that people wrote, as text.
namespace rehearse::scenarios {

/// What some editors put before UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The text of the file at `path`, at most `bytes_max` long, valid UTF-8 without NUL. A byte order
/// mark is left off. `what` begins the message of an error: `read policy`.
///
/// One clear error for each of: missing, a folder, not readable, too large, binary, UTF-16, not
/// UTF-8.
Expected<std::string> read_text_file(const std::string& path, std::size_t bytes_max,
                                     std::string_view what);

/// What is wrong with `text` as text, as `read_text_file` checks it; `file` is its name.
Expected<void> check_text(std::string_view text, const std::string& file, std::size_t bytes_max,
                          std::string_view what);

}  // namespace rehearse::scenarios
