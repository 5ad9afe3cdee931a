#include "rehearse/reports/formats/replay.h"

#include <optional>
#include <string>
#include <utility>

#include "rehearse/reports/story/blocks.h"
#include "rehearse/reports/text/words.h"

namespace rehearse::reports {
namespace {

constexpr std::size_t heading_columns = 10;  // of `Step 12`
constexpr std::size_t action_indent = 4;
constexpr std::size_t event_indent = 8;

class Replay final : public Renderer {
 public:
  Replay(std::unique_ptr<Sink> sink, ReplayOptions options)
      : sink_(std::move(sink)), options_(options) {}

  Expected<void> take(const model::Record& record) override {
    if (std::holds_alternative<model::ScenarioStarted>(record)) end_open_scenario();
    teller_.take(record);
    std::visit([this](const auto& part) { tell(part); }, record);
    return flush();
  }

  Expected<void> finish() override {
    end_open_scenario();
    if (!teller_.story()) text_ += "! NOTHING RUN: the record holds no scenario\n";
    if (auto written = flush(); !written) return written;
    return sink_->close();
  }

 private:
  Layout layout(std::size_t indent) const { return {options_.colour, options_.width, indent}; }
  std::string paint(std::string_view text, Tone tone) const {
    return painted(text, tone, options_.colour);
  }

  void tell(const model::RunStarted&) {}
  void tell(const model::RunEnded&) {}

  void tell(const model::ScenarioStarted& scenario) {
    if (begun_) text_ += '\n';
    begun_ = true;
    step_.reset();
    at_.reset();
    text_ += paragraph("", paint(title_of(scenario), Tone::Title), options_.width);
    text_ += labelled("scenario", shown(scenario.file), layout(2));
    text_ += labelled("policy", shown(scenario.policy), layout(2));
    text_ += labelled("cites", listed(scenario.cites), layout(2));
  }

  void tell(const model::StepTaken& step) {
    go_to(step.step, step.at);
    text_ += paragraph(std::string(action_indent, ' '), paint(shown(step.action), Tone::Title),
                       options_.width);
    if (step.decision) text_ += decision_block(*step.decision, layout(event_indent));
    for (const std::string& event : step.events) {
      if (!event.empty())
        text_ += paragraph(std::string(event_indent, ' '), shown(event), options_.width);
    }
    if (step.events.empty() && !step.decision)
      text_ += std::string(event_indent, ' ') + paint("nothing changed", Tone::Aside) + '\n';
  }

  void tell(const model::Violation& violation) {
    go_to(violation.step, violation.at);
    const Layout inner = layout(event_indent);
    text_ += paragraph(std::string(action_indent, ' ') + paint("\u2717 VIOLATED", Tone::Bad) + "  ",
                       fmt::format("{}: {}", shown(violation.id), shown(violation.sentence)),
                       options_.width);
    text_ += labelled("expected", shown(violation.expected), inner);
    text_ += labelled("actual", shown(violation.actual), inner);
    text_ += labelled("cites", listed(violation.cites), inner);
    text_ += labelled("place", in_words(violation.where), inner);
  }

  void tell(const model::ScenarioEnded& scenario) {
    if (!teller_.story()) return;
    const Story& story = *teller_.story();
    text_ += '\n';
    if (scenario.error) text_ += error_block(*scenario.error, layout(2)) + '\n';
    text_ += labelled("actions", fmt::format("{}", scenario.actions), layout(2));
    text_ += labelled("lasted", in_words(scenario.virtual_time), layout(2));
    text_ += labelled("trace", shown(scenario.trace), layout(2));
    text_ += fmt::format("{}: {}\n", status(verdict_of(story), options_.colour), verdict(story));
  }

  static std::string verdict(const Story& story) {
    switch (verdict_of(story)) {
      case model::Verdict::Passed:
        return "everything held";
      case model::Verdict::Failed:
        return counted(story.claim_count, "violation");
      case model::Verdict::Broke:
        break;
    }
    return "the scenario could not be carried out";
  }

  void end_open_scenario() {
    if (!teller_.is_open()) return;
    text_ += "\n" + paint("! INCOMPLETE", Tone::Doubt) + ": the record stops here\n";
  }

  /// A heading if another step begins, and the time whenever it has moved on.
  void go_to(std::uint32_t step, model::Instant at) {
    const bool same_step = step_ == step;
    if (same_step && at_ == at) return;
    const std::string heading = same_step  ? "  later"
                                : step > 0 ? fmt::format("Step {}", step)
                                           : "At the end";
    if (!same_step) text_ += '\n';
    const std::string first = paint(heading, same_step ? Tone::Aside : Tone::Title);
    text_ += fmt::format("{}{}{}\n", padded(first, heading_columns), in_words(at), since_start(at));
    step_ = step;
    at_ = at;
  }

  std::string since_start(model::Instant at) const {
    if (!teller_.story() || !teller_.story()->start || at <= *teller_.story()->start) return "";
    const model::Duration since = at - *teller_.story()->start;
    return paint(fmt::format("  {} after the first action", in_words(since)), Tone::Aside);
  }

  Expected<void> flush() {
    if (text_.empty()) return {};
    return sink_->write(std::exchange(text_, {}));
  }

  std::unique_ptr<Sink> sink_;
  ReplayOptions options_;
  StoryTeller teller_;
  std::optional<std::uint32_t> step_;  // of the last heading
  std::optional<model::Instant> at_;   // the time last told
  std::string text_;                   // not yet written
  bool begun_ = false;                 // a scenario was told
};

}  // namespace

std::unique_ptr<Renderer> replay_renderer(std::unique_ptr<Sink> sink, ReplayOptions options) {
  return std::make_unique<Replay>(std::move(sink), options);
}

}  // namespace rehearse::reports
