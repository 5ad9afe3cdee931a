#include "rehearse/scenarios/explore/families_moves.h"

#include <array>
#include <functional>

/// Movements and work items.
namespace rehearse::scenarios {
namespace {

using model::Duration;
using model::EnvironmentId;
using model::EnvironmentKind;
using model::EnvironmentState;
using model::Phase;
using model::Process;
using Deeds = std::vector<Deed>;

constexpr Duration instant{1};  // the smallest step of a clock

bool is_free_sandbox(const EnvironmentState& each) {
  return each.kind == EnvironmentKind::Sandbox && !is_unresolved(each.movement.phase) &&
         !is_open_request(each.movement.phase);
}
bool is_production(const EnvironmentState& each) {
  return each.kind == EnvironmentKind::Production;
}
bool can_be_source(const EnvironmentState& each) {
  return each.kind != EnvironmentKind::Developer && !is_unresolved(each.movement.phase);
}
bool has_open_request(const EnvironmentState& each) { return is_open_request(each.movement.phase); }
bool waits_for_acceptance(const EnvironmentState& each) {
  return each.movement.phase == Phase::Submitted;
}
bool has_failed(const EnvironmentState& each) {
  return each.movement.phase == Phase::Failed || each.movement.phase == Phase::RollbackFailed;
}

/// Around what decides: now, the oldest backup kept, the start of the history.
std::optional<Duration> restore_point(Scene& scene, EnvironmentId source) {
  const EnvironmentState& environment = scene.world[source];
  const Duration kept = scene.policy.backups_kept(environment.kind);
  const Duration since_start = scene.world.now - environment.history_start;
  const std::array<std::optional<Duration>, 16> points = {Duration{0},
                                                          Duration{-model::minutes(1).ms},
                                                          Duration{-model::minutes(30).ms},
                                                          Duration{-model::hours(1).ms},
                                                          Duration{-model::hours(2).ms},
                                                          Duration{-model::hours(1).ms},
                                                          Duration{-model::days(1).ms},
                                                          Duration{-model::days(6).ms},
                                                          Duration{-model::days(27).ms},
                                                          instant,
                                                          Duration{-kept.ms},
                                                          Duration{-kept.ms - 1},
                                                          Duration{-since_start.ms},
                                                          Duration{-since_start.ms - 1},
                                                          std::nullopt,
                                                          Duration{0}};
  return scene.draw.one_of(points);
}

WindowOf window(Scene& scene) {
  static constexpr std::array openings = {model::hours(24), model::hours(25),
                                          model::hours(48), Duration{model::hours(24).ms - 1},
                                          model::hours(23), model::hours(5)};
  static constexpr std::array lengths = {model::hours(2), model::hours(1),
                                         Duration{model::hours(1).ms - 1}, Duration{0},
                                         Duration{-model::hours(1).ms}};
  const bool is_usual = scene.draw.chance(3, 4);
  if (is_usual) return {};
  const Duration opens = scene.draw.one_of(openings);
  const Duration length = scene.draw.one_of(lengths);
  return {opens, length};
}

/// What whoever asks says besides.
void fill_in(Scene& scene, Move& move) {
  const bool is_elsewhere = scene.draw.chance(1, 16);
  move.page = is_elsewhere ? pick(scene) : move.target;
  move.role = scene.draw.mostly(model::Role::ProjectOwner);
  move.purpose = scene.draw.mostly(model::Purpose::Testing);
  move.via = scene.draw.mostly(model::Via::Page, 3);
  move.warnings_reviewed = !scene.draw.chance(1, 16);
  move.patience = scene.draw.chance(1, 3) ? Patience::None : Patience::UntilSettled;
}

/// What a form says besides.
void fill_in_form(Scene& scene, Move& move) {
  move.page = move.target;
  move.role = scene.draw.mostly(model::Role::ProjectOwner);
  move.window = window(scene);
  move.database = scene.draw.mostly(model::RequestedDatabase::Application, 16);
  if (is_restore(move.process)) move.restore_point = restore_point(scene, move.source);
  // A form for what is copied as it is now has no restore point; some give one all the same.
  if (!is_restore(move.process) && scene.draw.chance(1, 16))
    move.restore_point = Duration{-model::hours(1).ms};
  const bool is_incomplete = scene.draw.chance(1, 16);
  const int boxes = description_of(move.process).acknowledgements;
  if (boxes == 0) move.all_acknowledged = !is_incomplete;
  if (boxes > 0) move.acknowledgements = static_cast<std::uint8_t>(boxes - (is_incomplete ? 1 : 0));
}

/// Backups are taken from production (PITR-01), what is copied as it is now from anywhere.
void choose_environments(Scene& scene, Move& move) {
  const model::ProcessDescription& process = description_of(move.process);
  const bool is_request = is_requested(move.process);
  if (process.in_place) {
    move.source = move.target = pick(scene, is_request ? is_free_sandbox : can_be_source);
    return;
  }
  move.source = pick(scene, process.from_backups ? is_production : can_be_source);
  const bool may_be_unusual = !is_request && !process.from_backups;
  const bool is_usual = !may_be_unusual || scene.draw.chance(4, 5);
  move.target = pick(scene, is_usual ? is_free_sandbox : can_be_source);
}

void ask_for(model::Process process, Scene& scene, Deeds& deeds) {
  Move move{.process = process};
  choose_environments(scene, move);
  if (is_requested(process)) {
    fill_in_form(scene, move);
  } else {
    if (is_restore(process)) move.restore_point = restore_point(scene, move.source);
    fill_in(scene, move);
  }
  deeds.emplace_back(move);
}

/// An environment that somebody asked a movement into; nothing when there is none.
std::optional<EnvironmentId> pick_asked(Scene& scene, bool (*fits)(const EnvironmentState&)) {
  const EnvironmentId id = pick(scene, fits);
  return scene.asked[id.value] ? std::optional(id) : std::nullopt;
}

void accept(Scene& scene, Deeds& deeds) {
  const auto id = pick_asked(scene, waits_for_acceptance);
  if (id) deeds.emplace_back(Accept{*id});
}

void reschedule(Scene& scene, Deeds& deeds) {
  const auto id = pick_asked(scene, has_open_request);
  if (!id) return;
  Reschedule later{.target = *id, .window = window(scene), .restore_point = {}};
  later.role = scene.draw.mostly(model::Role::ProjectOwner);
  const model::Movement& movement = scene.world[*id].movement;
  if (is_restore(movement.process) && scene.draw.chance(1, 2))
    later.restore_point = restore_point(scene, movement.source);
  deeds.emplace_back(later);
}

void cancel(Scene& scene, Deeds& deeds) {
  const auto id = pick_asked(scene, has_open_request);
  if (!id) return;
  const model::Role role = scene.draw.mostly(model::Role::ProjectOwner);
  deeds.emplace_back(Cancel{*id, role});
}

void roll_back(Scene& scene, Deeds& deeds) {
  const auto id = pick_asked(scene, has_failed);
  if (!id) return;
  const model::Role role = scene.draw.mostly(model::Role::ProjectOwner);
  const bool is_waited_for = scene.draw.chance(2, 3);
  deeds.emplace_back(Rollback{*id, role, is_waited_for ? Patience::UntilSettled : Patience::None});
}

void download_logs(Scene& scene, Deeds& deeds) {
  const auto id = pick_asked(scene, has_failed);
  if (id) deeds.emplace_back(DownloadLogs{*id});
}

}  // namespace

void append_moves(std::vector<Family>& families) {
  for (const Process process : model::all_processes) {
    if (!moves_databases(process)) continue;
    // Most begin with a copy of what is there now.
    const bool is_commonest = is_self_service(process) && !is_restore(process);
    families.push_back({.name = std::string(to_string(process)),
                        .weight = is_commonest ? 10U : 8U,
                        .propose = std::bind_front(ask_for, process),
                        .asks_for = process});
  }
  for (Family& family : std::to_array<Family>({{"accept", 10, accept},
                                               {"reschedule", 3, reschedule},
                                               {"cancel", 1, cancel},
                                               {"rollback", 6, roll_back},
                                               {"download-logs", 3, download_logs}}))
    families.push_back(std::move(family));
}

}  // namespace rehearse::scenarios
