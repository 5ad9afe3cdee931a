#include "rehearse/cli/options/run_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/interrupt.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/cli/work/reporting.h"
#include "rehearse/cli/work/stage.h"
#include "rehearse/cli/work/workers.h"
#include "rehearse/model/invariants/invariants.h"
#include "rehearse/reports/formats/format.h"

namespace rehearse::cli {
namespace {

using model::Record;
using scenarios::Scenario;
using Clock = std::chrono::steady_clock;

std::int64_t microseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
}

/// The scenarios that were asked for, read and checked. All errors of files are told, not only the
/// first.
struct Selection {
  std::vector<Scenario> scenarios;
  std::size_t out_of_profile = 0;  ///< left out: made for another profile than --policy is of
  bool has_errors = false;
};

Expected<Selection> select(const RunRequest& request, Stage& stage) {
  auto sources =
      request.paths.empty()
          ? Expected<std::vector<scenarios::ScenarioSource>>(scenarios::shipped_scenarios())
          : scenarios::find_scenarios(request.paths);
  if (!sources) return std::unexpected(sources.error());
  Selection selection;
  for (const scenarios::ScenarioSource& source : *sources) {
    auto scenario = stage.read(source);
    if (!scenario) {
      trouble(scenario.error());
      selection.has_errors = true;
    } else if (!scenarios::is_match(request.filter, scenario->file) &&
               !scenarios::is_match(request.filter, scenario->title)) {
      continue;
    } else if (scenario->is_out_of_profile) {
      ++selection.out_of_profile;
    } else {
      selection.scenarios.push_back(std::move(*scenario));
    }
  }
  return selection;
}

ExitCode nothing_to_run(const RunRequest& request) {
  if (request.allow_empty) return ExitCode::Clean;
  const std::string where = request.paths.empty()
                                ? "of the embedded library"
                                : fmt::format("in {}", fmt::join(request.paths, ", "));
  const std::string which =
      request.filter.empty() ? "" : fmt::format(" matches \"{}\"", request.filter);
  trouble({fmt::format("run scenarios: no scenario {}{}", where, which),
           {},
           "with --allow-empty this is no error",
           {}});
  return ExitCode::Nothing;
}

ExitCode list(const std::vector<Scenario>& scenarios) {
  std::size_t width = 0;
  for (const Scenario& scenario : scenarios) width = std::max(width, scenario.file.size());
  for (const Scenario& scenario : scenarios) {
    fmt::print("{:<{}}  {}\n", scenario.file, width, scenario.title);
  }
  return ExitCode::Clean;
}

/// One digest for all policies of a run.
std::string policy_digest(const std::vector<Scenario>& scenarios) {
  std::set<std::string> digests;
  for (const Scenario& scenario : scenarios) digests.insert(scenario.policy->digest);
  if (digests.size() == 1) return *digests.begin();
  return scenarios::combined_trace({digests.begin(), digests.end()});
}

/// Folds the records of a run into its last one.
class Tally {
 public:
  void take(const Record& record) {
    const auto* scenario = std::get_if<model::ScenarioEnded>(&record);
    if (scenario == nullptr) return;
    ended_.passed += scenario->verdict == model::Verdict::Passed;
    ended_.failed += scenario->verdict == model::Verdict::Failed;
    ended_.broke += scenario->verdict == model::Verdict::Broke;
    ended_.actions += scenario->actions;
    traces_.push_back(scenario->trace);
  }

  model::RunEnded ended(Clock::time_point start) const {
    model::RunEnded ended = ended_;
    ended.invariant_checks = ended.actions * static_cast<std::uint64_t>(std::ranges::count(
                                                 model::invariants(), model::CheckedBy::Step,
                                                 &model::Invariant::checked_by));
    ended.trace = scenarios::combined_trace(traces_);
    ended.interrupted = signal_received() != 0;
    ended.elapsed_us = microseconds_since(start);
    return ended;
  }

 private:
  model::RunEnded ended_;
  std::vector<std::string> traces_;
};

model::ScenarioStarted never_begun(const Scenario& scenario, std::uint32_t index) {
  return {.index = index,
          .file = scenario.file,
          .group = scenario.group,
          .title = scenario.title,
          .cites = scenario.cites,
          .policy = scenario.policy->name};
}

Play player(const RunRequest& request, const std::vector<Scenario>& scenarios, Stage& stage) {
  return [&request, &scenarios, &stage](std::uint32_t index,
                                        const std::function<void(Record&&)>& sink) {
    const Clock::time_point start = Clock::now();
    scenarios::Runner runner(stage.stand_ins(), request.seed);
    model::ScenarioEnded ended = runner.run(scenarios[index], index, sink);
    ended.elapsed_us = microseconds_since(start);
    sink(std::move(ended));
  };
}

ExitCode code_of(const model::RunEnded& ended) {
  if (ended.broke > 0) return ExitCode::Trouble;
  if (ended.interrupted) return static_cast<ExitCode>(128 + signal_received());
  return ended.failed > 0 ? ExitCode::Findings : ExitCode::Clean;
}

/// Plays `scenarios` and gives every record to `sink`.
Expected<model::RunEnded> play(const RunRequest& request, const std::vector<Scenario>& scenarios,
                               Stage& stage, const std::function<void(const Record&)>& sink) {
  const Clock::time_point start = Clock::now();
  const auto count = static_cast<std::uint32_t>(scenarios.size());
  sink(model::RunStarted{.version = REHEARSE_VERSION,
                         .seed = request.seed,
                         .policy = request.policy,
                         .policy_digest = policy_digest(scenarios),
                         .scenarios = count});
  Tally tally;
  std::uint32_t begun = 0;
  const auto take = [&](Record&& record) {
    begun += std::holds_alternative<model::ScenarioStarted>(record);
    // The scenarios that a dead worker had still to play: whoever reads the record must not take
    // their end for that of another.
    if (const auto* ended = std::get_if<model::ScenarioEnded>(&record);
        ended && begun == ended->index) {
      sink(never_begun(scenarios[begun], begun));
      ++begun;
    }
    tally.take(record);
    sink(record);
  };
  const auto stop = [] { return signal_received() != 0; };
  const auto done =
      play_all(count, request.jobs, [&] { return player(request, scenarios, stage); }, take, stop);
  if (!done) return std::unexpected(done.error());
  const model::RunEnded ended = tally.ended(start);
  sink(ended);
  return ended;
}

std::string format_help() {
  std::string help = "Report as NAME, or into a file as NAME=FILE; may be given several times:";
  for (const auto& each : reports::formats())
    help += "\n  " + std::string(each.name) + ": " + std::string(each.sentence);
  return help;
}

void add_options(CLI::App& command, RunRequest& request) {
  command.footer(examples);
  command
      .add_option("PATH", request.paths,
                  "Scenario files, or folders of them; none: the embedded library")
      ->type_name("");
  CLI::Option& format = *command.add_option("--format", request.formats, format_help())
                             ->type_name("NAME[=FILE]")
                             ->allow_extra_args(false)  // it must not swallow a PATH
                             ->take_all();
  CLI::Option& output =
      *command
           .add_option("-o,--output", request.output,
                       "File for the last format that names none; - is standard output")
           ->type_name("FILE");
  command
      .add_option("--filter", request.filter,
                  "Only scenarios whose file or title contains TEXT, or matches it as *?")
      ->type_name("TEXT");
  command
      .add_option("--policy", request.policy,
                  "Play under this policy (a shipped name or a file) instead of the shipped "
                  "one that scenarios name")
      ->type_name("POLICY");
  add_seed(command, request.seed);
  command
      .add_option("-j,--jobs", request.jobs,
                  "Worker processes; the result is the same for any number")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  CLI::Option& list =
      *command.add_flag("--list", request.list, "Name the selected scenarios and do not play them");
  CLI::Option& digest = *command.add_flag(
      "--digest", request.digest, "Print nothing but the digest of everything that happened");
  list.excludes(&format, &output, &digest);
  digest.excludes(&format, &output);
  command.add_flag("--allow-empty", request.allow_empty, "An empty selection is no error");
  command.add_flag("--with-host-info", request.host_information,
                   "Add measured times to files, which then differ by run");
  command.add_flag_callback(
      "-q,--quiet", [&request] { request.verbosity = -1; }, "Failures and the verdict only");
  command.add_flag_callback(
      "-v,--verbose", [&request] { request.verbosity = 1; }, "A line for each scenario");
  add_colour(command, request.colour);
}

ExitCode run(const RunRequest& request) {
  auto stage = Stage::create(request.policy);
  if (!stage) return trouble(stage.error());
  auto selection = select(request, **stage);
  if (!selection) return trouble(selection.error());
  if (selection->has_errors) return ExitCode::Trouble;
  const std::vector<Scenario>& scenarios = selection->scenarios;
  if (selection->out_of_profile > 0)
    fmt::print(stderr, "rehearse: {} scenario(s) left out: made for policies of another profile\n",
               selection->out_of_profile);
  if (scenarios.empty()) {
    if (selection->out_of_profile > 0)
      return request.allow_empty ? ExitCode::Clean : ExitCode::Nothing;
    return nothing_to_run(request);
  }
  if (request.list) return list(scenarios);
  if (request.digest) {
    const auto ended = play(request, scenarios, **stage, [](const Record&) {});
    if (!ended) return trouble(ended.error());
    if (!ended->interrupted) fmt::print("{}\n", ended->trace);
    return code_of(*ended);
  }
  auto reporting = Reporting::open(request);
  if (!reporting) return trouble(reporting.error());
  const auto ended =
      play(request, scenarios, **stage, [&](const Record& record) { reporting->take(record); });
  if (!ended) return trouble(ended.error());
  if (auto written = reporting->finish(); !written) return trouble(written.error());
  return code_of(*ended);
}

}  // namespace

Errand prepare_run(CLI::App& options) { return errand(options, add_options, run); }

}  // namespace rehearse::cli
