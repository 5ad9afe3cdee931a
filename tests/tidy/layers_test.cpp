#include "rehearse/tests/tidy/layers.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {
namespace {

Findings findings_in(std::string path, std::string text) {
  return check_layers(parse_source(std::move(path), std::move(text)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(layers_test)

BOOST_AUTO_TEST_CASE(a_layer_may_use_itself_and_those_below) {
  BOOST_TEST(to_string(findings_in(
                 "scenarios/run.cpp",
                 "#include \"rehearse/scenarios/run.h\"\n#include \"rehearse/sim/page.h\"\n"
                 "#include <nlohmann/json.hpp>\n#include <vector>\n")) == "");
  BOOST_TEST(to_string(findings_in("tests/sim/a_test.cpp",
                                   "#include <sqlite3.h>\n#include \"rehearse/sim/page.h\"\n")) ==
             "");
}

BOOST_AUTO_TEST_CASE(a_layer_may_not_use_those_above) {
  const Findings findings = findings_in("model/step.cpp", "\n#include \"rehearse/sim/page.h\"\n");
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].line == 2);
  BOOST_TEST(findings[0].found == "#include \"rehearse/sim/page.h\": model may not use sim");
  BOOST_TEST(findings_in("reports/html.cpp", "#include \"rehearse/scenarios/run.h\"\n").size() ==
             1);
  BOOST_TEST(findings_in("reports/html.cpp", "#include \"rehearse/sim/page.h\"\n").size() == 1);
  BOOST_TEST(findings_in("fixtures/data.cpp", "#include \"rehearse/model/values.h\"\n").size() ==
             1);
}

BOOST_AUTO_TEST_CASE(nobody_uses_the_command_or_the_tests) {
  for (const std::string_view folder : folders()) {
    const std::string path = std::string(folder) + "/a.cpp";
    if (folder != "cli")
      BOOST_TEST(findings_in(path, "#include \"rehearse/cli/options.h\"\n").size() == 1);
    if (folder != "tests")
      BOOST_TEST(findings_in(path, "#include \"rehearse/tests/property.h\"\n").size() == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_library_stays_in_its_layer) {
  BOOST_TEST(findings_in("scenarios/run.cpp", "#include <sqlite3.h>\n").size() == 1);
  BOOST_TEST(findings_in("sim/page.cpp", "#include <nlohmann/json_fwd.hpp>\n").size() == 1);
  BOOST_TEST(findings_in("scenarios/run.cpp", "#include <pugixml.hpp>\n").size() == 1);
  BOOST_TEST(findings_in("reports/page.cpp", "#include <CLI/CLI.hpp>\n").size() == 1);
  BOOST_TEST(findings_in("model/a.cpp", "#include <boost/container/small_vector.hpp>\n").empty());
  BOOST_TEST(findings_in("model/a.cpp", "#include <boost/asio.hpp>\n").size() == 1);
}

BOOST_AUTO_TEST_CASE(an_include_names_its_folder) {
  BOOST_TEST(findings_in("model/a.cpp", "#include \"rehearse/values.h\"\n").size() == 1);
  BOOST_TEST(findings_in("model/a.cpp", "#include \"model/values.h\"\n").size() == 1);
  BOOST_TEST(findings_in("model/a.cpp", "#include \"../model/values.h\"\n").size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
