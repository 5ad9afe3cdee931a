#include "rehearse/reports/text/style.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/reports/text/utf8.h"
#include "rehearse/reports/text/xml_text.h"

namespace rehearse::tests {
namespace {

using reports::Colour;
using reports::Tone;

}  // namespace

BOOST_AUTO_TEST_SUITE(text_style_test)

BOOST_AUTO_TEST_CASE(control_characters_are_shown_and_not_sent) {
  BOOST_TEST(reports::printable("a\nb\tc\x1B[31m\x7F\u0085") == "a\\nb\\tc\\x1B[31m\\x7F\\x85");
  BOOST_TEST(reports::printable("x\u202Ey\u2028") == "x\\u202Ey\\u2028");
  BOOST_TEST(reports::printable("\u00E4\u6771\U0001F600") == "\u00E4\u6771\U0001F600");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_replaced_one_by_one) {
  BOOST_TEST(reports::valid_utf8("a\xFFz") == "a\uFFFDz");
  BOOST_TEST(reports::valid_utf8("\xC0\xAF") == "\uFFFD\uFFFD");            // overlong
  BOOST_TEST(reports::valid_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
  BOOST_TEST(reports::valid_utf8("\xE2\x82") == "\uFFFD\uFFFD");            // cut off
  BOOST_TEST(reports::valid_utf8("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
}

BOOST_AUTO_TEST_CASE(a_long_text_says_how_much_is_left_out) {
  BOOST_TEST(reports::shortened("abc", 3) == "abc");
  BOOST_TEST(reports::shortened("\u00E4bcd", 2) == "\u00E4b\u2026 (2 more characters)");
}

BOOST_AUTO_TEST_CASE(colour_takes_no_columns) {
  const std::string text = reports::painted("\u2713 passed", Tone::Good, Colour::On);
  BOOST_TEST(text == "\x1B[32m\u2713 passed\x1B[0m");
  BOOST_TEST(reports::columns(text) == 8U);
  BOOST_TEST(reports::padded(text, 10) == text + "  ");
  BOOST_TEST(reports::painted("plain", Tone::Bad, Colour::Off) == "plain");
}

BOOST_AUTO_TEST_CASE(a_paragraph_breaks_between_words_and_hangs) {
  BOOST_TEST(reports::paragraph("- ", "one two three", 10) == "- one two\n  three\n");
  BOOST_TEST(reports::paragraph("- ", "one  two", 20) == "- one  two\n");
  BOOST_TEST(reports::paragraph("- ", "unbreakable x", 5) == "- unbreakable\n  x\n");
  BOOST_TEST(reports::paragraph("- ", "", 5) == "- \n");
}

BOOST_AUTO_TEST_CASE(xml_text_has_no_sequences_and_no_controls) {
  BOOST_TEST(reports::xml_text("\x1B[1;31mred\x1B[0m\n\t\x01\a<&") == "red\n\t<&");
  BOOST_TEST(reports::xml_text("cut \x1B[31") == "cut ");
  BOOST_TEST(reports::xml_text("\uFFFE\uFFFFx\xFF") == "x\uFFFD");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
