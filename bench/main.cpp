#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/sim/sql/session.h"

namespace rehearse::bench {

std::vector<Row> bench_decision(const Options& options);  // decision_bench.cpp
std::vector<Row> bench_explore(const Options& options);   // explore_bench.cpp
std::vector<Row> bench_fleet(const Options& options);     // fleet_bench.cpp
std::vector<Row> bench_fork(const Options& options);      // fork_bench.cpp
std::vector<Row> bench_history(const Options& options);   // history_bench.cpp
std::vector<Row> bench_library(const Options& options);   // library_bench.cpp
std::vector<Row> bench_movement(const Options& options);  // movement_bench.cpp
std::vector<Row> bench_step(const Options& options);      // step_bench.cpp
std::vector<Row> bench_store(const Options& options);     // store_bench.cpp

namespace {

struct Group {
  std::string_view name;
  std::string_view meaning;
  std::vector<Row> (*run)(const Options&);
};

constexpr std::array groups = {
    Group{"step", "the pure step with all its invariants", bench_step},
    Group{"decision", "a decision on all rules, with all reasons", bench_decision},
    Group{"fork", "snapshot, fork and rollback of a database, by size", bench_fork},
    Group{"store", "the page store against SQLite's own :memory:", bench_store},
    Group{"movement", "one whole refresh on real databases", bench_movement},
    Group{"history", "restoring an instant among many commits, and what they cost", bench_history},
    Group{"fleet", "many environments with many operations at once", bench_fleet},
    Group{"explore", "campaigns: find, shrink, histories with databases", bench_explore},
    Group{"library", "the embedded scenarios, everything checked", bench_library},
};

constexpr std::string_view usage = "usage: rehearse_bench [--quick] [--markdown] [GROUP...]\n";

enum class Format { Text, Markdown };

struct Request {
  Options options;
  Format format = Format::Text;
  std::vector<Group> chosen;  // none: all
};

void print_groups(std::FILE* where) {
  fmt::print(where, "{}", usage);
  for (const Group& group : groups) fmt::print(where, "  {:<10} {}\n", group.name, group.meaning);
}

// False for a word that is neither an option nor a group.
bool understand(std::string_view word, Request& request) {
  if (word == "--quick") {
    request.options.effort = Effort::Quick;
  } else if (word == "--markdown") {
    request.format = Format::Markdown;
  } else {
    const auto* group = std::ranges::find(groups, word, &Group::name);
    if (group == groups.end()) return false;
    request.chosen.push_back(*group);
  }
  return true;
}

void print(const Group& group, const Request& request) {
  const auto rows = group.run(request.options);
  if (request.format == Format::Markdown) {
    fmt::print("### {}\n\n{}.\n\n{}\n", group.name, group.meaning, table_markdown(rows));
  } else {
    fmt::print("{}: {}\n{}\n", group.name, group.meaning, table_text(rows));
  }
  std::fflush(stdout);
}

int run(const std::vector<std::string_view>& words) {
  Request request;
  for (const auto word : words) {
    if (word == "--help" || word == "--list") return print_groups(stdout), 0;
    if (understand(word, request)) continue;
    fmt::print(stderr, "rehearse_bench: there is no benchmark group or option \"{}\"\n", word);
    return print_groups(stderr), 2;
  }
  if (request.chosen.empty()) request.chosen.assign(groups.begin(), groups.end());
  for (const Group& group : request.chosen) print(group, request);
  return 0;
}

}  // namespace
}  // namespace rehearse::bench

int main(int count, char** words) {
  rehearse::sim::configure_sqlite();
  return rehearse::bench::run({words + 1, words + count});
}
