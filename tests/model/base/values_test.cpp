#include "rehearse/model/base/values.h"

#include <boost/test/unit_test.hpp>

#include "rehearse/tests/property.h"

namespace rehearse::model {

BOOST_AUTO_TEST_SUITE(base_values_test)

BOOST_AUTO_TEST_CASE(versions_compare_by_component_and_not_as_text) {
  const auto version = [](std::string_view text) { return Version::parse(text).value(); };
  BOOST_TEST((version("10.0.9") < version("10.0.10")));
  BOOST_TEST((version("10.10") != version("10.1")));
  BOOST_TEST((version("10.0") == version("10.0.0.0")));
  BOOST_TEST((version("7.3") < version("8.1")));
  BOOST_TEST(to_string(version("10.0.8.10019")) == "10.0.8.10019");
  BOOST_TEST(to_string(version("8.1")) == "8.1");
  BOOST_TEST(to_string(version("8")) == "8.0");
}

BOOST_AUTO_TEST_CASE(what_is_no_version_is_refused) {
  for (const auto text : {"", ".", "1.", ".1", "1..2", "1.2.3.4.5", "a", "1.2 ", "-1", "32768",
                          "99999999999999999999"}) {
    BOOST_TEST(!Version::parse(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(instants_are_read_in_any_offset_and_written_in_utc) {
  const auto instant = [](std::string_view text) { return to_string(parse_instant(text).value()); };
  BOOST_TEST(instant("2020-03-02T09:00:00Z") == "2020-03-02T09:00:00Z");
  BOOST_TEST(instant("2020-03-02T09:00Z") == "2020-03-02T09:00:00Z");
  BOOST_TEST(instant("2020-03-02T10:00:00+01:00") == "2020-03-02T09:00:00Z");
  BOOST_TEST(instant("2020-02-29T23:30:00.5-01:00") == "2020-03-01T00:30:00.500Z");
  BOOST_TEST(parse_instant("1970-01-01T00:00:00Z")->ms == 0);
  BOOST_TEST(parse_instant("1969-12-31T23:59:59Z")->ms == -1'000);
}

BOOST_AUTO_TEST_CASE(dates_that_the_calendar_does_not_have_are_refused) {
  for (const auto text :
       {"2019-02-29T00:00:00Z", "2020-13-01T00:00:00Z", "2020-00-01T00:00:00Z",
        "2020-04-31T00:00:00Z", "2020-03-02T24:00:00Z", "2020-03-02T09:60:00Z",
        "2020-03-02T09:00:00", "2020-03-02", "tomorrow", "2020-03-02T09:00:00+25:00",
        "20-03-02T09:00:00Z", "2020-3-2T09:00:00Z"}) {
    BOOST_TEST(!parse_instant(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(durations_have_a_fixed_length) {
  BOOST_TEST(parse_duration("PT1H30M")->ms == 5'400'000);
  BOOST_TEST(parse_duration("P2DT0.25S")->ms == 172'800'250);
  BOOST_TEST(parse_duration("-PT5S")->ms == -5'000);
  for (const auto text : {"", "P", "PT", "P1M", "P1Y", "PT1H1H", "PT1M1H", "1H", "PT1.5H", "PT1",
                          "P99999999999999D"}) {
    BOOST_TEST(!parse_duration(text).has_value(), text);
  }
  BOOST_TEST(to_string(Duration{hours(26).ms + minutes(1).ms}) == "P1DT2H1M");
  BOOST_TEST(to_string(Duration{}) == "PT0S");
  BOOST_TEST(to_string(Duration{-1'500}) == "-PT1.500S");
}

BOOST_AUTO_TEST_CASE(capacities_are_bytes_and_never_rounded) {
  BOOST_TEST(parse_capacity("500 GB")->bytes == gigabytes(500).bytes);
  BOOST_TEST(parse_capacity("1024 bytes")->bytes == 1'024);
  for (const auto text :
       {"-1 GB", "500", "GB", "500GB", "1.5 GB", "500 gb ", "99999999999 TB", ""}) {
    BOOST_TEST(!parse_capacity(text).has_value(), text);
  }
  BOOST_TEST(to_string(gigabytes(12)) == "12 GB");
  BOOST_TEST(to_string(Capacity{gigabytes(12).bytes + 1}) == "12,884,901,889 bytes");
}

BOOST_AUTO_TEST_CASE(what_is_written_can_be_read_again) {
  tests::check_property("durations", 1, [] {
    const auto ms = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    RC_ASSERT(parse_duration(to_string(Duration{ms})) == Duration{ms});
  });
  tests::check_property("instants of the years 1 to 9999", 2, [] {
    const auto ms = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000, 253'402'300'799'999);
    RC_ASSERT(parse_instant(to_string(Instant{ms})) == Instant{ms});
  });
  tests::check_property("versions", 3, [] {
    const auto packed = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 60);
    const Version version = Version::from_packed(packed);
    RC_ASSERT(Version::parse(to_string(version)) == version);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model
