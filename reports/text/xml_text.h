#pragma once

#include <string>
#include <string_view>

namespace rehearse::reports {

/// `text` without what XML 1.0 cannot hold or a reader of a report should not meet: terminal
/// sequences (`ESC [ ... letter`) as a whole, control characters but line end and tab, the
/// noncharacters U+FFFE and U+FFFF. Bytes that are not UTF-8 become U+FFFD. Not escaped: that is
/// the business of the XML library.
std::string xml_text(std::string_view text);

}  // namespace rehearse::reports
