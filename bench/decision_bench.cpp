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

#include "rehearse/bench/measure.h"
#include "rehearse/model/base/assert.h"
#include "rehearse/model/policy/inputs.h"
#include "rehearse/model/verdicts/decision.h"
#include "rehearse/model/verdicts/sql.h"
#include "rehearse/scenarios/policy/file.h"

// One decision over the rules of a refresh in the shipped policy, all reason bits: our
// compiled rule set against the same rules as one prepared SELECT with bound values.
namespace rehearse::bench {

std::vector<Row> bench_decision(const Options& options);

namespace {

using model::Type;

using Values = model::InputValues;

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
        switch (model::vocabulary()[index].type) {
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
          case Type::Enumeration:
            values[index] = draw(model::vocabulary()[index].enumerators.size());
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

/// Those of the shipped policy that decide on a refresh.
std::vector<model::Rule> refresh_rules(model::Names& names) {
  const auto file = scenarios::load_policy("self-service-2020", names).value();
  std::vector<model::Rule> rules = file.policy.rules.rules();
  std::erase_if(rules, [](const model::Rule& rule) {
    return !rule.operations.contains(model::Operation::Refresh);
  });
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
    columns_ = static_cast<int>(rules.size());
    for (std::size_t index = 0; index < model::attribute_count; ++index) {
      const std::string name = sql_parameter(model::vocabulary()[index]);
      const int parameter = sqlite3_bind_parameter_index(statement, name.c_str());
      if (parameter > 0) used_.push_back({index, parameter});
    }
    for (const Values& values : cases.all) add_bindings(values, names);
  }

  /// The mask of the rules that fire.
  std::uint64_t decide(std::size_t which) {
    sqlite3_stmt* const statement = statement_.get();
    for (std::size_t index = 0; index < used_.size(); ++index)
      bind(used_[index].parameter, bindings_[which][index]);
    sqlite3_step(statement);
    std::uint64_t fired = 0;
    for (int column = 0; column < columns_; ++column)
      fired |= static_cast<std::uint64_t>(sqlite3_column_int(statement, column) != 0) << column;
    sqlite3_reset(statement);
    return fired;
  }

 private:
  void add_bindings(const Values& values, const model::Names& names) {
    auto& bindings = bindings_.emplace_back();
    for (const auto& [attribute, parameter] : used_)
      bindings.push_back(sql_value(model::vocabulary()[attribute], values[attribute], names));
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
  /// An attribute that some rule speaks of, and its parameter in the statement.
  struct Used {
    std::size_t attribute;
    int parameter;
  };

  int columns_ = 0;
  std::vector<Used> used_;
  std::vector<std::vector<model::SqlValue>> bindings_;
};

}  // namespace

std::vector<Row> bench_decision(const Options& options) {
  model::Names names;
  const auto rules = refresh_rules(names);
  const auto created = model::RuleSet::create(rules, model::vocabulary());
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
      options, fmt::format("decision, {} rules, all bits", rules.size()), {repeat(ours)},
      {repeat([&peer](std::size_t which) { return peer.decide(which); })}, at_least(10))};
}

}  // namespace rehearse::bench
