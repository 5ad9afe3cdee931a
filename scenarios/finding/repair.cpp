#include "rehearse/scenarios/finding/repair.h"

#include <fmt/format.h>

#include <algorithm>

#include "rehearse/model/policy/inputs.h"

namespace rehearse::scenarios {
namespace {

using model::DataRule;
using model::Policy;
using model::ProcessOptions;
using model::Rule;

bool is_same(const Rule& left, const Rule& right) {
  return left.operations == right.operations && left.effect == right.effect &&
         left.expression == right.expression;
}

bool is_same(const DataRule& left, const DataRule& right) {
  return left.operations == right.operations && left.into == right.into &&
         left.database == right.database && left.statements == right.statements &&
         left.establishes == right.establishes;
}

/// A sub-step that knows the one that it lies in by name: positions change when others come and go.
struct NamedSubStep {
  std::string id;
  std::string inside;
  model::SubStep sub_step;
};

std::vector<NamedSubStep> named(const std::vector<model::SubStep>& sub_steps) {
  std::vector<NamedSubStep> all;
  for (const model::SubStep& each : sub_steps) {
    const bool lies_inside = each.inside != model::no_sub_step;
    all.push_back({each.id, lies_inside ? sub_steps[each.inside].id : "", each});
  }
  return all;
}

std::vector<model::SubStep> positioned(const std::vector<NamedSubStep>& all) {
  std::vector<model::SubStep> sub_steps;
  for (const NamedSubStep& each : all) {
    const auto outer = std::ranges::find(all, each.inside, &NamedSubStep::id);
    const bool lies_inside = !each.inside.empty() && outer != all.end();
    sub_steps.push_back(each.sub_step);
    sub_steps.back().inside =
        lies_inside ? static_cast<std::uint8_t>(outer - all.begin()) : model::no_sub_step;
    sub_steps.back().encloses = std::ranges::count(all, each.id, &NamedSubStep::inside) > 0;
  }
  return sub_steps;
}

/// Times are not compared: they count from the sub-step before.
bool is_same(const NamedSubStep& left, const NamedSubStep& right) {
  return left.inside == right.inside && left.sub_step.opens == right.sub_step.opens &&
         left.sub_step.closes == right.sub_step.closes &&
         left.sub_step.work == right.sub_step.work &&
         left.sub_step.is_beside_previous == right.sub_step.is_beside_previous;
}

bool is_same(const model::Script& left, const model::Script& right) {
  return left.step == right.step && left.work == right.work;
}

/// `entries` with that of `shipped` at `position`, in the order of the shipped ones.
template <typename Entry>
std::vector<Entry> with_entry(std::vector<Entry> entries, const std::vector<Entry>& shipped,
                              std::size_t position) {
  const Entry& entry = shipped[position];
  const auto known = std::ranges::find(entries, entry.id, &Entry::id);
  if (known != entries.end()) {
    *known = entry;
    return entries;
  }
  // Behind the nearest of its predecessors that is there.
  auto place = entries.begin();
  for (std::size_t before = position; before-- > 0;) {
    const auto found = std::ranges::find(entries, shipped[before].id, &Entry::id);
    if (found == entries.end()) continue;
    place = found + 1;
    break;
  }
  entries.insert(place, entry);
  return entries;
}

template <typename Entry>
std::vector<Entry> without_entry(std::vector<Entry> entries, const std::string& id) {
  std::erase_if(entries, [&](const Entry& entry) { return entry.id == id; });
  return entries;
}

/// Calls `repair(id, entries)` for each way to come closer to `shipped` by one entry.
template <typename Entry, typename Function>
void for_each_repair(const std::vector<Entry>& entries, const std::vector<Entry>& shipped,
                     Function repair) {
  for (std::size_t position = 0; position < shipped.size(); ++position) {
    const auto known = std::ranges::find(entries, shipped[position].id, &Entry::id);
    if (known == entries.end() || !is_same(*known, shipped[position]))
      repair(shipped[position].id, with_entry(entries, shipped, position));
  }
  for (const Entry& entry : entries) {
    if (std::ranges::find(shipped, entry.id, &Entry::id) == shipped.end())
      repair(entry.id, without_entry(entries, entry.id));
  }
}

/// One member of `ProcessOptions`.
struct Option {
  std::string_view name;
  bool (*is_same)(const ProcessOptions&, const ProcessOptions&);
  void (*copy)(const ProcessOptions& from, ProcessOptions& to);
};

template <auto Member>
constexpr Option option(std::string_view name) {
  return {name,
          [](const ProcessOptions& left, const ProcessOptions& right) {
            return left.*Member == right.*Member;
          },
          [](const ProcessOptions& from, ProcessOptions& to) { to.*Member = from.*Member; }};
}

constexpr auto options = std::to_array<Option>({
    option<&ProcessOptions::databases>("databases"),
    option<&ProcessOptions::target_offline_from>("target_offline_from"),
    option<&ProcessOptions::rollback>("rollback"),
    option<&ProcessOptions::rollback_to>("rollback_to"),
    option<&ProcessOptions::data>("data"),
    option<&ProcessOptions::after_failure>("after_failure"),
    option<&ProcessOptions::acceptance_after_reschedule>("acceptance_after_reschedule"),
    option<&ProcessOptions::default_source>("default_source"),
    option<&ProcessOptions::downtime_expected>("downtime_expected"),
});

void repair_options(const Policy& policy, const Policy& shipped, std::vector<Repair>& found) {
  for (std::size_t index = 0; index < model::enum_count<model::Process>; ++index) {
    const auto process = static_cast<model::Process>(index);
    if (policy.offered.contains(process) && !shipped.offered.contains(process)) {
      Repair repair{fmt::format("no {}", to_string(process)), policy};
      repair.policy.offered.erase(process);
      found.push_back(std::move(repair));
      continue;
    }
    for (const Option& each : options) {
      if (each.is_same(policy.options_of(process), shipped.options_of(process))) continue;
      Repair repair{fmt::format("option {}.{}", to_string(process), each.name), policy};
      each.copy(shipped.options_of(process), repair.policy.options_of(process));
      found.push_back(std::move(repair));
    }
  }
  if (policy.retention.production != shipped.retention.production ||
      policy.retention.sandbox != shipped.retention.sandbox) {
    Repair repair{"the retention of backups", policy};
    repair.policy.retention = shipped.retention;
    found.push_back(std::move(repair));
  }
}

void repair_runbook(const Policy& policy, const Policy& shipped, std::vector<Repair>& found) {
  const model::Runbook& runbook = policy.runbook;
  const auto add = [&](std::string entry) -> model::Runbook& {
    return found.emplace_back(Repair{std::move(entry), policy}).policy.runbook;
  };
  for_each_repair(named(runbook.sub_steps), named(shipped.runbook.sub_steps),
                  [&](const std::string& id, const std::vector<NamedSubStep>& sub_steps) {
                    add("sub-step " + id).sub_steps = positioned(sub_steps);
                  });
  for_each_repair(runbook.scripts, shipped.runbook.scripts,
                  [&](const std::string& id, std::vector<model::Script> scripts) {
                    add("script " + id).scripts = std::move(scripts);
                  });
  if (runbook.step != shipped.runbook.step)
    add("option data-upgrade.runbook_step").step = shipped.runbook.step;
  if (runbook.rerun != shipped.runbook.rerun)
    add("option data-upgrade.rerun_granularity").rerun = shipped.runbook.rerun;
}

}  // namespace

std::vector<Repair> repairs(const Policy& policy, const Policy& shipped) {
  std::vector<Repair> found;
  for_each_repair(policy.rules.rules(), shipped.rules.rules(),
                  [&](const std::string& id, std::vector<Rule> rules) {
                    auto set = model::RuleSet::create(std::move(rules), model::vocabulary());
                    if (!set) return;  // too many rules in one set: this repair cannot be tried
                    Repair repair{"rule " + id, policy};
                    repair.policy.rules = std::move(*set);
                    found.push_back(std::move(repair));
                  });
  for_each_repair(policy.data_rules, shipped.data_rules,
                  [&](const std::string& id, std::vector<DataRule> rules) {
                    Repair repair{"data rule " + id, policy};
                    repair.policy.data_rules = std::move(rules);
                    gather_facts(repair.policy);
                    found.push_back(std::move(repair));
                  });
  repair_runbook(policy, shipped, found);
  repair_options(policy, shipped, found);
  return found;
}

Policy repaired(Policy policy, const Policy& shipped, const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    for (Repair& repair : repairs(policy, shipped)) {
      if (repair.entry != entry) continue;
      policy = std::move(repair.policy);
      break;
    }
  }
  return policy;
}

}  // namespace rehearse::scenarios
