#include "rehearse/scenarios/files/stand_in.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/scenarios/text/files.h"

namespace rehearse::scenarios {
namespace {

using tests::error_of;
using tests::value_of;

constexpr std::string_view activities = R"({"activities": { "restart": [], "receive_file": [],
  "process_file": [], "enable_users": [], "release_batch_jobs": [],
  "user_write": "UPDATE CustTable SET Name = 'x'" }})";

std::string fact(std::string_view name) {
  return fmt::format(R"({{"fact": "{}", "database": "application", "sentence": "s",
    "holds_when": "SELECT 1", "cites": ["REF-25"]}})",
                     name);
}

Expected<sim::StandInDefinition> with_facts(std::string_view facts) {
  const std::string text = fmt::format(R"({{"facts": [{}], "kept": []}})", facts);
  return read_stand_ins({"", "", text, activities, "", ""});
}

BOOST_AUTO_TEST_SUITE(files_stand_in_test)

BOOST_AUTO_TEST_CASE(the_shipped_stand_ins_have_a_query_for_every_fact_in_order) {
  const auto definition = value_of(load_stand_ins());
  BOOST_REQUIRE(definition.facts.size() == model::enum_count<model::DataFact>);
  for (std::size_t index = 0; index < definition.facts.size(); ++index)
    BOOST_TEST((definition.facts[index].fact == static_cast<model::DataFact>(index)));
  BOOST_TEST(definition.kept.size() > 20);
  BOOST_TEST(definition.scripts[0].contains("CREATE TABLE UserInfo"));
  BOOST_TEST(definition.scripts[1].contains("CREATE TABLE ControlReport"));
  BOOST_TEST(definition.activities.restart.size() == 2);
  BOOST_TEST(definition.activities.enable_users.size() == 1);
  BOOST_TEST(definition.legacy_script.contains("CREATE TABLE SYSTEMSEQUENCES"));
  BOOST_REQUIRE(definition.upgrade.brackets.size() == model::enum_count<model::Bracket>);
  for (std::size_t index = 0; index < definition.upgrade.brackets.size(); ++index)
    BOOST_TEST((definition.upgrade.brackets[index].bracket == static_cast<model::Bracket>(index)));
}

BOOST_AUTO_TEST_CASE(a_fact_out_of_order) {
  const Error error = error_of(with_facts(fact("batch-withheld")));
  BOOST_TEST(error.what == "read stand-ins: the fact batch-withheld stands out of order");
  BOOST_TEST(error.where.pointer == "/facts/0");
}

BOOST_AUTO_TEST_CASE(a_fact_twice) {
  BOOST_TEST(error_of(with_facts(fact("users-disabled") + "," + fact("users-disabled"))).what ==
             "read stand-ins: the fact users-disabled stands out of order");
}

BOOST_AUTO_TEST_CASE(a_fact_that_is_missing) {
  BOOST_TEST(error_of(with_facts(fact("users-disabled"))).what ==
             "read stand-ins: the fact users-in-initial-partition is missing");
}

BOOST_AUTO_TEST_CASE(a_fact_that_is_none) {
  BOOST_TEST(error_of(with_facts(fact("user-disabled")))
                 .hint.starts_with("did you mean \"users-disabled\"?"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace rehearse::scenarios
