#include <algorithm>
#include <ranges>

#include "rehearse/scenarios/explore/campaign.h"
#include "rehearse/scenarios/history/deeds_of_upgrade.h"

/// From a case that broke something to a finding that explains itself.
namespace rehearse::scenarios {

/// Looks into one breach. What it learns ends up in `finding_`, step by step.
class Investigation {
 public:
  Investigation(Campaign& campaign, model::Seed seed, const Lead& lead)
      : campaign_(campaign), drawn_(draw_case(campaign.setting(), seed, lead.index)) {
    finding_.breach = lead.breach;
    finding_.sentence = sentence_of(finding_.breach.id, campaign.claims_);
    finding_.found_in = lead.index;
    is_seen_by_the_model_ = is_difference(finding_.breach) ||
                            std::ranges::count(drawn_.ending.breaches, finding_.breach) > 0;
  }

  Expected<Finding> conclude() && {
    if (auto done = make_small(); !done) return std::unexpected(std::move(done.error()));
    find_critical_step();
    find_prevention();
    for_each_preventing_rule(
        [&](const model::Rule& rule) { finding_.because.push_back(rule.because); });
    find_irrelevant();
    if (auto done = write(); !done) return std::unexpected(std::move(done.error()));
    return std::move(finding_);
  }

 private:
  /// On the model alone when it sees the breach, for it is a thousand times faster; what comes out
  /// must happen on databases, too.
  Expected<void> make_small() {
    if (is_seen_by_the_model_) {
      auto shrunk = shrunk_on(on_the_model());
      if (!shrunk) return std::unexpected(std::move(shrunk.error()));
      if (is_difference(finding_.breach) || is_confirmed(shrunk->history)) {
        take(std::move(*shrunk));
        return {};
      }
    }
    is_seen_by_the_model_ = false;
    auto shrunk = shrunk_on(campaign_.on_databases());
    if (!shrunk) return std::unexpected(std::move(shrunk.error()));
    take(std::move(*shrunk));
    return {};
  }

  bool is_confirmed(const History& history) const {
    const auto course =
        course_of(history, campaign_.territory_, campaign_.stand_ins_, {}, campaign_.claims_);
    return course && course->has(finding_.breach);
  }

  Expected<Shrunk> shrunk_on(MakeGround make_ground) const {
    const ShrinkSetting setting{.make_ground = std::move(make_ground),
                                .fixture = campaign_.fixture_,
                                .claims = campaign_.claims_,
                                .sites = sites_of_upgrade(campaign_.policy_)};
    return shrink(setting, drawn_.history, finding_.breach);
  }

  void take(Shrunk shrunk) {
    finding_.history = std::move(shrunk.history);
    finding_.shrink_end = shrunk.end;
    finding_.situation = situation_of(finding_.history, *campaign_.fixture_);
  }

  /// Whether `history` breaks the same, on the ground that found it.
  bool breaks(const History& history) const {
    Alarm alarm(campaign_.claims_);
    const auto make = is_seen_by_the_model_ ? on_the_model() : campaign_.on_databases();
    auto ground = make(history, alarm.witness());
    return ground && scenarios::breaks(history, finding_.breach, **ground, alarm);
  }

  MakeGround on_the_model() const { return campaign_.on_the_model(finding_.breach); }

  /// The first deed after which the harm comes of itself, and withdrawing or rolling back what was
  /// asked for does not help.
  void find_critical_step() {
    History beginning = finding_.history;
    for (std::size_t deeds = 1; deeds <= finding_.history.deeds.size(); ++deeds) {
      beginning.deeds.assign(finding_.history.deeds.begin(),
                             finding_.history.deeds.begin() + static_cast<std::ptrdiff_t>(deeds));
      if (!breaks(beginning) || is_avoidable(beginning)) continue;
      finding_.critical_step = deeds;
      break;
    }
    if (finding_.critical_step == 0) finding_.critical_step = finding_.history.deeds.size();
    finding_.critical_deed =
        describe(finding_.history.deeds[finding_.critical_step - 1], *finding_.history.fleet);
  }

  bool is_avoidable(const History& beginning) const {
    for (std::uint16_t index = 0; index < beginning.fleet->environments.size(); ++index) {
      const Deed ways_out[] = {Cancel{.target = {index}}, Rollback{.target = {index}}};
      for (const Deed& way_out : ways_out) {
        History other = beginning;
        other.deeds.push_back(way_out);
        if (is_well_formed(other) && !breaks(other)) return true;
      }
    }
    return false;
  }

  /// Single entries first; when it takes several at once, a set of which none can be left out.
  void find_prevention() {
    for (const Repair& repair : campaign_.repairs_) {
      if (campaign_.is_prevented(finding_.history, finding_.breach, repair.entry))
        finding_.prevented_by.push_back(repair.entry);
    }
    if (!finding_.prevented_by.empty() || campaign_.repairs_.size() < 2) return;
    std::vector<std::string> entries;
    for (const Repair& repair : campaign_.repairs_) entries.push_back(repair.entry);
    if (!is_prevented_by_all(entries)) return;
    for (std::size_t index = entries.size(); index-- > 0;) {
      std::vector<std::string> fewer = entries;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(index));
      if (is_prevented_by_all(fewer)) entries = std::move(fewer);
    }
    // From now on it is known like the single ones.
    Repair together{fmt::format("{}", fmt::join(entries, " and ")),
                    repaired(campaign_.policy_, campaign_.shipped_, entries)};
    finding_.prevented_by.push_back(together.entry);
    campaign_.repairs_.push_back(std::move(together));
  }

  bool is_prevented_by_all(const std::vector<std::string>& entries) const {
    const model::Policy policy = repaired(campaign_.policy_, campaign_.shipped_, entries);
    return campaign_.is_prevented_under(policy, finding_.history, finding_.breach);
  }

  void find_irrelevant() {
    const std::size_t environments = finding_.history.fleet->environments.size();
    for (std::size_t deed = 0; deed < finding_.history.deeds.size(); ++deed) {
      for (const Question& question : questions(finding_.history.deeds[deed], environments)) {
        const bool matters = std::ranges::any_of(question.others, [&](const Deed& other) {
          History changed = finding_.history;
          changed.deeds[deed] = other;
          return !breaks(changed);
        });
        if (!matters)
          finding_.irrelevant.push_back(fmt::format("{} of step {}", question.argument, deed + 1));
      }
    }
  }

  /// The machine whose upgrade cannot be finished, if that is the harm.
  std::optional<model::EnvironmentId> unfinished_machine() const {
    if (finding_.breach.id != "INV-48") return std::nullopt;
    for (const Deed& deed : finding_.history.deeds | std::views::reverse) {
      if (const auto* execute = std::get_if<ExecuteRunbook>(&deed)) return execute->environment;
    }
    return std::nullopt;
  }

  /// With what it takes under the shipped policy to finish the upgrade: the file shows that this
  /// does not help under the other one.
  Expected<History> with_help(const Territory& shipped, model::EnvironmentId machine) const {
    auto ground =
        database_ground(shipped, finding_.history, campaign_.stand_ins_, [](const auto&) {});
    if (!ground) return std::unexpected(std::move(ground.error()));
    for (const Deed& deed : finding_.history.deeds) perform(deed, **ground);
    static_cast<void>(let_settle(**ground));
    History helped = finding_.history;
    for (Deed& deed : bring_to_end(machine, **ground)) helped.deeds.push_back(std::move(deed));
    return helped;
  }

  Expected<void> write() {
    const Territory shipped{campaign_.shipped_, campaign_.names_};
    const auto machine = unfinished_machine();
    const auto history =
        machine ? with_help(shipped, *machine) : Expected<History>(finding_.history);
    if (!history) return std::unexpected(history.error());
    const auto weak =
        course_of(*history, campaign_.territory_, campaign_.stand_ins_, {}, campaign_.claims_);
    if (!weak) return std::unexpected(weak.error());
    auto course =
        course_of(*history, shipped, campaign_.stand_ins_, weak->times, campaign_.claims_);
    if (!course) return std::unexpected(course.error());
    finding_.passes_shipped = course->breaches.empty();
    course->times = weak->times;
    for (std::size_t deed = 0; deed < course->answers.size(); ++deed) {
      Answer& answer = course->answers[deed];
      if (!answer.started) answer.phase = weak->answers[deed].phase;  // to wait for
    }
    Title title{.sentence = promise(),
                .cites = cites(),
                .policy = campaign_.shipped_.name,
                .comments = {},
                .upgraded = machine};
    const std::string plain = scenario_text(*history, *course, title, *campaign_.fixture_);
    const auto digest = to_string(sim::digest_of(std::as_bytes(std::span(plain))));
    finding_.name = fmt::format("{}-{}-{}.json", finding_.breach.id, finding_.breach.operation,
                                digest.substr(0, 8));
    title.comments = comments();
    // What breaks an invariant fails by itself; of a difference the answers may be equal.
    const Course* other = finding_.breach.id == otherwise ? &*weak : nullptr;
    finding_.text = scenario_text(*history, *course, title, *campaign_.fixture_, other);
    return {};
  }

  /// What the scenario says that holds.
  std::string promise() const {
    if (is_difference(finding_.breach))
      return fmt::format("{} is as under {}", finding_.breach.operation, campaign_.shipped_.name);
    return fmt::format("{} must not break {}: {}", finding_.breach.operation, finding_.breach.id,
                       finding_.sentence);
  }

  /// The invariant; of a difference, what the rules that prevent it cite.
  std::vector<std::string> cites() const {
    if (finding_.breach.id.starts_with("INV-")) return {finding_.breach.id};
    std::vector<std::string> cited;
    if (!is_difference(finding_.breach)) return cited;
    for_each_preventing_rule([&](const model::Rule& rule) {
      cited.insert(cited.end(), rule.cites.begin(), rule.cites.end());
    });
    return cited;
  }

  template <typename Function>
  void for_each_preventing_rule(Function function) const {
    for (const model::Rule& rule : campaign_.shipped_.rules.rules()) {
      if (std::ranges::count(finding_.prevented_by, "rule " + rule.id) > 0) function(rule);
    }
  }

  std::vector<std::string> comments() const {
    std::vector<std::string> lines = {
        fmt::format("Found by `rehearse explore` under policy {}.", campaign_.policy_.name),
        finding_.headline() + ".",
        fmt::format("After step {} it could not be avoided any more: {}.", finding_.critical_step,
                    finding_.critical_deed)};
    if (!finding_.prevented_by.empty())
      lines.push_back(fmt::format("Prevented by {} of policy {}.",
                                  fmt::join(finding_.prevented_by, ", or by "),
                                  campaign_.shipped_.name));
    if (!finding_.irrelevant.empty())
      lines.push_back(
          fmt::format("What does not matter: {}.", fmt::join(finding_.irrelevant, ", ")));
    if (finding_.shrink_end == ShrinkEnd::BudgetSpent)
      lines.emplace_back("It may be smaller still: the budget for shrinking was spent.");
    return lines;
  }

  Campaign& campaign_;
  Case drawn_;
  Finding finding_;
  bool is_seen_by_the_model_ = false;
};

Expected<Finding> Campaign::investigate(model::Seed seed, const Lead& lead) {
  return Investigation(*this, seed, lead).conclude();
}

std::string Finding::headline() const {
  if (is_difference(breach)) return fmt::format("{}: {} {}", breach.id, breach.operation, sentence);
  return fmt::format("{}: {}, broken by {}", breach.id, sentence, breach.operation);
}

}  // namespace rehearse::scenarios
