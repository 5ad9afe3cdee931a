#include "rehearse/tests/tidy/source.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {

BOOST_AUTO_TEST_SUITE(source_test)

BOOST_AUTO_TEST_CASE(comments_and_strings_leave_the_code_view) {
  const Source source = parse_source("a.cpp", "f(\"x{\");  // y{\n/* { */ g('{', '\\'');\n");
  BOOST_TEST(source.code == "f(\"  \");       \n        g(' ', '  ');\n");
  BOOST_TEST(source.comments.find("// y{\n/* { */") != std::string::npos);
  BOOST_TEST(source.strings.find("x{") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_raw_string_ends_at_its_own_delimiter) {
  const Source source = parse_source("a.cpp", "a = R\"x({ )\" \n // )x\" { )x\"; b\n");
  BOOST_TEST(source.code.find('{') != std::string::npos);  // the second brace stands after )x"
  BOOST_TEST(source.comments.find("//") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_digit_separator_opens_no_literal) {
  const Source source = parse_source("a.cpp", "a = 1'000'000; b = 0xFF'FF; {\n");
  BOOST_TEST(source.code == source.text);
}

BOOST_AUTO_TEST_CASE(includes_in_strings_and_comments_are_none) {
  const Source source = parse_source("a.cpp",
                                     "#include \"rehearse/model/values.h\"\n#include <vector>\n"
                                     "// #include <map>\nauto x = R\"(\n#include <set>\n)\";\n");
  BOOST_TEST_REQUIRE(source.includes.size() == 2);
  BOOST_TEST((source.includes[0] == Include{1, "rehearse/model/values.h", true}));
  BOOST_TEST(source.includes[0].own_path() == "model/values.h");
  BOOST_TEST((source.includes[1] == Include{2, "vector", false}));
  BOOST_TEST(source.includes[1].own_path().empty());
}

BOOST_AUTO_TEST_CASE(patterns_match_whole_words) {
  BOOST_TEST(find_pattern("operand(1)", "rand(") == std::string_view::npos);
  BOOST_TEST(find_pattern("std::rand(1)", "rand(") == 5);
  BOOST_TEST(find_pattern("std::normal_distribution<int>", "std::*_distribution") == 0);
  BOOST_TEST(find_pattern("std::mt19937_64 g;", "std::mt19937*") == 0);
  BOOST_TEST(find_pattern("std::function<void()>", "std::*_distribution") ==
             std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(a_path_has_a_folder_and_a_stem) {
  const Source source = parse_source("tests/model/values_test.cpp", "");
  BOOST_TEST(source.folder() == "tests");
  BOOST_TEST(source.stem() == "values_test");
  BOOST_TEST(source.room().empty());
  BOOST_TEST(parse_source("model/base/values.h", "").room() == "model/base");
  BOOST_TEST(parse_source("tests/model/base/values_test.cpp", "").room() == "model/base");
  BOOST_TEST(parse_source("dev", "").folder().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
