#include "sim/estate.h"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::sim {

using model::Action;
using model::Database;
using model::EnvironmentId;
using model::EventKind;

Expected<void> Estate::furnish(const model::Fleet& fleet) {
  data_.resize(world_.environments.size());
  for (std::uint16_t index = 0; index < data_.size(); ++index) {
    if (auto done = deploy({index}); !done) return done;
    for (std::uint16_t file = 0; file < fleet.environments[index].pending_files; ++file) {
      if (auto received = receive_file(site({index})); !received) return received;
    }
  }
  return {};
}

Site Estate::site(EnvironmentId id) {
  const model::EnvironmentState& environment = world_[id];
  stand_ins_.engine().set_clock(world_.now);
  const std::string& name = names_.text(environment.name);
  return {.id = id,
          .name = name,
          .mark = fmt::format("{}#{}", name, environment.generation),
          .web_config_admin = names_.text(environment.web_config_admin),
          .now = world_.now,
          .data = data_[id.value]};
}

void Estate::mark_present(Site& where) {
  std::string& marks = where.data.databases.marks;
  if (marks.find("|" + where.mark + "|") == marks.npos) marks += where.mark + "|";
}

Expected<void> Estate::deploy(EnvironmentId id) {
  Site where = site(id);
  const std::string& admin = where.web_config_admin;
  const Occupant occupant{.environment = where.name,
                          .mark = where.mark,
                          .admin_account = admin,
                          .tenant = names_.text(world_[id].tenant),
                          .domain = std::string(model::domain_of(admin))};
  Databases fresh;
  for (const Database database : {Database::Application, Database::FinancialReporting}) {
    auto image = stand_ins_.fresh(database, occupant);
    if (!image) return std::unexpected(image.error());
    fresh[database] = std::move(*image);
  }
  where.data = EnvironmentData{};
  where.data.databases = std::move(fresh);
  mark_present(where);
  return {};
}

void Estate::react(const model::Event& event, EnvironmentId subject) {
  EnvironmentData& data = data_[subject.value];
  switch (event.kind) {
    case EventKind::Started:
      data.pre_image = data.databases;
      data.copied = data_[world_[subject].movement.source.value].databases;
      data.has_moved = true;
      data.runbook_log.clear();
      data.downloaded_log.clear();
      return;
    case EventKind::EffectFailed:
      if (policy_.refresh.rollback_to == model::RollbackTo::Failure &&
          event.phase != model::Phase::RollingBack) {
        data.pre_image = data.databases;
      }
      return;
    case EventKind::LogsDownloaded:
      data.downloaded_log = data.runbook_log;
      return;
    case EventKind::RollbackStarted:
      data.runbook_log.clear();
      return;  // REF-16: download them before
    default:
      return;
  }
}

Expected<void> Estate::carry_out(const Action& action, const model::Step& step) {
  if (const auto* settle = std::get_if<model::Settle>(&action);
      settle && step.has(EventKind::DebtSettled)) {
    return settle_debt(*settle);
  }
  if (const auto* receive = std::get_if<model::ReceiveFile>(&action);
      receive && step.has(EventKind::FileReceived)) {
    return receive_file(site(receive->environment));
  }
  if (const auto* process = std::get_if<model::ProcessFiles>(&action);
      process && step.has(EventKind::FilesProcessed)) {
    return process_files(site(process->environment));
  }
  if (const auto* remove = std::get_if<model::RemoveCustomizations>(&action);
      remove && step.has(EventKind::CodeChanged)) {
    data_[remove->environment.value].customizations.clear();
  }
  if (const auto* redeploy = std::get_if<model::Redeploy>(&action);
      redeploy && step.has(EventKind::Redeployed)) {
    return deploy(redeploy->environment);
  }
  return {};
}

Expected<void> Estate::settle_debt(const model::Settle& settle) {
  const Activities& activities = stand_ins_.definition().activities;
  Site where = site(settle.environment);
  if (settle.debt == model::Debt::Users) {
    return executor_.run(where, Database::Application, activities.enable_users, Level::Data, {});
  }
  if (settle.debt == model::Debt::BatchJobs) {
    return executor_.run(where, Database::Application, activities.release_batch_jobs, Level::Data,
                         {});
  }
  return {};
}

Expected<void> Estate::receive_file(Site where) {
  const std::string file =
      fmt::format("recurring/{}/file-{}", where.name, ++where.data.files_received);
  const Binding bindings[] = {{":file", file}};
  mark_present(where);
  where.data.blobs[file] = digest_of(std::as_bytes(std::span(file)));
  where.data.databases.files_recorded.push_back(file);
  return executor_.run(where, Database::Application,
                       stand_ins_.definition().activities.receive_file, Level::Data, bindings);
}

Expected<void> Estate::process_files(Site where) {
  const auto& statements = stand_ins_.definition().activities.process_file;
  std::vector<std::string> left;  // recorded, but their file is not here
  for (const std::string& file : std::exchange(where.data.databases.files_recorded, {})) {
    if (where.data.blobs.erase(file) == 0) {
      left.push_back(file);
      continue;
    }
    const Binding bindings[] = {{":file", file}};
    auto done = executor_.run(where, Database::Application, statements, Level::Data, bindings);
    if (!done) return done;
  }
  where.data.databases.files_recorded = std::move(left);
  return {};
}

}  // namespace rehearse::sim
