#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/scenarios/story/scenario.h"
#include "rehearse/scenarios/text/json_file.h"

/// What the readers of scenario files and of deeds share. Only they include this.
namespace rehearse::scenarios {

/// Resolves what a scenario file names: its environments, its operations, the rules of its policy.
///
/// The members return functions for `Object::required` and `optional`, so that a reader reads like
/// the format: `object.required("target", names.environment(target))`. What they fill in must live
/// until then. Names are found whatever their case (F.3).
class Resolver {
 public:
  /// `scenario` has its fleet and clock already. `policy` is the one that the file names.
  Resolver(Scenario& scenario, const model::Policy& policy)
      : scenario_(scenario), policy_(policy) {}

  auto environment(model::EnvironmentId& into) const {
    return [&into, this](const Cursor& at) { return find_environment(at, into); };
  }
  auto operation(MovementId& into) const {
    return [&into, this](const Cursor& at) { return find_operation(at, into); };
  }
  auto database(DatabaseId& into) const {
    return [&into, this](const Cursor& at) { return find_database(at, into); };
  }
  auto databases(std::array<DatabaseId, 2>& into) const {
    return [&into, this](const Cursor& at) { return find_databases(at, into); };
  }

  /// Rules with this effect, or with any.
  auto rules(std::vector<std::string>& into, std::optional<model::RuleEffect> effect) const {
    return [&into, effect, this](const Cursor& at) { return find_rules(at, effect, into); };
  }
  auto site(std::string& into) const {
    return [&into, this](const Cursor& at) { return find_site(at, into); };
  }
  /// An instant, or how long before or after the scenario's clock: `"+PT10M"`, `"-P3D"`.
  auto instant(model::Instant& into) const {
    return [&into, this](const Cursor& at) { return read_instant(at, into); };
  }
  auto at(std::optional<model::Instant>& into) const {
    return [&into, this](const Cursor& at) { return read_instant(at, into.emplace()); };
  }
  auto when(std::optional<InstantOf>& into) const {
    return [&into, this](const Cursor& at) -> Expected<void> {
      model::Instant instant;
      if (auto done = read_instant(at, instant); !done) return done;
      into = instant;
      return {};
    };
  }

  /// The downtime window of a request.
  auto window(WindowOf& into) const {
    return [&into, this](const Cursor& at) { return read_window(at, into); };
  }

  /// The id of a sub-step, or `"none"`.
  auto sub_step(std::optional<std::string>& into) const {
    return [&into, this](const Cursor& at) { return find_sub_step(at, into.emplace()); };
  }

  /// How long the sub-step `id` of an upgrade lasts.
  Expected<void> read_lasting(std::string_view id, const Cursor& lasts,
                              std::map<std::string, model::Duration>& into) const;

  /// Adds the operation that `step` asks for, under the name that it gives it as `as`. Fails when
  /// there is one of that name already.
  MovementId declare(Object& step, model::Process process, model::EnvironmentId source,
                     model::EnvironmentId target);
  const AskedMovement& operation_of(MovementId id) const { return scenario_.asked[id.value]; }

  /// The developer machine that is meant where none is named: the only one of the fleet.
  Expected<void> only_machine(const Cursor& at, model::EnvironmentId& into) const;

  /// The source of a request that names none (REQ-08): as the policy's `default_source` says.
  Expected<void> default_source(const Cursor& at, model::Process process,
                                model::EnvironmentId& into) const;

 private:
  Expected<void> find_environment(const Cursor& at, model::EnvironmentId& into) const;
  Expected<void> find_operation(const Cursor& at, MovementId& into) const;
  Expected<void> find_database(const Cursor& at, DatabaseId& into) const;
  Expected<void> find_beside(const Cursor& at, DatabaseId& into) const;
  Expected<void> find_databases(const Cursor& at, std::array<DatabaseId, 2>& into) const;
  Expected<void> find_rules(const Cursor& at, std::optional<model::RuleEffect> effect,
                            std::vector<std::string>& into) const;
  Expected<std::size_t> find_rule(const Cursor& at, std::optional<model::RuleEffect> effect) const;
  Expected<void> find_sub_step(const Cursor& at, std::string& into) const;
  Expected<void> find_site(const Cursor& at, std::string& into) const;
  Expected<void> read_instant(const Cursor& at, model::Instant& into) const;
  Expected<void> read_window(const Cursor& at, WindowOf& into) const;

  Scenario& scenario_;
  const model::Policy& policy_;
};

/// A value of `E` other than its first, which stands for "nothing".
template <typename E>
auto proper(E& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    const auto index = read_one_of(at, std::span(model::enum_names<E>).subspan(1));
    if (!index) return std::unexpected(index.error());
    into = static_cast<E>(*index + 1);
    return {};
  };
}
template <typename E>
auto proper(std::optional<E>& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    E value{};
    auto done = proper(value)(at);
    if (done) into = value;
    return done;
  };
}

/// A text that is not empty, and where it stands.
inline auto sql(Sql& into) {
  return [&into](const Cursor& at) {
    into.where = at;
    return read(at, NonEmpty{into.text});
  };
}

/// Nothing in a scenario is further away than a hundred years: sums of instants and durations stay
/// far from the ends of their range.
inline constexpr model::Duration span_max = model::days(36'525);

/// A duration that is not negative, and no longer than `span_max`.
Expected<void> read_span(const Cursor& at, model::Duration& into);

/// What SQL Server would have in a name without brackets, and a file system in a name of a file.
Expected<void> read_database_name(const Cursor& at, std::string& into);
inline auto database_name(std::string& into) {
  return [&into](const Cursor& at) { return read_database_name(at, into); };
}

/// The one of `names` that equals `text`, case aside; else an error that calls it a `noun`.
Expected<std::size_t> find_name(const Cursor& at, std::string_view noun,
                                std::span<const std::string_view> names);

}  // namespace rehearse::scenarios
