#include "rehearse/model/policy/policy.h"

namespace rehearse::model {

bool applies(const DataRule& rule, Process process, EnvironmentKind kind) {
  return rule.operations.contains(operation_of(process)) && rule.into.contains(kind);
}

void gather_facts(Policy& policy) {
  policy.facts_established = {};
  for (std::size_t process = 0; process < enum_count<Process>; ++process) {
    for (std::size_t kind = 0; kind < enum_count<EnvironmentKind>; ++kind) {
      EnumSet<DataFact>& facts = policy.facts_established[process][kind];
      for (const DataRule& rule : policy.data_rules) {
        if (applies(rule, static_cast<Process>(process), static_cast<EnvironmentKind>(kind)))
          facts = facts | rule.establishes;
      }
    }
  }
}

}  // namespace rehearse::model
