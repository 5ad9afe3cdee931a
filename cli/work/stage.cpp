#include "rehearse/cli/work/stage.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "rehearse/model/base/suggestion.h"
#include "rehearse/scenarios/files/stand_in.h"

namespace rehearse::cli {
namespace {

std::string last_part(const std::string& file) { return file.substr(file.rfind('/') + 1); }

/// The shipped scenario that was probably meant by `file`, with or without its folder and ending.
std::string meant(const std::string& file, const std::vector<scenarios::ScenarioSource>& shipped) {
  std::vector<std::string> spellings;
  for (const scenarios::ScenarioSource& source : shipped) {
    const std::string name = last_part(source.file);
    spellings.push_back(source.file);
    spellings.push_back(source.file.substr(0, source.file.rfind('.')));
    spellings.push_back(name);
    spellings.push_back(name.substr(0, name.rfind('.')));
  }
  const std::vector<std::string_view> names(spellings.begin(), spellings.end());
  const std::string hint = model::did_you_mean(file, names);
  return hint.empty() ? "rehearse run --list names the embedded ones" : hint;
}

}  // namespace

Expected<std::unique_ptr<Stage>> Stage::create(const std::string& policy) {
  auto stage = std::unique_ptr<Stage>(new Stage);
  // Customizations make many schemas, and a connection for each saves parsing them again.
  auto engine =
      sim::Engine::create({.page_bytes = sim::stand_in_page_bytes, .connections_idle_max = 32});
  if (!engine) return std::unexpected(engine.error());
  stage->engine_ = std::move(*engine);
  auto definition = scenarios::load_stand_ins();
  if (!definition) return std::unexpected(definition.error());
  auto stand_ins = sim::StandIns::create(*stage->engine_, std::move(*definition));
  if (!stand_ins) return std::unexpected(stand_ins.error());
  stage->stand_ins_ = std::make_unique<sim::StandIns>(std::move(*stand_ins));
  stage->reader_ = std::make_unique<scenarios::ScenarioReader>(*stage->stand_ins_);
  if (policy.empty()) return stage;
  if (auto used = stage->reader_->use_policy(policy); !used) return std::unexpected(used.error());
  return stage;
}

Expected<scenarios::Scenario> Stage::read(const scenarios::ScenarioSource& source) {
  return source.is_shipped ? reader_->read(source.text, source.file)
                           : reader_->read_file(source.file);
}

Expected<scenarios::Scenario> Stage::read(const std::string& file) {
  std::error_code unreadable;
  if (std::filesystem::exists(file, unreadable) || unreadable) return reader_->read_file(file);
  const auto shipped = scenarios::shipped_scenarios();
  for (const scenarios::ScenarioSource& source : shipped) {
    if (source.file == file || source.file == file + ".json") return read(source);
  }
  const auto has_name = [&file](const scenarios::ScenarioSource& source) {
    const std::string name = last_part(source.file);
    return name == file || name == file + ".json";
  };
  std::vector<scenarios::ScenarioSource> called_so;
  std::ranges::copy_if(shipped, std::back_inserter(called_so), has_name);
  if (called_so.size() == 1) return read(called_so.front());
  auto missing = reader_->read_file(file);
  if (missing) return missing;
  missing.error().hint = meant(file, shipped);
  if (!called_so.empty()) {
    missing.error().hint = "there is";
    for (const scenarios::ScenarioSource& source : called_so)
      missing.error().hint +=
          fmt::format("{} {}", &source == &called_so.front() ? "" : ",", source.file);
  }
  return missing;
}

}  // namespace rehearse::cli
