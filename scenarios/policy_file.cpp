#include "scenarios/policy_file.h"

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "model/inputs.h"
#include "scenarios/named_file.h"
#include "scenarios/policy_entry.h"
#include "scenarios/policy_parts.h"
#include "sim/digest.h"

namespace rehearse::scenarios {
namespace {

Expected<void> read_settings(const PolicyParts& parts, model::Constants& constants,
                             model::Policy& policy) {
  for (const PolicyEntry& entry : parts.constants) {
    model::Setting& setting = policy.constants.emplace_back();
    setting.id = entry.id;
    if (auto done = read_constant(entry.at, constants, setting); !done) return done;
  }
  for (const PolicyEntry& entry : parts.options) {
    model::Setting& setting = policy.options.emplace_back();
    setting.id = entry.id;
    if (auto done = read_refresh_option(entry.at, policy.refresh, setting); !done) return done;
  }
  return {};
}

Expected<void> read_rules(const PolicyParts& parts, const model::Constants& constants,
                          model::Names& names, model::Policy& policy) {
  const model::RuleScope scope{model::vocabulary(), constants};
  std::vector<model::Rule> rules;
  for (const PolicyEntry& entry : parts.rules) {
    if (auto done = read_rule(entry.at, scope, names, rules.emplace_back()); !done) return done;
  }
  auto set = model::RuleSet::create(std::move(rules), scope.vocabulary);
  if (!set) return parts.root.fail(set.error().what, set.error().hint);
  policy.rules = std::move(*set);
  return {};
}

Expected<void> read_data_rules(const PolicyParts& parts, PolicyFile& file) {
  model::Policy& policy = file.policy;
  for (const PolicyEntry& entry : parts.data_rules) {
    model::DataRule& rule = policy.data_rules.emplace_back();
    if (auto done = read_data_rule(entry.at, rule); !done) return done;
    file.data_rules.push_back(entry.at);
    if (rule.operations.contains(model::Operation::Refresh))
      policy.facts_established = policy.facts_established | rule.establishes;
  }
  return {};
}

/// Members in the order of their names: how a file orders them changes nothing.
nlohmann::json canonical(const std::vector<PolicyEntry>& entries) {
  auto list = nlohmann::json::array();
  for (const PolicyEntry& entry : entries)
    list.push_back({{"entry", entry.id}, {"value", nlohmann::json(entry.at.json())}});
  return list;
}

std::string digest_of(const PolicyParts& parts) {
  const nlohmann::json whole = {{"policy", parts.name},
                                {"about", parts.about},
                                {"constants", canonical(parts.constants)},
                                {"options", canonical(parts.options)},
                                {"rules", canonical(parts.rules)},
                                {"data_rules", canonical(parts.data_rules)}};
  const std::string text = whole.dump();
  return to_string(sim::digest_of(std::as_bytes(std::span(text))));
}

Expected<PolicyFile> build(const Cursor& root, model::Names& names) {
  const auto parts = collect_policy(root);
  if (!parts) return std::unexpected(parts.error());
  PolicyFile file;
  file.policy.name = parts->name;
  file.policy.about = parts->about;
  model::Constants constants;
  auto done = read_settings(*parts, constants, file.policy);
  if (done) done = read_rules(*parts, constants, names, file.policy);
  if (done) done = read_data_rules(*parts, file);
  if (!done) return std::unexpected(std::move(done.error()));
  file.policy.digest = digest_of(*parts);
  return file;
}

}  // namespace

std::vector<std::string_view> policy_names() { return names_of(policy_shelf()); }

Expected<PolicyFile> load_policy(const std::string& name_or_path, model::Names& names) {
  const auto root = open_named(policy_shelf(), name_or_path);
  if (!root) return std::unexpected(root.error());
  return build(*root, names);
}

Expected<PolicyFile> read_policy(const Cursor& cursor, model::Names& names) {
  if (!cursor.is_text()) return build(cursor, names);
  const auto root = open_named(policy_shelf(), cursor);
  if (!root) return std::unexpected(root.error());
  return build(*root, names);
}

namespace {

Expected<void> check_data_rule(const model::DataRule& rule, const Cursor& at,
                               sim::StandIns& stand_ins) {
  const auto image = stand_ins.fresh(rule.database, {});
  if (!image) return std::unexpected(image.error());
  auto session = stand_ins.engine().open(*image);
  if (!session) return std::unexpected(session.error());
  for (std::size_t position = 0; position < rule.statements.size(); ++position) {
    auto checked = session->check(rule.statements[position], sim::Level::Data);
    if (checked) continue;
    const Cursor where = statement_of(at, position);
    const bool is_shorthand = rule.statements[position] != where.json().get<std::string>();
    if (is_shorthand) checked.error().where.column = 1;
    checked.error().what = fmt::format("check data rule {}: {}", rule.id, checked.error().what);
    if (checked.error().what.contains("no such table")) {
      checked.error().hint = fmt::format(
          "a data rule sees the tables of the target's {} database only", to_string(rule.database));
    }
    return where.fail_within(std::move(checked.error()));
  }
  return {};
}

}  // namespace

Expected<void> check_data_rules(const PolicyFile& file, sim::StandIns& stand_ins) {
  for (std::size_t index = 0; index < file.data_rules.size(); ++index) {
    auto done = check_data_rule(file.policy.data_rules[index], file.data_rules[index], stand_ins);
    if (!done) return done;
  }
  return {};
}

}  // namespace rehearse::scenarios
