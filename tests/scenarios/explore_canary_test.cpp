#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "scenarios/explore_campaign.h"
#include "scenarios/runner.h"
#include "scenarios/scenario_file.h"
#include "tests/scenarios/explore_fixture.h"

/// Does the alarm ring? Each rule, data rule and option of the shipped policies is taken away or
/// weakened in turn: the campaign must find it, shrink it, and save a file that fails under the
/// weakened policy and passes under the shipped one. What no invariant speaks of cannot be found;
/// it is listed here, with the reason, and the list must be true.
namespace rehearse::scenarios {
namespace {

constexpr std::uint64_t cases_max = 3'000;
constexpr std::size_t steps_of_upgrade = 14;       // from the checklist to `execute`
constexpr std::uint64_t cases_of_the_unseen = 20;  // a few: that nothing is found takes longest

struct Canary {
  std::string name;        ///< of the rule, or `refresh.rollback = none`
  std::string difference;  ///< members of a variant
  std::size_t steps = 1;   ///< of a minimal scenario written by hand
};

Canary without(const std::string& id) {
  // Those that take more than one step when people write them.
  static const std::map<std::string, std::size_t, std::less<>> longer = {
      {"lead-time", 2},
      {"unresolved-operation", 2},
      {"target-being-copied", 2},
      {"collation", steps_of_upgrade},
      {"restore-beside", 4},
      {"package-for-upgrades", steps_of_upgrade},
      {"package-version", steps_of_upgrade},
      {"legacy-database-in-place", 7}};
  const auto found = longer.find(id);
  return {id, fmt::format(R"("without": ["{}"])", id), found == longer.end() ? 1 : found->second};
}

/// A sub-step or a script: it takes a whole upgrade to miss it.
Canary without_part(const std::string& id) {
  Canary canary = without(id);
  canary.steps = steps_of_upgrade;
  return canary;
}

Canary with(const std::string& group, const std::string& name, const std::string& value,
            std::size_t steps = 1) {
  const std::string entry = fmt::format(
      R"("{}": {{ "value": {}, "because": "a canary", "cites": ["B-01"] }})", name, value);
  const bool is_process = group != "constants" && group != "history";
  return {fmt::format("{}.{} = {}", group, name, value),
          is_process ? fmt::format(R"("operations": {{ "{}": {{ {} }} }})", group, entry)
                     : fmt::format(R"("{}": {{ {} }})", group, entry),
          steps};
}

/// Why a change can go unnoticed by every invariant.
enum class Unseen : std::uint8_t {
  Warning,      ///< it denies nothing
  Eligibility,  ///< who or what may take part, where no invariant of section E names it
  Form,         ///< what a form or page must say
  Tool,         ///< when the reprovisioning tool or an update may be applied
  Redundant,    ///< the process refuses it anyway
  Absent,       ///< nothing of the policy can bring the situation about
  Readiness,    ///< whether a machine and a package are ready, where the upgrade works all the same
  Rows,         ///< what an upgrade does to rows that no invariant speaks of
};

/// The campaign under weakened policies.
class Aviary {
 public:
  explicit Aviary(std::string policy) : policy_(std::move(policy)), shelf_(policy_) {}

  std::vector<Canary> entries() const {
    std::vector<Canary> canaries;
    for (const model::Rule& rule : shelf_.policy.rules.rules())
      canaries.push_back(without(rule.id));
    for (const model::DataRule& rule : shelf_.policy.data_rules)
      canaries.push_back(without(rule.id));
    for (const model::SubStep& sub_step : shelf_.policy.runbook.sub_steps)
      canaries.push_back(without_part(sub_step.id));
    for (const model::Script& script : shelf_.policy.runbook.scripts)
      canaries.push_back(without_part(script.id));
    return canaries;
  }

  void release(const Canary& canary, bool is_unseen) {
    const std::string path = folder_.write(
        "weak.json",
        fmt::format(R"({{ "policy": "weak", "about": "a canary", "extends": "{}", {} }})", policy_,
                    canary.difference));
    auto campaign = Campaign::create(path, shelf_.stand_ins);
    if (!campaign) BOOST_FAIL(canary.name << ": " << to_string(campaign.error()));
    const Search search = (*campaign)
                              ->search({.seed = {1},
                                        .cases = is_unseen ? cases_of_the_unseen : cases_max,
                                        .causes_max = 1})
                              .value();
    if (is_unseen) {
      BOOST_TEST(search.causes.empty(), policy_ << ", " << canary.name << " is found: say so");
    } else if (search.causes.empty()) {
      BOOST_TEST(false, policy_ << ": nobody finds " << canary.name);
    } else {
      check(canary, search.causes.front().finding, path);
    }
  }

 private:
  void check(const Canary& canary, const Finding& finding, const std::string& weak) {
    const std::string what = fmt::format("{}, {}\n{}", policy_, canary.name, finding.text);
    BOOST_TEST(finding.history.acts.size() <= canary.steps + 1, what);
    BOOST_TEST(finding.prevented_by.size() >= 1U, what);
    BOOST_TEST(passes(finding.text, {}), "under the shipped policy: " << what);
    BOOST_TEST(!passes(finding.text, weak), "under the weakened policy: " << what);
  }

  bool passes(const std::string& text, const std::string& policy) {
    ScenarioReader reader(shelf_.stand_ins);
    if (!policy.empty()) BOOST_REQUIRE(reader.use_policy(policy).has_value());
    const auto scenario = reader.read(text, "finding.json");
    if (!scenario) BOOST_FAIL(to_string(scenario.error()) << "\n" << text);
    Runner runner(shelf_.stand_ins);
    return runner.run(*scenario, 0, {}).verdict == model::Verdict::Passed;
  }

  std::string policy_;
  tests::Folder folder_;
  tests::Ranges shelf_;
};

void release_all(const std::string& policy, const std::vector<Canary>& options,
                 const std::map<std::string, Unseen>& unseen) {
  Aviary aviary(policy);
  std::vector<Canary> canaries = aviary.entries();
  canaries.insert(canaries.end(), options.begin(), options.end());
  std::set<std::string> names;
  for (const Canary& canary : canaries) {
    aviary.release(canary, unseen.contains(canary.name));
    names.insert(canary.name);
  }
  for (const auto& [name, reason] : unseen)
    BOOST_TEST(names.contains(name), policy << " has no " << name);
}

std::vector<Canary> self_service(const std::string& process) {
  return {with(process, "target_offline_from", R"("start")"),
          with(process, "rollback", R"("none")"), with(process, "rollback_to", R"("failure")"),
          with(process, "databases", R"(["application"])")};
}

std::vector<Canary> requested(const std::string& process) {
  return {with(process, "databases", R"(["application", "financial-reporting"])", 3),
          with(process, "after_failure", R"("stop")", 3),
          with(process, "downtime_expected", R"json("hours(9)")json", 3)};
}

std::vector<Canary> joined(std::vector<std::vector<Canary>> lists) {
  std::vector<Canary> all;
  for (auto& list : lists) std::ranges::move(list, std::back_inserter(all));
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explore_canary_test)

BOOST_AUTO_TEST_CASE(self_service_2020_sings) {
  const auto options = joined({self_service("refresh"),
                               self_service("restore"),
                               {with("constants", "platform_update_min", "20"),
                                with("history", "retention_production", R"json("days(60)")json")}});
  release_all("self-service-2020", options,
              {{"target-one-box", Unseen::Eligibility},
               {"source-not-production-or-sandbox", Unseen::Eligibility},
               {"source-not-production", Unseen::Eligibility},
               {"source-is-target", Unseen::Eligibility},
               {"release-at-point", Unseen::Eligibility},
               {"request-open", Unseen::Absent},
               {"started-from-target", Unseen::Form},
               {"warnings-reviewed", Unseen::Form},
               {"operator-role", Unseen::Form},
               {"source-jobs-processed", Unseen::Warning},
               {"source-jobs-at-point", Unseen::Warning},
               {"admin-domain", Unseen::Warning},
               {"admin-not-as-in-lcs", Unseen::Warning},
               {"production-reporting", Unseen::Warning},
               {"tiles-for-old-release", Unseen::Tool},
               {"package-for-new-release", Unseen::Tool},
               {"update-not-saved", Unseen::Tool}});
}

BOOST_AUTO_TEST_CASE(requested_2017_sings) {
  const auto options = joined({requested("requested-refresh"),
                               requested("requested-restore"),
                               {with("constants", "lead_time_min", R"json("hours(23)")json", 2),
                                with("constants", "window_length_min", R"json("minutes(30)")json"),
                                with("history", "retention_sandbox", R"json("days(60)")json")}});
  release_all("requested-2017", options,
              {{"target-one-box", Unseen::Eligibility},
               {"source-not-production-or-sandbox", Unseen::Eligibility},
               {"source-is-target", Unseen::Eligibility},
               {"application-release", Unseen::Eligibility},
               {"code-differs-major", Unseen::Warning},
               {"code-differs-minor", Unseen::Warning},
               {"restore-point-ignored", Unseen::Warning},
               {"database-not-supported", Unseen::Form},
               {"all-acknowledged", Unseen::Form},
               {"three-acknowledgements", Unseen::Form},
               {"operator-role", Unseen::Form},
               {"window-order", Unseen::Redundant},
               {"request-open", Unseen::Redundant},
               {"unresolved-operation", Unseen::Redundant},
               {"target-being-copied", Unseen::Redundant},
               {"tool-not-uploaded", Unseen::Tool},
               {"hotfix-july-2017", Unseen::Tool},
               {"hotfix-kb4025631", Unseen::Tool},
               {"hotfix-kb4035355", Unseen::Tool},
               {"hotfix-kb4035492", Unseen::Tool},
               {"hotfix-kb4010947", Unseen::Tool},
               {"channel-database-name", Unseen::Tool},
               {"channel-group-name", Unseen::Tool},
               {"erratum-disable-users", Unseen::Absent},
               {"erratum-withhold-batch-jobs", Unseen::Absent},
               {"erratum-blank-email-addresses", Unseen::Absent},
               {"erratum-clear-smtp", Unseen::Absent},
               {"erratum-clear-print-settings", Unseen::Absent}});
}

BOOST_AUTO_TEST_CASE(current_sings) {
  const auto options = joined({self_service("refresh"),
                               self_service("restore"),
                               self_service("restore-in-place"),
                               {with("constants", "platform_update_min", "20"),
                                with("history", "retention_production", R"json("days(60)")json"),
                                with("history", "retention_sandbox", R"json("days(60)")json")}});
  release_all("current", options,
              {// Nobody changes Financial Reporting between a restore point and the restore.
               {R"(restore-in-place.databases = ["application"])", Unseen::Absent},
               {"target-one-box", Unseen::Eligibility},
               {"target-developer", Unseen::Eligibility},
               {"source-not-production-or-sandbox", Unseen::Eligibility},
               {"source-not-production", Unseen::Eligibility},
               {"source-is-target", Unseen::Eligibility},
               {"source-microsoft-managed", Unseen::Eligibility},
               {"database-too-large", Unseen::Eligibility},
               {"release-at-point", Unseen::Eligibility},
               {"request-open", Unseen::Absent},
               {"started-from-target", Unseen::Form},
               {"production-through-api", Unseen::Form},
               {"api-throttle", Unseen::Form},
               {"warnings-reviewed", Unseen::Form},
               {"operator-role", Unseen::Form},
               {"source-jobs-processed", Unseen::Warning},
               {"source-jobs-at-point", Unseen::Warning},
               {"source-being-copied", Unseen::Warning},
               {"admin-domain", Unseen::Warning},
               {"admin-not-as-in-lcs", Unseen::Warning},
               {"production-reporting", Unseen::Warning},
               {"tiles-for-old-release", Unseen::Tool},
               {"package-for-new-release", Unseen::Tool},
               {"update-not-saved", Unseen::Tool}});
}

BOOST_AUTO_TEST_CASE(data_upgrade_sings) {
  const std::vector<Canary> options = {
      with("constants", "collation_required", R"("'Latin1_General_CI_AS'")", steps_of_upgrade),
      with("data-upgrade", "rerun_granularity", R"("runbook-step")", steps_of_upgrade + 1),
      with("data-upgrade", "runbook_step", "17"),
      with("history", "retention_sandbox", R"json("days(60)")json")};
  release_all("data-upgrade", options,
              {{"data-upgrade.runbook_step = 17", Unseen::Form},
               {R"json(history.retention_sandbox = "days(60)")json", Unseen::Absent},
               {"developer-environment", Unseen::Eligibility},
               {"customer-managed", Unseen::Eligibility},
               {"local-machine", Unseen::Warning},
               {"checklist-complete", Unseen::Readiness},
               {"through-storage", Unseen::Warning},
               {"package-in-temp", Unseen::Warning},
               {"unblocked-before-extracting", Unseen::Readiness},
               {"elevated-prompt", Unseen::Readiness},
               {"services-still-stopped", Unseen::Warning},
               {"analyzer-answered", Unseen::Warning},
               {"quality-update", Unseen::Warning},
               {"PreReqs.CreateSqlSequences", Unseen::Rows},
               {"PreReqs.UpdateKernelSchema", Unseen::Rows},
               {"PreReqs.PatchUserInfo", Unseen::Rows},
               {"PreReqs.PatchSqlSystemVariables", Unseen::Rows},
               {"PreReqs.ResetAdminUser", Unseen::Rows},
               {"PreReqs.ClearSysLastValue", Unseen::Rows},
               {"PreReqs.EnableSafeMode", Unseen::Rows},
               {"PreReqs.PartialDbSync", Unseen::Rows},
               {"PreReqs.DisableSafeMode", Unseen::Rows},
               {"PreSync.CleanupDataUpgradeTables", Unseen::Rows},
               {"PreSync.DisaleBatchPriorityScheduling", Unseen::Rows},
               {"PreSync.ExecuteScripts", Unseen::Rows},
               {"PreSync.ConfigureBatch", Unseen::Rows},
               {"PreSync.StartAos", Unseen::Rows},
               {"PreSync.StartBatch", Unseen::Rows},
               {"PreSync.StopBatch", Unseen::Rows},
               {"DbSync.EnableSafeMode", Unseen::Rows},
               {"DbSync.SyncSchema", Unseen::Rows},
               {"DbSync.DisableSafeMode", Unseen::Rows},
               {"PostSync.ExecuteScripts", Unseen::Rows},
               {"PostSync.StartAos", Unseen::Rows},
               {"PostSync.StartBatch", Unseen::Rows},
               {"PostSync.ImportIsvLicenses", Unseen::Rows},
               {"FinalDbSync.EnableSafeMode", Unseen::Rows},
               {"ReleaseUpdateDB70_InventDim.clearHashes", Unseen::Rows},
               {"ReleaseUpdateDB70_Cust.creditMaxInCents", Unseen::Rows},
               {"ReleaseUpdateDB70_Cust.electronicAddresses", Unseen::Rows},
               {"ReleaseUpdateDB70_DirParty.parties", Unseen::Rows},
               {"ReleaseUpdateDB70_Invent.itemNumbers", Unseen::Rows},
               {"ReleaseUpdateDB70_LedgerJournalTransAsset.journals", Unseen::Rows}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
