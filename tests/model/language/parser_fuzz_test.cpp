#include <string>
#include <vector>

#include "rehearse/model/language/parser.h"
#include "rehearse/tests/model/language/vocabulary.h"
#include "rehearse/tests/property.h"

namespace rehearse::model::tests {

BOOST_AUTO_TEST_SUITE(language_parser_fuzz_test)

BOOST_AUTO_TEST_CASE(any_soup_of_tokens_is_a_tree_or_an_error_with_a_place) {
  const std::vector<std::string> soup = {"AND",         "OR",
                                         "NOT",         "IN",
                                         "BETWEEN",     "IS",
                                         "NULL",        "(",
                                         ")",           "(",
                                         ")",           ",",
                                         "+",           "-",
                                         "=",           "<>",
                                         "<",           ">=",
                                         ".",           "source",
                                         "region",      "source.region",
                                         "target.kind", "strict",
                                         "headroom",    "'text'",
                                         "'sandbox'",   "21",
                                         "TRUE",        "version",
                                         "days(",       "GB(1)",
                                         "'",           "\n",
                                         "--",          "\xFF",
                                         "1.5",         "source.platform_update",
                                         "strict",      "strict"};
  const Constants constants = some_constants();
  rehearse::tests::check_property(
      "soup", 50'01,
      [&] {
        const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(soup));
        std::string text;
        for (const std::string& word : words) text += word + " ";
        Names names;
        const auto parsed = parse_expression(text, {vocabulary, constants}, names);
        if (!parsed) {
          RC_ASSERT(parsed.error().where.line > 0U && parsed.error().where.column > 0U);
          RC_ASSERT(!parsed.error().excerpt.empty());
          return;
        }
        Names again;
        const auto reparsed = parse_expression(to_string(*parsed), {vocabulary, constants}, again);
        RC_ASSERT(reparsed.has_value());
        RC_ASSERT(to_string(*reparsed) == to_string(*parsed));
      },
      {.cases = 3'000, .size_max = 20});
}

BOOST_AUTO_TEST_CASE(any_bytes_are_a_tree_or_an_error_with_a_place) {
  const Constants constants = some_constants();
  rehearse::tests::check_property("bytes", 50'02, [&] {
    const auto text = *rc::gen::arbitrary<std::string>();
    Names names;
    const auto parsed = parse_expression(text, {vocabulary, constants}, names);
    if (!parsed) RC_ASSERT(parsed.error().where.column > 0U);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
