#include <fmt/format.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>

#include "rehearse/scenarios/files/library.h"
#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/play/runner.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/tests/scenarios/text/files.h"

/// Would the library notice? In every shipped policy each entry is taken away or changed in turn,
/// and then one of the scenarios of that policy must fail.
namespace rehearse::scenarios {
namespace {

using model::Process;

/// One entry of a policy that is gone, or says something else.
struct Change {
  std::string name;        ///< `without other-region`, `refresh.rollback = none`
  std::string difference;  ///< members of a variant: `"without": ["other-region"]`
  std::vector<std::string> cites;
};

Change without(const std::string& id, const std::vector<std::string>& cites) {
  return {.name = "without " + id,
          .difference = fmt::format(R"("without": ["{}"])", id),
          .cites = cites};
}

/// `value` as JSON.
std::string entry_of(std::string_view name, std::string_view value) {
  return fmt::format(R"("{}": {{ "value": {}, "because": "another value", "cites": ["B-01"] }})",
                     name, value);
}

/// A constant that is a text: another text. Else one with the next smaller and the next larger last
/// number: 20 and 22, `hours(23)` and `hours(25)`, `version '8.0'` and `version '8.2'`.
std::vector<Change> neighbours(const model::Setting& constant) {
  if (constant.value.starts_with('\''))
    return {{.name = fmt::format("{} = 'another'", constant.id),
             .difference =
                 fmt::format(R"("constants": {{ {} }})", entry_of(constant.id, R"("'another'")")),
             .cites = constant.cites}};
  constexpr std::string_view digits = "0123456789";
  const std::string& text = constant.value;
  const std::size_t last = text.find_last_of(digits);
  const std::size_t first = text.find_last_not_of(digits, last) + 1;
  const int number = std::stoi(text.substr(first));
  std::vector<Change> changes;
  for (const int other : {number - 1, number + 1}) {
    std::string value = text;
    value.replace(first, last + 1 - first, std::to_string(other));
    if (value.find_first_not_of(digits) != value.npos) value = fmt::format("\"{}\"", value);
    changes.push_back(
        {.name = fmt::format("{} = {}", constant.id, value),
         .difference = fmt::format(R"("constants": {{ {} }})", entry_of(constant.id, value)),
         .cites = constant.cites});
  }
  return changes;
}

/// An option of a process or of the history gets another value.
Change with(const model::Setting& option, std::string_view value) {
  const std::size_t dot = option.id.find('.');
  const std::string group = option.id.substr(0, dot);
  const std::string entry = entry_of(std::string_view(option.id).substr(dot + 1), value);
  return {.name = fmt::format("{} = {}", option.id, value),
          .difference = group == "history"
                            ? fmt::format(R"("history": {{ {} }})", entry)
                            : fmt::format(R"("operations": {{ "{}": {{ {} }} }})", group, entry),
          .cites = option.cites};
}

/// Half and double of a duration that is written `days(30)` or `hours(2)`, as JSON.
std::vector<std::string> other_durations(std::string_view written) {
  const std::size_t open = written.find('(');
  const int count = std::stoi(std::string(written.substr(open + 1)));
  const int minutes_each = written.starts_with("days") ? 24 * 60 : 60;
  return {fmt::format("\"minutes({})\"", count * minutes_each / 2),
          fmt::format("\"minutes({})\"", count * minutes_each * 2)};
}

template <typename E>
std::vector<std::string> other_values(std::string_view written) {
  std::vector<std::string> others;
  for (const std::string_view name : model::enum_names<E>) {
    if (name != written) others.push_back(fmt::format(R"("{}")", name));
  }
  return others;
}

std::vector<std::string> other_databases(std::string_view written) {
  std::vector<std::string> others;
  for (const std::string_view names :
       {"application", "financial-reporting", "application, financial-reporting"}) {
    if (names == written) continue;
    std::string list = names.contains(", ") ? R"("application", "financial-reporting")"
                                            : fmt::format(R"("{}")", names);
    others.push_back(fmt::format("[{}]", list));
  }
  return others;
}

/// All that an option could say instead, as JSON.
std::vector<std::string> other_values(const model::Setting& option) {
  const std::string name = option.id.substr(option.id.find('.') + 1);
  if (name == "databases") return other_databases(option.value);
  if (name == "target_offline_from") return other_values<model::OfflineFrom>(option.value);
  if (name == "rollback") return other_values<model::RollbackOffer>(option.value);
  if (name == "rollback_to") return other_values<model::RollbackTo>(option.value);
  if (name == "data") return other_values<model::DataTreatment>(option.value);
  if (name == "after_failure") return other_values<model::AfterFailure>(option.value);
  if (name == "acceptance_after_reschedule") return other_values<model::Acceptance>(option.value);
  if (name == "default_source") return other_values<model::DefaultSource>(option.value);
  if (name == "rerun_granularity") return other_values<model::RerunGranularity>(option.value);
  if (name == "runbook_step") return {"2", "4"};
  return other_durations(option.value);
}

/// Everything that can be taken out of `policy`, or said otherwise in it.
std::vector<Change> changes_of(const model::Policy& policy) {
  std::vector<Change> changes;
  for (const model::Rule& rule : policy.rules.rules())
    changes.push_back(without(rule.id, rule.cites));
  for (const model::DataRule& rule : policy.data_rules)
    changes.push_back(without(rule.id, rule.cites));
  for (const model::SubStep& sub_step : policy.runbook.sub_steps)
    changes.push_back(without(sub_step.id, sub_step.cites));
  for (const model::Script& script : policy.runbook.scripts)
    changes.push_back(without(script.id, script.cites));
  for (const model::Setting& constant : policy.constants)
    std::ranges::move(neighbours(constant), std::back_inserter(changes));
  for (const model::Setting& option : policy.options) {
    for (const std::string& value : other_values(option)) changes.push_back(with(option, value));
  }
  for (std::size_t process = 0; process < model::enum_count<Process>; ++process) {
    if (policy.offered.contains(static_cast<Process>(process)))
      changes.push_back(without(std::string(model::enum_names<Process>[process]), {}));
  }
  return changes;
}

/// The shipped scenarios by the policy that they name or extend.
class Library {
 public:
  Library() {
    ScenarioReader reader(stand_ins_);
    for (const ScenarioSource& source : shipped_scenarios()) {
      Scenario scenario = reader.read(source.text, source.file).value();
      if (std::ranges::count(policy_names(), scenario.policy->name) > 0)
        naming_[scenario.policy->name].push_back(std::move(scenario));
      for (const std::string_view policy : policy_names()) {
        if (source.text.contains(extends(policy)))
          extending_[std::string(policy)].push_back(source);
      }
    }
  }

  /// The file of a scenario that does not pass when `policy` is changed; empty when all pass.
  std::string who_notices(const std::string& policy, const Change& change) {
    const std::string path = folder_.write(
        "changed.json",
        fmt::format(R"({{ "policy": "{}", "about": "changed", "extends": "{}", {} }})", policy,
                    policy, change.difference));
    std::string noticed = who_notices(naming_[policy], path, change);
    return noticed.empty() ? who_notices(extending_[policy], policy, path) : noticed;
  }

 private:
  struct Variant {
    model::Names names;
    model::Policy policy;
  };

  static std::string extends(std::string_view policy) {
    return fmt::format(R"("extends": "{}")", policy);
  }

  bool passes(const Scenario& scenario) {
    return runner_.run(scenario, 0, {}).verdict == model::Verdict::Passed;
  }

  /// Among scenarios that name the policy. Those that are about the entry come first.
  std::string who_notices(const std::vector<Scenario>& scenarios, const std::string& path,
                          const Change& change) {
    auto changed = std::make_shared<Variant>();
    auto file = load_policy(path, changed->names, shelf_);
    BOOST_REQUIRE_MESSAGE(file.has_value(), change.difference);
    changed->policy = std::move(file->policy);
    std::vector<const Scenario*> order;
    for (const Scenario& scenario : scenarios) order.push_back(&scenario);
    std::ranges::stable_partition(order, [&](const Scenario* scenario) {
      return std::ranges::find_first_of(scenario->cites, change.cites) != scenario->cites.end();
    });
    for (const Scenario* scenario : order) {
      Scenario other = *scenario;
      other.policy = {changed, &changed->policy};
      other.policy_names = {changed, &changed->names};
      if (!passes(other)) return scenario->file;
    }
    return {};
  }

  /// Among scenarios with a variant of the policy, which becomes a variant of the changed one. A
  /// scenario that expects something of an entry that is gone cannot be read any more, and that is
  /// noticed, too; but not if its variant only wanted to leave that entry out.
  std::string who_notices(const std::vector<ScenarioSource>& sources, const std::string& policy,
                          const std::string& path) {
    ScenarioReader reader(stand_ins_);
    for (const ScenarioSource& source : sources) {
      std::string text(source.text);
      const std::string before = extends(policy);
      text.replace(text.find(before), before.size(), extends(path));
      const auto scenario = reader.read(text, source.file);
      const bool is_sound =
          scenario ? passes(*scenario) : scenario.error().where.pointer.starts_with("/policy");
      if (!is_sound) return source.file;
    }
    return {};
  }

  std::unique_ptr<sim::Engine> engine_ =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  sim::StandIns stand_ins_ = sim::StandIns::create(*engine_, load_stand_ins().value()).value();
  Runner runner_{stand_ins_};
  PolicyShelf shelf_;
  tests::Folder folder_;
  std::map<std::string, std::vector<Scenario>> naming_;
  std::map<std::string, std::vector<ScenarioSource>> extending_;
};

void check_changes(const std::string& policy, std::size_t pinned) {
  Library library;
  model::Names names;
  const std::vector<Change> changes = changes_of(load_policy(policy, names).value().policy);
  BOOST_TEST(changes.size() == pinned);
  for (const Change& change : changes) {
    BOOST_TEST(!library.who_notices(policy, change).empty(),
               policy << ": nobody notices " << change.name);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(play_removal_test)

BOOST_AUTO_TEST_CASE(a_change_that_changes_nothing_is_noticed_by_nobody) {
  Library library;
  for (const std::string_view policy : policy_names()) {
    const Change nothing{.name = "nothing", .difference = R"("without": [])", .cites = {}};
    BOOST_TEST(library.who_notices(std::string(policy), nothing) == "");
  }
}

BOOST_AUTO_TEST_CASE(no_entry_of_self_service_2020_can_go_or_change_unnoticed) {
  check_changes("self-service-2020", 75);
}

BOOST_AUTO_TEST_CASE(no_entry_of_requested_2017_can_go_or_change_unnoticed) {
  check_changes("requested-2017", 67);
}

BOOST_AUTO_TEST_CASE(no_entry_of_current_can_go_or_change_unnoticed) {
  check_changes("current", 99);
}

BOOST_AUTO_TEST_CASE(no_entry_of_data_upgrade_can_go_or_change_unnoticed) {
  check_changes("data-upgrade", 77);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
