#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/fleet.h"
#include "model/inputs.h"
#include "model/invariants.h"
#include "model/policy.h"
#include "model/rule_parser.h"

/// Production PROD and sandboxes UAT1, UAT2, … of one tenant and region, and a policy that keeps
/// movements apart.
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

inline Rule rule(std::string id, std::string_view deny_when, Names& names) {
  static const Constants none;
  return {.id = std::move(id),
          .operations = {Operation::Refresh},
          .effect = RuleEffect::Deny,
          .expression = *parse_expression(deny_when, {vocabulary(), none}, names),
          .because = "it must not be",
          .cites = {}};
}

/// The rules without which a refresh could break an invariant even between environments that fit
/// each other.
inline std::vector<Rule> structural_rules(Names& names) {
  std::vector<Rule> rules;
  rules.push_back(rule("target-not-sandbox", "target.kind <> 'sandbox'", names));
  rules.push_back(rule("source-is-target", "source.name = target.name", names));
  rules.push_back(
      rule("unresolved", "source.operation_unresolved OR target.operation_unresolved", names));
  rules.push_back(rule("being-copied", "target.being_copied", names));
  rules.push_back(rule("jobs", "NOT (target.jobs_processed AND target.jobs_stopped)", names));
  return rules;
}

inline Policy policy_with(std::vector<Rule> rules) {
  Policy policy;
  policy.name = "test";
  policy.rules = *RuleSet::create(std::move(rules), vocabulary());
  policy.facts_established = EnumSet<DataFact>::all();
  return policy;
}

}  // namespace rehearse::model::test
