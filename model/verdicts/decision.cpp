#include "rehearse/model/verdicts/decision.h"

#include <set>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/base/values.h"
#include "rehearse/model/verdicts/explanation.h"

namespace rehearse::model {
namespace {

Expected<void> check_ids(const std::vector<Rule>& rules) {
  std::set<std::string> ids;
  for (const Rule& rule : rules) {
    if (!ids.insert(fold(rule.id)).second)
      return fail("build rule set: there are two rules \"{}\"", rule.id);
  }
  return {};
}

Expected<Program> compile(const std::vector<Rule>& rules, Operation operation) {
  std::vector<Program::Source> sources;
  for (std::size_t position = 0; position < rules.size(); ++position) {
    if (rules[position].operations.contains(operation))
      sources.push_back({&rules[position].expression, position});
  }
  return Program::create(sources);
}

Finding finding_of(const Rule& rule, RuleOutcome outcome, Explanation explanation) {
  return {rule.id,
          outcome,
          rule.effect,
          rule.because,
          rule.cites,
          std::move(explanation.reasons),
          std::move(explanation.missing)};
}

}  // namespace

Expected<RuleSet> RuleSet::create(std::vector<Rule> rules, Vocabulary vocabulary) {
  if (rules.size() > rules_max)
    return fail("build rule set: {} rules are more than {}", rules.size(), rules_max);
  if (auto unique = check_ids(rules); !unique) return std::unexpected(std::move(unique.error()));
  RuleSet set;
  set.vocabulary_ = vocabulary;
  for (std::size_t position = 0; position < rules.size(); ++position) {
    const Vocabulary spoken = rules[position].expression.vocabulary;
    REHEARSE_ASSERT(spoken.data() == vocabulary.data() && spoken.size() == vocabulary.size());
    if (rules[position].effect == RuleEffect::Deny) set.denying_.set(position);
  }
  for (std::size_t operation = 0; operation < set.programs_.size(); ++operation) {
    auto program = compile(rules, static_cast<Operation>(operation));
    if (!program) return std::unexpected(std::move(program.error()));
    set.programs_[operation] = std::move(*program);
  }
  set.rules_ = std::move(rules);
  return set;
}

Verdicts RuleSet::verdicts(Operation operation, Inputs inputs) const {
  REHEARSE_ASSERT(rules_.empty() || inputs.size() == vocabulary_.size());
  const Program::Masks masks = programs_[static_cast<std::size_t>(operation)].run(inputs);
  return {masks.fired, masks.not_evaluable,
          !((masks.fired | masks.not_evaluable) & denying_).any()};
}

Decision RuleSet::explain(Operation operation, Inputs inputs, const Names& names) const {
  const Verdicts verdict = verdicts(operation, inputs);
  Decision decision{operation, verdict.allowed, {}};
  for (std::size_t position = 0; position < rules_.size(); ++position) {
    const bool unknown = verdict.not_evaluable.test(position);
    if (!unknown && !verdict.fired.test(position)) continue;
    const Rule& rule = rules_[position];
    const RuleOutcome fired =
        rule.effect == RuleEffect::Deny ? RuleOutcome::Denied : RuleOutcome::Warned;
    decision.findings.push_back(finding_of(rule, unknown ? RuleOutcome::NotEvaluable : fired,
                                           model::explain(rule.expression, inputs, names)));
  }
  return decision;
}

}  // namespace rehearse::model
