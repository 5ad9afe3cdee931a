#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rehearse/model/base/error.h"
#include "rehearse/scenarios/files/library.h"
#include "rehearse/scenarios/files/scenario.h"
#include "rehearse/scenarios/play/runner.h"
#include "rehearse/sim/sql/session.h"
#include "rehearse/sim/stand_in/stand_in.h"

namespace rehearse::cli {

/// What every command that plays scenarios needs: SQLite, the shipped stand-ins, a reader.
class Stage {
 public:
  /// `policy` replaces the policies that scenarios name; empty leaves them.
  static Expected<std::unique_ptr<Stage>> create(const std::string& policy);

  sim::Engine& engine() { return *engine_; }
  sim::StandIns& stand_ins() { return *stand_ins_; }

  Expected<scenarios::Scenario> read(const scenarios::ScenarioSource& source);

  /// A scenario file, or the shipped scenario of that name when there is no such file.
  Expected<scenarios::Scenario> read(const std::string& file);

 private:
  Stage() = default;

  std::unique_ptr<sim::Engine> engine_;
  std::unique_ptr<sim::StandIns> stand_ins_;
  std::unique_ptr<scenarios::ScenarioReader> reader_;
};

}  // namespace rehearse::cli
