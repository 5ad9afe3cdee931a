#pragma once

#include "model/invariants.h"

/// What the invariants say. Only invariants.cpp needs this; the sentences are there. Each is asked
/// only of moments in its scope (invariant_scopes.h).
namespace rehearse::model::claims {

bool nothing_changed(const Moment& moment);
bool source_is_as_before(const Moment& moment);
bool target_may_be_replaced(const Moment& moment);
bool blobs_are_as_before(const Moment& moment);
bool both_databases_came_together(const Moment& moment);
bool reporting_is_as_before(const Moment& moment);
bool users_are_disabled(const Moment& moment);
bool batch_jobs_are_withheld(const Moment& moment);
bool no_mail_can_leave(const Moment& moment);
bool exclusions_are_empty(const Moment& moment);
bool partitions_are_initial(const Moment& moment);
bool encrypted_fields_are_empty(const Moment& moment);
bool admin_is_from_web_config(const Moment& moment);
bool capacity_suffices(const Moment& moment);
bool versions_fit(const Moment& moment);
bool tenant_and_region_are_one(const Moment& moment);
bool target_jobs_rest(const Moment& moment);
bool availability_follows_the_copy(const Moment& moment);
bool down_only_while_worked_on(const Moment& moment);
bool work_is_due(const Moment& moment);
bool window_is_long_enough(const Moment& moment);
bool status_stays(const Moment& moment);
bool state_is_exact(const Moment& moment);
bool history_reaches_back(const Moment& moment);
bool restore_point_is_past(const Moment& moment);
bool rollback_follows_a_failure(const Moment& moment);
bool rollback_returns_to_the_start(const Moment& moment);
bool pre_image_is_kept(const Moment& moment);
bool is_refused(const Moment& moment);
bool movements_exclude_each_other(const Moment& moment);
bool code_is_as_before(const Moment& moment);
bool only_managers_see_them(const Moment& moment);
bool jobs_rest_and_orphans_stay(const Moment& moment);
bool rollback_can_be_tried(const Moment& moment);
bool overrun_is_told(const Moment& moment);
bool debts_are_listed(const Moment& moment);

// Of an upgrade.
bool services_are_stopped(const Moment& moment);
bool sub_steps_are_in_order(const Moment& moment);
bool brackets_are_closed(const Moment& moment);
bool original_is_intact(const Moment& moment);
bool collation_and_package_fit(const Moment& moment);
bool nothing_runs_twice(const Moment& moment);

}  // namespace rehearse::model::claims
