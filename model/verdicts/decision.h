#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/enums.h"
#include "rehearse/model/base/error.h"
#include "rehearse/model/base/names.h"
#include "rehearse/model/base/print.h"
#include "rehearse/model/language/expression.h"
#include "rehearse/model/verdicts/program.h"
#include "rehearse/model/world/operation.h"

/// Room `model/verdicts`. From a tree to a verdict: evaluated at speed, explained with values and
/// margins, or written as SQL.
///
/// May this operation start, and if not, why (design.md §4, domain.md D.1 G1...G10)?
namespace rehearse::model {

/// What a rule does when its condition holds.
enum class RuleEffect : std::uint8_t {
  Deny,  ///< the operation does not start and nothing changes (INV-01)
  Warn,  ///< the operation starts; people are told
};
template <>
inline constexpr auto enum_names<RuleEffect> = std::to_array<std::string_view>({"deny", "warn"});

/// One rule of a policy.
struct Rule {
  std::string id;           ///< `database-capacity`; unique in its policy
  OperationSet operations;  ///< what it is asked for
  RuleEffect effect = RuleEffect::Deny;
  Expression expression;           ///< when it fires
  std::string because;             ///< one sentence for people
  std::vector<std::string> cites;  ///< statement ids: `REF-57`

  bool operator==(const Rule&) const = default;
};

/// The fast form of a decision: which rules, by their position in the rule set.
struct Verdicts {
  RuleMask fired;          ///< conditions that are true
  RuleMask not_evaluable;  ///< conditions that are unknown because something is missing
  bool allowed = true;     ///< no Deny rule is in either mask

  bool operator==(const Verdicts&) const = default;
};

/// What a rule came to. A rule that passes is not a finding.
enum class RuleOutcome : std::uint8_t {
  Denied,        ///< a Deny rule fired
  Warned,        ///< a Warn rule fired
  NotEvaluable,  ///< the condition is unknown; a Deny rule denies all the same
};
template <>
inline constexpr auto enum_names<RuleOutcome> =
    std::to_array<std::string_view>({"denied", "warned", "not evaluable"});

/// A value that took part in a comparison.
struct Operand {
  std::string name;   ///< canonical text: `source.allocated_capacity`, `GB(500)`, a constant's name
  std::string value;  ///< `512 GB`, `'West Europe'`, `true`, or `missing`
  bool named = false;  ///< an attribute, a constant or a sum: not a bare literal

  bool operator==(const Operand&) const = default;
};

/// An atom that made a condition what it is, with the numbers.
struct Reason {
  std::string atom;               ///< `source.allocated_capacity >= target.maximum_capacity`
  std::vector<Operand> operands;  ///< left to right, as they are written in the atom
  std::string margin;             ///< how far the first operand is from the second, see below

  bool operator==(const Reason&) const = default;
};

/// `source.allocated_capacity = 512 GB, target.maximum_capacity = 500 GB: over by 12 GB`, or
/// `source.platform_update = 20 against 21: short by 1`.
///
/// Margins: `over by 12 GB`, `short by 1`, `exactly at the limit` for integers, capacities and
/// durations in an ordering; `later by PT1H`, `earlier by PT1H` for instants; `newer`, `older` for
/// versions; `differ`, `differ by 2`, `equal` for `=` and `<>`; empty for an atom of one operand, a
/// list or a range, and when an operand is missing. `out of range` when a sum does not fit.
std::string to_string(const Reason& reason);

/// One rule that denied, warned or could not be evaluated.
struct Finding {
  std::string rule;  ///< id
  RuleOutcome outcome = RuleOutcome::Denied;
  RuleEffect effect = RuleEffect::Deny;
  std::string because;
  std::vector<std::string> cites;
  std::vector<Reason> reasons;  ///< only atoms that mattered, in the order of the condition
  std::vector<std::string>
      missing;  ///< attributes whose absence mattered; empty unless NotEvaluable

  bool operator==(const Finding&) const = default;
};

/// The readable form of a decision.
struct Decision {
  Operation operation = Operation::Refresh;
  bool allowed = true;
  std::vector<Finding> findings;  ///< all of them, in policy order (INV-49)

  bool operator==(const Decision&) const = default;
};

/// The rules of one policy, ready to decide. Immutable; may be shared between threads.
///
/// A decision depends on the operation and the inputs alone (INV-49), and its cost on the rules
/// that speak about the operation.
class RuleSet {
 public:
  static constexpr std::size_t rules_max = RuleMask::positions_max;

  /// No rules: everything is allowed.
  RuleSet() = default;

  /// `rules` in policy order, all parsed with `vocabulary`, which must outlive the result. Fails on
  /// two rules of one id, on more than `rules_max` rules, and on what `Program::create` refuses.
  static Expected<RuleSet> create(std::vector<Rule> rules, Vocabulary vocabulary);

  /// The fast form; no allocation. `inputs` must hold one value for each attribute of the
  /// vocabulary, unless there are no rules.
  Verdicts verdicts(Operation operation, Inputs inputs) const;

  /// The readable form of `verdicts(operation, inputs)`. `names` is the object that gave the ids of
  /// the texts in `inputs`.
  Decision explain(Operation operation, Inputs inputs, const Names& names) const;

  /// In policy order; a bit of `Verdicts` is a position in here.
  const std::vector<Rule>& rules() const { return rules_; }

 private:
  std::vector<Rule> rules_;
  Vocabulary vocabulary_;
  RuleMask denying_;  // rules whose effect is Deny
  std::array<Program, enum_count<Operation>> programs_;
};

}  // namespace rehearse::model

template <>
struct fmt::formatter<rehearse::model::RuleEffect> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::RuleOutcome> : rehearse::PrintsToString {};
template <>
struct fmt::formatter<rehearse::model::Reason> : rehearse::PrintsToString {};
