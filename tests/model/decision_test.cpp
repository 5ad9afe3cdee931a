#include "model/decision.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <vector>

#include "tests/model/rule_generator.h"
#include "tests/property.h"

namespace rehearse::model::tests {
namespace {

std::vector<std::string> ids(const Decision& decision) {
  std::vector<std::string> result;
  for (const Finding& finding : decision.findings) result.push_back(finding.rule);
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

BOOST_AUTO_TEST_SUITE(decision_test)

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
  std::vector<Rule> rules;
  for (int index = 0; index < 128; ++index)
    rules.push_back(
        rule(fmt::format("r{}", index), fmt::format("source.platform_update = {}", index), names));
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
    std::vector<Rule> all;
    for (int index = 0; index < rules; ++index)
      all.push_back(rule(fmt::format("r{}", index), condition(index), names));
    return RuleSet::create(all, vocabulary);
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

BOOST_AUTO_TEST_CASE(the_order_of_rules_changes_only_the_order_of_findings) {  // INV-49
  rehearse::tests::check_property("INV-49", 49, [] {
    Names names;
    const std::vector<Rule> rules = refresh_rules(names);
    std::vector<Rule> shuffled;
    std::vector<Rule> left = rules;
    while (!left.empty()) {
      const int next = draw_index(0, static_cast<int>(left.size()));
      shuffled.push_back(left[static_cast<std::size_t>(next)]);
      left.erase(left.begin() + next);
    }
    const Case inputs = draw_inputs(names);
    const RuleSet permuted = rule_set(shuffled);
    const Decision decision = rule_set(rules).explain(Operation::Refresh, inputs, names);
    Decision other = permuted.explain(Operation::Refresh, inputs, names);
    RC_ASSERT(other == permuted.explain(Operation::Refresh, inputs, names));
    const auto position = [](const std::vector<Rule>& in, const std::string& id) {
      return std::ranges::find(in, id, &Rule::id) - in.begin();
    };
    const auto sorted_by = [&position](const Decision& of, const std::vector<Rule>& in) {
      return std::ranges::is_sorted(of.findings, {},
                                    [&](const Finding& f) { return position(in, f.rule); });
    };
    RC_ASSERT(sorted_by(decision, rules));
    RC_ASSERT(sorted_by(other, shuffled));
    std::ranges::sort(other.findings, {},
                      [&](const Finding& f) { return position(rules, f.rule); });
    RC_ASSERT(other == decision);
  });
}

BOOST_AUTO_TEST_CASE(a_tighter_limit_never_turns_a_denial_into_an_allowance) {  // INV-50
  rehearse::tests::check_property(
      "INV-50", 50,
      [] {
        Names names;
        const RuleSet set = rule_set(
            {rule("capacity", "source.allocated_capacity >= target.maximum_capacity", names)});
        const auto allocated = *rc::gen::inRange<std::int64_t>(0, 1'000);
        const auto maximum = *rc::gen::inRange<std::int64_t>(0, 1'000);
        const auto less = *rc::gen::inRange<std::int64_t>(0, 1'000);
        Case inputs;
        inputs.set("source.allocated_capacity", allocated).set("target.maximum_capacity", maximum);
        const bool allowed = set.verdicts(Operation::Refresh, inputs).allowed;
        inputs.set("target.maximum_capacity", maximum - less);
        const bool allowed_tighter = set.verdicts(Operation::Refresh, inputs).allowed;
        RC_ASSERT(allowed == (allocated < maximum));
        RC_ASSERT(allowed || !allowed_tighter);
      },
      {.cases = 500});
}

BOOST_AUTO_TEST_CASE(the_readable_form_tells_what_the_fast_form_found) {
  rehearse::tests::check_property("explain == verdicts", 51, [] {
    Names names;
    RuleGenerator generator;
    std::vector<Rule> rules;
    for (int index = 0; index < 4; ++index)
      rules.push_back(rule(fmt::format("r{}", index), generator.condition(3), names,
                           index % 2 == 0 ? RuleEffect::Deny : RuleEffect::Warn));
    const RuleSet set = rule_set(rules);
    const Case inputs = draw_inputs(names);
    const Verdicts verdicts = set.verdicts(Operation::Refresh, inputs);
    const Decision decision = set.explain(Operation::Refresh, inputs, names);
    RC_ASSERT(decision.allowed == verdicts.allowed);
    std::size_t next = 0;
    for (std::size_t index = 0; index < rules.size(); ++index) {
      const bool unknown = verdicts.not_evaluable.test(index);
      if (!unknown && !verdicts.fired.test(index)) continue;
      const Finding& finding = decision.findings.at(next++);
      RC_ASSERT(finding.rule == rules[index].id);
      RC_ASSERT((finding.outcome == RuleOutcome::NotEvaluable) == unknown);
      RC_ASSERT(!finding.reasons.empty());
      const bool out_of_range =
          std::ranges::count(finding.reasons, "out of range", &Reason::margin) > 0;
      RC_ASSERT(unknown == (!finding.missing.empty() || out_of_range));
    }
    RC_ASSERT(next == decision.findings.size());
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
