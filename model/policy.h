#pragma once

#include <string>
#include <vector>

#include "model/decision.h"
#include "model/world.h"

/// A policy as `step` and `sim` use it. It is read from one JSON file (docs/formats/policy.md);
/// nothing of it is code.
namespace rehearse::model {

enum class OfflineFrom : std::uint8_t { Start, CopyArrival };           ///< REF-43, REF-44
enum class RollbackOffer : std::uint8_t { None, Operator, Automatic };  ///< REF-11, N-08
enum class RollbackTo : std::uint8_t { Start, Failure };                ///< REF-13

/// How the process of a self-service refresh goes; `operations.refresh` of the file.
struct RefreshOptions {
  EnumSet<Database> databases = EnumSet<Database>::all();  ///< that move (REF-02)
  OfflineFrom target_offline_from = OfflineFrom::CopyArrival;
  RollbackOffer rollback = RollbackOffer::Operator;
  RollbackTo rollback_to = RollbackTo::Start;
};

/// One entry of `data_rules`: SQL that runs on the arrived application database of the target, in
/// file order.
struct DataRule {
  std::string id;
  OperationSet operations;
  Database database = Database::Application;
  std::vector<std::string>
      statements;  ///< `clear_tables` and `clear_columns` are already expanded to SQL
  EnumSet<DataFact> establishes;  ///< once every rule that lists a fact has run, the fact holds
  std::string because;
  std::vector<std::string> cites;
};

/// One named value or process option as the file states it, for `explain`.
struct Setting {
  std::string id;     ///< `platform_update_min`, `refresh.rollback`
  std::string value;  ///< as written
  std::string because;
  std::vector<std::string> cites;
};

struct Policy {
  std::string name;
  std::string about;
  std::vector<Setting> constants;
  std::vector<Setting> options;
  RefreshOptions refresh;
  RuleSet rules;
  std::vector<DataRule> data_rules;
  EnumSet<DataFact> facts_established;  ///< by all data rules of a refresh together
  std::string digest;  ///< of the policy after `extends`: equal texts, equal digests
};

template <>
inline constexpr auto enum_names<OfflineFrom> =
    std::to_array<std::string_view>({"start", "copy-arrival"});
template <>
inline constexpr auto enum_names<RollbackOffer> =
    std::to_array<std::string_view>({"none", "operator", "automatic"});
template <>
inline constexpr auto enum_names<RollbackTo> =
    std::to_array<std::string_view>({"start", "failure"});

}  // namespace rehearse::model
