#include "rehearse/scenarios/coverage/coverage.h"

#include <algorithm>

#include "rehearse/tests/scenarios/play/fixture.h"

namespace rehearse::scenarios {
namespace {

/// What scenarios show, one after the other.
class Study {
 public:
  Study& play(std::string_view steps, std::string_view head = "") {
    const Scenario scenario = need(stage().reader.read(file_of(steps, head), "test.json"));
    stage().runner.run(scenario, count_, {}, coverage_.witness(scenario, count_));
    ++count_;
    return *this;
  }

  /// `+2 -1`: how many scenarios show the part each way. There must be one part of that name.
  std::string evidence(std::string_view part) const {
    const auto& parts = coverage_.parts();
    BOOST_TEST_REQUIRE(std::ranges::count(parts, part, &Part::name) == 1, part);
    const auto found = std::ranges::find(parts, part, &Part::name);
    const Evidence& shown =
        coverage_.evidence(static_cast<std::size_t>(found - coverage_.parts().begin()));
    return fmt::format("+{} -{}", shown.positive.size(), shown.negative.size());
  }

  /// What is missing of a statement.
  std::string gap(std::string_view id) const {
    const Catalogue catalogue = need(Catalogue::load());
    for (const StatementCoverage& covered : cover(catalogue, coverage_)) {
      if (covered.statement->id == id) return covered.gap;
    }
    return "no such statement";
  }

 private:
  Coverage coverage_ = need(Coverage::create());
  std::uint32_t count_ = 0;
};

constexpr std::string_view too_small = R"("fleet": { "extends": "contoso",
  "environments": [{ "name": "UAT1", "maximum_capacity": "120 GB" }] }, )";

}  // namespace

BOOST_AUTO_TEST_SUITE(coverage_coverage_test)

BOOST_AUTO_TEST_CASE(a_rule_is_shown_by_firing_and_by_letting_pass) {
  Study study;
  BOOST_TEST(study.evidence("rule database-capacity") == "+0 -0");
  BOOST_TEST(study.gap("REF-57") == "no run exercises it");
  BOOST_TEST(study.play(refresh).evidence("rule database-capacity") == "+0 -1");
  BOOST_TEST(study.play(refresh, too_small).evidence("rule database-capacity") == "+1 -1");
  BOOST_TEST(study.gap("REF-57") == "");
}

BOOST_AUTO_TEST_CASE(a_rule_of_another_text_is_another_rule) {
  Study study;
  study.play(refresh, R"("policy": { "extends": "self-service-2020", "rules": [
      { "id": "database-capacity", "operations": ["refresh"],
        "deny_when": "source.allocated_capacity > target.maximum_capacity",
        "because": "equal is enough", "cites": ["REF-57"] }] }, )");
  BOOST_TEST(study.evidence("rule database-capacity") == "+0 -0");
}

BOOST_AUTO_TEST_CASE(a_data_rule_is_shown_by_rows_and_by_a_movement_without_it) {
  Study study;
  BOOST_TEST(study.play(refresh).evidence("data rule disable-users") == "+1 -0");
  study.play(refresh, R"("finds": ["INV-07"],
      "policy": { "extends": "self-service-2020", "without": ["disable-users"] }, )");
  BOOST_TEST(study.evidence("data rule disable-users") == "+1 -1");
}

BOOST_AUTO_TEST_CASE(an_option_is_shown_under_its_value_and_under_another) {
  Study study;
  study.play(refresh);
  BOOST_TEST(study.evidence("option refresh.rollback = operator") == "+1 -0");
  BOOST_TEST(study.evidence("option refresh.rollback = automatic") == "+0 -1");
  BOOST_TEST(study.evidence("option restore.rollback = operator") == "+0 -0");
}

BOOST_AUTO_TEST_CASE(a_transition_is_shown_by_its_phase_being_left_this_way_and_another) {
  constexpr std::string_view arrives = "refresh: Copying -> Replacing on finished";
  Study study;
  BOOST_TEST(study.play(refresh).evidence(arrives) == "+1 -0");
  study.play(refresh, R"("faults": [{ "site": "copy", "environment": "UAT1" }], )");
  BOOST_TEST(study.evidence(arrives) == "+1 -1");
  BOOST_TEST(study.evidence("refresh: Copying -> Failed on failed") == "+1 -1");
}

BOOST_AUTO_TEST_CASE(an_invariant_is_shown_where_it_says_something_and_where_it_is_broken) {
  Study study;
  study.play(R"({ "do": "sign-in", "environment": "UAT1", "account": "user" })");
  BOOST_TEST(study.evidence("INV-07") == "+0 -0");  // vacuous
  BOOST_TEST(study.play(refresh).evidence("INV-07") == "+1 -0");
  study.play(refresh, R"("finds": ["INV-07"],
      "policy": { "extends": "self-service-2020", "without": ["disable-users"] }, )");
  BOOST_TEST(study.evidence("INV-07") == "+1 -1");
}

BOOST_AUTO_TEST_CASE(an_invariant_is_no_evidence_for_what_a_rule_decides) {
  Study study;
  study.play(refresh);  // INV-15 holds of REF-57
  BOOST_TEST(study.evidence("INV-15") == "+1 -0");
  BOOST_TEST(study.gap("REF-57") == "no run exercises it");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
