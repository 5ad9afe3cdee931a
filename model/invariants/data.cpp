#include "rehearse/model/invariants/rows.h"
#include "rehearse/model/processes/process.h"

/// What completed movements leave in the databases.
namespace rehearse::model {
namespace {

using enum CheckedBy;
using moments::completed;
using moments::completed_from_elsewhere;
using moments::process_of;
using moments::same_rows;
using moments::started_from_elsewhere;
using moments::work_item_succeeds;

bool both_databases_came_together(const Moment& moment) {
  const auto& [application, reporting] = moment.target.contents;
  const auto& [copied_application, copied_reporting] = moment.target.movement.copied;
  return application.origin == copied_application.origin &&
         application.revision == copied_application.revision && reporting == copied_reporting;
}

bool holds_all(const Moment& moment, EnumSet<DataFact> facts) {
  return moment.target.contents.application.facts.contains(facts);
}

bool users_are_disabled(const Moment& moment) {
  return holds_all(moment, {DataFact::UsersDisabled});
}

bool batch_jobs_are_withheld(const Moment& moment) {
  return holds_all(moment, {DataFact::BatchWithheld});
}

bool completed_into_sandbox(const Moment& moment) {
  return completed_from_elsewhere(moment) && moment.target.kind == EnvironmentKind::Sandbox;
}

bool no_mail_can_leave(const Moment& moment) {
  return holds_all(
      moment, {DataFact::NoEmailAddresses, DataFact::NoSmtpRelay, DataFact::NoEncryptedValues});
}

/// What must be absent from a target, as its documents list it (F.2, N-10...N-17).
EnumSet<DataFact> exclusions(Profile profile, Process process, EnvironmentKind into) {
  using enum DataFact;
  const EnumSet<DataFact> sandbox = {NoEmailAddresses, NoSmtpRelay, NoPrintSettings,
                                     NoServerRecords, NoAttachments};
  if (profile != Profile::Current) return sandbox | EnumSet<DataFact>{NoBatchHistory};
  if (is_restore(process)) return sandbox | EnumSet<DataFact>{NoDualWrite};
  const EnumSet<DataFact> always = {NoAttachments, NoDualWrite, NoChangeTracking, NoEndpoints,
                                    MaintenanceModeOff};
  if (into == EnvironmentKind::Production) return always | EnumSet<DataFact>{NoBatchHistory};
  return always | sandbox | EnumSet<DataFact>{NoDimensionRecords};
}

bool exclusions_are_empty(const Moment& moment) {
  return holds_all(moment,
                   exclusions(moment.policy.profile, process_of(moment), moment.target.kind));
}

bool partitions_are_initial(const Moment& moment) {
  return holds_all(moment, {DataFact::UsersInInitialPartition});
}

bool encrypted_fields_are_empty(const Moment& moment) {
  return holds_all(moment, {DataFact::NoEncryptedValues});
}

bool admin_is_from_web_config(const Moment& moment) {
  return moment.target.tenant == moment.target_before.tenant &&
         holds_all(moment, {DataFact::AdminFromWebConfig});
}

bool is_served(const Moment& moment) { return started_from_elsewhere(moment) || completed(moment); }

bool tenant_and_region_are_one(const Moment& moment) {
  // Whatever was decided: no row of another tenant may be served.
  if (!moment.has(EventKind::Started))
    return moment.target.contents.application.tenant == moment.target.tenant;
  const bool is_waived = moment.policy.profile == Profile::Current &&
                         !is_restore(process_of(moment)) &&
                         moment.source->traits.contains(Trait::Spartan) &&
                         moment.target.traits.contains(Trait::Spartan);
  return moment.source->tenant == moment.target.tenant &&
         (is_waived || moment.source->region == moment.target.region);
}

bool exact_restore_succeeds(const Moment& moment) {
  return work_item_succeeds(moment) && is_restore(process_of(moment));
}

bool state_is_exact(const Moment& moment) {
  return same_rows(moment.target.contents.application, moment.target.movement.copied.application);
}

constexpr auto rows = std::to_array<Invariant>({
    {"INV-05", Step, completed, both_databases_came_together},
    {"INV-07", Step, completed_from_elsewhere, users_are_disabled},
    {"INV-08", Step, completed_from_elsewhere, batch_jobs_are_withheld},
    {"INV-09", Step, completed_into_sandbox, no_mail_can_leave},
    {"INV-10", Step, completed_from_elsewhere, exclusions_are_empty},
    {"INV-11", Data},
    {"INV-12", Step, completed_from_elsewhere, partitions_are_initial},
    {"INV-13", Step, completed_from_elsewhere, encrypted_fields_are_empty},
    {"INV-14", Step, completed, admin_is_from_web_config},
    {"INV-17", Step, is_served, tenant_and_region_are_one},
    {"INV-24", Step, exact_restore_succeeds, state_is_exact},
    {"INV-51", Properties},
    {"INV-52", Properties},
});

}  // namespace

std::span<const Invariant> invariants_of_data() { return rows; }

}  // namespace rehearse::model
