#include "rehearse/model/invariants/rows.h"
#include "rehearse/model/processes/process.h"

/// What must be so that a movement begins (preconditions that hold whatever the rules say).
namespace rehearse::model {
namespace {

using enum CheckedBy;
using moments::began;
using moments::is_replaced;
using moments::moves;
using moments::process_of;
using moments::started_from_elsewhere;
using moments::work_begins;

bool target_may_be_replaced(const Moment& moment) {
  if (moment.target.kind != EnvironmentKind::Production) return true;
  if (moment.policy.profile != Profile::Current) return false;
  const Process process = process_of(moment);
  if (!model::is_self_service(process)) return false;
  return is_in_place(process) ||
         (!is_restore(process) && moment.source->kind == EnvironmentKind::Sandbox);
}

bool capacity_suffices(const Moment& moment) {
  return moment.source->allocated_capacity < moment.target.maximum_capacity;
}

bool versions_fit(const Moment& moment) {
  constexpr std::uint16_t platform_update_min = 21;
  const EnvironmentState& source = *moment.source;
  const EnvironmentState& target = moment.target;
  return source.application_release == target.application_release &&
         target.financial_reporting_version >= source.financial_reporting_version &&
         source.platform_update >= platform_update_min &&
         target.platform_update >= platform_update_min;
}

bool target_jobs_rest(const Moment& moment) {
  return waiting_files(moment.target_before) == 0 && moment.target_before.jobs_stopped;
}

bool has_restore_point(const Moment& moment) {
  return is_restore(process_of(moment)) &&
         (began(moment) || (moment.has(EventKind::Rescheduled) && moment.source != nullptr));
}

/// How long the documents say that backups are kept (B-03).
Duration backups_kept(Profile profile, EnvironmentKind kind) {
  switch (profile) {
    case Profile::Requested2017:
      return days(35);
    case Profile::SelfService2020:
      return days(30);
    case Profile::Current:
    case Profile::DataUpgrade:  // touches no backups; they are those of today
      return kind == EnvironmentKind::Production ? days(28) : days(7);
  }
  return {};
}

bool history_reaches_back(const Moment& moment) {
  const Instant point = moment.target.movement.restore_point;
  const EnvironmentState& restored = *moment.source_before;
  return point >= restored.history_start &&
         moment.now - point <= backups_kept(moment.policy.profile, restored.kind);
}

bool restore_point_is_past(const Moment& moment) {
  return moment.target.movement.restore_point <= moment.now;
}

bool takes_environments(const Moment& moment) {
  const bool replaced = moves(moment) && is_replaced(moment);
  return replaced || moment.has(EventKind::Started) || work_begins(moment);
}

bool movements_exclude_each_other(const Moment& moment) {
  if (is_replaced(moment)) return moment.target.copies_out == 0;
  const Movement& before = moment.target_before.movement;
  const Movement& source = moment.source_before->movement;
  if (moment.has(EventKind::Started))
    return !is_unresolved(before.phase) && !is_open_request(before.phase) &&
           !is_unresolved(source.phase) && moment.target_before.copies_out == 0;
  const bool in_place = moment.source == &moment.target;
  return moment.target_before.copies_out == 0 &&
         (in_place || !is_unresolved(source.phase) || pending_effect(source) == EffectKind::None);
}

constexpr auto rows = std::to_array<Invariant>({
    {"INV-03", Step, began, target_may_be_replaced},
    {"INV-15", Step, started_from_elsewhere, capacity_suffices},
    {"INV-16", Step, started_from_elsewhere, versions_fit},
    {"INV-18", Step, started_from_elsewhere, target_jobs_rest},
    {"INV-25", Step, has_restore_point, history_reaches_back},
    {"INV-26", Step, has_restore_point, restore_point_is_past},
    {"INV-31", Step, takes_environments, movements_exclude_each_other},
    {"INV-49", Properties},
    {"INV-50", Properties},
});

}  // namespace

std::span<const Invariant> invariants_of_starts() { return rows; }

}  // namespace rehearse::model
