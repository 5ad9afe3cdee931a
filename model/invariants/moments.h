#pragma once

#include <variant>

#include "rehearse/model/invariants/invariants.h"

/// What moments are about, in the words that several invariants share: outside its scope an
/// invariant would hold of nothing, and show nothing.
namespace rehearse::model::moments {

template <typename... Actions>
bool is_one_of(const Action& action) {
  return (std::holds_alternative<Actions>(action) || ...);
}

Process process_of(const Moment& moment);  ///< of the last movement into the target
bool is_self_service(const Moment& moment);
bool is_from_elsewhere(const Moment& moment);  ///< by self-service, and not in place

bool turned_away(const Moment& moment);  ///< denied or refused
bool moves(const Moment& moment);        ///< the action belongs to a movement
bool moves_from_elsewhere(const Moment& moment);
bool began(const Moment& moment);  ///< a movement started or a work item was submitted
bool started_from_elsewhere(const Moment& moment);
bool is_replaced(const Moment& moment);  ///< one of the target's databases is
bool completed(const Moment& moment);    ///< by self-service
bool completed_from_elsewhere(const Moment& moment);
bool work_begins(const Moment& moment);  ///< on a work item, in its window
bool work_item_succeeds(const Moment& moment);

/// Equal but for files, which nobody can bring back once they are processed.
bool same_rows(const Content& left, const Content& right);

}  // namespace rehearse::model::moments
