#include <boost/test/unit_test.hpp>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/reports/record/lines.h"
#include "rehearse/tests/scenarios/files/schema.h"
#include "rehearse/tests/scenarios/text/files.h"

/// The published JSON Schemas, against the files that are shipped and against broken ones.
namespace rehearse::scenarios {
namespace {

using tests::changed;
using tests::Schema;

std::string_view shipped(std::span<const fixtures::EmbeddedFile> files, std::string_view name) {
  for (const fixtures::EmbeddedFile& file : files) {
    if (file.name.ends_with(name)) return file.text;
  }
  BOOST_FAIL("not shipped: " << name);
  return {};
}

BOOST_AUTO_TEST_SUITE(files_schema_test)

BOOST_AUTO_TEST_CASE(every_shipped_policy_is_valid) {
  const Schema schema("policy.schema.json");
  for (const fixtures::EmbeddedFile& file : fixtures::policies())
    BOOST_TEST(schema.complaints(file.text) == "", file.name);
}

BOOST_AUTO_TEST_CASE(broken_policies_are_not) {
  const Schema schema("policy.schema.json");
  const auto policy = shipped(fixtures::policies(), "self-service-2020.json");
  const auto accepts = [&](std::string_view from, std::string_view to) {
    return schema.accepts(changed(policy, from, to));
  };
  BOOST_TEST(!accepts("\"about\":", "\"abuot\":"));
  BOOST_TEST(!accepts("\"value\": \"operator\", // or", "\"value\": \"nobody\", // or"));
  BOOST_TEST(!accepts("\"id\": \"other-region\",", ""));
  BOOST_TEST(!accepts("\"id\": \"other-region\",", "\"id\": \"other region\","));
  BOOST_TEST(!accepts("\"deny_when\": \"source.region <> target.region\",", ""));
  BOOST_TEST(!accepts("\"deny_when\": \"source.region <> target.region\",",
                      "\"deny_when\": \"TRUE\", \"warn_when\": \"TRUE\","));
  BOOST_TEST(!accepts("\"cites\": [\"REF-05\", \"PITR-03\"]", "\"cites\": []"));
  BOOST_TEST(!accepts("\"cites\": [\"REF-05\", \"PITR-03\"]", "\"cites\": [\"5\"]"));
  BOOST_TEST(!accepts("\"establishes\": [\"batch-withheld\"]", "\"establishes\": [\"batch\"]"));
  BOOST_TEST(!accepts("\"clear_tables\": [\"DocuValue\"]", "\"clear_tables\": [\"Docu Value\"]"));
  BOOST_TEST(!accepts("\"policy\": \"self-service-2020\"", "\"without\": []"));
  BOOST_TEST(!accepts("\"profile\": \"self-service-2020\",", ""));
  BOOST_TEST(!accepts("\"profile\": \"self-service-2020\"", "\"profile\": \"2020\""));
  BOOST_TEST(!accepts("\"retention_production\"", "\"retention\""));
  BOOST_TEST(!accepts("\"restore\": {", "\"restores\": {"));
}

BOOST_AUTO_TEST_CASE(a_variant_states_only_what_differs) {
  BOOST_TEST(Schema("policy.schema.json").accepts(R"({"extends": "self-service-2020"})"));
  BOOST_TEST(Schema("policy.schema.json")
                 .accepts(R"({"extends": "self-service-2020", "without": ["other-region"]})"));
  BOOST_TEST(Schema("policy.schema.json").accepts(R"json({"extends": "requested-2017",
    "history": { "retention_sandbox": { "value": "days(3)", "because": "b", "cites": ["B-03"] } },
    "operations": { "requested-refresh": {
      "default_source": { "value": "none", "because": "b", "cites": ["B-17"] },
      "downtime_expected": { "value": "hours(9)", "because": "b", "cites": ["B-14"] } } }})json"));
  BOOST_TEST(!Schema("policy.schema.json").accepts(R"({"extends": "requested-2017",
    "operations": { "requested-restore": {
      "default_source": { "value": "none", "because": "b", "cites": ["B-17"] } } }})"));
  BOOST_TEST(
      Schema("fleet.schema.json")
          .accepts(
              R"({"extends": "contoso", "environments": [{"name": "UAT1", "region": null}]})"));
  BOOST_TEST(!Schema("policy.schema.json").accepts("{}"));
  BOOST_TEST(!Schema("fleet.schema.json").accepts("{}"));
}

BOOST_AUTO_TEST_CASE(every_shipped_fleet_is_valid) {
  const Schema schema("fleet.schema.json");
  for (const fixtures::EmbeddedFile& file : fixtures::fleets())
    BOOST_TEST(schema.complaints(file.text) == "", file.name);
}

BOOST_AUTO_TEST_CASE(broken_fleets_are_not) {
  const Schema schema("fleet.schema.json");
  const auto fleet = shipped(fixtures::fleets(), "contoso.json");
  const auto accepts = [&](std::string_view from, std::string_view to) {
    return schema.accepts(changed(fleet, from, to));
  };
  BOOST_TEST(!accepts("\"120 GB\"", "\"-120 GB\""));
  BOOST_TEST(!accepts("\"120 GB\"", "120"));
  BOOST_TEST(!accepts("\"kind\": \"production\"", "\"kind\": \"prodution\""));
  BOOST_TEST(!accepts("\"kind\": \"production\",", ""));
  BOOST_TEST(!accepts("\"kind\": \"production\"", "\"colour\": \"red\""));
  BOOST_TEST(!accepts("\"jobs_stopped\": false", "\"jobs_stopped\": null"));
}

// What the command writes -----------------------------------------------------------------------

std::vector<model::Record> one_of_each() {
  const model::Decision decision{
      .operation = model::Operation::Refresh,
      .allowed = false,
      .findings = {{.rule = "database-capacity",
                    .outcome = model::RuleOutcome::NotEvaluable,
                    .effect = model::RuleEffect::Deny,
                    .because = "b",
                    .cites = {"REF-57"},
                    .reasons = {{"a >= b", {{"a", "1", true}}, "over by 1"}},
                    .missing = {"target.region"}}}};
  return {model::RunStarted{"0.1.0", {7}, "p", "d", 1},
          model::ScenarioStarted{0, "a.json", "refresh", "a title", {"REF-01"}, "p"},
          model::StepTaken{1, {}, "refresh UAT1 from PROD", {"UAT1 went offline"}, decision},
          model::Violation{model::ViolationKind::Invariant,
                           "INV-01",
                           1,
                           {},
                           "s",
                           "e",
                           "a",
                           {"B-1"},
                           {"a.json", 3, 4, "/steps/0"}},
          model::ScenarioEnded{0, model::Verdict::Broke, "t", 1, model::hours(1), 5,
                               Error{"no", {"a.json", 1, 1, ""}, "hint", "excerpt"}},
          model::RunEnded{1, 1, 1, 3, 100, "t", true, 5}};
}

BOOST_AUTO_TEST_CASE(every_kind_of_record_is_valid) {
  const Schema schema("result.schema.json");
  for (const model::Record& record : one_of_each()) {
    const std::string line = reports::to_line(record, reports::HostInformation::Included);
    BOOST_TEST(schema.complaints(line) == "", line);
  }
  for (const model::Record& record :
       std::vector<model::Record>{model::RunStarted(), model::ScenarioStarted(), model::StepTaken(),
                                  model::Violation(), model::ScenarioEnded(), model::RunEnded()}) {
    const std::string line = reports::to_line(record, reports::HostInformation::LeftOut);
    BOOST_TEST(schema.complaints(line) == "", line);
  }
}

BOOST_AUTO_TEST_CASE(a_record_with_more_members_is_valid_and_one_with_fewer_is_not) {
  const Schema schema("result.schema.json");
  BOOST_TEST(schema.accepts(R"({"record": "step", "step": 1, "at": "2020-03-02T09:00:00Z",
    "action": "a", "mood": "fine"})"));
  BOOST_TEST(!schema.accepts(R"({"record": "step", "step": 1, "action": "a"})"));
  BOOST_TEST(!schema.accepts(R"({"record": "steps", "step": 1})"));
  BOOST_TEST(!schema.accepts("{}"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
