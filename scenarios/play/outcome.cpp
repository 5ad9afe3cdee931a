#include <fmt/format.h>

#include <algorithm>

#include "rehearse/scenarios/play/rehearsal.h"

/// What a deed should have led to, and what it did.
namespace rehearse::scenarios {
namespace {

using model::RuleOutcome;

std::string listed(const std::vector<std::string>& words) {
  return words.empty() ? "none" : fmt::format("{}", fmt::join(words, ", "));
}

bool same_members(std::vector<std::string> left, std::vector<std::string> right) {
  std::ranges::sort(left);
  std::ranges::sort(right);
  return left == right;
}

std::vector<std::string> rules_that(const Heard& heard, RuleOutcome outcome) {
  std::vector<std::string> rules;
  if (!heard.decision) return rules;
  for (const model::Finding& finding : heard.decision->findings) {
    if (finding.outcome == outcome) rules.push_back(finding.rule);
  }
  return rules;
}

std::vector<std::string> attributes_missing(const Heard& heard) {
  std::vector<std::string> missing;
  if (!heard.decision) return missing;
  for (const model::Finding& finding : heard.decision->findings) {
    for (const std::string& attribute : finding.missing) {
      if (std::ranges::count(missing, attribute) == 0) missing.push_back(attribute);
    }
  }
  return missing;
}

/// The texts of all reasons, for people.
std::string reasons(const Heard& heard) {
  std::vector<std::string> texts;
  if (heard.decision) {
    for (const model::Finding& finding : heard.decision->findings) {
      for (const model::Reason& reason : finding.reasons)
        texts.push_back(fmt::format("{}: {}", finding.rule, reason));
    }
  }
  return texts.empty() ? "no rule fired" : fmt::format("{}", fmt::join(texts, "; "));
}

/// Accepted, or all that stood against it.
struct Answer {
  std::vector<std::string> denied_by;
  std::vector<std::string> not_evaluable;
  model::Refusal refused = model::Refusal::None;
  std::string trouble;
};

std::string describe(const Answer& answer) {
  std::vector<std::string> parts;
  if (!answer.denied_by.empty()) parts.push_back("denied by " + listed(answer.denied_by));
  if (!answer.not_evaluable.empty())
    parts.push_back("not evaluable: " + listed(answer.not_evaluable));
  if (answer.refused != model::Refusal::None)
    parts.push_back(fmt::format("refused: {}", to_string(answer.refused)));
  if (!answer.trouble.empty()) parts.push_back("failed: " + answer.trouble);
  return parts.empty() ? "accepted" : fmt::format("{}", fmt::join(parts, "; "));
}

bool matches(const Answer& expected, const Answer& actual) {
  const bool trouble_fits =
      expected.trouble.empty() ? actual.trouble.empty() : actual.trouble.contains(expected.trouble);
  return same_members(expected.denied_by, actual.denied_by) &&
         same_members(expected.not_evaluable, actual.not_evaluable) &&
         expected.refused == actual.refused && trouble_fits;
}

std::string listed(const std::vector<model::EventKind>& kinds) {
  std::vector<std::string> names;
  for (const model::EventKind kind : kinds) names.emplace_back(to_string(kind));
  return listed(names);
}

/// Whether `wanted` comes out of `all` when some are left out.
bool is_among(const std::vector<model::EventKind>& wanted,
              const std::vector<model::EventKind>& all) {
  auto next = wanted.begin();
  for (const model::EventKind kind : all) {
    if (next != wanted.end() && *next == kind) ++next;
  }
  return next == wanted.end();
}

}  // namespace

std::vector<Mismatch> differences(const Outcome& outcome, const Heard& heard) {
  std::vector<Mismatch> found;
  const Answer expected{outcome.denied_by, outcome.not_evaluable, outcome.refused,
                        outcome.fails_with};
  const Answer actual{rules_that(heard, RuleOutcome::Denied),
                      rules_that(heard, RuleOutcome::NotEvaluable), heard.refusal, heard.trouble};
  if (!matches(expected, actual)) {
    const std::string wanted = describe(expected);
    found.push_back({fmt::format("the step is {}", wanted), wanted, describe(actual)});
  }
  if (const auto warned = rules_that(heard, RuleOutcome::Warned);
      !same_members(outcome.warned_by, warned))
    found.push_back({"the step is warned of by exactly these rules", listed(outcome.warned_by),
                     listed(warned)});
  if (const auto missing = attributes_missing(heard);
      outcome.missing && !same_members(*outcome.missing, missing))
    found.push_back(
        {"exactly these attributes are missing", listed(*outcome.missing), listed(missing)});
  if (!is_among(outcome.events, heard.events))
    found.push_back(
        {"these events happen in this order", listed(outcome.events), listed(heard.events)});
  if (const std::string why = reasons(heard); !why.contains(outcome.margin))
    found.push_back({"a rule gives this reason", outcome.margin, why});
  return found;
}

}  // namespace rehearse::scenarios
