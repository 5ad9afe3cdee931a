#pragma once

#include <array>
#include <string>
#include <string_view>

#include "rehearse/scenarios/deeds/shrinking.h"
#include "rehearse/scenarios/deeds/step.h"
#include "rehearse/scenarios/story/context.h"
#include "rehearse/scenarios/story/deed.h"
#include "rehearse/scenarios/story/drawn_sql.h"
#include "rehearse/scenarios/story/stage.h"

/// What a kind of deed is.
namespace rehearse::scenarios {

/// What a kind has to do with movements.
enum class Bearing : std::uint8_t {
  None,
  Begins,   ///< asks for one, or for an upgrade
  SpeaksOf  ///< needs that one was asked for before: by what it is called, not by what it is
};

/// What can stand behind `"do":`, and how the rest of such a step is read. Reading needs not look
/// at errors: `Object` keeps the first.
struct Form {
  std::string_view name;
  Deed (*read)(Object& step, Resolver& names);
};

/// One kind of deed, whole: a specialization for each alternative of `Deed` (kinds.h). What is
/// missing in one does not compile. It has
///
///     using Action = …;                    // what the model is asked for
///     static constexpr Bearing bearing;
///     static constexpr std::array forms;   // its names in scenario files, the first its own
///     static Expected<void> perform(const T&, Stage&);
///     static std::string tell(const T&, const model::Fleet&);    // in words
///     static void write(const T&, DeedStep&);                    // behind its name and subject
///     static void measure(const T&, Measure&);                   // behind its subject
///     static void simplify(const T&, Simplify&);
///     static void ask(const T&, Questions&);
///
/// Those that derive from one of the forms below are read there and say the rest:
///
///     static void read(Object&, Resolver&, T&);
template <typename T>
struct KindOf;

/// Its subject is an environment.
template <typename T>
concept InEnvironment = requires(T deed) { deed.environment = model::EnvironmentId{}; };

/// Its subject is a movement, by its target.
template <typename T>
concept OfMovement = requires(T deed) {
  deed.target = model::EnvironmentId{};
  deed.operation = MovementId{};
} && !requires(T deed) { deed.source; };

/// Reads the subject, then what the kind says.
template <InEnvironment T>
Deed read_subject_and_rest(Object& step, Resolver& names) {
  T deed{};
  step.required("environment", names.environment(deed.environment));
  KindOf<T>::read(step, names, deed);
  return deed;
}
template <OfMovement T>
Deed read_subject_and_rest(Object& step, Resolver& names) {
  T deed{};
  step.required("operation", names.operation(deed.operation));
  if (step.is_sound()) deed.target = names.operation_of(deed.operation).target;
  KindOf<T>::read(step, names, deed);
  return deed;
}

template <typename T>
constexpr std::array<Form, 1> called(std::string_view name) {
  return {{{name, read_subject_and_rest<T>}}};
}

/// `action`, as the model tells it.
std::string tell_action(const model::Action& action, const model::Fleet& fleet);

inline const std::string& name_in(const model::Fleet& fleet, model::EnvironmentId id) {
  return fleet.environments[id.value].name;
}

/// Denied by a rule, or refused by the model: nothing began.
inline bool is_turned_away(const model::Events& events) {
  return !events.empty() && (events.front().kind == model::EventKind::Denied ||
                             events.front().kind == model::EventKind::Refused);
}

/// The deed is an action of the model.
template <typename T>
struct ActionItself {
  using Action = T;
  static constexpr Bearing bearing = Bearing::None;
  static Expected<void> perform(const T& deed, Stage& stage) {
    stage.act(deed);
    return {};
  }
  static std::string tell(const T& deed, const model::Fleet& fleet) {
    return tell_action(deed, fleet);
  }
};

/// And says nothing but in which environment.
template <InEnvironment T>
struct EnvironmentAlone : ActionItself<T> {
  static_assert(sizeof(T) == sizeof(model::EnvironmentId), "there is more to say");
  static void read(Object&, Resolver&, T&) {}
  static void write(const T&, DeedStep&) {}
  static void measure(const T&, Measure&) {}
  static void simplify(const T&, Simplify&) {}
  static void ask(const T&, Questions&) {}
};

/// An operator addresses a movement: `action_of` says what is asked of the model.
template <OfMovement T>
struct Addressed {
  static constexpr Bearing bearing = Bearing::SpeaksOf;
  static Expected<void> perform(const T& deed, Stage& stage) {
    if (stage.can_address(deed.operation, KindOf<T>::wish)) stage.act(KindOf<T>::action_of(deed));
    return {};
  }
  static std::string tell(const T& deed, const model::Fleet& fleet) {
    return tell_action(KindOf<T>::action_of(deed), fleet);
  }
};

/// `until` of a deed: a phase, or nothing for until all is done.
inline void read_until(Object& step, Patience& patience) {
  std::optional<model::Phase> phase;
  step.optional("until", proper(phase));
  if (phase) patience = Patience::of(*phase);
}

inline auto text(SharedText& into) {
  return [&into](const Cursor& at) { return read(at, NonEmpty{into.edit()}); };
}

}  // namespace rehearse::scenarios
