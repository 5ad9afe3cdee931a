#include "rehearse/tests/reports/record/generators.h"

#include <rapidcheck.h>

#include <cstdint>

namespace rehearse::tests {
namespace {

/// What escaping, line ends, terminals and UTF-8 make difficult.
const std::vector<std::string> pieces = {"",        "a",
                                         "UAT1",    " ",
                                         "\"",      "\\",
                                         "\n",      "\r",
                                         "\t",      "\x1B",
                                         "\x7F",    "\u00E4",
                                         "\u2028",  "\uFFFD",
                                         "{",       "[",
                                         "\uFFFF",  ":",
                                         "0x5eed",  "\U0001F600",
                                         "missing", std::string(1, '\0'),
                                         ",",       "}"};

std::string any_text() {
  const auto chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
  std::string text;
  for (const std::string& piece : chosen) text += piece;
  return text;
}

std::vector<std::string> any_texts() {
  const auto count = *rc::gen::inRange(0, 3);
  std::vector<std::string> texts;
  for (int index = 0; index < count; ++index) texts.push_back(any_text());
  return texts;
}

/// Often zero or the largest.
template <typename T>
T any_number() {
  const auto kind = *rc::gen::inRange(0, 4);
  if (kind == 0) return 0;
  if (kind == 1) return std::numeric_limits<T>::max();
  return *rc::gen::arbitrary<T>();
}

bool any_truth() { return *rc::gen::inRange(0, 2) == 1; }

model::Instant any_instant() {
  constexpr std::int64_t year_0_ms = -62'167'219'200'000;
  constexpr std::int64_t year_10000_ms = 253'402'300'800'000;
  const auto ms = *rc::gen::inRange(year_0_ms, year_10000_ms);
  return {any_truth() ? ms : ms / 1'000 * 1'000};
}

template <typename E>
E any_enum() {
  return static_cast<E>(*rc::gen::inRange<std::size_t>(0, model::enum_count<E>));
}

template <typename T, typename Make>
std::vector<T> any_list(Make&& make) {
  const auto count = *rc::gen::inRange(0, 3);
  std::vector<T> values;
  for (int index = 0; index < count; ++index) values.push_back(make());
  return values;
}

/// A braced list is evaluated from left to right by every compiler; arguments of a function are
/// not.
Place any_place() {
  return Place{any_text(), any_number<std::uint32_t>(), any_number<std::uint32_t>(), any_text()};
}

Error any_error() { return Error{any_text(), any_place(), any_text(), any_text()}; }

model::Operand any_operand() { return model::Operand{any_text(), any_text(), any_truth()}; }

model::Reason any_reason() {
  return model::Reason{any_text(), any_list<model::Operand>(any_operand), any_text()};
}

model::Finding any_finding() {
  return model::Finding{any_text(),
                        any_enum<model::RuleOutcome>(),
                        any_enum<model::RuleEffect>(),
                        any_text(),
                        any_texts(),
                        any_list<model::Reason>(any_reason),
                        any_texts()};
}

model::Decision any_decision() {
  return model::Decision{any_enum<model::Operation>(), any_truth(),
                         any_list<model::Finding>(any_finding)};
}

template <typename T, typename Make>
std::optional<T> perhaps(Make&& make) {
  return any_truth() ? std::optional<T>(make()) : std::nullopt;
}

model::Record any_ending() {
  if (any_truth()) {
    return model::ScenarioEnded{
        any_number<std::uint32_t>(), any_enum<model::Verdict>(), any_text(),
        any_number<std::uint32_t>(), {any_instant().ms},         any_number<std::int64_t>(),
        perhaps<Error>(any_error)};
  }
  return model::RunEnded{any_number<std::uint32_t>(),
                         any_number<std::uint32_t>(),
                         any_number<std::uint32_t>(),
                         any_number<std::uint64_t>(),
                         any_number<std::uint64_t>(),
                         any_text(),
                         any_truth(),
                         any_number<std::int64_t>()};
}

}  // namespace

model::Record any_record() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return model::RunStarted{any_text(),
                               {any_number<std::uint64_t>()},
                               any_text(),
                               any_text(),
                               any_number<std::uint32_t>()};
    case 1:
      return model::ScenarioStarted{
          any_number<std::uint32_t>(), any_text(), any_text(), any_text(), any_texts(), any_text()};
    case 2:
      return model::StepTaken{any_number<std::uint32_t>(), any_instant(), any_text(), any_texts(),
                              perhaps<model::Decision>(any_decision)};
    case 3:
      return model::Violation{any_enum<model::ViolationKind>(),
                              any_text(),
                              any_number<std::uint32_t>(),
                              any_instant(),
                              any_text(),
                              any_text(),
                              any_text(),
                              any_texts(),
                              any_place()};
    default:
      return any_ending();
  }
}

std::string any_bytes() { return *rc::gen::arbitrary<std::string>(); }

}  // namespace rehearse::tests
