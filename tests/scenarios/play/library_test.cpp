#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/reports/record/lines.h"
#include "rehearse/scenarios/files/library.h"
#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/play/runner.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/scenarios/statements/catalogue.h"
#include "rehearse/tests/scenarios/files/schema.h"

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

/// Holds the lines of a record against the published schema.
class RecordChecker {
 public:
  void check(const model::Record& record) {
    const std::string line = reports::to_line(record, reports::HostInformation::LeftOut);
    ++lines_;
    if (const std::string wrong = schema_.complaints(line); !wrong.empty())
      BOOST_ERROR(line << wrong);
  }

  std::size_t lines() const { return lines_; }

 private:
  tests::Schema schema_ = tests::Schema("result.schema.json");
  std::size_t lines_ = 0;
};

std::string trace_of(sim::StandIns& stand_ins, const Scenario& scenario) {
  return Runner(stand_ins).run(scenario, 0, {}).trace;
}

/// Calls `cited` with each id that something cites.
template <typename Cited>
void cite(const std::string& what, const auto& cites, Cited&& cited) {
  BOOST_TEST(!cites.empty(), what << " cites nothing");
  for (const auto& id : cites) cited(what, id);
}

/// Everything in the shipped policies that cites something.
template <typename Cited>
void for_each_citation_of_policies(Cited&& cited) {
  for (const std::string_view name : policy_names()) {
    model::Names names;
    const model::Policy policy = load_policy(std::string(name), names).value().policy;
    for (const auto& rule : policy.rules.rules()) cite(rule.id, rule.cites, cited);
    for (const auto& rule : policy.data_rules) cite(rule.id, rule.cites, cited);
    for (const auto& constant : policy.constants) cite(constant.id, constant.cites, cited);
    for (const auto& option : policy.options) cite(option.id, option.cites, cited);
    for (const auto& sub_step : policy.runbook.sub_steps) cite(sub_step.id, sub_step.cites, cited);
    for (const auto& script : policy.runbook.scripts) cite(script.id, script.cites, cited);
  }
}

/// And everything in the model.
template <typename Cited>
void for_each_citation(Cited&& cited) {
  for (std::size_t process = 0; process < model::enum_count<model::Process>; ++process) {
    for (const auto& row : model::transitions(static_cast<model::Process>(process)))
      cite(std::string(row.sentence), row.cites, cited);
  }
  for (const auto& invariant : model::invariants())
    cite(std::string(invariant.id), statement_of_invariant(invariant.id)->derives_from, cited);
  for_each_citation_of_policies(cited);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(play_library_test)

BOOST_AUTO_TEST_CASE(every_shipped_scenario_passes_and_what_it_records_is_valid) {
  Library library;
  Runner runner(library.stand_ins);
  RecordChecker checker;
  const auto check = [&checker](model::Record&& record) { checker.check(record); };
  for (const Scenario& scenario : library.all()) {
    model::ScenarioEnded ended = runner.run(scenario, 0, check);
    BOOST_TEST((ended.verdict == model::Verdict::Passed), scenario.file);
    checker.check(std::move(ended));
  }
  BOOST_TEST(checker.lines() > 1'000U);
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

BOOST_AUTO_TEST_CASE(every_settlement_of_our_own_can_be_changed_in_a_policy) {
  std::set<std::string, std::less<>> cited;
  for_each_citation_of_policies(
      [&](const std::string&, std::string_view id) { cited.emplace(id); });
  const Catalogue catalogue = Catalogue::load().value();
  std::size_t ours = 0;
  for (const Statement& statement : catalogue.statements()) {
    const bool is_ours = statement.settlement && statement.is_modelled &&
                         statement.settlement->basis == Basis::Interpretation;
    if (!is_ours || !statement.one_way.empty()) continue;
    ++ours;
    BOOST_TEST(cited.contains(statement.id), statement.id << " is in no policy");
  }
  BOOST_TEST(ours == 24U);  // pinned: one that is added must be looked at
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
