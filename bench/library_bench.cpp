#include <chrono>
#include <memory>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/scenarios/files/library.h"
#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/play/runner.h"

/// What `rehearse run` does: read the embedded library and play it, everything checked, records and
/// all.
namespace rehearse::bench {
namespace {

/// Reads and plays the library once, from nothing.
std::size_t play_library() {
  const auto engine = sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  auto stand_ins = sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  scenarios::ScenarioReader reader(stand_ins);
  scenarios::Runner runner(stand_ins);
  std::uint32_t index = 0;
  for (const auto& source : scenarios::shipped_scenarios()) {
    const scenarios::Scenario scenario = reader.read(source.text, source.file).value();
    keep(runner.run(scenario, index++, [](model::Record&& record) { keep(record); }));
  }
  return index;
}

}  // namespace

std::vector<Row> bench_library(const Options& options) {
  const std::size_t scenarios = scenarios::shipped_scenarios().size();
  const Side ours{.run =
                      [](std::uint64_t count) {
                        for (std::uint64_t done = 0; done < count; ++done) play_library();
                      },
                  .prepare = {},
                  .count = options.size(5, 1)};
  const double ns = measure_alone(options, ours) / static_cast<double>(scenarios);
  return {{.what = "a scenario of the embedded library, reading included",
           .ours = format_rate(ns),
           .peer = "1,000 scenarios/s (goal)",
           .ratio = 1e9 / ns / 1e3,
           .goal = at_least(1)}};
}

}  // namespace rehearse::bench
