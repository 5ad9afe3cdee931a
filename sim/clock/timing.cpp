#include "rehearse/sim/clock/timing.h"

namespace rehearse::sim {

using model::EffectKind;

model::Duration Timing::of(EffectKind effect) const {
  switch (effect) {
    case EffectKind::CopyDatabases:
      return copy;
    case EffectKind::ReplaceTarget:
      return replace;
    case EffectKind::ApplyDataRules:
      return data_rules;
    case EffectKind::Synchronize:
      return synchronize;
    case EffectKind::Restart:
      return restart;
    case EffectKind::RestorePreImage:
      return rollback;
    case EffectKind::RestoreBackups:
      return restore_backups;
    case EffectKind::Reprovision:
      return reprovision;
    case EffectKind::AwaitWindow:
      return wait;
    case EffectKind::RunSubStep:  // each has its own
    case EffectKind::None:
      break;
  }
  return {};
}

model::Duration Timing::of(const model::SubStep& sub_step) const {
  const auto stated = sub_steps.find(sub_step.id);
  return stated == sub_steps.end() ? sub_step.lasts : stated->second;
}

}  // namespace rehearse::sim
