#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/model/steps/step.h"
#include "rehearse/model/world/fleet.h"
#include "rehearse/sim/estate/environment_data.h"
#include "rehearse/sim/estate/executor.h"

/// Room `sim/estate`. What all environments hold and held, the work on it, and whether the rows
/// agree with the model.
///
/// What all environments of a simulation hold, kept in step with the model.
namespace rehearse::sim {

/// The databases, documents and logs of every environment.
///
/// They change in three ways: effects (`Executor`), what an event of a movement means for them
/// (`react`), and what users and engineers do (`carry_out`). Only accepted actions come here.
class Estate {
 public:
  /// All of them must outlive the estate; `world` is read whenever a name or mark is needed.
  Estate(StandIns& stand_ins, const model::Policy& policy, const model::Names& names,
         const model::World& world, Executor& executor)
      : stand_ins_(stand_ins), policy_(policy), names_(names), world_(world), executor_(executor) {}

  /// Gives every environment databases of its own, with `pending_files` files each.
  Expected<void> furnish(const model::Fleet& fleet);

  /// Where an effect or a statement happens now. Sets SQLite's clock.
  Site site(model::EnvironmentId id);

  /// Adds the present state of `id` to its history, if it is a new one.
  void remember(model::EnvironmentId id);

  /// What the backups hold of an environment.
  model::Backup backup_of(model::EnvironmentId id, model::Instant restore_point) const;

  /// The database of a developer machine that has this name, case aside; null when there is none.
  const Image* find_image(model::EnvironmentId id, std::string_view name) const;

  /// Names of all databases of a developer machine, AXDB first; none of other environments.
  std::vector<std::string> database_names(model::EnvironmentId id) const;

  /// What an event of a movement means for the data of `subject`.
  void react(const model::Event& event, model::EnvironmentId subject);

  /// What an action of users or engineers does to the data, after the model accepted it.
  Expected<void> carry_out(const model::Action& action, const model::Step& step);

  /// Lets rows with the present mark of `where` be there.
  static void mark_present(Site& where);

  EnvironmentData& operator[](model::EnvironmentId id) { return data_[id.value]; }
  const EnvironmentData& operator[](model::EnvironmentId id) const { return data_[id.value]; }

  /// All of them, by environment; to be kept, and to be put back.
  const std::vector<EnvironmentData>& data() const { return data_; }
  void set_data(const std::vector<EnvironmentData>& data) { data_ = data; }

 private:
  Expected<void> deploy(model::EnvironmentId id);
  void begin(model::EnvironmentId id);
  void pin_backup(model::EnvironmentId id);
  Expected<void> restore_legacy(const model::RestoreBackup& restore);
  void rename(const model::RenameDatabase& rename);
  Expected<void> settle_debt(const model::Settle& settle);
  Expected<void> receive_file(Site where);
  Expected<void> process_files(Site where);

  StandIns& stand_ins_;
  const model::Policy& policy_;
  const model::Names& names_;
  const model::World& world_;
  Executor& executor_;
  std::vector<EnvironmentData> data_;
};

}  // namespace rehearse::sim
