#pragma once

#include <sqlite3.h>

#include "rehearse/sim/base/digest.h"
#include "rehearse/sim/sql/sql_value.h"

/// Values into statements and out of them. Not for use outside this folder.
namespace rehearse::sim {

/// Gives the parameter at `index` (1-based) its value and returns SQLite's code. Nothing is copied:
/// `value` must live, and stay as it is, until the statement has run or is bound again.
int bind_value(sqlite3_stmt* statement, int index, const Value& value);

/// The row that the statement stands on.
Row row_of(sqlite3_stmt* statement);

/// Stands for that row, types and all, after everything that `before` stands for.
Digest digest_of_row(sqlite3_stmt* statement, Digest before);

}  // namespace rehearse::sim
