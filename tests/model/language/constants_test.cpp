#include "rehearse/model/language/constants.h"

#include <string>
#include <vector>

#include "rehearse/tests/model/language/vocabulary.h"

namespace rehearse::model::tests {

BOOST_AUTO_TEST_SUITE(language_constants_test)

BOOST_AUTO_TEST_CASE(every_literal_prints_as_it_is_written) {
  for (const std::string_view text :
       {"21", "-5", "0", "TRUE", "FALSE", "version '10.0.9'", "days(30)", "hours(25)", "minutes(5)",
        "MB(1)", "GB(500)", "TB(4)", "instant '2020-03-02T09:00:00Z'", "'it''s'", "''"}) {
    const auto literal = parse_constant(text);
    BOOST_REQUIRE_MESSAGE(literal.has_value(), text);
    BOOST_TEST(to_string(*literal) == text);
  }
}

BOOST_AUTO_TEST_CASE(a_literal_has_a_type_and_a_value) {
  BOOST_TEST((parse_constant("GB(2)") == Literal{Type::Capacity, gigabytes(2).bytes, {}}));
  BOOST_TEST((parse_constant(" days( 30 ) ") == Literal{Type::Duration, days(30).ms, {}}));
  BOOST_TEST((parse_constant("'a''b'") == Literal{Type::Text, 0, "a'b"}));
  BOOST_TEST((parse_constant("true") == Literal{Type::Boolean, 1, {}}));
}

BOOST_AUTO_TEST_CASE(what_is_no_literal_is_refused_with_a_place) {
  const auto error = parse_constant("source.region").error();
  BOOST_TEST(to_string(error) ==
             "1:1: parse constant: expected a value but found \"source\"\n"
             "  source.region\n"
             "  ^\n"
             "  hint: for example 21, 'testing', TRUE, days(30), GB(10), version '8.1'");
  BOOST_TEST(parse_constant("1 + 1").error().what ==
             "parse constant: expected the end but found \"+\"");
  BOOST_TEST(parse_constant("").error().what ==
             "parse constant: expected a value but found the end");
}

BOOST_AUTO_TEST_CASE(constants_are_found_whatever_their_case) {
  Constants constants;
  BOOST_TEST(constants.add("Platform_Update_Min", "21").has_value());
  const auto* entry = constants.find("platform_update_MIN");
  BOOST_REQUIRE(entry != nullptr);
  BOOST_TEST(entry->name == "Platform_Update_Min");
  BOOST_TEST(entry->value.value == 21);
  BOOST_TEST(constants.find("other") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_constant_needs_a_free_name_of_its_own) {
  Constants constants;
  BOOST_TEST(constants.add("min", "21").has_value());
  BOOST_TEST(constants.add("MIN", "22").error().what ==
             "define constant: \"MIN\" is already defined as 21");
  BOOST_TEST(constants.add("a-b", "1").error().what == "define constant: \"a-b\" cannot be a name");
  BOOST_TEST(constants.add("Days", "1").error().hint == "it is a word of the rule language");
  BOOST_TEST(constants.add("", "1").has_value() == false);
  BOOST_TEST(constants.add("x", "GB(").error().where.column == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
