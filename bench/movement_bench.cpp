#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rehearse/bench/measure.h"
#include "rehearse/bench/plain_database.h"
#include "rehearse/scenarios/files/stand_in.h"
#include "rehearse/scenarios/policy/file.h"
#include "rehearse/sim/stand_in/stand_in.h"

/// One whole refresh on the shipped stand-ins: source and target forked, both databases moved,
/// every data rule of the shipped policy, servers restarted, all facts asked, rolled back. The
/// floor does the same statements in one `:memory:` database between SAVEPOINT and ROLLBACK,
/// without any fork.
namespace rehearse::bench {
namespace {

using sim::Level;

enum class Ddl : std::uint8_t { None, Three };

/// What both sides run, as plain SQL without parameters.
struct Work {
  std::array<std::string, 2> scripts;  ///< build application and Financial Reporting
  std::vector<std::string> changes;
  std::vector<std::string> schema_changes;
  std::vector<std::string> questions;  ///< one row each
};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

/// Texts in place of the parameters and placeholders of fixtures.
std::string plain(std::string sql) {
  sql = replaced(std::move(sql), ":web_config_admin", "'admin@contoso.com'");
  sql = replaced(std::move(sql), ":environment", "'UAT1'");
  sql = replaced(std::move(sql), ":marks", "'|PROD#1|UAT1#2|'");
  sql = replaced(std::move(sql), ":mark", "'UAT1#2'");
  sql = replaced(std::move(sql), "${environment}", "PROD");
  sql = replaced(std::move(sql), "${mark}", "PROD#1");
  sql = replaced(std::move(sql), "${admin_account}", "admin@contoso.com");
  sql = replaced(std::move(sql), "${tenant}", "contoso");
  return replaced(std::move(sql), "${domain}", "contoso.com");
}

Work refresh_work(sim::StandIns& stand_ins, Ddl ddl) {
  model::Names names;
  const auto policy = scenarios::load_policy("self-service-2020", names).value().policy;
  Work work;
  for (std::size_t database = 0; database < 2; ++database) {
    work.scripts[database] = plain(stand_ins.definition().scripts[database]);
  }
  for (const model::DataRule& rule : policy.data_rules) {
    for (const std::string& statement : rule.statements) work.changes.push_back(plain(statement));
  }
  for (const std::string& statement : stand_ins.definition().activities.restart) {
    work.changes.push_back(plain(statement));
  }
  if (ddl == Ddl::Three) {
    work.schema_changes = {"CREATE TABLE Extension(recId INTEGER PRIMARY KEY, note TEXT)",
                           "ALTER TABLE CustTable ADD COLUMN extension TEXT",
                           "CREATE UNIQUE INDEX ExtensionNote ON Extension(note)"};
  }
  work.questions.push_back(plain(stand_ins.facts_query(model::EnumSet<model::DataFact>::all())));
  work.questions.push_back(plain(stand_ins.foreign_rows_query(model::Database::Application)));
  return work;
}

/// Ours: images are mounted, nothing is copied.
class Movement {
 public:
  Movement(sim::Engine& engine, const Work& work)
      : work_(work),
        source_{*engine.build(work.scripts[0]), *engine.build(work.scripts[1])},
        target_{*engine.build(work.scripts[0]), *engine.build(work.scripts[1])},
        application_(*engine.open(target_[0])),
        reporting_(*engine.open(target_[1])) {}

  Side side() {
    return {.run = [this](std::uint64_t count) {
      for (; count > 0; --count) refresh_and_roll_back();
    }};
  }

 private:
  void refresh_and_roll_back() {
    const std::array pre_image = target_;
    application_.mount(source_[0]);
    reporting_.mount(source_[1]);
    run("BEGIN", Level::Everything);
    for (const std::string& sql : work_.changes) run(sql, Level::Data);
    run("COMMIT", Level::Everything);
    for (const std::string& sql : work_.schema_changes) run(sql, Level::Schema);
    for (const std::string& sql : work_.questions) run(sql, Level::Read);
    target_ = {application_.image(), reporting_.image()};
    target_ = pre_image;
    application_.mount(target_[0]);
    reporting_.mount(target_[1]);
  }

  void run(std::string_view sql, Level level) {
    const auto done = application_.run(sql, level);
    REHEARSE_ASSERT(done.has_value());
  }

  const Work& work_;
  std::array<sim::Image, 2> source_;
  std::array<sim::Image, 2> target_;
  sim::Session application_;
  sim::Session reporting_;
};

/// The floor: the same statements on one database in memory, taken back by a savepoint.
class Floor {
 public:
  explicit Floor(const Work& work) : database_(work.scripts[0] + work.scripts[1]) {
    statements_.emplace_back(database_, "SAVEPOINT start");
    for (const auto* list : {&work.changes, &work.schema_changes}) {
      for (const std::string& sql : *list) late_.push_back(sql);
    }
    for (const std::string& sql : work.questions) late_.push_back(sql);
  }

  Side side() {
    return {.run = [this](std::uint64_t count) {
      if (statements_.size() == 1) prepare();
      for (; count > 0; --count) {
        for (PlainStatement& statement : statements_) statement.run();
      }
    }};
  }

 private:
  /// A statement that needs the schema of one before it can only be prepared after that one ran.
  void prepare() {
    statements_.front().run();
    for (const std::string& sql : late_) statements_.emplace_back(database_, sql).run();
    statements_.emplace_back(database_, "ROLLBACK TO start").run();
    statements_.emplace_back(database_, "RELEASE start").run();
  }

  PlainDatabase database_;
  std::vector<std::string> late_;
  std::vector<PlainStatement> statements_;
};

/// The way without a page store: databases built by SQL on fresh connections for each movement.
Side built_by_sql(const Work& work) {
  return {.run = [&work](std::uint64_t count) {
    for (; count > 0; --count) {
      PlainDatabase source(work.scripts[0] + work.scripts[1]);
      PlainDatabase target(work.scripts[0] + work.scripts[1]);
      for (const std::string& sql : work.changes) target.execute(sql);
      for (const std::string& sql : work.questions) target.execute(sql);
    }
  }};
}

}  // namespace

std::vector<Row> bench_movement(const Options& options) {
  const auto engine = sim::Engine::create({.page_bytes = sim::stand_in_page_bytes}).value();
  auto stand_ins = sim::StandIns::create(*engine, scenarios::load_stand_ins().value()).value();
  std::vector<Row> rows;
  for (const Ddl ddl : {Ddl::None, Ddl::Three}) {
    const Work work = refresh_work(stand_ins, ddl);
    Movement movement(*engine, work);
    Floor floor(work);
    const std::string_view schema = ddl == Ddl::None ? "" : ", 3 schema changes";
    rows.push_back(compare_speed(
        options, "whole movement against :memory: and SAVEPOINT" + std::string(schema),
        movement.side(), floor.side(), at_least(ddl == Ddl::None ? 0.85 : 0.9)));
    if (ddl != Ddl::None) continue;
    rows.push_back(compare_speed(options, "whole movement against databases built by SQL",
                                 movement.side(), built_by_sql(work), at_least(18)));
  }
  return rows;
}

}  // namespace rehearse::bench
