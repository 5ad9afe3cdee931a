#include "rehearse/model/verdicts/sql.h"

#include <string>
#include <variant>

#include "rehearse/tests/model/language/vocabulary.h"

namespace rehearse::model::tests {
namespace {

std::string sql(std::string_view text) {
  Names names;
  return to_sql(parse(text, names));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts_sql_test)

BOOST_AUTO_TEST_CASE(attributes_become_named_parameters) {
  BOOST_TEST(sql("source.allocated_capacity >= target.maximum_capacity") ==
             "(:source_allocated_capacity >= :target_maximum_capacity)");
  BOOST_TEST(sql("source.maximum_capacity - headroom < GB(1)") ==
             "((:source_maximum_capacity - 10737418240) < 1073741824)");
}

BOOST_AUTO_TEST_CASE(texts_and_enumerations_ignore_case) {
  BOOST_TEST(sql("source.kind NOT IN ('Sandbox', 'production')") ==
             "(NOT (:source_kind COLLATE NOCASE IN ('sandbox', 'production')))");
  BOOST_TEST(sql("source.lcs_administrator = 'O''Hara'") ==
             "(:source_lcs_administrator COLLATE NOCASE = 'O''Hara')");
}

BOOST_AUTO_TEST_CASE(versions_become_padded_texts) {
  BOOST_TEST(sql("source.application_release < version '10.0.9'") ==
             "(:source_application_release < '00010.00000.00009.00000')");
}

BOOST_AUTO_TEST_CASE(a_boolean_on_its_own_is_compared_with_one) {
  BOOST_TEST(sql("NOT target.available AND strict OR target.region IS NULL") ==
             "(((NOT (:target_available = 1)) AND (1 = 1)) OR (:target_region IS NULL))");
  BOOST_TEST(sql("target.platform_update BETWEEN -1 AND 2") ==
             "(:target_platform_update BETWEEN (-1) AND 2)");
}

BOOST_AUTO_TEST_CASE(inputs_are_bound_by_type) {
  Names names;
  const auto bound = [&names](std::string_view name, std::int64_t value) {
    return sql_value(vocabulary[Case::position(name)], value, names);
  };
  BOOST_TEST((bound("source.region", names.intern("West").value) == SqlValue("West")));
  BOOST_TEST((bound("source.kind", 1) == SqlValue("sandbox")));
  BOOST_TEST((bound("source.application_release", Version::parse("1.32767")->packed()) ==
              SqlValue("00001.32767.00000.00000")));
  BOOST_TEST((bound("source.available", 1) == SqlValue(std::int64_t{1})));
  BOOST_TEST((bound("source.region", missing) == SqlValue()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
