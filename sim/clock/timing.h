#pragma once

#include <map>
#include <string>

#include "rehearse/model/base/values.h"
#include "rehearse/model/world/enumerations.h"
#include "rehearse/model/world/upgrade.h"

namespace rehearse::sim {

/// How long each effect takes in virtual time. The documents give no figures for a self-service
/// refresh; these are round numbers that keep the phases apart.
struct Timing {
  model::Duration copy = model::minutes(30);
  model::Duration restore_backups = model::minutes(45);
  model::Duration replace = model::minutes(5);
  model::Duration data_rules = model::minutes(10);
  model::Duration synchronize = model::minutes(20);
  model::Duration restart = model::minutes(5);
  model::Duration rollback = model::minutes(45);
  model::Duration reprovision = model::minutes(60);
  model::Duration wait = model::minutes(15);  ///< engineers look again whether work can begin
  /// Of sub-steps of an upgrade, by id, where they do not last as long as the policy says (UPG-49).
  std::map<std::string, model::Duration> sub_steps = {};

  /// Of an effect that has one duration; nothing for what has none.
  model::Duration of(model::EffectKind effect) const;

  model::Duration of(const model::SubStep& sub_step) const;
};

}  // namespace rehearse::sim
