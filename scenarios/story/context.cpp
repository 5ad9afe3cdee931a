#include "rehearse/scenarios/story/context.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/model/base/suggestion.h"

namespace rehearse::scenarios {
namespace {

constexpr std::string_view data_rule_prefix = "data-rule:";

const std::string& text_of(const Cursor& at) { return at.json().get_ref<const std::string&>(); }

std::vector<std::string_view> environment_names(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const auto& environment : scenario.fleet->environments) names.push_back(environment.name);
  return names;
}

}  // namespace

Expected<std::size_t> find_name(const Cursor& at, std::string_view noun,
                                std::span<const std::string_view> names) {
  if (!at.is_text()) return at.fail_expected(noun);
  const std::string wanted = model::fold(text_of(at));
  const auto found = std::ranges::find_if(
      names, [&](std::string_view name) { return model::fold(name) == wanted; });
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string hint = model::did_you_mean(text_of(at), names);
  if (hint.empty() && !names.empty()) hint = fmt::format("there are {}", fmt::join(names, ", "));
  return at.fail(fmt::format("{} is not {}", at.json().dump(), noun), std::move(hint));
}

Expected<void> read_span(const Cursor& at, model::Duration& into) {
  if (auto done = read(at, into); !done) return done;
  if (into.ms < 0) return at.fail(fmt::format("{} must not be negative", at.label()));
  return into <= span_max ? Expected<void>()
                          : at.fail(fmt::format("{} is longer than a hundred years", at.label()));
}

Expected<void> read_database_name(const Cursor& at, std::string& into) {
  if (auto done = read(at, NonEmpty{into}); !done) return done;
  constexpr std::size_t bytes_max = 64;
  const bool is_plain = std::ranges::all_of(into, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
  });
  if (is_plain && into.size() <= bytes_max) return {};
  return at.fail(fmt::format("{} cannot be the name of a database", at.json().dump()),
                 "names are made of letters, digits and _");
}

Expected<void> Resolver::find_environment(const Cursor& at, model::EnvironmentId& into) const {
  const std::string noun = fmt::format("an environment of fleet {}", scenario_.fleet->name);
  const auto index = find_name(at, noun, environment_names(scenario_));
  if (!index) return std::unexpected(index.error());
  into = {static_cast<std::uint16_t>(*index)};
  return {};
}

Expected<void> Resolver::find_operation(const Cursor& at, MovementId& into) const {
  std::vector<std::string_view> names;
  std::vector<std::uint16_t> positions;
  for (std::uint16_t index = 0; index < scenario_.asked.size(); ++index) {
    if (scenario_.asked[index].name.empty()) continue;
    names.push_back(scenario_.asked[index].name);
    positions.push_back(index);
  }
  const auto index = find_name(at, "an operation that a step above names with \"as\"", names);
  if (!index) return std::unexpected(index.error());
  into = {positions[*index]};
  return {};
}

MovementId Resolver::declare(Object& step, model::Process process, model::EnvironmentId source,
                             model::EnvironmentId target) {
  AskedMovement operation{.name = {}, .process = process, .source = source, .target = target};
  step.optional("as", NonEmpty{operation.name});
  if (const auto name = step.cursor().find("as")) {
    for (const AskedMovement& other : scenario_.asked) {
      if (model::fold(other.name) == model::fold(operation.name))
        step.keep(name->fail(fmt::format("there is an operation \"{}\" already", other.name)));
    }
  }
  scenario_.asked.push_back(std::move(operation));
  return {static_cast<std::uint16_t>(scenario_.asked.size() - 1)};
}

Expected<void> Resolver::find_database(const Cursor& at, DatabaseId& into) const {
  std::vector<std::string> spelt;
  for (const std::string_view environment : environment_names(scenario_)) {
    for (const std::string_view database : model::enum_names<model::Database>)
      spelt.push_back(fmt::format("{}/{}", environment, database));
  }
  if (auto beside = find_beside(at, into); !beside || !into.name.empty()) return beside;
  const std::vector<std::string_view> names(spelt.begin(), spelt.end());
  const auto index = find_name(at, "a database", names);
  if (!index) return std::unexpected(index.error());
  constexpr std::size_t each = model::enum_count<model::Database>;
  into = {{static_cast<std::uint16_t>(*index / each)}, static_cast<model::Database>(*index % each)};
  return {};
}

/// `DEV1/AXDB_orig`: of a developer machine by its name, whether or not it is there.
Expected<void> Resolver::find_beside(const Cursor& at, DatabaseId& into) const {
  if (!at.is_text()) return {};
  const std::string& text = text_of(at);
  const std::size_t slash = text.find('/');
  if (slash == text.npos || slash + 1 == text.size()) return {};
  const auto machine = model::find_environment(*scenario_.fleet, text.substr(0, slash));
  const std::string name = text.substr(slash + 1);
  if (!machine || model::parse_enum<model::Database>(name)) return {};
  const auto& environment = scenario_.fleet->environments[machine->value];
  if (environment.kind != model::EnvironmentKind::Developer) return {};
  into.environment = *machine;
  into.name = name;
  return {};
}

Expected<void> Resolver::only_machine(const Cursor& at, model::EnvironmentId& into) const {
  std::vector<model::EnvironmentId> found;
  for (std::uint16_t index = 0; index < scenario_.fleet->environments.size(); ++index) {
    if (scenario_.fleet->environments[index].kind == model::EnvironmentKind::Developer)
      found.push_back({index});
  }
  if (found.size() != 1)
    return at.fail("environment is missing",
                   fmt::format("the fleet has {} developer machines, not one", found.size()));
  into = found.front();
  return {};
}

Expected<void> Resolver::find_databases(const Cursor& at, std::array<DatabaseId, 2>& into) const {
  if (!at.is_list()) return at.fail_expected("a list of two databases");
  const auto items = at.items();
  if (items.size() != into.size())
    return at.fail(fmt::format("expected two databases but found {}", items.size()));
  for (std::size_t index = 0; index < into.size(); ++index) {
    if (auto done = find_database(items[index], into[index]); !done) return done;
  }
  return {};
}

Expected<std::size_t> Resolver::find_rule(const Cursor& at,
                                          std::optional<model::RuleEffect> effect) const {
  const auto& rules = policy_.rules.rules();
  std::vector<std::string_view> ids;
  for (const model::Rule& rule : rules) ids.push_back(rule.id);
  const auto index = find_name(at, fmt::format("a rule of policy {}", policy_.name), ids);
  if (!index || !effect || rules[*index].effect == *effect) return index;
  return at.fail(fmt::format("the rule {} does not {}", rules[*index].id, *effect),
                 *effect == model::RuleEffect::Deny ? "it warns: see \"warned_by\""
                                                    : "it denies: see \"denied_by\"");
}

Expected<void> Resolver::find_rules(const Cursor& at, std::optional<model::RuleEffect> effect,
                                    std::vector<std::string>& into) const {
  if (!at.is_list()) return at.fail_expected("a list of rules");
  for (const Cursor& item : at.items()) {
    const auto position = find_rule(item, effect);
    if (!position) return std::unexpected(position.error());
    const std::string& id = policy_.rules.rules()[*position].id;
    if (std::ranges::count(into, id) > 0)
      return item.fail(fmt::format("{} is listed twice", item.describe()));
    into.push_back(id);
  }
  return {};
}

Expected<void> Resolver::find_sub_step(const Cursor& at, std::string& into) const {
  std::vector<std::string_view> ids = {"none"};
  for (const model::SubStep& sub_step : policy_.runbook.sub_steps) ids.push_back(sub_step.id);
  const auto index = find_name(at, fmt::format("a sub-step of policy {}", policy_.name), ids);
  if (!index) return std::unexpected(index.error());
  into = ids[*index];
  return {};
}

Expected<void> Resolver::find_site(const Cursor& at, std::string& into) const {
  std::vector<std::string> spelt;
  for (const std::string_view effect : model::enum_names<model::EffectKind>) {
    // Data rules have a site each; "none" is no effect.
    // Waiting for a window cannot fail.
    // Sub-steps and scripts of an upgrade have a site each, too.
    if (effect != "none" && effect != "data-rules" && effect != "await-window" &&
        effect != "run-sub-step")
      spelt.emplace_back(effect);
  }
  for (const model::DataRule& rule : policy_.data_rules)
    spelt.push_back(fmt::format("{}{}", data_rule_prefix, rule.id));
  for (const model::SubStep& sub_step : policy_.runbook.sub_steps)
    spelt.push_back(fmt::format("sub-step:{}", sub_step.id));
  for (const model::Script& script : policy_.runbook.scripts)
    spelt.push_back(fmt::format("script:{}", script.id));
  const std::vector<std::string_view> names(spelt.begin(), spelt.end());
  const auto index = find_name(at, "a fault site", names);
  if (!index) return std::unexpected(index.error());
  into = spelt[*index];
  return {};
}

Expected<void> Resolver::read_lasting(std::string_view id, const Cursor& lasts,
                                      std::map<std::string, model::Duration>& into) const {
  std::vector<std::string_view> ids;
  for (const model::SubStep& sub_step : policy_.runbook.sub_steps) {
    ids.push_back(sub_step.id);
    if (model::is_same_name(sub_step.id, id)) return read_span(lasts, into[sub_step.id]);
  }
  return lasts.fail_at_key(fmt::format("\"{}\" is no sub-step of policy {}", id, policy_.name),
                           model::did_you_mean(id, ids));
}

Expected<void> Resolver::read_instant(const Cursor& at, model::Instant& into) const {
  const bool is_relative =
      at.is_text() && (text_of(at).starts_with('+') || text_of(at).starts_with('-'));
  if (!is_relative) return read(at, into);
  const auto distance = model::parse_duration(std::string_view(text_of(at)).substr(1));
  if (!distance || distance->ms < 0 || *distance > span_max)
    return at.fail_expected("how long before or after the clock of the scenario",
                            "write \"+PT10M\" or \"-P3D\"");
  into = text_of(at).starts_with('+') ? scenario_.clock + *distance : scenario_.clock - *distance;
  return {};
}

Expected<void> Resolver::read_window(const Cursor& at, WindowOf& into) const {
  if (!at.is_object())
    return at.fail_expected("an object", R"(write {"start": "+PT25H", "end": "+PT27H"})");
  Object object(at);
  model::Window window;
  object.required("start", instant(window.start));
  object.required("end", instant(window.end));
  into = {.opens = window.start, .length = window.end - window.start};
  return object.finish();
}

Expected<void> Resolver::default_source(const Cursor& at, model::Process process,
                                        model::EnvironmentId& into) const {
  const model::ProcessOptions& options = scenario_.policy->options_of(process);
  if (options.default_source == model::DefaultSource::None)
    return at.fail("source is missing", "this policy knows no source when the form names none");
  std::vector<model::EnvironmentId> found;
  for (std::uint16_t index = 0; index < scenario_.fleet->environments.size(); ++index) {
    if (scenario_.fleet->environments[index].kind == model::EnvironmentKind::Production)
      found.push_back({index});
  }
  if (found.size() != 1)
    return at.fail("source is missing",
                   fmt::format("the fleet has {} production environments, not one", found.size()));
  into = found.front();
  return {};
}

}  // namespace rehearse::scenarios
