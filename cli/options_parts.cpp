#include "cli/options_parts.h"

#include <fmt/format.h>

#include <charconv>

namespace rehearse::cli {
namespace {

/// Unlike a conversion by CLI11: -1 is not 18446744073709551615.
std::string check_seed(const std::string& text) {
  const bool hexadecimal = text.starts_with("0x");
  const char* const end = text.data() + text.size();
  std::uint64_t seed = 0;
  const auto read =
      std::from_chars(text.data() + (hexadecimal ? 2 : 0), end, seed, hexadecimal ? 16 : 10);
  if (read.ec == std::errc() && read.ptr == end) return {};
  return fmt::format("{} is not a number from 0 to 18446744073709551615, or 0x and its digits",
                     text);
}

}  // namespace

void add_colour(CLI::App& command, std::string& colour) {
  command
      .add_option("--color", colour,
                  "When to use colours: auto (a terminal that has them), always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

void add_seed(CLI::App& command, model::Seed& seed) {
  command
      .add_option("--seed", seed.value,
                  "Start of the random streams, of users at work for instance")
      ->check(check_seed)
      ->type_name("NUMBER")
      ->capture_default_str();
}

}  // namespace rehearse::cli
