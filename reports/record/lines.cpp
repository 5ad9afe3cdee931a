#include "rehearse/reports/record/lines.h"

#include "rehearse/reports/record/json_writer.h"
#include "rehearse/reports/text/words.h"

namespace rehearse::reports {
namespace {

void write(JsonWriter& json, std::string_view name, const Place& place) {
  if (place == Place()) return;
  json.key(name);
  json.open('{');
  json.optional_text("file", place.file);
  json.optional_number("line", place.line);
  json.optional_number("column", place.column);
  json.optional_text("pointer", place.pointer);
  json.close('}');
}

void write(JsonWriter& json, std::string_view name, const Error& error) {
  json.key(name);
  json.open('{');
  json.text("what", error.what);
  write(json, "where", error.where);
  json.optional_text("hint", error.hint);
  json.optional_text("excerpt", error.excerpt);
  json.close('}');
}

void write(JsonWriter& json, const model::Operand& operand) {
  json.open('{');
  json.text("name", operand.name);
  json.text("value", operand.value);
  json.optional_truth("named", operand.named);
  json.close('}');
}

void write(JsonWriter& json, const model::Reason& reason);
void write(JsonWriter& json, const model::Finding& finding);

template <typename T>
void write_list(JsonWriter& json, std::string_view name, const std::vector<T>& values) {
  if (values.empty()) return;
  json.key(name);
  json.open('[');
  for (const T& value : values) write(json, value);
  json.close(']');
}

void write(JsonWriter& json, const model::Reason& reason) {
  json.open('{');
  json.text("atom", reason.atom);
  write_list(json, "operands", reason.operands);
  json.optional_text("margin", reason.margin);
  json.close('}');
}

void write(JsonWriter& json, const model::Finding& finding) {
  json.open('{');
  json.text("rule", finding.rule);
  json.text("outcome", to_string(finding.outcome));
  json.text("effect", to_string(finding.effect));
  json.optional_text("because", finding.because);
  json.optional_texts("cites", finding.cites);
  write_list(json, "reasons", finding.reasons);
  json.optional_texts("missing", finding.missing);
  json.close('}');
}

void write(JsonWriter& json, std::string_view name, const model::Decision& decision) {
  json.key(name);
  json.open('{');
  json.text("operation", to_string(decision.operation));
  json.truth("allowed", decision.allowed);
  write_list(json, "findings", decision.findings);
  json.close('}');
}

/// The members of each record, in the order of model/policy/record.h.
struct RecordWriter {
  JsonWriter& json;
  HostInformation host;

  void operator()(const model::RunStarted& run) const {
    json.text("record", "run-started");
    json.text("version", run.version);
    json.text("seed", in_words(run.seed));
    json.optional_text("policy", run.policy);
    json.optional_text("policy_digest", run.policy_digest);
    json.number("scenarios", run.scenarios);
  }
  void operator()(const model::ScenarioStarted& scenario) const {
    json.text("record", "scenario-started");
    json.number("index", scenario.index);
    json.text("file", scenario.file);
    json.optional_text("group", scenario.group);
    json.text("title", scenario.title);
    json.optional_texts("cites", scenario.cites);
    json.optional_text("policy", scenario.policy);
  }
  void operator()(const model::StepTaken& step) const {
    json.text("record", "step");
    json.number("step", step.step);
    json.text("at", to_string(step.at));
    json.text("action", step.action);
    json.optional_texts("events", step.events);
    if (step.decision) write(json, "decision", *step.decision);
  }
  void operator()(const model::Violation& violation) const {
    json.text("record", "violation");
    json.text("kind", to_string(violation.kind));
    json.text("id", violation.id);
    json.number("step", violation.step);
    json.text("at", to_string(violation.at));
    json.text("sentence", violation.sentence);
    json.optional_text("expected", violation.expected);
    json.optional_text("actual", violation.actual);
    json.optional_texts("cites", violation.cites);
    write(json, "where", violation.where);
  }
  void operator()(const model::ScenarioEnded& scenario) const {
    json.text("record", "scenario-ended");
    json.number("index", scenario.index);
    json.text("verdict", to_string(scenario.verdict));
    json.text("trace", scenario.trace);
    json.number("actions", scenario.actions);
    json.text("virtual_time", to_string(scenario.virtual_time));
    measured(scenario.elapsed_us);
    if (scenario.error) write(json, "error", *scenario.error);
  }
  void operator()(const model::RunEnded& run) const {
    json.text("record", "run-ended");
    json.number("passed", run.passed);
    json.number("failed", run.failed);
    json.number("broke", run.broke);
    json.number("actions", run.actions);
    json.number("invariant_checks", run.invariant_checks);
    json.text("trace", run.trace);
    json.optional_truth("interrupted", run.interrupted);
    measured(run.elapsed_us);
  }

  void measured(std::int64_t elapsed_us) const {
    if (host == HostInformation::Included) json.number("elapsed_us", elapsed_us);
  }
};

}  // namespace

std::string to_line(const model::Record& record, HostInformation host) {
  std::string line;
  line.reserve(256);
  JsonWriter json(line);
  json.open('{');
  std::visit(RecordWriter{json, host}, record);
  json.close('}');
  return line;
}

}  // namespace rehearse::reports
