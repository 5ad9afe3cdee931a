#include "rehearse/reports/formats/junit.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/reports/story/blocks.h"
#include "rehearse/reports/text/words.h"
#include "rehearse/reports/text/xml_text.h"

namespace rehearse::reports {
namespace {

/// What makes a test case other than passed.
struct Trouble {
  std::string element;  // `failure`, `error` or `skipped`
  std::string type;     // not of `skipped`
  std::string message;
  std::string text;
};

struct Case {
  std::uint32_t index = 0;
  std::string group;
  std::string class_name;
  std::string name;
  std::string file;
  std::uint32_t line = 0;  // of the trouble, in `file`; 0 when unknown
  std::string policy;
  std::int64_t elapsed_ms = 0;
  std::optional<Trouble> trouble;
};

struct Totals {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::int64_t elapsed_ms = 0;
};

Totals totals_of(const std::vector<const Case*>& cases) {
  Totals totals;
  for (const Case* each : cases) {
    const std::string_view element = each->trouble ? std::string_view(each->trouble->element) : "";
    ++totals.tests;
    totals.failures += element == "failure";
    totals.errors += element == "error";
    totals.skipped += element == "skipped";
    totals.elapsed_ms += each->elapsed_ms;
  }
  return totals;
}

/// `refresh.prod-target` for `refresh/prod-target.json` in the group `refresh`.
std::string class_name_of(const model::ScenarioStarted& scenario) {
  const std::string_view file = scenario.file;
  const std::size_t slash = file.rfind('/');
  const std::string_view name = file.substr(slash == file.npos ? 0 : slash + 1);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  std::string group = scenario.group;
  std::ranges::replace(group, '/', '.');
  return group.empty() ? std::string(stem) : fmt::format("{}.{}", group, stem);
}

std::string type_of(const model::Violation& violation) {
  const bool invariant = violation.kind == model::ViolationKind::Invariant;
  return invariant ? "invariant:" + violation.id : std::string(to_string(violation.kind));
}

Trouble failure_of(const model::RunStarted& run, const Story& story) {
  const model::Violation* first = story.claims.empty() ? nullptr : &story.claims[0].violation;
  const std::string text = failure_block(run, story, Story::claims_max, {});
  if (first == nullptr) return {"failure", "expectation", "a claim does not hold", text};
  const std::string message = fmt::format("{}: {} (violated at step {}, seed {})", shown(first->id),
                                          shown(first->sentence), first->step, in_words(run.seed));
  return {"failure", type_of(*first), message, text};
}

Trouble error_of(const model::RunStarted& run, const Story& story) {
  const std::string text = failure_block(run, story, Story::claims_max, {});
  if (!story.ended) return {"error", "incomplete", "there is no record of its end", text};
  const bool told = story.ended->error.has_value();
  return {"error", "broke", told ? shown(story.ended->error->what) : "could not be carried out",
          text};
}

/// Where the trouble stands, if that is in the scenario's own file.
std::uint32_t line_of(const Story& story) {
  const bool broke = story.ended && story.ended->error;
  if (!broke && story.claims.empty()) return 0;
  const Place& place = broke ? story.ended->error->where : story.claims[0].violation.where;
  return place.file == story.started.file ? place.line : 0;
}

Case case_of(const model::RunStarted& run, const Story& story, HostInformation host) {
  const model::ScenarioStarted& scenario = story.started;
  Case result{scenario.index, scenario.group, class_name_of(scenario), title_of(scenario),
              scenario.file,  line_of(story), scenario.policy,         0,
              std::nullopt};
  if (host == HostInformation::Included && story.ended)
    result.elapsed_ms = story.ended->elapsed_us / 1'000;
  const model::Verdict verdict = verdict_of(story);
  if (verdict == model::Verdict::Failed) result.trouble = failure_of(run, story);
  if (verdict == model::Verdict::Broke) result.trouble = error_of(run, story);
  return result;
}

/// Stands for all scenarios that an interrupted run left out.
Case left_out(std::size_t scenarios) {
  const std::string name =
      fmt::format("{} {} not run", counted(scenarios, "scenario"), scenarios == 1 ? "was" : "were");
  Case result;
  result.group = result.class_name = "run";
  result.name = name;
  result.trouble = Trouble{"skipped", "", "the run did not get there", ""};
  return result;
}

/// Later cases of one name in one class are numbered.
void number_duplicates(std::vector<Case>& cases) {
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  for (Case& each : cases) {
    const std::size_t number = ++seen[{each.class_name, each.name}];
    if (number > 1) each.name += fmt::format(" ({})", number);
  }
}

using Suite = std::pair<std::string, std::vector<const Case*>>;

std::vector<Suite> suites_of(const std::vector<Case>& cases) {
  std::map<std::string_view, std::size_t> positions;
  std::vector<Suite> suites;
  for (const Case& each : cases) {
    const auto [entry, is_new] = positions.try_emplace(each.group, suites.size());
    if (is_new) suites.push_back({each.group, {}});
    suites[entry->second].second.push_back(&each);
  }
  return suites;
}

void set(pugi::xml_node node, const char* name, std::string_view value) {
  node.append_attribute(name).set_value(xml_text(value).c_str());
}

std::string time_text(std::int64_t ms) { return fmt::format("{}.{:03}", ms / 1'000, ms % 1'000); }

void set_totals(pugi::xml_node node, const Totals& totals) {
  set(node, "tests", fmt::format("{}", totals.tests));
  set(node, "failures", fmt::format("{}", totals.failures));
  set(node, "errors", fmt::format("{}", totals.errors));
  set(node, "skipped", fmt::format("{}", totals.skipped));
  set(node, "time", time_text(totals.elapsed_ms));
}

void append_property(pugi::xml_node properties, const char* name, std::string_view value) {
  if (value.empty()) return;
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

/// The policy of the run, or those that the scenarios of a suite name.
std::string policies(const model::RunStarted& run, const std::vector<const Case*>& cases) {
  if (!run.policy.empty()) return run.policy;
  std::vector<std::string> names;
  for (const Case* each : cases) names.push_back(each->policy);
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  std::erase(names, "");
  return fmt::format("{}", fmt::join(names, ", "));
}

void append_case(pugi::xml_node suite, const Case& each) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "classname", each.class_name);
  set(node, "name", each.name);
  if (!each.file.empty()) set(node, "file", each.file);
  if (each.line > 0) set(node, "line", fmt::format("{}", each.line));
  set(node, "time", time_text(each.elapsed_ms));
  if (!each.trouble) return;
  pugi::xml_node trouble = node.append_child(each.trouble->element.c_str());
  if (!each.trouble->type.empty()) set(trouble, "type", each.trouble->type);
  set(trouble, "message", each.trouble->message);
  if (!each.trouble->text.empty()) trouble.text().set(xml_text("\n" + each.trouble->text).c_str());
}

void append_suite(pugi::xml_node root, const model::RunStarted& run, const Suite& suite) {
  const auto& [name, cases] = suite;
  pugi::xml_node node = root.append_child("testsuite");
  set(node, "name", name.empty() ? "(no group)" : name);
  set_totals(node, totals_of(cases));
  pugi::xml_node properties = node.append_child("properties");
  append_property(properties, "seed", in_words(run.seed));
  append_property(properties, "policy", policies(run, cases));
  append_property(properties, "policy.digest", run.policy_digest);
  append_property(properties, "version", run.version);
  for (const Case* each : cases) append_case(node, *each);
}

struct StringWriter final : pugi::xml_writer {
  std::string text;
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
};

std::string document_text(const model::RunStarted& run, const std::vector<Case>& cases) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "rehearse");
  std::vector<const Case*> all;
  for (const Case& each : cases) all.push_back(&each);
  set_totals(root, totals_of(all));
  for (const Suite& suite : suites_of(cases)) append_suite(root, run, suite);
  StringWriter writer;
  document.save(writer, " ");
  return std::move(writer.text);
}

class Junit final : public Renderer {
 public:
  Junit(std::unique_ptr<Sink> sink, HostInformation host) : sink_(std::move(sink)), host_(host) {}

  Expected<void> take(const model::Record& record) override {
    if (std::holds_alternative<model::ScenarioStarted>(record)) end_open_scenario();
    teller_.take(record);
    if (std::holds_alternative<model::ScenarioEnded>(record)) end_scenario();
    return {};
  }

  Expected<void> finish() override {
    end_open_scenario();
    if (teller_.run().scenarios > cases_.size())
      cases_.push_back(left_out(teller_.run().scenarios - cases_.size()));
    number_duplicates(cases_);
    if (auto written = sink_->write(document_text(teller_.run(), cases_)); !written) return written;
    return sink_->close();
  }

 private:
  void end_open_scenario() {
    if (teller_.is_open()) end_scenario();
  }
  /// Keeps the cases in the order of `index`; those that arrive in order are only appended.
  void end_scenario() {
    if (!teller_.story()) return;
    Case next = case_of(teller_.run(), *teller_.story(), host_);
    const auto place = std::ranges::upper_bound(cases_, next.index, {}, &Case::index);
    cases_.insert(place, std::move(next));
  }

  std::unique_ptr<Sink> sink_;
  HostInformation host_;
  StoryTeller teller_;
  std::vector<Case> cases_;
};

}  // namespace

std::unique_ptr<Renderer> junit_renderer(std::unique_ptr<Sink> sink, HostInformation host) {
  return std::make_unique<Junit>(std::move(sink), host);
}

}  // namespace rehearse::reports
