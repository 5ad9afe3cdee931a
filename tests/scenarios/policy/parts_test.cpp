#include "rehearse/scenarios/policy/parts.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::Folder;
using tests::value_of;

Expected<PolicyFile> variant(std::string_view text) {
  model::Names names;
  const auto root = parse_json(fmt::format("{{\"policy\": {}}}", text), "s.json", "read scenario");
  BOOST_REQUIRE(root.has_value());
  PolicyShelf shelf;
  return read_policy(root->find("policy").value(), names, shelf);
}

model::Policy shipped() {
  model::Names names;
  return value_of(load_policy("self-service-2020", names)).policy;
}

std::vector<std::string> rule_ids(const model::Policy& policy) {
  std::vector<std::string> ids;
  for (const model::Rule& rule : policy.rules.rules()) ids.push_back(rule.id);
  return ids;
}

BOOST_AUTO_TEST_SUITE(policy_parts_test)

BOOST_AUTO_TEST_CASE(a_scenario_names_a_policy) {
  BOOST_TEST(value_of(variant("\"self-service-2020\"")).policy.digest == shipped().digest);
}

BOOST_AUTO_TEST_CASE(a_variant_that_changes_nothing_is_the_same_policy_under_another_name) {
  const auto policy = value_of(variant("{\"extends\": \"self-service-2020\"}")).policy;
  BOOST_TEST(policy.name == "self-service-2020 (variant)");
  BOOST_TEST(policy.about == shipped().about);
  BOOST_TEST(rule_ids(policy) == rule_ids(shipped()));
  BOOST_TEST(policy.digest != shipped().digest);
}

BOOST_AUTO_TEST_CASE(an_entry_with_a_known_id_takes_the_place_of_the_old_one) {
  const auto policy = value_of(variant(R"({ "extends": "self-service-2020", "rules": [
    { "id": "Other-Region", "operations": ["refresh"],
      "warn_when": "source.region <> target.region",
      "because": "far away", "cites": ["REF-56"] } ] })"))
                          .policy;
  const auto before = shipped();
  BOOST_REQUIRE(policy.rules.rules().size() == before.rules.rules().size());
  for (std::size_t index = 0; index < policy.rules.rules().size(); ++index) {
    const bool is_it = before.rules.rules()[index].id == "other-region";
    BOOST_TEST((policy.rules.rules()[index].because == "far away") == is_it);
  }
}

BOOST_AUTO_TEST_CASE(an_entry_with_a_new_id_comes_last) {
  const auto policy = value_of(variant(R"json({ "extends": "self-service-2020",
    "constants": { "small": { "value": "GB(1)", "because": "b", "cites": ["B-01"] } },
    "rules": [ { "id": "tiny", "operations": ["refresh"],
                 "deny_when": "target.maximum_capacity < small",
                 "because": "too small", "cites": ["REF-57"] } ],
    "data_rules": [ { "id": "last", "operations": ["refresh"], "sql": "DELETE FROM DocuRef",
                      "because": "no references", "cites": ["REF-23"] } ] })json"))
                          .policy;
  BOOST_TEST(policy.rules.rules().back().id == "tiny");
  BOOST_TEST(policy.data_rules.back().id == "last");
  BOOST_TEST(policy.constants.back().id == "small");
}

BOOST_AUTO_TEST_CASE(a_constant_that_is_changed_changes_the_rules_that_use_it) {
  const auto policy = value_of(variant(R"({ "extends": "self-service-2020", "constants": {
    "platform_update_min": { "value": 40, "because": "stricter", "cites": ["REF-59"] } } })"))
                          .policy;
  BOOST_TEST(policy.constants.front().value == "40");
  bool is_used = false;
  for (const model::Rule& rule : policy.rules.rules()) {
    for (const model::Node& node : rule.expression.nodes)
      is_used |= node.name == "platform_update_min" && node.value == 40;
  }
  BOOST_TEST(is_used);
}

BOOST_AUTO_TEST_CASE(options_are_replaced_one_by_one) {
  const auto policy = value_of(variant(R"({ "extends": "self-service-2020", "operations": {
    "refresh": { "rollback": { "value": "automatic", "because": "as today",
                               "cites": ["N-08"] } } } })"))
                          .policy;
  const model::ProcessOptions& options = policy.options_of(model::Process::Refresh);
  BOOST_TEST((options.rollback == model::RollbackOffer::Automatic));
  BOOST_TEST((options.rollback_to == model::RollbackTo::Start));
  BOOST_TEST(policy.options.size() == shipped().options.size());
}

BOOST_AUTO_TEST_CASE(what_is_left_out_is_gone) {
  const auto policy = value_of(variant(R"({ "extends": "self-service-2020",
    "without": ["production-reporting", "clear-attachments"] })"))
                          .policy;
  BOOST_TEST(policy.rules.rules().size() == shipped().rules.rules().size() - 1);
  for (const auto& kinds : policy.facts_established) {
    for (const auto& facts : kinds) BOOST_TEST(!facts.contains(model::DataFact::NoAttachments));
  }
}

BOOST_AUTO_TEST_CASE(leaving_out_what_is_not_there) {
  const Error error = error_of(
      variant(R"({ "extends": "self-service-2020", "without": ["production-reportin"] })"));
  BOOST_TEST(error.what ==
             "read scenario: there is no constant, rule, data rule, sub-step, script or process "
             "\"production-reportin\" in policy self-service-2020");
  BOOST_TEST(error.hint == "did you mean production-reporting?");
  BOOST_TEST(error.where.file == "s.json");
  BOOST_TEST(error.where.pointer == "/policy/without/0");
  BOOST_TEST(!variant(R"({ "policy": "x", "without": ["a"] })").has_value());
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_variant_stands_in_the_scenario) {
  const Error error = error_of(variant(R"({ "extends": "self-service-2020", "rules": [
    { "id": "x", "operations": ["refresh"], "deny_when": "source.regoin = 'a'", "because": "b",
      "cites": ["B-1"] } ] })"));
  BOOST_TEST(error.where.file == "s.json");
  BOOST_TEST(error.where.line == 2);
  BOOST_TEST(error.where.pointer == "/policy/rules/0/deny_when");
}

BOOST_AUTO_TEST_CASE(extending_a_policy_that_nobody_knows) {
  const Error error = error_of(variant(R"({ "extends": "self-service-2021" })"));
  BOOST_TEST(error.what == "read scenario: there is no policy \"self-service-2021\"");
  BOOST_TEST(error.where.pointer == "/policy/extends");
  BOOST_TEST(error.hint.starts_with("did you mean self-service-2020?"));
  const Error path = error_of(variant(R"({ "extends": "no/such.json" })"));
  BOOST_TEST(path.what == "read scenario: there is no file \"no/such.json\"");
  BOOST_TEST(path.where.pointer == "/policy/extends");
}

// Files that extend each other ------------------------------------------------------------------

constexpr std::string_view rule = R"("rules": [ { "id": "x", "operations": ["refresh"],
  "deny_when": "target.kind = 'production'", "because": "b", "cites": ["B-01"] } ])";

BOOST_AUTO_TEST_CASE(a_path_begins_at_the_folder_of_the_file) {
  const Folder folder;
  model::Names names;
  folder.write("base/strict.json", fmt::format(R"({{"extends": "self-service-2020", {}}})", rule));
  const auto path = folder.write("team/ours.json", R"({"extends": "../base/strict.json"})");
  const auto policy = value_of(load_policy(path, names)).policy;
  BOOST_TEST(policy.name == "ours");
  BOOST_TEST(policy.rules.rules().back().id == "x");
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_file_that_is_extended_stands_in_that_file) {
  const Folder folder;
  model::Names names;
  const auto base = folder.write("base.json", R"({"extends": "self-service-2020", "rulez": []})");
  const auto path = folder.write("ours.json", R"({"extends": "base.json"})");
  BOOST_TEST(error_of(load_policy(path, names)).where.file == base);
}

BOOST_AUTO_TEST_CASE(a_policy_that_extends_itself) {
  const Folder folder;
  model::Names names;
  const auto path = folder.write("self.json", R"({"extends": "./self.json"})");
  const Error error = error_of(load_policy(path, names));
  BOOST_TEST(error.what == "read policy: self.json extends itself");
  BOOST_TEST(error.where.pointer == "/extends");
  BOOST_TEST(error.hint.starts_with("self.json extends self.json;"));
}

BOOST_AUTO_TEST_CASE(policies_that_extend_each_other_in_a_circle) {
  const Folder folder;
  model::Names names;
  const auto path = folder.write("a.json", R"({"extends": "b.json"})");
  folder.write("b.json", R"({"extends": "c.json"})");
  folder.write("c.json", R"({"extends": "./a.json"})");
  const Error error = error_of(load_policy(path, names));
  BOOST_TEST(error.what == "read policy: a.json extends itself");
  BOOST_TEST(error.where.file == folder.path("c.json"));
  BOOST_TEST(error.hint.starts_with("a.json extends b.json extends c.json extends a.json;"));
}

BOOST_AUTO_TEST_CASE(a_chain_that_is_too_long) {
  const Folder folder;
  model::Names names;
  for (int link = 0; link < 20; ++link)
    folder.write(fmt::format("{}.json", link),
                 fmt::format(R"({{"extends": "{}.json"}})", link + 1));
  BOOST_TEST(error_of(load_policy(folder.path("0.json"), names))
                 .what.starts_with("read policy: more than 16 files extend each other"));
}

BOOST_AUTO_TEST_CASE(a_rule_with_the_id_of_a_data_rule_that_is_inherited) {
  const Error error = error_of(variant(R"({ "extends": "self-service-2020", "rules": [
    { "id": "reset-admin", "operations": ["refresh"], "deny_when": "target.kind = 'production'",
      "because": "b", "cites": ["B-01"] } ] })"));
  BOOST_TEST(error.what == "read scenario: the id \"reset-admin\" is taken");
  BOOST_TEST(error.where.file == "s.json");
  BOOST_TEST(error.hint.contains("fixtures/policies/self-service-2020.json"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
