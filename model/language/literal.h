#pragma once

#include "rehearse/model/base/error.h"
#include "rehearse/model/language/constants.h"
#include "rehearse/model/language/lexer.h"

namespace rehearse::model {

/// Does a literal begin at the next token? A word before `(` or a text counts, known or not.
bool is_literal_next(const Tokens& tokens);

/// Takes one literal. Used by the parser of conditions and by `parse_constant`.
Expected<Literal> take_literal(Tokens& tokens);

}  // namespace rehearse::model
