#pragma once

#include "model/invariants.h"

/// When an invariant says something of a moment: outside its scope it would hold of nothing, and
/// show nothing. Only invariants.cpp and its claims need this.
namespace rehearse::model::scopes {

bool turned_away(const Moment& moment);  ///< denied or refused
bool moves(const Moment& moment);        ///< the action belongs to a movement
bool moves_from_elsewhere(const Moment& moment);
bool began(const Moment& moment);  ///< a movement started or a work item was submitted
bool started_from_elsewhere(const Moment& moment);  ///< refresh or restore, not in place
bool completed(const Moment& moment);               ///< by self-service
bool completed_from_elsewhere(const Moment& moment);
bool completed_into_sandbox(const Moment& moment);
bool is_served(const Moment& moment);  ///< new data are let out to people
bool runs_by_self_service(const Moment& moment);
bool works_on_exact_request(const Moment& moment);
bool has_work_item(const Moment& moment);
bool work_begins(const Moment& moment);
bool has_window(const Moment& moment);  ///< a work item gets its window
bool is_terminal(const Moment& moment);
bool exact_restore_succeeds(const Moment& moment);
bool has_restore_point(const Moment& moment);  ///< a restore gets its restore point
bool rolls_back(const Moment& moment);
bool has_way_back(const Moment& moment);
bool is_unresolved_self_service(const Moment& moment);
bool rollback_of_work_item(const Moment& moment);
bool is_replaced(const Moment& moment);  ///< one of its databases is
bool takes_environments(const Moment& moment);
bool views_credentials(const Moment& moment);
bool works_off_files(const Moment& moment);
bool has_failed(const Moment& moment);
bool work_item_succeeds(const Moment& moment);
bool owes_after_request(const Moment& moment);
bool owes_after_self_service(const Moment& moment);

// Of an upgrade.
bool sub_step_works(const Moment& moment);
bool upgrade_finishes(const Moment& moment);
bool databases_of_machine_change(const Moment& moment);
bool executes(const Moment& moment);
bool reruns(const Moment& moment);

}  // namespace rehearse::model::scopes
