#include "rehearse/scenarios/history/perform.h"

#include <algorithm>

#include "rehearse/model/base/assert.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/history/deeds_of_upgrade.h"
#include "rehearse/scenarios/statements/catalogue.h"

namespace rehearse::scenarios {

using model::EnvironmentId;

namespace {

bool is_turned_away(const model::Events& events) {
  return !events.empty() && (events.front().kind == model::EventKind::Denied ||
                             events.front().kind == model::EventKind::Refused);
}

/// How strictly the rules of a policy answered.
enum class Strictness : std::uint8_t { Passes, Warns, Denies };

Strictness strictness_of(const model::Verdicts& verdicts) {
  if (!verdicts.allowed) return Strictness::Denies;
  const bool warns = verdicts.fired.any() || verdicts.not_evaluable.any();
  return warns ? Strictness::Warns : Strictness::Passes;
}

/// Rules that had something to say.
int speaking(const model::Step& step) {
  return step.verdicts.fired.count() + step.verdicts.not_evaluable.count();
}

/// How a step differs from that of the policy that it is compared with; empty when it does not, or
/// is stricter.
std::string_view difference_of(const sim::Occurrence& occurrence) {
  const model::Step& other = *occurrence.compared;
  const Strictness own_answer = strictness_of(occurrence.step.verdicts);
  const Strictness other_answer = strictness_of(other.verdicts);
  const bool is_laxer = own_answer < other_answer || speaking(occurrence.step) < speaking(other);
  const bool goes_on = !is_turned_away(occurrence.step.events);
  const bool other_goes_on = !is_turned_away(other.events);
  if (is_laxer || (goes_on && !other_goes_on)) return looser;
  const bool is_same = occurrence.world == other.world && occurrence.step.effect == other.effect;
  return goes_on && other_goes_on && !is_same ? otherwise : "";
}

/// A ground as the stage on which deeds are done. Keeps what came of one deed.
class GroundStage final : public Stage {
 public:
  GroundStage(Ground& ground, const Alarm* alarm) : ground_(ground), alarm_(alarm) {}

  const model::World& world() const override { return ground_.world(); }
  model::NameId intern(std::string_view text) override { return ground_.intern(text); }
  model::Backup backup(EnvironmentId environment, model::Instant point) const override {
    return ground_.backup(environment, point);
  }
  model::Events act(const model::Action& action) override { return ground_.act(action); }

  Expected<void> write(const Write& write) override { return keep(ground_.write(write)); }
  Expected<void> customize(const Customize& customize) override {
    return keep(ground_.customize(customize));
  }
  Expected<void> run_sql(const RunSql& run) override { return keep(ground_.run_sql(run)); }
  void put_blob(const PutBlob& put) override { ground_.put_blob(put); }

  /// Whoever addresses a target means what runs there.
  bool can_address(MovementId, std::string_view) override { return true; }
  void begin(MovementId) override {}

  /// Until the movement into `target` that runs now has come so far.
  Expected<void> wait_for(EnvironmentId target, MovementId, const Patience& patience) override {
    const std::uint16_t ordinal = movement(target).ordinal;
    return let_pass([&] {
      return movement(target).ordinal != ordinal || is_settled(movement(target).phase) ||
             is_enough(patience, target) || (alarm_ != nullptr && alarm_->rings());
    });
  }

  Expected<void> wait_for_post_step(EnvironmentId environment, const Patience& patience) override {
    return let_pass([&] {
      return !model::is_post_step(movement(environment).phase) || is_enough(patience, environment);
    });
  }

  Expected<void> advance(model::Instant to) override {
    ground_.advance(to);
    return {};
  }

  Performed take() && { return std::move(performed_); }

 private:
  const model::Movement& movement(EnvironmentId id) const { return ground_.world()[id].movement; }

  bool is_enough(const Patience& patience, EnvironmentId id) const {
    return patience.until == Patience::Until::AtOnce ||
           (patience.until == Patience::Until::Phase && movement(id).phase == patience.phase);
  }

  Expected<void> keep(std::string trouble) {
    performed_.trouble = std::move(trouble);
    return {};
  }

  template <typename IsOver>
  Expected<void> let_pass(IsOver is_over) {
    for (std::uint32_t count = 0; count < advances_max; ++count) {
      if (is_over() || !ground_.advance_to_next()) return {};
    }
    performed_.rest = Rest::GaveUp;
    return {};
  }

  Ground& ground_;
  const Alarm* alarm_;
  Performed performed_;
};

}  // namespace

Witness Alarm::witness(Witness further) {
  return [this, further = std::move(further)](const sim::Occurrence& occurrence) {
    hear(occurrence);
    if (further) further(occurrence);
  };
}

void Alarm::hear(const sim::Occurrence& occurrence) {
  ++actions_;
  const bool is_fine = occurrence.broken.none() && occurrence.discrepancies.empty();
  const auto add_to = [&](std::vector<Breach>& breaches, std::string_view id) {
    Breach breach{std::string(id),
                  std::string(operation_kind(occurrence.action, occurrence.world))};
    if (std::ranges::count(breaches, breach) == 0) breaches.push_back(std::move(breach));
  };
  if (!is_fine) {
    for (std::size_t index = 0; index < model::invariants().size(); ++index) {
      if (occurrence.broken.test(index)) add_to(all_, model::invariants()[index].id);
    }
    for (const sim::Discrepancy& discrepancy : occurrence.discrepancies)
      add_to(all_, discrepancy.id);
  }
  for (const Claim& claim : claims_) {
    if (!claim.holds(occurrence)) add_to(all_, claim.id);
  }
  if (occurrence.compared == nullptr) return;
  if (const std::string_view id = difference_of(occurrence); !id.empty()) add_to(differences_, id);
}

bool Alarm::has(const Breach& breach) const {
  return std::ranges::count(is_difference(breach) ? differences_ : all_, breach) > 0;
}

void Alarm::reset() {
  all_.clear();
  differences_.clear();
  actions_ = 0;
}

Performed perform(const Deed& deed, Ground& ground, const Alarm* alarm) {
  GroundStage stage(ground, alarm);
  const auto done = perform(deed, stage);
  REHEARSE_ASSERT(done.has_value());  // a ground has no errors of a scenario
  return std::move(stage).take();
}

Rest let_settle(Ground& ground) {
  for (std::uint32_t count = 0; count < advances_max; ++count) {
    if (!ground.advance_to_next()) return Rest::Reached;
  }
  return Rest::GaveUp;
}

std::vector<Breach> unfinished(Ground& ground) {
  std::vector<Breach> found;
  for (std::uint16_t index = 0; index < ground.world().environments.size(); ++index) {
    if (!has_failed_upgrade(ground.world()[{index}])) continue;
    bring_to_end({index}, ground);
    if (!is_upgraded(ground.world()[{index}]))
      found.push_back({"INV-48", std::string(to_string(model::Process::DataUpgrade))});
  }
  const model::World& world = ground.world();
  for (const model::EnvironmentState& environment : world.environments) {
    const model::Movement& movement = environment.movement;
    const bool is_requested = model::is_requested(movement.process);
    const bool is_left = is_requested && movement.phase == model::Phase::Failed;
    if (pending_effect(movement) == model::EffectKind::None && !is_left) continue;
    found.push_back({is_requested ? "INV-45" : "INV-43", std::string(to_string(movement.process))});
  }
  return found;
}

bool is_difference(const Breach& breach) { return breach.id == looser || breach.id == otherwise; }

std::string sentence_of(std::string_view id, std::span<const Claim> claims) {
  if (id == looser) return "is judged less strictly by the rules than under the shipped policy";
  if (id == otherwise) return "leads to something else than under the shipped policy";
  if (const Statement* statement = statement_of_invariant(id)) return statement->sentence;
  for (const Claim& claim : claims) {
    if (claim.id == id) return claim.sentence;
  }
  return "what the model knows of a database is true of its rows";
}

}  // namespace rehearse::scenarios
