#pragma once

#include "model/error.h"
#include "model/rule_constants.h"
#include "model/rule_lexer.h"

namespace rehearse::model {

/// Does a literal begin at the next token? A word before `(` or a text counts, known or not.
bool is_literal_next(const Tokens& tokens);

/// Takes one literal. Used by the parser of conditions and by `parse_constant`.
Expected<Literal> take_literal(Tokens& tokens);

}  // namespace rehearse::model
