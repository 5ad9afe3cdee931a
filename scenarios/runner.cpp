#include "scenarios/runner.h"

#include <algorithm>

#include "sim/trace.h"

namespace rehearse::scenarios {
namespace {

std::uint64_t invariants_checked_each_step() {
  return static_cast<std::uint64_t>(std::ranges::count(model::invariants(), model::CheckedBy::Step,
                                                       &model::Invariant::checked_by));
}

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

Report Runner::run(const Scenario& scenario, std::uint32_t index, const Sink& sink) {
  tell_start(scenario, index, sink);
  auto rehearsal = Rehearsal::create(scenario, *stand_ins_, sink);
  if (!rehearsal) return {broke(index, std::move(rehearsal.error())), 0};

  auto done = take_all(**rehearsal);
  Report report;
  if (done) {
    report.ended.index = index;
    report.ended.verdict =
        (*rehearsal)->violations() == 0 ? model::Verdict::Passed : model::Verdict::Failed;
  } else {
    report.ended = broke(index, std::move(done.error()));
  }
  report.ended.trace = to_string((*rehearsal)->simulation().trace());
  report.ended.actions = (*rehearsal)->actions();
  report.ended.virtual_time = (*rehearsal)->simulation().world().now - scenario.clock;
  report.invariant_checks = (*rehearsal)->actions() * invariants_checked_each_step();
  return report;
}

Expected<std::unique_ptr<Rehearsal>> Runner::run_until(const Scenario& scenario,
                                                       std::uint32_t steps) {
  auto rehearsal = Rehearsal::create(scenario, *stand_ins_, {});
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
