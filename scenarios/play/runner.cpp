#include "rehearse/scenarios/play/runner.h"

#include "rehearse/sim/base/trace.h"

namespace rehearse::scenarios {
namespace {

void tell_start(const Scenario& scenario, std::uint32_t index, const Sink& sink) {
  if (!sink) return;
  sink(model::ScenarioStarted{.index = index,
                              .file = scenario.file,
                              .group = scenario.group,
                              .title = scenario.title,
                              .cites = scenario.cites,
                              .policy = scenario.policy->name});
}

Expected<void> take_steps(Rehearsal& rehearsal, std::size_t steps) {
  while (rehearsal.steps_taken() < steps) {
    if (auto taken = rehearsal.take_step(); !taken) return taken;
  }
  return {};
}

Expected<void> take_all(Rehearsal& rehearsal) {
  if (auto taken = take_steps(rehearsal, rehearsal.scenario().steps.size()); !taken) return taken;
  return rehearsal.finish();
}

model::ScenarioEnded broke(std::uint32_t index, Error error) {
  model::ScenarioEnded ended;
  ended.index = index;
  ended.verdict = model::Verdict::Broke;
  ended.error = std::move(error);
  return ended;
}

}  // namespace

model::ScenarioEnded Runner::run(const Scenario& scenario, std::uint32_t index, const Sink& sink,
                                 Witness witness) {
  tell_start(scenario, index, sink);
  auto rehearsal = Rehearsal::create(scenario, *stand_ins_, seed_, sink, std::move(witness));
  if (!rehearsal) return broke(index, std::move(rehearsal.error()));

  auto done = take_all(**rehearsal);
  model::ScenarioEnded ended =
      done ? model::ScenarioEnded{} : broke(index, std::move(done.error()));
  ended.index = index;
  if (done && (*rehearsal)->violations() > 0) ended.verdict = model::Verdict::Failed;
  ended.trace = to_string((*rehearsal)->simulation().trace());
  ended.actions = (*rehearsal)->actions();
  ended.virtual_time = (*rehearsal)->simulation().world().now - scenario.clock;
  return ended;
}

Expected<std::unique_ptr<Rehearsal>> Runner::run_until(const Scenario& scenario,
                                                       std::uint32_t steps) {
  auto rehearsal = Rehearsal::create(scenario, *stand_ins_, seed_, {});
  if (!rehearsal) return rehearsal;
  if (auto taken = take_steps(**rehearsal, steps); !taken)
    return std::unexpected(std::move(taken.error()));
  return rehearsal;
}

std::string combined_trace(const std::vector<std::string>& traces) {
  sim::Trace all;
  for (const std::string& trace : traces) all.add(trace);
  return to_string(all.digest());
}

}  // namespace rehearse::scenarios
