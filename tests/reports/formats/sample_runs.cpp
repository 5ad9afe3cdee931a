#include "rehearse/tests/reports/formats/sample_runs.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

namespace rehearse::tests {
namespace {

using model::Operand;
using model::Record;
using model::RuleEffect;
using model::RuleOutcome;

const model::Instant start = *model::parse_instant("2020-03-02T09:00:00Z");

model::RunStarted run_of(std::uint32_t scenarios) {
  return {"0.1.0", {0x5eed}, "", "9f2c0c1b7e0d4a11", scenarios};
}

model::ScenarioStarted scenario(std::uint32_t index, std::string group, std::string name,
                                std::string title) {
  return {index,      fmt::format("{}/{}.json", group, name),
          group,      std::move(title),
          {"REF-11"}, "self-service-2020"};
}

model::ScenarioEnded ended(std::uint32_t index, model::Verdict verdict, std::uint32_t actions) {
  return {index,       verdict,         fmt::format("{:016x}", 0x1111111111111111U * (index + 1)),
          actions,     model::hours(2), 1'500'000 * (index + 1),
          std::nullopt};
}

model::StepTaken step(std::uint32_t number, std::int64_t minutes, std::string action,
                      std::vector<std::string> events) {
  return {number, start + model::minutes(minutes), std::move(action), std::move(events),
          std::nullopt};
}

model::RunEnded run_ended(std::uint32_t passed, std::uint32_t failed, std::uint32_t broke) {
  return {passed, failed, broke, 9, 311, "c0ffee00c0ffee00", false, 4'500'000};
}

void append(Records& records, const Records& more) {
  records.insert(records.end(), more.begin(), more.end());
}

/// A refresh that completes.
Records completing(std::uint32_t index, std::string group, std::string name, std::string title) {
  return {scenario(index, std::move(group), std::move(name), std::move(title)),
          step(1, 0, "refresh UAT1 from PROD", {"UAT1 began to be refreshed", "UAT1 went offline"}),
          step(2, 30, "restoring finishes in UAT1", {"UAT1 entered Synchronizing"}),
          step(2, 95, "synchronizing finishes in UAT1", {"UAT1 came online", "UAT1 was refreshed"}),
          ended(index, model::Verdict::Passed, 3)};
}

model::Violation restored_to_the_wrong_moment() {
  return {model::ViolationKind::Invariant,
          "INV-28",
          3,
          start + model::minutes(90),
          "A rollback gives both databases as they were at the start of the operation, not as they "
          "were when it failed.",
          "application 7a11c0de7a11c0de, financial-reporting 5eed5eed5eed5eed",
          "application 7a11c0de7a11c0de, financial-reporting 0badcafe0badcafe",
          {"REF-13", "B-45"},
          {"refresh/sync_failure_rolled_back.json", 24, 5, "/steps/2"}};
}

Records rolled_back_wrongly(std::uint32_t index) {
  return {scenario(index, "refresh", "sync_failure_rolled_back",
                   "a sync failure must be rolled back before anything else happens"),
          step(1, 0, "refresh UAT1 from PROD", {"UAT1 began to be refreshed", "UAT1 went offline"}),
          step(2, 85, "synchronizing fails in UAT1", {"UAT1 failed while Synchronizing"}),
          step(3, 90, "roll back UAT1", {"UAT1 began to be rolled back"}),
          restored_to_the_wrong_moment(),
          ended(index, model::Verdict::Failed, 3)};
}

Records denied_unexpectedly(std::uint32_t index) {
  model::StepTaken denied =
      step(1, 0, "refresh UAT2 from PROD", {"UAT2 was not touched: the policy denied it"});
  denied.decision = sample_decision();
  const model::Violation violation{model::ViolationKind::Expectation,
                                   "expect",
                                   2,
                                   start,
                                   "the status of operation r1 is Completed",
                                   "Completed",
                                   "Denied",
                                   {},
                                   {"refresh/too_large.json", 9, 7, "/steps/1/expect/status"}};
  return {scenario(index, "refresh", "too_large", "a source that just fits is copied"), denied,
          violation, ended(index, model::Verdict::Failed, 1)};
}

Records disagreeing(std::uint32_t index) {
  const model::Violation violation{model::ViolationKind::Refinement,
                                   "refinement",
                                   1,
                                   start + model::Duration{250},
                                   "model and stand-in agree on UAT1: users-disabled",
                                   "12 users disabled",
                                   "11 users disabled",
                                   {},
                                   {}};
  return {scenario(index, "data", "users", "a refresh disables every user"),
          step(1, 0, "refresh UAT1 from PROD", {"UAT1 was refreshed"}), violation,
          ended(index, model::Verdict::Failed, 1)};
}

}  // namespace

model::Decision sample_decision() {
  const model::Finding capacity{
      "database-capacity",
      RuleOutcome::Denied,
      RuleEffect::Deny,
      "the capacity allocated to the source must be smaller than the maximum of the target",
      {"REF-57", "B-43", "INV-15"},
      {{"source.allocated_capacity >= target.maximum_capacity",
        {Operand{"source.allocated_capacity", "512 GB", true},
         Operand{"target.maximum_capacity", "500 GB", true}},
        "over by 12 GB"}},
      {}};
  const model::Finding update{"target-platform-update",
                              RuleOutcome::NotEvaluable,
                              RuleEffect::Deny,
                              "the target must run platform update 21 or later",
                              {"REF-59"},
                              {},
                              {"target.platform_update"}};
  const model::Finding domain{
      "admin-domain",
      RuleOutcome::Warned,
      RuleEffect::Warn,
      "the admin accounts of source and target should be of the same tenant domain",
      {"REF-41", "B-26"},
      {{"source.admin_domain <> target.admin_domain",
        {Operand{"source.admin_domain", "'contoso.com'", true},
         Operand{"target.admin_domain", "'fabrikam.com'", true}},
        "differ"}},
      {}};
  return {model::Operation::Refresh, false, {capacity, update, domain}};
}

Records passing_run() {
  Records records = {run_of(3)};
  append(records, completing(0, "data", "rows", "rows of production arrive in the sandbox"));
  append(records, completing(1, "refresh", "completes", "a refresh from production completes"));
  append(records, completing(2, "refresh", "again", "a second refresh completes as the first"));
  records.emplace_back(run_ended(3, 0, 0));
  return records;
}

Records failing_run() {
  Records records = {run_of(4)};
  append(records, disagreeing(0));
  append(records, rolled_back_wrongly(1));
  append(records, completing(2, "refresh", "completes", "a refresh from production completes"));
  append(records, denied_unexpectedly(3));
  records.emplace_back(run_ended(1, 3, 0));
  return records;
}

Records repeated_run() {
  constexpr std::uint32_t scenarios = 22;
  Records records = {run_of(scenarios)};
  for (std::uint32_t index = 0; index < scenarios; ++index)
    append(records, rolled_back_wrongly(index));
  records.emplace_back(run_ended(0, scenarios, 0));
  return records;
}

Records broken_run() {
  model::ScenarioEnded broke = ended(1, model::Verdict::Broke, 0);
  broke.virtual_time = {};
  broke.error = Error{"read scenario: unknown key \"expct\"",
                      {"refresh/typo.json", 7, 5, "/steps/2"},
                      "did you mean \"expect\"?",
                      "    { \"expct\": { \"operation\": \"r1\" } },\n      ^"};
  Records records = {run_of(2)};
  append(records, completing(0, "refresh", "completes", "a refresh from production completes"));
  append(records, {scenario(1, "refresh", "typo", "a scenario with a spelling mistake"), broke});
  records.emplace_back(run_ended(1, 0, 1));
  return records;
}

Records interrupted_run() {
  Records records = {run_of(3)};
  append(records, completing(0, "refresh", "completes", "a refresh from production completes"));
  model::RunEnded stopped = run_ended(1, 0, 0);
  stopped.interrupted = true;
  records.emplace_back(stopped);
  return records;
}

Records killed_run() {
  Records records = interrupted_run();
  records.pop_back();
  append(records, {scenario(1, "refresh", "killed", "the process ends within this scenario"),
                   step(1, 0, "refresh UAT1 from PROD", {})});
  return records;
}

Records empty_run() { return {run_of(0), model::RunEnded()}; }

Records hostile_run() {
  model::RunStarted run = run_of(1);
  run.policy = "policies/it's <mine>.json";
  const std::string title = "]]> & <script>\"'\x1B[31mred\x1B[0m \xFF\xC0\xAF bell\a end\n::error";
  model::ScenarioStarted started = scenario(0, "odd \x01group", "--weird $(name)", title);
  started.cites = {"<cite>"};
  model::StepTaken taken = step(1, 0, "refresh \u202Edorp\u202C from\tPROD", {"a\r\nb", ""});
  const model::Violation violation{model::ViolationKind::Invariant,
                                   "INV-<&>",
                                   1,
                                   start,
                                   "a ]]> stays \xEF\xBF\xBE text",
                                   std::string("NUL \0 within", 12),
                                   std::string(5'000, 'x') + " " + std::string(300, 'y'),
                                   {},
                                   {"odd \x01group/--weird $(name).json", 3, 1, ""}};
  model::ScenarioEnded end = ended(0, model::Verdict::Failed, 1);
  end.virtual_time = {-1};
  return {run, started, taken, violation, end, run_ended(0, 1, 0)};
}

namespace {

void require(const Expected<void>& done) {
  BOOST_REQUIRE_MESSAGE(done.has_value(), (done ? std::string() : to_string(done.error())));
}

}  // namespace

void render(reports::Renderer& renderer, const Records& records) {
  for (const Record& record : records) require(renderer.take(record));
  require(renderer.finish());
}

}  // namespace rehearse::tests
