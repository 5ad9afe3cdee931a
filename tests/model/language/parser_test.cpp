#include "rehearse/model/language/parser.h"

#include <string>
#include <vector>

#include "rehearse/tests/model/language/vocabulary.h"

namespace rehearse::model::tests {
namespace {

std::string printed(std::string_view text) {
  Names names;
  return to_string(parse(text, names));
}

Error refused(std::string_view text) {
  Names names;
  const Constants constants = some_constants();
  const auto parsed = parse_expression(text, {vocabulary, constants}, names);
  if (parsed) BOOST_FAIL("parsed as " << to_string(*parsed));
  return parsed ? Error{} : parsed.error();
}

struct Refusal {
  std::string_view text;
  std::uint32_t column;
  std::string_view what;  // after `parse condition: `
  std::string_view hint;
};

void check(const Refusal& expected) {
  const Error error = refused(expected.text);
  BOOST_TEST_INFO_SCOPE(expected.text);
  BOOST_TEST(error.what == fmt::format("parse condition: {}", expected.what));
  BOOST_TEST(error.hint == expected.hint);
  BOOST_TEST(error.where.line == 1U);
  BOOST_TEST(error.where.column == expected.column);
  BOOST_TEST(error.excerpt ==
             fmt::format("  {}\n  {}^", expected.text, std::string(expected.column - 1, ' ')));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(language_parser_test)

BOOST_AUTO_TEST_CASE(a_rule_prints_as_it_is_best_written) {
  const std::vector<std::string_view> canonical = {
      "source.allocated_capacity >= target.maximum_capacity",
      "source.platform_update < platform_update_min OR target.platform_update < 21",
      "source.kind NOT IN ('production', 'sandbox')",
      "source.platform_update NOT BETWEEN -5 AND 21",
      "target.region IS NOT NULL",
      "NOT target.jobs_stopped AND NOT (source.region = 'West Europe')",
      "(target.available OR target.being_copied) AND source.region IN (target.region)",
      "NOT NOT target.available",
      "request.window_start - request.submitted < hours(5)",
      "request.window_start < epoch + days(30) - minutes(5)",
      "source.allocated_capacity - (headroom - MB(1)) < TB(4)",
      "source.application_release < version '10.0.9'",
      "request.submitted >= instant '2020-03-02T09:00:00Z'",
      "source.lcs_administrator = 'O''Hara'",
      "strict",
      "target.available = strict",
  };
  for (const std::string_view text : canonical) BOOST_TEST(printed(text) == text);
}

BOOST_AUTO_TEST_CASE(different_spellings_print_alike) {
  BOOST_TEST(printed("not(SOURCE.Region='x')and(strict)") ==
             "NOT (source.region = 'x') AND strict");
  BOOST_TEST(printed("source.kind = 'SandBox'") == "source.kind = 'sandbox'");
  BOOST_TEST(printed("'sandbox' = source.kind") == "'sandbox' = source.kind");
  BOOST_TEST(printed("NOT source.region IS NULL") == "source.region IS NOT NULL");
  BOOST_TEST(printed("strict AND (strict AND (strict OR strict))") ==
             "strict AND strict AND (strict OR strict)");
  BOOST_TEST(printed("request.window_length > HOURS(48)") == "request.window_length > days(2)");
  BOOST_TEST(printed("source.maximum_capacity > gb(2048)") == "source.maximum_capacity > TB(2)");
  BOOST_TEST(printed("source.platform_update > -PLATFORM_update_min") ==
             "source.platform_update > 0 - platform_update_min");
  BOOST_TEST(printed("1 - (2 - 3) = (1 - 2) - 3") == "1 - (2 - 3) = 1 - 2 - 3");
  BOOST_TEST(printed("source.platform_update = - -5") == "source.platform_update = 0 - -5");
}

BOOST_AUTO_TEST_CASE(texts_are_interned_once_whatever_their_case) {
  Names names;
  const NameId region = names.intern("West Europe");
  const Expression parsed = parse("source.region = 'WEST EUROPE'", names);
  BOOST_TEST(to_string(parsed) == "source.region = 'West Europe'");
  BOOST_TEST(parsed.nodes[1].value == region.value);
}

BOOST_AUTO_TEST_CASE(an_enumerator_is_no_name_of_the_run) {
  Names names;
  parse("source.kind IN ('production', 'sandbox')", names);
  BOOST_TEST(names.size() == 1U);  // the empty text
}

BOOST_AUTO_TEST_CASE(a_constant_of_type_text_may_name_an_enumerator) {
  Names names;
  const Expression parsed = parse("request.purpose = usual_purpose", names);
  BOOST_TEST(to_string(parsed) == "request.purpose = usual_purpose");
  BOOST_TEST((parsed.nodes[1].type == Type::Enumeration));
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_condition_says_where_and_what_to_write) {
  const std::vector<Refusal> refusals = {
      {"", 1, "expected a value but found the end", ""},
      {"source.region = ", 17, "expected a value but found the end", ""},
      {"source.region = 'x' 'y'", 21, "expected AND, OR or the end but found \"'y'\"", ""},
      {"source.region = AND", 17, "expected a value but found \"AND\"", ""},
      {"(strict", 8, "expected AND, OR or \")\" but found the end", ""},
      {"strict)", 7, "expected AND, OR or the end but found \")\"", ""},
      {"1 < 2 < 3", 7, "expected AND, OR or the end but found \"<\"",
       "a comparison has two sides; join two comparisons with AND"},
      {"source.region LIKE 'x%'", 15, "expected AND, OR or the end but found \"LIKE\"",
       "there is no LIKE; compare with =, <> or IN"},
      {"source.region IN 'x'", 18, "expected \"(\" but found \"'x'\"", ""},
      {"source.region IN ('x' 'y')", 23, "expected \",\" or \")\" but found \"'y'\"", ""},
      {"1 BETWEEN 2 OR 3", 13, "expected AND but found \"OR\"", "BETWEEN low AND high"},
      {"1 IS 1", 6, "expected NULL but found \"1\"",
       "values compare with =; IS only asks for NULL"},
      {"source.region = NULL", 17, "NULL is not a value",
       "write IS NULL or IS NOT NULL after a value"},
      {"source. = 1", 9, "expected the name of an attribute but found \"=\"", ""},
      {"source.region = 'x", 17, "this text has no end",
       "close it with '; a quote inside a text is written twice: ''"},
      {"source.region == 'x'", 15, "== is not part of the rule language", "write ="},
      {"source.region != 'x'", 15, "!= is not part of the rule language", "write <>"},
      {"strict && strict", 8, "&& is not part of the rule language", "write AND"},
      {"source.region = \"x\"", 17, "\" is not part of the rule language",
       "a text stands in single quotes"},
      {"strict -- because", 8, "-- is not part of the rule language",
       "comments belong beside the rule, not into it; for a negative number write - -5"},
      {"strict @", 8, "unexpected @", ""},
  };
  for (const Refusal& refusal : refusals) check(refusal);
}

BOOST_AUTO_TEST_CASE(a_bad_literal_shows_how_to_write_it) {
  const std::vector<Refusal> refusals = {
      {"source.application_release < 10.0", 30, "10.0 is not an integer",
       "there are no fractions; a version is written version '10.0'"},
      {"source.maximum_capacity < 500GB", 27, "500GB is not an integer",
       "a unit stands before its number: GB(500), days(30)"},
      {"1 = 9223372036854775808", 5, "9223372036854775808 is too large",
       "integers go up to 9223372036854775807"},
      {"source.maximum_capacity < TB(9999999999)", 30, "TB(9999999999) is too large", ""},
      {"request.window_length < days(-1)", 30, "days takes no negative number",
       "subtract it instead"},
      {"request.window_length < day(1)", 25, "there is no function \"day\"", "did you mean days?"},
      {"request.submitted < GETDATE()", 21, "there is no function \"GETDATE\"",
       "the functions are days, hours, minutes, MB, GB and TB"},
      {"source.application_release < version 10", 38, "expected a text but found \"10\"",
       "a version is written version '10.0.9'"},
      {"source.application_release < version '10.x'", 38, "'10.x' is not a version",
       "a version has one to four numbers of at most 32767: version '10.0.9'"},
      {"request.submitted < instant '2019-02-29T00:00:00Z'", 29,
       "'2019-02-29T00:00:00Z' is not an instant",
       "an instant is written instant '2020-03-02T09:00:00Z'"},
  };
  for (const Refusal& refusal : refusals) check(refusal);
}

BOOST_AUTO_TEST_CASE(an_unknown_name_brings_up_the_one_that_was_meant) {
  const std::vector<Refusal> refusals = {
      {"source.alocated_capacity < GB(1)", 1, "there is no attribute \"source.alocated_capacity\"",
       "did you mean source.allocated_capacity?"},
      {"origin.region = 'x'", 1, "there is no attribute \"origin.region\"",
       "rules speak of: source target request"},
      {"request.x = 1", 1, "there is no attribute \"request.x\"",
       "request has: page purpose warnings_reviewed role update_path submitted window_start "
       "window_length"},
      {"1 < platform_update_mni", 5, "there is no constant \"platform_update_mni\"",
       "did you mean platform_update_min?"},
      {"maximum_capacity < GB(1)", 1, "there is no constant \"maximum_capacity\"",
       "did you mean source.maximum_capacity or target.maximum_capacity?"},
      {"source.region = Westeros", 17, "there is no constant \"Westeros\"",
       "a text stands in single quotes: 'Westeros'"},
      {"source.kind = 'sandbx'", 15, "source.kind is never 'sandbx'", "did you mean 'sandbox'?"},
      {"source.kind = 'gold'", 15, "source.kind is never 'gold'",
       "its values are 'production', 'sandbox', 'developer'"},
  };
  for (const Refusal& refusal : refusals) check(refusal);
}

BOOST_AUTO_TEST_CASE(values_of_different_types_do_not_mix) {
  const std::vector<Refusal> refusals = {
      {"source.allocated_capacity >= 'large'", 30, "cannot compare a capacity with a text",
       "source.allocated_capacity is a capacity, written like GB(500)"},
      {"source.region = target.platform_update", 17, "cannot compare a text with an integer",
       "source.region is a text and target.platform_update is an integer"},
      {"source.kind = target.region", 15, "cannot compare an enumeration with a text",
       "source.kind is an enumeration and target.region is a text"},
      {"source.kind = target.hosting", 15, "source.kind and target.hosting have different values",
       "source.kind is one of 'production', 'sandbox', 'developer'; target.hosting is one of "
       "'azure-sql', 'one-box'"},
      {"source.region < 'x'", 15, "a text has no order", "compare it with =, <> or IN"},
      {"source.kind BETWEEN 'sandbox' AND 'production'", 13, "an enumeration has no order",
       "compare it with =, <> or IN"},
      {"strict >= FALSE", 8, "a boolean has no order", "compare it with =, <> or IN"},
      {"source.region", 1, "source.region is a text, not a condition",
       "compare it, for example source.region = 'text'"},
      {"strict AND source.platform_update", 12,
       "source.platform_update is an integer, not a condition",
       "compare it, for example source.platform_update = 21"},
      {"NOT GB(1)", 5, "GB(1) is a capacity, not a condition",
       "compare it, for example GB(1) = GB(500)"},
      {"(1 = 2) = strict", 4, "(1 = 2) is a condition, not a value",
       "join conditions with AND, OR and NOT"},
      {"epoch + epoch < epoch", 7, "cannot add an instant to an instant",
       "integers, capacities and durations add to their own kind; a duration adds to an instant; "
       "instants subtract"},
      {"source.maximum_capacity - 5 < GB(1)", 25, "cannot subtract an integer from a capacity",
       "integers, capacities and durations add to their own kind; a duration adds to an instant; "
       "instants subtract"},
      {"-headroom < GB(1)", 1, "- needs an integer, not a value of type capacity", ""},
  };
  for (const Refusal& refusal : refusals) check(refusal);
}

BOOST_AUTO_TEST_CASE(an_error_on_a_later_line_shows_that_line) {
  const Error error = refused("source.region = 'Zürich'\n\tOR 'Zürich' = 1\n");
  BOOST_TEST(to_string(error) ==
             "2:17: parse condition: cannot compare a text with an integer\n"
             "  \tOR 'Zürich' = 1\n"
             "  \t              ^\n"
             "  hint: 'Zürich' is a text, written like 'text'");
}

BOOST_AUTO_TEST_CASE(a_condition_has_bounds) {
  const auto repeated = [](std::string_view part, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index) text += part;
    return text;
  };
  const auto what = [](const std::string& text) { return refused(text).what; };
  const std::string deep = "parse condition: nested more than 200 deep";
  BOOST_TEST(what(repeated("(", 16'000)) == deep);
  BOOST_TEST(what(repeated("NOT ", 4'000) + "strict") == deep);
  BOOST_TEST(what("1 = " + repeated("- ", 4'000) + "1") == deep);
  BOOST_TEST(what("1 = 1" + repeated(" + 1", 201)) == deep);
  BOOST_TEST(what("1 IN (1" + repeated(",1", 5'000) + ")") ==
             "parse condition: more than 4096 values and operators");
  BOOST_TEST(what(repeated(" ", 16'385)) == "parse condition: 16385 bytes are more than 16384");
  Names names;
  BOOST_TEST(parse(repeated("(", 200) + "strict" + repeated(")", 200), names).nodes.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
