#pragma once

#include <algorithm>
#include <utility>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/deeds/kind.h"

/// Asking for movements.
namespace rehearse::scenarios {

/// Asks for a movement by `process`, as its description says.
template <model::Process process>
Deed read_move(Object& step, Resolver& names);

/// One for each process that a step of its own asks for.
inline constexpr auto forms_of_moves = [] {
  constexpr auto is_asked_for = [](const model::ProcessDescription& each) {
    return !each.words.asked.empty();
  };
  constexpr std::size_t asked = std::ranges::count_if(model::process_descriptions, is_asked_for);
  std::array<Form, asked> all{};
  std::size_t next = 0;
  const auto add = [&]<std::size_t position>() {
    constexpr const model::ProcessDescription& each = model::process_descriptions[position];
    if constexpr (is_asked_for(each)) all[next++] = {each.words.asked, read_move<each.process>};
  };
  [&]<std::size_t... position>(std::index_sequence<position...>) {
    (add.template operator()<position>(), ...);
  }(std::make_index_sequence<model::process_descriptions.size()>());
  return all;
}();

template <>
struct KindOf<Move> {
  using Action = model::Start;
  static constexpr Bearing bearing = Bearing::Begins;

  static constexpr auto forms = forms_of_moves;

  static Move read(Object& step, Resolver& names, model::Process process) {
    Move move{.process = process};
    read_ends(step, names, move);
    move.page = move.target;
    if (is_requested(process)) {
      read_form(step, names, move);
    } else {
      read_page(step, names, move);
    }
    step.optional("role", move.role);
    read_until(step, move.patience);
    move.operation = names.declare(step, move.process, move.source, move.target);
    return move;
  }

  static Expected<void> perform(const Move& move, Stage& stage) {
    const model::Instant now = stage.world().now;
    model::Start start{.process = move.process,
                       .source = move.source,
                       .target = move.target,
                       .page = stage.world()[move.page].name,
                       .role = move.role,
                       .purpose = move.purpose,
                       .via = move.via,
                       .warnings_reviewed = move.warnings_reviewed,
                       .database = move.database,
                       .acknowledgements = move.acknowledgements,
                       .all_acknowledged = move.all_acknowledged};
    if (move.restore_point) {
      start.restore_point = move.restore_point->of(now);
      start.backup = stage.backup(move.source, *start.restore_point);
    }
    if (is_requested(move.process)) start.window = move.window.of(now);
    if (is_turned_away(stage.act(start))) return {};
    stage.begin(move.operation);
    if (is_requested(move.process) && move.patience.until != Patience::Until::Phase) return {};
    return stage.wait_for(move.target, move.operation, move.patience);
  }

  static std::string tell(const Move& move, const model::Fleet& fleet) {
    std::string text =
        fmt::format("{} of {}", to_string(move.process), name_in(fleet, move.target));
    if (move.source != move.target) text += " from " + name_in(fleet, move.source);
    if (move.page != move.target) text += ", started from the page of " + name_in(fleet, move.page);
    if (move.role != model::Role::ProjectOwner)
      text += fmt::format(", as {}", to_string(move.role));
    if (move.via == model::Via::Api) text += ", through the API";
    if (!move.warnings_reviewed) text += ", warnings not reviewed";
    if (move.database != model::RequestedDatabase::Application)
      text += fmt::format(", of database {}", to_string(move.database));
    if (move.acknowledgements != 3 || !move.all_acknowledged) text += ", not all acknowledged";
    return move.patience == Patience::None ? text + ", not waited for" : text;
  }

  static void write(const Move& move, DeedStep& step) {
    step["do"] = description_of(move.process).words.asked;
    if (!is_in_place(move.process)) step.environment("source", move.source);
    step.environment(is_in_place(move.process) ? "environment" : "target", move.target);
    step.restore_point(move.restore_point);
    if (is_requested(move.process)) {
      write_form(move, step);
    } else {
      write_page(move, step);
    }
    step.role(move.role);
    step.as();
  }

  static void measure(const Move& move, Measure& measure) {
    measure.add(move.process, move.target.value, move.source.value, move.page != move.target);
    measure.add_patience(move.patience);
    measure.add(move.role, move.purpose, move.via, !move.warnings_reviewed, !move.all_acknowledged,
                3 - move.acknowledgements, move.database);
    measure.add_point(move.restore_point);
    measure.add_window(move.window);
  }

  static void simplify(const Move& move, Simplify& simpler) {
    if (move.process == model::Process::Restore) {
      Move refresh = move;
      refresh.process = model::Process::Refresh;
      refresh.restore_point = std::nullopt;
      simpler.add(refresh);
    }
    simpler.vary(move, &Move::patience, Patience::UntilSettled);
    simpler.vary(move, &Move::page, move.target);
    simpler.vary(move, &Move::role, model::Role::ProjectOwner);
    simpler.vary(move, &Move::purpose, model::Purpose::Testing);
    simpler.vary(move, &Move::via, model::Via::Page);
    simpler.vary(move, &Move::warnings_reviewed, true);
    simpler.vary(move, &Move::all_acknowledged, true);
    simpler.vary(move, &Move::acknowledgements, std::uint8_t{3});
    simpler.vary(move, &Move::database, model::RequestedDatabase::Application);
    simpler.no_point(move);
    simpler.each_window(move);
    simpler.each_point(move);
  }

  static void ask(const Move& move, Questions& questions) {
    if (move.source != move.target) questions.each_environment("source", move, &Move::source);
    questions.each_enumerator("role", move, &Move::role);
    if (move.restore_point) ask_distance(move, questions);
    if (is_requested(move.process)) return;
    questions.each_environment("page", move, &Move::page);
    questions.each_enumerator("purpose", move, &Move::purpose);
    questions.each_enumerator("via", move, &Move::via);
  }

 private:
  /// Where it is from, and where to. A form may leave the source to the policy.
  static void read_ends(Object& step, Resolver& names, Move& move) {
    if (is_in_place(move.process)) {
      step.required("environment", names.environment(move.target));
      move.source = move.target;
      return;
    }
    const bool may_be_silent = is_requested(move.process) && !step.has("source");
    if (!may_be_silent) step.required("source", names.environment(move.source));
    step.required("target", names.environment(move.target));
    if (may_be_silent) step.keep(names.default_source(step.cursor(), move.process, move.source));
  }

  /// What an operator says who starts a movement by self-service.
  static void read_page(Object& step, Resolver& names, Move& move) {
    if (is_restore(move.process)) step.optional("restore_point", names.when(move.restore_point));
    step.optional("page", names.environment(move.page));
    step.optional("purpose", move.purpose);
    step.optional("via", move.via);
    step.optional("warnings_reviewed", move.warnings_reviewed);
  }

  static void read_form(Object& step, Resolver& names, Move& move) {
    step.required("window", names.window(move.window));
    step.optional("database", move.database);
    step.optional("restore_point", names.when(move.restore_point));
    if (description_of(move.process).acknowledgements == 0) {
      step.optional("all_acknowledged", move.all_acknowledged);
    } else {
      step.optional("acknowledgements", move.acknowledgements, Range{.min = 0, .max = 100});
    }
  }

  static void write_form(const Move& move, DeedStep& step) {
    step.window(move.window);
    step.put_unless(model::RequestedDatabase::Application, "database", move.database);
    const int boxes = description_of(move.process).acknowledgements;
    if (boxes == 0 && !move.all_acknowledged) step["all_acknowledged"] = false;
    if (boxes > 0 && move.acknowledgements != boxes)
      step["acknowledgements"] = move.acknowledgements;
    if (move.patience.until == Patience::Until::Phase) step.until(move.patience);
  }

  static void write_page(const Move& move, DeedStep& step) {
    if (move.page != move.target) step.environment("page", move.page);
    step.put_unless(model::Purpose::Testing, "purpose", move.purpose);
    step.put_unless(model::Via::Page, "via", move.via);
    if (!move.warnings_reviewed) step["warnings_reviewed"] = false;
    step.until(move.patience, first_phase(move.process));
  }

  static void ask_distance(const Move& move, Questions& questions) {
    std::vector<Deed> others;
    for (const InstantOf other :
         {InstantOf(model::Duration{0}), InstantOf(model::Duration{-model::hours(1).ms}),
          InstantOf(model::Duration{-model::days(1).ms})}) {
      if (other == *move.restore_point) continue;
      Move changed = move;
      changed.restore_point = other;
      others.emplace_back(changed);
    }
    questions.add("restore point", std::move(others));
  }
};

template <model::Process process>
Deed read_move(Object& step, Resolver& names) {
  return KindOf<Move>::read(step, names, process);
}

}  // namespace rehearse::scenarios
