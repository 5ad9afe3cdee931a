#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/model/base/assert.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/sim/run/simulation.h"

/// Many environments with many operations at once: an event must not cost more because others stand
/// beside it.
namespace rehearse::bench {
namespace {

using model::EnvironmentId;

/// Groups of five: one production and four sandboxes that are refreshed from it. A share of all
/// environments always has an operation in flight.
class FleetAtWork {
 public:
  FleetAtWork(sim::StandIns& stand_ins, std::uint64_t environments)
      : policy_(scenarios::load_policy("self-service-2020", names_).value().policy),
        fleet_(fleet_of(environments)),
        in_flight_(environments / 5),
        simulation_(
            sim::Simulation::create(
                {.policy = policy_, .fleet = fleet_, .names = names_, .stand_ins = stand_ins},
                {.clock = {1'583'139'600'000}}, [this](const sim::Occurrence&) { ++events_; })
                .value()) {
    // Spread over the length of one movement, so that their phases interleave from then on.
    const auto apart =
        model::Duration{model::minutes(70).ms / static_cast<std::int64_t>(in_flight_)};
    for (std::uint64_t operation = 0; operation < in_flight_; ++operation) {
      begin_next();
      simulation_.advance(simulation_.world().now + apart);
    }
  }

  /// One operation of the benchmark is one event.
  Side side() {
    return {.run = [this](std::uint64_t count) {
      for (const std::uint64_t end = events_ + count; events_ < end;) advance();
    }};
  }

 private:
  static model::Fleet fleet_of(std::uint64_t environments) {
    const model::Fleet contoso = scenarios::load_fleet("contoso").value();
    model::Fleet fleet{.name = "bench", .about = {}, .environments = {}};
    for (std::uint64_t index = 0; index < environments; ++index) {
      fleet.environments.push_back(contoso.environments[index % 5 == 0 ? 0 : 1]);
      fleet.environments.back().name = fmt::format("E{}", index);
    }
    return fleet;
  }

  bool is_free(std::uint64_t index) const {
    return !is_unresolved(simulation_.world().environments[index].movement.phase);
  }

  /// The next sandbox, round robin, in which nothing runs.
  void begin_next() {
    do {
      next_ = (next_ + 1) % fleet_.environments.size();
    } while (next_ % 5 == 0 || !is_free(next_));
    const EnvironmentId target{static_cast<std::uint16_t>(next_)};
    const EnvironmentId source{static_cast<std::uint16_t>(next_ - next_ % 5)};
    const auto events = simulation_.act(
        model::Start{.source = source, .target = target, .page = simulation_.world()[target].name});
    REHEARSE_ASSERT(events.front().kind == model::EventKind::Started);
    targets_.push_back(target);
  }

  void advance() {
    simulation_.advance_to_next();
    const auto is_over = [this](EnvironmentId target) {
      return simulation_.world()[target].movement.phase == model::Phase::Completed;
    };
    const auto done = std::erase_if(targets_, is_over);
    for (std::size_t begun = 0; begun < done; ++begun) begin_next();
  }

  model::Names names_;
  model::Policy policy_;
  model::Fleet fleet_;
  std::uint64_t in_flight_;
  std::uint64_t next_ = 0;
  std::uint64_t events_ = 0;
  std::vector<EnvironmentId> targets_;
  sim::Simulation simulation_;
};

}  // namespace

std::vector<Row> bench_fleet(const Options& options) {
  const auto engine = sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  auto stand_ins = sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  const std::uint64_t many = options.size(1'000, 100);
  FleetAtWork large(stand_ins, many);
  FleetAtWork small(stand_ins, 10);
  return {compare_speed(
      options,
      fmt::format("events in a fleet of {}, {} operations in flight, and of 10", many, many / 5),
      large.side(), small.side(), at_least(0.5))};
}

}  // namespace rehearse::bench
