#pragma once

#include "rehearse/scenarios/deeds/kind.h"

/// What is said of a movement that was asked for, and what movements leave to do.
namespace rehearse::scenarios {

template <>
struct KindOf<Accept> : Addressed<Accept> {
  using Action = model::Accept;
  static constexpr auto forms = called<Accept>("accept");
  static constexpr std::string_view wish = "accepted";
  static Action action_of(const Accept& accept) { return {accept.target}; }
  static void read(Object&, Resolver&, Accept&) {}
  static void write(const Accept&, DeedStep&) {}
  static void measure(const Accept&, Measure&) {}
  static void simplify(const Accept&, Simplify&) {}
  static void ask(const Accept&, Questions&) {}
};

template <>
struct KindOf<Reschedule> {
  using Action = model::Reschedule;
  static constexpr Bearing bearing = Bearing::SpeaksOf;
  static constexpr auto forms = called<Reschedule>("reschedule");

  static void read(Object& step, Resolver& names, Reschedule& reschedule) {
    step.required("window", names.window(reschedule.window));
    step.optional("restore_point", names.when(reschedule.restore_point));
    step.optional("role", reschedule.role);
  }
  static Expected<void> perform(const Reschedule& reschedule, Stage& stage) {
    if (!stage.can_address(reschedule.operation, "rescheduled")) return {};
    const model::Instant now = stage.world().now;
    Action action{
        .target = reschedule.target, .window = reschedule.window.of(now), .role = reschedule.role};
    if (reschedule.restore_point) {
      const model::EnvironmentId source = stage.world()[reschedule.target].movement.source;
      action.restore_point = reschedule.restore_point->of(now);
      action.backup = stage.backup(source, *action.restore_point);
    }
    stage.act(action);
    return {};
  }
  static std::string tell(const Reschedule& reschedule, const model::Fleet& fleet) {
    return "reschedule the request for " + name_in(fleet, reschedule.target);
  }
  static void write(const Reschedule& reschedule, DeedStep& step) {
    step.window(reschedule.window);
    step.restore_point(reschedule.restore_point);
    step.role(reschedule.role);
  }
  static void measure(const Reschedule& reschedule, Measure& measure) {
    measure.add(reschedule.role);
    measure.add_point(reschedule.restore_point);
    measure.add_window(reschedule.window);
  }
  static void simplify(const Reschedule& reschedule, Simplify& simpler) {
    simpler.vary(reschedule, &Reschedule::role, model::Role::ProjectOwner);
    simpler.no_point(reschedule);
    simpler.each_window(reschedule);
    simpler.each_point(reschedule);
  }
  static void ask(const Reschedule& reschedule, Questions& questions) {
    questions.each_enumerator("role", reschedule, &Reschedule::role);
  }
};

template <>
struct KindOf<Cancel> : Addressed<Cancel> {
  using Action = model::Cancel;
  static constexpr auto forms = called<Cancel>("cancel");
  static constexpr std::string_view wish = "cancelled";
  static Action action_of(const Cancel& cancel) { return {cancel.target, cancel.role}; }
  static void read(Object& step, Resolver&, Cancel& cancel) { step.optional("role", cancel.role); }
  static void write(const Cancel& cancel, DeedStep& step) { step.role(cancel.role); }
  static void measure(const Cancel& cancel, Measure& measure) { measure.add(cancel.role); }
  static void simplify(const Cancel& cancel, Simplify& simpler) {
    simpler.each_value(cancel, &Cancel::role);
  }
  static void ask(const Cancel&, Questions&) {}
};

template <>
struct KindOf<Rollback> {
  using Action = model::Rollback;
  static constexpr Bearing bearing = Bearing::SpeaksOf;
  static constexpr auto forms = called<Rollback>("rollback");

  static void read(Object& step, Resolver&, Rollback& rollback) {
    step.optional("role", rollback.role);
    read_until(step, rollback.patience);
  }
  static Expected<void> perform(const Rollback& rollback, Stage& stage) {
    if (!stage.can_address(rollback.operation, "rolled back")) return {};
    if (is_turned_away(stage.act(Action{.target = rollback.target, .role = rollback.role})))
      return {};
    return stage.wait_for(rollback.target, rollback.operation, rollback.patience);
  }
  static std::string tell(const Rollback& rollback, const model::Fleet& fleet) {
    return "roll back " + name_in(fleet, rollback.target);
  }
  static void write(const Rollback& rollback, DeedStep& step) {
    step.role(rollback.role);
    step.until(rollback.patience, model::Phase::RollingBack);
  }
  static void measure(const Rollback& rollback, Measure& measure) {
    measure.add_patience(rollback.patience);
    measure.add(rollback.role);
  }
  static void simplify(const Rollback& rollback, Simplify& simpler) {
    simpler.vary(rollback, &Rollback::patience, Patience::UntilSettled);
    simpler.vary(rollback, &Rollback::role, model::Role::ProjectOwner);
  }
  static void ask(const Rollback& rollback, Questions& questions) {
    questions.each_enumerator("role", rollback, &Rollback::role);
  }
};

template <>
struct KindOf<DownloadLogs> : Addressed<DownloadLogs> {
  using Action = model::DownloadLogs;
  static constexpr auto forms = called<DownloadLogs>("download-logs");
  static constexpr std::string_view wish = "asked for its logs";
  static Action action_of(const DownloadLogs& download) { return {download.target}; }
  static void read(Object&, Resolver&, DownloadLogs&) {}
  static void write(const DownloadLogs&, DeedStep&) {}
  static void measure(const DownloadLogs&, Measure&) {}
  static void simplify(const DownloadLogs&, Simplify&) {}
  static void ask(const DownloadLogs&, Questions&) {}
};

/// Synchronizing and reprovisioning take time; the rest is done at once.
template <>
struct KindOf<Settle> {
  using Action = model::Settle;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<Settle>("settle");

  static void read(Object& step, Resolver&, Settle& settle) {
    step.required("debt", settle.debt);
    read_until(step, settle.patience);
  }
  static Expected<void> perform(const Settle& settle, Stage& stage) {
    stage.act(Action{settle.environment, settle.debt});
    return stage.wait_for_post_step(settle.environment, settle.patience);
  }
  static std::string tell(const Settle& settle, const model::Fleet& fleet) {
    return fmt::format("settle {} in {}", to_string(settle.debt),
                       name_in(fleet, settle.environment));
  }
  static void write(const Settle& settle, DeedStep& step) {
    step.put("debt", settle.debt);
    step.until(settle.patience);
  }
  static void measure(const Settle& settle, Measure& measure) {
    measure.add(settle.debt);
    measure.add_patience(settle.patience);
  }
  static void simplify(const Settle&, Simplify&) {}
  static void ask(const Settle&, Questions&) {}
};

}  // namespace rehearse::scenarios
