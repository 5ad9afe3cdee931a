#include "rehearse/scenarios/files/scenario.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "rehearse/model/invariants/invariants.h"
#include "rehearse/scenarios/files/fleet.h"
#include "rehearse/scenarios/files/step.h"
#include "rehearse/scenarios/policy/file.h"

namespace rehearse::scenarios {
namespace {

constexpr std::string_view what = "read scenario";
constexpr auto keys =
    std::to_array<std::string_view>({"$schema", "scenario", "cites", "policy", "fleet", "clock",
                                     "timing", "faults", "users", "finds", "steps"});
constexpr std::string_view policy_default = "self-service-2020";
constexpr std::string_view fleet_default = "contoso";
constexpr std::string_view clock_default = "2020-03-02T09:00:00Z";

std::filesystem::path folder_of(const std::string& file) {
  return std::filesystem::path(file).parent_path();
}

bool is_plain_name(std::string_view text) {
  return !text.contains('/') && !text.ends_with(".json");
}

/// Equal keys mean the same policy or fleet. Paths are seen from the folder of the file.
std::string key_of(const Cursor& at) {
  const bool is_everywhere_same = at.is_text() && is_plain_name(at.json().get<std::string>());
  return is_everywhere_same ? model::fold(at.json().get<std::string>())
                            : folder_of(at.file()).string() + "\n" + at.json().dump();
}

/// What stands behind `key`, or the name that is meant when there is nothing.
Cursor member_or(const Cursor& root, std::string_view key, std::string_view name) {
  if (auto member = root.find(key)) return *member;
  return parse_json(Json(name).dump(), root.file(), what).value();
}

Expected<void> read_cite(const Cursor& at, std::string& into) {
  if (auto done = scenarios::read(at, into); !done) return done;
  const std::size_t dash = into.find('-');
  const auto all_of = [](std::string_view text, char first, char last) {
    return !text.empty() &&
           std::ranges::all_of(text, [=](char each) { return each >= first && each <= last; });
  };
  if (dash != into.npos && all_of(into.substr(0, dash), 'A', 'Z') &&
      all_of(into.substr(dash + 1), '0', '9'))
    return {};
  return at.fail_expected("the id of a statement", "write \"REF-11\", \"B-38\" or \"INV-28\"");
}

/// Invariants that a run can find broken.
Expected<void> read_find(const Cursor& at, std::string& into) {
  std::vector<std::string_view> ids;
  for (const model::Invariant& invariant : model::invariants()) {
    if (invariant.checked_by != model::CheckedBy::Properties) ids.push_back(invariant.id);
  }
  ids.push_back("refinement");
  const auto index = find_name(at, "an invariant that a run can find broken", ids);
  if (!index) return std::unexpected(index.error());
  into = ids[*index];
  return {};
}

/// A list whose items `read_item` reads.
template <typename T>
auto list_of(std::vector<T>& into, Expected<void> (*read_item)(const Cursor&, T&)) {
  return [&into, read_item](const Cursor& at) -> Expected<void> {
    if (!at.is_list()) return at.fail_expected("a list");
    for (const Cursor& item : at.items()) {
      if (auto done = read_item(item, into.emplace_back()); !done) return done;
    }
    return {};
  };
}

Expected<void> read_timing(const Cursor& at, const Resolver& names, sim::Timing& into) {
  Object object(at);
  const auto part = [&](std::string_view name, model::Duration& duration) {
    object.optional(name, [&](const Cursor& value) { return read_span(value, duration); });
  };
  part("copy", into.copy);
  part("restore_backups", into.restore_backups);
  part("replace", into.replace);
  part("data_rules", into.data_rules);
  part("synchronize", into.synchronize);
  part("restart", into.restart);
  part("rollback", into.rollback);
  part("reprovision", into.reprovision);
  part("wait", into.wait);
  object.optional("sub_steps", [&](const Cursor& sub_steps) -> Expected<void> {
    if (!sub_steps.is_object()) return sub_steps.fail_expected("an object");
    for (const auto& [id, lasts] : sub_steps.members()) {
      if (auto done = names.read_lasting(id, lasts, into.sub_steps); !done) return done;
    }
    return {};
  });
  if (into.wait.ms == 0)
    object.keep(at.fail("wait must be longer than nothing", "engineers would look without end"));
  return object.finish();
}

Expected<void> read_fault(const Cursor& at, const Resolver& names, sim::Fault& into) {
  Object object(at);
  object.required("site", names.site(into.site));
  object.required("environment", names.environment(into.environment));
  object.optional("visit", into.visit, Range{.min = 1, .max = 65'535});
  object.optional("cause", NonEmpty{into.cause});
  return object.finish();
}

Expected<void> read_faults(const Cursor& at, const Resolver& names, Scenario& scenario) {
  if (!at.is_list()) return at.fail_expected("a list of faults");
  for (const Cursor& item : at.items()) {
    if (auto done = read_fault(item, names, scenario.faults.emplace_back()); !done) return done;
  }
  return {};
}

Expected<void> read_users(const Cursor& at, const Resolver& names, sim::UsersAtWork& into) {
  Object object(at);
  object.required("environment", names.environment(into.environment));
  object.required("every", [&into](const Cursor& every) -> Expected<void> {
    if (auto done = read_span(every, into.every); !done) return done;
    if (into.every.ms > 0) return {};
    return every.fail("every must be longer than nothing");
  });
  object.required("writes", into.writes, Range{.min = 1, .max = 1'000});
  return object.finish();
}

Expected<void> read_users(const Cursor& at, const Resolver& names, Scenario& scenario) {
  if (!at.is_list()) return at.fail_expected("a list of users at work");
  for (const Cursor& item : at.items()) {
    if (auto done = read_users(item, names, scenario.users.emplace_back()); !done) return done;
  }
  return {};
}

Expected<void> read_steps(const Cursor& at, Resolver& names, Scenario& scenario) {
  if (!at.is_list() || at.json().empty()) return at.fail_expected("a list of at least one step");
  const auto items = at.items();
  scenario.steps.resize(items.size());
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (auto done = read_step(items[index], names, scenario.steps[index]); !done) return done;
  }
  return {};
}

}  // namespace

Expected<void> ScenarioReader::use_policy(const std::string& name_or_path) {
  auto loaded = std::make_shared<LoadedPolicy>();
  auto file = load_policy(name_or_path, loaded->names);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto sound = check_data_rules(*file, *stand_ins_); !sound) return sound;
  loaded->policy = std::move(file->policy);
  policy_in_use_ = std::move(loaded);
  return {};
}

Expected<Scenario> ScenarioReader::read(std::string_view text, std::string file) {
  const auto root = parse_json(text, std::move(file), what);
  if (!root) return std::unexpected(root.error());
  return read(*root);
}

Expected<Scenario> ScenarioReader::read_file(const std::string& path) {
  const auto root = read_json_file(path, what);
  if (!root) return std::unexpected(root.error());
  return read(*root);
}

Expected<std::shared_ptr<const ScenarioReader::LoadedPolicy>> ScenarioReader::policy_at(
    const Cursor& at) {
  const std::string key = key_of(at);
  if (const auto known = policies_.find(key); known != policies_.end()) return known->second;
  auto loaded = std::make_shared<LoadedPolicy>();
  auto file = read_policy(at, loaded->names, shelf_);
  if (!file) return std::unexpected(std::move(file.error()));
  if (auto sound = check_data_rules(*file, *stand_ins_); !sound)
    return std::unexpected(std::move(sound.error()));
  loaded->policy = std::move(file->policy);
  return policies_.emplace(key, std::move(loaded)).first->second;
}

Expected<std::shared_ptr<const model::Fleet>> ScenarioReader::fleet_at(const Cursor& at) {
  const std::string key = key_of(at);
  if (const auto known = fleets_.find(key); known != fleets_.end()) return known->second;
  auto fleet = read_fleet(at);
  if (!fleet) return std::unexpected(std::move(fleet.error()));
  return fleets_.emplace(key, std::make_shared<const model::Fleet>(std::move(*fleet)))
      .first->second;
}

Expected<void> ScenarioReader::read_policy_and_fleet(const Cursor& root, Scenario& scenario,
                                                     std::shared_ptr<const LoadedPolicy>& named) {
  const Cursor policy = member_or(root, "policy", policy_default);
  auto loaded = policy_at(policy);
  if (!loaded) return std::unexpected(std::move(loaded.error()));
  named = *loaded;
  const bool is_variant = !policy.is_text();
  const auto& used = policy_in_use_ == nullptr || is_variant ? named : policy_in_use_;
  scenario.policy = {used, &used->policy};
  scenario.is_out_of_profile =
      policy_in_use_ != nullptr && named->policy.profile != policy_in_use_->policy.profile;
  scenario.policy_names = {used, &used->names};

  auto fleet = fleet_at(member_or(root, "fleet", fleet_default));
  if (!fleet) return std::unexpected(std::move(fleet.error()));
  scenario.fleet = std::move(*fleet);
  return {};
}

/// Histories begin when an environment was created, and the clock only runs forward from there.
Expected<void> check_clock(const Cursor& root, const Scenario& scenario) {
  const Cursor at = root.find("clock").value_or(root);
  if (scenario.clock < model::Instant{})
    return at.fail("the clock is before 1970", "no environment is as old");
  for (const model::EnvironmentDescription& each : scenario.fleet->environments) {
    if (each.created <= scenario.clock) continue;
    return at.fail(fmt::format("environment {} is created only at {}, after the clock, {}",
                               each.name, to_string(each.created), to_string(scenario.clock)),
                   "set the clock to an instant at which it is there");
  }
  return {};
}

Expected<Scenario> ScenarioReader::read(const Cursor& root) {
  Scenario scenario;
  scenario.file = root.file();
  scenario.group = folder_of(root.file()).filename().string();
  scenario.clock = model::parse_instant(clock_default).value();

  Object object(root);
  for (const std::string_view key : keys) object.has(key);  // an error below makes none unknown
  object.required("scenario", NonEmpty{scenario.title});
  object.optional("cites", list_of(scenario.cites, read_cite));
  object.optional("clock", scenario.clock);
  object.optional("finds", list_of(scenario.finds, read_find));
  std::shared_ptr<const LoadedPolicy> policy;
  if (object.is_sound()) object.keep(read_policy_and_fleet(root, scenario, policy));
  if (object.is_sound()) object.keep(check_clock(root, scenario));
  if (object.is_sound()) {
    Resolver names(scenario, policy->policy);
    object.optional("timing",
                    [&](const Cursor& at) { return read_timing(at, names, scenario.timing); });
    object.optional("faults", [&](const Cursor& at) { return read_faults(at, names, scenario); });
    object.optional("users", [&](const Cursor& at) { return read_users(at, names, scenario); });
    object.required("steps", [&](const Cursor& at) { return read_steps(at, names, scenario); });
  }
  if (auto done = object.finish(); !done) return std::unexpected(std::move(done.error()));
  return scenario;
}

}  // namespace rehearse::scenarios
