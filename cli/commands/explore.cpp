#include <fmt/format.h>

#include <algorithm>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/explore_request.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/interrupt.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/cli/work/campaign_run.h"
#include "rehearse/reports/text/style.h"
#include "rehearse/reports/text/words.h"
#include "rehearse/scenarios/policy/file.h"

namespace rehearse::cli {
namespace {

using reports::Tone;
using scenarios::Campaign;
using scenarios::Finding;
using scenarios::GoalKind;

/// Prints what campaigns came to. Says nothing of time, so that equal campaigns give equal bytes.
class Report {
 public:
  Report(const ExploreRequest& request, reports::Colour colour)
      : request_(request), colour_(colour) {}

  void print(const CampaignResult& result, Campaign& campaign) const {
    fmt::print("{}: {}, seed {}, {}\n", campaign.policy().name,
               reports::counted(result.cases, "case"), reports::in_words(request_.seed),
               reports::counted(result.actions, "action"));
    fmt::print("  exercised  {}\n", coverage(campaign.tally()));
    for (const Remembered& old : result.remembered) {
      if (std::ranges::count(result.files, old.file) > 0) continue;  // found again: told below
      line(old.is_broken ? Tone::Bad : Tone::Aside, old.is_broken ? "✗" : "○", old.file,
           old.verdict);
    }
    for (std::size_t index = 0; index < result.causes.size(); ++index)
      print(result.causes[index], result.files[index], campaign);
    for (const std::string& each : result.differing)
      line(Tone::Bad, "✗", "not deterministic", each);
    for (const std::string& each : result.unmet) line(Tone::Bad, "✗", "never met", each);
    for (const std::string& each : result.inconclusive)
      line(Tone::Doubt, "?", "inconclusive", each);
    if (result.has_stopped_early)
      line(Tone::Doubt, "!", "ended early",
           fmt::format("{} findings are enough; see --causes-max", result.causes.size()));
  }

 private:
  void line(Tone tone, std::string_view mark, std::string_view text) const {
    fmt::print("{}\n", reports::painted(fmt::format("{} {}", mark, reports::printable(text)), tone,
                                        colour_));
  }
  void line(Tone tone, std::string_view mark, std::string_view label, std::string_view text) const {
    line(tone, mark, fmt::format("{}: {}", label, text));
  }

  void detail(std::string_view label, std::string_view text) const {
    fmt::print("{}", reports::paragraph(fmt::format("    {:<10} ", label), reports::printable(text),
                                        reports::columns_max));
  }

  void print(const scenarios::Cause& cause, const std::string& file,
             const Campaign& campaign) const {
    const Finding& finding = cause.finding;
    fmt::print("\n");
    line(Tone::Bad, "✗", finding.headline());
    if (!finding.prevented_by.empty())
      detail("prevented", fmt::format("by {} of {}", fmt::join(finding.prevented_by, ", or by "),
                                      campaign.shipped_name()));
    for (const std::string& because : finding.because) detail("because", because);
    for (const std::string& special : finding.situation) detail("where", special);
    for (std::size_t deed = 0; deed < finding.history.deeds.size(); ++deed)
      detail(fmt::format("step {}", deed + 1),
             describe(finding.history.deeds[deed], *finding.history.fleet));
    detail("critical",
           fmt::format("after step {} it cannot be avoided any more", finding.critical_step));
    if (!finding.irrelevant.empty())
      detail("whatever", fmt::format("{}", fmt::join(finding.irrelevant, ", ")));
    detail("met in", where_met(cause));
    if (finding.shrink_end == scenarios::ShrinkEnd::BudgetSpent)
      detail("note", "the budget for shrinking was spent; it may be smaller still");
    if (!finding.passes_shipped)
      detail("note", fmt::format("policy {} does not prevent it", campaign.shipped_name()));
    const std::string policy =
        request_.policy.empty() ? "" : fmt::format(" --policy {}", request_.policy);
    detail("repeat", fmt::format("rehearse run {}{}", file, policy));
  }

  /// Not all cases of differences are counted.
  static std::string where_met(const scenarios::Cause& cause) {
    if (is_difference(cause.finding.breach)) return fmt::format("case {}", cause.finding.found_in);
    return fmt::format("{}, first in case {}", reports::counted(cause.cases, "case"),
                       cause.finding.found_in);
  }

  /// `transitions 41 of 41, rules 68 of 70`.
  static std::string coverage(const scenarios::Tally& tally) {
    std::vector<std::string> parts;
    for (const std::string_view kind : model::enum_names<GoalKind>) {
      std::size_t all = 0;
      std::size_t met = 0;
      for (std::size_t goal = 0; goal < tally.goals().size(); ++goal) {
        if (model::to_string(tally.goals()[goal].kind) != kind) continue;
        ++all;
        met += tally.count(goal) > 0;
      }
      if (all > 0) parts.push_back(fmt::format("{} {} of {}", kind, met, all));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  const ExploreRequest& request_;
  reports::Colour colour_;
};

/// What all campaigns of a run came to.
struct Total {
  std::size_t findings = 0;
  std::size_t inconclusive = 0;

  void add(const CampaignResult& result) {
    findings += result.causes.size() + result.differing.size() + result.unmet.size();
    for (const Remembered& old : result.remembered)
      findings += old.is_broken && std::ranges::count(result.files, old.file) == 0;
    inconclusive += result.inconclusive.size();
  }

  ExitCode code() const {
    if (findings > 0) return ExitCode::Findings;
    return inconclusive > 0 ? ExitCode::Inconclusive : ExitCode::Clean;
  }
};

/// The one that was asked for, else all that are shipped.
std::vector<std::string> policies_of(const ExploreRequest& request) {
  if (!request.policy.empty()) return {request.policy};
  std::vector<std::string> policies;
  for (const std::string_view name : scenarios::policy_names()) policies.emplace_back(name);
  return policies;
}

Expected<CampaignResult> explore_policy(const ExploreRequest& request, const std::string& policy,
                                        const Report& report) {
  auto stage = Stage::create(policy);
  if (!stage) return std::unexpected(std::move(stage.error()));
  auto campaign = Campaign::create(policy, (*stage)->stand_ins());
  if (!campaign) return std::unexpected(std::move(campaign.error()));
  auto result = run_campaign(request, **stage, **campaign);
  if (result) report.print(*result, **campaign);
  return result;
}

void print_verdict(const Total& total, reports::Colour colour) {
  if (total.findings > 0) {
    fmt::print("\n{}\n", reports::painted(fmt::format("✗ FAILED: {}",
                                                      reports::counted(total.findings, "finding")),
                                          Tone::Bad, colour));
  } else if (total.inconclusive > 0) {
    fmt::print("\n{}\n", reports::painted("? INCONCLUSIVE: nothing was found, not all was played",
                                          Tone::Doubt, colour));
  } else {
    fmt::print("\n{}\n", reports::painted("✓ PASSED: nothing was found", Tone::Good, colour));
  }
}

ExitCode explore(const ExploreRequest& request) {
  const auto colour = wants_colour(request.colour) ? reports::Colour::On : reports::Colour::Off;
  const Report report(request, colour);
  Total total;
  for (const std::string& policy : policies_of(request)) {
    if (signal_received() != 0) break;
    const auto result = explore_policy(request, policy, report);
    if (!result) return trouble(result.error());
    total.add(*result);
    std::fflush(stdout);
  }
  if (signal_received() != 0) {
    fmt::print(stderr, "rehearse: interrupted; --resume goes on\n");
    return static_cast<ExitCode>(128 + signal_received());
  }
  print_verdict(total, colour);
  return total.code();
}

}  // namespace

Errand prepare_explore(CLI::App& options) { return errand(options, add_options, explore); }

}  // namespace rehearse::cli
