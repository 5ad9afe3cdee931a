#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.h"
#include "model/invariants.h"
#include "model/refresh.h"
#include "model/rule_suggestion.h"
#include "scenarios/catalogue.h"
#include "scenarios/policy_file.h"

namespace rehearse::cli {
namespace {

using model::Policy;
using scenarios::Catalogue;

/// One thing that can be explained.
struct Entry {
  std::string id;
  std::string kind;  ///< `rule of self-service-2020`
  std::string sentence;
  std::string text;  ///< further lines, each ended
  std::vector<std::string> cites;
};

void add_rules(const Policy& policy, std::vector<Entry>& entries) {
  for (const model::Rule& rule : policy.rules.rules()) {
    const std::string_view done =
        rule.effect == model::RuleEffect::Deny ? "denied" : "warned about";
    const std::string text = fmt::format("  {} is {} when {}\n", to_string(rule.operations), done,
                                         to_string(rule.expression));
    entries.push_back({rule.id, "rule of " + policy.name, rule.because, text, rule.cites});
  }
  for (const model::DataRule& rule : policy.data_rules) {
    std::string text;
    for (const std::string& statement : rule.statements) text += fmt::format("  {}\n", statement);
    if (!rule.establishes.empty())
      text += fmt::format("  establishes {}\n", to_string(rule.establishes));
    entries.push_back({rule.id, "data rule of " + policy.name, rule.because, text, rule.cites});
  }
}

void add_settings(const std::vector<model::Setting>& settings, const std::string& kind,
                  std::vector<Entry>& entries) {
  for (const model::Setting& setting : settings) {
    entries.push_back(
        {setting.id, kind, setting.because, fmt::format("  = {}\n", setting.value), setting.cites});
  }
}

std::string settled(const scenarios::Settlement& settlement) {
  return fmt::format("  2017 requests: {}\n  2020 self-service: {}\n  current: {}\n",
                     settlement.requested_2017, settlement.self_service_2020, settlement.current);
}

void add_statements(const Catalogue& catalogue, std::vector<Entry>& entries) {
  for (const scenarios::Statement& statement : catalogue.statements()) {
    std::string kind(model::to_string(statement.kind));
    if (!statement.document.empty())
      kind += fmt::format(" of \"{}\", {}", statement.document, statement.section);
    std::string text;
    if (!statement.is_modelled) text = fmt::format("  not modelled: {}\n", statement.why_not);
    if (statement.settlement) text += settled(*statement.settlement);
    entries.push_back({statement.id, kind, statement.sentence, text, statement.derives_from});
  }
}

/// The phases of a refresh, each with the transitions that lead out of it.
void add_phases(std::vector<Entry>& entries) {
  for (const std::string_view phase : model::enum_names<model::Phase>) {
    Entry entry{std::string(phase), "phase of a refresh", "a movement can be here", {}, {}};
    for (const model::Transition& row : model::refresh_transitions()) {
      if (to_string(row.from) != phase) continue;
      const std::string_view when = to_string(row.when);
      entry.text += fmt::format("  {} -> {}: {}{}\n", to_string(row.on), to_string(row.to),
                                row.sentence, when.empty() ? "" : fmt::format(" (if {})", when));
    }
    entries.push_back(std::move(entry));
  }
}

std::vector<Entry> all_entries(const Policy& policy, const Catalogue& catalogue) {
  std::vector<Entry> entries;
  add_rules(policy, entries);
  add_settings(policy.constants, "constant of " + policy.name, entries);
  add_settings(policy.options, "process option of " + policy.name, entries);
  add_statements(catalogue, entries);
  add_phases(entries);
  return entries;
}

/// Case aside, and without the process that an option belongs to: `rollback` for
/// `refresh.rollback`.
bool is_called(std::string_view id, std::string_view wanted) {
  return model::fold(id) == model::fold(wanted) ||
         model::fold(id.substr(id.find('.') + 1)) == model::fold(wanted);
}

/// Everything else that cites `id`, so that a reader can go on from there.
std::string cited_by(const std::string& id, const std::vector<Entry>& entries) {
  std::string text;
  for (const Entry& entry : entries) {
    if (std::ranges::count(entry.cites, id) > 0) text += (text.empty() ? "" : ", ") + entry.id;
  }
  return text;
}

void print(const Entry& entry, const std::vector<Entry>& entries) {
  fmt::print("{} - {}\n  {}\n{}", entry.id, entry.kind, entry.sentence, entry.text);
  if (!entry.cites.empty()) fmt::print("  based on {}\n", fmt::join(entry.cites, ", "));
  for (const model::Invariant& invariant : model::invariants()) {
    if (invariant.id == entry.id) fmt::print("  checked as: {}\n", invariant.sentence);
  }
  if (const std::string citing = cited_by(entry.id, entries); !citing.empty())
    fmt::print("  cited by {}\n", citing);
}

ExitCode list(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) fmt::print("{:<36} {}\n", entry.id, entry.kind);
  return ExitCode::Clean;
}

}  // namespace

ExitCode explain(const ExplainRequest& request) {
  model::Names names;
  const auto policy = scenarios::load_policy(request.policy, names);
  if (!policy) return trouble(policy.error());
  const auto catalogue = Catalogue::load();
  if (!catalogue) return trouble(catalogue.error());
  const std::vector<Entry> entries = all_entries(policy->policy, *catalogue);
  if (request.id.empty()) return list(entries);
  std::vector<std::string_view> ids;
  for (const Entry& entry : entries) {
    ids.push_back(entry.id);
    if (!is_called(entry.id, request.id)) continue;
    print(entry, entries);
    return ExitCode::Clean;
  }
  std::string hint = model::did_you_mean(request.id, ids);
  if (hint.empty()) hint = "without a name, rehearse explain lists all that there are";
  return trouble({fmt::format("explain \"{}\": there is nothing of that name", request.id),
                  {},
                  std::move(hint),
                  {}});
}

}  // namespace rehearse::cli
