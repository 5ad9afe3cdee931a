#include "rehearse/scenarios/files/stand_in.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "rehearse/fixtures/data/embedded.h"
#include "rehearse/scenarios/policy/entry.h"
#include "rehearse/scenarios/text/json_file.h"

namespace rehearse::scenarios {
namespace {

constexpr std::string_view what = "read stand-ins";

/// Statements rest on the documents, too; they are not kept.
void check_cites(Object& object) {
  object.required("cites", [](const Cursor& at) {
    std::vector<std::string> cites;
    return read_cites(at, cites);
  });
}

Expected<void> read_fact(const Cursor& at, sim::FactQuery& query) {
  model::Database database{};
  Object object(at);
  object.required("fact", query.fact);
  object.required("database", [&](const Cursor& member) -> Expected<void> {
    if (auto done = read(member, database); !done) return done;
    return database == model::Database::Application
               ? Expected<void>()
               : member.fail("facts are about the application database");
  });
  object.required("sentence", NonEmpty{query.sentence});
  object.required("holds_when", NonEmpty{query.holds_when});
  check_cites(object);
  return object.finish();
}

/// All facts of the model, in its order: position and enumerator are the same.
auto facts(std::vector<sim::FactQuery>& into) {
  return [&into](const Cursor& list) -> Expected<void> {
    if (!list.is_list()) return list.fail_expected("a list");
    for (const Cursor& item : list.items()) {
      if (auto done = read_fact(item, into.emplace_back()); !done) return done;
      const std::size_t position = into.size() - 1;
      if (static_cast<std::size_t>(into.back().fact) != position)
        return item.fail(
            fmt::format("the fact {} stands out of order", to_string(into.back().fact)),
            "the order is that of model::DataFact, each once");
    }
    constexpr std::size_t count = model::enum_count<model::DataFact>;
    if (into.size() == count) return {};
    return list.fail(
        fmt::format("the fact {} is missing", model::enum_names<model::DataFact>[into.size()]));
  };
}

auto kept(std::vector<sim::KeptQuery>& into) {
  return [&into](const Cursor& list) -> Expected<void> {
    if (!list.is_list()) return list.fail_expected("a list");
    for (const Cursor& item : list.items()) {
      sim::KeptQuery& query = into.emplace_back();
      Object object(item);
      object.required("table", NonEmpty{query.table});
      object.required("database", query.database);
      object.required("select", NonEmpty{query.select});
      check_cites(object);
      if (auto done = object.finish(); !done) return done;
    }
    return {};
  };
}

Expected<void> read_facts(std::string_view text, sim::StandInDefinition& definition) {
  const auto root = parse_json(text, "fixtures/stand_ins/facts.json", what);
  if (!root) return std::unexpected(root.error());
  Object object(*root);
  object.required("facts", facts(definition.facts));
  object.required("kept", kept(definition.kept));
  return object.finish();
}

Expected<void> read_activities(std::string_view text, sim::Activities& activities) {
  const auto root = parse_json(text, "fixtures/stand_ins/activities.json", what);
  if (!root) return std::unexpected(root.error());
  Object object(*root);
  object.required("activities", [&](const Cursor& at) {
    Object members(at);
    members.required("restart", activities.restart);
    members.required("receive_file", activities.receive_file);
    members.required("process_file", activities.process_file);
    members.required("enable_users", activities.enable_users);
    members.required("release_batch_jobs", activities.release_batch_jobs);
    members.required("reset_reporting", activities.reset_reporting);
    members.required("reprovision", activities.reprovision);
    members.required("user_write", NonEmpty{activities.user_write});
    return members.finish();
  });
  return object.finish();
}

Expected<void> read_books(const Cursor& at, sim::UpgradeBooks& books) {
  Object members(at);
  members.required("tables", books.tables);
  members.required("sub_step_started", NonEmpty{books.sub_step_started});
  members.required("sub_step_ended", NonEmpty{books.sub_step_ended});
  members.required("script_scheduled", NonEmpty{books.script_scheduled});
  members.required("script_is_due", NonEmpty{books.script_is_due});
  members.required("script_completed", NonEmpty{books.script_completed});
  members.required("script_failed", books.script_failed);
  members.required("system_tables", books.system_tables);
  members.required("keeps_deleted_objects", NonEmpty{books.keeps_deleted_objects});
  members.required("disabled_indexes", NonEmpty{books.disabled_indexes});
  members.required("indexes_enabled", NonEmpty{books.indexes_enabled});
  members.required("batch_configuration", NonEmpty{books.batch_configuration});
  members.required("rows_misdated", NonEmpty{books.rows_misdated});
  return members.finish();
}

/// All brackets of the model, in its order.
auto brackets(std::vector<sim::BracketQuery>& into) {
  return [&into](const Cursor& list) -> Expected<void> {
    if (!list.is_list()) return list.fail_expected("a list");
    for (const Cursor& item : list.items()) {
      sim::BracketQuery& query = into.emplace_back();
      Object object(item);
      object.required("bracket", query.bracket);
      object.required("sentence", NonEmpty{query.sentence});
      object.required("open_when", NonEmpty{query.open_when});
      if (auto done = object.finish(); !done) return done;
      if (static_cast<std::size_t>(query.bracket) + 1 != into.size())
        return item.fail(
            fmt::format("the bracket {} stands out of order", to_string(query.bracket)),
            "the order is that of model::Bracket, each once");
    }
    constexpr std::size_t count = model::enum_count<model::Bracket>;
    if (into.size() == count) return {};
    return list.fail(
        fmt::format("the bracket {} is missing", model::enum_names<model::Bracket>[into.size()]));
  };
}

Expected<void> read_upgrade(std::string_view text, sim::UpgradeBooks& books) {
  const auto root = parse_json(text, "fixtures/stand_ins/upgrade.json", what);
  if (!root) return std::unexpected(root.error());
  Object object(*root);
  object.required("books", [&](const Cursor& at) { return read_books(at, books); });
  object.required("brackets", brackets(books.brackets));
  return object.finish();
}

Expected<std::string_view> shipped(std::string_view name) {
  for (const fixtures::EmbeddedFile& file : fixtures::stand_ins()) {
    if (file.name == fmt::format("stand_ins/{}", name)) return file.text;
  }
  return fail("{}: fixtures/stand_ins/{} is not there", what, name);
}

}  // namespace

Expected<sim::StandInDefinition> read_stand_ins(const StandInTexts& texts) {
  sim::StandInDefinition definition;
  definition.scripts = {std::string(texts.application_script),
                        std::string(texts.financial_reporting_script)};
  definition.legacy_script = texts.legacy_script;
  auto done = read_facts(texts.facts, definition);
  if (done) done = read_activities(texts.activities, definition.activities);
  if (done) done = read_upgrade(texts.upgrade, definition.upgrade);
  if (!done) return std::unexpected(std::move(done.error()));
  return definition;
}

Expected<sim::StandInDefinition> load_stand_ins() {
  StandInTexts texts;
  const std::pair<std::string_view, std::string_view*> files[] = {
      {"application.sql", &texts.application_script},
      {"financial_reporting.sql", &texts.financial_reporting_script},
      {"facts.json", &texts.facts},
      {"activities.json", &texts.activities},
      {"ax2012.sql", &texts.legacy_script},
      {"upgrade.json", &texts.upgrade}};
  for (const auto& [name, text] : files) {
    const auto found = shipped(name);
    if (!found) return std::unexpected(found.error());
    *text = *found;
  }
  return read_stand_ins(texts);
}

}  // namespace rehearse::scenarios
