#include "rehearse/scenarios/explore/families_upgrade.h"

#include <fmt/format.h>

#include <array>
#include <ranges>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/deeds_of_upgrade.h"
#include "rehearse/scenarios/story/drawn_sql.h"

/// What developers do about an upgrade: mostly what comes next, sometimes what does not.
namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;
using model::EnvironmentState;
using model::Service;
using Deeds = std::vector<Deed>;

bool has_ax2012(const EnvironmentState& each) { return each.upgrade.has_ax2012; }

EnvironmentId pick_machine(Scene& scene) { return pick(scene, has_ax2012); }

std::string some_database(Scene& scene) {
  static constexpr std::array<std::string_view, 4> all = {"AXDB", "AX2012", "AXDB_orig",
                                                          "AXDB_old"};
  return std::string(scene.draw.one_of(all));
}

model::EnumSet<Service> some_services(Scene& scene) {
  model::EnumSet<Service> services = model::EnumSet<Service>::all();
  const bool are_all = scene.draw.chance(1, 2);
  if (are_all) return services;
  const auto one = static_cast<Service>(scene.draw.below(model::enum_count<Service>));
  const bool is_only_that = scene.draw.chance(1, 2);
  return is_only_that ? model::EnumSet<Service>{one} : services.without({one});
}

std::string some_runbook(Scene& scene) {
  const bool is_usual = !scene.draw.chance(1, 8);
  return is_usual ? std::string(runbook_id_default) : "Other-runbook";
}

std::string some_runbook_file(Scene& scene) {
  const bool is_usual = !scene.draw.chance(1, 8);
  return is_usual ? std::string(runbook_file_default) : "Other-runbook.xml";
}

SharedText some_statement(Scene& scene) {
  return std::string(scene.draw.one_of(developer_statements()).sql);
}

void prepare_upgrade(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  const auto work =
      static_cast<model::Groundwork>(scene.draw.below(model::enum_count<model::Groundwork>));
  deeds.emplace_back(model::PrepareUpgrade{id, work});
}

template <typename T>
void on_machine(Scene& scene, Deeds& deeds) {
  deeds.emplace_back(T{pick_machine(scene)});
}

void transfer_backup(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  const model::Route route = scene.draw.mostly(model::Route::Storage, 2);
  deeds.emplace_back(model::TransferBackup{id, route});
}

void restore_backup(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  deeds.emplace_back(RestoreBackup{.environment = id, .name = some_database(scene)});
}

void stop_services(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  deeds.emplace_back(model::StopServices{id, some_services(scene)});
}

void start_services(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  deeds.emplace_back(model::StartServices{id, some_services(scene)});
}

void rename_database(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  std::string from = some_database(scene);
  std::string to = some_database(scene);
  deeds.emplace_back(
      RenameDatabase{.environment = id, .from = std::move(from), .to = std::move(to)});
}

std::string other_package(Scene& scene) {
  static constexpr std::array<std::string_view, 4> all = {
      "AX2012DataUpgrade-10.0.25", "AX2012DataUpgrade-10.0.27", "AX2012DataUpgrade-10.0.2",
      "PlatformUpdate-10.0.26"};
  return std::string(scene.draw.one_of(all));
}

void download_package(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  const bool is_right = scene.draw.chance(1, 2);
  std::string package =
      fmt::format("AX2012DataUpgrade-{}", to_string(scene.world[id].application_release));
  if (!is_right) package = other_package(scene);
  const bool is_in_temp = scene.draw.chance(3, 4);
  deeds.emplace_back(
      DownloadPackage{.environment = id,
                      .package = std::move(package),
                      .folder = is_in_temp ? std::string(temp_folder) : "C:\\Downloads"});
}

void open_prompt(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  const bool is_elevated = scene.draw.chance(2, 3);
  deeds.emplace_back(
      model::OpenPrompt{id, is_elevated ? model::Prompt::Elevated : model::Prompt::Ordinary});
}

void generate_runbook(Scene& scene, Deeds& deeds) {
  GenerateRunbook generate{.environment = pick_machine(scene), .runbook = {}, .file = {}};
  generate.runbook = some_runbook(scene);
  generate.file = some_runbook_file(scene);
  generate.finds_topology = !scene.draw.chance(1, 8);
  generate.finds_service_model = !scene.draw.chance(1, 8);
  deeds.emplace_back(std::move(generate));
}

void import_runbook(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  deeds.emplace_back(ImportRunbook{.environment = id, .file = some_runbook_file(scene)});
}

void execute_runbook(Scene& scene, Deeds& deeds) {
  ExecuteRunbook execute{.environment = pick_machine(scene)};
  execute.runbook = some_runbook(scene);
  const bool has_failed = has_failed_upgrade(scene.world[execute.environment]);
  const bool is_right = scene.draw.chance(7, 8);
  if (has_failed == is_right) execute.rerun_step = scene.policy.runbook.step;
  if (scene.draw.chance(1, 16)) execute.rerun_step = 17;
  if (scene.draw.chance(1, 2)) execute.patience = Patience::None;
  deeds.emplace_back(std::move(execute));
}

void run_sql(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  deeds.emplace_back(RunSql{.environment = id, .sql = some_statement(scene)});
}

/// Into the hours of a run, so that the next deed strikes anywhere in it.
void let_sub_steps_pass(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  if (pending_effect(scene.world[id].movement) != model::EffectKind::RunSubStep) return;
  static constexpr std::array spans = {model::Duration{137}, model::minutes(2), model::minutes(30),
                                       model::hours(1),      model::hours(8),   model::hours(9)};
  const bool is_anywhere = scene.draw.chance(1, 2);
  constexpr model::Duration whole = model::hours(11);
  if (is_anywhere) {
    const auto span =
        static_cast<std::int64_t>(scene.draw.below(static_cast<std::uint64_t>(whole.ms)));
    deeds.emplace_back(Advance{model::Duration{span + 1}});
  } else {
    deeds.emplace_back(Advance{scene.draw.one_of(spans)});
  }
}

/// The last package or the last prompt that `deeds` ask for is another one. False when they ask for
/// neither.
bool mistake(Scene& scene, Deeds& deeds) {
  const bool is_package = scene.draw.chance(1, 2);
  for (Deed& deed : deeds | std::views::reverse) {
    auto* download = std::get_if<DownloadPackage>(&deed);
    auto* open = std::get_if<model::OpenPrompt>(&deed);
    if (is_package && download != nullptr) download->package = other_package(scene);
    if (!is_package && open != nullptr) open->prompt = model::Prompt::Ordinary;
    if (is_package ? download != nullptr : open != nullptr) return true;
  }
  return false;
}

/// One of `deeds` is forgotten, or comes too late, or takes one thing for another.
void spoil(Scene& scene, Deeds& deeds) {
  if (scene.draw.chance(1, 3) && mistake(scene, deeds)) return;
  const std::uint64_t which = scene.draw.below(deeds.size());
  const bool is_forgotten = scene.draw.chance(1, 2);
  if (is_forgotten) {
    deeds.erase(deeds.begin() + static_cast<std::ptrdiff_t>(which));
  } else if (which + 1 < deeds.size()) {
    std::swap(deeds[which], deeds[which + 1]);
  }
}

/// The next deeds that the document asks for: one, a few, or all.
void go_on(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick_machine(scene);
  Deeds left = remaining_of_upgrade(id, scene.world, scene.policy, scene.names);
  if (left.empty()) return;
  const std::uint64_t how_far = scene.draw.below(3);
  std::uint64_t count = left.size();
  if (how_far == 0) count = 1;
  if (how_far == 1) count = 1 + scene.draw.below(left.size());
  left.resize(count);
  if (scene.draw.chance(1, 8)) spoil(scene, left);
  if (!left.empty()) {
    auto* execute = std::get_if<ExecuteRunbook>(&left.back());
    if (execute != nullptr && scene.draw.chance(1, 3)) execute->patience = Patience::None;
  }
  deeds.insert(deeds.end(), std::make_move_iterator(left.begin()),
               std::make_move_iterator(left.end()));
}

}  // namespace

void append_upgrades(std::vector<Family>& families) {
  Family upgrades[] = {
      {"data-upgrade", 24, go_on},
      {"execute-runbook", 4, execute_runbook},
      {"sub-steps", 10, let_sub_steps_pass},
      {"reboot", 4, on_machine<model::Reboot>},
      {"stop-services", 3, stop_services},
      {"start-services", 3, start_services},
      {"run-sql", 4, run_sql},
      {"prepare-upgrade", 2, prepare_upgrade},
      {"back-up", 2, on_machine<model::BackUp>},
      {"transfer-backup", 2, transfer_backup},
      {"restore-backup", 2, restore_backup},
      {"rename-database", 2, rename_database},
      {"download-package", 2, download_package},
      {"unblock-package", 1, on_machine<model::UnblockPackage>},
      {"extract-package", 1, on_machine<model::ExtractPackage>},
      {"open-prompt", 2, open_prompt},
      {"generate-runbook", 2, generate_runbook},
      {"import-runbook", 1, import_runbook},
  };
  for (Family& family : upgrades) {
    family.only_with = model::Process::DataUpgrade;
    families.push_back(std::move(family));
  }
}

}  // namespace rehearse::scenarios
