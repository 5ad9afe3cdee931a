#include "rehearse/sim/sql/session.h"

#include <algorithm>
#include <utility>

#include "rehearse/model/base/assert.h"
#include "rehearse/sim/sql/connection.h"
#include "rehearse/sim/sql/database_file.h"
#include "rehearse/sim/store/cow_vfs.h"

namespace rehearse::sim {

using Connections = std::vector<std::unique_ptr<Connection>>;

struct Engine::Parts {
  EngineOptions options;
  PagePool::Owner pool;
  CowVfs vfs;
  Connections idle;                       // the one that came back last is at the end
  std::unique_ptr<Connection> workbench;  // for changes of schemas; null until needed, or lent
  const Connection* workbench_identity = nullptr;
  std::size_t lent = 0;
};

namespace {

bool has_mounted(const Connection& connection, const Image& image) {
  return !connection.file().is_written() && connection.file().image().is_same_as(image);
}

bool knows_schema(const Connection& connection, const Image& image) {
  return connection.file().schema_parsed() == image.schema();
}

// The last for which `suits(connection, image)`, so that of equals the most recently used is taken.
template <typename Predicate>
Connections::iterator find_last(Connections& idle, const Image& image, Predicate suits) {
  for (auto at = idle.end(); at != idle.begin();)
    if (suits(**--at, image)) return at;
  return idle.end();
}

std::unique_ptr<Connection> take(Connections& idle, Connections::iterator at) {
  auto connection = std::move(*at);
  idle.erase(at);
  return connection;
}

}  // namespace

// ---- Engine ----

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Engine::~Engine() { REHEARSE_ASSERT(parts_->lent == 0); }

Expected<std::unique_ptr<Engine>> Engine::create(const EngineOptions& options) {
  configure_sqlite();
  auto parts = std::make_unique<Parts>();
  parts->options = options;
  parts->pool = PagePool::create(options.page_bytes);
  std::unique_ptr<Engine> engine(new Engine(std::move(parts)));
  if (auto session = engine->open(Image()); !session) return std::unexpected(session.error());
  return engine;
}

Expected<std::unique_ptr<Connection>> Engine::connection_for(const Image& image) {
  Connections& idle = parts_->idle;
  auto best = find_last(idle, image, has_mounted);
  if (best == idle.end()) best = find_last(idle, image, knows_schema);
  if (best == idle.end() && idle.size() + parts_->lent >= parts_->options.connections_idle_max)
    best = idle.begin();  // used least recently; again the end if all are lent
  if (best != idle.end()) return take(idle, best);
  return Connection::open(parts_->vfs, *parts_->pool, parts_->options);
}

Expected<Session> Engine::open(const Image& image) {
  auto connection = connection_for(image);
  if (!connection) return std::unexpected(connection.error());
  (*connection)->mount(image);
  ++parts_->lent;
  return Session(*this, *std::move(connection));
}

Expected<Session> Engine::open_for_schema(const Image& image) {
  if (parts_->workbench == nullptr) {
    auto connection = Connection::open(parts_->vfs, *parts_->pool, parts_->options);
    if (!connection) return std::unexpected(connection.error());
    parts_->workbench = *std::move(connection);
    parts_->workbench_identity = parts_->workbench.get();
  }
  parts_->workbench->mount(image);
  ++parts_->lent;
  return Session(*this, std::move(parts_->workbench));
}

void Engine::take_back(std::unique_ptr<Connection> connection) {
  --parts_->lent;
  connection->roll_back();
  // What nobody took as an image nobody can ask for again.
  if (connection->file().is_written()) connection->mount(Image());
  if (connection.get() == parts_->workbench_identity) {
    parts_->workbench = std::move(connection);
    return;
  }
  Connections& idle = parts_->idle;
  idle.push_back(std::move(connection));
  if (idle.size() > parts_->options.connections_idle_max) idle.erase(idle.begin());
}

Expected<Image> Engine::build(std::string_view sql) {
  auto session = open_for_schema(Image());
  if (!session) return std::unexpected(session.error());
  if (auto ran = session->run(sql, Level::Everything); !ran) return std::unexpected(ran.error());
  if (session->is_in_transaction())
    return fail("build a database: its script begins a transaction and does not end it");
  return session->image();
}

Expected<void> Engine::export_to(const Image& image, const std::filesystem::path& path) const {
  return write_database(image, path);
}

Expected<Image> Engine::import_from(const std::filesystem::path& path) {
  const auto bytes = read_database(path);
  if (!bytes) return std::unexpected(bytes.error());
  PageTree tree(*parts_->pool);
  tree.write(0, *bytes);
  auto connection = Connection::open(parts_->vfs, *parts_->pool, parts_->options);
  if (!connection) return std::unexpected(connection.error());
  auto adopted = (*connection)->adopt(tree);
  if (!adopted || bytes->empty() || (*connection)->page_bytes() == parts_->options.page_bytes)
    return adopted;
  // A new connection gives the database its own page size.
  if (auto ran = (*connection)->run("VACUUM", Level::Everything, {}); !ran)
    return std::unexpected(ran.error());
  return (*connection)->image();
}

void Engine::set_clock(model::Instant now) { parts_->vfs.now = now; }

void Engine::close_idle() {
  parts_->idle.clear();
  if (parts_->workbench == nullptr) return;
  parts_->workbench_identity = nullptr;
  parts_->workbench.reset();
}

std::size_t Engine::live_pages() const { return parts_->pool->live_pages(); }

std::size_t Engine::idle_connections() const { return parts_->idle.size(); }

// ---- Session ----

Session::Session(Engine& engine, std::unique_ptr<Connection> connection)
    : engine_(&engine), connection_(std::move(connection)) {}

Session::Session(Session&&) noexcept = default;

Session& Session::operator=(Session&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  engine_ = other.engine_;
  connection_ = std::move(other.connection_);
  return *this;
}

Session::~Session() { give_back(); }

void Session::give_back() {
  if (connection_ != nullptr) engine_->take_back(std::move(connection_));
}

Expected<Changes> Session::run(std::string_view sql, Level level,
                               std::span<const Binding> bindings) {
  return connection_->run(sql, level, bindings);
}

Expected<Table> Session::query(std::string_view sql, Level level,
                               std::span<const Binding> bindings) {
  return connection_->query(sql, level, bindings);
}

Expected<Digest> Session::query_digest(std::string_view sql, Level level) {
  return connection_->query_digest(sql, level);
}

Expected<void> Session::query_integers(std::string_view sql, Level level,
                                       std::span<std::int64_t> row,
                                       std::span<const Binding> bindings) {
  return connection_->query_integers(sql, level, row, bindings);
}

Expected<void> Session::check(std::string_view sql, Level level) {
  return connection_->check(sql, level);
}

Image Session::image() { return connection_->image(); }

void Session::mount(const Image& image) { connection_->mount(image); }

bool Session::is_in_transaction() const { return connection_->is_in_transaction(); }

}  // namespace rehearse::sim
