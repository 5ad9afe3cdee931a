#include "rehearse/scenarios/coverage/coverage.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/scenarios/policy/file.h"

namespace rehearse::scenarios {
namespace {

/// Two rules that say the same are one part, whatever their policies.
std::string key_of(const model::Rule& rule) {
  return fmt::format("rule {}\n{}\n{}", model::fold(rule.id), to_string(rule.effect),
                     to_string(rule.expression));
}

std::string key_of(const model::DataRule& rule) {
  return fmt::format("data rule {}\n{}\n{}", model::fold(rule.id), to_string(rule.into),
                     fmt::join(rule.statements, "\n"));
}

std::string key_of(const model::SubStep& sub_step) {
  return fmt::format("sub-step {}", model::fold(sub_step.id));
}

std::string key_of(const model::Script& script) {
  return fmt::format("script {}", model::fold(script.id));
}

std::string key_of(const model::Setting& option) {
  return fmt::format("option {}\n{}", option.id, option.value);
}

void add_missing(std::vector<std::string>& into, const std::vector<std::string>& from) {
  for (const std::string& each : from) {
    if (std::ranges::count(into, each) == 0) into.push_back(each);
  }
}

/// The operations whose rules name the constant.
model::OperationSet naming(const model::Policy& policy, const std::string& constant) {
  model::OperationSet operations;
  for (const model::Rule& rule : policy.rules.rules()) {
    if (to_string(rule.expression).contains(constant)) operations = operations | rule.operations;
  }
  return operations;
}

}  // namespace

// What there is -------------------------------------------------------------------------------

Expected<Coverage> Coverage::create() {
  Coverage coverage;
  for (const std::string_view name : policy_names()) {
    model::Names names;
    const auto file = load_policy(std::string(name), names);
    if (!file) return std::unexpected(file.error());
    coverage.add_policy(file->policy);
  }
  coverage.add_transitions();
  coverage.add_invariants();
  coverage.add_acts();
  return coverage;
}

void Coverage::add_transitions() {
  for (std::size_t index = 0; index < model::enum_count<model::Process>; ++index) {
    const auto process = static_cast<model::Process>(index);
    for (const model::Transition& row : model::transitions(process)) {
      const std::string_view when = to_string(row.when);
      const Part part{.kind = PartKind::Transition,
                      .name = fmt::format("{}: {} -> {} on {}{}", to_string(process),
                                          to_string(row.from), to_string(row.to), to_string(row.on),
                                          when.empty() ? "" : fmt::format(" ({})", when)),
                      .policies = {},
                      .cites = {row.cites.begin(), row.cites.end()},
                      .transition = &row,
                      .process = process};
      transitions_[&row] = add(part.name, part, {});
    }
  }
}

void Coverage::add_invariants() {
  first_invariant_ = parts_.size();
  for (const model::Invariant& invariant : model::invariants()) {
    const Part part{.kind = PartKind::Invariant,
                    .name = std::string(invariant.id),
                    .policies = {},
                    .cites = statement_of_invariant(invariant.id)->derives_from};
    add(part.name, part, {});
  }
}

void Coverage::add_acts() {
  first_debt_ = parts_.size();
  for (std::size_t index = 0; index < model::enum_count<model::Debt>; ++index) {
    const auto debt = static_cast<model::Debt>(index);
    const auto basis = basis_of(debt);
    const Part part{.kind = PartKind::Debt,
                    .name = fmt::format("debt {}", to_string(debt)),
                    .policies = {},
                    .cites = {basis.begin(), basis.end()}};
    add(part.name, part, {});
  }
  redeploy_ = add_act("redeploy", {"REF-36", "REF-38", "REF-71", "PITR-34", "PITR-36", "PITR-69"});
  apply_update_ =
      add_act("apply-update", {"REF-62", "REF-69", "REF-71", "PITR-60", "PITR-67", "PITR-69"});
  add_acts_of_upgrades();
}

std::size_t Coverage::add_act(std::string_view name, std::vector<std::string> cites) {
  const Part part{.kind = PartKind::Act,
                  .name = fmt::format("act {}", name),
                  .policies = {},
                  .cites = std::move(cites)};
  return add(part.name, part, {});
}

void Coverage::add_acts_of_upgrades() {
  back_up_ = add_act("back-up", {"UPG-09"});
  stop_services_ = add_act("stop-services", {"UPG-21", "UPG-22", "UPG-34"});
  reboot_ = add_act("reboot", {"UPG-23"});
  rename_ = add_act("rename-database", {"UPG-24", "UPG-26", "UPG-27"});
  download_ = add_act("download-package", {"UPG-28"});
  lasting_ = add_act("a sub-step lasts as long as in the example", {"UPG-40", "UPG-49", "UPG-60"});
  status_row_ = add_act("a row of the status table says Completed", {"UPG-48", "UPG-50"});
}

void Coverage::add_policy(const model::Policy& policy) {
  for (const model::Rule& rule : policy.rules.rules())
    add(key_of(rule),
        {.kind = PartKind::Rule, .name = "rule " + rule.id, .policies = {}, .cites = rule.cites},
        policy.name);
  for (const model::DataRule& rule : policy.data_rules)
    add(key_of(rule),
        {.kind = PartKind::DataRule,
         .name = "data rule " + rule.id,
         .policies = {},
         .cites = rule.cites,
         .operations = rule.operations,
         .into = rule.into},
        policy.name);
  for (const model::SubStep& sub_step : policy.runbook.sub_steps)
    add(key_of(sub_step),
        {.kind = PartKind::SubStep,
         .name = "sub-step " + sub_step.id,
         .policies = {},
         .cites = sub_step.cites},
        policy.name);
  for (const model::Script& script : policy.runbook.scripts)
    add(key_of(script),
        {.kind = PartKind::Script,
         .name = "script " + script.id,
         .policies = {},
         .cites = script.cites},
        policy.name);
  for (const model::Setting& option : policy.options) {
    const std::size_t part = add(key_of(option),
                                 {.kind = PartKind::Option,
                                  .name = fmt::format("option {} = {}", option.id, option.value),
                                  .policies = {},
                                  .cites = option.cites},
                                 policy.name);
    options_.push_back({option.id, option.value, part, {}});
  }
  for (const model::Setting& constant : policy.constants) {
    const std::size_t part =
        add(fmt::format("constant {}\n{}", constant.id, constant.value),
            {.kind = PartKind::Constant,
             .name = fmt::format("constant {} = {}", constant.id, constant.value),
             .policies = {},
             .cites = constant.cites},
            policy.name);
    constants_.push_back({constant.id, constant.value, part, naming(policy, constant.id)});
  }
}

std::size_t Coverage::add(const std::string& key, const Part& part, const std::string& policy) {
  const auto [at, is_new] = positions_.try_emplace(key, parts_.size());
  if (is_new) {
    parts_.push_back(part);
    evidence_.emplace_back();
  } else {
    add_missing(parts_[at->second].cites, part.cites);
  }
  if (!policy.empty()) parts_[at->second].policies.push_back(policy);
  return at->second;
}

std::optional<std::size_t> Coverage::invariant(const std::string& id) const {
  const int found = find(id);
  return found < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(found));
}

int Coverage::find(const std::string& key) const {
  const auto at = positions_.find(key);
  return at == positions_.end() ? -1 : static_cast<int>(at->second);
}

Coverage::Places Coverage::places_of(const model::Policy& policy) const {
  Places places;
  for (const model::Rule& rule : policy.rules.rules()) places.rules.push_back(find(key_of(rule)));
  for (const model::DataRule& rule : policy.data_rules)
    places.data_rules.push_back(find(key_of(rule)));
  for (const model::SubStep& sub_step : policy.runbook.sub_steps)
    places.sub_steps.push_back(find(key_of(sub_step)));
  for (const model::Script& script : policy.runbook.scripts)
    places.scripts.push_back(find(key_of(script)));
  return places;
}

// What it shows -------------------------------------------------------------------------------

namespace {

std::string gap_of(const StatementCoverage& covered) {
  const Statement& statement = *covered.statement;
  if (!statement.is_modelled) return {};
  if (covered.parts.empty()) return "nothing cites it";
  if (covered.evidence.positive.empty()) return "no run exercises it";
  if (!statement.one_way.empty()) return {};
  return covered.evidence.negative.empty() ? "no run shows the other direction" : "";
}

bool is_invariant(const Coverage& coverage, std::size_t part) {
  return coverage.parts()[part].kind == PartKind::Invariant;
}

/// An invariant that holds says little of a rule that it also rests on: where something else
/// decides, only that counts.
void gather_evidence(const Coverage& coverage, StatementCoverage& covered) {
  const bool only_invariants = std::ranges::all_of(
      covered.parts, [&](std::size_t part) { return is_invariant(coverage, part); });
  for (const std::size_t part : covered.parts) {
    if (is_invariant(coverage, part) && !only_invariants) continue;
    const Evidence& evidence = coverage.evidence(part);
    covered.evidence.positive.insert(evidence.positive.begin(), evidence.positive.end());
    covered.evidence.negative.insert(evidence.negative.begin(), evidence.negative.end());
  }
}

}  // namespace

std::vector<StatementCoverage> cover(const Catalogue& catalogue, const Coverage& coverage) {
  std::multimap<std::string_view, std::size_t> citing;
  for (std::size_t part = 0; part < coverage.parts().size(); ++part) {
    for (const std::string& id : coverage.parts()[part].cites) citing.emplace(id, part);
  }
  std::vector<StatementCoverage> all;
  for (const Statement& statement : catalogue.statements()) {
    StatementCoverage covered{.statement = &statement, .parts = {}, .evidence = {}, .gap = {}};
    if (statement.kind == StatementKind::Invariant) {
      const auto part = coverage.invariant(statement.id);
      if (!part) continue;
      covered.parts.push_back(*part);
      gather_evidence(coverage, covered);
    } else {
      const auto [first, last] = citing.equal_range(statement.id);
      for (auto at = first; at != last; ++at) covered.parts.push_back(at->second);
      gather_evidence(coverage, covered);
      covered.gap = gap_of(covered);
    }
    all.push_back(std::move(covered));
  }
  return all;
}

}  // namespace rehearse::scenarios
