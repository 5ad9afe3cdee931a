#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rehearse/model/base/print.h"

/// What goes into SQL statements and comes out of them.
namespace rehearse::sim {

struct Null {
  auto operator<=>(const Null&) const = default;
};

using Blob = std::vector<std::byte>;

/// One SQL value, in SQLite's five storage classes. Values of different classes are never equal.
using Value = std::variant<Null, std::int64_t, double, std::string, Blob>;

using Row = std::vector<Value>;

/// As a SQL literal: `NULL`, `42`, `0.5`, `'it''s'`, `x'00ff'`.
std::string to_string(const Value& value);

/// A named parameter and what it stands for: `{":environment", 7}`.
struct Binding {
  std::string_view name;
  Value value;
};

/// The result of a query: the names of its columns, and its rows in the order SQLite gave them.
struct Table {
  std::vector<std::string> columns;
  std::vector<Row> rows;
  bool operator==(const Table&) const = default;
};

}  // namespace rehearse::sim
