#include <boost/test/unit_test.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/policy/record.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/model/world/action.h"
#include "rehearse/model/world/event.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/model/world/operation.h"
#include "rehearse/reports/record/lines.h"
#include "rehearse/tests/scenarios/files/schema.h"

/// Every `enum` of the published schemas, against the enumeration of the code that it is about.
namespace rehearse::scenarios {
namespace {

using Words = std::multiset<std::string, std::less<>>;

/// All of `E`, without some that files never name.
template <typename E>
Words words(std::initializer_list<E> never_named = {}) {
  Words all(model::enum_names<E>.begin(), model::enum_names<E>.end());
  for (const E value : never_named) all.erase(all.find(to_string(value)));
  return all;
}

/// The kinds of records, as they are written.
Words kinds_of_records() {
  Words kinds;
  for (const model::Record& record :
       std::vector<model::Record>{model::RunStarted(), model::ScenarioStarted(), model::StepTaken(),
                                  model::Violation(), model::ScenarioEnded(), model::RunEnded()}) {
    const std::string line = reports::to_line(record, reports::HostInformation::LeftOut);
    kinds.insert(tests::parsed(line).at("record").get<std::string>());
  }
  return kinds;
}

/// By JSON pointer. One that is not here fails the test.
using Meanings = std::map<std::string, Words>;

Meanings fleet_enums() {
  return {
      {"/definitions/environment/properties/kind", words<model::EnvironmentKind>()},
      {"/definitions/environment/properties/hosting", words<model::Hosting>()},
      {"/definitions/environment/properties/deployment", words<model::Deployment>()},
      {"/definitions/environment/properties/hotfixes/items", words<model::Hotfix>()},
      {"/definitions/environment/properties/machine", words<model::Machine>()},
  };
}

Meanings policy_enums() {
  return {
      {"/properties/profile", words<model::Profile>()},
      {"/definitions/operations/items", words<model::Operation>()},
      {"/definitions/processes/items", words<model::Process>({model::Process::DataUpgrade})},
      {"/definitions/databases_option/properties/value/items", words<model::Database>()},
      {"/definitions/offline_option/properties/value", words<model::OfflineFrom>()},
      {"/definitions/rollback_option/properties/value", words<model::RollbackOffer>()},
      {"/definitions/rollback_to_option/properties/value", words<model::RollbackTo>()},
      {"/definitions/data_option/properties/value", words<model::DataTreatment>()},
      {"/definitions/after_failure_option/properties/value", words<model::AfterFailure>()},
      {"/definitions/acceptance_option/properties/value", words<model::Acceptance>()},
      {"/definitions/source_option/properties/value", words<model::DefaultSource>()},
      {"/definitions/rerun_option/properties/value", words<model::RerunGranularity>()},
      {"/definitions/data_rule/properties/into/items", words<model::EnvironmentKind>()},
      {"/definitions/data_rule/properties/database", words<model::Database>()},
      {"/definitions/data_rule/properties/establishes/items", words<model::DataFact>()},
      {"/definitions/upgrade_step", words<model::UpgradeStep>()},
      {"/definitions/brackets/items", words<model::Bracket>()},
      {"/definitions/work_item/anyOf/2/properties/synchronize", words<model::SyncScope>()},
  };
}

Meanings result_enums() {
  return {
      {"/properties/record", kinds_of_records()},
      {"/definitions/run_started/properties/record", {"run-started"}},
      {"/definitions/scenario_started/properties/record", {"scenario-started"}},
      {"/definitions/step/properties/record", {"step"}},
      {"/definitions/violation/properties/record", {"violation"}},
      {"/definitions/scenario_ended/properties/record", {"scenario-ended"}},
      {"/definitions/run_ended/properties/record", {"run-ended"}},
      {"/definitions/finding/properties/outcome", words<model::RuleOutcome>()},
      {"/definitions/finding/properties/effect", words<model::RuleEffect>()},
      {"/definitions/decision/properties/operation", words<model::Operation>()},
      {"/definitions/violation/properties/kind", words<model::ViolationKind>()},
      {"/definitions/scenario_ended/properties/verdict", words<model::Verdict>()},
  };
}

Meanings scenario_enums() {
  return {
      {"/definitions/account", words<model::Account>()},
      {"/definitions/role", words<model::Role>()},
      {"/definitions/component", words<model::Component>()},
      {"/definitions/update path", words<model::UpdatePath>()},
      {"/definitions/purpose", words<model::Purpose>()},
      {"/definitions/via", words<model::Via>()},
      {"/definitions/asked database", words<model::RequestedDatabase>()},
      {"/definitions/hotfix", words<model::Hotfix>()},
      {"/definitions/debt", words<model::Debt>()},
      {"/definitions/service", words<model::Service>()},
      {"/definitions/bracket", words<model::Bracket>()},
      {"/definitions/fact", words<model::DataFact>()},
      {"/definitions/phase", words<model::Phase>({model::Phase::None})},
      {"/definitions/status", words<model::Status>()},
      {"/definitions/refusal", words<model::Refusal>({model::Refusal::None})},
      {"/definitions/event", words<model::EventKind>()},
      {"/definitions/prepare-tool/properties/step",
       words<model::ToolState>({model::ToolState::None})},
      {"/definitions/prepare-upgrade/properties/groundwork", words<model::Groundwork>()},
      {"/definitions/transfer-backup/properties/through", words<model::Route>()},
  };
}

/// Each `enum` below `node`, with its place.
void collect(const nlohmann::json& node, const std::string& place, Meanings& found) {
  if (!node.is_structured()) return;
  for (const auto& [key, value] : node.items()) {
    if (key == "enum" && node.is_object()) {
      found[place] = value.get<Words>();
    } else {
      collect(value, place + "/" + key, found);
    }
  }
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

void check_enums(std::string_view schema, const Meanings& meanings) {
  Meanings found;
  for (const fixtures::EmbeddedFile& file : fixtures::schemas()) {
    if (file.name.ends_with(schema)) collect(tests::parsed(file.text), "", found);
  }
  for (const auto& [place, words] : found) {
    BOOST_TEST(meanings.contains(place), schema << place << ": say here which enumeration it is");
  }
  for (const auto& [place, words] : meanings) {
    BOOST_TEST_CONTEXT(schema << place) BOOST_TEST(joined(found[place]) == joined(words));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(files_schema_enums_test)

BOOST_AUTO_TEST_CASE(the_schemas_name_every_enumerator_and_nothing_else) {
  check_enums("fleet.schema.json", fleet_enums());
  check_enums("policy.schema.json", policy_enums());
  check_enums("result.schema.json", result_enums());
  check_enums("scenario.schema.json", scenario_enums());
}

BOOST_AUTO_TEST_CASE(every_schema_is_looked_at) { BOOST_TEST(fixtures::schemas().size() == 4U); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
