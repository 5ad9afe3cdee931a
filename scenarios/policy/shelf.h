#pragma once

#include <map>
#include <string>

#include "rehearse/model/base/error.h"
#include "rehearse/model/policy/policy.h"
#include "rehearse/scenarios/text/json_file.h"
#include "rehearse/scenarios/text/named_file.h"

/// The shipped policies, each read once however many variants extend it.
namespace rehearse::scenarios {

/// Remembers documents and nothing of what they mean; makes reading faster and nothing else.
class PolicyShelf {
 public:
  /// See `open_named`.
  Expected<Cursor> open(const std::string& name_or_path);
  Expected<Cursor> open(const Cursor& name_or_path);

  /// Whether the entry stands in one of the shipped policies that were opened: those stay, and what
  /// was understood of them can be remembered.
  bool keeps(const Cursor& entry) const;

  /// What was understood of the entries of shipped policies, by where they stand.
  std::map<const Json*, model::Rule> rules;  ///< without their conditions
  std::map<const Json*, model::DataRule> data_rules;

  /// The entry as text with its members in the order of their names: how a file orders them changes
  /// nothing.
  std::string canonical(const Cursor& entry);

  static Shelf shipped() { return {"policy", fixtures::policies()}; }

 private:
  std::map<std::string, Cursor> documents_;       // by folded name
  std::map<const Json*, std::string> canonical_;  // of entries in `documents_`, which stay there
};

}  // namespace rehearse::scenarios
