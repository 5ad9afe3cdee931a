#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {

/// A file that was read: its text, for places in messages, and what the text means.
struct Cursor::Document {
  std::string file;
  std::string what;  ///< begins every message: `read policy`
  std::string text;
  Json root;
};

/// The error at byte `offset` of `text`, with line, column and excerpt.
Error error_in_text(std::string_view text, std::size_t offset, std::string message,
                    std::string hint);

/// What the text means; errors have everything but the file and what was being read.
Expected<Json> parse_strictly(std::string_view text);

}  // namespace rehearse::scenarios
