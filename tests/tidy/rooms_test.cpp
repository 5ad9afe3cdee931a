#include "rehearse/tests/tidy/rooms.h"

#include <boost/test/unit_test.hpp>

namespace rehearse::tidy {
namespace {

Findings findings_in(std::string path, std::string text) {
  return check_rooms(parse_source(std::move(path), std::move(text)));
}

std::string include(std::string_view path) {
  return fmt::format("#include \"{}{}\"\n", include_root, path);
}

Source first_file(const Room& room) {
  return parse_source(fmt::format("{}/{}", room.path, room.first),
                      fmt::format("/// Room `{}`. For something.\n", room.path));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rooms_test)

BOOST_AUTO_TEST_CASE(a_room_may_use_itself_and_those_above_it_in_the_list) {
  BOOST_TEST(to_string(findings_in("model/steps/step.cpp",
                                   include("model/steps/step.h") + include("model/base/enums.h") +
                                       include("model/processes/process.h"))) == "");
}

BOOST_AUTO_TEST_CASE(a_room_may_not_use_one_further_down) {
  const Findings findings =
      findings_in("model/world/world.h", "#pragma once\n" + include("model/steps/step.h"));
  BOOST_TEST_REQUIRE(findings.size() == 1);
  BOOST_TEST(findings[0].line == 2);
  BOOST_TEST(findings[0].found ==
             "#include \"rehearse/model/steps/step.h\" goes from model/world up to model/steps");
}

BOOST_AUTO_TEST_CASE(an_include_of_another_layer_is_not_a_matter_of_rooms) {
  BOOST_TEST(findings_in("sim/base/trace.h", include("model/invariants/invariants.h")).empty());
}

BOOST_AUTO_TEST_CASE(a_file_stands_in_a_room_and_so_does_its_test) {
  BOOST_TEST(findings_in("model/values.h", "").size() == 1);
  BOOST_TEST(findings_in("model/cellar/values.h", "").size() == 1);
  BOOST_TEST(findings_in("tests/model/values_test.cpp", "").size() == 1);
  BOOST_TEST(findings_in("tests/model/cellar/values_test.cpp", "").size() == 1);
  BOOST_TEST(findings_in("tests/model/base/values_test.cpp", "").empty());
  BOOST_TEST(findings_in("bench/main.cpp", "").empty());
  BOOST_TEST(findings_in("tests/tidy/rooms_test.cpp", "").empty());
}

BOOST_AUTO_TEST_CASE(a_test_may_use_what_it_needs_of_its_layer) {
  BOOST_TEST(findings_in("tests/model/base/a_test.cpp", include("model/steps/step.h")).empty());
}

BOOST_AUTO_TEST_CASE(a_room_with_too_many_files_is_told) {
  std::vector<Source> all;
  for (const Room& room : rooms()) all.push_back(first_file(room));
  BOOST_TEST(to_string(check_furniture(all)) == "");
  for (std::size_t count = 1; count < files_in_a_room_max; ++count)
    all.push_back(parse_source(fmt::format("sim/sql/more_{}.cpp", count), ""));
  BOOST_TEST(to_string(check_furniture(all)) == "");
  all.push_back(parse_source("sim/sql/one_too_many.cpp", ""));
  BOOST_TEST_REQUIRE(check_furniture(all).size() == 1);
  BOOST_TEST(check_furniture(all)[0].file == "sim/sql");
}

BOOST_AUTO_TEST_CASE(a_first_file_says_what_its_room_is_for) {
  std::vector<Source> all;
  for (const Room& room : rooms()) all.push_back(first_file(room));
  all.front() = parse_source(all.front().path, "#pragma once\nint x;  // it says nothing\n");
  BOOST_TEST(check_furniture(all).size() == 1);
}

BOOST_AUTO_TEST_CASE(the_floor_plan_has_every_room_in_order) {
  std::string plan;
  for (const Room& room : rooms())
    plan += fmt::format("| `{}` | `{}` | for something |\n", room.path, room.first);
  BOOST_TEST(check_floor_plan(plan).empty());
  BOOST_TEST(check_floor_plan(plan.substr(plan.find('\n') + 1)).size() == 1);
  const std::string first = plan.substr(0, plan.find('\n') + 1);
  BOOST_TEST(check_floor_plan(plan.substr(first.size()) + first).size() >= 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tidy
