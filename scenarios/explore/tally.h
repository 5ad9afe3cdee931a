#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/play/rehearsal.h"

/// What a campaign exercised.
namespace rehearse::scenarios {

enum class GoalKind : std::uint8_t {
  Transition,  ///< a row that the policy's options allow was taken
  Rule,        ///< it fired; it was asked and did not
  Atom,        ///< a comparison of a rule was true; was false
  DataRule,    ///< it ran
  Failure,     ///< an effect, a sub-step or a script that can fail did
  SubStep,     ///< it completed
};

/// Something that a campaign should meet at least once.
struct Goal {
  GoalKind kind = GoalKind::Transition;
  std::string name;  ///< `refresh: Copying -> Failed when failed`, `rule other-tenant passes`
};

/// How often a goal was met.
using Hit = std::pair<std::uint32_t, std::uint32_t>;  // position of the goal, count

/// The goals of one policy, with counts.
class Tally {
 public:
  /// `policy` must outlive the tally.
  explicit Tally(const model::Policy& policy);

  void hear(const sim::Occurrence& occurrence);

  const std::vector<Goal>& goals() const { return goals_; }
  std::uint64_t count(std::size_t goal) const { return counts_[goal]; }

  /// What was counted since the last call, in the order of the goals; the counts begin anew.
  std::vector<Hit> take();
  void add(const std::vector<Hit>& hits);

 private:
  struct RuleGoals {
    std::size_t fires = 0;                                     ///< the next goal: it passes
    std::vector<std::pair<model::NodeId, std::size_t>> atoms;  ///< the goal "true"; then "false"
  };

  void add_transitions();
  void add_rules();
  void add_data_rules();
  void add_upgrade();
  std::size_t add_goal(GoalKind kind, std::string name);
  void hear_failure(const model::EffectFailed& failed, std::string_view trouble);
  void hear_rules(const sim::Occurrence& occurrence);

  const model::Policy& policy_;
  std::vector<Goal> goals_;
  std::vector<std::uint64_t> counts_;
  std::map<const model::Transition*, std::size_t> transitions_;
  std::vector<std::optional<RuleGoals>> rules_;         // nothing: it cannot fire under this policy
  std::vector<std::optional<std::size_t>> data_rules_;  // by position in the policy
  std::map<model::EffectKind, std::size_t> failures_;
  std::vector<std::size_t> sub_steps_;  // by position in the policy: it completes; then, it fails
  std::vector<std::size_t> scripts_;    // the same: it fails
};

}  // namespace rehearse::scenarios

template <>
inline constexpr auto rehearse::model::enum_names<rehearse::scenarios::GoalKind> =
    std::to_array<std::string_view>(
        {"transitions", "rules", "atoms", "data-rules", "failures", "sub-steps"});
