#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/model/policy/inputs.h"
#include "rehearse/scenarios/files/step.h"

namespace rehearse::scenarios {
namespace {

constexpr std::int64_t count_max = 65'535;  // the model counts in 16 bits

/// At least one member besides the one that says what is meant.
void require_more_than_one(Object& object) {
  if (object.cursor().json().size() > 1) return;
  object.keep(object.cursor().fail("this expects nothing", "say what should be true of it"));
}

Expected<void> read_operation(Object& object, const Resolver& names, ExpectMovement& into) {
  object.required("operation", names.operation(into.operation));
  object.optional("status", into.status);
  object.optional("phase", proper(into.phase));
  object.optional("equals_pre_image", into.equals_pre_image);
  object.optional("logs_downloaded", into.logs_downloaded);
  require_more_than_one(object);
  return object.finish();
}

Expected<void> read_environment(Object& object, const Resolver& names, ExpectEnvironment& into) {
  constexpr Range count{.min = 0, .max = count_max};
  const auto counted = [&](std::string_view name, std::optional<std::int64_t>& value) {
    if (object.has(name)) object.required(name, value.emplace(), count);
  };
  object.required("environment", names.environment(into.environment));
  object.optional("available", into.available);
  object.optional("jobs_stopped", into.jobs_stopped);
  object.optional("debts", into.debts);
  object.optional("facts", into.facts);
  counted("orphaned_files", into.orphaned_files);
  counted("pending_files", into.pending_files);
  object.optional("admin", into.admin);
  object.optional("tenant", into.tenant);
  object.optional("application_release", into.application_release);
  counted("platform_update", into.platform_update);
  object.optional("financial_reporting_version", into.financial_reporting_version);
  object.optional("history_start", names.at(into.history_start));
  counted("snapshots", into.snapshots);
  object.optional("services", into.services);
  object.optional("databases", into.databases);
  object.optional("brackets", into.brackets);
  object.optional("failed_sub_step", names.sub_step(into.failed_sub_step));
  counted("sub_steps_completed", into.sub_steps_completed);
  object.optional("blobs", into.blobs);
  if (into.blobs) std::ranges::sort(*into.blobs);
  require_more_than_one(object);
  return object.finish();
}

Expected<void> read_value(const Cursor& at, sim::Value& into) {
  if (at.is_boolean()) return at.fail_expected("a value", "SQLite has no booleans: write 1 or 0");
  if (at.is_list() || at.is_object()) return at.fail_expected("null, a number or a text");
  if (at.is_null()) {
    into = sim::Null{};
  } else if (at.is_text()) {
    into = at.json().get<std::string>();
  } else if (at.is_integer()) {
    return read(at, into.emplace<std::int64_t>());
  } else {
    // tidy: allow double: what SQLite calls REAL
    into = at.json().get<double>();
  }
  return {};
}

Expected<void> read_rows(const Cursor& at, std::vector<sim::Row>& into) {
  if (!at.is_list()) return at.fail_expected("a list of rows", "one row with one value: [[10]]");
  for (const Cursor& row : at.items()) {
    if (!row.is_list()) return row.fail_expected("a row: a list of values");
    sim::Row& values = into.emplace_back();
    for (const Cursor& value : row.items()) {
      if (auto done = read_value(value, values.emplace_back()); !done) return done;
    }
  }
  return {};
}

Expected<void> read_expected_rows(const Cursor& at, const Resolver& names, ExpectRows& into) {
  Object object(at);
  object.required("database", names.database(into.database));
  object.required("sql", sql(into.sql));
  object.required("equal", [&](const Cursor& rows) { return read_rows(rows, into.equal); });
  return object.finish();
}

Expected<void> read_same_rows(const Cursor& at, const Resolver& names, ExpectSameRows& into) {
  Object object(at);
  object.required("databases", names.databases(into.databases));
  object.required("sql", sql(into.sql));
  return object.finish();
}

Expected<void> read_logs(const Cursor& at, const Resolver& names, ExpectLogs& into) {
  Object object(at);
  object.required("operation", names.operation(into.operation));
  object.required("contain", NonEmpty{into.contain});
  return object.finish();
}

/// `source.region`: an attribute that an inventory may leave out.
Expected<void> read_attributes(const Cursor& at, std::vector<std::string>& into) {
  if (!at.is_list()) return at.fail_expected("a list of attributes");
  std::vector<std::string> spelt;
  for (const model::Attribute& attribute : model::vocabulary())
    spelt.push_back(to_string(attribute));
  const std::vector<std::string_view> names(spelt.begin(), spelt.end());
  for (const Cursor& item : at.items()) {
    const auto index = find_name(item, "an attribute", names);
    if (!index) return std::unexpected(index.error());
    into.push_back(spelt[*index]);
  }
  return {};
}

}  // namespace

Expected<void> read_expectation(const Cursor& at, const Resolver& names, Expectation& into) {
  Object object(at);
  const std::string_view kind = object.exactly_one(
      {"operation", "environment", "rows", "same", "differ", "same_rows", "logs", "unchanged"});
  if (kind == "operation") return read_operation(object, names, into.emplace<ExpectMovement>());
  if (kind == "environment")
    return read_environment(object, names, into.emplace<ExpectEnvironment>());
  if (kind == "rows") {
    auto& rows = into.emplace<ExpectRows>();
    object.required(kind,
                    [&](const Cursor& what) { return read_expected_rows(what, names, rows); });
  } else if (kind == "same" || kind == "differ") {
    auto& content = into.emplace<ExpectContent>();
    content.comparison = kind == "same" ? Comparison::Same : Comparison::Differ;
    object.required(kind, names.databases(content.databases));
  } else if (kind == "same_rows") {
    auto& rows = into.emplace<ExpectSameRows>();
    object.required(kind, [&](const Cursor& what) { return read_same_rows(what, names, rows); });
  } else if (kind == "logs") {
    auto& logs = into.emplace<ExpectLogs>();
    object.required(kind, [&](const Cursor& what) { return read_logs(what, names, logs); });
  } else if (kind == "unchanged") {
    object.required(kind, names.environment(into.emplace<ExpectUnchanged>().environment));
  }
  return object.finish();
}

Expected<void> read_outcome(const Cursor& at, const Resolver& names, Outcome& into) {
  Object object(at);
  object.optional("denied_by", names.rules(into.denied_by, model::RuleEffect::Deny));
  object.optional("not_evaluable", names.rules(into.not_evaluable, std::nullopt));
  if (object.has("missing")) {
    auto& missing = into.missing.emplace();
    object.required("missing", [&](const Cursor& list) { return read_attributes(list, missing); });
  }
  object.optional("warned_by", names.rules(into.warned_by, model::RuleEffect::Warn));
  object.optional("refused", proper(into.refused));
  object.optional("fails_with", NonEmpty{into.fails_with});
  object.optional("events", into.events);
  object.optional("margin", NonEmpty{into.margin});
  if (at.is_object() && at.json().empty())
    object.keep(at.fail("this expects nothing", "leave \"expect\" out: the step is then accepted"));
  return object.finish();
}

}  // namespace rehearse::scenarios
