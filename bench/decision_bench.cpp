#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bench/measure.h"
#include "model/assert.h"
#include "model/decision.h"
#include "model/rule_parser.h"
#include "model/rule_sql.h"

// One decision over the rules of a refresh (domain.md D.1, G1 to G10), all reason bits: our
// compiled rule set against the same rules as one prepared SELECT with bound values.
namespace rehearse::bench {

std::vector<Row> bench_decision(const Options& options);

namespace {

using model::Attribute;
using model::Type;

constexpr std::array<std::string_view, 3> kinds = {"production", "sandbox", "developer"};
constexpr std::array<std::string_view, 2> hostings = {"azure-sql", "one-box"};

constexpr std::array<Attribute, 12> environment(std::string_view subject) {
  return {{{subject, "name", Type::Text, {}, ""},
           {subject, "kind", Type::Enumeration, kinds, ""},
           {subject, "hosting", Type::Enumeration, hostings, ""},
           {subject, "tenant", Type::Text, {}, ""},
           {subject, "region", Type::Text, {}, ""},
           {subject, "application_release", Type::Version, {}, ""},
           {subject, "platform_update", Type::Integer, {}, ""},
           {subject, "financial_reporting_version", Type::Version, {}, ""},
           {subject, "capacity", Type::Capacity, {}, ""},
           {subject, "jobs_processed", Type::Boolean, {}, ""},
           {subject, "jobs_stopped", Type::Boolean, {}, ""},
           {subject, "operation_unresolved", Type::Boolean, {}, ""}}};
}

constexpr auto source_attributes = environment("source");
constexpr auto target_attributes = environment("target");
constexpr std::size_t half = source_attributes.size();

constexpr auto vocabulary = [] {
  std::array<Attribute, 2 * half> all{};
  for (std::size_t index = 0; index < half; ++index) {
    all[index] = source_attributes[index];
    all[half + index] = target_attributes[index];
  }
  return all;
}();

constexpr std::array<std::string_view, 14> conditions = {
    "target.kind <> 'sandbox'",
    "target.hosting = 'one-box'",
    "source.kind NOT IN ('production', 'sandbox')",
    "source.name = target.name",
    "source.tenant <> target.tenant",
    "source.region <> target.region",
    "source.capacity >= target.capacity",
    "source.platform_update < 21",
    "target.platform_update < 21",
    "target.financial_reporting_version < source.financial_reporting_version",
    "source.application_release <> target.application_release",
    "NOT (target.jobs_processed AND target.jobs_stopped)",
    "source.operation_unresolved OR target.operation_unresolved",
    "NOT (source.jobs_processed AND source.jobs_stopped)",
};

using Values = std::array<std::int64_t, 2 * half>;

/// Both sides decide on the same cases, in turns, so that no branch is learnt by heart.
struct Cases {
  static constexpr std::size_t count = 1'024;

  explicit Cases(model::Names& names) {
    std::uint64_t state = 20'200'302;
    const auto draw = [&state](std::uint64_t below) {
      state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
      return static_cast<std::int64_t>((state >> 33U) % below);
    };
    const std::array texts = {names.intern("contoso").value, names.intern("fabrikam").value,
                              names.intern("west europe").value};
    for (Values& values : all) {
      for (std::size_t index = 0; index < values.size(); ++index) {
        switch (vocabulary[index].type) {
          case Type::Text:
            values[index] = texts[static_cast<std::size_t>(draw(3))];
            break;
          case Type::Version:
            values[index] = model::Version::parse(fmt::format("10.0.{}", 8 + draw(3)))->packed();
            break;
          case Type::Integer:
            values[index] = 19 + draw(10);
            break;
          case Type::Capacity:
            values[index] = model::gigabytes(1 + draw(1'000)).bytes;
            break;
          default:
            values[index] = draw(2);
            break;
        }
      }
    }
  }

  std::vector<Values> all = std::vector<Values>(count);
};

std::vector<model::Rule> parse_rules(model::Names& names) {
  std::vector<model::Rule> rules;
  const model::Constants constants;
  for (const std::string_view condition : conditions) {
    auto expression = model::parse_expression(condition, {vocabulary, constants}, names);
    REHEARSE_ASSERT(expression.has_value());
    rules.push_back({fmt::format("rule-{}", rules.size()),
                     {model::Operation::Refresh},
                     model::RuleEffect::Deny,
                     std::move(*expression),
                     {},
                     {}});
  }
  return rules;
}

/// The rules as one prepared statement; a row of bits, NULL for unknown.
class Peer {
 public:
  Peer(const std::vector<model::Rule>& rules, const Cases& cases, const model::Names& names) {
    std::string sql = "SELECT ";
    for (const model::Rule& rule : rules)
      sql += fmt::format("{}{}", &rule == rules.data() ? "" : ", ", to_sql(rule.expression));
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    REHEARSE_ASSERT(sqlite3_open(":memory:", &database) == SQLITE_OK);
    database_.reset(database);
    REHEARSE_ASSERT(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) ==
                    SQLITE_OK);
    statement_.reset(statement);
    for (const Attribute& attribute : vocabulary)
      indexes_.push_back(sqlite3_bind_parameter_index(statement, sql_parameter(attribute).c_str()));
    for (const Values& values : cases.all) add_bindings(values, names);
  }

  /// The mask of the rules that fire.
  std::uint64_t decide(std::size_t which) {
    sqlite3_stmt* const statement = statement_.get();
    for (std::size_t index = 0; index < indexes_.size(); ++index)
      bind(indexes_[index], bindings_[which][index]);
    sqlite3_step(statement);
    std::uint64_t fired = 0;
    for (int column = 0; column < static_cast<int>(conditions.size()); ++column)
      fired |= static_cast<std::uint64_t>(sqlite3_column_int(statement, column) != 0) << column;
    sqlite3_reset(statement);
    return fired;
  }

 private:
  void add_bindings(const Values& values, const model::Names& names) {
    auto& bindings = bindings_.emplace_back();
    for (std::size_t index = 0; index < values.size(); ++index)
      bindings.push_back(sql_value(vocabulary[index], values[index], names));
  }

  void bind(int index, const model::SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      sqlite3_bind_int64(statement_.get(), index, *integer);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(statement_.get(), index, text->data(), static_cast<int>(text->size()),
                        SQLITE_STATIC);
    }
  }

  std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database_{nullptr, sqlite3_close};
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_{nullptr, sqlite3_finalize};
  std::vector<int> indexes_;
  std::vector<std::vector<model::SqlValue>> bindings_;
};

}  // namespace

std::vector<Row> bench_decision(const Options& options) {
  model::Names names;
  const auto rules = parse_rules(names);
  const auto created = model::RuleSet::create(rules, vocabulary);
  REHEARSE_ASSERT(created.has_value());
  const model::RuleSet& set = *created;
  const Cases cases(names);
  Peer peer(rules, cases, names);
  const auto ours = [&](std::size_t which) {
    return set.verdicts(model::Operation::Refresh, cases.all[which]).fired.words[0];
  };
  for (std::size_t which = 0; which < Cases::count; ++which)
    REHEARSE_ASSERT(ours(which) == peer.decide(which));
  const auto repeat = [](auto&& decide) {
    return [decide](std::uint64_t count) {
      for (std::uint64_t index = 0; index < count; ++index)
        keep(decide(static_cast<std::size_t>(index % Cases::count)));
    };
  };
  return {compare_speed(
      options, fmt::format("decision, {} rules, all bits", conditions.size()), {repeat(ours)},
      {repeat([&peer](std::size_t which) { return peer.decide(which); })}, at_least(10))};
}

}  // namespace rehearse::bench
