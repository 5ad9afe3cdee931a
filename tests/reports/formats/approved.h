#pragma once

#include <string>
#include <string_view>

/// Reports are compared byte for byte with texts that somebody has read and approved.
namespace rehearse::tests {

/// Fails the test case, with the first lines that differ, unless `text` is what
/// tests/reports/formats/approved/`name` holds. What came instead is then in `received_path(name)`.
///
/// After a change that is meant: REHEARSE_APPROVE=1 in the environment writes the approved files
/// anew; read the difference in git before you commit it.
void check_approved(std::string_view name, std::string_view text);

std::string approved_path(std::string_view name);
std::string received_path(std::string_view name);

/// The first difference of two texts, line by line, with two lines before it; empty when there is
/// none. Blanks at the end and escape sequences are made visible.
std::string first_difference(std::string_view approved, std::string_view received);

}  // namespace rehearse::tests
