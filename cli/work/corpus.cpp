#include "rehearse/cli/work/corpus.h"

#include <algorithm>
#include <filesystem>

#include "rehearse/reports/out/sink.h"

namespace rehearse::cli {
namespace {

namespace fs = std::filesystem;

/// What the records of a scenario tell of an old finding.
struct Hearing {
  std::string broken;       ///< the first invariant that was
  std::string turned_away;  ///< `step 2: denied by other-tenant`

  void take(const model::Record& record) {
    if (const auto* violation = std::get_if<model::Violation>(&record)) {
      if (violation->kind != model::ViolationKind::Expectation && broken.empty())
        broken = fmt::format("{}: {}", violation->id, violation->sentence);
    }
    const auto* step = std::get_if<model::StepTaken>(&record);
    if (step == nullptr || !turned_away.empty()) return;
    if (step->decision && !step->decision->allowed) {
      turned_away = fmt::format("step {}: {} is denied by {}", step->step, step->action,
                                fmt::join(rules_of(*step->decision), ", "));
    }
  }

  static std::vector<std::string> rules_of(const model::Decision& decision) {
    std::vector<std::string> rules;
    for (const model::Finding& finding : decision.findings) {
      if (finding.effect == model::RuleEffect::Deny) rules.push_back(finding.rule);
    }
    return rules;
  }
};

/// Whether a finding of that name is not about an invariant.
bool is_of_difference(const std::string& file) {
  const std::string name = fs::path(file).filename().string();
  return std::ranges::any_of(std::array{scenarios::looser, scenarios::otherwise},
                             [&](std::string_view id) { return name.starts_with(id); });
}

Remembered judge(const std::string& file, const scenarios::Scenario& scenario,
                 scenarios::Scope scope, Stage& stage) {
  Hearing hearing;
  scenarios::Runner runner(stage.stand_ins());
  const auto ended = runner.run(scenario, 0, [&](model::Record&& record) { hearing.take(record); });
  if (ended.error) return {file, false, "stale: " + ended.error->what};
  if (!hearing.broken.empty()) return {file, true, "still breaks " + hearing.broken};
  if (is_of_difference(file) && ended.verdict == model::Verdict::Failed)
    return {file, scope == scenarios::Scope::Differences, "still not as under the shipped policy"};
  if (!hearing.turned_away.empty()) return {file, false, "stale since " + hearing.turned_away};
  return {file, false, "stale: every step is still possible, and nothing is broken"};
}

}  // namespace

Expected<Corpus> Corpus::open(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail("make folder {}: {}", folder, error.message());
  return Corpus(folder);
}

Expected<std::vector<Remembered>> Corpus::replay(scenarios::Scope scope, Stage& stage) const {
  auto sources = scenarios::find_scenarios({folder_});
  if (!sources) return std::unexpected(std::move(sources.error()));
  std::vector<Remembered> remembered;
  for (const scenarios::ScenarioSource& source : *sources) {
    const auto scenario = stage.read(source);
    if (!scenario) {
      remembered.push_back({source.file, false, "stale: " + to_string(scenario.error())});
    } else if (!scenario->is_out_of_profile) {
      remembered.push_back(judge(source.file, *scenario, scope, stage));
    }
  }
  return remembered;
}

Expected<std::string> Corpus::save(const scenarios::Finding& finding) const {
  std::string path = (fs::path(folder_) / finding.name).string();
  auto sink = reports::whole_file_sink(path);
  if (!sink) return std::unexpected(std::move(sink.error()));
  if (auto written = (*sink)->write(finding.text); !written)
    return std::unexpected(std::move(written.error()));
  if (auto closed = (*sink)->close(); !closed) return std::unexpected(std::move(closed.error()));
  return path;
}

std::string Corpus::progress_file(const std::string& key) const {
  return (fs::path(folder_) / fmt::format("progress-{}.ndjson", key)).string();
}

}  // namespace rehearse::cli
