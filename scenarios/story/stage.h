#pragma once

#include <string_view>

#include "rehearse/model/base/error.h"
#include "rehearse/model/world/event.h"
#include "rehearse/model/world/world.h"
#include "rehearse/scenarios/story/deed.h"

namespace rehearse::scenarios {

/// Where deeds are done: a rehearsal of a scenario, or a ground of a campaign. What a deed means is
/// decided by its kind; a stage lets it happen and keeps what came of it. An error is one of the
/// scenario, not of what it rehearses.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  virtual const model::World& world() const = 0;
  virtual model::NameId intern(std::string_view text) = 0;
  /// What the backups hold of `environment` at `point`.
  virtual model::Backup backup(model::EnvironmentId environment, model::Instant point) const = 0;

  virtual model::Events act(const model::Action& action) = 0;

  // Changes of data, which may be refused by the data themselves:
  virtual Expected<void> write(const Write& write) = 0;
  virtual Expected<void> customize(const Customize& customize) = 0;
  virtual Expected<void> run_sql(const RunSql& run) = 0;
  virtual void put_blob(const PutBlob& put) = 0;

  /// Whether `operation` is the movement that an operator means who addresses its target. If not,
  /// that has been told, and the deed comes to nothing: `r1 can be accepted`.
  virtual bool can_address(MovementId operation, std::string_view wish) = 0;
  /// The movement into the operation's target that has just begun is this operation.
  virtual void begin(MovementId operation) = 0;

  /// Lets time pass until the movement into `target` has come as far as `patience` asks.
  virtual Expected<void> wait_for(model::EnvironmentId target, MovementId operation,
                                  const Patience& patience) = 0;
  /// The same for what `environment` does after a movement to pay a debt.
  virtual Expected<void> wait_for_post_step(model::EnvironmentId environment,
                                            const Patience& patience) = 0;
  virtual Expected<void> advance(model::Instant to) = 0;
};

}  // namespace rehearse::scenarios
