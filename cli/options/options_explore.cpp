#include <fmt/format.h>

#include <charconv>

#include "rehearse/cli/options/explore_request.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/scenarios/explore/tally.h"

namespace rehearse::cli {
namespace {

/// `i/n`, from 1.
std::string read_shard(const std::string& text, ExploreRequest& request) {
  const std::size_t slash = text.find('/');
  const auto number = [](std::string_view part, std::uint64_t& into) {
    const auto read = std::from_chars(part.data(), part.data() + part.size(), into);
    return read.ec == std::errc() && read.ptr == part.data() + part.size() && into >= 1;
  };
  const bool is_sound = slash != text.npos &&
                        number(std::string_view(text).substr(0, slash), request.shard) &&
                        number(std::string_view(text).substr(slash + 1), request.shards) &&
                        request.shard <= request.shards;
  return is_sound ? "" : fmt::format("{} is no shard: write 1/4 to 4/4", text);
}

std::string read_time(const std::string& text, ExploreRequest& request) {
  const auto time = model::parse_duration(text);
  if (!time || time->ms <= 0) return fmt::format("{} is no duration: write PT30S or PT10M", text);
  request.time = *time;
  return {};
}

void add_explore_extent(CLI::App& command, ExploreRequest& request) {
  command.add_option("--cases", request.cases, "Histories of each policy")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--time",
          [&request, &command](const std::string& text) {
            if (const std::string wrong = read_time(text, request); !wrong.empty())
              throw CLI::ValidationError("--time", wrong);
            if (command.count("--cases") == 0) request.cases = 0;
          },
          "Stop after DURATION (PT10M) of each policy; without --cases, go on until then")
      ->type_name("DURATION");
  add_seed(command, request.seed);
  command
      .add_option("-j,--jobs", request.jobs,
                  "Worker processes; the result is the same for any number")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command
      .add_option_function<std::string>(
          "--shard",
          [&request](const std::string& text) {
            if (const std::string wrong = read_shard(text, request); !wrong.empty())
              throw CLI::ValidationError("--shard", wrong);
          },
          "Only every N-th case, from the I-th: 1/4 to 4/4 together are all")
      ->type_name("I/N");
}

}  // namespace

void add_options(CLI::App& command, ExploreRequest& request) {
  command
      .add_option("--policy", request.policy,
                  "The policy to search (a shipped name or a file); default: each shipped one")
      ->type_name("POLICY");
  add_explore_extent(command, request);
  command
      .add_option("--corpus", request.corpus,
                  "Folder that remembers findings as scenario files, and how far the search came")
      ->type_name("FOLDER")
      ->capture_default_str();
  command.add_flag("--resume", request.resume, "Go on where the last run of the same search ended");
  const auto& names = model::enum_names<scenarios::GoalKind>;
  const std::vector<std::string> kinds(names.begin(), names.end());
  command
      .add_option("--require", request.require,
                  fmt::format("A goal of this kind that is not met is a finding: {}; may be given "
                              "several times",
                              fmt::join(kinds, ", ")))
      ->check(CLI::IsMember(kinds))
      ->type_name("KIND")
      ->allow_extra_args(false)
      ->take_all();
  command.add_flag("--check-determinism", request.check_determinism,
                   "Draw and play each case twice more, and name the first step that differs");
  command.add_flag("--invariants-only", request.invariants_only,
                   "Report only what an invariant forbids, not that a policy allows or does "
                   "otherwise what the shipped one of its profile denies, warns of or does");
  command.add_option("--causes-max", request.causes_max, "End a search with so many findings")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  command
      .add_option(
          "--progress", request.progress,
          "On standard error: auto (a bar on a terminal, else counters), bar, counter, none")
      ->check(CLI::IsMember({"auto", "bar", "counter", "none"}))
      ->capture_default_str();
  add_colour(command, request.colour);
}

}  // namespace rehearse::cli
