#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/names.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/policy/shelf.h"
#include "rehearse/scenarios/text/json_file.h"
#include "rehearse/sim/stand_in/stand_in.h"

/// Room `scenarios/policy`. Policies from files, with what they extend.
///
/// Policies as files (docs/formats/policy.md).
///
///     { "policy": "ours", "about": "...", "extends": "self-service-2020",
///       "without": ["production-reporting"],
///       "constants": { "platform_update_min": { "value": 30, "because": "...", "cites": [...] } },
///       "operations": { "refresh": { "rollback": { "value": "automatic", ... } } },
///       "rules": [ { "id": "other-region", "operations": ["refresh"], "deny_when": "...", ... } ],
///       "data_rules": [ ... ] }
///
/// `extends` names a shipped policy, or the path of a file, seen from the file that extends it.
/// What has the same id as an entry there replaces it, whole and in its place; the rest is
/// appended. `without` removes. A policy that extends nothing must state every option of its
/// processes.
namespace rehearse::scenarios {

/// A policy, and where its data rules stand.
struct PolicyFile {
  model::Policy policy;
  std::vector<Cursor> data_rules;  ///< of `policy.data_rules`, one each
};

/// Names of the shipped policies, in order.
std::vector<std::string_view> policy_names();

/// The shipped policy of that name, case aside, or the one in the file at that path (it contains a
/// slash or ends in `.json`). The texts of its rules are interned in `names`.
Expected<PolicyFile> load_policy(const std::string& name_or_path, model::Names& names);
Expected<PolicyFile> load_policy(const std::string& name_or_path, model::Names& names,
                                 PolicyShelf& shelf);

/// What a scenario says behind `"policy":`, either a text for `load_policy`, or an object: the same
/// format in place. What extends another one need have no `policy` and no `about`. `shelf` makes
/// the next variant of a shipped policy quicker to read.
Expected<PolicyFile> read_policy(const Cursor& cursor, model::Names& names, PolicyShelf& shelf);

/// Can the statements of all data rules run on the stand-in databases? Runs none of them. The error
/// shows the statement and stands where it does: no SQL, no such table, another database.
Expected<void> check_data_rules(const PolicyFile& file, sim::StandIns& stand_ins);

}  // namespace rehearse::scenarios
