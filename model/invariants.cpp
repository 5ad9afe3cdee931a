#include "model/invariants.h"

#include <algorithm>
#include <array>

#include "model/assert.h"

namespace rehearse::model {
namespace {

using Cites = std::string_view[];

/// Actions that belong to a movement, as opposed to what users and engineers do meanwhile.
bool is_movement(const Action& action) {
  return std::holds_alternative<StartRefresh>(action) ||
         std::holds_alternative<EffectFinished>(action) ||
         std::holds_alternative<EffectFailed>(action) || std::holds_alternative<Rollback>(action);
}

/// `environment` without what a movement that reads it may count.
EnvironmentState without_copies(EnvironmentState environment) {
  environment.copies_out = 0;
  return environment;
}

/// Whether a movement that completes now establishes all of `facts`.
bool completed_with(const Moment& moment, EnumSet<DataFact> facts) {
  return !moment.has(EventKind::Completed) ||
         moment.target.contents.application.facts.contains(facts);
}

bool denial_changes_nothing(const Moment& moment) {
  if (!moment.has(EventKind::Denied) && !moment.has(EventKind::Refused)) return true;
  return moment.target == moment.target_before &&
         (moment.source == nullptr || *moment.source == *moment.source_before);
}

bool source_is_not_modified(const Moment& moment) {
  if (!is_movement(moment.action) || moment.source == nullptr || moment.source == &moment.target)
    return true;
  return without_copies(*moment.source) == without_copies(*moment.source_before);
}

bool production_is_never_the_target(const Moment& moment) {
  return !moment.has(EventKind::Started) || moment.target.kind != EnvironmentKind::Production;
}

bool movement_leaves_blobs_alone(const Moment& moment) {
  return !is_movement(moment.action) ||
         (moment.target.blob_revision == moment.target_before.blob_revision &&
          moment.target.files == moment.target_before.files);
}

bool both_databases_come_together(const Moment& moment) {
  if (!moment.has(EventKind::Completed)) return true;
  const auto& [application, reporting] = moment.target.contents;
  const auto& [copied_application, copied_reporting] = moment.target.movement.copied;
  return application.origin == copied_application.origin &&
         application.revision == copied_application.revision && reporting == copied_reporting;
}

bool users_are_disabled(const Moment& moment) {
  return completed_with(moment, {DataFact::UsersDisabled});
}
bool batch_jobs_are_withheld(const Moment& moment) {
  return completed_with(moment, {DataFact::BatchWithheld});
}

bool no_mail_can_leave(const Moment& moment) {
  return completed_with(
      moment, {DataFact::NoEmailAddresses, DataFact::NoSmtpRelay, DataFact::NoEncryptedValues});
}

bool exclusions_are_empty(const Moment& moment) {
  return completed_with(
      moment, {DataFact::NoBatchHistory, DataFact::NoEmailAddresses, DataFact::NoSmtpRelay,
               DataFact::NoPrintSettings, DataFact::NoServerRecords, DataFact::NoAttachments});
}

bool partitions_are_initial(const Moment& moment) {
  return completed_with(moment, {DataFact::UsersInInitialPartition});
}

bool encrypted_fields_are_empty(const Moment& moment) {
  return completed_with(moment, {DataFact::NoEncryptedValues});
}

bool admin_is_from_web_config(const Moment& moment) {
  const bool tenant_kept =
      !is_movement(moment.action) || moment.target.tenant == moment.target_before.tenant;
  return tenant_kept && completed_with(moment, {DataFact::AdminFromWebConfig});
}

bool capacity_suffices(const Moment& moment) {
  return !moment.has(EventKind::Started) ||
         moment.source->allocated_capacity < moment.target.maximum_capacity;
}

bool versions_fit(const Moment& moment) {
  if (!moment.has(EventKind::Started)) return true;
  const EnvironmentState& source = *moment.source;
  const EnvironmentState& target = moment.target;
  return source.application_release == target.application_release &&
         target.financial_reporting_version >= source.financial_reporting_version &&
         source.platform_update >= 21 && target.platform_update >= 21;
}

bool tenant_and_region_are_one(const Moment& moment) {
  if (moment.has(EventKind::Started)) {
    return moment.source->tenant == moment.target.tenant &&
           moment.source->region == moment.target.region;
  }
  // Whatever was decided: no row of another tenant may be served.
  return !moment.has(EventKind::Completed) ||
         moment.target.contents.application.tenant == moment.target.tenant;
}

bool target_jobs_rest(const Moment& moment) {
  return !moment.has(EventKind::Started) ||
         (waiting_files(moment.target_before) == 0 && moment.target_before.jobs_stopped);
}

bool availability_is_a_step(const Moment& moment) {
  switch (moment.target.movement.phase) {
    case Phase::Copying:
      return moment.target.available || !moment.target_before.available;
    case Phase::Replacing:
    case Phase::Sanitizing:
    case Phase::Synchronizing:
    case Phase::Restarting:
      return !moment.target.available;
    case Phase::Failed:
    case Phase::RollingBack:
    case Phase::RollbackFailed:
      return moment.target.available == (moment.target.movement.failed_in == Phase::Copying);
    default:
      return moment.target.available || !is_movement(moment.action);
  }
}

bool went_offline_only_at_arrival(const Moment& moment) {
  return !moment.has(EventKind::WentOffline) || moment.target.movement.phase == Phase::Replacing;
}

bool availability_follows_the_copy(const Moment& moment) {
  return availability_is_a_step(moment) && went_offline_only_at_arrival(moment);
}

bool rollback_follows_a_failure(const Moment& moment) {
  if (!moment.has(EventKind::RollbackStarted)) return true;
  const Phase before = moment.target_before.movement.phase;
  return before == Phase::Failed || before == Phase::RollbackFailed ||
         moment.has(EventKind::EffectFailed);
}

bool rollback_returns_to_the_start(const Moment& moment) {
  const Movement& before = moment.target_before.movement;
  const Movement& after = moment.target.movement;
  if (moment.has(EventKind::RolledBack)) return moment.target.contents == before.pre_image;
  if (moment.has(EventKind::Started)) return after.pre_image == moment.target_before.contents;
  return !after.pre_image_kept || after.pre_image == before.pre_image;
}

bool pre_image_is_kept(const Moment& moment) {
  return !is_unresolved(moment.target.movement.phase) || moment.target.movement.pre_image_kept;
}

bool movements_exclude_each_other(const Moment& moment) {
  const bool replaced = moment.target.generation != moment.target_before.generation;
  if (is_movement(moment.action) && replaced && moment.target.copies_out > 0) return false;
  if (!moment.has(EventKind::Started)) return true;
  return !is_unresolved(moment.target_before.movement.phase) &&
         !is_unresolved(moment.source_before->movement.phase) &&
         moment.target_before.copies_out == 0;
}

bool movement_keeps_the_code(const Moment& moment) {
  return !is_movement(moment.action) ||
         (moment.target.application_release == moment.target_before.application_release &&
          moment.target.platform_update == moment.target_before.platform_update &&
          moment.target.financial_reporting_version ==
              moment.target_before.financial_reporting_version &&
          moment.target.customizations == moment.target_before.customizations);
}

bool credentials_are_for_managers(const Moment& moment) {
  const auto* view = std::get_if<ViewCredentials>(&moment.action);
  if (view == nullptr) return true;
  const bool entitled =
      view->role != Role::TeamMember && moment.target.kind != EnvironmentKind::Production;
  return moment.has(EventKind::CredentialsShown) == entitled;
}

bool jobs_resume_after_completion(const Moment& moment) {
  const bool resumed = moment.target_before.jobs_stopped && !moment.target.jobs_stopped;
  if (resumed && moment.target.movement.phase != Phase::Completed) return false;
  const bool processed = std::holds_alternative<ProcessFiles>(moment.action);
  return !processed || orphaned_files(moment.target) == orphaned_files(moment.target_before);
}

bool failure_can_be_rolled_back(const Moment& moment) {
  const Phase phase = moment.target.movement.phase;
  if (phase != Phase::Failed && phase != Phase::RollbackFailed) return true;
  return find_transition(moment.policy.refresh, phase, Trigger::Rollback) != nullptr;
}

bool debts_are_listed_until_paid(const Moment& moment) {
  if (moment.has(EventKind::Completed)) {
    EnumSet<Debt> owed = EnumSet<Debt>::all();
    if (!moment.target.uses_commerce) owed.erase(Debt::CommerceSteps);
    return moment.target.debts == owed;
  }
  if (std::holds_alternative<Redeploy>(moment.action)) return true;
  EnumSet<Debt> owed = moment.target_before.debts;
  if (moment.has(EventKind::DebtSettled)) owed.erase(std::get<Settle>(moment.action).debt);
  return moment.target.debts == owed;
}

constexpr Cites c01 = {"REF-39", "REF-51", "REF-56", "REF-57",
                       "REF-59", "REF-61", "REF-67", "B-19"};
constexpr Cites c02 = {"REF-02"};
constexpr Cites c03 = {"REF-01", "B-36"};
constexpr Cites c04 = {"REF-46", "REF-47"};
constexpr Cites c05 = {"REF-02", "REF-45"};
constexpr Cites c07 = {"REF-25", "REF-48"};
constexpr Cites c08 = {"REF-26"};
constexpr Cites c09 = {"REF-18", "REF-20", "REF-28", "REF-29", "REF-31"};
constexpr Cites c10 = {"REF-17", "REF-18", "REF-19", "REF-20", "REF-21",
                       "REF-22", "REF-23", "REF-24", "B-24"};
constexpr Cites c11 = {"REF-02", "REF-17"};
constexpr Cites c12 = {"REF-27"};
constexpr Cites c13 = {"REF-28"};
constexpr Cites c14 = {"REF-32", "REF-36"};
constexpr Cites c15 = {"REF-57"};
constexpr Cites c16 = {"REF-59", "REF-64", "REF-67"};
constexpr Cites c17 = {"REF-39", "REF-40", "REF-56"};
constexpr Cites c18 = {"REF-51"};
constexpr Cites c19 = {"REF-43", "REF-44"};
constexpr Cites c27 = {"REF-11", "REF-12"};
constexpr Cites c28 = {"REF-13", "B-45"};
constexpr Cites c29 = {"REF-13", "REF-14", "B-10"};
constexpr Cites c31 = {"REF-42", "B-38"};
constexpr Cites c32 = {"REF-68", "REF-71"};
constexpr Cites c33 = {"REF-55"};
constexpr Cites c34 = {"REF-53", "REF-54"};
constexpr Cites c43 = {"REF-11", "REF-44"};
constexpr Cites c44 = {"REF-11", "REF-12", "REF-13"};
constexpr Cites c47 = {"REF-49", "REF-50", "REF-54", "REF-58"};
constexpr Cites c49 = {"B-19"};
constexpr Cites c50 = {"REF-57", "REF-59", "REF-64"};
constexpr Cites c51 = {"REF-02", "REF-17", "REF-32"};
constexpr Cites c52 = {"REF-17", "REF-29"};

using enum CheckedBy;

constexpr auto all = std::to_array<Invariant>({
    {"INV-01", "a denied or refused action changes nothing", c01, Step, denial_changes_nothing},
    {"INV-02", "a movement never modifies its source", c02, Step, source_is_not_modified},
    {"INV-03", "a production environment is never the target", c03, Step,
     production_is_never_the_target},
    {"INV-04", "a movement creates, alters and removes no blob", c04, Step,
     movement_leaves_blobs_alone},
    {"INV-05", "in a completed target both databases come from one source and one instant", c05,
     Step, both_databases_come_together},
    {"INV-07", "when a refresh completes, no user but Admin and service accounts is enabled", c07,
     Step, users_are_disabled},
    {"INV-08", "when a refresh completes, every batch job is withheld", c08, Step,
     batch_jobs_are_withheld},
    {"INV-09", "no e-mail can leave a refreshed sandbox: no relay, no address, no password", c09,
     Step, no_mail_can_leave},
    {"INV-10",
     "excluded tables and columns hold nothing of the source and nothing of the old target", c10,
     Step, exclusions_are_empty},
    {"INV-11", "every row outside the exclusions equals the source's", c11, Data, nullptr},
    {"INV-12", "every user is in the initial partition, Admin too", c12, Step,
     partitions_are_initial},
    {"INV-13", "no encrypted field holds a value", c13, Step, encrypted_fields_are_empty},
    {"INV-14", "the target's Admin is the one in its web.config, and its tenant stays", c14, Step,
     admin_is_from_web_config},
    {"INV-15", "the source's allocated capacity was below the target's maximum", c15, Step,
     capacity_suffices},
    {"INV-16",
     "releases were equal, the target's Financial Reporting was not older, both platforms were 21 "
     "or later",
     c16, Step, versions_fit},
    {"INV-17", "source and target were of one tenant and one region", c17, Step,
     tenant_and_region_are_one},
    {"INV-18", "the target's recurring jobs were processed and stopped", c18, Step,
     target_jobs_rest},
    {"INV-19", "the target is up until the copy arrives and down from then to the end", c19, Step,
     availability_follows_the_copy},
    {"INV-27", "a rollback follows a failure, once, and never a completion", c27, Step,
     rollback_follows_a_failure},
    {"INV-28", "a rollback returns both databases to before the start, not to the failure", c28,
     Step, rollback_returns_to_the_start},
    {"INV-29", "while a movement can be rolled back, its pre-image exists", c29, Step,
     pre_image_is_kept},
    {"INV-31", "one movement at a time into a target, and no source is replaced while it is copied",
     c31, Step, movements_exclude_each_other},
    {"INV-32", "a movement never changes code", c32, Step, movement_keeps_the_code},
    {"INV-33",
     "credentials are shown to project owners and environment managers, never of production", c33,
     Step, credentials_are_for_managers},
    {"INV-34", "recurring jobs resume after completion only, and orphaned files stay orphaned", c34,
     Step, jobs_resume_after_completion},
    {"INV-43", "every movement that started completes or fails", c43, EndOfRun, nullptr},
    {"INV-44", "from a failure a rollback can be tried until it succeeds", c44, Step,
     failure_can_be_rolled_back},
    {"INV-47", "what a refresh leaves to do is listed until it is done", c47, Step,
     debts_are_listed_until_paid},
    {"INV-49", "a decision depends on its declared inputs alone", c49, Properties, nullptr},
    {"INV-50", "a tighter quantity never turns a denial into an allowance", c50, Properties,
     nullptr},
    {"INV-51", "the same refresh twice gives the same target as once", c51, Properties, nullptr},
    {"INV-52", "a sandbox refreshed from a sandbox gets nothing back that was excluded before", c52,
     Properties, nullptr},
});
static_assert(all.size() <= invariant_count_max);

InvariantSet broken_by(const Moment& moment) {
  InvariantSet broken;
  for (std::size_t index = 0; index < all.size(); ++index) {
    if (all[index].holds != nullptr && !all[index].holds(moment)) broken.set(index);
  }
  return broken;
}

/// The environment that the movement of `action` reads from, if any.
std::optional<EnvironmentId> source_of(const World& world, const Action& action,
                                       EnvironmentId subject) {
  if (const auto* start = std::get_if<StartRefresh>(&action)) return start->source;
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
  if (!subject) return {step(policy, std::move(world), action), {}};
  const auto source = source_of(world, action, *subject);
  const EnvironmentState target_before = world[*subject];
  const EnvironmentState source_before = world[source.value_or(*subject)];
  CheckedStep checked{step(policy, std::move(world), action), {}};
  const World& after = checked.step.world;
  checked.broken = broken_by({.policy = policy,
                              .action = action,
                              .events = {checked.step.events.data(), checked.step.events.size()},
                              .target_id = *subject,
                              .target_before = target_before,
                              .target = after[*subject],
                              .source_before = source ? &source_before : nullptr,
                              .source = source ? &after[*source] : nullptr});
  return checked;
}

}  // namespace rehearse::model
