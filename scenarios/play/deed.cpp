#include <fmt/format.h>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/play/rehearsal.h"

/// What a rehearsal does for each `do`.
namespace rehearse::scenarios {

using model::EnvironmentId;

namespace {

/// Denied by a rule, or refused by the model: nothing began.
bool is_turned_away(const model::Events& events) {
  return events.front().kind == model::EventKind::Denied ||
         events.front().kind == model::EventKind::Refused;
}

}  // namespace

Expected<void> Rehearsal::perform(const Move& move) {
  const Operation& operation = operations_.operation(move.operation);
  model::Start start = move.start;
  start.process = operation.process;
  start.source = operation.source;
  start.target = operation.target;
  start.page = simulation_->world()[move.page].name;
  if (start.restore_point)
    start.backup = simulation_->backup(operation.source, *start.restore_point);
  if (is_turned_away(simulation_->act(start))) return {};
  operations_.start(move.operation, simulation_->world());
  if (is_requested(operation.process) && !move.until) return {};
  return wait_for(move.operation, move.until);
}

Expected<void> Rehearsal::perform(const Accept& accept) {
  if (!can_address(accept.operation, "accepted")) return {};
  return perform(model::Action(model::Accept{operations_.operation(accept.operation).target}));
}

Expected<void> Rehearsal::perform(const Reschedule& reschedule) {
  if (!can_address(reschedule.operation, "rescheduled")) return {};
  const Operation& operation = operations_.operation(reschedule.operation);
  model::Reschedule request = reschedule.request;
  request.target = operation.target;
  if (request.restore_point)
    request.backup = simulation_->backup(operation.source, *request.restore_point);
  return perform(model::Action(request));
}

Expected<void> Rehearsal::perform(const Rollback& rollback) {
  if (!can_address(rollback.operation, "rolled back")) return {};
  const EnvironmentId target = operations_.operation(rollback.operation).target;
  if (is_turned_away(simulation_->act(model::Rollback{.target = target, .role = rollback.role})))
    return {};
  return wait_for(rollback.operation, rollback.until);
}

Expected<void> Rehearsal::perform(const Cancel& cancel) {
  if (!can_address(cancel.operation, "cancelled")) return {};
  return perform(model::Action(model::Cancel{
      .target = operations_.operation(cancel.operation).target, .role = cancel.role}));
}

/// Synchronizing and reprovisioning take time; the rest is done at once.
Expected<void> Rehearsal::perform(const Settle& settle) {
  simulation_->act(model::Settle{settle.environment, settle.debt});
  const auto movement = [&]() -> const model::Movement& {
    return simulation_->world()[settle.environment].movement;
  };
  while (model::is_post_step(movement().phase) && movement().phase != settle.until &&
         simulation_->advance_to_next()) {
    if (auto bounded = check_bound(); !bounded) return bounded;
  }
  return {};
}

Expected<void> Rehearsal::perform(const RenameChannels& rename) {
  return perform(model::Action(model::RenameChannels{.environment = rename.environment,
                                                     .database = names_.intern(rename.database),
                                                     .group = names_.intern(rename.group)}));
}

Expected<void> Rehearsal::perform(const DownloadLogs& download) {
  if (!can_address(download.operation, "asked for its logs")) return {};
  return perform(
      model::Action(model::DownloadLogs{operations_.operation(download.operation).target}));
}

/// An operator addresses the target and means what runs there. So an operation that is not the
/// last one there can be addressed only if nothing else would answer for it.
bool Rehearsal::can_address(OperationId operation, std::string_view wish) {
  const model::World& world = simulation_->world();
  const EnvironmentId target = operations_.operation(operation).target;
  if (operations_.is_current(operation, world)) return true;
  const model::Phase phase = world[target].movement.phase;
  if (!model::is_unresolved(phase) && !model::is_open_request(phase)) return true;
  violate({fmt::format("{} can be {}", operations_.name(operation), wish),
           fmt::format("it is the movement into {}", name(target)),
           fmt::format("{}; another one is unresolved or waits", operations_.describe(operation))});
  return false;
}

Expected<void> Rehearsal::perform(const Write& write) {
  const auto events = simulation_->write(write.environment, write.account, write.sql.text);
  if (events) return {};
  return data_refused(model::Write{write.environment, write.account, {}}, events.error(), write.sql,
                      sim::Level::Data);
}

Expected<void> Rehearsal::perform(const Customize& customize) {
  const auto events = simulation_->customize(customize.environment, customize.require.text);
  if (events) return {};
  return data_refused(model::Customize{customize.environment}, events.error(), customize.require,
                      sim::Level::Schema);
}

/// SQLite did not do it. That is a result like any other, unless the SQL makes no sense at all and
/// nobody expected trouble: then the scenario is broken.
Expected<void> Rehearsal::data_refused(const model::Action& action, const Error& error,
                                       const Sql& sql, sim::Level level) {
  if (deed_->outcome.fails_with.empty()) {
    const EnvironmentId environment = *subject_of(action);
    const auto& image = simulation_->image(environment, model::Database::Application);
    auto session = stand_ins_.engine().open(image);
    if (!session) return std::unexpected(std::move(session.error()));
    if (auto sound = session->check(sql.text, level); !sound) {
      if (sql.where) return sql.where->fail_within(std::move(sound.error()));
      return sound;
    }
  }
  heard_.any = true;
  heard_.trouble = error.what;
  if (!sink_) return {};
  sink_(model::StepTaken{.step = steps_taken_,
                         .at = simulation_->world().now,
                         .action = describe(action, simulation_->world(), names_),
                         .events = {fmt::format("because: {}", error.what)},
                         .decision = {}});
  return {};
}

Expected<void> Rehearsal::perform(const PutBlob& put) {
  simulation_->put_blob(put.environment, put.name, put.text);
  return {};
}

Expected<void> Rehearsal::perform(const ProvisionAdmin& provision) {
  return perform(model::Action(
      model::ProvisionAdmin{.environment = provision.environment,
                            .account = names_.intern(provision.account),
                            .domain = names_.intern(model::domain_of(provision.account))}));
}

Expected<void> Rehearsal::perform(const Redeploy& redeploy) {
  const model::EnvironmentState& before = simulation_->world()[redeploy.environment];
  return perform(model::Action(model::Redeploy{
      .environment = redeploy.environment,
      .account = names_.intern(redeploy.account),
      .domain = names_.intern(model::domain_of(redeploy.account)),
      .tenant = redeploy.tenant ? names_.intern(*redeploy.tenant) : before.tenant,
      .application_release = redeploy.application_release.value_or(before.application_release)}));
}

Expected<void> Rehearsal::perform(const model::Action& action) {
  simulation_->act(action);
  return {};
}

}  // namespace rehearse::scenarios
