#include "rehearse/scenarios/explore/families.h"

#include <array>

#include "rehearse/scenarios/explore/families_moves.h"
#include "rehearse/scenarios/explore/families_upgrade.h"
#include "rehearse/scenarios/story/drawn_sql.h"

namespace rehearse::scenarios {

using model::EnvironmentId;
using model::EnvironmentState;
using model::Version;

model::EnvironmentId pick(Scene& scene) {
  const std::uint64_t count = scene.world.environments.size();
  const bool is_common = scene.draw.chance(3, 4);
  const std::uint64_t bound = is_common ? std::min<std::uint64_t>(3, count) : count;
  return {static_cast<std::uint16_t>(scene.draw.below(bound))};
}

model::EnvironmentId pick(Scene& scene, const std::function<bool(const EnvironmentState&)>& fits) {
  if (!scene.draw.chance(7, 8)) return pick(scene);
  boost::container::small_vector<std::uint16_t, 8> fitting;
  for (std::uint16_t index = 0; index < scene.world.environments.size(); ++index) {
    if (fits(scene.world.environments[index])) fitting.push_back(index);
  }
  if (fitting.empty()) return pick(scene);
  return {fitting[scene.draw.below(fitting.size())]};
}

namespace {

using Deeds = std::vector<Deed>;

template <typename T>
void in_some_environment(Scene& scene, Deeds& deeds) {
  deeds.emplace_back(T{pick(scene)});
}

void sign_in(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene);
  const auto account = static_cast<model::Account>(scene.draw.below(3));
  deeds.emplace_back(model::SignIn{id, account});
}

void write(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene, [](const auto& each) { return each.available; });
  const auto account = static_cast<model::Account>(scene.draw.below(3));
  const UserStatement& statement = scene.draw.one_of(user_statements());
  deeds.emplace_back(
      Write{.environment = id, .account = account, .sql = std::string(statement.sql)});
}

void put_blob(Scene& scene, Deeds& deeds) {
  deeds.emplace_back(PutBlob{.environment = pick(scene), .name = "contract.pdf", .text = "signed"});
}

void settle(Scene& scene, Deeds& deeds) {
  const EnvironmentId id =
      pick(scene, [](const auto& each) { return !each.debts.empty() && each.available; });
  boost::container::small_vector<model::Debt, 16> owed;
  for (std::size_t debt = 0; debt < model::enum_count<model::Debt>; ++debt) {
    if (scene.world[id].debts.contains(static_cast<model::Debt>(debt)))
      owed.push_back(static_cast<model::Debt>(debt));
  }
  const bool is_owed = scene.draw.chance(7, 8) && !owed.empty();
  const std::uint64_t chosen = scene.draw.below(is_owed ? owed.size() : std::size_t{9});
  deeds.emplace_back(Settle{id, is_owed ? owed[chosen] : static_cast<model::Debt>(chosen)});
}

void customize(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene, model::can_be_serviced);
  const Requirement& requirement = scene.draw.one_of(requirements());
  deeds.emplace_back(Customize{.environment = id, .require = std::string(requirement.sql)});
}

/// One that the component has, mostly.
Version some_version(Draw& draw, model::Component component) {
  static constexpr std::array<std::array<std::string_view, 3>, 3> usual = {
      {{"8.0", "8.1", "10.0.9"}, {"20", "21", "33"}, {"10.0.8.9", "10.0.8.10", "10.0.9"}}};
  static_assert(usual.size() == model::enum_count<model::Component>);
  const bool is_usual = draw.chance(7, 8);
  const std::uint64_t other = draw.below(usual.size());
  const auto& versions = usual[is_usual ? static_cast<std::size_t>(component) : other];
  return *Version::parse(draw.one_of(versions));
}

/// Mostly by the path that is open to the environment.
void apply_update(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene, model::can_be_serviced);
  const auto component =
      static_cast<model::Component>(scene.draw.below(model::enum_count<model::Component>));
  const Version version = some_version(scene.draw, component);
  const bool has_tiles = scene.world[id].application_release >= *Version::parse("8.1");
  const bool is_open = scene.draw.chance(7, 8);
  const auto path =
      has_tiles == is_open ? model::UpdatePath::UpdateTiles : model::UpdatePath::BinaryPackage;
  const bool is_saved = scene.draw.chance(3, 4);
  if (has_tiles && is_saved) deeds.emplace_back(model::SaveUpdate{id});
  deeds.emplace_back(model::ApplyUpdate{id, component, path, version});
}

void install_hotfix(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene);
  const auto hotfix = static_cast<model::Hotfix>(scene.draw.below(5));
  deeds.emplace_back(model::InstallHotfix{id, hotfix});
}

void rename_channels(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene);
  const bool is_default_database = scene.draw.chance(1, 2);
  const bool is_default_group = scene.draw.chance(1, 2);
  deeds.emplace_back(RenameChannels{.environment = id,
                                    .database = is_default_database ? "Default" : "Web",
                                    .group = is_default_group ? "Default" : "Web"});
}

void prepare_tool(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene, [](const auto& each) {
    return each.debts.contains(model::Debt::Reprovisioning) &&
           each.tool != model::ToolState::Uploaded;
  });
  const bool is_next = scene.draw.chance(7, 8);
  const bool is_first = scene.world[id].tool == model::ToolState::None;
  deeds.emplace_back(model::PrepareTool{
      id, is_first == is_next ? model::ToolState::Downloaded : model::ToolState::Uploaded});
}

std::string some_account(Draw& draw) {
  static constexpr std::array<std::string_view, 3> all = {
      "uat1.admin@contoso.com", "uat.admin@fabrikam.com", "someone.else@contoso.com"};
  return std::string(draw.one_of(all));
}

void provision_admin(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene);
  deeds.emplace_back(ProvisionAdmin{.environment = id, .account = some_account(scene.draw)});
}

void redeploy(Scene& scene, Deeds& deeds) {
  Redeploy redeploy{
      .environment = pick(
          scene, [](const auto& each) { return each.kind != model::EnvironmentKind::Production; }),
      .account = {},
      .tenant = {},
      .application_release = {}};
  redeploy.account = some_account(scene.draw);
  if (scene.draw.chance(1, 4)) redeploy.tenant = "fabrikam";
  if (scene.draw.chance(1, 4)) redeploy.application_release = Version::parse("10.0.9");
  deeds.emplace_back(std::move(redeploy));
}

void view_credentials(Scene& scene, Deeds& deeds) {
  const EnvironmentId id = pick(scene);
  const auto role = static_cast<model::Role>(scene.draw.below(model::enum_count<model::Role>));
  deeds.emplace_back(model::ViewCredentials{id, role});
}

/// Until the window of an accepted work item opens, or the instant before; nothing without one.
std::optional<model::Duration> until_window(Scene& scene) {
  for (const EnvironmentState& each : scene.world.environments) {
    if (each.movement.phase != model::Phase::Accepted) continue;
    const model::Duration left = each.movement.window_start - scene.world.now;
    if (left.ms <= 0 || !scene.draw.chance(1, 2)) continue;
    const bool is_on_time = scene.draw.chance(3, 4);
    return is_on_time ? left : model::Duration{left.ms - 1};
  }
  return std::nullopt;
}

void pass_time(Scene& scene, Deeds& deeds) {
  static constexpr std::array durations = {model::minutes(1), model::minutes(5), model::minutes(30),
                                           model::hours(1),   model::hours(2),   model::hours(24),
                                           model::hours(25),  model::hours(26),  model::days(8),
                                           model::days(29),   model::Duration{1}};
  if (const auto left = until_window(scene)) {
    deeds.emplace_back(Advance{*left});
  } else {
    deeds.emplace_back(Advance{scene.draw.one_of(durations)});
  }
}

}  // namespace

const std::vector<Family>& shipped_families() {
  static const std::vector<Family> all = [] {
    std::vector<Family> families = {
        {"sign-in", 2, sign_in},
        {"write", 3, write},
        {"put-blob", 1, put_blob},
        {"receive-file", 2, in_some_environment<model::ReceiveFile>},
        {"process-files", 2, in_some_environment<model::ProcessFiles>},
        {"stop-jobs", 1, in_some_environment<model::StopJobs>},
        {"settle", 6, settle},
        {"customize", 1, customize},
        {"remove-customizations", 1, in_some_environment<model::RemoveCustomizations>},
        {"save-update", 1, in_some_environment<model::SaveUpdate>},
        {"apply-update", 2, apply_update},
        {"install-hotfix", 1, install_hotfix},
        {"rename-channels", 1, rename_channels},
        {"prepare-tool", 4, prepare_tool},
        {"provision-admin", 1, provision_admin},
        {"redeploy", 1, redeploy},
        {"view-credentials", 1, view_credentials},
        {"advance", 8, pass_time},
    };
    append_moves(families);
    append_upgrades(families);
    return families;
  }();
  return all;
}

}  // namespace rehearse::scenarios
