#include "rehearse/reports/story/blocks.h"

#include <algorithm>
#include <array>
#include <limits>

#include "rehearse/reports/text/words.h"

namespace rehearse::reports {
namespace {

constexpr std::size_t label_columns = 11;
constexpr std::size_t outcome_columns = 11;
constexpr std::size_t excerpt_lines_max = 8;

std::string blanks(std::size_t count) { return std::string(count, ' '); }

struct OutcomeWords {
  std::string_view text;
  Tone tone;
};

constexpr std::array<OutcomeWords, 3> outcomes = {
    {{"\u2717 denied", Tone::Bad}, {"! warned", Tone::Doubt}, {"? unknown", Tone::Doubt}}};

std::string in_parentheses(const std::vector<std::string>& cites) {
  return cites.empty() ? "" : fmt::format(" ({})", listed(cites));
}

std::string finding_block(const model::Finding& finding, Layout layout) {
  const auto& [text, tone] = outcomes[static_cast<std::size_t>(finding.outcome)];
  const std::string first =
      blanks(layout.indent) + padded(painted(text, tone, layout.colour), outcome_columns);
  std::string block = paragraph(first,
                                fmt::format("{}: {}{}", shown(finding.rule), shown(finding.because),
                                            in_parentheses(finding.cites)),
                                layout.width);
  const std::string inner = blanks(layout.indent + 4);
  for (const model::Reason& reason : finding.reasons)
    block += paragraph(inner, shown(to_string(reason)), layout.width);
  if (!finding.missing.empty())
    block += paragraph(inner, "missing: " + listed(finding.missing), layout.width);
  return block;
}

bool denies(const model::Finding& finding) { return finding.effect == model::RuleEffect::Deny; }

std::string decision_sentence(const model::Decision& decision) {
  const auto denials = static_cast<std::size_t>(std::ranges::count_if(decision.findings, denies));
  const std::size_t warnings = decision.findings.size() - denials;
  std::string sentence =
      fmt::format("{} {}", to_string(decision.operation), decision.allowed ? "allowed" : "denied");
  if (denials > 0) sentence += " by " + counted(denials, "rule");
  if (warnings > 0) sentence += ", with " + counted(warnings, "warning");
  return sentence;
}

/// `step 7, 2020-03-02 10:30:00 UTC, 1 h 30 min after the first action`.
std::string moment(const model::Violation& violation, const Story& story) {
  std::string text = violation.step > 0 ? fmt::format("step {}, ", violation.step) : "";
  text += in_words(violation.at);
  if (story.start && violation.at > *story.start)
    text += fmt::format(", {} after the first action", in_words(violation.at - *story.start));
  return text;
}

std::string action_before(const ViolatedClaim& claim) {
  if (!claim.after) return "";
  const std::string action = shown(claim.after->action);
  const bool same_step = claim.after->step == claim.violation.step;
  return same_step ? action : fmt::format("{} (step {})", action, claim.after->step);
}

/// The lines of an excerpt keep their columns: a caret stands below what it means.
std::string excerpt_lines(std::string_view excerpt, Layout layout) {
  std::string lines;
  for (std::size_t count = 0; !excerpt.empty() && count < excerpt_lines_max; ++count) {
    const std::size_t end = excerpt.find('\n');
    lines += blanks(layout.indent + label_columns) + shown(excerpt.substr(0, end)) + '\n';
    excerpt.remove_prefix(end == excerpt.npos ? excerpt.size() : end + 1);
  }
  return lines;
}

}  // namespace

std::string status(model::Verdict verdict, Colour colour) {
  switch (verdict) {
    case model::Verdict::Passed:
      return painted("\u2713 passed", Tone::Good, colour);
    case model::Verdict::Failed:
      return painted("\u2717 FAILED", Tone::Bad, colour);
    case model::Verdict::Broke:
      break;
  }
  return painted("! BROKE", Tone::Doubt, colour);
}

std::string labelled(std::string_view label, std::string_view text, Layout layout) {
  if (text.empty()) return "";
  return paragraph(
      blanks(layout.indent) + padded(painted(label, Tone::Aside, layout.colour), label_columns),
      text, layout.width);
}

std::string decision_block(const model::Decision& decision, Layout layout) {
  std::string block = paragraph(blanks(layout.indent), decision_sentence(decision), layout.width);
  for (const model::Finding& finding : decision.findings)
    block += finding_block(finding, layout.indented(2));
  return block;
}

std::string claim_block(const ViolatedClaim& claim, const Story& story, Layout layout) {
  const model::Violation& violation = claim.violation;
  const Layout inner = layout.indented(2);
  std::string block = paragraph(
      blanks(layout.indent) + painted(shown(violation.id) + ":", Tone::Title, layout.colour) + " ",
      shown(violation.sentence), layout.width);
  block += labelled("when", moment(violation, story), inner);
  block += labelled("action", action_before(claim), inner);
  block += labelled("expected", shown(violation.expected), inner);
  block += labelled("actual", shown(violation.actual), inner);
  if (claim.after && claim.after->decision) {
    block += labelled("rules", decision_sentence(*claim.after->decision), inner);
    for (const model::Finding& finding : claim.after->decision->findings)
      block += finding_block(finding, inner.indented(2));
  }
  block += labelled("cites", listed(violation.cites), inner);
  return block + labelled("place", in_words(violation.where), inner);
}

std::string error_block(const Error& error, Layout layout) {
  return labelled("error", shown(error.what), layout) +
         labelled("place", in_words(error.where), layout) + excerpt_lines(error.excerpt, layout) +
         labelled("hint", shown(error.hint), layout);
}

std::string command_line(const model::RunStarted& run, const model::ScenarioStarted& scenario,
                         Layout layout) {
  layout.width = std::numeric_limits<std::size_t>::max();
  return labelled("replay", repro_command(run, scenario), layout);
}

std::string failure_block(const model::RunStarted& run, const Story& story, std::size_t claims_max,
                          Layout layout) {
  std::string block;
  if (!story.ended)
    block += blanks(layout.indent) + "it began, but there is no record of its end\n";
  else if (story.ended->error)
    block += error_block(*story.ended->error, layout.indented(2));
  const std::size_t told = std::min(claims_max, story.claims.size());
  for (std::size_t at = 0; at < told; ++at) block += claim_block(story.claims[at], story, layout);
  if (story.claim_count > told)
    block += blanks(layout.indent) + counted(story.claim_count - told, "more violation") + '\n';
  return block + command_line(run, story.started, layout.indented(2));
}

}  // namespace rehearse::reports
