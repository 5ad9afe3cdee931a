#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rehearse/model/policy/record.h"
#include "rehearse/scenarios/play/rehearsal.h"
#include "rehearse/scenarios/story/scenario.h"

/// Room `scenarios/play`. Playing a scenario, and comparing what it expects.
///
/// Runs scenarios.
///
///     auto engine = *sim::Engine::create({.page_bytes = sim::stand_in_page_bytes});
///     auto stand_ins = *sim::StandIns::create(*engine, *load_stand_ins());
///     ScenarioReader reader(stand_ins);
///     const Scenario scenario = *reader.read_file("sync_failure.json");
///     Runner runner(stand_ins);
///     const auto ended = runner.run(scenario, 0, [](model::Record&& record) { ... });
namespace rehearse::scenarios {

/// Carries scenarios out, one after the other, in one thread. What it shares between them makes
/// them faster and nothing else: a scenario gives the same records and the same trace whatever ran
/// before it.
class Runner {
 public:
  /// `stand_ins` remembers databases and lends connections; it must outlive the runner.
  /// `seed` starts the random streams of every scenario: of users at work.
  explicit Runner(sim::StandIns& stand_ins, model::Seed seed = {})
      : stand_ins_(&stand_ins), seed_(seed) {}

  /// Runs `scenario` from start to end. `sink` gets ScenarioStarted, then a StepTaken for each
  /// action and a Violation for all that did not come as it should, in the order of events. The
  /// last record of a scenario, ScenarioEnded, is returned for the caller, who measures
  /// `elapsed_us`. An empty sink is faster: nothing is put into words.
  ///
  /// Failed expectations do not stop a scenario. One that cannot be carried out ends as `Broke`.
  model::ScenarioEnded run(const Scenario& scenario, std::uint32_t index, const Sink& sink,
                           Witness witness = {});

  /// Takes the first `steps` steps and stops there, for somebody to look around. `scenario` and
  /// the stand-ins must outlive the result. `steps` is at most the number of steps.
  Expected<std::unique_ptr<Rehearsal>> run_until(const Scenario& scenario, std::uint32_t steps);

 private:
  sim::StandIns* stand_ins_;
  model::Seed seed_;
};

/// One digest for a run: over the traces of its scenarios, in order.
std::string combined_trace(const std::vector<std::string>& traces);

}  // namespace rehearse::scenarios
