#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/enums.h"
#include "model/print.h"

namespace rehearse::model {

/// What somebody asks for and a policy decides on. Files name them as in `enum_names`: never change
/// a name; add new operations at the end.
enum class Operation : std::uint8_t {
  Refresh,          ///< copy a source's databases over a target's (REF-01)
  ApplyUpdate,      ///< change the code of an environment (REF-71)
  ViewCredentials,  ///< show SQL and machine credentials (REF-55, INV-33)
};

template <>
inline constexpr auto enum_names<Operation> =
    std::to_array<std::string_view>({"refresh", "apply-update", "view-credentials"});

/// The operations that a rule speaks about.
using OperationSet = EnumSet<Operation>;

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Operation> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::OperationSet> : rehearse::PrintsToString {};
