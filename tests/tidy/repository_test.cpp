#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "rehearse/tests/tidy/banned.h"
#include "rehearse/tests/tidy/functions.h"
#include "rehearse/tests/tidy/layers.h"
#include "rehearse/tests/tidy/leftovers.h"
#include "rehearse/tests/tidy/rooms.h"
#include "rehearse/tests/tidy/structure.h"

/// The checks, applied to this repository. Whoever reads a failure here finds in it the file and
/// line, what stands there, why that matters and what to write instead.
namespace rehearse::tidy {
namespace {

namespace fs = std::filesystem;

/// Files over the ceiling when the rule came: none. An entry may only shrink.
constexpr std::span<const LongFile> long_files;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool is_text_of_ours(const fs::path& path) {
  const fs::path extension = path.extension();
  return extension == ".cpp" || extension == ".h" || extension == ".json" || extension == ".sql" ||
         extension == ".sh" || extension == ".cmake" || path.filename() == "CMakeLists.txt";
}

/// Every source below our folders, in path order.
std::vector<Source> read_repository() {
  const fs::path root = REHEARSE_SOURCE_DIR;
  std::vector<fs::path> paths = {"dev", ".ci/run", "CMakeLists.txt"};
  for (const std::string_view folder : folders()) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && is_text_of_ours(entry.path()))
        paths.push_back(fs::relative(entry.path(), root));
    }
  }
  std::ranges::sort(paths);
  std::vector<Source> sources;
  sources.reserve(paths.size());
  for (const fs::path& path : paths)
    sources.push_back(parse_source(path.generic_string(), text_of(root / path)));
  return sources;
}

const std::vector<Source>& repository() {
  static const std::vector<Source> sources = read_repository();
  return sources;
}

/// The consumer is another project that stands here only to be built.
bool is_cpp_of_ours(const Source& source) {
  return source.is_cpp() && !source.path.starts_with("tests/consumer/");
}

template <typename Check>
void check_cpp(Check&& check) {
  Findings findings;
  for (const Source& source : repository()) {
    if (is_cpp_of_ours(source)) append(findings, check(source));
  }
  BOOST_TEST(findings.empty(), to_string(findings));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(repository_test)

BOOST_AUTO_TEST_CASE(the_sources_are_found) {
  BOOST_TEST(std::ranges::count_if(repository(), is_cpp_of_ours) >= 20);
  for (const std::string_view folder : folders()) {
    BOOST_TEST(std::ranges::count(repository(), folder, &Source::folder) > 0, folder);
  }
}

BOOST_AUTO_TEST_CASE(layers_use_only_those_below) { check_cpp(check_layers); }

BOOST_AUTO_TEST_CASE(rooms_use_only_those_above_them_in_the_list) { check_cpp(check_rooms); }

BOOST_AUTO_TEST_CASE(rooms_are_small_and_say_what_they_are_for) {
  const Findings findings = check_furniture(repository());
  BOOST_TEST(findings.empty(), to_string(findings));
}

BOOST_AUTO_TEST_CASE(the_architecture_page_shows_every_room) {
  const fs::path root = REHEARSE_SOURCE_DIR;
  const Findings findings = check_floor_plan(text_of(root / "docs/ARCHITECTURE.md"));
  BOOST_TEST(findings.empty(), to_string(findings));
}

BOOST_AUTO_TEST_CASE(functions_stay_below_the_ceiling) { check_cpp(check_functions); }

BOOST_AUTO_TEST_CASE(banned_names_are_not_used) { check_cpp(check_banned); }

BOOST_AUTO_TEST_CASE(nothing_is_left_unfinished) {
  check_cpp([](const Source& source) {
    const bool speaks_of_marks = source.path.starts_with("tests/tidy/leftovers");
    return speaks_of_marks ? Findings() : check_unfinished(source);
  });
}

BOOST_AUTO_TEST_CASE(files_stay_below_the_ceiling) {
  check_cpp([](const Source& source) { return check_file_length(source, long_files); });
}

BOOST_AUTO_TEST_CASE(headers_guard_themselves) { check_cpp(check_pragma_once); }

BOOST_AUTO_TEST_CASE(sources_include_their_own_header_first) {
  check_cpp([](const Source& source) { return check_own_header_first(source, repository()); });
}

BOOST_AUTO_TEST_CASE(every_test_file_is_a_suite_of_its_name) { check_cpp(check_suite); }

BOOST_AUTO_TEST_CASE(every_header_is_included) {
  const Findings findings = check_dead_headers(repository());
  BOOST_TEST(findings.empty(), to_string(findings));
}

BOOST_AUTO_TEST_CASE(every_fixture_and_test_folder_is_listed) {
  const fs::path root = REHEARSE_SOURCE_DIR;
  const std::string fixtures = text_of(root / "fixtures/CMakeLists.txt");
  const std::string tests = text_of(root / "tests/CMakeLists.txt");
  Findings findings;
  for (const Source& source : repository()) {
    const bool is_data = source.folder() == "fixtures" && !source.is_cpp();
    if (is_data) append(findings, check_dead_folder(source, fixtures));
    if (source.folder() == "tests") append(findings, check_dead_folder(source, tests));
  }
  BOOST_TEST(findings.empty(), to_string(findings));
}

BOOST_AUTO_TEST_CASE(lines_are_clean_and_fit_the_screen) {
  Findings findings;
  for (const Source& source : repository()) {
    const bool is_shell =
        source.path == "dev" || source.path == ".ci/run" || source.path.ends_with(".sh");
    append(findings, check_whitespace(source));
    if (source.is_cpp() || is_shell) append(findings, check_width(source));
  }
  BOOST_TEST(findings.empty(), to_string(findings));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
