#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "rehearse/model/world/fleet.h"
#include "rehearse/scenarios/story/deed.h"

namespace rehearse::scenarios {

/// What the step of a scenario file must know besides its deed.
struct StepSetting {
  const model::Fleet& fleet;
  model::Instant clock;   ///< of the scenario; instants are written as distances from it
  model::Instant at;      ///< when the deed is done
  std::string operation;  ///< the name of the movement that it speaks of
  std::string as;         ///< the name of the movement that it asks for; empty: none
  /// The phase in which that is at once: until then a deed waits that waits for nothing.
  std::optional<model::Phase> phase = {};
};

/// A step of a scenario file that is being written. Members stand in the order in which they come.
class DeedStep {
 public:
  using Json = nlohmann::ordered_json;

  explicit DeedStep(const StepSetting& setting) : setting_(setting) {}

  Json& operator[](std::string_view key) { return json_[std::string(key)]; }
  Json take() && { return std::move(json_); }

  void environment(std::string_view key, model::EnvironmentId id);
  void operation() { (*this)["operation"] = setting_.operation; }
  void as() {
    if (!setting_.as.empty()) (*this)["as"] = setting_.as;
  }
  template <typename E>
  void put(std::string_view key, E value) {
    (*this)[key] = to_string(value);
  }
  template <typename E>
  void put_unless(E usual, std::string_view key, E value) {
    if (value != usual) put(key, value);
  }
  void text_unless(std::string_view usual, std::string_view key, std::string_view value) {
    if (value != usual) (*this)[key] = value;
  }
  void role(model::Role role) { put_unless(model::Role::ProjectOwner, "role", role); }
  void restore_point(const std::optional<InstantOf>& point);
  void window(const WindowOf& window);
  void services(model::EnumSet<model::Service> services);

  /// `at_once` is where what was begun is at once; nothing: where the setting says.
  void until(const Patience& patience, std::optional<model::Phase> at_once = {});

 private:
  const StepSetting& setting_;
  Json json_ = Json::object();
};

}  // namespace rehearse::scenarios
