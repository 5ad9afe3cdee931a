#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rehearse/scenarios/history/history.h"
#include "rehearse/scenarios/play/rehearsal.h"
#include "rehearse/sim/run/simulation.h"

/// Where a history is played: on the model alone, or on a simulation with databases.
namespace rehearse::scenarios {

/// A world with its clock, its backups and what is pending. Everything that happens is told to the
/// witness that the ground was made with.
class Ground {
 public:
  /// A state to return to; of this ground only.
  using Mark = std::shared_ptr<const void>;

  Ground() = default;
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;
  virtual ~Ground() = default;

  virtual const model::World& world() const = 0;
  virtual const model::Policy& policy() const = 0;
  virtual const model::Names& names() const = 0;
  virtual model::NameId intern(std::string_view text) = 0;

  virtual model::Events act(const model::Action& action) = 0;

  /// Why the data could not be changed; nothing when they could, or when nobody got that far.
  virtual std::string write(const Write& write) = 0;
  virtual std::string customize(const Customize& customize) = 0;
  virtual std::string run_sql(const RunSql& run) = 0;
  virtual void put_blob(const PutBlob& put) = 0;

  virtual model::Backup backup(model::EnvironmentId environment, model::Instant point) const = 0;

  /// See `sim::Simulation`.
  virtual void advance(model::Instant until) = 0;
  virtual bool advance_to_next() = 0;

  virtual Mark mark() const = 0;
  virtual void return_to(const Mark& mark) = 0;
};

/// What a ground is made from. All of it must outlive the ground.
struct Territory {
  const model::Policy& policy;
  const model::Names& names;  ///< gave the ids of the texts in the policy
  /// Its steps are told beside those of `policy`; null when nobody compares. Only the model alone
  /// looks at it: what differs in rows and in nothing that the model knows is not compared.
  const model::Policy* compared = nullptr;
};

/// Whether the model computes what rules are asked, for coverage; that costs a third of its speed.
enum class Inquiries : std::uint8_t { Told, Omitted };

/// The model alone: the outcome of an effect is success unless a fault of the history strikes it.
/// `history` must outlive the ground.
std::unique_ptr<Ground> model_ground(const Territory& territory, const History& history,
                                     Witness witness, Inquiries inquiries = Inquiries::Omitted);

/// The real thing. `stand_ins` must outlive the ground.
Expected<std::unique_ptr<Ground>> database_ground(const Territory& territory,
                                                  const History& history, sim::StandIns& stand_ins,
                                                  Witness witness,
                                                  sim::Telling telling = sim::Telling::Full);

/// Digest of everything that happened on a ground that `database_ground` made, when all is told.
sim::Digest trace_of(const Ground& database_ground);

}  // namespace rehearse::scenarios
