#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/policy/shelf.h"
#include "rehearse/scenarios/text/json_file.h"

/// A policy after `extends`, before anything in it is understood. Used by the reader of policies
/// only.
namespace rehearse::scenarios {

/// One entry, and where it stands.
struct PolicyEntry {
  std::string id;  ///< of an option: `refresh.rollback`
  Cursor at;
};

struct PolicyParts {
  Cursor root;  ///< of the file that was asked for
  std::string name;
  std::string about;
  std::optional<model::Profile> profile;  ///< there in the end
  std::vector<PolicyEntry> constants;
  std::vector<PolicyEntry> options;
  std::vector<PolicyEntry> rules;
  std::vector<PolicyEntry> data_rules;
  std::vector<PolicyEntry> sub_steps;  ///< of a data upgrade
  std::vector<PolicyEntry> scripts;
};

/// Most entries of one kind in one file.
inline constexpr std::size_t policy_entries_max = 2'000;

/// Reads `root` and all that it extends, and puts them together. Ids of constants, rules, data
/// rules, sub-steps and scripts are unique in the result, case aside.
Expected<PolicyParts> collect_policy(const Cursor& root, PolicyShelf& shelf);

}  // namespace rehearse::scenarios
