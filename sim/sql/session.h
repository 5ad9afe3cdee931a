#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/model/base/values.h"
#include "rehearse/sim/sql/authorizer.h"
#include "rehearse/sim/sql/sql_value.h"
#include "rehearse/sim/store/page_store.h"

/// Room `sim/sql`. Connections, statements, and what SQL from a file may do.
///
/// SQLite on images: the engine owns connections, a session is one of them, lent for a while.
///
///     auto engine = *Engine::create({});
///     const Image empty_shop = *engine->build("CREATE TABLE CustTable(AccountNum TEXT)");
///     auto session = *engine->open(empty_shop);
///     session.run("INSERT INTO CustTable VALUES ('C1')", Level::Data);
///     const Image one_customer = session.image();  // O(1)
///     session.mount(empty_shop);                   // O(1): the customer is gone
///
/// Everything here belongs to one thread at a time.
namespace rehearse::sim {

/// Sets SQLite up for this process: one thread, no statistics, our allocator, no local time zone
/// (`datetime('now', 'localtime')` is an error), a fixed seed. Worth 1.3x to 1.8x in speed.
///
/// Called by `Engine::create`; a program that uses SQLite by itself must call it before. Only the
/// first call does anything, and it has no effect if SQLite has been used in another way already.
/// After it, all uses of SQLite in the process must be on one thread.
void configure_sqlite();

struct EngineOptions {
  std::size_t page_bytes = 4096;  ///< of the store and of databases built by SQL
  /// SQLite's page cache, for each connection. A larger one is no faster: a page that it lacks
  /// comes from memory, too, and is copied anew after each `mount`.
  std::size_t cache_bytes = std::size_t{2} * 1024 * 1024;
  std::size_t connections_idle_max = 8;   ///< more are closed when they come back
  std::uint64_t steps_max = 100'000'000;  ///< of SQLite's virtual machine, for each statement
};

/// What a script did.
struct Changes {
  std::int64_t rows = 0;                     ///< inserted, updated or deleted
  std::vector<std::string> tables_inserted;  ///< that it may have inserted into, sorted, each once
};

class Connection;
class Engine;

/// A connection on loan, mounted on an image. Movable; gives the connection back when destroyed (an
/// open transaction is rolled back). Must not outlive its engine.
///
/// The errors of all operations show the statement, SQLite's own message, and in `Error::where` the
/// line and column in the SQL text. A statement that fails leaves nothing of itself behind; those
/// before it in the same script stay: mount an earlier `image()` to undo them.
class Session {
 public:
  Session(Session&& other) noexcept;
  Session& operator=(Session&& other) noexcept;
  ~Session();

  /// Runs the statements of `sql` in order; rows that they return are dropped. Prepared statements
  /// are remembered by text and level, so the same text costs no second preparation. Each named
  /// parameter must be among `bindings`; a binding that no statement uses is allowed.
  Expected<Changes> run(std::string_view sql, Level level, std::span<const Binding> bindings = {});

  /// The result of `sql`, which must be one statement.
  Expected<Table> query(std::string_view sql, Level level, std::span<const Binding> bindings = {});

  /// Stands for all rows of the result, values with their types, in their order: for comparing what
  /// is mostly equal. `sql` must be one statement. No allocation.
  Expected<Digest> query_digest(std::string_view sql, Level level);

  /// Fills `row` from the one row that `sql`, one statement with as many columns, must return. For
  /// invariants in hot loops: no allocation. NULL counts as 0.
  Expected<void> query_integers(std::string_view sql, Level level, std::span<std::int64_t> row,
                                std::span<const Binding> bindings = {});

  /// Whether the statements of `sql` could be prepared here at `level`: syntax, names, permission.
  /// Runs nothing, so a statement that needs one before it (CREATE, then INSERT) does not pass.
  Expected<void> check(std::string_view sql, Level level);

  /// The current state. O(1); when the schema has changed since the last call, also a
  /// look at each table. No transaction may be open.
  Image image();

  /// Shows another database from now on. O(1); the schema is parsed again only if it differs. An
  /// open transaction is rolled back.
  void mount(const Image& image);

  /// Whether a script of level `Everything` began a transaction and has not ended it.
  bool is_in_transaction() const;

 private:
  friend class Engine;
  Session(Engine& engine, std::unique_ptr<Connection> connection);
  void give_back();

  Engine* engine_;
  std::unique_ptr<Connection> connection_;  // null after a move
};

/// Owns the page pool, the VFS and the idle connections of a run. Sessions must be gone before it;
/// images may stay.
class Engine {
 public:
  static Expected<std::unique_ptr<Engine>> create(const EngineOptions& options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Lends a connection: the one that has `image` mounted, else one that knows its schema, else a
  /// new or another one, which parses the schema.
  Expected<Session> open(const Image& image);

  /// Lends the connection that is kept for changes of schemas. They make what a connection has
  /// prepared stale; so the others keep theirs.
  Expected<Session> open_for_schema(const Image& image);

  /// The database that `sql`, run at level `Everything` on the empty database, makes.
  Expected<Image> build(std::string_view sql);

  /// Writes `image` as a SQLite file for any other tool to open. The file appears whole or not at
  /// all: a full disk or a folder that cannot be written is an error and leaves what was there.
  Expected<void> export_to(const Image& image, const std::filesystem::path& path) const;

  /// Reads any SQLite file (UTF-8), with its write-ahead log if it has one. The file is not
  /// changed.
  Expected<Image> import_from(const std::filesystem::path& path);

  /// Sets the virtual clock, which `datetime('now')` and CURRENT_TIMESTAMP show.
  void set_clock(model::Instant now);

  /// Closes the idle connections, and with them the images that they have mounted.
  void close_idle();

  /// Pages in memory, each counted once however many images share it.
  std::size_t live_pages() const;

  std::size_t idle_connections() const;

 private:
  friend class Session;
  struct Parts;
  explicit Engine(std::unique_ptr<Parts> parts);
  Expected<std::unique_ptr<Connection>> connection_for(const Image& image);
  void take_back(std::unique_ptr<Connection> connection);

  std::unique_ptr<Parts> parts_;
};

}  // namespace rehearse::sim
