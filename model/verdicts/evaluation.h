#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/print.h"
#include "rehearse/model/language/attribute.h"
#include "rehearse/model/language/expression.h"

namespace rehearse::model {

/// Three-valued logic of SQL (Kleene). The order of the values is meant: AND is the least, OR the
/// greatest of its operands, NOT is `True - operand`.
enum class Truth : std::uint8_t { False = 0, Unknown = 1, True = 2 };
template <>
inline constexpr auto enum_names<Truth> =
    std::to_array<std::string_view>({"false", "unknown", "true"});

/// `left + right` or `left - right`, `missing` when an operand is missing or the result does not
/// fit (the number that stands for `missing` does not fit either).
std::int64_t add(std::int64_t left, std::int64_t right);
std::int64_t subtract(std::int64_t left, std::int64_t right);

/// The value of every node, walked in the obvious way: numbers as their type says, conditions as 0
/// and 1, and `missing` for unknown. This is the readable definition of what a condition means;
/// `RuleSet` is its fast form and is tested against it. Explanations and atom coverage read it.
///
/// `inputs` must hold one value for each attribute of `expression.vocabulary`.
std::vector<std::int64_t> node_values(const Expression& expression, Inputs inputs);

/// The root of `node_values`. True: the rule fires; False: it passes; Unknown: it is not evaluable.
Truth evaluate(const Expression& expression, Inputs inputs);

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::Truth> : rehearse::PrintsToString {};
