#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "rehearse/tests/model/language/vocabulary.h"

/// Random well-typed conditions and inputs for them. Values come from small sets, so that equality
/// and limits are met often; every draw is a statement of its own.
namespace rehearse::model::tests {

/// A number from [low, end), all alike: RapidCheck's own ranges begin small and grow.
inline int draw_index(int low, int end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(low, end));
}

/// Drawn conditions as text, nested at most `depth` deep.
class RuleGenerator {
 public:
  std::string condition(int depth) {
    const int form = draw_index(0, depth > 0 ? 9 : 5);
    if (form < 5) return atom(depth, form);
    if (form == 8) return "NOT (" + condition(depth - 1) + ")";
    const bool is_and = *rc::gen::arbitrary<bool>();
    const int count = draw_index(2, 4);
    std::string text;
    for (int index = 0; index < count; ++index)
      text += (index == 0 ? "" : is_and ? " AND " : " OR ") + ("(" + condition(depth - 1) + ")");
    return text;
  }

 private:
  static std::string pick(const std::vector<std::string>& texts) {
    return *rc::gen::elementOf(texts);
  }

  std::string atom(int depth, int form) {
    if (form == 0)
      return pick({"target.available", "source.jobs_stopped", "request.warnings_reviewed", "strict",
                   "FALSE"});
    const Type type = *rc::gen::elementOf(
        std::vector<Type>{Type::Boolean, Type::Integer, Type::Version, Type::Capacity,
                          Type::Duration, Type::Instant, Type::Text, Type::Enumeration});
    const bool ordered = type != Type::Boolean && type < Type::Text;
    const std::string left = type == Type::Enumeration ? "source.kind" : value(type, depth);
    if (form == 1) {
      const std::string test = pick({" IS NULL", " IS NOT NULL"});
      return left + test;
    }
    const std::string right = value(type, depth);
    if (form == 2) {
      const std::string test = pick({" IN (", " NOT IN ("});
      const std::string last = value(type, depth);
      return left + test + right + ", " + last + ")";
    }
    if (form == 3 && ordered) {
      const std::string test = pick({" BETWEEN ", " NOT BETWEEN "});
      const std::string high = value(type, depth);
      return left + test + right + " AND " + high;
    }
    const int last_sign = ordered ? 6 : 2;
    const int sign = draw_index(0, last_sign);
    const std::vector<std::string> signs = {" = ", " <> ", " < ", " <= ", " > ", " >= "};
    return left + signs[static_cast<std::size_t>(sign)] + right;
  }

  std::string value(Type type, int depth) {
    const bool may_add = type == Type::Integer || type == Type::Capacity ||
                         type == Type::Duration || type == Type::Instant;
    if (may_add && depth > 0 && draw_index(0, 4) == 3) return sum(type, depth - 1);
    return leaf(type);
  }

  std::string sum(Type type, int depth) {
    const std::string sign = pick({" + ", " - "});
    const bool of_instants = type == Type::Duration && sign == " - " && *rc::gen::arbitrary<bool>();
    const Type left_type = of_instants ? Type::Instant : type;
    const Type right_type = type == Type::Instant ? Type::Duration : left_type;
    const std::string left = value(left_type, depth);
    const std::string right = value(right_type, depth);
    return "(" + left + sign + right + ")";
  }

  static std::string leaf(Type type) {
    switch (type) {
      case Type::Boolean:
        return pick({"source.available", "target.jobs_stopped", "TRUE", "FALSE", "strict"});
      case Type::Integer:
        return pick({"source.platform_update", "target.platform_update", "platform_update_min",
                     "20", "-1", "9000000000"});
      case Type::Version:
        return pick({"source.application_release", "target.application_release",
                     "target.financial_reporting_version", "first_release", "version '10.0.9'",
                     "version '10.0.10'", "version '10'"});
      case Type::Capacity:
        return pick({"source.allocated_capacity", "target.maximum_capacity", "headroom", "GB(2)",
                     "MB(1)", "TB(1)"});
      case Type::Duration:
        return pick({"request.window_length", "retention", "hours(24)", "days(1)", "minutes(5)"});
      case Type::Instant:
        return pick({"request.submitted", "request.window_start", "epoch",
                     "instant '2020-03-02T10:00:00+01:00'", "instant '1969-07-20T20:17:00Z'"});
      case Type::Text:
        return pick({"source.region", "target.region", "source.tenant", "home_region", "'contoso'",
                     "'CONTOSO'", "'O''Hara'", "''"});
      case Type::Enumeration:
        break;
    }
    return pick({"source.kind", "target.kind", "'sandbox'", "'Production'"});
  }
};

/// One value for each attribute; one in five is missing.
inline Case draw_inputs(Names& names) {
  const std::vector<std::int64_t> versions = {
      Version::parse("10")->packed(), Version::parse("10.0.9")->packed(),
      Version::parse("10.0.10")->packed(), Version::parse("8.1")->packed(), 0};
  std::vector<std::int64_t> texts;
  for (const char* text : {"West Europe", "west europe", "contoso", "o'hara", "", "Zürich"})
    texts.push_back(names.intern(text).value);
  const std::int64_t epoch = parse_instant("2020-03-02T09:00:00Z")->ms;
  Case inputs;
  for (const Attribute& attribute : vocabulary) {
    const int fate = draw_index(0, 5);
    if (fate == 4) continue;
    const auto draw = [](const std::vector<std::int64_t>& from) -> std::int64_t {
      return *rc::gen::elementOf(from);
    };
    std::int64_t value = 0;
    switch (attribute.type) {
      case Type::Boolean:
        value = draw({0, 1});
        break;
      case Type::Integer:
        value = draw({-1, 0, 20, 21, 22, std::int64_t{1} << 61});
        break;
      case Type::Version:
        value = draw(versions);
        break;
      case Type::Capacity:
        value = draw({0, 1, gigabytes(2).bytes, gigabytes(10).bytes, gigabytes(10).bytes + 1});
        break;
      case Type::Duration:
        value = draw({0, hours(24).ms, days(30).ms, -1});
        break;
      case Type::Instant:
        value = draw({epoch, epoch - 1, epoch + days(30).ms, -5});
        break;
      case Type::Text:
        value = draw(texts);
        break;
      case Type::Enumeration:
        value = draw({0, 1});
        break;
    }
    inputs.set(to_string(attribute), value);
  }
  return inputs;
}

}  // namespace rehearse::model::tests
