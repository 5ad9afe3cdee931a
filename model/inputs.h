#pragma once

#include <array>

#include "model/action.h"
#include "model/attribute.h"

/// What a decision may depend on, and nothing else (INV-49): the attributes of both environments
/// and of the request.
namespace rehearse::model {

/// The attributes of one environment, in the order in which `environment_attributes` names them.
inline constexpr std::size_t environment_attribute_count = 19;
inline constexpr std::size_t request_attribute_count = 5;
inline constexpr std::size_t attribute_count =
    2 * environment_attribute_count + request_attribute_count;

/// `source.*`, then `target.*`, then `request.*`.
Vocabulary vocabulary();

/// The part of an action that rules see as `request.*`. Members that an operation does not have
/// stay `missing`.
struct RequestInputs {
  std::int64_t page = missing;               ///< NameId
  std::int64_t purpose = missing;            ///< Purpose
  std::int64_t warnings_reviewed = missing;  ///< 0 or 1
  std::int64_t role = missing;               ///< Role
  std::int64_t update_path = missing;        ///< UpdatePath
};

using InputValues = std::array<std::int64_t, attribute_count>;

/// `source` is null for operations that concern one environment; its attributes are then missing.
InputValues inputs_of(const EnvironmentState* source, const EnvironmentState& target,
                      const RequestInputs& request);

/// The inputs of the decision on starting `start` in `world`.
InputValues inputs_of(const World& world, const StartRefresh& start);

}  // namespace rehearse::model
