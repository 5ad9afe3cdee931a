#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/world.h"

/// The databases that stand in for those of an environment (domain.md F.2), as data.
namespace rehearse::sim {

/// A fact of the model as a question to the rows: the independent truth that the refinement check
/// uses.
struct FactQuery {
  model::DataFact fact;
  std::string sentence;
  std::string holds_when;  ///< SELECT of one row and column, 1 when it holds; may use
                           ///< `:web_config_admin` and `:mark`
};

/// Rows that a movement must carry over unchanged (INV-11).
struct KeptQuery {
  model::Database database = model::Database::Application;
  std::string table;
  std::string select;  ///< explicit columns, ordered by the key
};

/// Statements with which an environment itself changes its application database.
struct Activities {
  std::vector<std::string> restart;             ///< servers register themselves anew (B-24); `:environment`
  std::vector<std::string> receive_file;        ///< a recurring job notes the file `:file` (REF-51)
  std::vector<std::string> process_file;        ///< it has processed `:file`
  std::vector<std::string> enable_users;        ///< REF-48
  std::vector<std::string> release_batch_jobs;  ///< REF-26
};

/// Everything about stand-ins that is data. Scripts contain the placeholders `${environment}`,
/// `${mark}`,
/// `${admin_account}`, `${tenant}` and `${domain}`.
struct StandInDefinition {
  std::string application_script;
  std::string financial_reporting_script;
  std::vector<FactQuery> facts;  ///< in the order of `model::DataFact`, all of them
  std::vector<KeptQuery> kept;
  Activities activities;
};

}  // namespace rehearse::sim
