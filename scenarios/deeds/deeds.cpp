#include "rehearse/scenarios/deeds/deeds.h"

#include "rehearse/scenarios/deeds/kinds.h"

namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;

template <typename T>
using KindOfValue = KindOf<std::remove_cvref_t<T>>;

/// Calls `function` with each environment that a deed names. What a deed is about is told by the
/// names of its members.
template <typename Function>
void for_each_environment(Deed& deed, Function function) {
  std::visit(
      [&]<typename T>(T& each) {
        static_assert(
            InEnvironment<T> || requires { each.target; } || std::is_same_v<T, Advance>,
            "which environment is it about?");
        if constexpr (requires { each.environment; }) function(each.environment);
        if constexpr (requires { each.target; }) function(each.target);
        if constexpr (requires { each.source; }) function(each.source);
        if constexpr (requires { each.page; }) function(each.page);
      },
      deed);
}

/// That of the target where it has one.
template <typename T>
std::optional<EnvironmentId> subject_of_deed(const T& deed) {
  if constexpr (requires { deed.target; }) {
    return deed.target;
  } else if constexpr (InEnvironment<T>) {
    return deed.environment;
  } else {
    static_assert(std::is_same_v<T, Advance>);
    return std::nullopt;
  }
}

std::optional<EnvironmentId> subject_with(const Deed& deed, Bearing bearing) {
  return std::visit(
      [bearing](const auto& each) -> std::optional<EnvironmentId> {
        if (KindOfValue<decltype(each)>::bearing != bearing) return std::nullopt;
        return subject_of_deed(each);
      },
      deed);
}

/// The name of the deed that asks for `Action`.
template <typename Action, typename... Deeds>
consteval std::string_view name_of_asking(const std::variant<Deeds...>*) {
  std::string_view name;
  const auto look_at = [&]<typename T>() {
    if constexpr (std::is_same_v<typename KindOf<T>::Action, Action> && !KindOf<T>::forms.empty())
      name = KindOf<T>::forms.front().name;
  };
  (look_at.template operator()<Deeds>(), ...);
  return name;
}

/// The bearing of the deed that asks for `Action`.
template <typename Action, typename... Deeds>
consteval Bearing bearing_of_asking(const std::variant<Deeds...>*) {
  Bearing bearing = Bearing::None;
  const auto look_at = [&]<typename T>() {
    if constexpr (std::is_same_v<typename KindOf<T>::Action, Action>) bearing = KindOf<T>::bearing;
  };
  (look_at.template operator()<Deeds>(), ...);
  return bearing;
}

class OperationKind {
 public:
  explicit OperationKind(const model::World& world) : world_(world) {}

  std::string_view operator()(const model::Start& start) const { return to_string(start.process); }
  std::string_view operator()(const model::ExecuteRunbook&) const {
    return to_string(model::Process::DataUpgrade);
  }
  std::string_view operator()(const model::PassTime&) const { return "time"; }

  /// What nobody asks for goes on with a movement.
  template <typename Action>
    requires comes_of_itself<Action>
  std::string_view operator()(const Action& action) const {
    return to_string(world_[action.target].movement.process);
  }
  template <typename Action>
    requires(!comes_of_itself<Action>)
  std::string_view operator()(const Action& action) const {
    constexpr const Deed* deeds = nullptr;
    if constexpr (bearing_of_asking<Action>(deeds) == Bearing::SpeaksOf) {
      return to_string(world_[action.target].movement.process);
    } else {
      return name_of_asking<Action>(deeds);
    }
  }

 private:
  const model::World& world_;
};

}  // namespace

std::string tell_action(const model::Action& action, const model::Fleet& fleet) {
  model::Names names;
  return describe(action, world_of(fleet, {}, names), names);
}

Expected<void> perform(const Deed& deed, Stage& stage) {
  return std::visit(
      [&](const auto& each) { return KindOfValue<decltype(each)>::perform(each, stage); }, deed);
}

std::string describe(const Deed& deed, const model::Fleet& fleet) {
  return std::visit(
      [&](const auto& each) { return KindOfValue<decltype(each)>::tell(each, fleet); }, deed);
}

std::optional<EnvironmentId> asks_for_movement_into(const Deed& deed) {
  return subject_with(deed, Bearing::Begins);
}

std::optional<EnvironmentId> needs_movement_into(const Deed& deed) {
  return subject_with(deed, Bearing::SpeaksOf);
}

std::string_view operation_kind(const model::Action& action, const model::World& world) {
  return std::visit(OperationKind(world), action);
}

Deed anchored(Deed deed, model::Instant at) {
  std::visit(
      [at](auto& each) {
        if constexpr (requires { each.restore_point; }) {
          if (each.restore_point) each.restore_point = each.restore_point->of(at);
        }
        if constexpr (requires { each.window; }) each.window.opens = each.window.opens.of(at);
      },
      deed);
  return deed;
}

Deed moved(Deed deed, EnvironmentId from, EnvironmentId to) {
  for_each_environment(deed, [&](EnvironmentId& id) {
    if (id == from) id = to;
  });
  return deed;
}

bool mentions(const Deed& deed, EnvironmentId environment) {
  Deed copy = deed;
  bool found = false;
  for_each_environment(copy, [&](const EnvironmentId& id) { found |= id == environment; });
  return found;
}

void measure(const Deed& deed, Complexity& complexity) {
  complexity.push_back(static_cast<std::int64_t>(deed.index()));
  Measure measure(complexity);
  std::visit(
      [&]<typename T>(const T& each) {
        // A movement has its own order.
        if constexpr (InEnvironment<T>) measure.add(each.environment.value);
        if constexpr (OfMovement<T>) measure.add(each.target.value);
        KindOf<T>::measure(each, measure);
      },
      deed);
}

std::vector<Deed> simplifications(const Deed& deed) {
  std::vector<Deed> simpler;
  Simplify simplify(simpler);
  std::visit([&]<typename T>(const T& each) { KindOf<T>::simplify(each, simplify); }, deed);
  return simpler;
}

std::vector<Question> questions(const Deed& deed, std::size_t environments) {
  std::vector<Question> asked;
  Questions questions(environments, asked);
  std::visit([&]<typename T>(const T& each) { KindOf<T>::ask(each, questions); }, deed);
  return asked;
}

}  // namespace rehearse::scenarios
