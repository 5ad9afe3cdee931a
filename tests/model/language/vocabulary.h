#pragma once

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/language/parser.h"
#include "rehearse/model/verdicts/decision.h"

/// What the tests of the rule language speak about, and short ways to say it.
namespace rehearse::model::tests {

inline constexpr std::array<std::string_view, 3> kinds = {"production", "sandbox", "developer"};
inline constexpr std::array<std::string_view, 2> hostings = {"azure-sql", "one-box"};
inline constexpr std::array<std::string_view, 2> purposes = {"testing", "reporting"};
inline constexpr std::array<std::string_view, 3> roles = {"project-owner", "environment-manager",
                                                          "team-member"};
inline constexpr std::array<std::string_view, 2> update_paths = {"update-tiles", "binary-package"};

inline constexpr std::size_t environment_size = 19;

constexpr std::array<Attribute, environment_size> environment(std::string_view subject) {
  return {{{subject, "name", Type::Text, {}, ""},
           {subject, "kind", Type::Enumeration, kinds, ""},
           {subject, "hosting", Type::Enumeration, hostings, ""},
           {subject, "tenant", Type::Text, {}, ""},
           {subject, "region", Type::Text, {}, ""},
           {subject, "application_release", Type::Version, {}, ""},
           {subject, "platform_update", Type::Integer, {}, ""},
           {subject, "financial_reporting_version", Type::Version, {}, ""},
           {subject, "allocated_capacity", Type::Capacity, {}, ""},
           {subject, "maximum_capacity", Type::Capacity, {}, ""},
           {subject, "jobs_processed", Type::Boolean, {}, ""},
           {subject, "jobs_stopped", Type::Boolean, {}, ""},
           {subject, "operation_unresolved", Type::Boolean, {}, ""},
           {subject, "being_copied", Type::Boolean, {}, ""},
           {subject, "admin_account", Type::Text, {}, ""},
           {subject, "admin_domain", Type::Text, {}, ""},
           {subject, "lcs_administrator", Type::Text, {}, ""},
           {subject, "available", Type::Boolean, {}, ""},
           {subject, "update_saved", Type::Boolean, {}, ""}}};
}

/// The real attributes, and three of the types that no real one has yet.
constexpr auto make_vocabulary() {
  std::array<Attribute, 2 * environment_size + 8> all{};
  const auto source = environment("source");
  const auto target = environment("target");
  const std::array<Attribute, 8> request = {
      {{"request", "page", Type::Text, {}, ""},
       {"request", "purpose", Type::Enumeration, purposes, ""},
       {"request", "warnings_reviewed", Type::Boolean, {}, ""},
       {"request", "role", Type::Enumeration, roles, ""},
       {"request", "update_path", Type::Enumeration, update_paths, ""},
       {"request", "submitted", Type::Instant, {}, ""},
       {"request", "window_start", Type::Instant, {}, ""},
       {"request", "window_length", Type::Duration, {}, ""}}};
  for (std::size_t index = 0; index < environment_size; ++index) {
    all[index] = source[index];
    all[environment_size + index] = target[index];
  }
  for (std::size_t index = 0; index < request.size(); ++index)
    all[2 * environment_size + index] = request[index];
  return all;
}

inline constexpr auto vocabulary = make_vocabulary();

/// Inputs by attribute name; what is not set is missing.
class Case {
 public:
  Case& set(std::string_view name, std::int64_t value) {
    inputs_[position(name)] = value;
    return *this;
  }
  Case& set(std::string_view name, Capacity value) { return set(name, value.bytes); }
  Case& set(std::string_view name, Version value) { return set(name, value.packed()); }
  Case& set(std::string_view name, NameId value) { return set(name, value.value); }

  operator Inputs() const { return inputs_; }

  static std::size_t position(std::string_view name) {
    for (std::size_t index = 0; index < vocabulary.size(); ++index) {
      if (to_string(vocabulary[index]) == name) return index;
    }
    BOOST_FAIL("no attribute " << name);
    return 0;
  }

 private:
  std::vector<std::int64_t> inputs_ = std::vector<std::int64_t>(vocabulary.size(), missing);
};

/// Constants of each type.
inline Constants some_constants() {
  Constants constants;
  for (const auto& [name, text] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"platform_update_min", "21"},
           {"retention", "days(30)"},
           {"first_release", "version '8.1'"},
           {"usual_purpose", "'testing'"},
           {"home_region", "'West Europe'"},
           {"strict", "TRUE"},
           {"headroom", "GB(10)"},
           {"epoch", "instant '2020-03-02T09:00:00Z'"}}) {
    BOOST_REQUIRE(constants.add(name, text).has_value());
  }
  return constants;
}

/// Parses what must parse.
inline Expression parse(std::string_view text, Names& names) {
  const Constants constants = some_constants();
  auto parsed = parse_expression(text, {vocabulary, constants}, names);
  if (!parsed) BOOST_FAIL(to_string(parsed.error()));
  return std::move(*parsed);
}

inline Rule rule(std::string_view id, std::string_view condition, Names& names,
                 RuleEffect effect = RuleEffect::Deny) {
  return {std::string(id),
          {Operation::Refresh},
          effect,
          parse(condition, names),
          "because of " + std::string(id),
          {"REF-01"}};
}

/// Rules `r0`, `r1`, ... with the conditions `condition_of(0)`, `condition_of(1)`, ...
template <typename ConditionOf>
std::vector<Rule> rules_of(int count, ConditionOf&& condition_of, Names& names) {
  std::vector<Rule> rules(static_cast<std::size_t>(count));
  for (int index = 0; index < count; ++index)
    rules[static_cast<std::size_t>(index)] =
        rule(fmt::format("r{}", index), condition_of(index), names);
  return rules;
}

inline RuleSet rule_set(std::vector<Rule> rules) {
  auto set = RuleSet::create(std::move(rules), vocabulary);
  if (!set) BOOST_FAIL(to_string(set.error()));
  return std::move(*set);
}

/// The self-service refresh, G1 to G10 of domain.md D.1.
inline std::vector<Rule> refresh_rules(Names& names) {
  return {
      rule("target-not-sandbox", "target.kind <> 'sandbox'", names),
      rule("target-one-box", "target.hosting = 'one-box'", names),
      rule("source-kind", "source.kind NOT IN ('production', 'sandbox')", names),
      rule("source-is-target", "source.name = target.name", names),
      rule("other-tenant", "source.tenant <> target.tenant", names),
      rule("other-region", "source.region <> target.region", names),
      rule("database-capacity", "source.allocated_capacity >= target.maximum_capacity", names),
      rule("source-platform-update", "source.platform_update < platform_update_min", names),
      rule("target-platform-update", "target.platform_update < platform_update_min", names),
      rule("financial-reporting-version",
           "target.financial_reporting_version < source.financial_reporting_version", names),
      rule("application-release", "source.application_release <> target.application_release",
           names),
      rule("target-jobs", "NOT (target.jobs_processed AND target.jobs_stopped)", names),
      rule("unresolved-operation", "source.operation_unresolved OR target.operation_unresolved",
           names),
      rule("source-jobs", "NOT (source.jobs_processed AND source.jobs_stopped)", names,
           RuleEffect::Warn),
      rule("admin-domain", "source.admin_domain <> target.admin_domain", names, RuleEffect::Warn)};
}

/// A refresh from production to UAT that nothing speaks against.
inline Case refreshable(Names& names) {
  Case inputs;
  for (const std::string subject : {"source.", "target."}) {
    inputs.set(subject + "hosting", 0);
    inputs.set(subject + "tenant", names.intern("contoso"));
    inputs.set(subject + "region", names.intern("West Europe"));
    inputs.set(subject + "application_release", *Version::parse("10.0.9"));
    inputs.set(subject + "platform_update", 33);
    inputs.set(subject + "financial_reporting_version", *Version::parse("10.0.9"));
    inputs.set(subject + "allocated_capacity", gigabytes(400));
    inputs.set(subject + "maximum_capacity", gigabytes(500));
    inputs.set(subject + "jobs_processed", 1).set(subject + "jobs_stopped", 1);
    inputs.set(subject + "operation_unresolved", 0);
    inputs.set(subject + "admin_domain", names.intern("contoso.com"));
  }
  inputs.set("source.kind", 0).set("target.kind", 1);
  inputs.set("source.name", names.intern("PROD")).set("target.name", names.intern("UAT1"));
  return inputs;
}

}  // namespace rehearse::model::tests
