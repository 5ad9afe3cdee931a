#include "rehearse/sim/sql/sql_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace rehearse::sim {
namespace {

constexpr std::string_view blanks = " \t\r\n";

// The position of the line break before and at or after `at`.
struct Line {
  std::size_t begin, end;
};

Line line_at(std::string_view text, std::size_t at) {
  const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const auto after = text.find('\n', at);
  return {before == std::string_view::npos ? 0 : before + 1,
          after == std::string_view::npos ? text.size() : after};
}

}  // namespace

std::string quoted(std::string_view sql) {
  constexpr std::size_t length_max = 70;
  const auto first = sql.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "\"\"";
  sql.remove_prefix(first);
  sql = sql.substr(0, sql.find_last_not_of(blanks) + 1);
  const std::string_view line = sql.substr(0, sql.find('\n')).substr(0, length_max);
  return fmt::format("\"{}{}\"", line, line.size() < sql.size() ? "..." : "");
}

Error statement_error(std::string_view verb, std::string_view sql, const StatementPlace& place,
                      std::string_view reason) {
  const auto start = std::min(sql.find_first_not_of(blanks, place.begin), sql.size());
  const auto at = place.offset < 0
                      ? start
                      : std::min(sql.size(), place.begin + static_cast<std::size_t>(place.offset));
  const Line line = line_at(sql, at);
  Error error;
  error.what = fmt::format("{} {}: {}", verb, quoted(sql.substr(start, place.end - start)), reason);
  error.where.line = static_cast<std::uint32_t>(
      1 + std::count(sql.begin(), sql.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  error.where.column = static_cast<std::uint32_t>(at - line.begin + 1);
  error.excerpt = fmt::format("{}\n{:>{}}", sql.substr(line.begin, line.end - line.begin), "^",
                              at - line.begin + 1);
  return error;
}

}  // namespace rehearse::sim
