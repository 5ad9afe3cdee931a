#include "rehearse/reports/text/words.h"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "rehearse/tests/reports/formats/approved.h"

namespace rehearse::tests {
namespace {

using reports::in_words;

std::string command(std::string file, std::string policy = "") {
  return reports::repro_command({"", {}, std::move(policy), "", 1},
                                {0, std::move(file), "", "", {}, ""});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_words_test)

BOOST_AUTO_TEST_CASE(durations_are_told_in_units) {
  BOOST_TEST(in_words(model::Duration{}) == "no time");
  BOOST_TEST(in_words(model::minutes(90)) == "1 h 30 min");
  BOOST_TEST(in_words(model::Duration{172'801'250}) == "2 days 1 s 250 ms");
  BOOST_TEST(in_words(model::days(1)) == "1 day");
  BOOST_TEST(in_words(model::Duration{-5'000}) == "minus 5 s");
  BOOST_TEST(in_words(model::Duration{std::numeric_limits<std::int64_t>::min()})
                 .starts_with("minus 106751991167 days"));
}

BOOST_AUTO_TEST_CASE(instants_are_told_as_date_and_time) {
  BOOST_TEST(in_words(*model::parse_instant("2020-03-02T09:00:00Z")) == "2020-03-02 09:00:00 UTC");
  BOOST_TEST(in_words(model::Instant{250}) == "1970-01-01 00:00:00.250 UTC");
}

BOOST_AUTO_TEST_CASE(a_seed_is_read_as_it_is_written) {
  for (const std::uint64_t value :
       {std::uint64_t{0}, std::uint64_t{0x5eed}, std::numeric_limits<std::uint64_t>::max()})
    BOOST_TEST(reports::parse_seed(in_words(model::Seed{value}))->value == value);
  for (const std::string_view text : {"", "0x", "5eed", "0x5eeg", "0x1ffffffffffffffff", "0x-1"})
    BOOST_TEST(!reports::parse_seed(text), text);
}

BOOST_AUTO_TEST_CASE(a_place_is_told_as_far_as_it_is_known) {
  BOOST_TEST(in_words(Place{"a.json", 24, 7, ""}) == "a.json:24:7");
  BOOST_TEST(in_words(Place{"a.json", 0, 0, "/steps/2"}) == "a.json, at /steps/2");
  BOOST_TEST(in_words(Place{"", 0, 0, "/steps/2"}) == "at /steps/2");
  BOOST_TEST(in_words(Place()) == "");
}

BOOST_AUTO_TEST_CASE(the_command_can_be_copied_into_a_shell) {
  BOOST_TEST(command("refresh/completes.json") == "rehearse replay refresh/completes.json");
  BOOST_TEST(command("it's $(here).json") == R"(rehearse replay 'it'\''s $(here).json')");
  BOOST_TEST(command("-v.json") == "rehearse replay ./-v.json");
  BOOST_TEST(command("a.json", "self-service-2020") ==
             "rehearse replay a.json --policy self-service-2020");
}

BOOST_AUTO_TEST_CASE(a_difference_of_texts_is_shown_where_it_begins) {
  BOOST_TEST(first_difference("same\n", "same\n") == "");
  BOOST_TEST(first_difference("a\nb\nc\nd \n", "a\nb\nc\ne\n") ==
             "     2 |b\\n|\n     3 |c\\n|\n-    4 |d \\n|\n+    4 |e\\n|\n");
  BOOST_TEST(first_difference("a\n", "") == "-    1 |a\\n|\n+ the text ends\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
