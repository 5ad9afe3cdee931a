#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "rehearse/model/base/names.h"
#include "rehearse/model/language/attribute.h"
#include "rehearse/model/language/expression.h"

/// Rules as SQL for SQLite: an oracle that shares nothing with our own evaluation but the parser.
///
/// Attributes are named parameters. Texts and enumerations are texts that compare under
/// `COLLATE NOCASE`; versions are texts of zero-padded components (`'00010.00000.00009.00000'`), so
/// that their order does not rest on our packing; booleans are 0 and 1; everything else is an
/// integer in our units (bytes, milliseconds). A missing value is NULL.
///
/// One difference remains: where 64-bit arithmetic overflows, we say unknown and SQLite goes on in
/// floating point. Keep the operands of `+` and `-` within ±2^61 when comparing the two.
namespace rehearse::model {

/// What to bind: NULL, an integer or a text.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string>;

/// `:source_allocated_capacity`.
std::string sql_parameter(const Attribute& attribute);

/// The value to bind to `sql_parameter(attribute)`. `names` is the object that gave the ids of
/// texts.
SqlValue sql_value(const Attribute& attribute, std::int64_t value, const Names& names);

/// The condition as an SQL expression that yields 1, 0 or NULL. Fully parenthesized: it does not
/// rest on SQLite's precedence.
std::string to_sql(const Expression& expression);

}  // namespace rehearse::model
