#include "rehearse/cli/options/options_parts.h"

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

const char* const examples = R"(Examples:
  rehearse run                                 play the embedded scenarios
  rehearse run my/scenarios --filter rollback  those of a folder that say "rollback"
  rehearse run --policy my-policy.json         the embedded scenarios under another policy
  rehearse run --format human --format junit=TEST-rehearse.xml
  rehearse replay my/scenarios/sync_failure.json
  rehearse explain REF-57
  rehearse coverage PITR-02 'RST-*'            what the scenarios show of statements
  rehearse diagram refresh
  rehearse explore --policy my-policy.json     look for histories that it should not allow

Exit codes: 0 all as expected, 1 findings, 2 could not run as asked, 3 nothing to run,
4 inconclusive, 70 internal error, 130 interrupted.
)";

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
