#include "rehearse/model/verdicts/evaluation.h"

#include <array>
#include <limits>

#include "rehearse/tests/model/language/vocabulary.h"

namespace rehearse::model::tests {
namespace {

constexpr Truth f = Truth::False;
constexpr Truth u = Truth::Unknown;
constexpr Truth t = Truth::True;

/// The tree-walk and the compiled form must agree; what they agree on.
Truth truth_of(std::string_view text, Inputs inputs, Names& names) {
  const Expression expression = parse(text, names);
  const Truth walked = evaluate(expression, inputs);
  const RuleSet set = rule_set({rule("r", text, names)});
  const Verdicts verdicts = set.verdicts(Operation::Refresh, inputs);
  BOOST_TEST_INFO_SCOPE(text);
  BOOST_TEST(verdicts.fired.test(0) == (walked == t));
  BOOST_TEST(verdicts.not_evaluable.test(0) == (walked == u));
  BOOST_TEST(verdicts.allowed == (walked == f));
  return walked;
}

Truth truth_of(std::string_view text, Inputs inputs) {
  Names names;
  return truth_of(text, inputs, names);
}

std::int64_t as_input(Truth truth) {
  return truth == u ? missing : static_cast<std::int64_t>(truth) / 2;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts_evaluation_test)

BOOST_AUTO_TEST_CASE(and_or_not_follow_kleene) {
  constexpr std::array truths = {f, u, t};
  constexpr std::array<std::array<Truth, 3>, 3> conjunction = {{{f, f, f}, {f, u, u}, {f, u, t}}};
  constexpr std::array<std::array<Truth, 3>, 3> disjunction = {{{f, u, t}, {u, u, t}, {t, t, t}}};
  for (std::size_t left = 0; left < 3; ++left) {
    for (std::size_t right = 0; right < 3; ++right) {
      Case inputs;
      inputs.set("source.available", as_input(truths[left]));
      inputs.set("target.available", as_input(truths[right]));
      BOOST_TEST(
          (truth_of("source.available AND target.available", inputs) == conjunction[left][right]));
      BOOST_TEST(
          (truth_of("source.available OR target.available", inputs) == disjunction[left][right]));
      BOOST_TEST((truth_of("NOT (NOT source.available OR NOT target.available)", inputs) ==
                  conjunction[left][right]));
    }
    Case inputs;
    inputs.set("source.available", as_input(truths[left]));
    BOOST_TEST((truth_of("NOT source.available", inputs) == truths[2 - left]));
  }
}

BOOST_AUTO_TEST_CASE(a_missing_value_makes_every_comparison_unknown) {
  const Case nothing;
  for (const std::string_view text :
       {"source.platform_update = 1", "source.platform_update <> 1", "source.platform_update < 1",
        "1 >= source.platform_update", "source.region = target.region",
        "source.platform_update BETWEEN 1 AND 2", "source.kind IN ('sandbox', 'production')",
        "source.platform_update + 1 > 0", "target.available", "NOT target.available"}) {
    BOOST_TEST((truth_of(text, nothing) == u), text);
  }
  BOOST_TEST((truth_of("source.region IS NULL", nothing) == t));
  BOOST_TEST((truth_of("source.region IS NOT NULL", nothing) == f));
  BOOST_TEST((truth_of("source.platform_update + 1 IS NULL", nothing) == t));
}

BOOST_AUTO_TEST_CASE(in_and_between_decide_as_soon_as_they_can) {
  Case inputs;
  inputs.set("source.platform_update", 5);
  BOOST_TEST((truth_of("source.platform_update IN (5, target.platform_update)", inputs) == t));
  BOOST_TEST((truth_of("source.platform_update IN (4, target.platform_update)", inputs) == u));
  BOOST_TEST((truth_of("source.platform_update NOT IN (4, 6)", inputs) == t));
  BOOST_TEST(
      (truth_of("source.platform_update BETWEEN target.platform_update AND 4", inputs) == f));
  BOOST_TEST(
      (truth_of("source.platform_update BETWEEN target.platform_update AND 5", inputs) == u));
  BOOST_TEST((truth_of("source.platform_update BETWEEN 5 AND 5", inputs) == t));
  BOOST_TEST((truth_of("source.platform_update NOT BETWEEN 6 AND 4", inputs) == t));
}

BOOST_AUTO_TEST_CASE(versions_compare_component_by_component) {
  Case inputs;
  inputs.set("source.application_release", *Version::parse("10.0.9"));
  inputs.set("target.application_release", *Version::parse("10.0.10"));
  BOOST_TEST((truth_of("source.application_release < target.application_release", inputs) == t));
  BOOST_TEST((truth_of("source.application_release = version '10.0.9.0'", inputs) == t));
  BOOST_TEST((truth_of("version '10.10' > version '10.9'", inputs) == t));
  BOOST_TEST((truth_of("version '10.10' = version '10.1'", inputs) == f));
}

BOOST_AUTO_TEST_CASE(texts_compare_without_case) {
  Names names;
  Case inputs;
  inputs.set("source.region", names.intern("West Europe"));
  inputs.set("target.region", names.intern("WEST EUROPE"));
  BOOST_TEST((truth_of("source.region = target.region", inputs, names) == t));
  BOOST_TEST((truth_of("source.region = 'west europe'", inputs, names) == t));
  BOOST_TEST((truth_of("home_region <> source.region", inputs, names) == f));
  BOOST_TEST((truth_of("source.region IN ('', 'North Europe')", inputs, names) == f));
}

BOOST_AUTO_TEST_CASE(arithmetic_that_does_not_fit_is_unknown) {
  Case inputs;
  inputs.set("source.platform_update", std::numeric_limits<std::int64_t>::max());
  inputs.set("target.platform_update", -std::numeric_limits<std::int64_t>::max());
  BOOST_TEST((truth_of("source.platform_update + 1 > 0", inputs) == u));
  BOOST_TEST((truth_of("target.platform_update - 1 < 0", inputs) == u));  // the number of `missing`
  BOOST_TEST((truth_of("source.platform_update - target.platform_update > 0", inputs) == u));
  BOOST_TEST((truth_of("source.platform_update + target.platform_update = 0", inputs) == t));
  BOOST_TEST((truth_of("-source.platform_update = target.platform_update", inputs) == t));
}

BOOST_AUTO_TEST_CASE(conditions_need_no_attribute) {
  const Case nothing;
  BOOST_TEST((truth_of("strict", nothing) == t));
  BOOST_TEST((truth_of("NOT TRUE", nothing) == f));
  BOOST_TEST((truth_of("'a' = 'A' AND headroom = GB(4) + GB(6)", nothing) == t));
  BOOST_TEST((truth_of("1 IS NULL", nothing) == f));
  BOOST_TEST((truth_of("epoch - instant '2020-03-01T09:00:00Z' = hours(24)", nothing) == t));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
