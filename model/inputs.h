#pragma once

#include <array>

#include "model/action.h"
#include "model/attribute.h"
#include "model/policy.h"

/// What a decision may depend on, and nothing else (INV-49): the attributes of both environments,
/// of the request, and of an upgrade.
namespace rehearse::model {

/// The attributes of one environment, in the order in which `environment_attributes` names them.
inline constexpr std::size_t environment_attribute_count = 33;
inline constexpr std::size_t request_attribute_count = 16;
inline constexpr std::size_t upgrade_attribute_count = 14;
inline constexpr std::size_t attribute_count =
    2 * environment_attribute_count + request_attribute_count + upgrade_attribute_count;

/// `source.*`, then `target.*`, then `request.*`, then `upgrade.*`.
Vocabulary vocabulary();

/// The part of an action that rules see as `request.*`. Members that an operation does not have
/// stay `missing`.
struct RequestInputs {
  std::int64_t page = missing;               ///< NameId
  std::int64_t purpose = missing;            ///< Purpose
  std::int64_t warnings_reviewed = missing;  ///< 0 or 1
  std::int64_t role = missing;               ///< Role
  std::int64_t update_path = missing;        ///< UpdatePath
  std::int64_t via = missing;                ///< Via
  std::int64_t submitted_at = missing;       ///< Instant, as all that follow
  std::int64_t restore_point = missing;
  std::int64_t window_start = missing;
  std::int64_t window_end = missing;
  std::int64_t database = missing;          ///< RequestedDatabase
  std::int64_t acknowledgements = missing;  ///< a count
  std::int64_t all_acknowledged = missing;  ///< 0 or 1
  // At the restore point:
  std::int64_t release_at_point = missing;         ///< Version
  std::int64_t code_at_point = missing;            ///< CodeChange
  std::int64_t jobs_processed_at_point = missing;  ///< 0 or 1
};

using InputValues = std::array<std::int64_t, attribute_count>;

/// What a policy is asked to decide.
struct Inquiry {
  Operation operation = Operation::Refresh;
  InputValues inputs;
};

/// The decision that `action` needs in `world`; nothing for an action that needs none.
std::optional<Inquiry> inquiry_of(const Policy& policy, const World& world, const Action& action);

/// How the code of `environment` has changed since the restore point of `backup`.
CodeChange code_change(const EnvironmentState& environment, const Backup& backup);

}  // namespace rehearse::model
