#include <fmt/format.h>

#include "scenarios/runner_rehearsal.h"

/// What a rehearsal does for each `do`.
namespace rehearse::scenarios {

using model::EnvironmentId;

Expected<void> Rehearsal::perform(const Refresh& refresh) {
  const Operation& operation = operations_.operation(refresh.operation);
  const model::Events events =
      simulation_->act(model::StartRefresh{.source = operation.source,
                                           .target = operation.target,
                                           .page = simulation_->world()[refresh.page].name,
                                           .purpose = refresh.purpose,
                                           .warnings_reviewed = refresh.warnings_reviewed});
  if (events.front().kind != model::EventKind::Started) return {};
  operations_.start(refresh.operation, simulation_->world());
  return wait_for(refresh.operation, refresh.until);
}

Expected<void> Rehearsal::perform(const Rollback& rollback) {
  if (!can_address(rollback.operation, "rolled back")) return {};
  const EnvironmentId target = operations_.operation(rollback.operation).target;
  const model::Events events = simulation_->act(model::Rollback{target});
  if (events.front().kind == model::EventKind::Refused) return {};
  return wait_for(rollback.operation, rollback.until);
}

Expected<void> Rehearsal::perform(const Cancel& cancel) {
  if (!can_address(cancel.operation, "cancelled")) return {};
  return perform(model::Action(model::Cancel{operations_.operation(cancel.operation).target}));
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
  if (!model::is_unresolved(world[target].movement.phase)) return true;
  violate({fmt::format("{} can be {}", operations_.name(operation), wish),
           fmt::format("it is the movement into {}", name(target)),
           fmt::format("{}; another one is unresolved", operations_.describe(operation))});
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
