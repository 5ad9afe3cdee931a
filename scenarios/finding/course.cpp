#include <algorithm>

#include "rehearse/scenarios/finding/scenario.h"

/// What the deeds of a history come to.
namespace rehearse::scenarios {
namespace {

/// Hears what the first action of each deed came to.
class Recorder {
 public:
  explicit Recorder(Course& course) : course_(course) {}

  void begin(const Deed& deed) {
    course_.answers.emplace_back();
    is_first_ = !std::holds_alternative<Advance>(deed);  // nobody asks for what time brings
  }

  /// What comes later was not the answer: a deed that SQLite refused had none.
  void end() { is_first_ = false; }

  void hear(const sim::Occurrence& occurrence) {
    if (!std::exchange(is_first_, false)) return;
    Answer& answer = course_.answers.back();
    for (const model::Event& event : occurrence.step.events) {
      if (event.kind == model::EventKind::Refused) answer.refused = event.refusal;
    }
    const bool asks = std::holds_alternative<model::Start>(occurrence.action) ||
                      std::holds_alternative<model::ExecuteRunbook>(occurrence.action);
    answer.started = asks && !occurrence.step.has(model::EventKind::Denied) &&
                     answer.refused == model::Refusal::None;
    if (const auto subject = subject_of(occurrence.action); subject && answer.started)
      answer.phase = occurrence.world[*subject].movement.phase;
    answer.trouble = occurrence.trouble;
    if (!occurrence.decision) return;
    for (const model::Finding& finding : occurrence.decision->findings)
      list_of(answer, finding.outcome).push_back(finding.rule);
  }

 private:
  static std::vector<std::string>& list_of(Answer& answer, model::RuleOutcome outcome) {
    switch (outcome) {
      case model::RuleOutcome::Denied:
        return answer.denied_by;
      case model::RuleOutcome::Warned:
        return answer.warned_by;
      case model::RuleOutcome::NotEvaluable:
        break;
    }
    return answer.not_evaluable;
  }

  Course& course_;
  bool is_first_ = false;
};

}  // namespace

bool Course::has(const Breach& breach) const { return std::ranges::count(breaches, breach) > 0; }

Expected<Course> course_of(const History& history, const Territory& territory,
                           sim::StandIns& stand_ins, std::span<const model::Instant> times,
                           std::span<const Claim> claims) {
  Course course;
  Alarm alarm(claims);
  Recorder recorder(course);
  auto ground = database_ground(
      territory, history, stand_ins,
      alarm.witness([&](const sim::Occurrence& occurrence) { recorder.hear(occurrence); }));
  if (!ground) return std::unexpected(std::move(ground.error()));
  for (std::size_t index = 0; index < history.deeds.size(); ++index) {
    recorder.begin(history.deeds[index]);
    const model::Instant now = (*ground)->world().now;
    course.times.push_back(index < times.size() ? times[index] : now);
    const Performed done = perform(anchored(history.deeds[index], course.times.back()), **ground);
    recorder.end();
    if (!done.trouble.empty()) course.answers.back().trouble = done.trouble;
  }
  const model::Instant end = (*ground)->world().now;
  const bool has_settled = let_settle(**ground) == Rest::Reached;
  course.breaches = alarm.all();
  course.world = (*ground)->world();
  course.rest = course.world.now - end;
  course.trace = trace_of(**ground);
  if (has_settled) std::ranges::copy(unfinished(**ground), std::back_inserter(course.breaches));
  return course;
}

}  // namespace rehearse::scenarios
