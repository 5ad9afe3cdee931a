#include "model/invariants.h"

#include <algorithm>
#include <array>

#include "model/assert.h"
#include "model/invariant_claims.h"
#include "model/invariant_scopes.h"

namespace rehearse::model {
namespace {

using Cites = std::string_view[];

constexpr Cites c01 = {"REF-39", "REF-51", "REF-56", "REF-57",
                       "REF-59", "REF-61", "REF-67", "B-19"};
constexpr Cites c02 = {"REF-02", "PITR-01"};
constexpr Cites c03 = {"REF-01", "PITR-01", "RST-05", "B-36"};
constexpr Cites c04 = {"REF-46", "REF-47", "PITR-44", "PITR-45",
                       "REQ-24", "REQ-25", "RST-45",  "RST-46"};
constexpr Cites c05 = {"REF-02", "REF-45", "PITR-43"};
constexpr Cites c06 = {"REQ-26", "REQ-27", "RST-47", "RST-48"};
constexpr Cites c07 = {"REF-25", "REF-48", "PITR-23", "PITR-46"};
constexpr Cites c08 = {"REF-26", "PITR-24"};
constexpr Cites c09 = {"REF-18", "REF-20", "REF-28", "REF-29", "REF-31"};
constexpr Cites c10 = {"REF-17", "REF-18", "REF-19", "REF-20", "REF-21",
                       "REF-22", "REF-23", "REF-24", "B-24"};
constexpr Cites c11 = {"REF-02", "REF-17"};
constexpr Cites c12 = {"REF-27", "PITR-25"};
constexpr Cites c13 = {"REF-28", "PITR-26"};
constexpr Cites c14 = {"REF-32", "REF-36", "PITR-30", "PITR-34"};
constexpr Cites c15 = {"REF-57", "PITR-55"};
constexpr Cites c16 = {"REF-59", "REF-64", "REF-67"};
constexpr Cites c17 = {"REF-39", "REF-40", "REF-56"};
constexpr Cites c18 = {"REF-51", "PITR-49"};
constexpr Cites c19 = {"REF-43", "REF-44", "PITR-41", "PITR-42"};
constexpr Cites c20 = {"REQ-02", "REQ-22", "RST-17", "RST-43"};
constexpr Cites c21 = {"REQ-13", "REQ-18", "RST-33", "RST-36"};
constexpr Cites c22 = {"RST-32"};
constexpr Cites c23 = {"REQ-17", "RST-39"};
constexpr Cites c24 = {"RST-49", "RST-50"};
constexpr Cites c25 = {"RST-08", "RST-09", "RST-28", "RST-29", "RST-30", "PITR-02"};
constexpr Cites c26 = {"RST-28", "PITR-06"};
constexpr Cites c27 = {"REF-11", "REF-12"};
constexpr Cites c28 = {"REF-13", "B-45"};
constexpr Cites c29 = {"REF-13", "REF-14", "B-10"};
constexpr Cites c30 = {"REQ-21", "RST-42"};
constexpr Cites c31 = {"REF-42", "B-38", "N-23"};
constexpr Cites c32 = {"REF-68", "REF-71"};
constexpr Cites c33 = {"REF-55", "RST-51"};
constexpr Cites c34 = {"REF-53", "REF-54"};
constexpr Cites c35 = {"UPG-21", "UPG-22", "UPG-23", "UPG-34"};
constexpr Cites c36 = {"UPG-42", "UPG-57", "UPG-58", "UPG-59"};
constexpr Cites c37 = {"UPG-44", "UPG-45", "UPG-47"};
constexpr Cites c38 = {"UPG-61", "UPG-62", "UPG-63"};
constexpr Cites c39 = {"UPG-18", "UPG-24", "UPG-25", "UPG-26", "UPG-27"};
constexpr Cites c40 = {"UPG-11", "UPG-30"};
constexpr Cites c41 = {"UPG-51", "B-29"};
constexpr Cites c42 = {"UPG-48", "UPG-60"};
constexpr Cites c43 = {"REF-11", "REF-44"};
constexpr Cites c44 = {"REF-11", "REF-12", "REF-13"};
constexpr Cites c45 = {"REQ-03", "REQ-14", "RST-18", "RST-37"};
constexpr Cites c46 = {"REQ-27", "REQ-28", "RST-16", "RST-48"};
constexpr Cites c47 = {"REF-49", "REF-50", "REF-54", "REF-58"};
constexpr Cites c48 = {"UPG-51", "UPG-55"};
constexpr Cites c49 = {"B-19"};
constexpr Cites c50 = {"REF-57", "REF-59", "REF-64", "RST-28", "RST-33"};
constexpr Cites c51 = {"REF-02", "REF-17", "REF-32"};
constexpr Cites c52 = {"REF-17", "REF-29"};

using enum CheckedBy;

constexpr auto all = std::to_array<Invariant>({
    {"INV-01", "a denied or refused action changes nothing", c01, Step, scopes::turned_away,
     claims::nothing_changed},
    {"INV-02", "a movement never modifies its source", c02, Step, scopes::moves_from_elsewhere,
     claims::source_is_as_before},
    {"INV-03",
     "a production environment is never the target, but where the newer documents allow it", c03,
     Step, scopes::began, claims::target_may_be_replaced},
    {"INV-04", "a movement creates, alters and removes no blob", c04, Step, scopes::moves,
     claims::blobs_are_as_before},
    {"INV-05", "in a completed target both databases come from one source and one instant", c05,
     Step, scopes::completed, claims::both_databases_came_together},
    {"INV-06",
     "a work item leaves Financial Reporting as it was; after success it is stale until reset", c06,
     Step, scopes::works_on_exact_request, claims::reporting_is_as_before},
    {"INV-07", "when a movement completes, no user but Admin and service accounts is enabled", c07,
     Step, scopes::completed_from_elsewhere, claims::users_are_disabled},
    {"INV-08", "when a movement completes, every batch job is withheld", c08, Step,
     scopes::completed_from_elsewhere, claims::batch_jobs_are_withheld},
    {"INV-09", "no e-mail can leave a refreshed sandbox: no relay, no address, no password", c09,
     Step, scopes::completed_into_sandbox, claims::no_mail_can_leave},
    {"INV-10",
     "excluded tables and columns hold nothing of the source and nothing of the old target", c10,
     Step, scopes::completed_from_elsewhere, claims::exclusions_are_empty},
    {"INV-11", "every row outside the exclusions equals the source's", c11, Data, nullptr, nullptr},
    {"INV-12", "every user is in the initial partition, Admin too", c12, Step,
     scopes::completed_from_elsewhere, claims::partitions_are_initial},
    {"INV-13", "no encrypted field holds a value", c13, Step, scopes::completed_from_elsewhere,
     claims::encrypted_fields_are_empty},
    {"INV-14", "the target's Admin is the one in its web.config, and its tenant stays", c14, Step,
     scopes::completed, claims::admin_is_from_web_config},
    {"INV-15", "the source's allocated capacity was below the target's maximum", c15, Step,
     scopes::started_from_elsewhere, claims::capacity_suffices},
    {"INV-16",
     "releases were equal, the target's Financial Reporting was not older, both platforms were 21 "
     "or later",
     c16, Step, scopes::started_from_elsewhere, claims::versions_fit},
    {"INV-17",
     "source and target were of one tenant and one region, and no row of another tenant is served",
     c17, Step, scopes::is_served, claims::tenant_and_region_are_one},
    {"INV-18", "the target's recurring jobs were processed and stopped", c18, Step,
     scopes::started_from_elsewhere, claims::target_jobs_rest},
    {"INV-19", "the target is up until the copy arrives and down from then to the end", c19, Step,
     scopes::runs_by_self_service, claims::availability_follows_the_copy},
    {"INV-20", "the target of a work item is down while engineers work, and only then", c20, Step,
     scopes::has_work_item, claims::down_only_while_worked_on},
    {"INV-21",
     "work never begins before its window, without acceptance, or within 24 hours of the "
     "submission",
     c21, Step, scopes::work_begins, claims::work_is_due},
    {"INV-22", "a window is at least one hour long", c22, Step, scopes::has_window,
     claims::window_is_long_enough},
    {"INV-23", "a cancelled work item is never carried out, and a final status never changes", c23,
     Step, scopes::is_terminal, claims::status_stays},
    {"INV-24",
     "a requested restore leaves the application database exactly as it was at the restore point",
     c24, Step, scopes::exact_restore_succeeds, claims::state_is_exact},
    {"INV-25",
     "no restore reaches before the creation, the last replacement or the retention of its "
     "environment",
     c25, Step, scopes::has_restore_point, claims::history_reaches_back},
    {"INV-26", "no restore point lies in the future of its request", c26, Step,
     scopes::has_restore_point, claims::restore_point_is_past},
    {"INV-27", "a rollback follows a failure, once, and never a completion", c27, Step,
     scopes::rolls_back, claims::rollback_follows_a_failure},
    {"INV-28", "a rollback returns both databases to before the start, not to the failure", c28,
     Step, scopes::has_way_back, claims::rollback_returns_to_the_start},
    {"INV-29", "while a movement can still be rolled back, its pre-image exists", c29, Step,
     scopes::is_unresolved_self_service, claims::pre_image_is_kept},
    {"INV-30", "a work item has no rollback", c30, Step, scopes::rollback_of_work_item,
     claims::is_refused},
    {"INV-31",
     "two movements never run into one target, and a source is not replaced while it is copied",
     c31, Step, scopes::takes_environments, claims::movements_exclude_each_other},
    {"INV-32", "a movement never changes code", c32, Step, scopes::moves,
     claims::code_is_as_before},
    {"INV-33",
     "credentials are shown to project owners and environment managers, never of production", c33,
     Step, scopes::views_credentials, claims::only_managers_see_them},
    {"INV-34",
     "recurring jobs never resume during a movement or its failure, and orphaned files stay "
     "orphaned",
     c34, Step, scopes::works_off_files, claims::jobs_rest_and_orphans_stay},
    {"INV-35", "no sub-step of an upgrade does its work while one of the five services runs", c35,
     Step, scopes::sub_step_works, claims::services_are_stopped},
    {"INV-36",
     "sub-steps run in their order, one after the other but for those inside or beside another",
     c36, Step, scopes::sub_step_works, claims::sub_steps_are_in_order},
    {"INV-37",
     "unique indexes are absent from PreSync to FinalDbSync, and there again after the upgrade",
     c37, Data, nullptr, nullptr},
    {"INV-38", "a finished upgrade has put back all that it had changed for a while", c38, Step,
     scopes::upgrade_finishes, claims::brackets_are_closed},
    {"INV-39", "the original database is never written, and never are two databases called AXDB",
     c39, Step, scopes::databases_of_machine_change, claims::original_is_intact},
    {"INV-40",
     "no upgrade runs on another collation than the required one, or with another package", c40,
     Step, scopes::executes, claims::collation_and_package_fit},
    {"INV-41", "a rerun does nothing again that had completed", c41, Step, scopes::reruns,
     claims::nothing_runs_twice},
    {"INV-42", "no row of the status table ends before it starts, or is Completed without an end",
     c42, Data, nullptr, nullptr},
    {"INV-43", "every movement that started completes or fails", c43, EndOfRun, nullptr, nullptr},
    {"INV-44", "from a failure a rollback can be tried until it succeeds", c44, Step,
     scopes::has_failed, claims::rollback_can_be_tried},
    {"INV-45", "an accepted work item succeeds, and a downtime of two hours or more is told", c45,
     Step, scopes::work_item_succeeds, claims::overrun_is_told},
    {"INV-46", "what a work item leaves to do is listed until it is done", c46, Step,
     scopes::owes_after_request, claims::debts_are_listed},
    {"INV-47", "what a self-service movement leaves to do is listed until it is done", c47, Step,
     scopes::owes_after_self_service, claims::debts_are_listed},
    {"INV-48", "a failed upgrade whose cause is removed completes after some reruns", c48,
     Properties, nullptr, nullptr},
    {"INV-49", "a decision depends on its declared inputs alone", c49, Properties, nullptr,
     nullptr},
    {"INV-50", "a tighter quantity never turns a denial into an allowance", c50, Properties,
     nullptr, nullptr},
    {"INV-51", "the same refresh twice gives the same target as once", c51, Properties, nullptr,
     nullptr},
    {"INV-52", "a sandbox refreshed from a sandbox gets nothing back that was excluded before", c52,
     Properties, nullptr, nullptr},
});
static_assert(all.size() <= invariant_count_max);

void judge(const Moment& moment, CheckedStep& checked) {
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index].holds == nullptr || !all[index].applies(moment)) continue;
    checked.applied.set(index);
    if (!all[index].holds(moment)) checked.broken.set(index);
  }
}

/// The environment that the movement of `action` reads from, if any.
std::optional<EnvironmentId> source_of(const World& world, const Action& action,
                                       EnvironmentId subject) {
  if (const auto* start = std::get_if<Start>(&action)) return start->source;
  const Movement& movement = world[subject].movement;
  return movement.phase == Phase::None ? std::nullopt : std::optional(movement.source);
}

}  // namespace

bool Moment::has(EventKind kind) const {
  return std::ranges::any_of(events, [kind](const Event& event) { return event.kind == kind; });
}

std::span<const Invariant> invariants() { return all; }

CheckedStep checked_step(const Policy& policy, World world, const Action& action) {
  const auto subject = subject_of(action);
  if (!subject) return {step(policy, std::move(world), action), {}, {}};
  const auto source = source_of(world, action, *subject);
  const EnvironmentState target_before = world[*subject];
  const EnvironmentState source_before = world[source.value_or(*subject)];
  CheckedStep checked{step(policy, std::move(world), action), {}, {}};
  const World& after = checked.step.world;
  judge({.policy = policy,
         .action = action,
         .events = {checked.step.events.data(), checked.step.events.size()},
         .now = after.now,
         .target_id = *subject,
         .target_before = target_before,
         .target = after[*subject],
         .source_before = source ? &source_before : nullptr,
         .source = source ? &after[*source] : nullptr},
        checked);
  return checked;
}

}  // namespace rehearse::model
