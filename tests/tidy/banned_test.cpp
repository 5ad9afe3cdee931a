#include "rehearse/tests/tidy/banned.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {
namespace {

Findings findings_in(std::string path, std::string text) {
  return check_banned(parse_source(std::move(path), std::move(text)));
}

/// A line of code that the pattern matches.
std::string planted(std::string_view pattern) {
  std::string text = "  ";
  for (const char character : pattern)
    text += character == '*' ? std::string("x") : std::string(1, character);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(banned_test)

BOOST_AUTO_TEST_CASE(every_ban_is_found_where_it_holds_and_only_there) {
  for (const Ban& ban : bans()) {
    for (const std::string folder : {"model", "sim", "reports", "cli", "tests", "bench"}) {
      const bool welcome = find_pattern(ban.except, folder) != std::string_view::npos;
      const Findings findings = findings_in(folder + "/a.cpp", "\n" + planted(ban.pattern) + "\n");
      BOOST_TEST_INFO(ban.pattern << " in " << folder);
      BOOST_TEST(findings.size() == (welcome ? 0 : 1));
      if (!findings.empty()) BOOST_TEST(findings[0].line == 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_ban_says_why_and_what_instead) {
  for (const Ban& ban : bans()) {
    BOOST_TEST(!ban.why.empty(), ban.pattern);
    BOOST_TEST(!ban.instead.empty(), ban.pattern);
  }
}

BOOST_AUTO_TEST_CASE(texts_comments_and_longer_names_are_free) {
  BOOST_TEST(to_string(findings_in("model/a.cpp",
                                   "// never std::regex or rand(\n"
                                   "f(\"std::endl rand(\"); operand(1); is_number_float();\n"
                                   "std::fprintf(stderr, \"x\"); static_assert(true);\n")) == "");
}

BOOST_AUTO_TEST_CASE(a_waiver_with_a_reason_is_respected) {
  const std::string use = "  std::unordered_set<int> seen;";
  const std::string waiver = "// tidy: allow std::unordered_set: membership only";
  BOOST_TEST(to_string(findings_in("scenarios/a.cpp", use + "  " + waiver + "\n")) == "");
  BOOST_TEST(to_string(findings_in("scenarios/a.cpp", "  " + waiver + "\n" + use + "\n")) == "");
  BOOST_TEST(findings_in("scenarios/a.cpp", waiver + "\n\n" + use + "\n").size() == 2);
}

BOOST_AUTO_TEST_CASE(a_waiver_waives_its_own_name_only) {
  const Findings findings = findings_in(
      "model/a.cpp", "std::unordered_map<int, double> x;  // tidy: allow double: a ratio\n");
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].found == "std::unordered_map is banned here");
}

BOOST_AUTO_TEST_CASE(a_waiver_without_a_reason_is_found) {
  const Findings findings = findings_in("model/a.cpp", "double x;  // tidy: allow double\n");
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].found == "a waiver without a reason");
}

BOOST_AUTO_TEST_CASE(a_waiver_that_waives_nothing_is_found) {
  const Findings findings = findings_in("model/a.cpp", "int x;  // tidy: allow double: a ratio\n");
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].found == "a waiver for double that waives nothing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
