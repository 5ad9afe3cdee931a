#pragma once

#include "rehearse/model/processes/process.h"

/// What the tables are made with. Only the sources that hold one need this.
namespace rehearse::model {

using CiteList = std::span<const std::string_view>;

/// The outside world did what `from` waits for.
constexpr Transition success(Phase from, Phase to, EnumSet<Change> changes, EffectKind effect,
                             Availability availability, std::string_view sentence, CiteList cites) {
  return {from,   Trigger::Finished, When::Always, to,   changes,
          effect, availability,      sentence,     cites};
}

/// It could not.
constexpr Transition failure(Phase from, When when, Phase to, EffectKind effect,
                             std::string_view sentence, CiteList cites) {
  return {from,   Trigger::Failed,         when,     to,   {Change::NoteFailure},
          effect, Availability::Unchanged, sentence, cites};
}

/// Somebody asks for it.
constexpr Transition demand(Phase from, Trigger on, When when, Phase to, EnumSet<Change> changes,
                            EffectKind effect, std::string_view sentence, CiteList cites) {
  return {from, on, when, to, changes, effect, Availability::Unchanged, sentence, cites};
}

}  // namespace rehearse::model
