#include "rehearse/scenarios/policy/entry.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "rehearse/model/policy/inputs.h"

namespace rehearse::scenarios {
namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_capital(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_letter(char letter) { return is_capital(letter) || (letter >= 'a' && letter <= 'z'); }

/// `REF-57`: one to eight capitals, a hyphen, one to four digits.
bool is_statement_id(std::string_view id) {
  const std::size_t hyphen = id.find('-');
  if (hyphen == id.npos || hyphen < 1 || hyphen > 8) return false;
  const std::string_view number = id.substr(hyphen + 1);
  return std::ranges::all_of(id.substr(0, hyphen), is_capital) && !number.empty() &&
         number.size() <= 4 && std::ranges::all_of(number, is_digit);
}

void read_basis(Object& object, std::string& because, std::vector<std::string>& cites) {
  object.required("because", NonEmpty{because});
  object.required("cites", [&](const Cursor& at) { return read_cites(at, cites); });
}

auto operations(model::OperationSet& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    if (auto done = read(at, into); !done) return done;
    return into.empty() ? at.fail("operations must name at least one") : Expected<void>();
  };
}

/// An integer or a boolean as in JSON; all else in the rule language: `"version '10.0.9'"`.
Expected<model::Literal> read_literal(const Cursor& at) {
  if (at.is_boolean())
    return model::Literal{model::Type::Boolean, at.json().get<bool>() ? 1 : 0, {}};
  if (at.is_integer()) {
    const auto integer = read_integer(at, {});
    if (!integer) return std::unexpected(integer.error());
    return model::Literal{model::Type::Integer, *integer, {}};
  }
  if (!at.is_text())
    return at.fail_expected("an integer, true, false or a text of the rule language",
                            "for example 21, \"days(30)\", \"GB(500)\", \"version '10.0.9'\"");
  auto literal = model::parse_constant(at.json().get_ref<const std::string&>());
  return literal ? literal : Expected<model::Literal>(at.fail_within(std::move(literal.error())));
}

/// As the file spells it: a list `a, b`, a text without its quotes.
std::string spelt(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (!json.is_array()) return json.dump();
  std::string text;
  for (const Json& item : json) text += (text.empty() ? "" : ", ") + spelt(item);
  return text;
}

/// A duration in the rule language: `"days(30)"`. It may not be negative.
Expected<void> read_duration(const Cursor& at, model::Duration& into) {
  const auto literal = read_literal(at);
  if (!literal) return std::unexpected(literal.error());
  if (literal->type != model::Type::Duration || literal->value < 0)
    return at.fail_expected("a duration", "for example \"days(30)\" or \"hours(2)\"");
  into = {literal->value};
  return {};
}

Expected<void> read_databases(const Cursor& at, model::EnumSet<model::Database>& into) {
  if (auto done = read(at, into); !done) return done;
  return into.empty() ? at.fail("databases must name at least one") : Expected<void>();
}

/// An option of `process`, or of the runbook that an upgrade executes.
Expected<void> read_value(const Cursor& at, std::string_view option, model::Process process,
                          model::Policy& policy) {
  model::ProcessOptions& into = policy.options_of(process);
  if (option == "runbook_step") return read(at, policy.runbook.step, Range{.min = 1, .max = 999});
  if (option == "rerun_granularity") return read(at, policy.runbook.rerun);
  if (option == "databases") return read_databases(at, into.databases);
  if (option == "target_offline_from") return read(at, into.target_offline_from);
  if (option == "rollback") return read(at, into.rollback);
  if (option == "rollback_to") return read(at, into.rollback_to);
  if (option == "data") return read(at, into.data);
  if (option == "after_failure") return read(at, into.after_failure);
  if (option == "acceptance_after_reschedule") return read(at, into.acceptance_after_reschedule);
  if (option == "default_source") return read(at, into.default_source);
  return read_duration(at, into.downtime_expected);
}

// Clearing ------------------------------------------------------------------------------------

bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) && std::ranges::all_of(name, [](char letter) {
    return is_letter(letter) || is_digit(letter) || letter == '_';
  });
}

/// Reads a list of texts, not empty, and turns each into a statement.
template <typename Expand>
auto expanded(std::vector<std::string>& statements, Expand expand) {
  return [&statements, expand](const Cursor& at) -> Expected<void> {
    std::vector<std::string> names;
    if (auto done = read(at, names); !done) return done;
    if (names.empty()) return at.fail(fmt::format("{} must not be empty", at.label()));
    for (const Cursor& item : at.items()) {
      auto statement = expand(item, item.json().template get_ref<const std::string&>());
      if (!statement) return std::unexpected(std::move(statement.error()));
      statements.push_back(std::move(*statement));
    }
    return {};
  };
}

Expected<std::string> clear_table(const Cursor& at, std::string_view table) {
  if (!is_identifier(table))
    return at.fail_expected("the name of a table", "names are made of letters, digits and _");
  return fmt::format("DELETE FROM \"{}\"", table);
}

/// An empty text, not NULL: it fits columns that must have a value, and no fact tells them apart.
Expected<std::string> clear_column(const Cursor& at, std::string_view column) {
  const std::size_t dot = std::min(column.find('.'), column.size() - 1);
  const std::string_view table = column.substr(0, dot);
  const std::string_view name = column.substr(dot + 1);
  if (!is_identifier(table) || !is_identifier(name))
    return at.fail_expected("a table and a column", "write Table.Column");
  return fmt::format("UPDATE \"{}\" SET \"{}\" = ''", table, name);
}

/// `sql`: one text, or a list of them. Each may hold several statements.
auto written(std::vector<std::string>& statements) {
  return [&statements](const Cursor& at) -> Expected<void> {
    if (!at.is_list()) return read(at, NonEmpty{statements.emplace_back()});
    if (at.items().empty()) return at.fail("sql must not be empty");
    for (const Cursor& item : at.items()) {
      if (auto done = read(item, NonEmpty{statements.emplace_back()}); !done) return done;
    }
    return {};
  };
}

}  // namespace

Expected<void> read_entry_id(const Cursor& at, std::string& id) {
  if (auto done = read(at, NonEmpty{id}); !done) return done;
  const bool is_allowed = std::ranges::all_of(id, [](char letter) {
    return is_letter(letter) || is_digit(letter) || std::string_view("-_.").contains(letter);
  });
  return is_allowed ? Expected<void>()
                    : at.fail(fmt::format("{} cannot be an id", Json(id).dump()),
                              "ids are made of letters, digits, -, _ and .");
}

Expected<void> read_cites(const Cursor& at, std::vector<std::string>& cites) {
  if (auto done = read(at, cites); !done) return done;
  if (cites.empty())
    return at.fail("cites must not be empty", "name what this rests on: \"REF-57\", \"B-22\"");
  for (const Cursor& cite : at.items()) {
    if (!is_statement_id(cite.json().get_ref<const std::string&>()))
      return cite.fail(fmt::format("{} is not the id of a statement", cite.json().dump()),
                       "ids look like REF-57, B-22, INV-28");
  }
  return {};
}

Expected<void> read_constant(const Cursor& at, model::Constants& constants,
                             model::Setting& setting) {
  Object object(at);
  object.required("value", [&](const Cursor& value) -> Expected<void> {
    auto literal = read_literal(value);
    if (!literal) return std::unexpected(std::move(literal.error()));
    setting.value = spelt(value.json());
    auto added = constants.add(setting.id, std::move(*literal));
    return added ? added : at.fail_at_key(added.error().what, added.error().hint);
  });
  read_basis(object, setting.because, setting.cites);
  return object.finish();
}

Expected<void> read_option(const Cursor& at, model::Policy& policy, model::Setting& setting) {
  const std::string option = at.label();
  const auto process = model::parse_enum<model::Process>(
      std::string_view(setting.id).substr(0, setting.id.find('.')));
  Object object(at);
  object.required("value", [&](const Cursor& value) -> Expected<void> {
    setting.value = spelt(value.json());
    if (process) {
      policy.offered.insert(*process);
      return read_value(value, option, *process, policy);
    }
    return read_duration(value, option == "retention_production" ? policy.retention.production
                                                                 : policy.retention.sandbox);
  });
  read_basis(object, setting.because, setting.cites);
  return object.finish();
}

namespace {

std::string_view condition_key(const model::Rule& rule) {
  return rule.effect == model::RuleEffect::Warn ? "warn_when" : "deny_when";
}

}  // namespace

Expected<void> read_rule(const Cursor& at, model::Rule& rule) {
  Object object(at);
  object.required("id", [&](const Cursor& id) { return read_entry_id(id, rule.id); });
  object.required("operations", operations(rule.operations));
  const std::string_view when = object.exactly_one({"deny_when", "warn_when"});
  rule.effect = when == "warn_when" ? model::RuleEffect::Warn : model::RuleEffect::Deny;
  std::string text;
  if (!when.empty()) object.required(when, NonEmpty{text});
  read_basis(object, rule.because, rule.cites);
  return object.finish();
}

Expected<void> read_condition(const Cursor& at, const model::RuleScope& scope, model::Names& names,
                              model::Rule& rule) {
  const Cursor condition = at.find(condition_key(rule)).value();
  auto expression =
      model::parse_expression(condition.json().get_ref<const std::string&>(), scope, names);
  if (!expression) return condition.fail_within(std::move(expression.error()));
  rule.expression = std::move(*expression);
  return {};
}

Expected<void> read_data_rule(const Cursor& at, model::DataRule& rule) {
  Object object(at);
  object.required("id", [&](const Cursor& id) { return read_entry_id(id, rule.id); });
  object.required("operations", [&rule](const Cursor& list) -> Expected<void> {
    if (auto done = operations(rule.operations)(list); !done) return done;
    return model::movements().contains(rule.operations)
               ? Expected<void>()
               : list.fail("a data rule runs in movements only",
                           fmt::format("these are {}", model::movements()));
  });
  object.optional("database", rule.database);
  object.optional("into", [&rule](const Cursor& kinds) -> Expected<void> {
    if (auto done = read(kinds, rule.into); !done) return done;
    return rule.into.empty() ? kinds.fail("into must name at least one kind of environment")
                             : Expected<void>();
  });
  const std::string_view how = object.exactly_one({"sql", "clear_tables", "clear_columns"});
  if (how == "sql") object.required(how, written(rule.statements));
  if (how == "clear_tables") object.required(how, expanded(rule.statements, clear_table));
  if (how == "clear_columns") object.required(how, expanded(rule.statements, clear_column));
  object.optional("establishes", rule.establishes);
  read_basis(object, rule.because, rule.cites);
  return object.finish();
}

Cursor statement_of(const Cursor& at, std::size_t position) {
  for (const std::string_view how : {"sql", "clear_tables", "clear_columns"}) {
    const auto member = at.find(how);
    if (member && member->is_list()) return member->items().at(position);
    if (member) return *member;
  }
  return at;
}

}  // namespace rehearse::scenarios
