#include "rehearse/scenarios/files/scenario.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/scenarios/files/library.h"
#include "rehearse/tests/scenarios/play/fixture.h"

namespace rehearse::scenarios {
namespace {

/// Whether the published JSON Schema accepts `text`.
class Schema {
 public:
  Schema() {
    for (const auto& file : fixtures::schemas()) {
      if (file.name == "schemas/scenario.schema.json") {
        const auto json = nlohmann::json::parse(file.text);
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(json), schema_);
        is_there_ = true;
      }
    }
  }

  bool is_there() const { return is_there_; }

  bool accepts(std::string_view text) const {
    const auto json = nlohmann::json::parse(text, nullptr, true, true);
    valijson::Validator validator;
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(json), nullptr);
  }

 private:
  valijson::Schema schema_;
  bool is_there_ = false;
};

const Schema& schema() {
  static const Schema only;
  return only;
}

Scenario read(std::string_view text) { return need(stage().reader.read(text, "test.json")); }
Scenario read_steps(std::string_view steps, std::string_view head = "") {
  return read(file_of(steps, head));
}

/// `line:column: what (at pointer) | hint`, without "read scenario: ".
std::string error_of(std::string_view text) {
  const auto scenario = stage().reader.read(text, "test.json");
  if (scenario) return "no error";
  const Error& error = scenario.error();
  constexpr std::string_view what = "read scenario: ";
  return fmt::format("{}:{}: {} (at {}){}{}", error.where.line, error.where.column,
                     error.what.starts_with(what) ? error.what.substr(what.size()) : error.what,
                     error.where.pointer, error.hint.empty() ? "" : " | ", error.hint);
}

template <typename T>
const T& deed(const Scenario& scenario, std::size_t step) {
  return std::get<T>(std::get<Do>(scenario.steps[step].what).deed);
}
template <typename T>
const T& expectation(const Scenario& scenario, std::size_t step) {
  return std::get<T>(std::get<Expectation>(scenario.steps[step].what));
}

constexpr model::EnvironmentId prod{0}, uat1{1};

/// A file with one mistake, and what is said about it.
struct Mistake {
  std::string json;
  std::string error;  ///< as from `error_of`, as far as it goes
  bool schema_knows = false;
};

/// Those of a part of scenario_mistakes.txt, which explains its format.
std::vector<Mistake> mistakes_in(std::string_view part) {
  std::ifstream file(REHEARSE_SOURCE_DIR "/tests/scenarios/files/scenario_mistakes.txt");
  std::vector<Mistake> mistakes;
  bool is_here = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('[')) is_here = line == fmt::format("[{}]", part);
    if (!is_here || line.empty() || line.starts_with('[')) continue;
    if (!line.starts_with("  ")) {
      mistakes.push_back({line, {}, false});
      continue;
    }
    const bool knows = line.starts_with("  knows ");
    mistakes.back().schema_knows = knows;
    mistakes.back().error = line.substr(knows ? 8 : 14);
  }
  return mistakes;
}

void check(const Mistake& mistake, const std::string& text) {
  const std::string error = error_of(text);
  BOOST_TEST(error.starts_with(mistake.error),
             mistake.json << "\n  should be  " << mistake.error << "\n  but is     " << error);
  BOOST_TEST(schema().accepts(text) != mistake.schema_knows, mistake.json);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(files_scenario_test)

BOOST_AUTO_TEST_CASE(a_scenario_says_little_and_means_the_usual) {
  const Scenario scenario =
      read(R"({ "scenario": "nothing happens", "steps": [ { "advance": "PT1H" } ] })");
  BOOST_TEST(scenario.file == "test.json");
  BOOST_TEST(scenario.title == "nothing happens");
  BOOST_TEST(scenario.cites == Texts());
  BOOST_TEST(scenario.policy->name == "self-service-2020");
  BOOST_TEST(scenario.fleet->name == "contoso");
  BOOST_TEST(to_string(scenario.clock) == "2020-03-02T09:00:00Z");
  BOOST_TEST(to_string(scenario.timing.copy) == "PT30M");
  BOOST_TEST(deed<Advance>(scenario, 0).by.ms == model::hours(1).ms);
}

BOOST_AUTO_TEST_CASE(a_scenario_says_everything) {
  const Scenario scenario = read_steps(R"json({ "advance": "PT0S" })json", R"json(
    "$schema": "x", "cites": ["REF-11", "INV-28"], "policy": { "extends": "self-service-2020",
      "without": ["other-region"] },
    "fleet": { "extends": "contoso", "environments": [ { "name": "UAT1", "region": "North Europe" }
      ] },
    "clock": "2020-03-02T10:00:00+01:00", "timing": { "copy": "PT1M", "data_rules": "PT2M" },
      "finds": ["INV-17", "refinement"],
    "faults": [ { "site": "Data-Rule:disable-users", "environment": "uat1", "visit": 2, "cause":
      "disk full" },
                { "site": "copy", "environment": "UAT2" } ], )json");
  BOOST_TEST(scenario.cites == (Texts{"REF-11", "INV-28"}));
  BOOST_TEST(scenario.fleet->environments[1].region == "North Europe");
  BOOST_TEST(to_string(scenario.clock) == "2020-03-02T09:00:00Z");
  BOOST_TEST(to_string(scenario.timing.copy) == "PT1M");
  BOOST_TEST(to_string(scenario.timing.data_rules) == "PT2M");
  BOOST_TEST(to_string(scenario.timing.restart) == "PT5M");
  BOOST_TEST(scenario.finds == (Texts{"INV-17", "refinement"}));
  BOOST_TEST(
      (scenario.faults.at(0) == sim::Fault{"data-rule:disable-users", uat1, 2, "disk full"}));
  BOOST_TEST((scenario.faults.at(1) == sim::Fault{"copy", {2}, 1, "the server did not answer"}));
  for (const model::Rule& rule : scenario.policy->rules.rules())
    BOOST_TEST(rule.id != "other-region");
}

BOOST_AUTO_TEST_CASE(a_refresh_is_from_the_targets_page_unless_said) {
  const Scenario scenario = read_steps(R"json(
    { "do": "refresh", "source": "prod", "target": "UAT1" },
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "second", "page": "PROD",
      "purpose": "reporting",
      "warnings_reviewed": false, "until": "Sanitizing", "at": "+PT90M" },
    { "do": "rollback", "operation": "Second", "until": "RollingBack", "at":
      "2020-03-02T12:00:00Z" })json");
  BOOST_TEST((scenario.asked.at(0).source == prod && scenario.asked.at(0).target == uat1));
  BOOST_TEST(scenario.asked.at(0).name.empty());
  const auto& plain = deed<Move>(scenario, 0);
  BOOST_TEST((plain.page == uat1 && plain.purpose == model::Purpose::Testing &&
              plain.warnings_reviewed && plain.patience == Patience::UntilSettled));
  const auto& special = deed<Move>(scenario, 1);
  BOOST_TEST((special.page == prod && special.purpose == model::Purpose::Reporting &&
              !special.warnings_reviewed));
  BOOST_TEST((special.patience == Patience::of(model::Phase::Sanitizing) &&
              special.operation == MovementId{1}));
  BOOST_TEST((std::get<Do>(scenario.steps[1].what).at == scenario.clock + model::minutes(90)));
  BOOST_TEST((deed<Rollback>(scenario, 2).operation == MovementId{1}));
  BOOST_TEST((std::get<Do>(scenario.steps[2].what).at == scenario.clock + model::hours(3)));
}

BOOST_AUTO_TEST_CASE(every_deed_is_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" }, { "do": "cancel",
      "operation": "r1" },
    { "do": "download-logs", "operation": "r1" }, { "do": "sign-in", "environment": "UAT1",
      "account": "service" },
    { "do": "write", "environment": "UAT1", "account": "admin", "sql": "DELETE FROM T" },
    { "do": "put-blob", "environment": "UAT1", "name": "a", "text": "" }, { "do": "receive-file",
      "environment": "UAT1" },
    { "do": "process-files", "environment": "UAT1" }, { "do": "stop-jobs", "environment": "UAT1" },
    { "do": "settle", "environment": "UAT1", "debt": "users" }, { "do": "customize", "environment":
      "UAT1", "require": "X" },
    { "do": "remove-customizations", "environment": "UAT1" }, { "do": "save-update", "environment":
      "UAT1" },
    { "do": "apply-update", "environment": "UAT1", "component": "platform-update", "path":
      "binary-package", "version": "33" },
    { "do": "provision-admin", "environment": "UAT1", "account": "a@b.c" },
    { "do": "redeploy", "environment": "UAT1", "account": "a@b.c", "tenant": "t",
      "application_release": "10.0.9" },
    { "do": "redeploy", "environment": "UAT1", "account": "a@b.c" },
    { "do": "view-credentials", "environment": "UAT1", "role": "team-member" })json");
  BOOST_TEST((deed<Cancel>(scenario, 1).operation == MovementId{0}));
  BOOST_TEST((deed<DownloadLogs>(scenario, 2).operation == MovementId{0}));
  BOOST_TEST((deed<model::SignIn>(scenario, 3) == model::SignIn{uat1, model::Account::Service}));
  BOOST_TEST((deed<Write>(scenario, 4).account == model::Account::Admin &&
              *deed<Write>(scenario, 4).sql == "DELETE FROM T"));
  BOOST_TEST((deed<PutBlob>(scenario, 5).name == "a" && deed<PutBlob>(scenario, 5).text.empty()));
  BOOST_TEST((deed<model::ReceiveFile>(scenario, 6) == model::ReceiveFile{uat1}));
  BOOST_TEST((deed<model::ProcessFiles>(scenario, 7) == model::ProcessFiles{uat1}));
  BOOST_TEST((deed<model::StopJobs>(scenario, 8) == model::StopJobs{uat1}));
  BOOST_TEST((deed<Settle>(scenario, 9).environment == uat1));
  BOOST_TEST((deed<Settle>(scenario, 9).debt == model::Debt::Users));
  BOOST_TEST(*deed<Customize>(scenario, 10).require == "X");
  BOOST_TEST(
      (deed<model::RemoveCustomizations>(scenario, 11) == model::RemoveCustomizations{uat1}));
  BOOST_TEST((deed<model::SaveUpdate>(scenario, 12) == model::SaveUpdate{uat1}));
  BOOST_TEST(
      (deed<model::ApplyUpdate>(scenario, 13) ==
       model::ApplyUpdate{uat1, model::Component::PlatformUpdate, model::UpdatePath::BinaryPackage,
                          model::Version::parse("33").value()}));
  BOOST_TEST(deed<ProvisionAdmin>(scenario, 14).account == "a@b.c");
  BOOST_TEST((deed<Redeploy>(scenario, 15).tenant == "t" &&
              deed<Redeploy>(scenario, 15).application_release.has_value()));
  BOOST_TEST(
      (!deed<Redeploy>(scenario, 16).tenant && !deed<Redeploy>(scenario, 16).application_release));
  BOOST_TEST((deed<model::ViewCredentials>(scenario, 17) ==
              model::ViewCredentials{uat1, model::Role::TeamMember}));
}

BOOST_AUTO_TEST_CASE(what_a_step_leads_to_is_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "expect": { "denied_by":
      ["OTHER-TENANT"],
      "not_evaluable": ["other-region"], "missing": ["Target.region"], "warned_by":
        ["admin-domain"], "refused": "offline",
      "fails_with": "x", "events": ["went-offline"], "margin": "over" } },
    { "do": "stop-jobs", "environment": "UAT1" })json");
  const Outcome& outcome = std::get<Do>(scenario.steps[0].what).outcome;
  BOOST_TEST(outcome.denied_by == Texts{"other-tenant"});
  BOOST_TEST(outcome.not_evaluable == Texts{"other-region"});
  BOOST_TEST(outcome.missing.value() == Texts{"target.region"});
  BOOST_TEST(outcome.warned_by == Texts{"admin-domain"});
  BOOST_TEST((outcome.refused == model::Refusal::Offline));
  BOOST_TEST(outcome.fails_with == "x");
  BOOST_TEST((outcome.events == std::vector{model::EventKind::WentOffline}));
  BOOST_TEST(outcome.margin == "over");
  const Outcome& usual = std::get<Do>(scenario.steps[1].what).outcome;
  BOOST_TEST((usual.denied_by.empty() && usual.refused == model::Refusal::None &&
              usual.fails_with.empty()));
}

BOOST_AUTO_TEST_CASE(time_is_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" },
    { "until": "2020-03-02T10:00:00Z" }, { "until": { "operation": "r1", "phase": "Copying" } },
    { "until": { "operation": "r1", "settled": true } })json");
  BOOST_TEST(
      (std::get<UntilInstant>(scenario.steps[1].what).at == scenario.clock + model::hours(1)));
  BOOST_TEST((std::get<UntilPhase>(scenario.steps[2].what).phase == model::Phase::Copying));
  BOOST_TEST((std::get<UntilSettled>(scenario.steps[3].what).operation == MovementId{0}));
}

BOOST_AUTO_TEST_CASE(expectations_are_read) {
  const Scenario scenario = read_steps(R"json(
    { "do": "refresh", "source": "PROD", "target": "UAT1", "as": "r1" },
    { "expect": { "operation": "r1", "status": "Failed", "phase": "Copying", "equals_pre_image":
      true, "logs_downloaded": false } },
    { "expect": { "environment": "UAT1", "debts": ["users"], "facts": [], "orphaned_files": 0,
      "blobs": ["b", "a"] } },
    { "expect": { "rows": { "database": "uat1/financial-reporting", "sql": "SELECT 1", "equal":
      [[1, -2.5, null, "x"], []] } } },
    { "expect": { "same": ["UAT1/application", "PROD/application"] } }, { "expect": { "differ":
      ["UAT1/application", "PROD/application"] } },
    { "expect": { "same_rows": { "databases": ["UAT1/application", "PROD/application"], "sql":
      "SELECT 1" } } },
    { "expect": { "logs": { "operation": "r1", "contain": "x" } } }, { "expect": {
      "unchanged": "UAT1" } })json");
  const auto& operation = expectation<ExpectMovement>(scenario, 1);
  BOOST_TEST(
      (operation.status == model::Status::Failed && operation.phase == model::Phase::Copying));
  BOOST_TEST((operation.equals_pre_image == true && operation.logs_downloaded == false));
  const auto& environment = expectation<ExpectEnvironment>(scenario, 2);
  BOOST_TEST(
      (environment.debts == model::EnumSet{model::Debt::Users} && environment.facts.has_value()));
  BOOST_TEST((environment.orphaned_files == 0 && !environment.pending_files && !environment.admin));
  BOOST_TEST(environment.blobs.value() == (Texts{"a", "b"}));
  const auto& rows = expectation<ExpectRows>(scenario, 3);
  BOOST_TEST((rows.database.environment == uat1 &&
              rows.database.database == model::Database::FinancialReporting));
  BOOST_TEST((rows.equal ==
              std::vector<sim::Row>{{std::int64_t{1}, -2.5, sim::Null{}, std::string("x")}, {}}));
  BOOST_TEST((expectation<ExpectContent>(scenario, 4).comparison == Comparison::Same));
  BOOST_TEST((expectation<ExpectContent>(scenario, 5).comparison == Comparison::Differ));
  BOOST_TEST((expectation<ExpectSameRows>(scenario, 6).databases[1].environment == prod));
  BOOST_TEST(expectation<ExpectLogs>(scenario, 7).contain == "x");
  BOOST_TEST((expectation<ExpectUnchanged>(scenario, 8).environment == uat1));
}

BOOST_AUTO_TEST_CASE(policies_and_fleets_are_read_once) {
  const Scenario first = read_steps(R"({ "advance": "PT1H" })");
  const Scenario second = read_steps(R"({ "advance": "PT1H" })",
                                     R"("policy": "Self-Service-2020", "fleet": "contoso", )");
  BOOST_TEST((first.policy == second.policy));
  BOOST_TEST((first.fleet == second.fleet));
}

BOOST_AUTO_TEST_CASE(another_policy_can_be_put_in_its_place) {
  const auto path = std::filesystem::temp_directory_path() / "scenario_file_test.policy.json";
  std::ofstream(path)
      << R"({ "policy": "lax", "about": "any region", "extends": "self-service-2020",
                              "without": ["other-region"] })";
  ScenarioReader reader(stage().stand_ins);
  BOOST_REQUIRE(reader.use_policy(path.string()).has_value());
  std::filesystem::remove(path);

  // The rule is gone: what the scenario says of it is no mistake, but it does not come true.
  const auto named =
      need(reader.read(file_of(R"({ "do": "refresh", "source": "PROD", "target": "UAT1",
                   "expect": { "denied_by": ["other-region"] } })",
                               R"("fleet": { "extends": "contoso",
                            "environments": [{ "name": "UAT1", "region": "North Europe" }] }, )"),
                       "test.json"));
  BOOST_TEST(named.policy->name == "lax");
  const model::ScenarioEnded ended = stage().runner.run(named, 0, {});
  BOOST_TEST((ended.verdict == model::Verdict::Failed));

  const auto variant = need(reader.read(
      file_of(R"({ "advance": "PT1H" })",
              R"("policy": { "extends": "self-service-2020", "without": ["other-tenant"] }, )"),
      "test.json"));
  BOOST_TEST(variant.policy->name != "lax");
  BOOST_TEST(!reader.use_policy("self-service-2021").has_value());
}

BOOST_AUTO_TEST_CASE(mistakes_in_steps_are_shown_where_they_are) {
  const auto mistakes = mistakes_in("steps");
  BOOST_REQUIRE(mistakes.size() >= 65U);
  for (const Mistake& mistake : mistakes) check(mistake, file_of(mistake.json));
}

BOOST_AUTO_TEST_CASE(mistakes_in_the_situation_are_shown_where_they_are) {
  const auto mistakes = mistakes_in("situation");
  BOOST_REQUIRE(mistakes.size() >= 20U);
  for (const Mistake& mistake : mistakes)
    check(mistake, file_of(R"({ "advance": "PT1H" })", fmt::format("{}, ", mistake.json)));
}

BOOST_AUTO_TEST_CASE(mistakes_in_the_file_are_shown_where_they_are) {
  BOOST_TEST(error_of("") == "1:1: the file is empty (at )");
  BOOST_TEST(error_of("[]") == "1:1: expected an object but found an empty list (at )");
  BOOST_TEST(error_of(R"({ "steps": [ { "advance": "PT1H" } ] })") ==
             "1:1: the member \"scenario\" is missing (at )");
  BOOST_TEST(error_of(R"({ "scenario": "", "steps": [ { "advance": "PT1H" } ] })") ==
             "1:15: scenario must not be empty (at /scenario)");
  BOOST_TEST(error_of(R"({ "scenario": "x" })") == "1:1: the member \"steps\" is missing (at )");
  BOOST_TEST(error_of(R"({ "scenario": "x", "steps": [] })") ==
             "1:29: expected a list of at least one step but found an empty list (at /steps)");
  const auto absent = stage().reader.read_file("/nowhere/x.json");
  BOOST_REQUIRE(!absent);
  BOOST_TEST(absent.error().where.file == "/nowhere/x.json");
}

BOOST_AUTO_TEST_CASE(the_schema_takes_what_the_reader_takes) {
  BOOST_REQUIRE(schema().is_there());
  for (const ScenarioSource& source : shipped_scenarios())
    BOOST_TEST(schema().accepts(source.text), source.file);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
