#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include "rehearse/bench/explore_peer.h"
#include "rehearse/bench/measure.h"
#include "rehearse/scenarios/explore/campaign.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"

/// Campaigns: finding and shrinking on the model alone, histories with databases, two workers.
namespace rehearse::bench {
namespace {

using scenarios::Campaign;
using scenarios::Case;
using scenarios::CaseSetting;
using scenarios::Claim;
using scenarios::Draw;
using scenarios::History;
using scenarios::Move;
using scenarios::ShrinkSetting;
using scenarios::Shrunk;
using scenarios::Territory;
using scenarios::Witness;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// A shipped policy, or a variant of it.
struct Ground {
  explicit Ground(const std::string& difference) {
    const auto path =
        std::filesystem::temp_directory_path() / fmt::format("rehearse-bench-{}.json", getpid());
    std::ofstream(path) << fmt::format(
        R"({{ "policy": "weak", "about": "weak", "extends": "self-service-2020"{} }})", difference);
    policy = scenarios::load_policy(path.string(), names).value().policy;
    std::filesystem::remove(path);
  }

  CaseSetting setting(std::span<const Claim> claims = {}) const {
    return {.territory = territory,
            .fixture = fixture,
            .families = scenarios::shipped_families(),
            .claims = claims};
  }

  model::Names names;
  model::Policy policy;
  scenarios::SharedFleet fixture = scenarios::load_fleet("contoso").value();
  Territory territory{policy, names};
};

/// From nothing to a minimal history, on the model alone; nothing when it is not found.
std::optional<Shrunk> find_and_shrink(const Ground& ground, std::uint64_t seed,
                                      std::span<const Claim> claims = {}) {
  const ShrinkSetting shrinking{
      .make_ground = [&ground](const History& history,
                               Witness witness) -> Expected<std::unique_ptr<scenarios::Ground>> {
        return model_ground(ground.territory, history, std::move(witness));
      },
      .fixture = ground.fixture,
      .claims = claims};
  for (std::uint64_t index = 0; index < 50'000; ++index) {
    const Case drawn = draw_case(ground.setting(claims), {seed}, index);
    if (drawn.ending.breaches.empty()) continue;
    auto shrunk = shrink(shrinking, drawn.history, drawn.ending.breaches.front());
    return shrunk ? std::optional(std::move(*shrunk)) : std::nullopt;
  }
  return std::nullopt;
}

constexpr std::uint64_t seeds_full = 40;

/// Completes in databases that a rollback gave back: refused, rolled back, started again. Ten
/// actions at least.
bool has_no_second_life(const model::Action& action, const model::Step& step,
                        const model::World& world) {
  if (!step.has(model::EventKind::Completed)) return true;
  const model::EnvironmentState& target = world[*subject_of(action)];
  return target.starts[1].ms == 0 || target.movement.generation_before != 1;
}

const Claim second_life[] = {
    {.id = "PLANTED", .sentence = "no second life", .holds = [](const sim::Occurrence& seen) {
       return has_no_second_life(seen.action, seen.step, seen.world);
     }}};

enum class Harm : std::uint8_t { OfThePolicy, Planted };

Row find_and_shrink_row(const Options& options, std::string what, const std::string& difference,
                        Harm harm) {
  const Ground ground(difference);
  std::span<const Claim> claims;
  PeerClaim claim;
  if (harm == Harm::Planted) {
    claims = second_life;
    claim = [](const model::Action& action, const model::Step& step) {
      return has_no_second_life(action, step, step.world);
    };
  }
  std::vector<double> ours;
  std::vector<double> peer;
  const std::uint64_t seeds = options.size(seeds_full, 5);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {  // in turns
    const auto start = Clock::now();
    keep(find_and_shrink(ground, seed, claims));
    ours.push_back(milliseconds_since(start));
    const auto peer_start = Clock::now();
    keep(rapidcheck_finds(ground.policy, ground.names, *ground.fixture, seed, claim));
    peer.push_back(milliseconds_since(peer_start));
  }
  return {.what = std::move(what),
          .ours = format_time(median(ours) * 1e6),
          .peer = format_time(median(peer) * 1e6) + " (rc::state)",
          .ratio = median(peer) / median(ours),
          .goal = at_least(15)};
}

Row five_milliseconds_row(const Options& options) {
  const Ground ground(R"(, "without": ["other-tenant"])");
  std::vector<double> times;
  for (std::uint64_t seed = 1; seed <= options.size(seeds_full, 5); ++seed) {
    const auto start = Clock::now();
    keep(find_and_shrink(ground, seed));
    times.push_back(milliseconds_since(start));
  }
  return {.what = "find and shrink a missing rule, model alone, median over 40 seeds",
          .ours = format_time(median(times) * 1e6),
          .peer = "5 ms (goal)",
          .ratio = median(times) / 5,
          .goal = at_most(1)};
}

Row minimal_row(const Options& options) {
  const Ground ground("");
  const std::uint64_t seeds = options.size(seeds_full, 5);
  std::uint64_t minimal = 0;
  std::vector<double> times;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto start = Clock::now();
    const auto shrunk = find_and_shrink(ground, seed, second_life);
    times.push_back(milliseconds_since(start));
    minimal += shrunk && shrunk->history.deeds.size() == 3 && shrunk->history.faults.size() == 1;
  }
  return {
      .what = "the same harm: seeds that end minimal",
      .ours = fmt::format("{} of {} ({} each)", minimal, seeds, format_time(median(times) * 1e6)),
      .peer = "",
      .ratio = static_cast<double>(minimal) / static_cast<double>(seeds),
      .goal = at_least(0.95)};
}

/// A campaign under a shipped policy, with databases of its own.
struct WithDatabases {
  std::unique_ptr<Campaign> campaign = Campaign::create("self-service-2020").value();

  void play(std::uint64_t first, std::uint64_t end, std::uint64_t step) {
    for (std::uint64_t index = first; index < end; index += step) keep(campaign->play({1}, index));
  }
};

/// Does `work(worker)` in `workers` processes at once; milliseconds.
template <typename Work>
double time_in(std::uint64_t workers, const Work& work) {
  const auto start = Clock::now();
  std::vector<pid_t> processes;
  for (std::uint64_t worker = 0; worker < workers; ++worker) {
    const pid_t process = fork();
    if (process == 0) {
      work(worker);
      _exit(0);
    }
    processes.push_back(process);
  }
  for (const pid_t process : processes) waitpid(process, nullptr, 0);
  return milliseconds_since(start);
}

/// Plays `cases`, shared by `workers`.
double time_of(std::uint64_t cases, std::uint64_t workers) {
  return time_in(workers,
                 [&](std::uint64_t worker) { WithDatabases().play(worker, cases, workers); });
}

/// Arithmetic alone, shared by `workers`: what the machine gives to anything.
double time_of_draws(std::uint64_t draws, std::uint64_t workers) {
  return time_in(workers, [&](std::uint64_t) {
    Draw draw({1}, "bench");
    std::uint64_t sum = 0;
    for (std::uint64_t count = draws / workers; count > 0; --count) sum += draw.below(1'000);
    keep(sum);
  });
}

Row workers_row(const Options& options) {
  const std::uint64_t cases = options.size(20'000, 200);
  const std::uint64_t draws = options.size(400'000'000, 4'000'000);
  std::vector<double> ours;
  std::vector<double> machine;
  for (int turn = 0; turn < 3; ++turn) {
    ours.push_back(time_of(cases, 1) / time_of(cases, 2));
    machine.push_back(time_of_draws(draws, 1) / time_of_draws(draws, 2));
  }
  return {.what = "histories with databases, two workers against one; two loops of draws",
          .ours = fmt::format("{:.2f} x", median(ours)),
          .peer = fmt::format("{:.2f} x", median(machine)),
          .ratio = median(ours),
          .goal = at_least(1.8)};
}

Row twenty_thousand_row(const Options& options) {
  const std::uint64_t cases = options.size(20'000, 200);
  const double seconds = time_of(cases, 2) / 1'000;
  return {.what = fmt::format("{} histories with databases and all checks, two workers", cases),
          .ours = fmt::format("{:.1f} s", seconds),
          .peer = "120 s (goal)",
          .ratio = seconds,
          .goal = at_most(120)};
}

/// What the data rules of one refresh and its checks cost, for each movement that gets so far; see
/// `movement_bench.cpp` for the same work without a simulation.
Row prediction_row(const Options& options, double movement_ns) {
  WithDatabases databases;
  const std::uint64_t cases = options.size(2'000, 100);
  databases.play(0, cases, 1);  // makes connections and stand-ins
  const auto start = Clock::now();
  databases.play(0, cases, 1);
  const double each_ns = milliseconds_since(start) * 1e6 / static_cast<double>(cases);
  auto& tally = databases.campaign->tally();
  for (std::uint64_t index = 0; index < cases; ++index)
    tally.add(databases.campaign->play({1}, index).hits);
  std::uint64_t movements = 0;
  for (std::size_t goal = 0; goal < tally.goals().size(); ++goal) {
    if (tally.goals()[goal].name.contains("Sanitizing -> Synchronizing"))
      movements += tally.count(goal);
  }
  const double predicted_ns =
      movement_ns * static_cast<double>(movements) / static_cast<double>(cases);
  return {.what = fmt::format("histories with databases; what {:.2f} movements each predict",
                              static_cast<double>(movements) / static_cast<double>(cases)),
          .ours = format_rate(each_ns),
          .peer = format_rate(predicted_ns),
          .ratio = predicted_ns / each_ns,
          .goal = at_least(0.5)};
}

/// One refresh as a scenario would play it, in a simulation with all checks.
double movement_time(const Options& options) {
  Ground ground("");
  auto engine = sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  auto stand_ins = sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  const History nothing{.fleet = ground.fixture, .clock = {}, .faults = {}, .deeds = {}};
  const auto place =
      database_ground(ground.territory, nothing, stand_ins, [](const sim::Occurrence&) {}).value();
  const auto fresh = place->mark();
  return measure_alone(options, {.run = [&](std::uint64_t count) {
                         for (; count > 0; --count) {
                           perform(Move{.source = {0}, .target = {1}, .page = {1}}, *place);
                           place->return_to(fresh);
                         }
                       }});
}

Row draws_row(const Options& options) {
  Draw ours({1}, "bench");
  RapidCheckDraws peer(1);
  std::uint64_t sum = 0;
  Row row = compare_speed(options, "draws below 1,000; rc::Random",
                          {.run =
                               [&](std::uint64_t count) {
                                 for (; count > 0; --count) sum += ours.below(1'000);
                               }},
                          {.run =
                               [&](std::uint64_t count) {
                                 for (; count > 0; --count) sum += peer.below(1'000);
                               }},
                          {});
  keep(sum);
  return row;
}

}  // namespace

std::vector<Row> bench_explore(const Options& options) {
  std::vector<Row> rows;
  rows.push_back(draws_row(options));
  rows.push_back(five_milliseconds_row(options));
  rows.push_back(find_and_shrink_row(options, "the same; RapidCheck's rc::state, same step",
                                     R"(, "without": ["other-tenant"])", Harm::OfThePolicy));
  rows.push_back(find_and_shrink_row(options, "a harm of ten actions, after a rollback; rc::state",
                                     "", Harm::Planted));
  rows.push_back(minimal_row(options));
  rows.push_back(prediction_row(options, movement_time(options)));
  rows.push_back(workers_row(options));
  rows.push_back(twenty_thousand_row(options));
  return rows;
}

}  // namespace rehearse::bench
