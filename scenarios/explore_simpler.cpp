#include "scenarios/explore_simpler.h"

#include <algorithm>
#include <array>

#include "scenarios/explore_fleet.h"

namespace rehearse::scenarios {
namespace {

using model::Duration;
using model::EnvironmentId;

constexpr std::array<Duration, 7> simple_spans = {
    model::hours(1), model::minutes(30), model::hours(25), model::days(8),
    model::days(29), model::minutes(1),  Duration{1}};
constexpr std::array<Duration, 6> simple_points = {
    Duration{-model::hours(1).ms}, Duration{0},
    Duration{-model::days(1).ms},  model::hours(1),
    Duration{-model::days(40).ms}, Duration{-model::minutes(1).ms}};
constexpr std::array<WindowAhead, 4> simple_windows = {
    {{},
     {.opens_in = model::hours(23)},
     {.length = model::minutes(30)},
     {.opens_in = model::hours(23), .length = model::minutes(30)}}};

/// Position among simple values; behind them, by size.
template <typename T, std::size_t N>
std::int64_t rank(const std::array<T, N>& simple, const T& value) {
  return std::ranges::find(simple, value) - simple.begin();
}

template <typename Function>
void for_each_environment(Act& act, Function function) {
  const auto visit = [&](auto& each) {
    if constexpr (requires { each.environment; }) function(each.environment);
    if constexpr (requires { each.target; }) function(each.target);
    if constexpr (requires { each.source; }) function(each.source);
    if constexpr (requires { function(each.page); }) function(each.page);
  };
  std::visit(
      [&](auto& each) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(each)>, model::Action>) {
          std::visit(visit, each);
        } else {
          visit(each);
        }
      },
      act);
}

constexpr std::string_view simple_package = "AX2012DataUpgrade-10.0.26";

/// The usual text is simplest; all others have an order, too.
void add_text(Complexity& complexity, std::string_view text, std::string_view usual) {
  complexity.push_back(text != usual);
  if (text == usual) return;
  complexity.push_back(static_cast<std::int64_t>(text.size()));
  for (const char letter : text) complexity.push_back(static_cast<unsigned char>(letter));
}

/// Sites of an upgrade in the order of its steps, behind those that every policy has.
void add_site(Complexity& complexity, std::string_view site) {
  constexpr std::string_view sub_step = "sub-step:";
  if (const auto effect = model::parse_enum<model::EffectKind>(site)) {
    complexity.push_back(static_cast<std::int64_t>(*effect));
    return;
  }
  complexity.push_back(100);
  if (!site.starts_with(sub_step)) return add_text(complexity, site, "");
  complexity.push_back(-1);
  const std::string_view id = site.substr(sub_step.size());
  const auto step = model::parse_enum<model::UpgradeStep>(id.substr(0, id.find('.')));
  complexity.push_back(step ? static_cast<std::int64_t>(*step) : 100);
  add_text(complexity, id, "");
}

/// Appends what is complex about an act; zero is simplest.
class Measure {
 public:
  explicit Measure(Complexity& complexity) : complexity_(complexity) {}

  void operator()(const Ask& ask) {
    add(static_cast<std::int64_t>(ask.process), ask.target.value, ask.source.value,
        ask.page != ask.target, static_cast<std::int64_t>(ask.patience),
        static_cast<std::int64_t>(ask.role), static_cast<std::int64_t>(ask.purpose),
        static_cast<std::int64_t>(ask.via), !ask.warnings_reviewed, !ask.all_acknowledged,
        3 - ask.acknowledgements, static_cast<std::int64_t>(ask.database));
    add_point(ask.restore_point);
    add_window(ask.window);
  }
  void operator()(const Postpone& postpone) {
    add(postpone.target.value, static_cast<std::int64_t>(postpone.role));
    add_point(postpone.restore_point);
    add_window(postpone.window);
  }
  void operator()(const GoBack& back) {
    add(back.target.value, static_cast<std::int64_t>(back.patience),
        static_cast<std::int64_t>(back.role));
  }
  void operator()(const Pay& pay) {
    add(pay.environment.value, static_cast<std::int64_t>(pay.debt));
  }
  void operator()(const UserChange& change) {
    add(change.environment.value, static_cast<std::int64_t>(change.account), change.statement);
  }
  void operator()(const Deploy& deploy) { add(deploy.environment.value, deploy.requirement); }
  void operator()(const Redeploy& redeploy) {
    add(redeploy.environment.value, redeploy.tenant.has_value(),
        redeploy.application_release.has_value());
  }
  void operator()(const RestoreBackup& restore) {
    add(restore.environment.value);
    add_text(restore.name, "AX2012");
  }
  void operator()(const RenameDatabase& rename) {
    add(rename.environment.value);
    add_text(rename.from, model::axdb_name);
    add_text(rename.to, "AXDB_orig");
  }
  void operator()(const DownloadPackage& download) {
    add(download.environment.value);
    add_text(download.folder, "C:\\Temp");
    add_text(download.package, simple_package);
  }
  void operator()(const GenerateRunbook& generate) {
    add(generate.environment.value, !generate.finds_topology, !generate.finds_service_model);
    add_text(generate.runbook, runbook_id_default);
    add_text(generate.file, runbook_file_default);
  }
  void operator()(const ImportRunbook& import) {
    add(import.environment.value);
    add_text(import.file, runbook_file_default);
  }
  void operator()(const Execute& execute) {
    add(execute.environment.value, execute.patience, execute.rerun_step.has_value(),
        execute.rerun_step.value_or(0));
    add_text(execute.runbook, runbook_id_default);
  }
  void operator()(const RunStatement& run) { add(run.environment.value, run.statement); }
  void operator()(const Advance& advance) { add_span(advance.by); }
  void operator()(const model::Action& action) {
    add(static_cast<std::int64_t>(action.index()));
    if (const auto subject = subject_of(action)) add(subject->value);
    std::visit([this](const auto& each) { describe(each); }, action);
  }
  template <typename T>
  void operator()(const T& act) {
    add(act.environment.value);
  }

 private:
  template <typename... Values>
  void add(Values... values) {
    (complexity_.push_back(static_cast<std::int64_t>(values)), ...);
  }
  void add_span(Duration span) { add(rank(simple_spans, span), span.ms); }
  void add_window(const WindowAhead& window) {
    add(rank(simple_windows, window), window.opens_in.ms, window.length.ms);
  }
  void add_point(const std::optional<Duration>& point) {
    add(point.has_value());
    if (point) add(rank(simple_points, *point), point->ms);
  }

  void add_text(std::string_view text, std::string_view usual) {
    rehearse::scenarios::add_text(complexity_, text, usual);
  }

  void describe(const model::PrepareUpgrade& prepare) { add(prepare.groundwork); }
  void describe(const model::TransferBackup& transfer) {
    add(transfer.route != model::Route::Storage);
  }
  void describe(const model::StopServices& stop) {
    add(model::EnumSet<model::Service>::all().without(stop.services).bits());
  }
  void describe(const model::StartServices& start) { add(start.services.bits()); }
  void describe(const model::OpenPrompt& open) { add(open.prompt != model::Prompt::Elevated); }
  void describe(const model::ViewCredentials& view) { add(view.role); }
  void describe(const model::SignIn& sign_in) { add(sign_in.account); }
  void describe(const model::Cancel& cancel) { add(cancel.role); }
  void describe(const model::InstallHotfix& install) { add(install.hotfix); }
  void describe(const model::PrepareTool& prepare) { add(prepare.step); }
  void describe(const model::ApplyUpdate& update) {
    add(update.component, update.path, update.version.packed());
  }
  template <typename T>
  void describe(const T&) {}

  Complexity& complexity_;
};

/// Appends simpler forms of an act.
class Simplify {
 public:
  explicit Simplify(std::vector<Act>& simpler) : simpler_(simpler) {}

  void operator()(const Ask& ask) {
    if (ask.process == model::Process::Restore) {
      Ask refresh = ask;
      refresh.process = model::Process::Refresh;
      refresh.restore_point = std::nullopt;
      simpler_.emplace_back(refresh);
    }
    vary(ask, &Ask::patience, Patience::UntilSettled);
    vary(ask, &Ask::page, ask.target);
    vary(ask, &Ask::role, model::Role::ProjectOwner);
    vary(ask, &Ask::purpose, model::Purpose::Testing);
    vary(ask, &Ask::via, model::Via::Page);
    vary(ask, &Ask::warnings_reviewed, true);
    vary(ask, &Ask::all_acknowledged, true);
    vary(ask, &Ask::acknowledgements, std::uint8_t{3});
    vary(ask, &Ask::database, model::RequestedDatabase::Application);
    vary(ask, &Ask::restore_point, std::optional<Duration>());
    for (const WindowAhead& window : simple_windows) vary(ask, &Ask::window, window);
    if (!ask.restore_point) return;
    for (const Duration point : simple_points) vary(ask, &Ask::restore_point, std::optional(point));
  }
  void operator()(const Postpone& postpone) {
    vary(postpone, &Postpone::role, model::Role::ProjectOwner);
    vary(postpone, &Postpone::restore_point, std::optional<Duration>());
    for (const WindowAhead& window : simple_windows) vary(postpone, &Postpone::window, window);
    if (!postpone.restore_point) return;
    for (const Duration point : simple_points)
      vary(postpone, &Postpone::restore_point, std::optional(point));
  }
  void operator()(const GoBack& back) {
    vary(back, &GoBack::patience, Patience::UntilSettled);
    vary(back, &GoBack::role, model::Role::ProjectOwner);
  }
  void operator()(const UserChange& change) {
    for (std::uint8_t statement = 0; statement < change.statement; ++statement)
      vary(change, &UserChange::statement, statement);
    vary(change, &UserChange::account, model::Account::Admin);
  }
  void operator()(const Deploy& deploy) {
    for (std::uint8_t requirement = 0; requirement < deploy.requirement; ++requirement)
      vary(deploy, &Deploy::requirement, requirement);
  }
  void operator()(const Redeploy& redeploy) {
    vary(redeploy, &Redeploy::tenant, std::optional<std::string>());
    vary(redeploy, &Redeploy::application_release, std::optional<model::Version>());
  }
  void operator()(const RestoreBackup& restore) {
    for (const char* name : {"AX2012", "AXDB"})
      vary(restore, &RestoreBackup::name, std::string(name));
  }
  void operator()(const RenameDatabase& rename) {
    vary(rename, &RenameDatabase::from, std::string(model::axdb_name));
    vary(rename, &RenameDatabase::from, std::string("AX2012"));
    vary(rename, &RenameDatabase::to, std::string("AXDB_orig"));
  }
  void operator()(const DownloadPackage& download) {
    vary(download, &DownloadPackage::folder, std::string("C:\\Temp"));
    for (const char* package :
         {simple_package.data(), "AX2012DataUpgrade-10.0.25", "PlatformUpdate-10.0.26"})
      vary(download, &DownloadPackage::package, std::string(package));
  }
  void operator()(const GenerateRunbook& generate) {
    vary(generate, &GenerateRunbook::runbook, std::string(runbook_id_default));
    vary(generate, &GenerateRunbook::file, std::string(runbook_file_default));
    vary(generate, &GenerateRunbook::finds_topology, true);
    vary(generate, &GenerateRunbook::finds_service_model, true);
  }
  void operator()(const ImportRunbook& import) {
    vary(import, &ImportRunbook::file, std::string(runbook_file_default));
  }
  void operator()(const Execute& execute) {
    vary(execute, &Execute::patience, Patience::UntilSettled);
    vary(execute, &Execute::runbook, std::string(runbook_id_default));
    vary(execute, &Execute::rerun_step, std::optional<std::uint16_t>());
  }
  void operator()(const RunStatement& run) {
    for (std::uint8_t statement = 0; statement < run.statement; ++statement)
      vary(run, &RunStatement::statement, statement);
  }
  void operator()(const Advance& advance) {
    for (const Duration span : simple_spans) vary(advance, &Advance::by, span);
  }
  void operator()(const model::Action& action) {
    if (const auto* view = std::get_if<model::ViewCredentials>(&action))
      each_value(*view, &model::ViewCredentials::role);
    if (const auto* sign_in = std::get_if<model::SignIn>(&action))
      each_value(*sign_in, &model::SignIn::account);
    if (const auto* cancel = std::get_if<model::Cancel>(&action))
      each_value(*cancel, &model::Cancel::role);
    if (const auto* prepare = std::get_if<model::PrepareUpgrade>(&action))
      each_value(*prepare, &model::PrepareUpgrade::groundwork);
    if (const auto* transfer = std::get_if<model::TransferBackup>(&action))
      each_value(*transfer, &model::TransferBackup::route);
    if (const auto* open = std::get_if<model::OpenPrompt>(&action))
      each_value(*open, &model::OpenPrompt::prompt);
    if (const auto* stop = std::get_if<model::StopServices>(&action))
      simpler_.emplace_back(model::Action(model::StopServices{stop->environment}));
    if (const auto* start = std::get_if<model::StartServices>(&action)) {
      simpler_.emplace_back(model::Action(
          model::StartServices{start->environment, {model::Service::ManagementReporter}}));
    }
  }
  template <typename T>
  void operator()(const T&) {}

 private:
  template <typename T, typename Value>
  void vary(const T& act, Value T::* member, const Value& value) {
    if (act.*member == value) return;
    T other = act;
    other.*member = value;
    simpler_.emplace_back(other);
  }
  template <typename T, typename E>
  void each_value(const T& action, E T::* member) {
    for (std::size_t value = 0; value < model::enum_count<E>; ++value) {
      T other = action;
      other.*member = static_cast<E>(value);
      simpler_.emplace_back(model::Action(other));
    }
  }

  std::vector<Act>& simpler_;
};

std::int64_t rank_of(const FleetAttribute& attribute,
                     const model::EnvironmentDescription& environment) {
  for (std::size_t index = 0; index < attribute.simple.size(); ++index) {
    model::EnvironmentDescription other = environment;
    attribute.simple[index](other);
    if (attribute.is_same(other, environment)) return static_cast<std::int64_t>(index);
  }
  return static_cast<std::int64_t>(attribute.simple.size());
}

}  // namespace

Complexity complexity_of(const History& history, const model::Fleet& fixture) {
  const auto different = differences(history.fleet, fixture);
  Complexity complexity = {static_cast<std::int64_t>(history.acts.size()),
                           static_cast<std::int64_t>(history.faults.size()),
                           static_cast<std::int64_t>(different.size())};
  for (const FleetDifference& difference : different) {
    complexity.push_back(difference.attribute);
    complexity.push_back(difference.environment);
    complexity.push_back(rank_of(fleet_attributes()[difference.attribute],
                                 history.fleet.environments[difference.environment]));
  }
  for (const Act& act : history.acts) {
    complexity.push_back(static_cast<std::int64_t>(act.index()));
    Measure measure(complexity);
    std::visit(measure, act);
  }
  for (const sim::Fault& fault : history.faults) {
    add_site(complexity, fault.site);
    complexity.push_back(fault.environment.value);
    complexity.push_back(fault.visit);
  }
  return complexity;
}

std::vector<Act> simplifications(const Act& act) {
  std::vector<Act> simpler;
  Simplify simplify(simpler);
  std::visit(simplify, act);
  return simpler;
}

Act moved(Act act, EnvironmentId from, EnvironmentId to) {
  for_each_environment(act, [&](EnvironmentId& id) {
    if (id == from) id = to;
  });
  return act;
}

bool mentions(const Act& act, EnvironmentId environment) {
  Act copy = act;
  bool found = false;
  for_each_environment(copy, [&](const EnvironmentId& id) { found |= id == environment; });
  return found;
}

}  // namespace rehearse::scenarios
