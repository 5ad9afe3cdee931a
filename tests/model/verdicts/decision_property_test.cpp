#include <algorithm>
#include <string>
#include <vector>

#include "rehearse/model/verdicts/decision.h"
#include "rehearse/tests/model/language/generator.h"
#include "rehearse/tests/property.h"

namespace rehearse::model::tests {

BOOST_AUTO_TEST_SUITE(verdicts_decision_property_test)

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
    std::vector<Rule> rules = rules_of(4, [&](int) { return generator.condition(3); }, names);
    rules[1].effect = rules[2].effect = RuleEffect::Warn;
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
