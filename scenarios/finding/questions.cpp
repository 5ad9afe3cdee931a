#include "rehearse/scenarios/finding/questions.h"

namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;

class Asker {
 public:
  Asker(const History& history, std::vector<Question>& asked) : history_(history), asked_(asked) {}

  void operator()(const Ask& ask) {
    const bool is_in_place = ask.source == ask.target;
    if (!is_in_place) each_environment("source", ask, &Ask::source);
    each_enumerator("role", ask, &Ask::role);
    if (ask.restore_point) each_distance(ask);
    if (is_requested(ask.process)) return;
    each_environment("page", ask, &Ask::page);
    each_enumerator("purpose", ask, &Ask::purpose);
    each_enumerator("via", ask, &Ask::via);
  }
  void operator()(const GoBack& back) { each_enumerator("role", back, &GoBack::role); }
  void operator()(const Postpone& postpone) { each_enumerator("role", postpone, &Postpone::role); }
  void operator()(const UserChange& change) {
    each_enumerator("account", change, &UserChange::account);
    Question question{"statement", {}};
    for (std::uint8_t other = 0; other < user_statements().size(); ++other) {
      if (other == change.statement) continue;
      UserChange changed = change;
      changed.statement = other;
      question.others.emplace_back(changed);
    }
    asked_.push_back(std::move(question));
  }
  void operator()(const Advance& advance) {
    asked_.push_back({"length", {Advance{{advance.by.ms / 2}}, Advance{{advance.by.ms * 2}}}});
  }
  void operator()(const model::Action& action) {
    if (const auto* view = std::get_if<model::ViewCredentials>(&action)) {
      each_enumerator("role", *view, &model::ViewCredentials::role);
      each_environment("environment", *view, &model::ViewCredentials::environment);
    }
    if (const auto* transfer = std::get_if<model::TransferBackup>(&action))
      each_enumerator("through", *transfer, &model::TransferBackup::route);
  }
  template <typename T>
  void operator()(const T&) {}

 private:
  template <typename T>
  static Act act_of(const T& value) {
    if constexpr (std::is_constructible_v<model::Action, T>) {
      return model::Action(value);
    } else {
      return value;
    }
  }

  template <typename T>
  void each_environment(std::string argument, const T& act, EnvironmentId T::* member) {
    Question question{std::move(argument), {}};
    for (std::uint16_t other = 0; other < history_.fleet->environments.size(); ++other) {
      if (EnvironmentId{other} == act.*member) continue;
      T changed = act;
      changed.*member = {other};
      question.others.push_back(act_of(changed));
    }
    asked_.push_back(std::move(question));
  }

  template <typename T, typename E>
  void each_enumerator(std::string argument, const T& act, E T::* member) {
    Question question{std::move(argument), {}};
    for (std::size_t other = 0; other < model::enum_count<E>; ++other) {
      if (static_cast<E>(other) == act.*member) continue;
      T changed = act;
      changed.*member = static_cast<E>(other);
      question.others.push_back(act_of(changed));
    }
    asked_.push_back(std::move(question));
  }

  void each_distance(const Ask& ask) {
    Question question{"restore point", {}};
    for (const model::Duration other : {model::Duration{0}, model::Duration{-model::hours(1).ms},
                                        model::Duration{-model::days(1).ms}}) {
      if (other == *ask.restore_point) continue;
      Ask changed = ask;
      changed.restore_point = other;
      question.others.emplace_back(changed);
    }
    asked_.push_back(std::move(question));
  }

  const History& history_;
  std::vector<Question>& asked_;
};

}  // namespace

std::vector<Question> questions(const Act& act, const History& history) {
  std::vector<Question> asked;
  Asker asker(history, asked);
  std::visit(asker, act);
  return asked;
}

}  // namespace rehearse::scenarios
