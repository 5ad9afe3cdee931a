#include "rehearse/sim/estate/upgrade_executor.h"

#include <fmt/format.h>

#include <array>

namespace rehearse::sim {

using model::Database;

namespace {

constexpr std::array<std::string_view, model::enum_count<model::Service>> service_names = {
    "Management Reporter 2012 Process service",
    "Microsoft Dynamics 365 Unified Operations: Batch Management service",
    "Microsoft Dynamics 365 Unified Operations: Data Import Export Framework Service",
    "Microsoft Dynamics Lifecycle Services Diagnostic Service",
    "World wide web publishing service"};

/// Why nothing can be done in the database; nothing when it can.
std::optional<std::string> obstacle(const model::Upgrade& upgrade) {
  for (std::size_t service = 0; service < service_names.size(); ++service) {
    if (upgrade.services.contains(static_cast<model::Service>(service)))
      return fmt::format("database is locked: the {} is running", service_names[service]);
  }
  if (upgrade.is_interrupted) return "the connection was lost when the machine was rebooted";
  return std::nullopt;
}

bool runs_scripts(const model::SubStep& sub_step) {
  for (const model::Work& each : sub_step.work) {
    const auto* scripts = std::get_if<model::Scripts>(&each);
    if (scripts != nullptr && scripts->deed == model::ScriptDeed::Run) return true;
  }
  return false;
}

}  // namespace

std::string in_sql(model::Instant instant) {
  std::string text = to_string(instant);
  text[text.find('T')] = ' ';
  text.pop_back();  // Z
  return text.contains('.') ? text : text + ".000";
}

void UpgradeExecutor::log(Site& site, const model::SubStep& sub_step, std::string_view line) const {
  sim::log(site, fmt::format("step {}, {}: {}", policy_.runbook.step, sub_step.id, line));
}

std::optional<std::string> UpgradeExecutor::blocked(const model::SubStep& sub_step,
                                                    const model::Upgrade& upgrade,
                                                    Site& site) const {
  auto cause = obstacle(upgrade);
  if (cause) log(site, sub_step, fmt::format("failed: {}", *cause));
  return cause;
}

std::optional<std::string> UpgradeExecutor::struck(const std::string& fault_site, Site& site) {
  const Fault* fault = faults_.pass(fault_site, site.id);
  return fault == nullptr ? std::nullopt : std::optional(fault->cause);
}

std::optional<std::string> UpgradeExecutor::begin(std::uint8_t position,
                                                  const model::Upgrade& upgrade, Site& site) {
  const model::SubStep& sub_step = policy_.runbook.sub_steps[position];
  if (auto cause = blocked(sub_step, upgrade, site)) return cause;
  const UpgradeBooks& books = stand_ins_.definition().upgrade;
  const bool is_first = upgrade.completed.empty() && upgrade.running.empty();
  std::vector<model::Work> tables;
  if (is_first) {
    for (const std::string& table : books.tables) tables.emplace_back(model::RunText{table});
  }
  const UpgradeTransaction start{.step = sub_step.step,
                                 .work = tables,
                                 .notes = {books.sub_step_started},
                                 .bindings = {{":step", std::string(to_string(sub_step.step))},
                                              {":name", sub_step.name},
                                              {":now", in_sql(site.now)}}};
  const Image before = site.data.databases[Database::Application];
  auto done = transactions_.carry_out(start, site);
  if (done && is_first) done = note_before(site);
  if (!done) {
    site.data.databases[Database::Application] = before;
    return std::move(done.error().what);
  }
  log(site, sub_step, "started");
  return std::nullopt;
}

/// What will be compared.
Expected<void> UpgradeExecutor::note_before(Site& site) {
  const auto view = stand_ins_.upgrade_view(site.data.databases[Database::Application]);
  if (!view) return std::unexpected(view.error());
  const UpgradeView& seen = **view;
  if (!seen.unique_indexes) return std::unexpected(seen.unique_indexes.error());
  if (!seen.batch_configuration) return std::unexpected(seen.batch_configuration.error());
  BeforeUpgrade& before = site.data.before_upgrade;
  before.unique_indexes = *seen.unique_indexes;
  before.batch_configuration = *seen.batch_configuration;
  before.financial_reporting = site.data.databases[Database::FinancialReporting];
  return {};
}

std::optional<std::string> UpgradeExecutor::end(std::uint8_t position,
                                                const model::Upgrade& upgrade, Site& site) {
  const model::SubStep& sub_step = policy_.runbook.sub_steps[position];
  if (auto cause = blocked(sub_step, upgrade, site)) return cause;
  auto cause = struck("sub-step:" + sub_step.id, site);
  if (!cause) cause = carry_out(sub_step, site);
  if (cause) note_failure(position, upgrade, *cause, site);
  if (!cause) log(site, sub_step, "completed");
  return cause;
}

std::optional<std::string> UpgradeExecutor::carry_out(const model::SubStep& sub_step, Site& site) {
  const bool is_scripts = runs_scripts(sub_step);
  if (is_scripts) {
    if (auto cause = run_scripts(sub_step, site)) return cause;
  }
  const auto done =
      transactions_.carry_out({.step = sub_step.step,
                               .work = is_scripts ? std::span<const model::Work>() : sub_step.work,
                               .notes = {stand_ins_.definition().upgrade.sub_step_ended},
                               .bindings = end_of(sub_step, "Completed", site)},
                              site);
  return done ? std::nullopt : std::optional(done.error().what);
}

/// All that are due run, even after one that failed: each failure has its row in the error log.
std::optional<std::string> UpgradeExecutor::run_scripts(const model::SubStep& sub_step,
                                                        Site& site) {
  std::string failed;
  for (const model::Script& script : policy_.runbook.scripts) {
    if (script.step != sub_step.step) continue;
    const auto passed = run_script(script, sub_step, site);
    if (!passed) return passed.error().what;
    if (!*passed) failed += fmt::format("{}{}", failed.empty() ? "" : ", ", script.id);
  }
  if (failed.empty()) return std::nullopt;
  return fmt::format("failed scripts: {}; see RELEASEUPDATESCRIPTSERRORLOG", failed);
}

/// False when the script failed, an error when not even that could be noted.
Expected<bool> UpgradeExecutor::run_script(const model::Script& script,
                                           const model::SubStep& sub_step, Site& site) {
  const UpgradeBooks& books = stand_ins_.definition().upgrade;
  const auto [owner, method] = class_and_method(script.id);
  const std::vector<Binding> bindings = {
      {":class", owner}, {":method", method}, {":now", in_sql(site.now)}};
  const auto is_due =
      stand_ins_.count(site.data.databases[Database::Application], books.script_is_due, bindings);
  if (!is_due) return std::unexpected(is_due.error());
  if (*is_due == 0) return true;
  Expected<void> done;
  if (auto cause = struck("script:" + script.id, site)) {
    done = fail("{}", *cause);
  } else {
    done = transactions_.carry_out({.step = sub_step.step,
                                    .work = script.work,
                                    .notes = {books.script_completed},
                                    .bindings = bindings},
                                   site);
  }
  log(site, sub_step,
      done ? script.id + ": completed"
           : fmt::format("{}: failed: {}", script.id, done.error().what));
  if (done) return true;
  const auto noted = note_script_failure(bindings, done.error().what, site);
  return noted ? Expected<bool>(false) : std::unexpected(noted.error());
}

Expected<void> UpgradeExecutor::note_script_failure(std::vector<Binding> bindings,
                                                    const std::string& cause, Site& site) {
  Image& axdb = site.data.databases[Database::Application];
  auto session = stand_ins_.engine().open(axdb);
  if (!session) return std::unexpected(session.error());
  bindings.emplace_back(":message", cause);
  Expected<void> noted;
  for (const std::string& statement : stand_ins_.definition().upgrade.script_failed) {
    const auto ran = session->run(statement, Level::Upgrade, bindings);
    if (!ran) noted = std::unexpected(ran.error());
    if (!ran) break;
  }
  axdb = session->image();
  return noted;
}

std::vector<Binding> UpgradeExecutor::end_of(const model::SubStep& sub_step,
                                             std::string_view status, const Site& site) {
  return {{":step", std::string(to_string(sub_step.step))},
          {":name", sub_step.name},
          {":now", in_sql(site.now)},
          {":status", std::string(status)}};
}

/// With it fails what it lies in, and what runs beside it.
void UpgradeExecutor::note_failure(std::uint8_t position, const model::Upgrade& upgrade,
                                   const std::string& cause, Site& site) {
  const auto& sub_steps = policy_.runbook.sub_steps;
  log(site, sub_steps[position], fmt::format("failed: {}", cause));
  Image& axdb = site.data.databases[Database::Application];
  auto session = stand_ins_.engine().open(axdb);
  if (!session) return;
  for (std::size_t other = 0; other < sub_steps.size(); ++other) {
    if (!upgrade.running.contains(other)) continue;
    const auto bindings = end_of(sub_steps[other], "Failed", site);
    static_cast<void>(
        session->run(stand_ins_.definition().upgrade.sub_step_ended, Level::Upgrade, bindings));
  }
  axdb = session->image();
}

}  // namespace rehearse::sim
