#include "rehearse/tests/tidy/leftovers.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {
namespace {

Source cpp(std::string text) { return parse_source("model/a.cpp", std::move(text)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(leftovers_test)

BOOST_AUTO_TEST_CASE(blanks_that_nobody_sees_are_found) {
  BOOST_TEST(to_string(check_whitespace(cpp("int x;\n\nint y;\n"))) == "");
  BOOST_TEST(check_whitespace(cpp("int x; \n")).size() == 1);
  BOOST_TEST(check_whitespace(cpp("\tint x;\n")).size() == 1);
  BOOST_TEST(check_whitespace(cpp("int x;\r\n")).size() == 1);
  BOOST_TEST(check_whitespace(cpp("int x;")).size() == 1);
  BOOST_TEST(check_whitespace(cpp("int x;\n\n")).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_line_is_measured_in_characters) {
  std::string umlauts;
  for (std::size_t count = 0; count < columns_max; ++count) umlauts += "ä";
  BOOST_TEST(to_string(check_width(cpp(umlauts + "\n"))) == "");
  const Findings findings = check_width(cpp("\n" + umlauts + "x\n"));
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].line == 2);
  BOOST_TEST(findings[0].found == "101 columns, over 100");
  BOOST_TEST(check_width(cpp("// https://" + umlauts + "\n")).empty());
}

BOOST_AUTO_TEST_CASE(marks_of_unfinished_work_are_found_also_in_texts) {
  BOOST_TEST(check_unfinished(cpp("// TODO: later\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("/* FIXME */\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("return fail(\"not implemented\");\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("int stub = 1;\n")).size() == 1);
  BOOST_TEST(to_string(check_unfinished(cpp("int stubborn = 1;\n"))) == "");
}

BOOST_AUTO_TEST_CASE(code_in_comments_is_found) {
  BOOST_TEST(check_unfinished(cpp("  // f(x);\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("  // int y = x;\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("  // return x;\n")).size() == 1);
  BOOST_TEST(check_unfinished(cpp("  // }\n")).size() == 1);
  BOOST_TEST(to_string(check_unfinished(cpp("  // first the one (see below);\n  // then it\n"
                                            "  /// f(x);\n  f(x);  // y\n"))) == "");
}

BOOST_AUTO_TEST_CASE(a_long_file_is_found_and_its_debt_only_shrinks) {
  const auto file_of = [](std::size_t lines) { return cpp(std::string(lines, '\n')); };
  const LongFile debts[] = {{"model/a.cpp", 450}};
  BOOST_TEST(check_file_length(file_of(400), {}).empty());
  BOOST_TEST(check_file_length(file_of(401), {}).size() == 1);
  BOOST_TEST(check_file_length(file_of(450), debts).empty());
  BOOST_TEST(check_file_length(file_of(451), debts).size() == 1);
  BOOST_TEST(check_file_length(file_of(449), debts)[0].instead == "449 in long_files");
  BOOST_TEST(check_file_length(file_of(10), debts)[0].instead == "no entry in long_files");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
