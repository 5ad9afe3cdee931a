#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "rehearse/model/base/error.h"

/// Messages about SQL statements, for people who wrote them. Not for use outside this folder.
namespace rehearse::sim {

/// A statement in a text: its first and last positions, and the offset in the statement that SQLite
/// complains about (-1: unknown). Blanks may stand before the statement.
struct StatementPlace {
  std::size_t begin = 0;
  std::size_t end = 0;
  int offset = -1;
};

/// `run statement 2, "INSERT INTO t VALUES(1)": UNIQUE constraint failed: t.a`, with line, column
/// and caret.
Error statement_error(std::string_view verb, std::string_view sql, const StatementPlace& place,
                      std::string_view reason);

/// The text between quotation marks: its first line without blanks around, shortened if it is long.
std::string quoted(std::string_view sql);

}  // namespace rehearse::sim
