#include <fmt/format.h>

#include <algorithm>

#include "model/invariants.h"
#include "scenarios/coverage.h"

/// What of a run counts as evidence.
namespace rehearse::scenarios {
namespace {

using model::EventKind;

const std::string* value_of(const std::vector<model::Setting>& settings, std::string_view id) {
  const auto found = std::ranges::find(settings, id, &model::Setting::id);
  return found == settings.end() ? nullptr : &found->value;
}

}  // namespace

/// One scenario under observation.
struct Coverage::Run {
  Coverage& coverage;
  const Scenario& scenario;
  std::uint32_t index;
  Places places;
  std::map<std::uint16_t, std::set<std::size_t>> data_rules_run = {};  // by target, since the start

  void note(int part, std::set<std::uint32_t> Evidence::* direction) {
    if (part >= 0) (coverage.evidence_[static_cast<std::size_t>(part)].*direction).insert(index);
  }

  void see(const sim::Occurrence& occurrence) {
    see_rules(occurrence);
    see_options(occurrence);
    see_data_rules(occurrence);
    see_transitions(occurrence);
    see_invariants(occurrence);
    see_debts(occurrence);
    see_act<model::Redeploy>(occurrence, EventKind::Redeployed, coverage.redeploy_);
    see_act<model::ApplyUpdate>(occurrence, EventKind::UpdateApplied, coverage.apply_update_);
  }

  void see_rules(const sim::Occurrence& occurrence) {
    if (occurrence.inquiry == nullptr || has(occurrence, EventKind::Refused)) return;
    const auto& rules = scenario.policy->rules.rules();
    const model::Verdicts& verdicts = occurrence.step.verdicts;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      if (!rules[rule].operations.contains(occurrence.inquiry->operation)) continue;
      if (verdicts.fired.test(rule)) {
        note(places.rules[rule], &Evidence::positive);
      } else if (verdicts.allowed) {
        note(places.rules[rule], &Evidence::negative);
      }
    }
    for (const Value& constant : coverage.constants_) {
      if (constant.operations.contains(occurrence.inquiry->operation))
        compare(constant, scenario.policy->constants);
    }
  }

  void see_options(const sim::Occurrence& occurrence) {
    const auto* start = std::get_if<model::Start>(&occurrence.action);
    if (start == nullptr) return;
    const bool began = has(occurrence, EventKind::Started) || has(occurrence, EventKind::Submitted);
    const bool is_production =
        occurrence.world[start->source].kind == model::EnvironmentKind::Production;
    const std::string_view retention =
        is_production ? "history.retention_production" : "history.retention_sandbox";
    for (const Value& option : coverage.options_) {
      const bool is_of_process =
          option.id.starts_with(fmt::format("{}.", to_string(start->process)));
      const bool is_retention = is_restore(start->process) && option.id == retention;
      if (!is_retention && !(is_of_process && began)) continue;
      compare(option, scenario.policy->options);
    }
  }

  void compare(const Value& shipped, const std::vector<model::Setting>& settings) {
    const std::string* value = value_of(settings, shipped.id);
    if (value == nullptr) return;
    note(static_cast<int>(shipped.part),
         *value == shipped.value ? &Evidence::positive : &Evidence::negative);
  }

  void see_data_rules(const sim::Occurrence& occurrence) {
    const auto subject = subject_of(occurrence.action);
    if (!subject) return;
    auto& run = data_rules_run[subject->value];
    if (has(occurrence, EventKind::Started) || has(occurrence, EventKind::WorkBegan)) run.clear();
    for (const sim::DataRuleRun& each : occurrence.data_rules) {
      if (each.rows == 0) continue;
      note(places.data_rules[each.rule], &Evidence::positive);
      if (places.data_rules[each.rule] >= 0)
        run.insert(static_cast<std::size_t>(places.data_rules[each.rule]));
    }
    const bool undone = has(occurrence, EventKind::RolledBack);
    if (!undone && !has(occurrence, EventKind::Completed) && !has(occurrence, EventKind::Succeeded))
      return;
    const model::EnvironmentState& target = occurrence.world[*subject];
    for (std::size_t part = 0; part < coverage.parts_.size(); ++part) {
      if (belongs_to(coverage.parts_[part], target) && (undone || !run.contains(part)))
        note(static_cast<int>(part), &Evidence::negative);
    }
  }

  static bool belongs_to(const Part& part, const model::EnvironmentState& target) {
    return part.kind == PartKind::DataRule &&
           part.operations.contains(operation_of(target.movement.process)) &&
           part.into.contains(target.kind);
  }

  void see_transitions(const sim::Occurrence& occurrence) {
    for (const model::Transition* row : occurrence.step.taken) {
      note(static_cast<int>(coverage.transitions_.at(row)), &Evidence::positive);
      leave(*row, coverage.parts_[coverage.transitions_.at(row)].process);
    }
    const auto* start = std::get_if<model::Start>(&occurrence.action);
    if (start == nullptr || !occurrence.step.taken.empty()) return;
    for (const model::Transition& other : model::transitions(start->process)) {
      if (other.from == model::Phase::None)
        note(static_cast<int>(coverage.transitions_.at(&other)), &Evidence::negative);
    }
  }

  /// The phase is left by `row`, and so not by the others.
  void leave(const model::Transition& row, model::Process process) {
    for (const model::Transition& other : model::transitions(process)) {
      if (other.from == row.from && &other != &row)
        note(static_cast<int>(coverage.transitions_.at(&other)), &Evidence::negative);
    }
  }

  void see_invariants(const sim::Occurrence& occurrence) {
    for (std::size_t position = 0; position < model::invariants().size(); ++position) {
      const int part = static_cast<int>(coverage.first_invariant_ + position);
      if (occurrence.broken.test(position)) {
        note(part, &Evidence::negative);
      } else if (occurrence.applied.test(position)) {
        note(part, &Evidence::positive);
      }
    }
    const bool was_compared = !occurrence.data_rules.empty();
    const auto is_lost = [](const sim::Discrepancy& each) { return each.id == "INV-11"; };
    if (std::ranges::any_of(occurrence.discrepancies, is_lost)) {
      note(coverage.find("INV-11"), &Evidence::negative);
    } else if (was_compared) {
      note(coverage.find("INV-11"), &Evidence::positive);
    }
  }

  void see_debts(const sim::Occurrence& occurrence) {
    const auto note_debt = [&](model::Debt debt, auto direction) {
      note(static_cast<int>(coverage.first_debt_ + static_cast<std::size_t>(debt)), direction);
    };
    for (const model::Event& event : occurrence.step.events) {
      if (event.kind == EventKind::DebtSettled) note_debt(event.debt, &Evidence::positive);
      const auto* settle = std::get_if<model::Settle>(&occurrence.action);
      if (settle != nullptr && event.kind == EventKind::Refused)
        note_debt(settle->debt, &Evidence::negative);
      if (event.kind != EventKind::Completed && event.kind != EventKind::Succeeded) continue;
      for (std::size_t each = 0; each < model::enum_count<model::Debt>; ++each) {
        const auto debt = static_cast<model::Debt>(each);
        if (!occurrence.world[event.environment].debts.contains(debt))
          note_debt(debt, &Evidence::negative);
      }
    }
  }

  template <typename Action>
  void see_act(const sim::Occurrence& occurrence, EventKind done, std::size_t part) {
    if (!std::holds_alternative<Action>(occurrence.action)) return;
    note(static_cast<int>(part), has(occurrence, done) ? &Evidence::positive : &Evidence::negative);
  }

  static bool has(const sim::Occurrence& occurrence, EventKind kind) {
    return occurrence.step.has(kind);
  }
};

Witness Coverage::witness(const Scenario& scenario, std::uint32_t index) {
  auto run = std::make_shared<Run>(Run{.coverage = *this,
                                       .scenario = scenario,
                                       .index = index,
                                       .places = places_of(*scenario.policy)});
  return [run](const sim::Occurrence& occurrence) { run->see(occurrence); };
}

}  // namespace rehearse::scenarios
