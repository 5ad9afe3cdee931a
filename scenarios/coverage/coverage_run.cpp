#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/scenarios/coverage/coverage.h"

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
    see_upgrade(occurrence);
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
    see_commands(occurrence);
    const auto* start = std::get_if<model::Start>(&occurrence.action);
    if (start == nullptr || !occurrence.step.taken.empty()) return;
    for (const model::Transition& other : model::transitions(start->process)) {
      if (other.from == model::Phase::None)
        note(static_cast<int>(coverage.transitions_.at(&other)), &Evidence::negative);
    }
  }

  /// A command of AXUpdateInstaller that was turned away takes none of its rows.
  void see_commands(const sim::Occurrence& occurrence) {
    if (!occurrence.step.taken.empty()) return;
    const auto turned_away = [&](model::Trigger trigger) {
      for (const model::Transition& row : model::transitions(model::Process::DataUpgrade)) {
        if (row.on == trigger)
          note(static_cast<int>(coverage.transitions_.at(&row)), &Evidence::negative);
      }
    };
    if (std::holds_alternative<model::GenerateRunbook>(occurrence.action))
      turned_away(model::Trigger::Generate);
    if (std::holds_alternative<model::ImportRunbook>(occurrence.action))
      turned_away(model::Trigger::Import);
    const auto* execute = std::get_if<model::ExecuteRunbook>(&occurrence.action);
    if (execute != nullptr)
      turned_away(execute->rerun_step ? model::Trigger::Rerun : model::Trigger::Execute);
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
    see_comparison(occurrence, "INV-11", !occurrence.data_rules.empty());
    const auto* finished = std::get_if<model::EffectFinished>(&occurrence.action);
    const bool is_sub_step =
        finished != nullptr && finished->effect == model::EffectKind::RunSubStep;
    for (const std::string_view id : {"INV-37", "INV-42"})
      see_comparison(occurrence, id, is_sub_step);
  }

  /// An invariant that the rows decide.
  void see_comparison(const sim::Occurrence& occurrence, std::string_view id, bool was_compared) {
    const auto is_broken = [id](const sim::Discrepancy& each) { return each.id == id; };
    if (std::ranges::any_of(occurrence.discrepancies, is_broken)) {
      note(coverage.find(std::string(id)), &Evidence::negative);
    } else if (was_compared) {
      note(coverage.find(std::string(id)), &Evidence::positive);
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

  void see_upgrade(const sim::Occurrence& occurrence) {
    see_act<model::BackUp>(occurrence, EventKind::BackupMade, coverage.back_up_);
    see_act<model::StopServices>(occurrence, EventKind::ServicesStopped, coverage.stop_services_);
    see_act<model::Reboot>(occurrence, EventKind::Rebooted, coverage.reboot_);
    see_act<model::RenameDatabase>(occurrence, EventKind::DatabaseRenamed, coverage.rename_);
    see_act<model::DownloadPackage>(occurrence, EventKind::PackageDownloaded, coverage.download_);
    see_runbook_options(occurrence);
    for (const model::Event& event : occurrence.step.events) {
      if (event.kind == EventKind::SubStepFinished) see_sub_step(event.sub_step.position);
      const bool fails =
          event.kind == EventKind::EffectFailed && event.sub_step.position != model::no_sub_step;
      if (fails || event.kind == EventKind::Upgraded)
        see_end_of_upgrade(occurrence.world[event.environment], fails);
    }
  }

  /// The options of the upgrade decide when it begins, and when it is rerun.
  void see_runbook_options(const sim::Occurrence& occurrence) {
    if (!std::holds_alternative<model::ExecuteRunbook>(occurrence.action)) return;
    for (const Value& option : coverage.options_) {
      if (option.id.starts_with("data-upgrade.")) compare(option, scenario.policy->options);
    }
  }

  void see_sub_step(std::uint8_t position) {
    const model::SubStep& sub_step = scenario.policy->runbook.sub_steps[position];
    note(places.sub_steps[position], &Evidence::positive);
    note(static_cast<int>(coverage.status_row_), &Evidence::positive);
    const bool is_other = scenario.timing.sub_steps.contains(sub_step.id);
    note(static_cast<int>(coverage.lasting_), is_other ? &Evidence::negative : &Evidence::positive);
    const bool runs_scripts =
        std::ranges::count(sub_step.work, model::Work(model::Scripts{model::ScriptDeed::Run})) > 0;
    if (!runs_scripts) return;
    const auto& scripts = scenario.policy->runbook.scripts;
    for (std::size_t script = 0; script < scripts.size(); ++script) {
      if (scripts[script].step == sub_step.step) note(places.scripts[script], &Evidence::positive);
    }
  }

  /// What has not completed by now, or is not there at all, was left out.
  void see_end_of_upgrade(const model::EnvironmentState& machine, bool failed) {
    const auto& sub_steps = scenario.policy->runbook.sub_steps;
    std::set<int> completed;
    for (std::size_t position = 0; position < sub_steps.size(); ++position) {
      if (machine.upgrade.completed.contains(position))
        completed.insert(places.sub_steps[position]);
    }
    const std::set<int> scripts(places.scripts.begin(), places.scripts.end());
    for (int part = 0; part < static_cast<int>(coverage.parts_.size()); ++part) {
      const PartKind kind = coverage.parts_[static_cast<std::size_t>(part)].kind;
      const bool is_left_out = (kind == PartKind::SubStep && !completed.contains(part)) ||
                               (kind == PartKind::Script && (failed || !scripts.contains(part)));
      if (is_left_out) note(part, &Evidence::negative);
    }
    if (failed) note(static_cast<int>(coverage.status_row_), &Evidence::negative);
    // Whether the five services ran is what such a failure, or its absence, shows.
    if (failed && !machine.upgrade.services.empty())
      note(static_cast<int>(coverage.stop_services_), &Evidence::negative);
    if (!failed) note(static_cast<int>(coverage.reboot_), &Evidence::negative);
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
