#include "rehearse/sim/sql/statement_values.h"

#include <bit>
#include <span>

namespace rehearse::sim {

int bind_value(sqlite3_stmt* statement, int index, const Value& value) {
  struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(const Null&) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t number) const {
      return sqlite3_bind_int64(statement, index, number);
    }
    int operator()(double number) const { return sqlite3_bind_double(statement, index, number); }
    int operator()(const std::string& text) const {
      return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    int operator()(const Blob& blob) const {
      if (blob.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
      return sqlite3_bind_blob64(statement, index, blob.data(), blob.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Binder{statement, index}, value);
}

namespace {

Value column_value(sqlite3_stmt* statement, int column) {
  const auto bytes = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return std::string(text, bytes());
    }
    case SQLITE_BLOB: {
      const auto* blob = static_cast<const std::byte*>(sqlite3_column_blob(statement, column));
      return Blob(blob, blob + bytes());
    }
    default:
      return Null{};
  }
}

/// The value's bytes; of a number, in `number`.
std::span<const std::byte> bytes_of(sqlite3_stmt* statement, int column, std::int64_t& number) {
  const auto counted = [&](const void* bytes) {
    return std::span(static_cast<const std::byte*>(bytes),
                     static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      number = sqlite3_column_int64(statement, column);
      return std::as_bytes(std::span(&number, 1));
    case SQLITE_FLOAT:
      number = std::bit_cast<std::int64_t>(sqlite3_column_double(statement, column));
      return std::as_bytes(std::span(&number, 1));
    case SQLITE_TEXT:
      return counted(sqlite3_column_text(statement, column));
    case SQLITE_BLOB:
      return counted(sqlite3_column_blob(statement, column));
    default:
      return {};
  }
}

}  // namespace

Digest digest_of_row(sqlite3_stmt* statement, Digest before) {
  for (int column = 0; column < sqlite3_column_count(statement); ++column) {
    const auto type = static_cast<std::uint64_t>(sqlite3_column_type(statement, column));
    std::int64_t number = 0;
    const Digest chain[] = {before, digest_of(bytes_of(statement, column, number), type)};
    before = digest_of(std::as_bytes(std::span(chain)));
  }
  return before;
}

Row row_of(sqlite3_stmt* statement) {
  Row row;
  const int count = sqlite3_column_count(statement);
  row.reserve(static_cast<std::size_t>(count));
  for (int column = 0; column < count; ++column) row.push_back(column_value(statement, column));
  return row;
}

}  // namespace rehearse::sim
