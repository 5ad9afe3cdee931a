#include "rehearse/scenarios/files/library.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "rehearse/tests/scenarios/play/fixture.h"

namespace rehearse::scenarios {
namespace {

namespace fs = std::filesystem;

/// A folder with files, gone at the end of the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / "scenario_library_test";

  explicit Folder(const std::vector<std::string>& files) {
    fs::remove_all(path);
    for (const std::string& file : files) {
      fs::create_directories((path / file).parent_path());
      std::ofstream(path / file) << "{}";
    }
  }
  ~Folder() { fs::remove_all(path); }

  std::string operator/(std::string_view file) const { return (path / file).generic_string(); }
};

std::string found(const std::vector<std::string>& paths) {
  const auto sources = find_scenarios(paths);
  if (!sources) return to_string(sources.error());
  std::string names;
  for (const ScenarioSource& source : *sources) {
    names += fmt::format(
        "{} ", fs::path(source.file)
                   .lexically_relative(fs::temp_directory_path() / "scenario_library_test")
                   .string());
  }
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(files_library_test)

BOOST_AUTO_TEST_CASE(the_shipped_scenarios_come_in_path_order) {
  const auto sources = shipped_scenarios();
  BOOST_REQUIRE(sources.size() >= 2U);
  BOOST_TEST(std::ranges::is_sorted(sources, {}, &ScenarioSource::file));
  for (const ScenarioSource& source : sources) {
    BOOST_TEST(source.is_shipped);
    BOOST_TEST(source.text.contains("\"scenario\""));
  }
}

BOOST_AUTO_TEST_CASE(a_folder_stands_for_the_json_files_below_it) {
  const Folder folder({"b.json", "a/z.json", "a/y.json", "a/notes.md", "C.json"});
  BOOST_TEST(found({folder / ""}) == "C.json a/y.json a/z.json b.json ");
  BOOST_TEST(found({folder / "a"}) == "a/y.json a/z.json ");
}

BOOST_AUTO_TEST_CASE(files_come_in_the_order_of_the_paths_and_once) {
  const Folder folder({"b.json", "a/z.json", "notes.md"});
  BOOST_TEST(found({folder / "b.json", folder / "a", folder / "a/../b.json"}) ==
             "b.json a/z.json ");
  BOOST_TEST(found({folder / "notes.md"}) == "notes.md ");  // named: whoever asked for it meant it
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_there_is_an_error) {
  BOOST_TEST(found({"/nowhere/at/all"}) ==
             "/nowhere/at/all: find scenarios: there is no file or folder \"/nowhere/at/all\"\n"
             "  hint: without a path, the shipped scenarios are run");
}

BOOST_AUTO_TEST_CASE(a_pattern_is_a_part_of_a_text_or_fits_all_of_it) {
  BOOST_TEST(is_match("", "anything"));
  BOOST_TEST(is_match("SYNC", "refresh/sync_failure.json"));
  BOOST_TEST(!is_match("sink", "refresh/sync_failure.json"));
  BOOST_TEST(is_match("refresh/*.json", "refresh/sync_failure.json"));
  BOOST_TEST(is_match("*sync*", "refresh/sync_failure.json"));
  BOOST_TEST(!is_match("sync*", "refresh/sync_failure.json"));
  BOOST_TEST(is_match("r?fresh*", "Refresh/x"));
  BOOST_TEST(!is_match("r?", "r"));
  BOOST_TEST(is_match("*a*b*c", "xxaxxbxxbxxc"));
  BOOST_TEST(!is_match("*a*b*c", "xxaxxcxxb"));
  BOOST_TEST(is_match("**", ""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::scenarios
