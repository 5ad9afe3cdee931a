#include "rehearse/tests/tidy/structure.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {

BOOST_AUTO_TEST_SUITE(structure_test)

BOOST_AUTO_TEST_CASE(a_header_begins_with_pragma_once) {
  BOOST_TEST(check_pragma_once(parse_source("model/a.h", "// a\n#pragma once\nint x;\n")).empty());
  BOOST_TEST(check_pragma_once(parse_source("model/a.h", "int x;\n")).size() == 1);
  BOOST_TEST(check_pragma_once(parse_source("model/a.h", "// #pragma once\n")).size() == 1);
  BOOST_TEST(check_pragma_once(parse_source("model/a.cpp", "int x;\n")).empty());
}

BOOST_AUTO_TEST_CASE(a_source_includes_its_own_header_first) {
  const Source all[] = {parse_source("model/a.h", "#pragma once\n")};
  const auto findings_in = [&](std::string path, std::string text) {
    return check_own_header_first(parse_source(std::move(path), std::move(text)), all);
  };
  const std::string own = "#include \"rehearse/model/a.h\"\n";
  BOOST_TEST(findings_in("model/a.cpp", own + "#include <vector>\n").empty());
  BOOST_TEST(findings_in("model/a.cpp", "#include <vector>\n" + own).size() == 1);
  BOOST_TEST(findings_in("model/a.cpp", "int x;\n").size() == 1);
  BOOST_TEST(findings_in("cli/main.cpp", "#include <vector>\n").empty());
}

BOOST_AUTO_TEST_CASE(a_suite_bears_the_name_of_its_file) {
  const auto findings_in = [](std::string text) {
    return check_suite(parse_source("tests/tidy/a_test.cpp", std::move(text)));
  };
  const std::string suite = "BOOST_AUTO_TEST_SUITE(";
  BOOST_TEST(findings_in(suite + "a_test)\n").empty());
  BOOST_TEST(findings_in(suite + "a_test, *label(\"slow\"))\n").empty());
  BOOST_TEST(
      findings_in("BOOST_FIXTURE_TEST_SUITE(a_test, Shop)\nBOOST_AUTO_TEST_SUITE_END()\n").empty());
  BOOST_TEST(findings_in(suite + "b_test)\n")[0].found == "suite b_test");
  BOOST_TEST(findings_in("// none\n")[0].found == "a test file without a suite");
  BOOST_TEST(findings_in(suite + "a_test)\n" + suite + "b)\n")[0].found == "2 suites");
}

BOOST_AUTO_TEST_CASE(a_suite_in_a_room_bears_the_name_of_the_room_too) {
  const auto findings_in = [](std::string text) {
    return check_suite(parse_source("tests/model/base/a_test.cpp", std::move(text)));
  };
  BOOST_TEST(findings_in("BOOST_AUTO_TEST_SUITE(base_a_test)\n").empty());
  BOOST_TEST(findings_in("BOOST_AUTO_TEST_SUITE(a_test)\n")[0].found == "suite a_test");
}

BOOST_AUTO_TEST_CASE(a_header_that_nobody_includes_is_dead) {
  const Source alive[] = {parse_source("model/a.h", "#pragma once\n"),
                          parse_source("model/b.cpp", "#include \"rehearse/model/a.h\"\n")};
  const Source dead[] = {parse_source("model/a.h", "#include \"rehearse/model/a.h\"\n"),
                         parse_source("model/b.cpp", "// #include \"rehearse/model/a.h\"\n")};
  BOOST_TEST(check_dead_headers(alive).empty());
  BOOST_TEST(check_dead_headers(dead).size() == 1);
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_not_listed_is_dead) {
  const Source source = parse_source("fixtures/schemas/fleet.json", "{}\n");
  BOOST_TEST(check_dead_folder(source, "foreach(kind policies schemas)").empty());
  BOOST_TEST(check_dead_folder(source, "foreach(kind policies)").size() == 1);
  BOOST_TEST(check_dead_folder(parse_source("fixtures/embedded.h", ""), "").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
