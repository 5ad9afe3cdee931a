#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "model/invariants.h"
#include "model/refresh.h"
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
      BOOST_TEST((id.starts_with("N-") || catalogue.find(id) != nullptr),
                 scenario.file << " cites " << id);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_modelled_statement_of_the_refresh_document_is_cited_by_a_scenario) {
  Library library;
  std::set<std::string> cited;
  for (const Scenario& scenario : library.all())
    cited.insert(scenario.cites.begin(), scenario.cites.end());
  const Catalogue catalogue = Catalogue::load().value();
  for (const Statement& statement : catalogue.statements()) {
    if (!statement.id.starts_with("REF-")) continue;
    BOOST_TEST(cited.contains(statement.id) == statement.is_modelled, statement.id);
    BOOST_TEST(statement.why_not.empty() == statement.is_modelled, statement.id);
  }
}

BOOST_AUTO_TEST_CASE(everything_that_decides_cites_what_exists) {
  const Catalogue catalogue = Catalogue::load().value();
  const auto check = [&](std::string_view what, const auto& cites) {
    BOOST_TEST(!cites.empty(), what);
    for (const auto& id : cites) {
      const std::string_view text = id;
      const bool elsewhere = text.starts_with("N-") || text.starts_with("REQ-");
      BOOST_TEST((elsewhere || catalogue.find(text) != nullptr), what << " cites " << text);
    }
  };
  for (const model::Transition& row : model::refresh_transitions()) check(row.sentence, row.cites);
  for (const model::Invariant& invariant : model::invariants())
    check(invariant.id, invariant.cites);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
