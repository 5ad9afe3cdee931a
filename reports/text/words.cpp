#include "rehearse/reports/text/words.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "rehearse/reports/text/style.h"

namespace rehearse::reports {
namespace {

constexpr std::size_t characters_max = 400;

struct Unit {
  std::uint64_t ms;
  std::string_view name;
};

constexpr std::array<Unit, 4> units = {
    {{3'600'000, "h"}, {60'000, "min"}, {1'000, "s"}, {1, "ms"}}};

bool is_safe_in_shell(char character) {
  const bool letter =
      (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  const bool digit = character >= '0' && character <= '9';
  return letter || digit ||
         std::string_view("_./:@%+=,-").find(character) != std::string_view::npos;
}

/// `text` as one word of a POSIX shell.
std::string shell_word(std::string_view text) {
  if (!text.empty() && std::ranges::all_of(text, is_safe_in_shell)) return std::string(text);
  std::string word = "'";
  for (const char character : text) {
    if (character == '\'') word += "'\\'";
    word += character;
  }
  return printable(word + "'");
}

/// A file whose name would be taken for an option.
std::string file_word(std::string_view file) {
  return shell_word(file.starts_with('-') ? fmt::format("./{}", file) : std::string(file));
}

}  // namespace

std::string in_words(model::Seed seed) { return fmt::format("{:#x}", seed.value); }

std::optional<model::Seed> parse_seed(std::string_view text) {
  if (!text.starts_with("0x")) return std::nullopt;
  model::Seed seed;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + 2, end, seed.value, 16);
  return error == std::errc() && rest == end ? std::optional(seed) : std::nullopt;
}

std::string in_words(model::Duration duration) {
  if (duration.ms == 0) return "no time";
  const bool negative = duration.ms < 0;
  const auto ms = static_cast<std::uint64_t>(duration.ms);
  std::uint64_t rest = negative ? 0 - ms : ms;
  constexpr std::uint64_t day_ms = 86'400'000;
  std::string text = rest < day_ms ? "" : counted(rest / day_ms, "day");
  rest %= day_ms;
  for (const Unit& unit : units) {
    if (rest >= unit.ms)
      text += fmt::format("{}{} {}", text.empty() ? "" : " ", rest / unit.ms, unit.name);
    rest %= unit.ms;
  }
  return negative ? "minus " + text : text;
}

std::string in_words(model::Instant instant) {
  std::string text = to_string(instant);
  std::ranges::replace(text, 'T', ' ');
  text.pop_back();  // the Z
  return text + " UTC";
}

std::string in_words(const Place& place) {
  std::string text = printable(place.file);
  if (place.line > 0) text += fmt::format(":{}", place.line);
  if (place.line > 0 && place.column > 0) text += fmt::format(":{}", place.column);
  if (place.line > 0 || place.pointer.empty()) return text;
  return fmt::format("{}{}at {}", text, text.empty() ? "" : ", ", shown(place.pointer));
}

std::string seconds(std::int64_t elapsed_us) {
  const std::int64_t ms = elapsed_us / 1'000;
  return fmt::format("{}.{:03} s", ms / 1'000, ms % 1'000);
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& texts) {
  return shown(fmt::format("{}", fmt::join(texts, ", ")));
}

std::string shown(std::string_view text) { return shortened(printable(text), characters_max); }

std::string repro_command(const model::RunStarted& run, const model::ScenarioStarted& scenario) {
  const std::string command = "rehearse replay " + file_word(scenario.file);
  return run.policy.empty() ? command : command + " --policy " + shell_word(run.policy);
}

}  // namespace rehearse::reports
