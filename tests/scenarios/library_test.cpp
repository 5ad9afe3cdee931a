#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "model/invariants.h"
#include "model/process.h"
#include "scenarios/catalogue.h"
#include "scenarios/policy_file.h"
#include "scenarios/runner.h"
#include "scenarios/scenario_file.h"
#include "scenarios/scenario_library.h"
#include "scenarios/stand_in_file.h"

/// The shipped scenarios as a whole.
namespace rehearse::scenarios {
namespace {

struct Library {
  std::unique_ptr<sim::Engine> engine =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  sim::StandIns stand_ins = sim::StandIns::create(*engine, load_stand_ins().value()).value();

  std::vector<Scenario> all() {
    ScenarioReader reader(stand_ins);
    std::vector<Scenario> scenarios;
    for (const ScenarioSource& source : shipped_scenarios()) {
      scenarios.push_back(reader.read(source.text, source.file).value());
    }
    return scenarios;
  }
};

std::string trace_of(sim::StandIns& stand_ins, const Scenario& scenario) {
  return Runner(stand_ins).run(scenario, 0, {}).trace;
}

/// Calls `cited` with everything in the model and in the shipped policies that cites something, and
/// with each id that it cites.
template <typename Cited>
void for_each_citation(Cited&& cited) {
  const auto cite = [&](const std::string& what, const auto& cites) {
    BOOST_TEST(!cites.empty(), what << " cites nothing");
    for (const auto& id : cites) cited(what, id);
  };
  for (std::size_t process = 0; process < model::enum_count<model::Process>; ++process) {
    for (const auto& row : model::transitions(static_cast<model::Process>(process)))
      cite(std::string(row.sentence), row.cites);
  }
  for (const auto& invariant : model::invariants())
    cite(std::string(invariant.id), invariant.cites);
  for (const std::string_view name : policy_names()) {
    model::Names names;
    const model::Policy policy = load_policy(std::string(name), names).value().policy;
    for (const auto& rule : policy.rules.rules()) cite(rule.id, rule.cites);
    for (const auto& rule : policy.data_rules) cite(rule.id, rule.cites);
    for (const auto& constant : policy.constants) cite(constant.id, constant.cites);
    for (const auto& option : policy.options) cite(option.id, option.cites);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(library_test)

BOOST_AUTO_TEST_CASE(every_shipped_scenario_passes) {
  Library library;
  Runner runner(library.stand_ins);
  for (const Scenario& scenario : library.all()) {
    BOOST_TEST((runner.run(scenario, 0, {}).verdict == model::Verdict::Passed), scenario.file);
  }
}

BOOST_AUTO_TEST_CASE(a_scenario_has_the_same_trace_whatever_ran_before_it) {
  Library library;
  const std::vector<Scenario> scenarios = library.all();
  std::map<std::string, std::string> forwards;
  for (const Scenario& scenario : scenarios) {
    forwards[scenario.file] = trace_of(library.stand_ins, scenario);
  }
  for (auto scenario = scenarios.rbegin(); scenario != scenarios.rend(); ++scenario) {
    BOOST_TEST(trace_of(library.stand_ins, *scenario) == forwards[scenario->file], scenario->file);
  }
}

BOOST_AUTO_TEST_CASE(titles_are_unique_and_every_citation_exists) {
  Library library;
  const Catalogue catalogue = Catalogue::load().value();
  std::set<std::string> titles;
  for (const Scenario& scenario : library.all()) {
    BOOST_TEST(titles.insert(scenario.title).second, scenario.title);
    BOOST_TEST(!scenario.cites.empty(), scenario.file);
    for (const std::string& id : scenario.cites) {
      BOOST_TEST(catalogue.find(id) != nullptr, scenario.file << " cites " << id);
    }
  }
}

BOOST_AUTO_TEST_CASE(everything_that_decides_cites_what_exists) {
  const Catalogue catalogue = Catalogue::load().value();
  for_each_citation([&](const std::string& what, std::string_view id) {
    BOOST_TEST(catalogue.find(id) != nullptr, what << " cites " << id);
  });
}

BOOST_AUTO_TEST_CASE(everything_that_is_modelled_is_cited_by_something_and_the_rest_says_why_not) {
  std::set<std::string, std::less<>> cited;
  for_each_citation([&](const std::string&, std::string_view id) { cited.emplace(id); });
  Library library;
  for (const Scenario& scenario : library.all())
    cited.insert(scenario.cites.begin(), scenario.cites.end());
  const Catalogue catalogue = Catalogue::load().value();
  for (const Statement& statement : catalogue.statements()) {
    BOOST_TEST(statement.why_not.empty() == statement.is_modelled, statement.id);
    if (statement.kind == StatementKind::Statement && statement.is_modelled)
      BOOST_TEST(cited.contains(statement.id), statement.id << " is cited by nothing");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
