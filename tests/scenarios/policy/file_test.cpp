#include "rehearse/scenarios/policy/file.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::changed;
using tests::error_of;
using tests::value_of;

/// A whole policy; each bad input below changes one thing in it.
constexpr std::string_view small = R"json({
  "policy": "small",
  "about": "As little as possible.",
  "constants": {
    "update_min": { "value": 21, "because": "older ones cannot", "cites": ["REF-59"] }
  },
  "operations": { "refresh": {
    "databases": { "value": ["application"], "because": "one", "cites": ["B-01"] },
    "target_offline_from": { "value": "start", "because": "two", "cites": ["REF-43"] },
    "rollback": { "value": "automatic", "because": "three", "cites": ["N-08"] },
    "rollback_to": { "value": "failure", "because": "four", "cites": ["REF-13"] }
  } },
  "rules": [
    { "id": "old-target", "operations": ["refresh", "apply-update"],
      "deny_when": "target.platform_update < update_min",
      "because": "the target is too old", "cites": ["REF-59"] },
    { "id": "reporting", "operations": ["refresh"],
      "warn_when": "request.purpose = 'reporting'", "because": "unwise", "cites": ["REF-05"] }
  ],
  "data_rules": [
    { "id": "hide", "operations": ["refresh"], "database": "application",
      "clear_tables": ["DocuValue"], "establishes": ["no-attachments"],
      "because": "attachments stay behind", "cites": ["REF-23"] },
    { "id": "blank", "operations": ["refresh"],
      "clear_columns": ["SysEmailParameters.SMTPRelayServerName"],
      "because": "the mail server stays behind", "cites": ["REF-20"] },
    { "id": "disable", "operations": ["refresh"], "database": "application",
      "sql": "UPDATE UserInfo SET enable = 0",
      "because": "nobody may sign in", "cites": ["REF-25"] }
  ],
  "profile": "current",
  "history": {
    "retention_production": { "value": "days(28)", "because": "five", "cites": ["N-18"] },
    "retention_sandbox": { "value": "days(7)", "because": "six", "cites": ["N-18"] }
  }
})json";

Expected<PolicyFile> policy_in(std::string_view text) {
  model::Names names;
  PolicyShelf shelf;
  const auto root = parse_json(text, "p.json", "read policy");
  return root ? read_policy(*root, names, shelf) : std::unexpected(root.error());
}

/// What all data rules establish in a sandbox.
std::string facts_of(const model::Policy& policy, model::Process process) {
  const auto& kinds = policy.facts_established[static_cast<std::size_t>(process)];
  return to_string(kinds[static_cast<std::size_t>(model::EnvironmentKind::Sandbox)]);
}

Error error_with(std::string_view from, std::string_view to) {
  return error_of(policy_in(changed(small, from, to)));
}

BOOST_AUTO_TEST_SUITE(policy_file_test)

BOOST_AUTO_TEST_CASE(a_policy_says_what_it_says) {
  const model::Policy policy = value_of(policy_in(small)).policy;
  BOOST_TEST(policy.name == "small");
  BOOST_TEST(policy.about == "As little as possible.");
  const model::ProcessOptions& options = policy.options_of(model::Process::Refresh);
  BOOST_TEST(to_string(options.databases) == "application");
  BOOST_TEST((options.target_offline_from == model::OfflineFrom::Start));
  BOOST_TEST((options.rollback == model::RollbackOffer::Automatic));
  BOOST_TEST((options.rollback_to == model::RollbackTo::Failure));
  BOOST_TEST((policy.offered == model::EnumSet{model::Process::Refresh}));
  BOOST_TEST((policy.profile == model::Profile::Current));
  BOOST_TEST((policy.backups_kept(model::EnvironmentKind::Production) == model::days(28)));
  BOOST_TEST((policy.backups_kept(model::EnvironmentKind::Developer) == model::days(7)));
  BOOST_REQUIRE(policy.rules.rules().size() == 2);
  const model::Rule& rule = policy.rules.rules().front();
  BOOST_TEST(rule.id == "old-target");
  BOOST_TEST((rule.effect == model::RuleEffect::Deny));
  BOOST_TEST(to_string(rule.operations) == "refresh, apply-update");
  BOOST_TEST(to_string(rule.expression) == "target.platform_update < update_min");
  BOOST_TEST((policy.rules.rules().back().effect == model::RuleEffect::Warn));
}

BOOST_AUTO_TEST_CASE(settings_are_kept_as_written_for_those_who_ask_why) {
  const model::Policy policy = value_of(policy_in(small)).policy;
  BOOST_REQUIRE(policy.constants.size() == 1);
  BOOST_TEST(policy.constants.front().id == "update_min");
  BOOST_TEST(policy.constants.front().value == "21");
  BOOST_REQUIRE(policy.options.size() == 6);
  BOOST_TEST(policy.options[0].id == "history.retention_production");
  BOOST_TEST(policy.options[0].value == "days(28)");
  const model::Setting& rollback = policy.options[4];
  BOOST_TEST(rollback.id == "refresh.rollback");
  BOOST_TEST(rollback.value == "automatic");
  BOOST_TEST(rollback.because == "three");
  BOOST_TEST(rollback.cites == std::vector<std::string>{"N-08"});
}

BOOST_AUTO_TEST_CASE(shorthands_become_sql_and_facts_are_collected) {
  const model::Policy policy = value_of(policy_in(small)).policy;
  BOOST_REQUIRE(policy.data_rules.size() == 3);
  BOOST_TEST(policy.data_rules[0].statements ==
             std::vector<std::string>{"DELETE FROM \"DocuValue\""});
  BOOST_TEST(
      policy.data_rules[1].statements ==
      std::vector<std::string>{"UPDATE \"SysEmailParameters\" SET \"SMTPRelayServerName\" = ''"});
  BOOST_TEST((policy.data_rules[1].database == model::Database::Application));
  BOOST_TEST(facts_of(policy, model::Process::Refresh) == "no-attachments");
}

BOOST_AUTO_TEST_CASE(sql_may_be_a_list) {
  const model::Policy policy =
      value_of(policy_in(changed(small, "\"UPDATE UserInfo SET enable = 0\"",
                                 "[\"UPDATE UserInfo SET enable = 0\", \"DELETE FROM DocuRef\"]")))
          .policy;
  BOOST_TEST(policy.data_rules.back().statements.size() == 2);
}

BOOST_AUTO_TEST_CASE(constants_are_integers_truths_or_values_of_the_rule_language) {
  for (const std::string_view value :
       {"true", "\"version '8.1'\"", "\"GB(500)\"", "\"days(30)\""}) {
    const auto text =
        changed(changed(small, "\"value\": 21", fmt::format("\"value\": {}", value)),
                "target.platform_update < update_min", "source.jobs_processed = FALSE");
    BOOST_TEST(policy_in(text).has_value(), value);
  }
  const Error error = error_with("\"value\": 21", "\"value\": \"Gb(500\"");
  BOOST_TEST(error.where.pointer == "/constants/update_min/value");
  BOOST_TEST(error.where.line == 5);
  BOOST_TEST(error_with("\"value\": 21", "\"value\": 2.5").what ==
             "read policy: expected an integer, true, false or a text of the rule language but "
             "found the number 2.5");
}

BOOST_AUTO_TEST_CASE(equal_policies_have_equal_digests_whatever_their_layout) {
  const std::string digest = value_of(policy_in(small)).policy.digest;
  BOOST_TEST(digest.size() == 32);
  const auto reordered = changed(small, "\"policy\": \"small\",\n", "// a comment\n");
  BOOST_TEST(
      value_of(policy_in(changed(reordered, "\"rules\": [", "\"policy\": \"small\", \"rules\": [")))
          .policy.digest == digest);
  BOOST_TEST(value_of(policy_in(changed(small, "21", "22"))).policy.digest != digest);
  BOOST_TEST(value_of(policy_in(changed(small, "unwise", "not wise"))).policy.digest != digest);
}

BOOST_AUTO_TEST_CASE(shipped_policies_are_found_by_name) {
  model::Names names;
  const PolicyFile file = value_of(load_policy("Self-Service-2020", names));
  BOOST_TEST(file.policy.name == "self-service-2020");
  BOOST_TEST(file.data_rules.size() == file.policy.data_rules.size());
  BOOST_TEST(policy_names() ==
             (std::vector<std::string_view>{"current", "data-upgrade", "requested-2017",
                                            "self-service-2020"}));
  for (const std::string_view name : policy_names())
    BOOST_TEST(load_policy(std::string(name), names).has_value(), name);
}

BOOST_AUTO_TEST_CASE(the_shipped_policy_is_the_one_in_the_repository) {
  model::Names names;
  const std::string path = REHEARSE_SOURCE_DIR "/fixtures/policies/self-service-2020.json";
  BOOST_TEST(value_of(load_policy(path, names)).policy.digest ==
             value_of(load_policy("self-service-2020", names)).policy.digest);
}

BOOST_AUTO_TEST_CASE(a_policy_that_nobody_knows) {
  model::Names names;
  const Error error = error_of(load_policy("self-service-2002", names));
  BOOST_TEST(error.what == "read policy: there is no policy \"self-service-2002\"");
  BOOST_TEST(error.hint.starts_with("did you mean self-service-2020?"));
  BOOST_TEST(error_of(load_policy("no/such.json", names)).what ==
             "read policy: there is no such file");
}

// Bad input: one message each, with its place and the likely cause ------------------------------

BOOST_AUTO_TEST_CASE(an_unknown_key) {
  const Error error = error_with("\"deny_when\"", "\"denywhen\"");
  BOOST_TEST(to_string(error) ==
             "p.json:15:7: read policy: unknown key \"denywhen\" (at /rules/0/denywhen)\n"
             "        \"denywhen\": \"target.platform_update < update_min\",\n"
             "        ^\n"
             "  hint: did you mean \"deny_when\"?");
  BOOST_TEST(error_with("\"about\"", "\"abuot\"").hint == "did you mean \"about\"?");
}

BOOST_AUTO_TEST_CASE(a_misspelt_attribute_in_a_rule) {
  const Error error = error_with("target.platform_update", "target.platfrom_update");
  BOOST_TEST(error.what == "parse condition: there is no attribute \"target.platfrom_update\"");
  BOOST_TEST(error.hint == "did you mean target.platform_update?");
  BOOST_TEST(error.where.file == "p.json");
  BOOST_TEST(error.where.line == 15);
  BOOST_TEST(error.where.column == 21);
  BOOST_TEST(error.where.pointer == "/rules/0/deny_when");
}

BOOST_AUTO_TEST_CASE(a_misspelt_constant_in_a_rule) {
  const Error error = error_with("< update_min", "< update_mni");
  BOOST_TEST(error.what == "parse condition: there is no constant \"update_mni\"");
  BOOST_TEST(error.hint == "did you mean update_min?");
  BOOST_TEST(error.where.column == 46);
}

BOOST_AUTO_TEST_CASE(a_rule_that_compares_what_does_not_compare) {
  const Error error = error_with("target.platform_update <", "target.maximum_capacity <");
  BOOST_TEST(error.what.starts_with("parse condition: "));
  BOOST_TEST(error.where.line == 15);
  BOOST_TEST(error.where.pointer == "/rules/0/deny_when");
  BOOST_TEST(error.excerpt.contains('^'));
}

BOOST_AUTO_TEST_CASE(a_rule_that_both_denies_and_warns_or_neither) {
  const Error both = error_with("\"warn_when\"", "\"deny_when\": \"1 = 1\", \"warn_when\"");
  BOOST_TEST(both.what == "read policy: \"deny_when\", \"warn_when\" exclude each other");
  BOOST_TEST(both.where.pointer == "/rules/1/warn_when");
  const Error neither = error_with("\"warn_when\": \"request.purpose = 'reporting'\",", "");
  BOOST_TEST(neither.what == "read policy: one of \"deny_when\", \"warn_when\" is missing");
  BOOST_TEST(neither.where.pointer == "/rules/1");
}

BOOST_AUTO_TEST_CASE(an_id_twice) {
  const Error error = error_with("\"id\": \"hide\"", "\"id\": \"Reporting\"");
  BOOST_TEST(error.what == "read policy: the id \"Reporting\" is taken");
  BOOST_TEST(error.where.pointer == "/data_rules/0");
  BOOST_TEST(error.hint == "by /rules/1 in line 17 of p.json");
}

BOOST_AUTO_TEST_CASE(an_id_that_is_none) {
  BOOST_TEST(error_with("\"id\": \"hide\"", "\"id\": \"hide it\"").what ==
             "read policy: \"hide it\" cannot be an id");
  BOOST_TEST(error_with("\"id\": \"hide\"", "\"id\": 7").where.pointer == "/data_rules/0/id");
  BOOST_TEST(error_with("\"id\": \"hide\", ", "").what ==
             "read policy: the member \"id\" is missing");
  BOOST_TEST(error_with("\"update_min\"", "\"days\"").what.contains("cannot be a name"));
}

BOOST_AUTO_TEST_CASE(an_unknown_value_of_an_enumeration) {
  const Error fact = error_with("no-attachments", "no-atachments");
  BOOST_TEST(fact.what == "read policy: establishes cannot be \"no-atachments\"");
  BOOST_TEST(fact.hint.starts_with("did you mean \"no-attachments\"? it is one of \"users-"));
  BOOST_TEST(fact.where.pointer == "/data_rules/0/establishes/0");
  BOOST_TEST(error_with("\"apply-update\"", "\"applyupdate\"").what ==
             "read policy: operations cannot be \"applyupdate\"");
  BOOST_TEST(error_with("\"automatic\"", "\"automatically\"").what ==
             "read policy: value cannot be \"automatically\"");
}

BOOST_AUTO_TEST_CASE(an_option_that_is_none_or_is_not_said) {
  const Error unknown = error_with("\"rollback_to\"", "\"rolback_to\"");
  BOOST_TEST(unknown.what == "read policy: unknown key \"rolback_to\"");
  BOOST_TEST(unknown.where.pointer == "/operations/refresh/rolback_to");
  BOOST_TEST(unknown.hint == "did you mean \"rollback_to\"?");
  const Error missing = error_with(
      "\"rollback\": { \"value\": \"automatic\", \"because\": \"three\", \"cites\": [\"N-08\"] },",
      "");
  BOOST_TEST(missing.what == "read policy: the member \"rollback\" is missing");
  BOOST_TEST(
      error_with("\"operations\": { \"refresh\"", "\"operations\": { \"apply-update\"").what ==
      "read policy: unknown key \"apply-update\"");
  BOOST_TEST(error_with("[\"application\"]", "[]").what ==
             "read policy: databases must name at least one");
}

BOOST_AUTO_TEST_CASE(an_entry_that_rests_on_nothing) {
  BOOST_TEST(error_with("\"cites\": [\"REF-05\"]", "\"cites\": []").what ==
             "read policy: cites must not be empty");
  const Error error = error_with("\"cites\": [\"REF-05\"]", "\"cites\": [\"ref 5\"]");
  BOOST_TEST(error.what == "read policy: \"ref 5\" is not the id of a statement");
  BOOST_TEST(error.hint == "ids look like REF-57, B-22, INV-28");
  BOOST_TEST(error.where.pointer == "/rules/1/cites/0");
  BOOST_TEST(error_with("\"because\": \"unwise\"", "\"because\": \"\"").what ==
             "read policy: because must not be empty");
}

BOOST_AUTO_TEST_CASE(a_name_in_a_shorthand_that_is_no_name) {
  const Error table = error_with("\"DocuValue\"", "\"DocuValue; DROP TABLE x\"");
  BOOST_TEST(table.what.starts_with("read policy: expected the name of a table but found"));
  BOOST_TEST(table.where.pointer == "/data_rules/0/clear_tables/0");
  for (const std::string_view wrong : {"SMTP", "", ".", "A.", ".B", "A.B.C", "A.B\\\"C"}) {
    const Error column = error_with("SysEmailParameters.SMTPRelayServerName", wrong);
    BOOST_TEST(column.what.starts_with("read policy: expected a table and a column"), wrong);
    BOOST_TEST(column.hint == "write Table.Column");
  }
}

// Data rules and the stand-in databases ---------------------------------------------------------

struct Database {
  std::unique_ptr<sim::Engine> engine =
      value_of(sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}));
  sim::StandIns stand_ins = value_of(sim::StandIns::create(*engine, value_of(load_stand_ins())));

  Error error_for(std::string_view sql) {
    const auto text = changed(small, "UPDATE UserInfo SET enable = 0", sql);
    return error_of(check_data_rules(value_of(policy_in(text)), stand_ins));
  }
};

BOOST_FIXTURE_TEST_CASE(the_data_rules_of_shipped_policies_fit_the_stand_ins, Database) {
  for (const std::string_view name : policy_names()) {
    model::Names names;
    const auto file = value_of(load_policy(std::string(name), names));
    const auto checked = check_data_rules(file, stand_ins);
    BOOST_TEST(checked.has_value(), (checked ? std::string() : to_string(checked.error())));
  }
}

BOOST_FIXTURE_TEST_CASE(a_data_rule_that_is_no_sql, Database) {
  const Error error = error_for("UPDATE UserInfo SETT enable = 0");
  BOOST_TEST(error.what.starts_with("check data rule disable: "));
  BOOST_TEST(error.what.contains("syntax error"));
  BOOST_TEST(error.where.file == "p.json");
  BOOST_TEST(error.where.line == 28);
  BOOST_TEST(error.where.column == 31);
  BOOST_TEST(error.where.pointer == "/data_rules/2/sql");
}

BOOST_FIXTURE_TEST_CASE(a_data_rule_about_a_table_that_is_not_there, Database) {
  BOOST_TEST(error_for("DELETE FROM UserInfos").what.contains("no such table: UserInfos"));
  const auto text = changed(small, "\"DocuValue\"", "\"DocuValues\"");
  const Error error = error_of(check_data_rules(value_of(policy_in(text)), stand_ins));
  BOOST_TEST(error.what.contains("no such table: DocuValues"));
  BOOST_TEST(error.where.pointer == "/data_rules/0/clear_tables/0");
  BOOST_TEST(error.where.line == 22);
}

BOOST_FIXTURE_TEST_CASE(a_data_rule_that_touches_another_database, Database) {
  const Error error = error_for("DELETE FROM production.UserInfo");
  BOOST_TEST(error.what.contains("production.UserInfo"));
  BOOST_TEST(error.where.pointer == "/data_rules/2/sql");
}

BOOST_FIXTURE_TEST_CASE(a_data_rule_that_attaches_another_database, Database) {
  const Error error = error_for("ATTACH 'production.db' AS production");
  BOOST_TEST(error.what.contains("a data rule may not attach another database"));
  BOOST_TEST(error.where.line == 28);
}

BOOST_FIXTURE_TEST_CASE(a_data_rule_that_changes_the_schema, Database) {
  BOOST_TEST(error_for("DROP TABLE UserInfo").what.contains("a data rule may not"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
