#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rehearse/model/policy/policy.h"
#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/play/runner.h"
#include "rehearse/scenarios/statements/catalogue.h"

/// Room `scenarios/coverage`. The evidence for each statement: what decided outcomes, and in which
/// direction.
///
/// What runs show of everything that decides outcomes, in both directions, and with it of every
/// statement of the documents. Evidence comes from what happened, never from what a scenario says
/// that it is about.
namespace rehearse::scenarios {

enum class PartKind : std::uint8_t {
  Rule,
  DataRule,
  Constant,
  Option,
  Transition,
  Invariant,
  Debt,
  SubStep,  ///< of an upgrade
  Script,   ///< of an upgrade
  Act,      ///< something that people do which no rule, option or transition stands for
};

/// Something that decides outcomes and rests on statements. Equal parts of several policies are
/// one.
struct Part {
  PartKind kind = PartKind::Rule;
  std::string name;                   ///< `rule database-capacity`, `refresh: Copying -> Failed`
  std::vector<std::string> policies;  ///< that have it; empty for transitions and invariants
  std::vector<std::string> cites;
  const model::Transition* transition = nullptr;     ///< of a Transition
  model::Process process = model::Process::Refresh;  ///< of a Transition
  model::OperationSet operations = {};               ///< of a DataRule
  model::EnumSet<model::EnvironmentKind> into = {};  ///< of a DataRule
};

/// Positions of scenarios in the run.
struct Evidence {
  std::set<std::uint32_t> positive;
  std::set<std::uint32_t> negative;
};

/// Collects evidence. What counts, positive and negative:
///
/// * a rule: it fired; it was asked and let an allowed operation pass.
/// * a data rule: it changed rows; a movement that it belongs to ended without its work in place.
/// * a constant: a rule that names it was asked under this value; under another value.
/// * an option: a movement began under this value; under another value.
/// * a transition: it was taken; its phase was left another way.
/// * an invariant: it had something to say, and held; it was found broken.
/// * a debt: it was paid; a movement ended and left none, or nothing was owed.
/// * a sub-step: it completed; an upgrade failed or finished without it.
/// * a script: its sub-step completed with it; without it, or failed.
/// * an act: it was done; it was denied or refused, or left undone where that matters.
class Coverage {
 public:
  /// Of all shipped policies, all processes, all invariants.
  static Expected<Coverage> create();

  /// Evidence of one scenario, as the witness of its run; must be used up before the next call.
  /// `scenario` and the coverage must outlive it.
  Witness witness(const Scenario& scenario, std::uint32_t index);

  const std::vector<Part>& parts() const { return parts_; }
  const Evidence& evidence(std::size_t part) const { return evidence_[part]; }

  /// The part that is the invariant of that id; nothing for one that is not checked.
  std::optional<std::size_t> invariant(const std::string& id) const;

 private:
  /// Where the parts of one policy stand in `parts_`; -1 for what is in no shipped policy.
  struct Places {
    std::vector<int> rules;
    std::vector<int> data_rules;
    std::vector<int> sub_steps;
    std::vector<int> scripts;
  };

  /// A value that an option or a constant has in some shipped policy.
  struct Value {
    std::string id;
    std::string value;
    std::size_t part;
    model::OperationSet operations;  ///< whose rules name the constant
  };

  struct Run;

  Coverage() = default;
  void add_policy(const model::Policy& policy);
  void add_transitions();
  void add_invariants();
  void add_acts();
  std::size_t add_act(std::string_view name, std::vector<std::string> cites);
  void add_acts_of_upgrades();
  std::size_t add(const std::string& key, const Part& part, const std::string& policy);
  Places places_of(const model::Policy& policy) const;
  int find(const std::string& key) const;

  std::vector<Part> parts_;
  std::vector<Evidence> evidence_;
  std::map<std::string, std::size_t> positions_;  // of parts, by what they say
  std::vector<Value> options_;
  std::vector<Value> constants_;
  std::map<const model::Transition*, std::size_t> transitions_;
  std::size_t first_invariant_ = 0;
  std::size_t first_debt_ = 0;
  std::size_t redeploy_ = 0;
  std::size_t apply_update_ = 0;
  // Of an upgrade:
  std::size_t back_up_ = 0;
  std::size_t stop_services_ = 0;
  std::size_t reboot_ = 0;
  std::size_t rename_ = 0;
  std::size_t download_ = 0;
  std::size_t lasting_ = 0;
  std::size_t status_row_ = 0;
};

/// What all parts together show of one statement.
struct StatementCoverage {
  const Statement* statement = nullptr;
  std::vector<std::size_t> parts;  ///< that cite it
  Evidence evidence;
  std::string gap;  ///< what is missing; empty when nothing is
};

/// One entry for each statement, settlement and invariant, in the order of the catalogue. An
/// invariant has no gap: that no policy of the library breaks it is no fault. `catalogue` must
/// outlive the result.
std::vector<StatementCoverage> cover(const Catalogue& catalogue, const Coverage& coverage);

}  // namespace rehearse::scenarios
