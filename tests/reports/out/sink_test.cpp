#include "rehearse/reports/out/sink.h"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "rehearse/reports/formats/human.h"
#include "rehearse/reports/formats/json_lines.h"
#include "rehearse/reports/formats/junit.h"
#include "rehearse/tests/reports/formats/sample_runs.h"

namespace rehearse::tests {
namespace {

namespace fs = std::filesystem;

using reports::growing_file_sink;
using reports::whole_file_sink;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// An empty folder that is removed with the test case.
struct Folder {
  fs::path path;

  Folder() : path(fs::path(REHEARSE_BINARY_DIR) / "tests/reports/sink") {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }

  std::string file(std::string_view name) const { return (path / name).string(); }
  std::size_t size() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path), fs::directory_iterator()));
  }
};

void check_full(const Expected<void>& written) {
  BOOST_REQUIRE(!written);
  BOOST_TEST(to_string(written.error()) == "/dev/full: write report: No space left on device");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(out_sink_test)

BOOST_AUTO_TEST_CASE(a_growing_file_holds_what_was_written_so_far) {
  const Folder folder;
  auto sink = growing_file_sink(folder.file("record.ndjson"));
  BOOST_REQUIRE(sink);
  BOOST_REQUIRE((*sink)->write("first\n"));
  BOOST_TEST(text_of(folder.file("record.ndjson")) == "first\n");
  BOOST_REQUIRE((*sink)->write("second\n"));
  sink->reset();
  BOOST_TEST(text_of(folder.file("record.ndjson")) == "first\nsecond\n");
}

BOOST_AUTO_TEST_CASE(a_whole_file_appears_when_it_is_complete) {
  const Folder folder;
  const std::string path = folder.file("TEST-refresh.xml");
  std::ofstream(path) << "the last report";
  auto sink = whole_file_sink(path);
  BOOST_REQUIRE(sink);
  BOOST_REQUIRE((*sink)->write("the new "));
  BOOST_REQUIRE((*sink)->write("report"));
  BOOST_TEST(text_of(path) == "the last report");
  BOOST_REQUIRE((*sink)->close());
  BOOST_TEST(text_of(path) == "the new report");
  sink->reset();
  BOOST_TEST(text_of(path) == "the new report");
  BOOST_TEST(folder.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_whole_file_that_is_given_up_leaves_nothing) {
  const Folder folder;
  auto sink = whole_file_sink(folder.file("TEST-refresh.xml"));
  BOOST_REQUIRE(sink);
  BOOST_REQUIRE((*sink)->write("half a rep"));
  sink->reset();
  BOOST_TEST(folder.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_symbolic_link_stays_one) {
  const Folder folder;
  std::ofstream(folder.file("there.xml")) << "old";
  fs::create_symlink("there.xml", folder.path / "here.xml");
  auto sink = whole_file_sink(folder.file("here.xml"));
  BOOST_REQUIRE(sink);
  BOOST_REQUIRE((*sink)->write("new"));
  BOOST_REQUIRE((*sink)->close());
  BOOST_TEST(fs::is_symlink(folder.path / "here.xml"));
  BOOST_TEST(text_of(folder.file("there.xml")) == "new");
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_at_the_write_that_met_it) {
  for (auto sink : {growing_file_sink, whole_file_sink}) {
    auto full = sink("/dev/full");
    BOOST_REQUIRE(full);
    check_full((*full)->write("more than fits"));
  }
  BOOST_TEST(!fs::exists("/dev/full.partial"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_of_every_report) {
  const auto full = [] { return *growing_file_sink("/dev/full"); };
  const auto json = json_lines_renderer(full(), reports::HostInformation::LeftOut);
  check_full(json->take(failing_run().front()));
  const auto human = human_renderer(full(), {});
  check_full(human->take(failing_run().front()));
  const auto junit = junit_renderer(full(), reports::HostInformation::LeftOut);
  for (const model::Record& record : failing_run()) BOOST_REQUIRE(junit->take(record));
  check_full(junit->finish());
}

BOOST_AUTO_TEST_CASE(a_stream_of_somebody_else_is_written_and_left_open) {
  const Folder folder;
  std::FILE* const stream = std::fopen(folder.file("out").c_str(), "wb");
  BOOST_REQUIRE(stream != nullptr);
  const auto sink = reports::stream_sink(stream, "standard output");
  BOOST_REQUIRE(sink->write("text"));
  BOOST_REQUIRE(sink->close());
  BOOST_TEST(text_of(folder.file("out")) == "text");
  BOOST_TEST(std::fclose(stream) == 0);
}

BOOST_AUTO_TEST_CASE(a_folder_that_does_not_exist_is_an_error_at_once) {
  for (auto sink : {growing_file_sink, whole_file_sink}) {
    const auto missing = sink("no/such/folder/report");
    BOOST_REQUIRE(!missing);
    BOOST_TEST(missing.error().what == "create report: No such file or directory");
    BOOST_TEST(missing.error().where.file.starts_with("no/such/folder/report"));
    BOOST_TEST(missing.error().hint == "does its folder exist?");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
