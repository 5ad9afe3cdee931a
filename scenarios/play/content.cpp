#include "rehearse/scenarios/play/content.h"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::scenarios {
namespace {

using Difference = Expected<std::optional<std::string>>;

/// `SELECT` that gives all rows of `table` in an order that its rows alone decide, and its columns.
Expected<sim::Table> rows_in_order(sim::Session& session, const std::string& table) {
  std::string quoted = table;
  for (std::size_t at = quoted.find('"'); at != quoted.npos; at = quoted.find('"', at + 2))
    quoted.insert(at, 1, '"');
  auto rows = session.query(fmt::format("SELECT * FROM \"{}\"", quoted), sim::Level::Read);
  if (rows) std::ranges::sort(rows->rows);
  return rows;
}

Expected<std::vector<std::string>> tables_of(sim::Session& session) {
  const auto names = session.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE "
      "'!' "
      "ORDER BY name",
      sim::Level::Read);
  if (!names) return std::unexpected(names.error());
  std::vector<std::string> tables;
  for (const sim::Row& row : names->rows) tables.push_back(std::get<std::string>(row.front()));
  return tables;
}

/// Rows of `left` that `right` does not have.
std::vector<sim::Row> missing_rows(const std::vector<sim::Row>& left,
                                   const std::vector<sim::Row>& right) {
  std::vector<sim::Row> missing;
  std::ranges::set_difference(left, right, std::back_inserter(missing));
  return missing;
}

std::optional<std::string> difference_of(const std::string& name, const sim::Table& left,
                                         const sim::Table& right) {
  if (left == right) return std::nullopt;
  if (left.columns != right.columns) return fmt::format("{} has other columns", name);
  return fmt::format("{}: only the first has {}; only the second has {}", name,
                     describe_rows(missing_rows(left.rows, right.rows)),
                     describe_rows(missing_rows(right.rows, left.rows)));
}

Difference compare_tables(sim::Session& left, sim::Session& right,
                          const std::vector<std::string>& tables) {
  for (const std::string& table : tables) {
    const auto left_rows = rows_in_order(left, table);
    if (!left_rows) return std::unexpected(left_rows.error());
    const auto right_rows = rows_in_order(right, table);
    if (!right_rows) return std::unexpected(right_rows.error());
    if (auto difference = difference_of(table, *left_rows, *right_rows)) return difference;
  }
  return std::nullopt;
}

}  // namespace

std::string describe_rows(const std::vector<sim::Row>& rows) {
  if (rows.empty()) return "no rows";
  std::string text;
  for (std::size_t index = 0; index < std::min(rows.size(), rows_shown_max); ++index) {
    std::vector<std::string> values;
    for (const sim::Value& value : rows[index]) values.push_back(to_string(value));
    text += fmt::format("{}({})", index == 0 ? "" : ", ", fmt::join(values, ", "));
  }
  if (rows.size() > rows_shown_max)
    text += fmt::format(" and {} more", rows.size() - rows_shown_max);
  return text;
}

Difference difference_between(sim::Engine& engine, const sim::Image& left,
                              const sim::Image& right) {
  if (same_pages(left, right)) return std::nullopt;
  auto first = engine.open(left);
  if (!first) return std::unexpected(std::move(first.error()));
  auto second = engine.open(right);
  if (!second) return std::unexpected(std::move(second.error()));
  const auto tables = tables_of(*first);
  if (!tables) return std::unexpected(tables.error());
  const auto others = tables_of(*second);
  if (!others) return std::unexpected(others.error());
  if (*tables != *others)
    return fmt::format("the first has the tables {}, the second {}", fmt::join(*tables, ", "),
                       fmt::join(*others, ", "));
  return compare_tables(*first, *second, *tables);
}

}  // namespace rehearse::scenarios
