#pragma once

#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/names.h"
#include "rehearse/model/language/attribute.h"
#include "rehearse/model/language/constants.h"
#include "rehearse/model/language/expression.h"

/// Room `model/language`. The rule language, from text to a typed tree.
///
/// The rule language of policies: a strict subset of T-SQL conditions (design.md §4).
///
///     condition  = term { OR term }          term  = factor { AND factor }
///     factor     = NOT factor | predicate    value = part { ( + | - ) part }
///     predicate  = value [ ( = | <> | < | <= | > | >= ) value
///                        | [ NOT ] IN ( value { , value } )
///                        | [ NOT ] BETWEEN value AND value
///                        | IS [ NOT ] NULL ]
///     part       = - part | ( condition ) | ( value ) | literal | subject . name | constant
///     literal    = 21 | 'text' | TRUE | FALSE | version '10.0.9' | instant '2020-03-02T09:00:00Z'
///                | days(30) | hours(24) | minutes(5) | MB(1) | GB(500) | TB(4)
///
/// Words compare case-insensitively; `''` inside a text is one quote. There are no subqueries, no
/// clock, no floating point, no comments and no other functions.
///
/// Types are static. Only values of one type compare; texts, enumerations and booleans only with
/// `=`, `<>` and `IN`. A text compared with an enumeration must be one of its values. Capacities
/// add to capacities, durations to durations, integers to integers; an instant plus or minus a
/// duration is an instant; an instant minus an instant is a duration; nothing else adds.
namespace rehearse::model {

/// Longest text of a condition, in bytes.
inline constexpr std::size_t expression_bytes_max = 16'384;

/// What a condition may speak of.
struct RuleScope {
  Vocabulary vocabulary;  ///< must outlive the expressions parsed with it
  const Constants& constants;
};

/// Parses and checks one condition. The texts it compares with are interned in `names`, which must
/// be the object that the inputs of its decisions use.
///
/// An error has the line and column (1-based, bytes) within `text`, the line with a caret, and a
/// hint, often "did you mean"; the caller adds the file and the JSON pointer. Anything longer than
/// `expression_bytes_max`, deeper than `Expression::depth_max` or larger than
/// `Expression::nodes_max` is an error as well, so no text can exhaust the stack.
Expected<Expression> parse_expression(std::string_view text, const RuleScope& scope, Names& names);

}  // namespace rehearse::model
