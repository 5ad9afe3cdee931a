#include "rehearse/sim/estate/upgrade_executor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rehearse/model/world/fleet.h"
#include "rehearse/sim/stand_in/schema_sync.h"

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

/// `Class.method` taken apart.
std::pair<std::string, std::string> class_and_method(const std::string& id) {
  const std::size_t dot = id.find('.');
  return {id.substr(0, dot), dot == id.npos ? std::string() : id.substr(dot + 1)};
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
  Image& axdb = site.data.databases[Database::Application];
  auto session = stand_ins_.engine().open(axdb);
  if (!session) return session.error().what;
  const UpgradeBooks& books = stand_ins_.definition().upgrade;
  if (upgrade.completed.empty() && upgrade.running.empty()) {
    if (auto done = note_before(*session, site); !done) return done.error().what;
  }
  const Binding bindings[] = {{":step", std::string(to_string(sub_step.step))},
                              {":name", sub_step.name},
                              {":now", in_sql(site.now)}};
  if (auto done = session->run(books.sub_step_started, Level::Upgrade, bindings); !done)
    return done.error().what;
  axdb = session->image();
  log(site, sub_step, "started");
  return std::nullopt;
}

/// The books are opened, and what will be compared is noted.
Expected<void> UpgradeExecutor::note_before(Session& session, Site& site) {
  const UpgradeBooks& books = stand_ins_.definition().upgrade;
  for (const std::string& table : books.tables) {
    if (auto done = session.run(table, Level::Upgrade); !done) return std::unexpected(done.error());
  }
  BeforeUpgrade& before = site.data.before_upgrade;
  auto indexes = unique_indexes(session);
  if (!indexes) return std::unexpected(indexes.error());
  auto batch = session.query(books.batch_configuration, Level::Read);
  if (!batch) return std::unexpected(batch.error());
  before.unique_indexes = std::move(*indexes);
  before.batch_configuration = std::move(*batch);
  before.financial_reporting = site.data.databases[Database::FinancialReporting];
  return {};
}

std::optional<std::string> UpgradeExecutor::end(std::uint8_t position,
                                                const model::Upgrade& upgrade, Site& site) {
  const model::SubStep& sub_step = policy_.runbook.sub_steps[position];
  if (auto cause = blocked(sub_step, upgrade, site)) return cause;
  Image& axdb = site.data.databases[Database::Application];
  auto cause = struck("sub-step:" + sub_step.id, site);
  if (!cause) {
    auto session = stand_ins_.engine().open(axdb);
    cause = session ? carry_out(sub_step, *session, site) : session.error().what;
    const bool keeps = runs_scripts(sub_step) && session && !session->is_in_transaction();
    if (!cause || keeps) axdb = session->image();
  }
  if (cause) note_failure(position, upgrade, *cause, site);
  if (!cause) log(site, sub_step, "completed");
  return cause;
}

std::optional<std::string> UpgradeExecutor::carry_out(const model::SubStep& sub_step,
                                                      Session& session, Site& site) {
  if (runs_scripts(sub_step)) {
    if (auto cause = run_scripts(sub_step, session, site)) return cause;
    const auto noted = note_end(sub_step, "Completed", session, site);
    return noted ? std::nullopt : std::optional(noted.error().what);
  }
  auto done = run("BEGIN", session, site);
  if (done) done = do_all(sub_step.work, sub_step, session, site);
  if (done) done = note_end(sub_step, "Completed", session, site);
  if (done) done = run("COMMIT", session, site);
  return done ? std::nullopt : std::optional(done.error().what);
}

Expected<void> UpgradeExecutor::do_all(const std::vector<model::Work>& work,
                                       const model::SubStep& sub_step, Session& session,
                                       Site& site) {
  for (const model::Work& each : work) {
    Expected<void> done;
    if (const auto* text = std::get_if<model::RunText>(&each)) {
      done = run(text->sql, session, site);
    } else if (const auto* query = std::get_if<model::RunEach>(&each)) {
      done = run_each(query->query, session, site);
    } else if (const auto* schema = std::get_if<model::SynchronizeSchema>(&each)) {
      done = synchronize(schema->scope, session, site);
    } else {
      done = schedule_scripts(sub_step.step, session);
    }
    if (!done) return done;
  }
  return {};
}

Expected<void> UpgradeExecutor::run(const std::string& sql, Session& session, Site& site) {
  const bool is_ours = sql == "BEGIN" || sql == "COMMIT" || sql == "ROLLBACK";
  const Binding bindings[] = {
      {":web_config_admin", site.web_config_admin},
      {":admin_domain", std::string(model::domain_of(site.web_config_admin))},
      {":environment", site.name}};
  const auto changes = session.run(sql, is_ours ? Level::Everything : Level::Upgrade, bindings);
  if (!changes) return std::unexpected(changes.error());
  return stand_ins_.stamp(session, Database::Application, site.mark, changes->tables_inserted);
}

Expected<void> UpgradeExecutor::run_each(const std::string& query, Session& session, Site& site) {
  const auto table = session.query(query, Level::Read);
  if (!table) return std::unexpected(table.error());
  for (const Row& row : table->rows) {
    const auto* statement = std::get_if<std::string>(&row.front());
    if (statement == nullptr) return fail("run what {} returns: it is no text", query);
    if (auto done = run(*statement, session, site); !done) return done;
  }
  return {};
}

Expected<void> UpgradeExecutor::synchronize(model::SyncScope scope, Session& session, Site& site) {
  const auto schema = stand_ins_.fresh(Database::Application, {});
  if (!schema) return std::unexpected(schema.error());
  auto code = stand_ins_.engine().open(*schema);
  if (!code) return std::unexpected(code.error());
  std::vector<std::string> missing;
  std::vector<std::string>& met = site.data.databases.requirements;
  // Code that was deployed twice, into one database after the other, is still one.
  for (const std::string& each : site.data.customizations) {
    if (std::ranges::count(met, each) == 0 && std::ranges::count(missing, each) == 0)
      missing.push_back(each);
  }
  auto done = synchronize_schema(scope, session, *code, stand_ins_.definition().upgrade, missing);
  if (done && scope == model::SyncScope::Final) met = site.data.customizations;
  return done;
}

Expected<void> UpgradeExecutor::schedule_scripts(model::UpgradeStep step, Session& session) {
  for (const model::Script& script : policy_.runbook.scripts) {
    if (script.step != step) continue;
    const auto [owner, method] = class_and_method(script.id);
    const Binding bindings[] = {
        {":class", owner}, {":method", method}, {":step", std::string(to_string(step))}};
    const auto& sql = stand_ins_.definition().upgrade.script_scheduled;
    if (auto done = session.run(sql, Level::Upgrade, bindings); !done)
      return std::unexpected(done.error());
  }
  return {};
}

/// All that are due run, even after one that failed: each failure has its row in the error log.
std::optional<std::string> UpgradeExecutor::run_scripts(const model::SubStep& sub_step,
                                                        Session& session, Site& site) {
  std::string failed;
  for (const model::Script& script : policy_.runbook.scripts) {
    if (script.step != sub_step.step) continue;
    const auto passed = run_script(script, sub_step, session, site);
    if (!passed) return passed.error().what;
    if (!*passed) failed += fmt::format("{}{}", failed.empty() ? "" : ", ", script.id);
  }
  if (failed.empty()) return std::nullopt;
  return fmt::format("failed scripts: {}; see RELEASEUPDATESCRIPTSERRORLOG", failed);
}

/// False when the script failed, an error when not even that could be noted.
Expected<bool> UpgradeExecutor::run_script(const model::Script& script,
                                           const model::SubStep& sub_step, Session& session,
                                           Site& site) {
  const UpgradeBooks& books = stand_ins_.definition().upgrade;
  const auto [owner, method] = class_and_method(script.id);
  std::vector<Binding> bindings = {
      {":class", owner}, {":method", method}, {":now", in_sql(site.now)}};
  std::int64_t is_due = 0;
  const auto asked =
      session.query_integers(books.script_is_due, Level::Read, std::span(&is_due, 1), bindings);
  if (!asked) return std::unexpected(asked.error());
  if (is_due == 0) return true;
  auto done = run("BEGIN", session, site);
  if (auto cause = struck("script:" + script.id, site)) {
    done = fail("{}", *cause);
  } else if (done) {
    done = do_all(script.work, sub_step, session, site);
  }
  if (done) {
    const auto noted = session.run(books.script_completed, Level::Upgrade, bindings);
    if (noted) done = run("COMMIT", session, site);
    if (!noted || !done) return std::unexpected(noted ? done.error() : noted.error());
    log(site, sub_step, script.id + ": completed");
    return true;
  }
  log(site, sub_step, fmt::format("{}: failed: {}", script.id, done.error().what));
  if (auto undone = run("ROLLBACK", session, site); !undone) return std::unexpected(undone.error());
  bindings.emplace_back(":message", done.error().what);
  for (const std::string& statement : books.script_failed) {
    if (auto noted = session.run(statement, Level::Upgrade, bindings); !noted)
      return std::unexpected(noted.error());
  }
  return false;
}

Expected<void> UpgradeExecutor::note_end(const model::SubStep& sub_step, std::string_view status,
                                         Session& session, const Site& site) {
  const Binding bindings[] = {{":step", std::string(to_string(sub_step.step))},
                              {":name", sub_step.name},
                              {":now", in_sql(site.now)},
                              {":status", std::string(status)}};
  const auto done =
      session.run(stand_ins_.definition().upgrade.sub_step_ended, Level::Upgrade, bindings);
  if (!done) return std::unexpected(done.error());
  return {};
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
    if (upgrade.running.contains(other))
      static_cast<void>(note_end(sub_steps[other], "Failed", *session, site));
  }
  axdb = session->image();
}

}  // namespace rehearse::sim
