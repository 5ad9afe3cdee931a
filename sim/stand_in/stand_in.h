#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"
#include "rehearse/sim/base/memory.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/stand_in/work_memory.h"

/// Room `sim/stand_in`. The databases that stand in for the real ones, and how a schema is
/// synchronized.
///
/// The databases that stand in for those of an environment (domain.md F.2).
namespace rehearse::sim {

/// Page size for an engine of stand-ins. Their tables have about ten rows: with small pages there
/// is less to copy when one of them changes.
inline constexpr std::size_t stand_in_page_bytes = 1024;

/// A fact of the model as a question to the rows: the independent truth of the refinement check.
struct FactQuery {
  model::DataFact fact;
  std::string sentence;
  std::string holds_when;  ///< SELECT of one row and column, 1 when it holds; may use
                           ///< `:web_config_admin`, `:mark`
};

/// Rows that a movement must carry over unchanged (INV-11).
struct KeptQuery {
  model::Database database = model::Database::Application;
  std::string table;
  std::string select;  ///< explicit columns, ordered by the key
};

/// Statements with which an environment itself changes its application database.
struct Activities {
  std::vector<std::string> restart;  ///< servers register themselves anew (B-24); `:environment`
  std::vector<std::string> receive_file;        ///< a recurring job notes the file `:file` (REF-51)
  std::vector<std::string> process_file;        ///< it has processed `:file`
  std::vector<std::string> enable_users;        ///< REF-48
  std::vector<std::string> release_batch_jobs;  ///< REF-26
  std::vector<std::string> reset_reporting;     ///< of the Financial Reporting database (REQ-27)
  std::vector<std::string> reprovision;         ///< Retail components (REQ-28)
  std::string user_write;  ///< a user changes a customer; `:draw` is any number
};

/// A bracket of an upgrade as a question to the rows.
struct BracketQuery {
  model::Bracket bracket;
  std::string sentence;   ///< what is true while it is open
  std::string open_when;  ///< SELECT of one row and column, 1 while it is open
};

/// How an upgrade keeps its books in the database that it upgrades (UPG-48, UPG-53, UPG-55).
struct UpgradeBooks {
  std::vector<std::string> tables;  ///< made when the first sub-step begins
  // A sub-step: `:step`, `:name`, `:now`, `:status`.
  std::string sub_step_started;
  std::string sub_step_ended;
  // A script: `:class`, `:method`, `:step`, `:now`, `:message`.
  std::string script_scheduled;
  std::string script_is_due;  ///< SELECT of one row and column, 1 when it must run
  std::string script_completed;
  std::vector<std::string> script_failed;
  // Synchronization.
  std::vector<std::string> system_tables;
  std::string keeps_deleted_objects;  ///< SELECT of one row and column, 1 while they are kept
  std::string disabled_indexes;       ///< SELECT of the statements that make them again
  std::string indexes_enabled;        ///< once they are there again
  // For the refinement check.
  std::vector<BracketQuery> brackets;  ///< in the order of `model::Bracket`, all of them
  std::string batch_configuration;     ///< SELECT of its rows
  std::string rows_misdated;           ///< SELECT of one row and column: how many (INV-42)
};

/// What `UpgradeBooks` asks of a database, and the answers.
struct UpgradeView {
  std::vector<Expected<std::int64_t>> brackets;  ///< in the order of `UpgradeBooks::brackets`
  Expected<std::vector<std::string>> unique_indexes;
  Expected<Table> batch_configuration;
  Expected<std::int64_t> rows_misdated;
};

/// Everything about stand-ins that is data. Scripts contain the placeholders `${environment}`,
/// `${mark}`,
/// `${admin_account}`, `${tenant}` and `${domain}`, and neither begin nor end a transaction.
struct StandInDefinition {
  std::array<std::string, 2> scripts;  ///< by model::Database
  std::string legacy_script;           ///< of an AX 2012 database
  UpgradeBooks upgrade;
  std::vector<FactQuery> facts;  ///< in the order of `model::DataFact`, all of them
  std::vector<KeptQuery> kept;
  Activities activities;
};

/// What the placeholders of a script stand for.
struct Occupant {
  std::string environment;
  std::string mark;  ///< provenance of rows born there, `UAT1#1`
  std::string admin_account;
  std::string tenant;
  std::string domain;

  auto operator<=>(const Occupant&) const = default;
};

/// Builds stand-ins and remembers them: the second environment of a kind costs a look-up, in any
/// number of runs. Remembers, too, what work makes of them and what is asked of them, by content:
/// many histories do the same to the same database.
class StandIns {
 public:
  /// Fails when a script is not valid SQL. `engine` must outlive the result. `bounds` holds for
  /// each of the memories, and says nothing of stand-ins as they are built.
  static Expected<StandIns> create(Engine& engine, StandInDefinition definition,
                                   const MemoryBounds& bounds = {});

  const StandInDefinition& definition() const { return definition_; }
  Engine& engine() const { return *engine_; }

  /// A database as it is in an environment that no movement has touched.
  Expected<Image> fresh(model::Database database, const Occupant& occupant);

  /// An AX 2012 database as it is restored from its backup.
  Expected<Image> legacy(const Occupant& occupant);

  /// What `work` makes of `before`, or made of another database that is the same to it (see
  /// `WorkMemory`). `key` stands for its statements and their parameters. It runs in a session for
  /// changes of schemas, and ends the transactions that it begins; a failure is an outcome, too.
  using Work = std::function<Expected<void>(Session&)>;
  Expected<Image> made(const Digest& key, const Image& before, const Work& work);

  /// `image` with the schema change `requirement`; fails with SQLite's message when the data do not
  /// satisfy it. Remembered like all work.
  Expected<Image> customized(const Image& image, const std::string& requirement);

  /// Stamps the rows that were inserted into `tables` and have no origin yet with `mark`.
  Expected<void> stamp(Session& session, model::Database database, const std::string& mark,
                       const std::vector<std::string>& tables) const;

  /// Tables of the script that carry `RehearseOrigin`.
  const std::set<std::string>& tables(model::Database database) const {
    return tables_[index(database)];
  }

  /// One SELECT with a column for each fact of `facts`, in enumeration order.
  const std::string& facts_query(model::EnumSet<model::DataFact> facts);

  /// One SELECT: how many rows have an origin that is not in the text `:marks`, which looks like
  /// `|PROD#1|UAT1#2|`.
  const std::string& foreign_rows_query(model::Database database) const {
    return foreign_rows_[index(database)];
  }

  /// Stands for the rows of all `kept` of one database in `image`; remembered by the image's
  /// content.
  Expected<Digest> kept_digest(model::Database database, const Image& image);

  /// The number that the query `sql` returns, one row and column; remembered by content, parameters
  /// and clock.
  Expected<std::int64_t> count(const Image& image, const std::string& sql,
                               std::span<const Binding> bindings = {});

  /// `image` as an upgrade sees it; remembered by content and clock. Fails only when the image
  /// cannot be opened; each question may fail on its own.
  Expected<std::shared_ptr<const UpgradeView>> upgrade_view(const Image& image);

  /// The rows of `kept[position]` in `image`.
  Expected<Table> kept_rows(std::size_t position, const Image& image);

  static std::size_t index(model::Database database) { return static_cast<std::size_t>(database); }

 private:
  StandIns(Engine& engine, StandInDefinition definition, const MemoryBounds& bounds)
      : engine_(&engine),
        definition_(std::move(definition)),
        made_(bounds),
        kept_digests_(bounds),
        counts_(bounds),
        upgrade_views_(bounds) {}
  Expected<void> learn_tables(model::Database database);
  Expected<Image> built_at_once(const std::string& script);

  Engine* engine_;
  StandInDefinition definition_;
  std::array<std::set<std::string>, 2> tables_;
  std::array<std::string, 2> foreign_rows_;
  std::map<std::pair<model::Database, Occupant>, Image> fresh_;
  std::map<Occupant, Image> legacy_;
  std::map<model::EnumSet<model::DataFact>, std::string> facts_queries_;
  WorkMemory made_;
  Memory<Digest> kept_digests_;
  Memory<Expected<std::int64_t>> counts_;
  Memory<std::shared_ptr<const UpgradeView>> upgrade_views_;
};

}  // namespace rehearse::sim
