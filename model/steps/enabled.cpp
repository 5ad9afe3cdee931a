#include "rehearse/model/steps/enabled.h"

#include "rehearse/model/processes/process.h"

namespace rehearse::model {
namespace {

void starts_into(EnvironmentId target, const World& world, const Bounds& bounds,
                 std::vector<Action>& actions) {
  if (world[target].movement.ordinal >= bounds.movements_max) return;
  for (std::uint16_t source = 0; source < world.environments.size(); ++source) {
    actions.push_back(Start{.source = {source}, .target = target, .page = world[target].name});
  }
}

void movement_of(EnvironmentId target, const World& world, const Bounds& bounds,
                 std::vector<Action>& actions) {
  const Movement& movement = world[target].movement;
  if (movement.phase == Phase::None) return;
  if (const EffectKind pending = pending_effect(movement); pending != EffectKind::None) {
    actions.push_back(EffectFinished{target, pending});
    if (movement.failures < bounds.failures_max && pending != EffectKind::AwaitWindow)
      actions.push_back(EffectFailed{target, pending});
  }
  actions.push_back(Rollback{target});
  actions.push_back(Cancel{target});
  actions.push_back(DownloadLogs{target});
}

void users_of(EnvironmentId id, const World& world, const Bounds& bounds,
              std::vector<Action>& actions) {
  const EnvironmentState& environment = world[id];
  for (const Account account : {Account::Admin, Account::Service, Account::User}) {
    actions.push_back(SignIn{id, account});
    if (environment.revision >= bounds.writes_max) continue;
    actions.push_back(Write{id, account, environment.contents.application.facts});
  }
  if (!bounds.debts) return;
  for (std::size_t debt = 0; debt < enum_count<Debt>; ++debt) {
    if (environment.debts.contains(static_cast<Debt>(debt)))
      actions.push_back(Settle{id, static_cast<Debt>(debt)});
  }
}

}  // namespace

void enabled(const World& world, const Bounds& bounds, std::vector<Action>& actions) {
  for (std::uint16_t index = 0; index < world.environments.size(); ++index) {
    const EnvironmentId id{index};
    starts_into(id, world, bounds, actions);
    movement_of(id, world, bounds, actions);
    users_of(id, world, bounds, actions);
  }
}

}  // namespace rehearse::model
