#include "rehearse/model/base/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace rehearse::model {
namespace {

/// Reads decimal digits off the front of `text`; nothing when there are none or too many.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// A number of exactly `digits` digits.
std::optional<std::int64_t> take_fixed(std::string_view& text, std::size_t digits) {
  std::string_view field = text.substr(0, digits);
  const auto number = field.size() == digits ? take_number(field) : std::nullopt;
  if (!number || !field.empty()) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

/// `.5`, `.25` or `.125` as milliseconds; zero when there is no fraction.
std::optional<std::int64_t> take_milliseconds(std::string_view& text) {
  if (!take(text, '.')) return 0;
  const std::size_t before = text.size();
  const auto number = take_number(text);
  const std::size_t digits = before - text.size();
  if (!number || digits > 3) return std::nullopt;
  constexpr std::array<std::int64_t, 4> scale = {0, 100, 10, 1};
  return *number * scale[digits];
}

std::optional<std::int64_t> multiply(std::int64_t count, std::int64_t unit) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(count, unit, &product)) return std::nullopt;
  return product;
}

std::optional<Duration> scaled(std::int64_t count, std::int64_t fraction_ms, char unit,
                               bool in_time) {
  constexpr std::array<std::pair<char, std::int64_t>, 3> time_units = {
      {{'H', 3'600'000}, {'M', 60'000}, {'S', 1'000}}};
  if (fraction_ms != 0 && unit != 'S') return std::nullopt;
  if (!in_time) {
    const auto ms = unit == 'D' ? multiply(count, 86'400'000) : std::nullopt;
    return ms ? std::optional(Duration{*ms}) : std::nullopt;
  }
  for (const auto& [name, unit_ms] : time_units) {
    if (name != unit) continue;
    const auto ms = multiply(count, unit_ms);
    return ms ? std::optional(Duration{*ms + fraction_ms}) : std::nullopt;
  }
  return std::nullopt;
}

/// The offset after the time of day: `Z`, `+HH:MM`, `-HH:MM`.
std::optional<Duration> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return Duration{};
  const bool west = take(text, '-');
  if (!west && !take(text, '+')) return std::nullopt;
  const auto hour = take_fixed(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_fixed(text, 2);
  if (!minute || *hour > 14 || *minute > 59) return std::nullopt;
  const std::int64_t ms = hours(*hour).ms + minutes(*minute).ms;
  return Duration{west ? -ms : ms};
}

std::optional<std::int64_t> take_date_ms(std::string_view& text) {
  const auto year = take_fixed(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_fixed(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_fixed(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return days(std::chrono::sys_days(date).time_since_epoch().count()).ms;
}

std::optional<std::int64_t> take_time_ms(std::string_view& text) {
  const auto hour = take_fixed(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_fixed(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::int64_t ms = hours(*hour).ms + minutes(*minute).ms;
  if (!take(text, ':')) return ms;
  const auto second = take_fixed(text, 2);
  const auto fraction = take_milliseconds(text);
  if (!second || *second > 59 || !fraction) return std::nullopt;
  return ms + *second * 1'000 + *fraction;
}

/// 12884901889 as `12,884,901,889`.
std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::optional<Version> Version::parse(std::string_view text) {
  std::int64_t packed = 0;
  for (int component = 0; component < 4; ++component) {
    std::int64_t number = 0;
    if (component == 0 || !text.empty()) {
      if (component > 0 && !take(text, '.')) return std::nullopt;
      const auto taken = take_number(text);
      if (!taken || *taken > component_max) return std::nullopt;
      number = *taken;
    }
    packed = packed << 15 | number;
  }
  return text.empty() ? std::optional(Version(packed)) : std::nullopt;
}

std::string to_string(Version version) {
  std::array<std::int64_t, 4> components{};
  std::size_t count = 2;
  for (std::size_t index = 0; index < 4; ++index) {
    components[index] = version.packed() >> (15 * (3 - index)) & Version::component_max;
    if (components[index] != 0 && index >= count) count = index + 1;
  }
  return fmt::format("{}", fmt::join(components.begin(),
                                     components.begin() + static_cast<std::ptrdiff_t>(count), "."));
}

std::string to_string(Duration duration) {
  if (duration.ms == 0) return "PT0S";
  const bool negative = duration.ms < 0;
  std::uint64_t rest = negative ? 0 - static_cast<std::uint64_t>(duration.ms)
                                : static_cast<std::uint64_t>(duration.ms);
  const auto take_unit = [&rest](std::uint64_t unit) {
    return std::exchange(rest, rest % unit) / unit;
  };
  std::string text = negative ? "-P" : "P";
  if (const auto count = take_unit(86'400'000)) text += fmt::format("{}D", count);
  if (rest == 0) return text;
  text += "T";
  if (const auto count = take_unit(3'600'000)) text += fmt::format("{}H", count);
  if (const auto count = take_unit(60'000)) text += fmt::format("{}M", count);
  if (rest == 0) return text;
  return text + (rest % 1'000 == 0 ? fmt::format("{}S", rest / 1'000)
                                   : fmt::format("{}.{:03}S", rest / 1'000, rest % 1'000));
}

std::string to_string(Instant instant) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::milliseconds> time{
      std::chrono::milliseconds(instant.ms)};
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::int64_t ms = (time - day).count();
  const std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  ms / 3'600'000, ms / 60'000 % 60, ms / 1'000 % 60);
  return ms % 1'000 == 0 ? text + "Z" : fmt::format("{}.{:03}Z", text, ms % 1'000);
}

std::string to_string(Capacity capacity) {
  if (capacity.bytes % gigabytes(1).bytes == 0)
    return fmt::format("{} GB", capacity.bytes / gigabytes(1).bytes);
  return grouped(capacity.bytes) + " bytes";
}

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = take(text, '-');
  if (!take(text, 'P') || text.empty()) return std::nullopt;
  std::string_view order = "DHMS";  // each unit at most once, largest first
  Duration total;
  bool in_time = false;
  while (!text.empty()) {
    if (!in_time && take(text, 'T')) in_time = true;
    const auto count = take_number(text);
    const auto fraction = take_milliseconds(text);
    if (!count || !fraction || text.empty()) return std::nullopt;
    const std::size_t rank = order.find(text.front());
    const auto part =
        rank == order.npos ? std::nullopt : scaled(*count, *fraction, text.front(), in_time);
    if (!part || __builtin_add_overflow(total.ms, part->ms, &total.ms)) return std::nullopt;
    order.remove_prefix(rank + 1);
    text.remove_prefix(1);
  }
  return Duration{negative ? -total.ms : total.ms};
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto date = take_date_ms(text);
  if (!date || !take(text, 'T')) return std::nullopt;
  const auto time = take_time_ms(text);
  if (!time) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant{*date + *time - offset->ms};
}

std::optional<Capacity> parse_capacity(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units = {
      {{"bytes", 1},
       {"KB", 1'024},
       {"MB", 1'048'576},
       {"GB", 1'073'741'824},
       {"TB", 1'099'511'627'776}}};
  const auto count = take_number(text);
  if (!count || !take(text, ' ')) return std::nullopt;
  for (const auto& [name, unit] : units) {
    if (text != name) continue;
    const auto bytes = multiply(*count, unit);
    return bytes ? std::optional(Capacity{*bytes}) : std::nullopt;
  }
  return std::nullopt;
}

std::string fold(std::string_view text) {
  std::string folded(text);
  for (char& character : folded) character = fold(character);
  return folded;
}

bool is_same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(
      left, right, {}, [](char each) { return fold(each); }, [](char each) { return fold(each); });
}

}  // namespace rehearse::model
