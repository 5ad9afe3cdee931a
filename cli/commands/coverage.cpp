#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/interrupt.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/cli/work/stage.h"
#include "rehearse/scenarios/coverage/coverage.h"

namespace rehearse::cli {
namespace {

/// `rehearse coverage [IDS] --scenarios FILE|DIR`
struct CoverageRequest {
  std::vector<std::string> ids;    ///< or globs: only these, in full; none: all, a line each
  std::vector<std::string> paths;  ///< none: the embedded library
  model::Seed seed;
};

using scenarios::Coverage;
using scenarios::Evidence;
using scenarios::PartKind;
using scenarios::Scenario;
using scenarios::StatementCoverage;

/// The scenarios that were played, and what they showed.
struct Study {
  std::vector<std::string> files;
  Coverage coverage;
  std::size_t not_passed = 0;
};

Expected<Study> study(const CoverageRequest& request, Stage& stage) {
  auto sources =
      request.paths.empty()
          ? Expected<std::vector<scenarios::ScenarioSource>>(scenarios::shipped_scenarios())
          : scenarios::find_scenarios(request.paths);
  if (!sources) return std::unexpected(sources.error());
  auto coverage = Coverage::create();
  if (!coverage) return std::unexpected(coverage.error());
  Study study{.files = {}, .coverage = std::move(*coverage)};
  scenarios::Runner runner(stage.stand_ins(), request.seed);
  for (const scenarios::ScenarioSource& source : *sources) {
    if (signal_received() != 0) break;
    const auto scenario = stage.read(source);
    if (!scenario) return std::unexpected(scenario.error());
    const auto index = static_cast<std::uint32_t>(study.files.size());
    study.files.push_back(scenario->file);
    const auto ended = runner.run(*scenario, index, {}, study.coverage.witness(*scenario, index));
    if (ended.error) return std::unexpected(*ended.error);
    study.not_passed += ended.verdict != model::Verdict::Passed;
  }
  return study;
}

std::string_view symbol(const StatementCoverage& covered) {
  if (!covered.statement->is_modelled) return "·";
  return covered.gap.empty() ? "✓" : "✗";
}

/// `+ 12  - 3`, or why there is nothing.
std::string counted(const StatementCoverage& covered) {
  if (!covered.statement->is_modelled) return covered.statement->why_not;
  const bool is_invariant = covered.statement->kind == scenarios::StatementKind::Invariant;
  if (is_invariant && covered.evidence.positive.empty())
    return "checked at the end of runs, or by property tests";
  const std::string counts =
      fmt::format("+{:<4} -{}", covered.evidence.positive.size(), covered.evidence.negative.size());
  return covered.gap.empty() ? counts : fmt::format("{:<10} {}", counts, covered.gap);
}

void print_line(const StatementCoverage& covered) {
  fmt::print("{} {:<8} {:<3} part(s)  {}\n", symbol(covered), covered.statement->id,
             covered.parts.size(), counted(covered));
}

void print_scenarios(std::string_view label, const std::set<std::uint32_t>& positions,
                     const Study& study) {
  constexpr std::size_t shown_max = 5;
  fmt::print("      {} {} scenario(s)", label, positions.size());
  std::size_t shown = 0;
  for (const std::uint32_t position : positions) {
    if (shown++ == shown_max) break;
    fmt::print("{} {}", shown == 1 ? ":" : ",", study.files[position]);
  }
  fmt::print("{}\n", positions.size() > shown_max ? ", ..." : "");
}

/// Everything about one statement.
void print_details(const StatementCoverage& covered, const Study& study) {
  const scenarios::Statement& statement = *covered.statement;
  print_line(covered);
  fmt::print("    {}\n", statement.sentence);
  if (!statement.one_way.empty()) fmt::print("    one direction only: {}\n", statement.one_way);
  for (const std::size_t position : covered.parts) {
    const scenarios::Part& part = study.coverage.parts()[position];
    fmt::print("    {}{}\n", part.name,
               part.policies.empty() ? "" : fmt::format(" of {}", fmt::join(part.policies, ", ")));
    print_scenarios("+", study.coverage.evidence(position).positive, study);
    print_scenarios("-", study.coverage.evidence(position).negative, study);
  }
}

/// Rows of the process tables that no scenario took.
std::size_t print_transitions(const Study& study) {
  std::size_t missing = 0;
  fmt::print("\nTransitions taken\n");
  for (std::size_t index = 0; index < model::enum_count<model::Process>; ++index) {
    const auto process = static_cast<model::Process>(index);
    std::vector<std::string> untaken;
    for (std::size_t part = 0; part < study.coverage.parts().size(); ++part) {
      const scenarios::Part& row = study.coverage.parts()[part];
      if (row.kind != PartKind::Transition || row.process != process) continue;
      if (study.coverage.evidence(part).positive.empty()) untaken.push_back(row.name);
    }
    const std::size_t all = model::transitions(process).size();
    fmt::print("{} {:<18} {} of {}\n", untaken.empty() ? "✓" : "✗", to_string(process),
               all - untaken.size(), all);
    for (const std::string& row : untaken) fmt::print("    never: {}\n", row);
    missing += untaken.size();
  }
  return missing;
}

/// Parts that no scenario exercised, whatever they cite.
std::size_t print_idle_parts(const Study& study) {
  std::size_t idle = 0;
  for (std::size_t part = 0; part < study.coverage.parts().size(); ++part) {
    const scenarios::Part& each = study.coverage.parts()[part];
    const bool is_counted = each.kind == PartKind::Rule || each.kind == PartKind::DataRule ||
                            each.kind == PartKind::Constant || each.kind == PartKind::Option;
    const Evidence& evidence = study.coverage.evidence(part);
    if (!is_counted || (!evidence.positive.empty() && !evidence.negative.empty())) continue;
    if (idle++ == 0) fmt::print("\nRules, data rules, constants and options without evidence\n");
    fmt::print("✗ {} of {}: {}\n", each.name, fmt::join(each.policies, ", "),
               evidence.positive.empty() ? "never" : "never the other way");
  }
  return idle;
}

std::vector<const StatementCoverage*> selected(const std::vector<StatementCoverage>& all,
                                               const std::vector<std::string>& ids) {
  std::vector<const StatementCoverage*> found;
  for (const StatementCoverage& covered : all) {
    const auto is_it = [&](const std::string& id) {
      return scenarios::is_match(id, covered.statement->id);
    };
    if (ids.empty() || std::ranges::any_of(ids, is_it)) found.push_back(&covered);
  }
  return found;
}

std::size_t print_summary(const std::vector<StatementCoverage>& all, const Study& study) {
  std::size_t modelled = 0;
  std::size_t gaps = 0;
  std::size_t statements = 0;
  for (const StatementCoverage& covered : all) {
    if (covered.statement->kind == scenarios::StatementKind::Invariant) continue;
    ++statements;
    modelled += covered.statement->is_modelled;
    gaps += !covered.gap.empty();
  }
  fmt::print(
      "\nSummary\n  scenarios   {}\n  statements  {}: {} modelled, {} of them without "
      "evidence, {} advice only\n",
      study.files.size(), statements, modelled, gaps, statements - modelled);
  return gaps;
}

ExitCode nothing(const std::string& what) {
  trouble({what, {}, {}, {}});
  return ExitCode::Nothing;
}

ExitCode print_selected(const std::vector<const StatementCoverage*>& chosen, const Study& study) {
  if (chosen.empty()) return nothing("show statements: none that runs could show has such an id");
  bool has_gap = study.not_passed > 0;
  for (const StatementCoverage* covered : chosen) {
    print_details(*covered, study);
    has_gap |= !covered->gap.empty();
  }
  return has_gap ? ExitCode::Findings : ExitCode::Clean;
}

void add_options(CLI::App& command, CoverageRequest& request) {
  command
      .add_option("ID", request.ids,
                  "Statements to show in full, such as REF-57 or PITR-*; none: a line for each")
      ->type_name("");
  command
      .add_option("--scenarios", request.paths,
                  "A file or folder, given once for each; default: the embedded scenarios")
      ->allow_extra_args(false)
      ->type_name("PATH");
  add_seed(command, request.seed);
}

ExitCode coverage(const CoverageRequest& request) {
  auto stage = Stage::create({});
  if (!stage) return trouble(stage.error());
  const auto catalogue = scenarios::Catalogue::load();
  if (!catalogue) return trouble(catalogue.error());
  for (const std::string& id : request.ids) {
    const auto known = catalogue->require(id);
    if (!known && id.find_first_of("*?") == id.npos) return trouble(known.error());
  }
  const auto played = study(request, **stage);
  if (!played) return trouble(played.error());
  if (signal_received() != 0) return static_cast<ExitCode>(128 + signal_received());

  if (played->files.empty()) return nothing("play scenarios: there is none");

  const auto all = cover(*catalogue, played->coverage);
  if (!request.ids.empty()) return print_selected(selected(all, request.ids), *played);
  for (const StatementCoverage& covered : all) print_line(covered);
  std::size_t findings = print_transitions(*played) + print_idle_parts(*played);
  findings += print_summary(all, *played);
  if (played->not_passed > 0)
    fmt::print("\n✗ {} scenario(s) did not pass: rehearse run says why\n", played->not_passed);
  findings += played->not_passed;
  fmt::print("\n{}\n", findings == 0 ? "✓ COVERED: every statement has evidence"
                                     : fmt::format("✗ GAPS: {} finding(s)", findings));
  return findings == 0 ? ExitCode::Clean : ExitCode::Findings;
}

}  // namespace

Errand prepare_coverage(CLI::App& options) { return errand(options, add_options, coverage); }

}  // namespace rehearse::cli
