#pragma once

#include <array>

#include "model/process.h"

/// The tables themselves, and what they are made with. Only process.cpp and its parts need this.
namespace rehearse::model {

std::span<const Transition> refresh_table();
std::span<const Transition> restore_table();
std::span<const Transition> restore_in_place_table();
std::span<const Transition> requested_refresh_table();
std::span<const Transition> requested_restore_table();
std::span<const Transition> data_upgrade_table();

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
