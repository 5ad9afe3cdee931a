#include "rehearse/scenarios/policy/file.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "rehearse/model/policy/inputs.h"
#include "rehearse/scenarios/policy/entry.h"
#include "rehearse/scenarios/policy/parts.h"
#include "rehearse/scenarios/policy/runbook.h"
#include "rehearse/sim/base/digest.h"

namespace rehearse::scenarios {
namespace {

Expected<void> read_settings(const PolicyParts& parts, model::Constants& constants,
                             model::Policy& policy) {
  for (const PolicyEntry& entry : parts.constants) {
    model::Setting& setting = policy.constants.emplace_back();
    setting.id = entry.id;
    if (auto done = read_constant(entry.at, constants, setting); !done) return done;
  }
  policy.profile = parts.profile.value();
  policy.offered = {};
  for (const PolicyEntry& entry : parts.options) {
    model::Setting& setting = policy.options.emplace_back();
    setting.id = entry.id;
    if (auto done = read_option(entry.at, policy, setting); !done) return done;
  }
  return {};
}

/// Where the file that was asked for speaks of the process, else its beginning.
Cursor place_of(const PolicyParts& parts, model::Process process) {
  const auto operations = parts.root.find("operations");
  const auto found = operations ? operations->find(to_string(process)) : std::nullopt;
  return found.value_or(parts.root);
}

/// A process that is offered states all of its options, somewhere along `extends`.
Expected<void> check_processes(const PolicyParts& parts, const model::Policy& policy) {
  for (const model::Process process : model::all_processes) {
    if (!policy.offered.contains(process)) continue;
    for (const std::string_view option : description_of(process).options) {
      const std::string id = fmt::format("{}.{}", to_string(process), option);
      if (std::ranges::count(parts.options, id, &PolicyEntry::id) == 0)
        return place_of(parts, process)
            .fail(fmt::format("the option {} is missing", id),
                  "a process that is offered states all of its options");
    }
  }
  return {};
}

/// What `read` makes of an entry; of one that is shipped, once and for all.
template <typename T>
Expected<T> read_once(const PolicyEntry& entry, PolicyShelf& shelf,
                      std::map<const Json*, T>& remembered,
                      Expected<void> (*read)(const Cursor&, T&)) {
  const auto known = remembered.find(&entry.at.json());
  if (known != remembered.end() && shelf.keeps(entry.at)) return known->second;
  T value;
  if (auto done = read(entry.at, value); !done) return std::unexpected(std::move(done.error()));
  if (shelf.keeps(entry.at)) remembered.insert_or_assign(&entry.at.json(), value);
  return value;
}

Expected<void> read_rules(const PolicyParts& parts, const model::Constants& constants,
                          PolicyShelf& shelf, model::Names& names, model::Policy& policy) {
  const model::RuleScope scope{model::vocabulary(), constants};
  std::vector<model::Rule> rules;
  for (const PolicyEntry& entry : parts.rules) {
    auto rule = read_once(entry, shelf, shelf.rules, read_rule);
    if (!rule) return std::unexpected(std::move(rule.error()));
    if (auto done = read_condition(entry.at, scope, names, *rule); !done) return done;
    rules.push_back(std::move(*rule));
  }
  auto set = model::RuleSet::create(std::move(rules), scope.vocabulary);
  if (!set) return parts.root.fail(set.error().what, set.error().hint);
  policy.rules = std::move(*set);
  return {};
}

Expected<void> read_data_rules(const PolicyParts& parts, PolicyShelf& shelf, PolicyFile& file) {
  for (const PolicyEntry& entry : parts.data_rules) {
    auto rule = read_once(entry, shelf, shelf.data_rules, read_data_rule);
    if (!rule) return std::unexpected(std::move(rule.error()));
    file.policy.data_rules.push_back(std::move(*rule));
    file.data_rules.push_back(entry.at);
  }
  gather_facts(file.policy);
  return {};
}

/// A policy that offers the upgrade has sub-steps in each of its five steps.
Expected<void> read_runbook(const PolicyParts& parts, model::Names& names, model::Policy& policy) {
  model::Runbook& runbook = policy.runbook;
  if (auto done = read_sub_steps(parts.sub_steps, names, runbook); !done) return done;
  if (auto done = read_scripts(parts.scripts, runbook); !done) return done;
  if (!policy.offered.contains(model::Process::DataUpgrade)) return {};
  for (const std::string_view name : model::enum_names<model::UpgradeStep>) {
    const auto step = model::parse_enum<model::UpgradeStep>(name);
    if (std::ranges::count(runbook.sub_steps, *step, &model::SubStep::step) == 0)
      return place_of(parts, model::Process::DataUpgrade)
          .fail(fmt::format("step {} has no sub-step", name));
  }
  return {};
}

std::string digest_of(const PolicyParts& parts, PolicyShelf& shelf) {
  std::string text =
      fmt::format("{}\n{}\n{}\n", parts.name, parts.about, to_string(parts.profile.value()));
  for (const auto* entries : {&parts.constants, &parts.options, &parts.rules, &parts.data_rules,
                              &parts.sub_steps, &parts.scripts}) {
    for (const PolicyEntry& entry : *entries)
      text += fmt::format("{} {}\n", entry.id, shelf.canonical(entry.at));
    text += '\n';
  }
  return to_string(sim::digest_of(std::as_bytes(std::span(text))));
}

Expected<PolicyFile> build(const Cursor& root, model::Names& names, PolicyShelf& shelf) {
  const auto parts = collect_policy(root, shelf);
  if (!parts) return std::unexpected(parts.error());
  PolicyFile file;
  file.policy.name = parts->name;
  file.policy.about = parts->about;
  model::Constants constants;
  auto done = read_settings(*parts, constants, file.policy);
  if (done) done = check_processes(*parts, file.policy);
  if (done) done = read_rules(*parts, constants, shelf, names, file.policy);
  if (done) done = read_data_rules(*parts, shelf, file);
  if (done) done = read_runbook(*parts, names, file.policy);
  if (!done) return std::unexpected(std::move(done.error()));
  file.policy.digest = digest_of(*parts, shelf);
  return file;
}

}  // namespace

std::vector<std::string_view> policy_names() { return names_of(PolicyShelf::shipped()); }

Expected<PolicyFile> load_policy(const std::string& name_or_path, model::Names& names) {
  PolicyShelf shelf;
  return load_policy(name_or_path, names, shelf);
}

Expected<PolicyFile> load_policy(const std::string& name_or_path, model::Names& names,
                                 PolicyShelf& shelf) {
  const auto root = shelf.open(name_or_path);
  if (!root) return std::unexpected(root.error());
  return build(*root, names, shelf);
}

Expected<PolicyFile> read_policy(const Cursor& cursor, model::Names& names, PolicyShelf& shelf) {
  if (!cursor.is_text()) return build(cursor, names, shelf);
  const auto root = shelf.open(cursor);
  if (!root) return std::unexpected(root.error());
  return build(*root, names, shelf);
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
