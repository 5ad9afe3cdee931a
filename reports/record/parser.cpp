#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/reports/record/lines.h"
#include "rehearse/reports/text/style.h"
#include "rehearse/reports/text/words.h"

/// The second half of lines.h: reading.
namespace rehearse::reports {
namespace {

using nlohmann::json;

constexpr std::size_t value_characters_max = 60;

/// A value and the way to it, from which a pointer is made only when something is wrong.
struct Value {
  const json& node;
  const Value* parent = nullptr;
  std::string_view key;
};

std::string pointer_of(const Value& value) {
  return value.parent == nullptr ? "" : fmt::format("{}/{}", pointer_of(*value.parent), value.key);
}

std::string excerpt_of(const json& node) {
  const std::string text = node.dump(-1, ' ', false, json::error_handler_t::replace);
  return shortened(printable(text), value_characters_max);
}

Error error_at(const Value& value, std::string what) {
  return {std::move(what), {"", 0, 0, pointer_of(value)}, "", ""};
}

/// Reads members into a record. The first error stays; what is read after it does not matter.
class Reader {
 public:
  std::optional<Error> error;

  void refuse(const Value& value, std::string_view wanted) {
    if (error) return;
    const std::string found = excerpt_of(value.node);
    error = error_at(
        value, fmt::format("read record: \"{}\" should be {}, not {}", value.key, wanted, found));
  }

  template <typename T>
  void required(const Value& object, std::string_view key, T& out) {
    const auto member = object.node.find(key);
    if (member != object.node.end()) return read({*member, &object, key}, out);
    if (!error) error = error_at(object, fmt::format("read record: member \"{}\" is missing", key));
  }

  template <typename T>
  void optional(const Value& object, std::string_view key, T& out) {
    const auto member = object.node.find(key);
    if (member != object.node.end()) read({*member, &object, key}, out);
  }

 private:
  void read(const Value& value, std::string& out) {
    if (!value.node.is_string()) return refuse(value, "a text");
    out = value.node.get_ref<const std::string&>();
  }
  void read(const Value& value, bool& out) {
    if (!value.node.is_boolean()) return refuse(value, "true or false");
    out = value.node.get<bool>();
  }
  template <std::unsigned_integral T>
  void read(const Value& value, T& out) {
    constexpr std::uint64_t max = std::numeric_limits<T>::max();
    if (!value.node.is_number_unsigned() || value.node.get<std::uint64_t>() > max)
      return refuse(value, fmt::format("a whole number up to {}", max));
    out = value.node.get<T>();
  }
  void read(const Value& value, std::int64_t& out) {
    constexpr std::uint64_t max = std::numeric_limits<std::int64_t>::max();
    const bool above = value.node.is_number_unsigned() && value.node.get<std::uint64_t>() > max;
    if (!value.node.is_number_integer() || above) return refuse(value, "a whole number");
    out = value.node.get<std::int64_t>();
  }

  /// A text that means something.
  template <typename T, typename Parse>
  void read_text(const Value& value, T& out, std::string_view wanted, Parse&& parse) {
    if (!value.node.is_string()) return refuse(value, wanted);
    const std::optional<T> parsed = parse(value.node.get_ref<const std::string&>());
    if (!parsed) return refuse(value, wanted);
    out = *parsed;
  }
  void read(const Value& value, model::Seed& out) {
    read_text(value, out, "a seed like 0x5eed", parse_seed);
  }
  void read(const Value& value, model::Instant& out) {
    read_text(value, out, "an instant like 2020-03-02T09:00:00Z", model::parse_instant);
  }
  void read(const Value& value, model::Duration& out) {
    read_text(value, out, "a duration like PT1H30M", model::parse_duration);
  }
  template <typename T>
    requires(model::enum_count<T> > 0)
  void read(const Value& value, T& out) {
    const auto wanted = fmt::format("one of {}", fmt::join(model::enum_names<T>, ", "));
    read_text(value, out, wanted, model::parse_enum<T>);
  }

  template <typename T>
  void read(const Value& value, std::vector<T>& out) {
    if (!value.node.is_array()) return refuse(value, "a list");
    out.resize(value.node.size());
    for (std::size_t at = 0; at < out.size(); ++at) {
      const std::string key = fmt::format("{}", at);
      read({value.node[at], &value, key}, out[at]);
    }
  }
  template <typename T>
  void read(const Value& value, std::optional<T>& out) {
    read(value, out.emplace());
  }
  template <typename T>
    requires std::is_aggregate_v<T>
  void read(const Value& value, T& out) {
    if (!value.node.is_object()) return refuse(value, "an object");
    members(value, out);
  }

  void members(const Value& in, Place& out) {
    optional(in, "file", out.file);
    optional(in, "line", out.line);
    optional(in, "column", out.column);
    optional(in, "pointer", out.pointer);
  }
  void members(const Value& in, Error& out) {
    required(in, "what", out.what);
    optional(in, "where", out.where);
    optional(in, "hint", out.hint);
    optional(in, "excerpt", out.excerpt);
  }
  void members(const Value& in, model::Operand& out) {
    required(in, "name", out.name);
    required(in, "value", out.value);
    optional(in, "named", out.named);
  }
  void members(const Value& in, model::Reason& out) {
    required(in, "atom", out.atom);
    optional(in, "operands", out.operands);
    optional(in, "margin", out.margin);
  }
  void members(const Value& in, model::Finding& out) {
    required(in, "rule", out.rule);
    required(in, "outcome", out.outcome);
    required(in, "effect", out.effect);
    optional(in, "because", out.because);
    optional(in, "cites", out.cites);
    optional(in, "reasons", out.reasons);
    optional(in, "missing", out.missing);
  }
  void members(const Value& in, model::Decision& out) {
    required(in, "operation", out.operation);
    required(in, "allowed", out.allowed);
    optional(in, "findings", out.findings);
  }

 public:
  void members(const Value& in, model::RunStarted& out) {
    required(in, "version", out.version);
    required(in, "seed", out.seed);
    optional(in, "policy", out.policy);
    optional(in, "policy_digest", out.policy_digest);
    required(in, "scenarios", out.scenarios);
  }
  void members(const Value& in, model::ScenarioStarted& out) {
    required(in, "index", out.index);
    required(in, "file", out.file);
    optional(in, "group", out.group);
    required(in, "title", out.title);
    optional(in, "cites", out.cites);
    optional(in, "policy", out.policy);
  }
  void members(const Value& in, model::StepTaken& out) {
    required(in, "step", out.step);
    required(in, "at", out.at);
    required(in, "action", out.action);
    optional(in, "events", out.events);
    optional(in, "decision", out.decision);
  }
  void members(const Value& in, model::Violation& out) {
    required(in, "kind", out.kind);
    required(in, "id", out.id);
    required(in, "step", out.step);
    required(in, "at", out.at);
    required(in, "sentence", out.sentence);
    optional(in, "expected", out.expected);
    optional(in, "actual", out.actual);
    optional(in, "cites", out.cites);
    optional(in, "where", out.where);
  }
  void members(const Value& in, model::ScenarioEnded& out) {
    required(in, "index", out.index);
    required(in, "verdict", out.verdict);
    required(in, "trace", out.trace);
    required(in, "actions", out.actions);
    required(in, "virtual_time", out.virtual_time);
    optional(in, "elapsed_us", out.elapsed_us);
    optional(in, "error", out.error);
  }
  void members(const Value& in, model::RunEnded& out) {
    required(in, "passed", out.passed);
    required(in, "failed", out.failed);
    required(in, "broke", out.broke);
    required(in, "actions", out.actions);
    required(in, "invariant_checks", out.invariant_checks);
    required(in, "trace", out.trace);
    optional(in, "interrupted", out.interrupted);
    optional(in, "elapsed_us", out.elapsed_us);
  }
};

template <typename T>
Expected<model::Record> parsed(const Value& root) {
  Reader reader;
  T record;
  reader.members(root, record);
  if (reader.error) return std::unexpected(std::move(*reader.error));
  return record;
}

struct Kind {
  std::string_view name;
  Expected<model::Record> (*parse)(const Value&);
};

constexpr std::array<Kind, std::variant_size_v<model::Record>> kinds = {
    {{"run-started", parsed<model::RunStarted>},
     {"scenario-started", parsed<model::ScenarioStarted>},
     {"step", parsed<model::StepTaken>},
     {"violation", parsed<model::Violation>},
     {"scenario-ended", parsed<model::ScenarioEnded>},
     {"run-ended", parsed<model::RunEnded>}}};

Expected<model::Record> parse_kind(const Value& root) {
  Reader reader;
  std::string name;
  reader.required(root, "record", name);
  if (reader.error) return std::unexpected(std::move(*reader.error));
  std::vector<std::string_view> names;
  for (const Kind& kind : kinds) {
    if (kind.name == name) return kind.parse(root);
    names.push_back(kind.name);
  }
  Error error = error_at(root, fmt::format("read record: unknown record \"{}\"", shown(name)));
  error.hint = model::did_you_mean(name, names);
  return std::unexpected(std::move(error));
}

/// `[json.exception.parse_error.101] parse error at line 1, column 5: syntax error ...` without
/// what only nlohmann_json's own readers understand.
std::string complaint(const json::parse_error& error) {
  const std::string_view what = error.what();
  const std::size_t colon = what.find(": ");
  return printable(colon == what.npos ? what : what.substr(colon + 2));
}

}  // namespace

Expected<model::Record> parse_line(std::string_view line) {
  try {
    const json root = json::parse(line);
    if (root.is_object()) return parse_kind({root, nullptr, {}});
    return fail("read record: {} is no JSON object", excerpt_of(root));
  } catch (const json::parse_error& error) {
    const auto column = static_cast<std::uint32_t>(error.byte);
    const std::string what = fmt::format("read record: not JSON: {}", complaint(error));
    return std::unexpected(Error{what, {"", 0, column, ""}, "", ""});
  }
}

}  // namespace rehearse::reports
