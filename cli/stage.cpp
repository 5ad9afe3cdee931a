#include "cli/stage.h"

#include <filesystem>

#include "model/rule_suggestion.h"
#include "scenarios/stand_in_file.h"

namespace rehearse::cli {

Expected<std::unique_ptr<Stage>> Stage::create(const std::string& policy) {
  auto stage = std::unique_ptr<Stage>(new Stage);
  auto engine = sim::Engine::create();
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
  if (std::filesystem::exists(file)) return reader_->read_file(file);
  const auto shipped = scenarios::shipped_scenarios();
  std::vector<std::string_view> names;
  for (const scenarios::ScenarioSource& source : shipped) {
    names.push_back(source.file);
    if (source.file == file || source.file == file + ".json") return read(source);
  }
  auto missing = reader_->read_file(file);
  if (!missing) missing.error().hint = model::did_you_mean(file, names);
  return missing;
}

}  // namespace rehearse::cli
