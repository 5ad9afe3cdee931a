#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "scenarios/policy_file.h"
#include "scenarios/runner.h"
#include "scenarios/scenario_file.h"
#include "scenarios/scenario_library.h"
#include "scenarios/stand_in_file.h"

/// Would the library notice? Every rule and data rule of the shipped policy is taken away in turn.
namespace rehearse::scenarios {
namespace {

class Library {
 public:
  /// The file of the first scenario that does not pass without `id`; empty when all pass.
  std::string first_to_notice(const std::string& id) {
    const std::string variant =
        (std::filesystem::path(REHEARSE_BINARY_DIR) / "variant.json").string();
    std::ofstream(variant) << fmt::format(
        R"({{"policy": "variant", "about": "one entry less", "extends": "self-service-2020",
             "without": ["{}"]}})",
        id);
    ScenarioReader reader(stand_ins_);
    const auto used = reader.use_policy(variant);
    BOOST_REQUIRE(used.has_value());
    Runner runner(stand_ins_);
    for (const ScenarioSource& source : shipped_scenarios()) {
      const Scenario scenario = reader.read(source.text, source.file).value();
      if (runner.run(scenario, 0, {}).verdict != model::Verdict::Passed) return source.file;
    }
    return {};
  }

 private:
  std::unique_ptr<sim::Engine> engine_ =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  sim::StandIns stand_ins_ = sim::StandIns::create(*engine_, load_stand_ins().value()).value();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(removal_test)

BOOST_AUTO_TEST_CASE(without_any_single_rule_or_data_rule_a_scenario_fails) {
  Library library;
  model::Names names;
  const model::Policy policy = load_policy("self-service-2020", names).value().policy;
  std::vector<std::string> ids;
  for (const model::Rule& rule : policy.rules.rules()) ids.push_back(rule.id);
  for (const model::DataRule& rule : policy.data_rules) ids.push_back(rule.id);
  BOOST_TEST(ids.size() == 44U);
  for (const std::string& id : ids) {
    BOOST_TEST(!library.first_to_notice(id).empty(), "nobody misses " << id);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
