#include "rehearse/model/verdicts/decision.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "rehearse/tests/model/language/vocabulary.h"

namespace rehearse::model::tests {
namespace {

std::vector<std::string> ids(const Decision& decision) {
  std::vector<std::string> result;
  std::ranges::transform(decision.findings, std::back_inserter(result), &Finding::rule);
  return result;
}

/// The one reason for which a rule with this condition fires on these inputs.
std::string reason(std::string_view condition, Inputs inputs, Names& names) {
  const RuleSet set = rule_set({rule("r", condition, names)});
  const Decision decision = set.explain(Operation::Refresh, inputs, names);
  BOOST_TEST_INFO_SCOPE(condition);
  BOOST_REQUIRE(decision.findings.size() == 1U);
  BOOST_REQUIRE(decision.findings[0].reasons.size() == 1U);
  return to_string(decision.findings[0].reasons[0]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts_decision_test)

BOOST_AUTO_TEST_CASE(a_refresh_that_nothing_speaks_against_is_allowed) {
  Names names;
  const RuleSet set = rule_set(refresh_rules(names));
  const Case inputs = refreshable(names);
  const Verdicts verdicts = set.verdicts(Operation::Refresh, inputs);
  BOOST_TEST(verdicts.allowed);
  BOOST_TEST(!verdicts.fired.any());
  BOOST_TEST(!verdicts.not_evaluable.any());
  BOOST_TEST(set.explain(Operation::Refresh, inputs, names).findings.empty());
}

BOOST_AUTO_TEST_CASE(every_violated_rule_is_listed_in_policy_order) {
  Names names;
  const RuleSet set = rule_set(refresh_rules(names));
  Case inputs = refreshable(names);
  inputs.set("target.admin_domain", names.intern("fabrikam.com"));
  inputs.set("target.platform_update", 20);
  inputs.set("source.allocated_capacity", gigabytes(512));
  inputs.set("source.tenant", names.intern("fabrikam"));
  const Decision decision = set.explain(Operation::Refresh, inputs, names);
  BOOST_TEST(!decision.allowed);
  BOOST_TEST(ids(decision) == (std::vector<std::string>{"other-tenant", "database-capacity",
                                                        "target-platform-update", "admin-domain"}),
             boost::test_tools::per_element());
  const Finding& capacity = decision.findings[1];
  BOOST_TEST((capacity.outcome == RuleOutcome::Denied));
  BOOST_TEST(capacity.because == "because of database-capacity");
  BOOST_TEST(capacity.cites == std::vector<std::string>{"REF-01"},
             boost::test_tools::per_element());
  BOOST_REQUIRE(capacity.reasons.size() == 1U);
  BOOST_TEST(capacity.reasons[0].atom == "source.allocated_capacity >= target.maximum_capacity");
  BOOST_TEST(to_string(capacity.reasons[0]) ==
             "source.allocated_capacity = 512 GB, target.maximum_capacity = 500 GB: over by 12 GB");
  BOOST_TEST((decision.findings[3].outcome == RuleOutcome::Warned));
}

BOOST_AUTO_TEST_CASE(a_warning_alone_does_not_deny) {
  Names names;
  const RuleSet set = rule_set(refresh_rules(names));
  Case inputs = refreshable(names);
  inputs.set("source.jobs_stopped", 0);
  const Decision decision = set.explain(Operation::Refresh, inputs, names);
  BOOST_TEST(decision.allowed);
  BOOST_TEST(ids(decision) == std::vector<std::string>{"source-jobs"},
             boost::test_tools::per_element());
  BOOST_TEST(to_string(decision.findings[0].reasons.at(0)) == "source.jobs_stopped = false");
}

BOOST_AUTO_TEST_CASE(a_missing_attribute_denies_and_is_told_apart) {
  Names names;
  const RuleSet set = rule_set(refresh_rules(names));
  Case inputs = refreshable(names);
  inputs.set("target.maximum_capacity", missing);
  const Decision decision = set.explain(Operation::Refresh, inputs, names);
  BOOST_TEST(!decision.allowed);
  BOOST_REQUIRE(decision.findings.size() == 1U);
  const Finding& finding = decision.findings[0];
  BOOST_TEST((finding.outcome == RuleOutcome::NotEvaluable));
  BOOST_TEST(finding.missing == std::vector<std::string>{"target.maximum_capacity"},
             boost::test_tools::per_element());
  BOOST_TEST(to_string(finding.reasons.at(0)) ==
             "source.allocated_capacity = 400 GB, target.maximum_capacity is missing");
}

BOOST_AUTO_TEST_CASE(a_missing_attribute_does_not_deny_for_a_warning) {
  Names names;
  const RuleSet set = rule_set(refresh_rules(names));
  Case inputs = refreshable(names);
  inputs.set("source.admin_domain", missing);
  const Decision decision = set.explain(Operation::Refresh, inputs, names);
  BOOST_TEST(decision.allowed);
  BOOST_TEST((decision.findings.at(0).outcome == RuleOutcome::NotEvaluable));
}

BOOST_AUTO_TEST_CASE(only_what_mattered_is_named) {
  Names names;
  const RuleSet set = rule_set(
      {rule("r", "(source.available OR target.available) AND NOT (source.jobs_stopped AND strict)",
            names)});
  Case inputs;
  inputs.set("source.available", 0).set("source.jobs_stopped", 0);
  const Finding unknown = set.explain(Operation::Refresh, inputs, names).findings.at(0);
  BOOST_TEST(unknown.missing == std::vector<std::string>{"target.available"},
             boost::test_tools::per_element());
  BOOST_TEST(unknown.reasons.size() == 1U);
  inputs.set("target.available", 1);
  const Finding fired = set.explain(Operation::Refresh, inputs, names).findings.at(0);
  BOOST_REQUIRE(fired.reasons.size() == 2U);
  BOOST_TEST(to_string(fired.reasons[0]) == "target.available = true");
  BOOST_TEST(to_string(fired.reasons[1]) == "source.jobs_stopped = false");
}

BOOST_AUTO_TEST_CASE(a_margin_says_how_far_it_is) {
  Names names;
  Case in = refreshable(names);
  in.set("source.platform_update", 20).set("target.maximum_capacity", gigabytes(400));
  in.set("target.application_release", *Version::parse("10.0.10"));
  in.set("request.submitted", parse_instant("2020-03-02T08:00:00Z")->ms);
  in.set("request.window_length", minutes(30).ms);
  const std::vector<std::pair<std::string_view, std::string_view>> margins = {
      {"source.platform_update < 21", "source.platform_update = 20 against 21: short by 1"},
      {"source.platform_update < platform_update_min",
       "source.platform_update = 20, platform_update_min = 21: short by 1"},
      {"source.platform_update = 20", "source.platform_update = 20 against 20: equal"},
      {"source.platform_update <> 22", "source.platform_update = 20 against 22: differ by 2"},
      {"21 > source.platform_update", "21, source.platform_update = 20: over by 1"},
      {"source.allocated_capacity >= target.maximum_capacity",
       "source.allocated_capacity = 400 GB, target.maximum_capacity = 400 GB: exactly at the "
       "limit"},
      {"source.allocated_capacity + MB(1) > target.maximum_capacity",
       "source.allocated_capacity + MB(1) = 429,497,778,176 bytes, target.maximum_capacity = 400 "
       "GB: over by 1,048,576 bytes"},
      {"source.application_release <> target.application_release",
       "source.application_release = 10.0.9, target.application_release = 10.0.10: older"},
      {"request.submitted < epoch",
       "request.submitted = 2020-03-02T08:00:00Z, epoch = 2020-03-02T09:00:00Z: earlier by PT1H"},
      {"request.window_length < hours(1)",
       "request.window_length = PT30M against PT1H: short by PT30M"},
      {"source.name <> target.name", "source.name = 'PROD', target.name = 'UAT1': differ"},
      {"target.kind IN ('sandbox', 'developer')",
       "target.kind = 'sandbox' against 'sandbox', 'developer'"},
      {"source.platform_update NOT BETWEEN 21 AND 33",
       "source.platform_update = 20 against 21, 33"},
      {"request.page IS NULL", "request.page is missing"},
      {"request.purpose IS NULL", "request.purpose is missing"},
  };
  for (const auto& [condition, expected] : margins)
    BOOST_TEST(reason(condition, in, names) == expected);
}

BOOST_AUTO_TEST_CASE(a_sum_that_does_not_fit_is_not_evaluable) {
  Names names;
  Case inputs;
  inputs.set("source.platform_update", std::numeric_limits<std::int64_t>::max());
  const RuleSet set = rule_set({rule("r", "source.platform_update + 1 > 0", names)});
  const Finding finding = set.explain(Operation::Refresh, inputs, names).findings.at(0);
  BOOST_TEST((finding.outcome == RuleOutcome::NotEvaluable));
  BOOST_TEST(finding.missing.empty());
  BOOST_TEST(finding.reasons.at(0).margin == "out of range");
}

BOOST_AUTO_TEST_CASE(a_rule_speaks_only_about_its_operations) {
  Names names;
  Rule credentials = rule("credentials", "request.role = 'team-member'", names);
  credentials.operations = {Operation::ViewCredentials};
  const RuleSet set = rule_set({rule("never", "TRUE", names), credentials});
  Case inputs;
  inputs.set("request.role", 2);
  BOOST_TEST(!set.verdicts(Operation::Refresh, inputs).fired.test(1));
  BOOST_TEST(set.verdicts(Operation::ViewCredentials, inputs).fired.test(1));
  BOOST_TEST(!set.verdicts(Operation::ViewCredentials, inputs).fired.test(0));
  BOOST_TEST(set.verdicts(Operation::ApplyUpdate, inputs).allowed);
}

BOOST_AUTO_TEST_CASE(no_rules_allow_everything) {
  BOOST_TEST(RuleSet().verdicts(Operation::Refresh, {}).allowed);
}

BOOST_AUTO_TEST_CASE(a_rule_set_has_bounds) {
  Names names;
  std::vector<Rule> rules = rules_of(
      128, [](int index) { return fmt::format("source.platform_update = {}", index); }, names);
  const RuleSet full = rule_set(rules);
  for (const std::size_t index : std::array<std::size_t, 4>{0, 63, 64, 127}) {
    Case inputs;
    inputs.set("source.platform_update", static_cast<std::int64_t>(index));
    RuleMask expected;
    expected.set(index);
    BOOST_TEST((full.verdicts(Operation::Refresh, inputs).fired == expected));
  }
  rules.push_back(rule("one-more", "TRUE", names));
  BOOST_TEST(RuleSet::create(rules, vocabulary).error().what ==
             "build rule set: 129 rules are more than 128");
  rules.resize(2);
  rules[1].id = "R0";
  BOOST_TEST(RuleSet::create(rules, vocabulary).error().what ==
             "build rule set: there are two rules \"R0\"");
}

BOOST_AUTO_TEST_CASE(too_many_conditions_or_sums_are_refused) {
  Names names;
  const auto set_of = [&names](int rules, auto&& condition) {
    return RuleSet::create(rules_of(rules, condition, names), vocabulary);
  };
  const auto list = [](int index) {
    std::string text = "source.platform_update IN (0";
    for (int item = 1; item < 300; ++item) text += fmt::format(", {}", 1'000 * index + item);
    return text + ")";
  };
  const auto sums = [](int index) {
    std::string text = "source.platform_update";
    for (int item = 1; item < 100; ++item) text += fmt::format(" + {}", 1'000 * index + item);
    return text + " = 0";
  };
  BOOST_TEST(set_of(6, list).has_value());
  BOOST_TEST(set_of(8, list).error().what == "compile rules: 4785 conditions are more than 4096");
  BOOST_TEST(set_of(6, sums).error().what == "compile rules: 594 sums are more than 512");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
