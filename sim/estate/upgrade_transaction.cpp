#include "rehearse/sim/estate/upgrade_transaction.h"

#include <algorithm>

#include "rehearse/model/world/fleet.h"
#include "rehearse/sim/base/trace.h"
#include "rehearse/sim/stand_in/schema_sync.h"

namespace rehearse::sim {

using model::Database;

namespace {

using Texts = std::vector<std::string>;

void add(Trace& key, const Texts& texts) {
  key.add(texts.size());
  for (const std::string& text : texts) key.add(text);
}

void add(Trace& key, const model::RunText& text) { key.add(text.sql); }
void add(Trace& key, const model::RunEach& each) { key.add(each.query); }
void add(Trace& key, const model::SynchronizeSchema& schema) {
  key.add(static_cast<std::uint64_t>(schema.scope));
}
void add(Trace& key, const model::Scripts& scripts) {
  key.add(static_cast<std::uint64_t>(scripts.deed));
}

bool is_final_synchronization(const model::Work& work) {
  return work == model::Work(model::SynchronizeSchema{model::SyncScope::Final});
}

}  // namespace

std::pair<std::string, std::string> class_and_method(const std::string& id) {
  const std::size_t dot = id.find('.');
  return {id.substr(0, dot), dot == id.npos ? std::string() : id.substr(dot + 1)};
}

Expected<void> UpgradeTransactions::carry_out(const UpgradeTransaction& transaction, Site& site) {
  Image axdb = site.data.databases[Database::Application];
  if (!transaction.work.empty()) {
    auto made = stand_ins_.made(key_of(transaction, site), axdb,
                                [&](Session& session) { return work(transaction, session, site); });
    if (!made) return std::unexpected(std::move(made.error()));
    axdb = *std::move(made);
  }
  auto noted = note(transaction, axdb);
  if (!noted) return std::unexpected(std::move(noted.error()));
  site.data.databases[Database::Application] = *std::move(noted);
  if (std::ranges::any_of(transaction.work, is_final_synchronization))
    site.data.databases.requirements = site.data.customizations;
  return {};
}

/// The definition of the stand-ins is not in it: the memory is theirs.
Digest UpgradeTransactions::key_of(const UpgradeTransaction& transaction, const Site& site) const {
  Trace key;
  key.add("transaction of an upgrade");
  for (const std::string* text : {&site.name, &site.mark, &site.web_config_admin}) key.add(*text);
  add(key, site.data.customizations);
  add(key, site.data.databases.requirements);
  key.add(static_cast<std::uint64_t>(transaction.step));
  key.add(transaction.work.size());
  for (const model::Work& each : transaction.work) {
    key.add(each.index());
    std::visit([&key](const auto& work) { add(key, work); }, each);
    if (!std::holds_alternative<model::Scripts>(each)) continue;
    for (const model::Script& script : policy_.runbook.scripts)
      key.add(script.step == transaction.step ? script.id : "");
  }
  return key.digest();
}

Expected<void> UpgradeTransactions::work(const UpgradeTransaction& transaction, Session& session,
                                         const Site& site) {
  if (auto begun = session.run("BEGIN", Level::Everything); !begun)
    return std::unexpected(begun.error());
  if (auto done = do_all(transaction, session, site); !done) return done;
  const auto ended = session.run("COMMIT", Level::Everything);
  return ended ? Expected<void>() : std::unexpected(ended.error());
}

/// `axdb` with the notes in its books.
Expected<Image> UpgradeTransactions::note(const UpgradeTransaction& transaction,
                                          const Image& axdb) {
  auto session = stand_ins_.engine().open(axdb);
  if (!session) return std::unexpected(session.error());
  for (const std::string& note : transaction.notes) {
    if (auto noted = session->run(note, Level::Upgrade, transaction.bindings); !noted)
      return std::unexpected(noted.error());
  }
  return session->image();
}

Expected<void> UpgradeTransactions::do_all(const UpgradeTransaction& transaction, Session& session,
                                           const Site& site) {
  Texts met = site.data.databases.requirements;
  for (const model::Work& each : transaction.work) {
    Expected<void> done;
    if (const auto* text = std::get_if<model::RunText>(&each)) {
      done = run(text->sql, session, site);
    } else if (const auto* query = std::get_if<model::RunEach>(&each)) {
      done = run_each(query->query, session, site);
    } else if (const auto* schema = std::get_if<model::SynchronizeSchema>(&each)) {
      done = synchronize(schema->scope, met, session, site);
      if (schema->scope == model::SyncScope::Final) met = site.data.customizations;
    } else {
      done = schedule_scripts(transaction.step, session);
    }
    if (!done) return done;
  }
  return {};
}

Expected<void> UpgradeTransactions::run(const std::string& sql, Session& session,
                                        const Site& site) {
  const Binding bindings[] = {
      {":web_config_admin", site.web_config_admin},
      {":admin_domain", std::string(model::domain_of(site.web_config_admin))},
      {":environment", site.name}};
  const auto changes = session.run(sql, Level::Upgrade, bindings);
  if (!changes) return std::unexpected(changes.error());
  return stand_ins_.stamp(session, Database::Application, site.mark, changes->tables_inserted);
}

Expected<void> UpgradeTransactions::run_each(const std::string& query, Session& session,
                                             const Site& site) {
  const auto table = session.query(query, Level::Read);
  if (!table) return std::unexpected(table.error());
  for (const Row& row : table->rows) {
    const auto* statement = std::get_if<std::string>(&row.front());
    if (statement == nullptr) return fail("run what {} returns: it is no text", query);
    if (auto done = run(*statement, session, site); !done) return done;
  }
  return {};
}

Expected<void> UpgradeTransactions::synchronize(model::SyncScope scope, const Texts& met,
                                                Session& session, const Site& site) {
  const auto schema = stand_ins_.fresh(Database::Application, {});
  if (!schema) return std::unexpected(schema.error());
  auto code = stand_ins_.engine().open(*schema);
  if (!code) return std::unexpected(code.error());
  Texts missing;
  // Code that was deployed twice, into one database after the other, is still one.
  for (const std::string& each : site.data.customizations) {
    if (std::ranges::count(met, each) == 0 && std::ranges::count(missing, each) == 0)
      missing.push_back(each);
  }
  return synchronize_schema(scope, session, *code, stand_ins_.definition().upgrade, missing);
}

Expected<void> UpgradeTransactions::schedule_scripts(model::UpgradeStep step, Session& session) {
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

}  // namespace rehearse::sim
