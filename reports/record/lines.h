#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/record.h"

/// Room `reports/record`. The record as lines of JSON, written and read.
///
/// The record of a run as text, one JSON object a line: what `--format json` writes, what every
/// renderer can be fed from again, and what workers send to the process that started them
/// (docs/formats/result.md).
///
///     {"record":"step","step":1,"at":"2020-03-02T09:00:00Z","action":"refresh UAT1 from PROD",
///      "events":["UAT1 went offline"]}
///
/// - The first member, `record`, says which: `run-started`, `scenario-started`, `step`,
///   `violation`, `scenario-ended`, `run-ended`. The others are called as in
///   model/policy/record.h and come in its order. Members are only ever added.
/// - Instants and durations are ISO 8601 texts, a seed is a text like `0x5eed` (a JSON number would
///   lose digits in many readers), enumerators are texts as in `enum_names`.
/// - An optional member that is empty is left out: texts, lists, `decision`, `error`, `where` and
///   its members, a `false` of `interrupted` and of `named`.
namespace rehearse::reports {

/// Whether what was measured on this host (`elapsed_us`) is part of a report. Without it, equal
/// runs give equal bytes.
enum class HostInformation : std::uint8_t { LeftOut, Included };

/// One line, without the line end. Bytes that are not UTF-8 become U+FFFD.
std::string to_line(const model::Record& record, HostInformation host);

/// The record of a line, with or without its line end; `parse_line(to_line(r, Included)) == r` for
/// every record of UTF-8 texts and times in the years 0 to 9999. Members that are not known are
/// skipped; those that `to_line` always writes must be there.
///
/// An error names the member, by a JSON pointer in `Error::where`, and shows its value; the
/// caller, who knows them, adds the file and the line.
Expected<model::Record> parse_line(std::string_view line);

}  // namespace rehearse::reports
