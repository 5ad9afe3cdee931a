#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/language/parser.h"
#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/model/world/fleet.h"

/// Production PROD and sandboxes UAT1, UAT2, … of one tenant and region, and a policy that offers
/// every process and keeps movements apart.
namespace rehearse::model::test {

inline constexpr Instant clock_start{1'583'139'600'000};  // 2020-03-02T09:00:00Z

inline EnvironmentDescription environment(std::string name, EnvironmentKind kind) {
  return {.name = std::move(name),
          .kind = kind,
          .hosting = Hosting::AzureSql,
          .tenant = "contoso",
          .region = "West Europe",
          .application_release = *Version::parse("10.0.8"),
          .platform_update = 32,
          .financial_reporting_version = *Version::parse("10.0.8.1"),
          .allocated_capacity = gigabytes(100),
          .maximum_capacity = gigabytes(200),
          .admin_account = "admin@contoso.com",
          .lcs_administrator = "admin@contoso.com",
          .jobs_stopped = true,
          .pending_files = 0,
          .commerce = false,
          .unstated = {}};
}

/// `count` environments, the first of them production.
inline Fleet fleet_of(int count) {
  Fleet fleet{.name = "test",
              .about = {},
              .environments = {environment("PROD", EnvironmentKind::Production)}};
  for (int index = 1; index < count; ++index) {
    fleet.environments.push_back(
        environment("UAT" + std::to_string(index), EnvironmentKind::Sandbox));
  }
  return fleet;
}

inline constexpr OperationSet self_service = {Operation::Refresh, Operation::Restore,
                                              Operation::RestoreInPlace};
inline constexpr OperationSet requested = {Operation::RequestedRefresh,
                                           Operation::RequestedRestore};
inline constexpr OperationSet from_elsewhere = {Operation::Refresh, Operation::Restore,
                                                Operation::RequestedRefresh};
inline constexpr OperationSet windows = requested | OperationSet{Operation::Reschedule};
inline constexpr OperationSet restores = {Operation::Restore, Operation::RestoreInPlace,
                                          Operation::RequestedRestore, Operation::Reschedule};

inline Rule rule(std::string id, OperationSet operations, std::string_view deny_when,
                 Names& names) {
  static const Constants none;
  return {.id = std::move(id),
          .operations = operations,
          .effect = RuleEffect::Deny,
          .expression = *parse_expression(deny_when, {vocabulary(), none}, names),
          .because = "it must not be",
          .cites = {}};
}

/// The rules without which a movement could break an invariant even between environments that fit
/// each other.
inline std::vector<Rule> structural_rules(Names& names) {
  const std::tuple<const char*, OperationSet, const char*> texts[] = {
      {"target-not-sandbox", self_service | requested, "target.kind <> 'sandbox'"},
      {"source-is-target", from_elsewhere, "source.name = target.name"},
      {"unresolved", self_service, "source.operation_unresolved OR target.operation_unresolved"},
      {"unresolved-request", requested, "target.operation_unresolved"},
      {"request-open", self_service | requested, "target.request_open"},
      {"being-copied", self_service | requested, "target.being_copied"},
      {"jobs",
       {Operation::Refresh, Operation::Restore},
       "NOT (target.jobs_processed AND target.jobs_stopped)"},
      {"lead-time", windows, "request.window_start - request.submitted_at < hours(24)"},
      {"window-length", windows, "request.window_end - request.window_start < hours(1)"},
      {"in-future", restores,
       "request.restore_point IS NOT NULL AND request.restore_point > request.submitted_at"},
      {"before-history", restores,
       "request.restore_point IS NOT NULL AND request.restore_point < source.history_start"},
      {"too-old", restores,
       "request.restore_point IS NOT NULL AND "
       "request.submitted_at - request.restore_point > source.backups_kept"}};
  std::vector<Rule> rules;
  for (const auto& [id, operations, deny_when] : texts)
    rules.push_back(rule(id, operations, deny_when, names));
  return rules;
}

inline Policy policy_with(std::vector<Rule> rules) {
  Policy policy;
  policy.name = "test";
  policy.offered = EnumSet<Process>::all();
  for (const Process process : {Process::RequestedRefresh, Process::RequestedRestore})
    policy.options_of(process).databases = {Database::Application};
  policy.rules = *RuleSet::create(std::move(rules), vocabulary());
  for (auto& kinds : policy.facts_established) kinds.fill(EnumSet<DataFact>::all());
  return policy;
}

/// The policy's data rules do not establish `fact` any more.
inline void forget(DataFact fact, Policy& policy) {
  for (auto& kinds : policy.facts_established) {
    for (EnumSet<DataFact>& facts : kinds) facts.erase(fact);
  }
}

/// What the backups hold of `environment` while it is as now.
inline Backup backup_of(const EnvironmentState& environment) {
  return {.contents = environment.contents,
          .application_release = environment.application_release,
          .platform_update = environment.platform_update,
          .exists = true};
}

/// Opens `lead` from `now` on, for two hours.
inline Window window_after(Instant now, Duration lead) {
  return {now + lead, now + lead + hours(2)};
}

}  // namespace rehearse::model::test
