#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/names.h"
#include "rehearse/model/language/constants.h"
#include "rehearse/model/language/parser.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/text/json_file.h"

/// The entries of a policy, one reader each. Used by the reader of policies only.
namespace rehearse::scenarios {

/// What `history` must state.
inline constexpr std::array<std::string_view, 2> history_option_names = {"retention_production",
                                                                         "retention_sandbox"};

/// `database-capacity`: letters, digits, `-`, `_` and `.`.
Expected<void> read_entry_id(const Cursor& at, std::string& id);

/// A list, not empty, of statement ids: `REF-57`, `B-22`, `INV-28`.
Expected<void> read_cites(const Cursor& at, std::vector<std::string>& cites);

/// One of `constants`; `setting.id` is its name already.
Expected<void> read_constant(const Cursor& at, model::Constants& constants,
                             model::Setting& setting);

/// One option of `history` or of a process; `setting.id` says which: `history.retention_sandbox`,
/// `restore.rollback`.
Expected<void> read_option(const Cursor& at, model::Policy& policy, model::Setting& setting);

/// One of `rules`, all but its condition.
Expected<void> read_rule(const Cursor& at, model::Rule& rule);

/// The condition of the rule at `at`, which was read before.
Expected<void> read_condition(const Cursor& at, const model::RuleScope& scope, model::Names& names,
                              model::Rule& rule);

/// One of `data_rules`, its shorthands expanded.
Expected<void> read_data_rule(const Cursor& at, model::DataRule& rule);

/// Where statement `position` of the data rule at `at` comes from: SQL, a table or a column.
Cursor statement_of(const Cursor& at, std::size_t position);

}  // namespace rehearse::scenarios
