#include "rehearse/reports/formats/human.h"

#include <optional>
#include <string>
#include <utility>

#include "rehearse/reports/story/blocks.h"
#include "rehearse/reports/story/tally.h"
#include "rehearse/reports/text/words.h"

namespace rehearse::reports {
namespace {

constexpr std::size_t failures_in_full_max = 20;
constexpr std::size_t claims_in_full_max = 3;

model::Verdict verdict_of(const Counts& counts) {
  if (counts.failed > 0) return model::Verdict::Failed;
  return counts.broke > 0 ? model::Verdict::Broke : model::Verdict::Passed;
}

/// What is said once, at the end of a run.
class Ending {
 public:
  Ending(const model::RunStarted& run, const Counts& counts,
         const std::optional<model::RunEnded>& ended, const HumanOptions& options)
      : run_(run), counts_(counts), ended_(ended), options_(options) {}

  std::string summary(const Slowest& slowest) const {
    const Layout layout{options_.colour, options_.width, 2};
    std::string text = painted("Summary", Tone::Title, options_.colour) + '\n';
    text += labelled("scenarios", scenarios(), layout);
    text += labelled("actions", actions(), layout);
    std::string_view label = "slowest";
    for (const auto& [elapsed_us, file] : slowest.kept())
      text += labelled(std::exchange(label, ""),
                       fmt::format("{}  {}", seconds(elapsed_us), shown(file)), layout);
    text += labelled("seed", in_words(run_.seed), layout);
    text += labelled("policy", policy(), layout);
    if (!ended_) return text;
    text += labelled("trace", shown(ended_->trace), layout);
    if (options_.host == HostInformation::Included && ended_->elapsed_us > 0)
      text += labelled("elapsed", seconds(ended_->elapsed_us), layout);
    return text;
  }

  /// The last line of the report.
  std::string verdict() const {
    const std::uint32_t ran = counts_.scenarios();
    if (!ended_) return line("! INCOMPLETE", Tone::Doubt, cut_short("the record stops early"));
    if (ended_->interrupted) return line("! INTERRUPTED", Tone::Doubt, cut_short("stopped"));
    if (ran == 0) return line("! NOTHING RUN", Tone::Doubt, "there was no scenario to run");
    if (counts_.failed > 0) return line("\u2717 FAILED", Tone::Bad, not_passed());
    if (counts_.broke > 0) return line("! BROKE", Tone::Doubt, not_passed());
    return line("\u2713 PASSED", Tone::Good,
                ran == 1 ? "the scenario holds" : fmt::format("all {} scenarios hold", ran));
  }

 private:
  std::string line(std::string_view status, Tone tone, std::string_view rest) const {
    return fmt::format("{}: {}\n", painted(status, tone, options_.colour), rest);
  }

  std::string scenarios() const {
    return fmt::format("{}: {} passed, {} failed, {} broke", counts_.scenarios(), counts_.passed,
                       counts_.failed, counts_.broke);
  }

  std::string actions() const {
    if (!ended_) return fmt::format("{}", counts_.actions);
    return fmt::format("{}, with {}", ended_->actions,
                       counted(ended_->invariant_checks, "invariant check"));
  }

  std::string policy() const {
    const std::string name = run_.policy.empty() ? "as each scenario says" : shown(run_.policy);
    return run_.policy_digest.empty()
               ? name
               : fmt::format("{}, digest {}", name, shown(run_.policy_digest));
  }

  /// `2 of 63 scenarios failed, 1 could not be carried out`
  std::string not_passed() const {
    const std::string of_all = fmt::format(" of {}", counted(counts_.scenarios(), "scenario"));
    constexpr std::string_view broke = "could not be carried out";
    if (counts_.failed == 0) return fmt::format("{}{} {}", counts_.broke, of_all, broke);
    const std::string failed = fmt::format("{}{} failed", counts_.failed, of_all);
    return counts_.broke == 0 ? failed : fmt::format("{}, {} {}", failed, counts_.broke, broke);
  }

  std::string cut_short(std::string_view why) const {
    return fmt::format("{} after {} of {}; {} failed, {} broke", why, counts_.scenarios(),
                       counted(run_.scenarios, "scenario"), counts_.failed, counts_.broke);
  }

  const model::RunStarted& run_;
  const Counts& counts_;
  const std::optional<model::RunEnded>& ended_;
  const HumanOptions& options_;
};

class Human final : public Renderer {
 public:
  Human(std::unique_ptr<Sink> sink, HumanOptions options)
      : sink_(std::move(sink)), options_(options) {}

  Expected<void> take(const model::Record& record) override {
    if (std::holds_alternative<model::ScenarioStarted>(record)) {
      end_open_scenario();
      end_group(std::get<model::ScenarioStarted>(record).group);
    }
    teller_.take(record);
    if (const auto* run = std::get_if<model::RunStarted>(&record)) begin(*run);
    if (std::holds_alternative<model::ScenarioEnded>(record)) end_scenario();
    if (const auto* run = std::get_if<model::RunEnded>(&record)) ended_ = *run;
    return flush();
  }

  Expected<void> finish() override {
    end_open_scenario();
    end_group(std::nullopt);
    const Ending ending(teller_.run(), total_, ended_, options_);
    if (options_.verbosity != Verbosity::Quiet) {
      tell_repeated();
      block(ending.summary(slowest_));
    }
    text_ += separator();
    text_ += ending.verdict();
    if (auto written = flush(); !written) return written;
    return sink_->close();
  }

 private:
  Layout layout() const { return {options_.colour, options_.width, 0}; }

  void begin(const model::RunStarted& run) {
    if (options_.verbosity == Verbosity::Quiet) return;
    line(fmt::format("rehearse {}: {}\n", shown(run.version), counted(run.scenarios, "scenario")));
  }

  void end_open_scenario() {
    if (teller_.is_open()) end_scenario();
  }

  void end_scenario() {
    if (!teller_.story()) return;
    const Story& story = *teller_.story();
    total_.add(story);
    group_.add(story);
    failures_.add(story);
    if (options_.host == HostInformation::Included) slowest_.add(story);
    if (verdict_of(story) != model::Verdict::Passed)
      tell_failure(story);
    else if (options_.verbosity == Verbosity::Verbose)
      line(fmt::format("{}  {}\n", status(model::Verdict::Passed, options_.colour), about(story)));
  }

  /// `title  (refresh/rollback.json, 12 actions, 2 h)`
  std::string about(const Story& story) const {
    const std::string facts =
        fmt::format("({}, {}, {})", shown(story.started.file),
                    counted(story.ended->actions, "action"), in_words(story.ended->virtual_time));
    return fmt::format("{}  {}", title_of(story.started),
                       painted(facts, Tone::Aside, options_.colour));
  }

  void tell_failure(const Story& story) {
    const bool verbose = options_.verbosity == Verbosity::Verbose;
    const std::string title =
        paragraph(status(verdict_of(story), options_.colour) + "  ",
                  painted(title_of(story.started), Tone::Title, options_.colour), options_.width);
    ++failures_told_;
    if (verbose || failures_told_ <= failures_in_full_max) {
      const std::size_t claims = verbose ? Story::claims_max : claims_in_full_max;
      block(title + failure_block(teller_.run(), story, claims, layout().indented(2)));
      return;
    }
    if (failures_told_ == failures_in_full_max + 1)
      block("From here on failures are told in brief; --verbose tells each in full.\n");
    line(title + command_line(teller_.run(), story.started, layout().indented(4)));
  }

  /// Closes the group that is open unless the next scenario belongs to it as well.
  void end_group(std::optional<std::string_view> next) {
    if (group_.scenarios() > 0 && next != group_name()) tell_group();
  }

  const std::string& group_name() const { return teller_.story()->started.group; }

  void tell_group() {
    const Counts counts = std::exchange(group_, {});
    if (options_.verbosity == Verbosity::Quiet) return;
    const model::Verdict verdict = verdict_of(counts);
    const std::string name = group_name().empty() ? "(no group)" : shown(group_name());
    std::string text =
        fmt::format("{}  {}", padded(status(verdict, options_.colour), 8), padded(name, 17));
    text += fmt::format("{:>5} {:<9} {:>5} passed {:>5} failed", counts.scenarios(),
                        counts.scenarios() == 1 ? "scenario" : "scenarios", counts.passed,
                        counts.failed);
    if (counts.broke > 0) text += fmt::format(" {:>5} broke", counts.broke);
    line(text +
         fmt::format(" {:>7} {}\n", counts.actions, counts.actions == 1 ? "action" : "actions"));
  }

  void tell_repeated() {
    const auto repeated = failures_.repeated();
    if (repeated.empty()) return;
    std::string text = painted("Equal failures", Tone::Title, options_.colour) + '\n';
    for (const EqualFailures& group : repeated) {
      const std::string first = fmt::format("  {}: ", counted(group.scenarios, "scenario"));
      text += paragraph(first, group.reason, options_.width);
      std::string files = listed(group.files);
      if (group.scenarios > group.files.size())
        files += fmt::format(" and {} more", group.scenarios - group.files.size());
      text += paragraph(std::string(columns(first), ' '), files, options_.width);
    }
    block(text);
  }

  void line(std::string_view text) {
    text_ += after_block_ ? "\n" : "";
    text_ += text;
    after_block_ = false;
    begun_ = true;
  }

  /// Text with an empty line before and after it.
  void block(std::string_view text) {
    text_ += separator();
    text_ += text;
    after_block_ = begun_ = true;
  }

  std::string_view separator() const { return begun_ ? "\n" : ""; }

  Expected<void> flush() {
    if (text_.empty()) return {};
    return sink_->write(std::exchange(text_, {}));
  }

  std::unique_ptr<Sink> sink_;
  HumanOptions options_;
  StoryTeller teller_;
  Counts total_;
  Counts group_;
  FailureGroups failures_;
  Slowest slowest_;
  std::size_t failures_told_ = 0;
  std::optional<model::RunEnded> ended_;
  std::string text_;          // not yet written
  bool begun_ = false;        // something was said
  bool after_block_ = false;  // the last thing said was a block
};

}  // namespace

std::unique_ptr<Renderer> human_renderer(std::unique_ptr<Sink> sink, HumanOptions options) {
  return std::make_unique<Human>(std::move(sink), options);
}

}  // namespace rehearse::reports
