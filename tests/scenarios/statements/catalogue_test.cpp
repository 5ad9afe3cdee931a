#include "rehearse/scenarios/statements/catalogue.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::value_of;

BOOST_AUTO_TEST_SUITE(statements_catalogue_test)

BOOST_AUTO_TEST_CASE(a_statement_is_found_whatever_its_case) {
  const auto catalogue = value_of(Catalogue::load());
  const Statement& statement = *value_of(catalogue.require("ref-02"));
  BOOST_TEST(statement.id == "REF-02");
  BOOST_TEST((statement.kind == StatementKind::Statement));
  BOOST_TEST(statement.document == "Refresh database");
  BOOST_TEST(statement.section == "Introduction");
  BOOST_TEST(statement.subject == "effect");
  BOOST_TEST(statement.sentence.contains("Financial Reporting"));
  BOOST_TEST(statement.is_modelled);
}

BOOST_AUTO_TEST_CASE(what_is_not_modelled_says_why) {
  const auto catalogue = value_of(Catalogue::load());
  const Statement& statement = *value_of(catalogue.require("REF-30"));
  BOOST_TEST(!statement.is_modelled);
  BOOST_TEST(statement.why_not.starts_with("rationale"));
}

BOOST_AUTO_TEST_CASE(settlements_and_invariants_are_there_too) {
  const auto catalogue = value_of(Catalogue::load());
  const Statement& settlement = *value_of(catalogue.require("B-04"));
  BOOST_REQUIRE(settlement.settlement.has_value());
  BOOST_TEST(settlement.settlement->self_service_2020 == "yes; 30 days or less");
  BOOST_TEST((settlement.settlement->basis == Basis::Interpretation));
  const Statement& invariant = *value_of(catalogue.require("INV-08"));
  BOOST_TEST((invariant.kind == StatementKind::Invariant));
  BOOST_TEST((invariant.derives_from == std::vector<std::string>{"REF-26", "PITR-24"}));
}

BOOST_AUTO_TEST_CASE(each_invariant_of_the_model_has_its_entry_and_each_entry_its_invariant) {
  const auto catalogue = value_of(Catalogue::load());
  std::vector<std::string> entries;
  for (const Statement& statement : catalogue.statements()) {
    if (statement.kind == StatementKind::Invariant) entries.push_back(statement.id);
  }
  std::vector<std::string> checked;
  for (const model::Invariant& invariant : model::invariants()) checked.emplace_back(invariant.id);
  BOOST_TEST(entries == checked, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_invariant_says_what_its_entry_says_and_rests_on_what_that_derives_from) {
  const Statement* statement = statement_of_invariant("INV-08");
  BOOST_REQUIRE(statement != nullptr);
  BOOST_TEST(statement->sentence == "when a movement completes, every batch job is withheld");
  BOOST_TEST((statement->derives_from == std::vector<std::string>{"REF-26", "PITR-24"}));
  BOOST_TEST(statement_of_invariant("refinement") == nullptr);
}

BOOST_AUTO_TEST_CASE(the_numbers_of_all_kinds_are_known) {
  const auto catalogue = value_of(Catalogue::load());
  std::map<StatementKind, int> counts;
  for (const Statement& statement : catalogue.statements()) ++counts[statement.kind];
  BOOST_TEST(counts[StatementKind::Statement] == 367);
  BOOST_TEST(counts[StatementKind::Settlement] == 48);
  BOOST_TEST(counts[StatementKind::Invariant] == 52);
}

BOOST_AUTO_TEST_CASE(all_that_the_shipped_policies_cite_is_in_the_catalogue) {
  const auto catalogue = value_of(Catalogue::load());
  const auto check = [&](const std::string& id, const std::vector<std::string>& cites) {
    for (const std::string& cite : cites)
      BOOST_TEST(catalogue.find(cite) != nullptr, id << " cites " << cite);
  };
  for (const std::string_view name : policy_names()) {
    model::Names names;
    const auto policy = value_of(load_policy(std::string(name), names)).policy;
    for (const auto& rule : policy.rules.rules()) check(rule.id, rule.cites);
    for (const auto& rule : policy.data_rules) check(rule.id, rule.cites);
    for (const auto& constant : policy.constants) check(constant.id, constant.cites);
    for (const auto& option : policy.options) check(option.id, option.cites);
    for (const auto& sub_step : policy.runbook.sub_steps) check(sub_step.id, sub_step.cites);
    for (const auto& script : policy.runbook.scripts) check(script.id, script.cites);
  }
}

BOOST_AUTO_TEST_CASE(a_misspelt_id) {
  const auto catalogue = value_of(Catalogue::load());
  const Error error = error_of(catalogue.require("REF57"));
  BOOST_TEST(error.what == "find statement: there is none with the id \"REF57\"");
  BOOST_TEST(error.hint == "did you mean REF-57?");
  BOOST_TEST(catalogue.find("REF57") == nullptr);
}

BOOST_AUTO_TEST_CASE(an_id_twice_and_a_key_that_is_none) {
  const std::vector<fixtures::EmbeddedFile> twice(2, {"statements/x.json", R"({"invariants": [
    {"id": "INV-01", "fact": "f", "derives_from": ["REF-01"]}]})"});
  BOOST_TEST(error_of(Catalogue::create(twice)).what ==
             "read statements: the id INV-01 stands twice");
  const std::vector<fixtures::EmbeddedFile> wrong(1, {"statements/x.json", R"({"invariants": [
    {"id": "INV-01", "facts": "f", "derives_from": ["REF-01"]}]})"});
  BOOST_TEST(error_of(Catalogue::create(wrong)).hint == "did you mean \"fact\"?");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
