#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "rehearse/model/policy/input_rows.h"

/// What a decision may depend on, and nothing else (INV-49): the attributes of both environments,
/// of the request, and of an upgrade.
namespace rehearse::model {

inline constexpr std::size_t attribute_count =
    2 * rows::environment.size() + rows::request.size() + rows::upgrade.size();

/// `source.*`, then `target.*`, then `request.*`, then `upgrade.*`.
Vocabulary vocabulary();

/// The values of all attributes, in the order of `vocabulary`.
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
