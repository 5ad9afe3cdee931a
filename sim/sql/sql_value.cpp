#include "rehearse/sim/sql/sql_value.h"

#include <fmt/format.h>

namespace rehearse::sim {
namespace {

struct Printer {
  std::string operator()(const Null&) const { return "NULL"; }
  std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
  std::string operator()(double number) const { return fmt::format("{:#}", number); }
  std::string operator()(const std::string& text) const {
    std::string literal = "'";
    for (const char letter : text) literal += letter == '\'' ? "''" : std::string(1, letter);
    return literal + "'";
  }
  std::string operator()(const Blob& blob) const {
    std::string literal = "x'";
    for (const std::byte byte : blob) literal += fmt::format("{:02x}", byte);
    return literal + "'";
  }
};

}  // namespace

std::string to_string(const Value& value) { return std::visit(Printer{}, value); }

}  // namespace rehearse::sim
