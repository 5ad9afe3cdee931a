#include "rehearse/sim/estate/executor.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/base/assert.h"

namespace rehearse::sim {

using model::Database;
using model::EffectKind;

void log(Site& site, std::string_view line) {
  site.data.runbook_log.push_back(fmt::format("{} {}", to_string(site.now), line));
}

std::optional<std::string> Executor::perform(EffectKind effect, Site& site) {
  data_rules_run_.clear();
  if (effect == EffectKind::AwaitWindow) return std::nullopt;  // time cannot fail
  if (auto fault = struck(to_string(effect), site)) return fault;
  switch (effect) {
    case EffectKind::CopyDatabases:
      log(site, "copy: the databases reached the target server");
      return std::nullopt;
    case EffectKind::RestoreBackups:
      return restore_backups(site);
    case EffectKind::ReplaceTarget:
      return replace_target(site);
    case EffectKind::ApplyDataRules:
      return apply_data_rules(site);
    case EffectKind::Synchronize:
      return synchronize(site);
    case EffectKind::Restart:
      return restart(site);
    case EffectKind::RestorePreImage:
      REHEARSE_ASSERT(site.data.has_moved);
      site.data.databases = site.data.pre_image;
      log(site, "rollback: both databases restored");
      return std::nullopt;
    case EffectKind::Reprovision:
      return reprovision(site);
    case EffectKind::RunSubStep:  // see UpgradeExecutor
    case EffectKind::AwaitWindow:
    case EffectKind::None:
      break;
  }
  return std::nullopt;
}

std::optional<std::string> Executor::restore_backups(Site& site) {
  if (!site.data.has_copy) {
    log(site, "restore-backups: failed: no backup reaches back to the restore point");
    return "no backup reaches back to the restore point";
  }
  log(site, "restore-backups: new databases hold the state at the restore point");
  return std::nullopt;
}

std::optional<std::string> Executor::struck(std::string_view fault_site, Site& site) {
  const Fault* fault = faults_.pass(fault_site, site.id);
  if (fault == nullptr) return std::nullopt;
  log(site, fmt::format("{}: failed: {}", fault_site, fault->cause));
  return fault->cause;
}

std::optional<std::string> Executor::replace_target(Site& site) {
  EnvironmentData& data = site.data;
  REHEARSE_ASSERT(data.has_moved && data.has_copy);
  for (const Database database : {Database::Application, Database::FinancialReporting}) {
    if (site.moving.contains(database)) data.databases[database] = data.copied[database];
  }
  // Rows of the old target may be around only if one of its databases stays.
  const bool all_replaced = site.moving == model::EnumSet<Database>::all();
  data.databases.marks = data.copied.marks + (all_replaced ? "" : data.databases.marks);
  if (site.moving.contains(Database::Application)) {
    data.databases.requirements = data.copied.requirements;
    // Files stay where they are (REF-46): their records mean something only in place.
    data.databases.files_recorded =
        site.in_place ? data.copied.files_recorded : std::vector<std::string>();
  }
  log(site, "replace: the old databases are deleted, the copies are in place");
  return std::nullopt;
}

std::optional<std::string> Executor::apply_data_rules(Site& site) {
  site.data.databases.marks += site.mark + "|";
  for (const Database database : {Database::Application, Database::FinancialReporting}) {
    Image& image = site.data.databases[database];
    auto session = stand_ins_.engine().open(image);
    if (!session) return session.error().what;
    auto cause = apply_data_rules(database, *session, site);
    image = session->image();
    if (cause) return cause;
  }
  return std::nullopt;
}

/// One transaction for all rules: a page that several of them touch is written once. What went well
/// before a failure is committed with it, unless a statement said OR ROLLBACK.
std::optional<std::string> Executor::apply_data_rules(Database database, Session& session,
                                                      Site& site) {
  if (auto begun = session.run("BEGIN", Level::Everything); !begun) return begun.error().what;
  std::optional<std::string> cause;
  for (std::size_t rule = 0; rule < policy_.data_rules.size() && !cause; ++rule) {
    const model::DataRule& candidate = policy_.data_rules[rule];
    if (candidate.database == database && applies(candidate, site.process, site.kind))
      cause = apply(rule, session, site);
  }
  if (!session.is_in_transaction()) return cause;
  const auto ended = session.run("COMMIT", Level::Everything);
  return ended ? cause : ended.error().what;
}

std::optional<std::string> Executor::apply(std::size_t position, Session& session, Site& site) {
  const model::DataRule& rule = policy_.data_rules[position];
  if (auto fault = struck("data-rule:" + rule.id, site)) return fault;
  const Binding bindings[] = {{":web_config_admin", site.web_config_admin},
                              {":environment", site.name}};
  std::int64_t rows = 0;
  for (const std::string& statement : rule.statements) {
    auto changes = session.run(statement, Level::Data, bindings);
    if (changes) {
      rows += changes->rows;
      if (auto stamped =
              stand_ins_.stamp(session, rule.database, site.mark, changes->tables_inserted);
          stamped)
        continue;
    }
    log(site, fmt::format("data-rule {}: failed: {}", rule.id,
                          changes ? "cannot stamp" : changes.error().what));
    return changes ? "cannot stamp new rows" : changes.error().what;
  }
  log(site, fmt::format("data-rule {}: {} row(s)", rule.id, rows));
  data_rules_run_.push_back({position, rows});
  return std::nullopt;
}

std::optional<std::string> Executor::synchronize(Site& site) {
  Databases& databases = site.data.databases;
  Image image = databases[Database::Application];
  for (const std::string& requirement : site.data.customizations) {
    if (std::ranges::count(databases.requirements, requirement) > 0)
      continue;  // came with the data
    auto done = stand_ins_.customized(image, requirement);
    if (!done) {
      log(site, fmt::format("synchronize: {}: failed: {}", requirement, done.error().what));
      return done.error().what;
    }
    image = *std::move(done);
    databases.requirements.push_back(requirement);
    log(site, fmt::format("synchronize: {}: done", requirement));
  }
  databases[Database::Application] = std::move(image);
  log(site, "synchronize: the schema fits the code");
  return std::nullopt;
}

std::optional<std::string> Executor::restart(Site& site) {
  const Binding bindings[] = {{":environment", site.name}};
  const auto& statements = stand_ins_.definition().activities.restart;
  const auto done = run(site, Database::Application, statements, Level::Data, bindings);
  log(site, done ? "restart: servers registered anew" : "restart: failed: " + done.error().what);
  return done ? std::nullopt : std::optional(done.error().what);
}

std::optional<std::string> Executor::reprovision(Site& site) {
  const auto& statements = stand_ins_.definition().activities.reprovision;
  const auto done = run(site, Database::Application, statements, Level::Data, {});
  log(site, done ? "reprovision: Retail components are up to date"
                 : "reprovision: failed: " + done.error().what);
  return done ? std::nullopt : std::optional(done.error().what);
}

Expected<void> Executor::run(Site& site, Database database,
                             const std::vector<std::string>& statements, Level level,
                             std::span<const Binding> bindings) {
  Image& image = site.data.databases[database];
  auto session = stand_ins_.engine().open(image);
  if (!session) return std::unexpected(session.error());
  for (const std::string& statement : statements) {
    auto changes = session->run(statement, level, bindings);
    if (!changes) return std::unexpected(changes.error());
    auto stamped = stand_ins_.stamp(*session, database, site.mark, changes->tables_inserted);
    if (!stamped) return stamped;
  }
  image = session->image();
  return {};
}

}  // namespace rehearse::sim
