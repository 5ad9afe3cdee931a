#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rehearse/scenarios/explore/case.h"
#include "rehearse/scenarios/explore/tally.h"
#include "rehearse/scenarios/finding/repair.h"
#include "rehearse/scenarios/finding/scenario.h"

/// Room `scenarios/explore`. Campaigns: what is proposed, how cases are searched, and what they
/// have exercised.
///
/// A search for histories that a policy should not allow.
///
///     auto campaign = *Campaign::create("my-policy.json");
///     campaign->claim({"OWN-1", "nobody refreshes at night", [](const sim::Occurrence& seen) { ...
///     }}); const Search search = campaign->search({.seed = {1}, .cases = 500}); for (const
///     Finding& finding : search.findings) write(finding.name, finding.text);
namespace rehearse::scenarios {

/// The shipped fleet that a policy of `profile` is explored on.
std::string_view fixture_of(model::Profile profile);

/// One case as a campaign saw it.
struct CasePlayed {
  std::uint64_t index = 0;
  std::optional<Breach> breach;
  std::optional<Breach> difference;  ///< the first from the shipped policy; the case went on
  Rest rest = Rest::Reached;
  std::uint32_t actions = 0;
  std::vector<Hit> hits;  ///< of the goals of the campaign's tally
  std::string differs;    ///< where a second run of the same went another way; see `compare_runs`
  std::string trouble;    ///< why it could not be played at all

  bool operator==(const CasePlayed&) const = default;
};

/// What somebody may want to know more about.
struct Lead {
  std::uint64_t index = 0;  ///< the case
  Breach breach;
};

/// A harm, in its smallest form, explained.
struct Finding {
  Breach breach;
  std::string sentence;        ///< what should hold, in words; see `sentence_of`
  std::uint64_t found_in = 0;  ///< the case
  History history;
  std::vector<std::string> situation;  ///< what is special about fleet and faults, in words
  ShrinkEnd shrink_end = ShrinkEnd::Minimal;
  std::size_t critical_step = 0;  ///< from 1; after it the harm could not be avoided any more
  std::string critical_deed;      ///< in words
  std::vector<std::string> prevented_by;  ///< entries of the shipped policy, each enough by itself
  std::vector<std::string> because;       ///< why the rules among them are there, in their words
  std::vector<std::string> irrelevant;    ///< `source of step 1`
  bool passes_shipped = false;  ///< the file holds under the shipped policy of the same profile
  std::string name;             ///< of its file: `INV-17-refresh-1c9a04e2.json`
  std::string text;             ///< the scenario file

  /// `INV-15: the source's capacity …, broken by refresh`: one line for people.
  std::string headline() const;
};

/// Findings of one cause.
struct Cause {
  Finding finding;          ///< the first
  std::uint64_t cases = 1;  ///< in which it was met
};

/// What a search calls a finding.
enum class Scope : std::uint8_t {
  Invariants,  ///< what an invariant forbids
  Differences  ///< also what the shipped policy of the profile does not let happen, or not so
};

struct SearchOptions {
  model::Seed seed;
  std::uint64_t cases = 1'000;
  std::size_t causes_max = 20;  ///< then the search ends
  Scope scope = Scope::Differences;
};

struct Search {
  std::uint64_t cases = 0;
  std::uint64_t gave_up = 0;  ///< cases that did not come to rest within their bound
  std::vector<Cause> causes;
};

/// A policy under search, with the shipped policy of its profile to compare with.
class Campaign {
 public:
  /// A shipped name, or a path. `stand_ins` must outlive the campaign.
  static Expected<std::unique_ptr<Campaign>> create(const std::string& policy,
                                                    sim::StandIns& stand_ins);

  /// The same on stand-ins of its own.
  static Expected<std::unique_ptr<Campaign>> create(const std::string& policy);
  Campaign(const Campaign&) = delete;
  Campaign& operator=(const Campaign&) = delete;

  /// Something else that must always hold, and something else that people do. Before the first
  /// case.
  void claim(Claim claim) { claims_.push_back(std::move(claim)); }
  void add(Family family) { families_.push_back(std::move(family)); }

  const model::Policy& policy() const { return policy_; }
  const std::string& policy_argument() const { return argument_; }
  const std::string& shipped_name() const { return shipped_.name; }
  /// What all cases exercised whose hits were added to it.
  Tally& tally() { return *tally_; }

  /// Draws case `index` and plays it on the model, then on databases. Equal arguments, equal
  /// results.
  CasePlayed play(model::Seed seed, std::uint64_t index);

  /// Draws and plays case `index` twice. Where both differ, in words; empty when nothing does.
  std::string compare_runs(model::Seed seed, std::uint64_t index);

  /// Shrinks and explains what `play` found in that case.
  Expected<Finding> investigate(model::Seed seed, const Lead& lead);

  /// Adds a breach to the causes, which it may be one of already: the entry that would have
  /// prevented one of them prevents this one, too. True when the cause is new.
  Expected<bool> sort_in(model::Seed seed, const Lead& lead, std::vector<Cause>& causes);

  /// Adds causes for entries whose harm `causes` do not show yet, from all differences that were
  /// met, in the order of the cases: what a policy lacks is told even where no invariant names it.
  /// Stops when each entry that differs has shown itself, so it does not count all their cases.
  Expected<void> sort_in_differences(model::Seed seed, const std::vector<Lead>& leads,
                                     std::size_t causes_max, std::vector<Cause>& causes);

  /// Cases 0 … in order, on this thread.
  Expected<Search> search(const SearchOptions& options);

 private:
  friend class Investigation;
  explicit Campaign(sim::StandIns& stand_ins) : stand_ins_(stand_ins) {}

  CaseSetting setting() const { return {territory_, fixture_, families_, claims_}; }
  std::string first_difference(const History& history) const;
  /// Where `breach` can be heard.
  MakeGround on_the_model(const Breach& breach) const;
  MakeGround on_databases() const;

  /// Whether `history` breaks the same when `entry` is as the shipped policy has it.
  bool is_prevented(const History& history, const Breach& breach, const std::string& entry) const;
  /// Whether it has a cause that is known; counts it there.
  bool is_known(model::Seed seed, const Lead& lead, std::vector<Cause>& causes) const;
  bool is_prevented_under(const model::Policy& policy, const History& history,
                          const Breach& breach) const;

  std::unique_ptr<sim::Engine> own_engine_;  // null when they are somebody else's, as the next
  std::unique_ptr<sim::StandIns> own_stand_ins_;
  sim::StandIns& stand_ins_;
  std::string argument_;
  model::Names names_;
  model::Policy policy_;
  model::Policy shipped_;
  SharedFleet fixture_;
  std::vector<Family> families_ = shipped_families();
  std::vector<Claim> claims_;
  std::vector<Repair> repairs_;
  Territory territory_{policy_, names_};
  std::unique_ptr<Tally> tally_;    // of all cases that somebody added
  std::unique_ptr<Tally> scratch_;  // of the case in play
};

}  // namespace rehearse::scenarios
