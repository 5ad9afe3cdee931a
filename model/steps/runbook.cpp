#include "rehearse/model/steps/stepping.h"

/// The upgrade from AX 2012 itself: the three commands of AXUpdateInstaller.exe, and the sub-steps
/// of the runbook's one step (domain.md D.5).
namespace rehearse::model {
namespace {

UpgradeStep step_of(const Runbook& runbook, std::uint8_t sub_step) {
  return runbook.sub_steps[sub_step].step;
}

/// Where it goes on: the step of the first sub-step that has not completed.
UpgradeStep goes_on_in(const Runbook& runbook, const Upgrade& upgrade) {
  const std::uint8_t next = next_sub_step(runbook, upgrade);
  return next == no_sub_step ? UpgradeStep::FinalDbSync : step_of(runbook, next);
}

/// Whether the step that `phase` stands for is done: what comes next belongs to a later one.
bool is_step_done(const Runbook& runbook, std::uint8_t next, Phase phase) {
  constexpr auto first = static_cast<std::size_t>(Phase::PreReqs);
  return next == no_sub_step ||
         static_cast<std::size_t>(step_of(runbook, next)) > static_cast<std::size_t>(phase) - first;
}

}  // namespace

void Stepping::apply(const GenerateRunbook& generate) {
  const EnvironmentId id = generate.environment;
  Upgrade* upgrade = machine(id);
  if (upgrade == nullptr || is_being_upgraded(id)) return;
  if (!policy_.offered.contains(Process::DataUpgrade)) return refuse(id, Refusal::NotOffered);
  if (upgrade->prompt == Prompt::Closed) return refuse(id, Refusal::NoPrompt);
  if (!generate.finds_topology) return refuse(id, Refusal::NoTopologyFile);
  if (!generate.finds_service_model) return refuse(id, Refusal::NoServiceModelFile);
  const Transition* row =
      find_transition(Process::DataUpgrade, {}, at(id).movement.phase, Trigger::Generate);
  if (row == nullptr) return refuse(id, Refusal::RerunNeeded);
  if (!decide(id)) return;
  begin_upgrade(id);
  upgrade->runbook = generate.runbook;
  upgrade->runbook_file = generate.file;
  follow(*row, id);
}

/// In place of the last movement into the environment.
void Stepping::begin_upgrade(EnvironmentId id) {
  EnvironmentState& environment = at(id);
  const Movement before = environment.movement;
  environment.movement = Movement{};
  environment.movement.ordinal = static_cast<std::uint16_t>(before.ordinal + 1);
  environment.movement.submitted = step_.world.now;
  environment.movement.restore_point = before_everything;
  environment.movement.source = id;
  environment.movement.process = Process::DataUpgrade;
  environment.movement.phase = before.phase;
  environment.upgrade.failed = no_sub_step;
}

void Stepping::apply(const ImportRunbook& import) {
  const EnvironmentId id = import.environment;
  const Upgrade* upgrade = machine(id);
  if (upgrade == nullptr || is_being_upgraded(id)) return;
  if (upgrade->prompt == Prompt::Closed) return refuse(id, Refusal::NoPrompt);
  const Transition* row =
      find_transition(Process::DataUpgrade, {}, at(id).movement.phase, Trigger::Import);
  if (row == nullptr || import.file != upgrade->runbook_file)
    return refuse(id, Refusal::NoRunbookFile);
  const bool is_once_more = at(id).movement.phase == Phase::Imported;
  follow(*row, id);
  if (is_once_more) note(EventKind::RunbookImported, id);
}

void Stepping::apply(const ExecuteRunbook& execute) {
  const EnvironmentId id = execute.environment;
  Upgrade* upgrade = machine(id);
  if (upgrade == nullptr) return;
  const Transition* row = find_execution(execute);
  if (row == nullptr || !decide(id)) return;
  const bool starts_anew =
      execute.rerun_step && policy_.runbook.rerun == RerunGranularity::RunbookStep;
  if (!starts_anew && next_sub_step(policy_.runbook, *upgrade) == no_sub_step)
    return refuse(id, Refusal::UpgradeDone);
  // The package works on the database called AXDB, whatever it is.
  if (upgrade->original == upgrade->axdb) upgrade->original_is_intact = false;
  note(execute.rerun_step ? EventKind::UpgradeRerun : EventKind::Started, id);
  if (starts_anew) upgrade->completed = {};
  follow_upgrade(*row, id);
}

const Transition* Stepping::find_execution(const ExecuteRunbook& execute) {
  const EnvironmentState& environment = at(execute.environment);
  const Upgrade& upgrade = environment.upgrade;
  const Phase phase = environment.movement.phase;
  const auto refused = [&](Refusal refusal) -> const Transition* {
    refuse(execute.environment, refusal);
    return nullptr;
  };
  if (upgrade.prompt == Prompt::Closed) return refused(Refusal::NoPrompt);
  if (pending_effect(environment.movement) != EffectKind::None)
    return refused(Refusal::MovementUnresolved);
  const bool is_known =
      phase == Phase::Imported || phase == Phase::Failed || phase == Phase::Upgraded;
  if (!is_known || environment.movement.process != Process::DataUpgrade ||
      execute.runbook != upgrade.runbook)
    return refused(Refusal::NoRunbook);
  if (execute.rerun_step && phase != Phase::Failed) return refused(Refusal::NothingToRerun);
  if (!execute.rerun_step && phase == Phase::Failed) return refused(Refusal::RerunNeeded);
  if (phase == Phase::Upgraded) return refused(Refusal::UpgradeDone);
  if (execute.rerun_step && *execute.rerun_step != policy_.runbook.step)
    return refused(Refusal::NotTheFailedStep);
  if (upgrade.original != upgrade.axdb && upgrade.legacy != upgrade.axdb)
    return refused(Refusal::NoSuchDatabase);
  Upgrade after = upgrade;
  if (policy_.runbook.rerun == RerunGranularity::RunbookStep) after.completed = {};
  return find_transition(Process::DataUpgrade, {}, phase,
                         execute.rerun_step ? Trigger::Rerun : Trigger::Execute,
                         {.goes_on_in = goes_on_in(policy_.runbook, after)});
}

void Stepping::follow_upgrade(const Transition& row, EnvironmentId id) {
  follow(row, id);
  if (row.effect == EffectKind::RunSubStep)
    ask_for(id, next_sub_step(policy_.runbook, at(id).upgrade));
}

void Stepping::ask_for(EnvironmentId id, std::uint8_t sub_step) {
  step_.effect = {
      EffectKind::RunSubStep, id, id, {policy_.runbook.sub_steps[sub_step].id_name, sub_step}};
}

void Stepping::apply(const SubStepStarted& started) {
  const EnvironmentId id = started.target;
  Upgrade& upgrade = at(id).upgrade;
  const Runbook& runbook = policy_.runbook;
  const bool is_due = pending_effect(at(id).movement) == EffectKind::RunSubStep &&
                      started.sub_step.position == next_sub_step(runbook, upgrade) &&
                      pending_sub_steps(runbook, upgrade).contains(started.sub_step.position);
  if (!is_due) return refuse(id, Refusal::NothingPending);
  if (!upgrade.services.empty() || upgrade.is_interrupted)
    return fail_sub_step(id, started.sub_step);
  upgrade.running.insert(started.sub_step.position);
  note(EventKind::SubStepStarted, id, {.sub_step = started.sub_step});
  const std::uint8_t position = started.sub_step.position;
  const std::uint8_t along = begins_with(runbook, upgrade, position);
  if (along != no_sub_step) return ask_for(id, along);
  // All that lies inside of it had completed before it failed: it can end.
  const bool is_frame = runbook.sub_steps[position].encloses;
  if (is_frame && inside_completed(runbook, upgrade, position)) ask_for(id, position);
}

void Stepping::settle_sub_step(EnvironmentId id, const SubStepId& sub_step, Trigger trigger) {
  const Upgrade& upgrade = at(id).upgrade;
  const bool is_due = pending_effect(at(id).movement) == EffectKind::RunSubStep &&
                      pending_sub_steps(policy_.runbook, upgrade).contains(sub_step.position);
  const bool has_begun = upgrade.running.contains(sub_step.position);
  if (!is_due || (trigger == Trigger::Finished && !has_begun))
    return refuse(id, Refusal::NothingPending);
  // Whatever a sub-step does next, it does in the database, and there it meets the locks of a
  // service that runs (UPG-34).
  const bool meets_locks = !upgrade.services.empty() || upgrade.is_interrupted;
  if (trigger == Trigger::Failed || meets_locks) return fail_sub_step(id, sub_step);
  complete_sub_step(id, sub_step);
}

void Stepping::complete_sub_step(EnvironmentId id, const SubStepId& sub_step) {
  const Runbook& runbook = policy_.runbook;
  Upgrade& upgrade = at(id).upgrade;
  const SubStep& done = runbook.sub_steps[sub_step.position];
  upgrade.running.erase(sub_step.position);
  upgrade.completed.insert(sub_step.position);
  commit(id);
  note(EventKind::SubStepFinished, id, {.sub_step = sub_step});
  // Inside of another row, after the last: that one can end.
  if (done.inside != no_sub_step && inside_completed(runbook, upgrade, done.inside))
    return ask_for(id, done.inside);
  const std::uint8_t next = next_sub_step(runbook, upgrade);
  const bool is_last = next == no_sub_step && upgrade.running.empty();
  const Phase phase = is_last ? Phase::FinalDbSync : at(id).movement.phase;
  const bool step_done = upgrade.running.empty() && is_step_done(runbook, next, phase);
  const Transition* row =
      find_transition(Process::DataUpgrade, {}, phase, Trigger::Finished, {.step_done = step_done});
  upgrade.legacy_is_upgraded = row->to == Phase::Upgraded;
  follow(*row, id);
  if (upgrade.legacy_is_upgraded) return refresh_availability(id);
  step_.effect = {};
  // A row that runs beside this one is waited for.
  if (next != no_sub_step && pending_sub_steps(runbook, upgrade).contains(next)) ask_for(id, next);
}

void Stepping::fail_sub_step(EnvironmentId id, const SubStepId& sub_step) {
  Upgrade& upgrade = at(id).upgrade;
  upgrade.failed = sub_step.position;
  upgrade.running = {};
  upgrade.is_interrupted = false;
  note(EventKind::EffectFailed, id, {.phase = at(id).movement.phase, .sub_step = sub_step});
  const Transition* row = find_row(id, Trigger::Failed);
  follow(*row, id);
}

}  // namespace rehearse::model
