#include "rehearse/sim/sql/database_file.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "rehearse/sim/sql/connection.h"
#include "rehearse/tests/sim/run/engine_fixture.h"

namespace rehearse::sim {
namespace {

namespace fs = std::filesystem;
using tests::expect;
using tests::expect_error;

// A folder of its own, gone afterwards.
struct Folder : tests::EngineFixture {
  Folder()
      : path(fs::temp_directory_path() / ("rehearse_file_test_" + std::to_string(::getpid()))) {
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }

  // What plain SQLite, without us, answers.
  std::string ask_sqlite(const fs::path& file, const std::string& sql) {
    sqlite3* opened = nullptr;
    sqlite3_open(file.c_str(), &opened);
    const DatabaseHandle database(opened);
    std::string answer;
    const auto add = [](void* into, int, char** values, char**) {
      *static_cast<std::string*>(into) += std::string(values[0]) + ";";
      return 0;
    };
    const int code = sqlite3_exec(opened, sql.c_str(), add, &answer, nullptr);
    return code == SQLITE_OK ? answer : sqlite3_errmsg(opened);
  }

  fs::path path;
};

constexpr auto shop =
    "CREATE TABLE t(a, b); CREATE INDEX i ON t(b);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
    "INSERT INTO t SELECT i, printf('%.300c', 'x') FROM n";

// Files may not grow beyond `bytes` while this lives: how a full disk is made without one.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

BOOST_FIXTURE_TEST_SUITE(sql_database_file_test, Folder)

BOOST_AUTO_TEST_CASE(an_exported_database_opens_in_plain_sqlite) {
  expect(engine->export_to(build(shop), path / "shop.db"));
  BOOST_TEST(ask_sqlite(path / "shop.db", "PRAGMA integrity_check") == "ok;");
  BOOST_TEST(ask_sqlite(path / "shop.db", "SELECT count(*) FROM t") == "500;");
  BOOST_TEST(files() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_exported_and_imported_is_the_same) {
  const Image image = build(shop);
  expect(engine->export_to(image, path / "shop.db"));
  const Image back = expect(engine->import_from(path / "shop.db"));
  BOOST_TEST(same_pages(image, back));
  BOOST_TEST((image.schema() == back.schema()));
  expect(engine->export_to(Image(), path / "nothing.db"));
  BOOST_TEST(expect(engine->import_from(path / "nothing.db")).bytes() == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_with_other_pages_and_a_write_ahead_log_can_be_imported) {
  ask_sqlite(path / "wal.db", "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL");
  ask_sqlite(path / "wal.db", shop);
  auto session = open(expect(engine->import_from(path / "wal.db")));
  BOOST_TEST(number(session, "SELECT count(*) FROM t") == 500);
  run(session, "DELETE FROM t WHERE a > 10");
  BOOST_TEST(session.image().bytes() % 4096 == 0U);
  BOOST_TEST(number(session, "SELECT count(*) FROM t") == 10);
}

BOOST_AUTO_TEST_CASE(what_is_no_database_is_refused) {
  std::ofstream(path / "text.db") << std::string(5000, 'x');
  BOOST_TEST(expect_error(engine->import_from(path / "text.db"))
                 .what.ends_with("text.db\": file is not a database"));
  BOOST_TEST(expect_error(engine->import_from(path / "none.db"))
                 .what.ends_with("none.db\": unable to open database file"));
  ask_sqlite(path / "wide.db", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(a)");
  BOOST_TEST(expect_error(engine->import_from(path / "wide.db"))
                 .what.ends_with("its texts are encoded as UTF-16le"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_and_leaves_what_was_there) {
  const Image image = build(shop);
  expect(engine->export_to(build("CREATE TABLE old(a)"), path / "shop.db"));
  {
    const FileSizeLimit limit(64 * 1024);
    const Error error = expect_error(engine->export_to(image, path / "shop.db"));
    BOOST_TEST(error.what.ends_with("shop.db\": File too large"));
    BOOST_TEST(error.hint == "the disk is full, or a limit on file sizes is in force");
  }
  BOOST_TEST(files() == 1U);
  BOOST_TEST(ask_sqlite(path / "shop.db", "SELECT name FROM sqlite_schema") == "old;");
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_an_error) {
  const auto failed = engine->export_to(build(shop), path / "none" / "shop.db");
  BOOST_TEST(expect_error(failed).hint == "the folder does not exist");
}

BOOST_AUTO_TEST_CASE(a_target_that_is_a_folder_is_an_error) {
  fs::create_directories(path / "shop.db" / "inside");
  BOOST_TEST(!engine->export_to(build(shop), path / "shop.db").has_value());
  BOOST_TEST(files() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::sim
