#include "rehearse/scenarios/explore/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rehearse/model/verdicts/evaluation.h"

namespace rehearse::scenarios {

using model::EffectKind;
using model::Process;

namespace {

/// Whether the runbook has enough sub-steps for `row`: one that completes leaves others of its step
/// only if there are two.
bool has_sub_steps_for(const model::Runbook& runbook, const model::Transition& row) {
  if (row.when != model::When::SubStepsLeft) return true;
  return std::ranges::count_if(runbook.sub_steps, [&row](const model::SubStep& sub_step) {
           return to_string(sub_step.step) == to_string(row.from);
         }) > 1;
}

/// Whether some state of the environments lets the policy take `row` in its phase. What is left at
/// once is left in no other way.
bool is_possible(const model::Policy& policy, Process process, const model::Transition& row) {
  if (!has_sub_steps_for(policy.runbook, row)) return false;
  const model::ProcessOptions& options = policy.options_of(process);
  const bool is_left_at_once =
      find_transition(process, options, row.from, model::Trigger::AtOnce) != nullptr;
  if (is_left_at_once && row.on != model::Trigger::AtOnce) return false;
  constexpr auto steps = static_cast<std::size_t>(model::UpgradeStep::FinalDbSync) + 1;
  for (std::size_t each = 0; each < 4 * steps; ++each) {
    const model::Situation situation{.environments_busy = each % 2 == 1,
                                     .step_done = each / 2 % 2 == 1,
                                     .goes_on_in = static_cast<model::UpgradeStep>(each / 4)};
    if (find_transition(process, options, row.from, row.on, situation) == &row) return true;
  }
  return false;
}

/// The phases that a process can come to under the policy's options.
std::set<model::Phase> reachable_phases(const model::Policy& policy, Process process) {
  std::set<model::Phase> reachable = {model::Phase::None};
  for (std::size_t before = 0; before != reachable.size();) {
    before = reachable.size();
    for (const model::Transition& row : transitions(process)) {
      if (reachable.contains(row.from) && is_possible(policy, process, row))
        reachable.insert(row.to);
    }
  }
  return reachable;
}

/// Conditions that no other comparison contains, and that can be both: not `TRUE`.
std::vector<model::NodeId> atoms_of(const model::Expression& expression) {
  using enum model::Kind;
  std::vector<bool> is_compared(expression.nodes.size());
  for (const model::Node& node : expression.nodes) {
    if (node.kind == And || node.kind == Or || node.kind == Not) continue;
    for (const model::NodeId operand : expression.operands_of(node)) is_compared[operand] = true;
  }
  std::vector<model::NodeId> atoms;
  for (std::size_t index = 0; index < expression.nodes.size(); ++index) {
    const auto node = static_cast<model::NodeId>(index);
    const model::Kind kind = expression.nodes[index].kind;
    if (is_atom(expression, node) && !is_compared[index] && kind != Literal && kind != Constant)
      atoms.push_back(node);
  }
  return atoms;
}

/// Where nothing is requested, no request is ever open.
bool can_fire(const model::Rule& rule, const model::Policy& policy) {
  const bool has_requests = std::ranges::any_of(model::all_processes, [&](Process process) {
    return is_requested(process) && policy.offered.contains(process);
  });
  return has_requests || to_string(rule.expression) != "target.request_open = TRUE";
}

template <typename Function>
void for_each_offered(const model::Policy& policy, Function function) {
  for (const Process process : model::all_processes) {
    if (policy.offered.contains(process)) function(process);
  }
}

}  // namespace

Tally::Tally(const model::Policy& policy) : policy_(policy) {
  add_transitions();
  add_rules();
  add_data_rules();
  if (policy.offered.contains(Process::DataUpgrade)) add_upgrade();
  counts_.resize(goals_.size());
}

void Tally::add_upgrade() {
  for (const model::SubStep& sub_step : policy_.runbook.sub_steps) {
    sub_steps_.push_back(
        add_goal(GoalKind::SubStep, fmt::format("sub-step {} completes", sub_step.id)));
    add_goal(GoalKind::Failure, fmt::format("sub-step {} fails", sub_step.id));
  }
  for (const model::Script& script : policy_.runbook.scripts)
    scripts_.push_back(add_goal(GoalKind::Failure, fmt::format("script {} fails", script.id)));
}

void Tally::add_data_rules() {
  for (const model::DataRule& rule : policy_.data_rules) {
    bool can_run = false;
    for_each_offered(policy_, [&](Process process) {
      can_run |= rule.operations.contains(operation_of(process)) &&
                 reachable_phases(policy_, process).contains(model::Phase::Sanitizing);
    });
    data_rules_.push_back(can_run ? std::optional(add_goal(GoalKind::DataRule, rule.id + " runs"))
                                  : std::nullopt);
  }
}

std::size_t Tally::add_goal(GoalKind kind, std::string name) {
  goals_.push_back({kind, std::move(name)});
  return goals_.size() - 1;
}

void Tally::add_transitions() {
  for_each_offered(policy_, [this](Process process) {
    const auto reachable = reachable_phases(policy_, process);
    for (const model::Transition& row : transitions(process)) {
      if (!reachable.contains(row.from) || !is_possible(policy_, process, row)) continue;
      transitions_.emplace(
          &row, add_goal(GoalKind::Transition,
                         fmt::format("{}: {} -> {} on {}", to_string(process), to_string(row.from),
                                     to_string(row.to), to_string(row.on))));
      if (row.on != model::Trigger::Failed) continue;
      const EffectKind effect = pending_effect(process, row.from);
      if (!failures_.contains(effect)) {
        failures_.emplace(effect,
                          add_goal(GoalKind::Failure, fmt::format("{} fails", to_string(effect))));
      }
    }
  });
}

void Tally::add_rules() {
  for (const model::Rule& rule : policy_.rules.rules()) {
    if (!can_fire(rule, policy_)) {
      rules_.emplace_back();
      continue;
    }
    RuleGoals goals;
    goals.fires = add_goal(GoalKind::Rule, fmt::format("rule {} fires", rule.id));
    add_goal(GoalKind::Rule, fmt::format("rule {} passes", rule.id));
    for (const model::NodeId node : atoms_of(rule.expression)) {
      const std::string text = to_string(rule.expression, node);
      goals.atoms.emplace_back(
          node, add_goal(GoalKind::Atom, fmt::format("{}: {} is true", rule.id, text)));
      add_goal(GoalKind::Atom, fmt::format("{}: {} is false", rule.id, text));
    }
    rules_.emplace_back(std::move(goals));
  }
}

void Tally::hear(const sim::Occurrence& occurrence) {
  for (const model::Transition* row : occurrence.step.taken) {
    if (const auto goal = transitions_.find(row); goal != transitions_.end())
      ++counts_[goal->second];
  }
  if (const auto* failed = std::get_if<model::EffectFailed>(&occurrence.action))
    hear_failure(*failed, occurrence.trouble);
  const auto* finished = std::get_if<model::EffectFinished>(&occurrence.action);
  if (finished != nullptr && finished->sub_step.position < sub_steps_.size())
    ++counts_[sub_steps_[finished->sub_step.position]];
  for (const sim::DataRuleRun& run : occurrence.data_rules) {
    if (const auto goal = data_rules_[run.rule]) ++counts_[*goal];
  }
  if (occurrence.inquiry != nullptr && !occurrence.step.has(model::EventKind::Refused))
    hear_rules(occurrence);
}

/// Only the trouble says which of the scripts of a sub-step failed.
void Tally::hear_failure(const model::EffectFailed& failed, std::string_view trouble) {
  if (const auto goal = failures_.find(failed.effect); goal != failures_.end())
    ++counts_[goal->second];
  if (failed.sub_step.position >= sub_steps_.size()) return;
  ++counts_[sub_steps_[failed.sub_step.position] + 1];
  for (std::size_t script = 0; script < scripts_.size(); ++script) {
    if (trouble.contains(policy_.runbook.scripts[script].id)) ++counts_[scripts_[script]];
  }
}

void Tally::hear_rules(const sim::Occurrence& occurrence) {
  const model::Inquiry& inquiry = *occurrence.inquiry;
  const auto& rules = policy_.rules.rules();
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    if (!rules_[rule] || !rules[rule].operations.contains(inquiry.operation)) continue;
    const auto values = node_values(rules[rule].expression, inquiry.inputs);
    if (values.back() != model::missing)
      ++counts_[rules_[rule]->fires + (values.back() == 1 ? 0 : 1)];
    for (const auto& [node, goal] : rules_[rule]->atoms) {
      if (values[node] != model::missing) ++counts_[goal + (values[node] == 1 ? 0 : 1)];
    }
  }
}

std::vector<Hit> Tally::take() {
  std::vector<Hit> hits;
  for (std::uint32_t goal = 0; goal < counts_.size(); ++goal) {
    if (counts_[goal] > 0) hits.emplace_back(goal, static_cast<std::uint32_t>(counts_[goal]));
    counts_[goal] = 0;
  }
  return hits;
}

void Tally::add(const std::vector<Hit>& hits) {
  for (const auto& [goal, count] : hits) {
    if (goal < counts_.size()) counts_[goal] += count;
  }
}

}  // namespace rehearse::scenarios
