#include <sqlite3.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "rehearse/model/verdicts/evaluation.h"
#include "rehearse/model/verdicts/sql.h"
#include "rehearse/tests/model/language/generator.h"
#include "rehearse/tests/property.h"

// Three ways to evaluate a condition that share only the parser: the compiled form, the walk over
// the tree, and SQLite.
namespace rehearse::model::tests {
namespace {

/// Names give equal texts one spelling; SQLite has to ignore case by itself.
std::string in_capitals(std::string text) {
  for (char& character : text) {
    if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
  }
  return text;
}

class Oracle {
 public:
  Oracle() {
    sqlite3* database = nullptr;
    BOOST_REQUIRE(sqlite3_open(":memory:", &database) == SQLITE_OK);
    database_.reset(database);
  }

  Truth evaluate(const Expression& expression, Inputs inputs, const Names& names) const {
    const std::string sql = "SELECT " + to_sql(expression);
    sqlite3_stmt* prepared = nullptr;
    const int result = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &prepared, nullptr);
    BOOST_REQUIRE_MESSAGE(result == SQLITE_OK, sqlite3_errmsg(database_.get()) << ": " << sql);
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement(prepared,
                                                                               sqlite3_finalize);
    for (std::size_t index = 0; index < vocabulary.size(); ++index)
      bind(prepared, vocabulary[index], inputs[index], names);
    BOOST_REQUIRE(sqlite3_step(prepared) == SQLITE_ROW);
    if (sqlite3_column_type(prepared, 0) == SQLITE_NULL) return Truth::Unknown;
    return sqlite3_column_int(prepared, 0) == 0 ? Truth::False : Truth::True;
  }

 private:
  static void bind(sqlite3_stmt* statement, const Attribute& attribute, std::int64_t input,
                   const Names& names) {
    const int index = sqlite3_bind_parameter_index(statement, sql_parameter(attribute).c_str());
    if (index == 0) return;  // the condition does not speak of it
    const SqlValue value = sql_value(attribute, input, names);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement, index, *integer);
    } else if (const auto* original = std::get_if<std::string>(&value)) {
      const std::string text = index % 2 == 0 ? in_capitals(*original) : *original;
      sqlite3_bind_text(statement, index, text.c_str(), static_cast<int>(text.size()),
                        SQLITE_TRANSIENT);
    }
  }

  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_{nullptr, sqlite3_close};
};

Truth compiled(const Verdicts& verdicts, std::size_t position) {
  if (verdicts.not_evaluable.test(position)) return Truth::Unknown;
  return verdicts.fired.test(position) ? Truth::True : Truth::False;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verdicts_oracle_test)

BOOST_AUTO_TEST_CASE(program_tree_and_sqlite_agree_on_random_rules) {
  const Oracle oracle;
  std::array<int, 3> seen{};  // so that the property cannot become empty unnoticed
  rehearse::tests::check_property(
      "compiled == tree == SQLite", 57'2020,
      [&] {
        Names names;
        RuleGenerator generator;
        const int count = draw_index(1, 6);
        const std::vector<Rule> rules =
            rules_of(count, [&](int) { return generator.condition(3); }, names);
        const RuleSet set = rule_set(rules);
        const Case inputs = draw_inputs(names);
        const Verdicts verdicts = set.verdicts(Operation::Refresh, inputs);
        for (std::size_t position = 0; position < rules.size(); ++position) {
          const Expression& expression = rules[position].expression;
          RC_LOG(to_string(expression));
          const Truth walked = evaluate(expression, inputs);
          RC_ASSERT(compiled(verdicts, position) == walked);
          RC_ASSERT(oracle.evaluate(expression, inputs, names) == walked);
          ++seen[static_cast<std::size_t>(walked)];
        }
      },
      {.cases = 1'000});
  for (const int count : seen) BOOST_TEST(count > 300);
}

BOOST_AUTO_TEST_CASE(printing_and_parsing_again_gives_the_same_tree) {
  rehearse::tests::check_property("parse(print(tree)) == tree", 57'2021,
                                  [] {
                                    Names names;
                                    RuleGenerator generator;
                                    const Expression expression =
                                        parse(generator.condition(4), names);
                                    const std::string text = to_string(expression);
                                    RC_LOG(text);
                                    const Expression again = parse(text, names);
                                    RC_ASSERT(again == expression);
                                    RC_ASSERT(to_string(again) == text);
                                  },
                                  {.cases = 500});
}

BOOST_AUTO_TEST_CASE(the_real_rules_agree_with_sqlite) {
  const Oracle oracle;
  rehearse::tests::check_property("refresh rules", 57'2022, [&] {
    Names names;
    const std::vector<Rule> rules = refresh_rules(names);
    const RuleSet set = rule_set(rules);
    const Case inputs = draw_inputs(names);
    const Verdicts verdicts = set.verdicts(Operation::Refresh, inputs);
    for (std::size_t position = 0; position < rules.size(); ++position) {
      const Truth expected = oracle.evaluate(rules[position].expression, inputs, names);
      RC_ASSERT(compiled(verdicts, position) == expected);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::model::tests
