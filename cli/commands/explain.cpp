#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "rehearse/cli/options/commands.h"
#include "rehearse/cli/options/options_parts.h"
#include "rehearse/cli/terminal/terminal.h"
#include "rehearse/model/base/suggestion.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/scenarios/statements/catalogue.h"

namespace rehearse::cli {
namespace {

/// `rehearse explain [ID]`
struct ExplainRequest {
  std::string id;      ///< empty: list everything that can be explained
  std::string policy;  ///< empty: all that are shipped
};

using model::Policy;
using scenarios::Catalogue;

/// One thing that can be explained.
struct Entry {
  std::string id;
  std::string kind;                   ///< `rule`
  std::vector<std::string> policies;  ///< that have it; empty for what is of no policy
  std::string sentence;
  std::string text;  ///< further lines, each ended
  std::vector<std::string> cites;
};

/// What several policies say in the same words is one entry.
void add(Entry entry, std::vector<Entry>& entries) {
  for (Entry& known : entries) {
    if (known.id != entry.id || known.kind != entry.kind || known.text != entry.text ||
        known.sentence != entry.sentence || known.cites != entry.cites)
      continue;
    known.policies.push_back(entry.policies.front());
    return;
  }
  entries.push_back(std::move(entry));
}

void add_rules(const Policy& policy, std::vector<Entry>& entries) {
  for (const model::Rule& rule : policy.rules.rules()) {
    const std::string_view done = rule.effect == model::RuleEffect::Deny ? "denies" : "warns of";
    const std::string text = fmt::format("  {} {} when {}\n", done, to_string(rule.operations),
                                         to_string(rule.expression));
    add({rule.id, "rule", {policy.name}, rule.because, text, rule.cites}, entries);
  }
  for (const model::DataRule& rule : policy.data_rules) {
    std::string text = fmt::format("  part of {}\n", to_string(rule.operations));
    for (const std::string& statement : rule.statements) text += fmt::format("  {}\n", statement);
    if (!rule.establishes.empty())
      text += fmt::format("  establishes {}\n", to_string(rule.establishes));
    if (rule.into != model::EnumSet<model::EnvironmentKind>::all())
      text += fmt::format("  only into {}\n", to_string(rule.into));
    add({rule.id, "data rule", {policy.name}, rule.because, text, rule.cites}, entries);
  }
}

void add_settings(const Policy& policy, const std::vector<model::Setting>& settings,
                  const std::string& kind, std::vector<Entry>& entries) {
  for (const model::Setting& setting : settings)
    add({setting.id,
         kind,
         {policy.name},
         setting.because,
         fmt::format("  = {}\n", setting.value),
         setting.cites},
        entries);
}

std::string in_words(const model::Work& work) {
  if (const auto* text = std::get_if<model::RunText>(&work)) return text->sql;
  if (const auto* each = std::get_if<model::RunEach>(&work))
    return fmt::format("what this returns: {}", each->query);
  if (const auto* schema = std::get_if<model::SynchronizeSchema>(&work))
    return fmt::format("a synchronization: {}", to_string(schema->scope));
  return fmt::format("the scripts of the step: {}", to_string(std::get<model::Scripts>(work).deed));
}

void add_runbook(const Policy& policy, std::vector<Entry>& entries) {
  for (const model::SubStep& sub_step : policy.runbook.sub_steps) {
    std::string text = fmt::format("  lasts {}\n", to_string(sub_step.lasts));
    if (!sub_step.opens.empty()) text += fmt::format("  opens {}\n", to_string(sub_step.opens));
    if (!sub_step.closes.empty()) text += fmt::format("  closes {}\n", to_string(sub_step.closes));
    for (const model::Work& work : sub_step.work) text += fmt::format("  {}\n", in_words(work));
    add({sub_step.id, "sub-step", {policy.name}, sub_step.because, text, sub_step.cites}, entries);
  }
  for (const model::Script& script : policy.runbook.scripts) {
    std::string text = fmt::format("  runs in {}\n", to_string(script.step));
    for (const model::Work& work : script.work) text += fmt::format("  {}\n", in_words(work));
    add({script.id, "script", {policy.name}, script.because, text, script.cites}, entries);
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
    if (!statement.one_way.empty())
      text += fmt::format("  one direction only: {}\n", statement.one_way);
    entries.push_back({statement.id, kind, {}, statement.sentence, text, statement.derives_from});
  }
}

std::string ways_out(model::Process process, std::string_view phase) {
  std::string text;
  for (const model::Transition& row : model::transitions(process)) {
    if (to_string(row.from) != phase) continue;
    const std::string_view when = to_string(row.when);
    text += fmt::format("    {} -> {}: {}{}\n", to_string(row.on), to_string(row.to), row.sentence,
                        when.empty() ? "" : fmt::format(" (if {})", when));
  }
  return text.empty() ? text : fmt::format("  {}\n{}", to_string(process), text);
}

/// The phases, each with the transitions that lead out of it, process by process.
void add_phases(std::vector<Entry>& entries) {
  for (const std::string_view phase : model::enum_names<model::Phase>) {
    Entry entry{std::string(phase), "phase", {}, "a movement can be here", {}, {}};
    for (std::size_t process = 0; process < model::enum_count<model::Process>; ++process)
      entry.text += ways_out(static_cast<model::Process>(process), phase);
    if (entry.text.empty()) entry.text = "  nothing leads out of it\n";
    entries.push_back(std::move(entry));
  }
}

std::vector<Entry> all_entries(const std::vector<Policy>& policies, const Catalogue& catalogue) {
  std::vector<Entry> entries;
  for (const Policy& policy : policies) {
    add_rules(policy, entries);
    add_runbook(policy, entries);
    add_settings(policy, policy.constants, "constant", entries);
    add_settings(policy, policy.options, "process option", entries);
  }
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
  std::vector<std::string> citing;
  for (const Entry& entry : entries) {
    if (std::ranges::count(entry.cites, id) > 0 && std::ranges::count(citing, entry.id) == 0)
      citing.push_back(entry.id);
  }
  return fmt::format("{}", fmt::join(citing, ", "));
}

std::string kind_of(const Entry& entry) {
  if (entry.policies.empty()) return entry.kind;
  return fmt::format("{} of {}", entry.kind, fmt::join(entry.policies, ", "));
}

void print(const Entry& entry, const std::vector<Entry>& entries) {
  fmt::print("{} - {}\n  {}\n{}", entry.id, kind_of(entry), entry.sentence, entry.text);
  if (!entry.cites.empty()) fmt::print("  based on {}\n", fmt::join(entry.cites, ", "));
  if (const std::string citing = cited_by(entry.id, entries); !citing.empty())
    fmt::print("  cited by {}\n", citing);
}

ExitCode list(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) fmt::print("{:<44} {}\n", entry.id, kind_of(entry));
  return ExitCode::Clean;
}

/// The one that was asked for, else all that are shipped.
Expected<std::vector<Policy>> policies_of(const ExplainRequest& request) {
  std::vector<std::string> wanted = {request.policy};
  if (request.policy.empty()) {
    const auto names = scenarios::policy_names();
    wanted.assign(names.begin(), names.end());
  }
  std::vector<Policy> policies;
  for (const std::string& name : wanted) {
    model::Names names;
    auto file = scenarios::load_policy(name, names);
    if (!file) return std::unexpected(file.error());
    policies.push_back(std::move(file->policy));
  }
  return policies;
}

void add_options(CLI::App& command, ExplainRequest& request) {
  command
      .add_option("ID", request.id,
                  "Such as database-capacity, REF-57, INV-28, B-45, Synchronizing; none: list all")
      ->type_name("");
  command
      .add_option("--policy", request.policy,
                  "Where rules, constants and options are looked up; default: all shipped policies")
      ->type_name("POLICY");
}

ExitCode explain(const ExplainRequest& request) {
  const auto policies = policies_of(request);
  if (!policies) return trouble(policies.error());
  const auto catalogue = Catalogue::load();
  if (!catalogue) return trouble(catalogue.error());
  const std::vector<Entry> entries = all_entries(*policies, *catalogue);
  if (request.id.empty()) return list(entries);
  std::vector<std::string_view> ids;
  std::size_t printed = 0;
  for (const Entry& entry : entries) {
    ids.push_back(entry.id);
    if (!is_called(entry.id, request.id)) continue;
    if (printed++ > 0) fmt::print("\n");
    print(entry, entries);
  }
  if (printed > 0) return ExitCode::Clean;
  std::string hint = model::did_you_mean(request.id, ids);
  if (hint.empty()) hint = "without a name, rehearse explain lists all that there are";
  return trouble({fmt::format("explain \"{}\": there is nothing of that name", request.id),
                  {},
                  std::move(hint),
                  {}});
}

}  // namespace

Errand prepare_explain(CLI::App& options) { return errand(options, add_options, explain); }

}  // namespace rehearse::cli
