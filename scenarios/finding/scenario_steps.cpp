#include "rehearse/scenarios/finding/scenario_steps.h"

#include <algorithm>

#include "rehearse/scenarios/deeds/step.h"
#include "rehearse/scenarios/finding/scenario_state.h"

namespace rehearse::scenarios {

using Ordered = nlohmann::ordered_json;
using model::EnvironmentId;

/// On one line, with spaces where people put them.
std::string spaced(const Ordered& json) {
  std::vector<std::string> parts;
  if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      parts.push_back(fmt::format("{}: {}", Ordered(key).dump(), spaced(value)));
    return fmt::format("{{ {} }}", fmt::join(parts, ", "));
  }
  if (!json.is_array()) return json.dump();
  for (const Ordered& item : json) parts.push_back(spaced(item));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

namespace {

/// The steps of a file, deed by deed.
class StepWriter {
 public:
  StepWriter(const History& history, const std::vector<Answer>& answers,
             const std::vector<model::Instant>& times)
      : history_(history), answers_(answers), times_(times) {}

  /// Gives names to the operations that deeds speak of, and to the last into each of `targets`.
  void name_operations(const std::vector<EnvironmentId>& targets) {
    std::vector<bool> is_meant(history_.deeds.size());
    for (std::size_t deed = 0; deed < history_.deeds.size(); ++deed) {
      if (const auto target = needs_movement_into(history_.deeds[deed]))
        is_meant[*operation_for(deed, *target)] = true;
    }
    for (const EnvironmentId target : targets) {
      if (const auto last = operation_for(history_.deeds.size(), target)) is_meant[*last] = true;
    }
    operation_names_.resize(history_.deeds.size());
    std::size_t count = 0;
    for (std::size_t deed = 0; deed < history_.deeds.size(); ++deed) {
      if (is_meant[deed]) operation_names_[deed] = fmt::format("m{}", ++count);
    }
  }

  std::string step(std::size_t index) {
    const Deed& deed = history_.deeds[index];
    StepSetting setting{.fleet = *history_.fleet,
                        .clock = history_.clock,
                        .at = times_[index],
                        .operation = {},
                        .as = operation_names_[index]};
    if (const auto target = needs_movement_into(deed))
      setting.operation = operation_names_[*operation_for(index, *target)];
    if (index < answers_.size()) setting.phase = phase_at_once(answers_[index]);
    Ordered json = step_of(deed, setting);
    if (index < answers_.size()) expect(answers_[index], json);
    return spaced(json);
  }

  /// What the movement into `target` has come to; empty when nobody asked for one.
  std::string operation(EnvironmentId target, const model::Movement& movement) const {
    const auto deed = operation_for(history_.deeds.size(), target);
    if (!deed) return {};
    const model::Status status = status_of(movement);
    const bool has_failed = status == model::Status::Failed;
    Ordered expected = {{"operation", operation_names_[*deed]}, {"status", to_string(status)}};
    expected["phase"] = to_string(has_failed ? movement.failed_in : movement.phase);
    return spaced({{"expect", expected}});
  }

  std::string is_upgraded(EnvironmentId machine) const {
    const auto deed = operation_for(history_.deeds.size(), machine);
    const Ordered expected = {{"operation", operation_names_[*deed]},
                              {"phase", to_string(model::Phase::Upgraded)}};
    return spaced({{"expect", expected}});
  }

 private:
  /// Of an upgrade, which is the only one whose phase depends on what was done before.
  static model::Phase phase_at_once(const Answer& answer) {
    return answer.phase == model::Phase::None ? model::Phase::PreReqs : answer.phase;
  }

  static void expect(const Answer& answer, Ordered& json) {
    Ordered expected = Ordered::object();
    if (!answer.denied_by.empty()) expected["denied_by"] = answer.denied_by;
    if (!answer.not_evaluable.empty()) expected["not_evaluable"] = answer.not_evaluable;
    if (!answer.warned_by.empty()) expected["warned_by"] = answer.warned_by;
    if (answer.refused != model::Refusal::None) expected["refused"] = to_string(answer.refused);
    if (!answer.trouble.empty()) expected["fails_with"] = answer.trouble;
    if (!expected.empty()) json["expect"] = std::move(expected);
  }

  /// The deed that asked for the movement that an operator means: the last that began, or was asked
  /// for.
  std::optional<std::size_t> operation_for(std::size_t deed, EnvironmentId target) const {
    std::optional<std::size_t> asked;
    for (std::size_t before = deed; before-- > 0;) {
      if (asks_for_movement_into(history_.deeds[before]) != target) continue;
      if (before < answers_.size() && answers_[before].started) return before;
      if (!asked) asked = before;
    }
    return asked;
  }

  const History& history_;
  const std::vector<Answer>& answers_;
  const std::vector<model::Instant>& times_;
  std::vector<std::string> operation_names_;  // by deed; empty where nobody speaks of it
};

}  // namespace

std::vector<std::string> step_texts(const History& history, const Course& course,
                                    const Course* other, std::optional<EnvironmentId> upgraded) {
  std::vector<EnvironmentId> told;  // movements that have come to something else
  std::vector<std::string> states;
  for (std::uint16_t index = 0; other != nullptr && index < history.fleet->environments.size();
       ++index) {
    const auto& here = course.world.environments[index];
    const auto& there = other->world.environments[index];
    if (here.movement.phase != there.movement.phase) told.push_back({index});
    if (std::string state = state_text(here, there, history.fleet->environments[index].name);
        !state.empty())
      states.push_back(std::move(state));
  }
  if (upgraded) told.push_back(*upgraded);
  StepWriter writer(history, course.answers, course.times);
  writer.name_operations(told);
  if (upgraded) told.pop_back();
  std::vector<std::string> steps;
  for (std::size_t deed = 0; deed < history.deeds.size(); ++deed)
    steps.push_back(writer.step(deed));
  const model::Duration rest{other == nullptr ? 0 : std::max(course.rest.ms, other->rest.ms)};
  if (rest.ms > 0) steps.push_back(spaced({{"advance", to_string(rest)}}));
  for (const EnvironmentId target : told) {
    if (std::string text = writer.operation(target, course.world[target].movement); !text.empty())
      steps.push_back(std::move(text));
  }
  std::ranges::move(states, std::back_inserter(steps));
  if (upgraded) steps.push_back(writer.is_upgraded(*upgraded));
  return steps;
}

}  // namespace rehearse::scenarios
