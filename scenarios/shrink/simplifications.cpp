#include <algorithm>

#include "rehearse/scenarios/shrink/complexity.h"
#include "rehearse/scenarios/shrink/simple_values.h"

/// Simpler forms of acts, and the same acts elsewhere.
namespace rehearse::scenarios {
namespace {

using model::EnvironmentId;

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
    each_text(restore, &RestoreBackup::name, simple_databases);
  }
  void operator()(const RenameDatabase& rename) {
    each_text(rename, &RenameDatabase::from, simple_databases);
    each_text(rename, &RenameDatabase::to, simple_databases);
  }
  void operator()(const DownloadPackage& download) {
    each_text(download, &DownloadPackage::folder, simple_folders);
    each_text(download, &DownloadPackage::package, simple_packages);
  }
  void operator()(const GenerateRunbook& generate) {
    each_text(generate, &GenerateRunbook::runbook, simple_runbooks);
    each_text(generate, &GenerateRunbook::file, simple_files);
    vary(generate, &GenerateRunbook::finds_topology, true);
    vary(generate, &GenerateRunbook::finds_service_model, true);
  }
  void operator()(const ImportRunbook& import) {
    each_text(import, &ImportRunbook::file, simple_files);
  }
  void operator()(const Execute& execute) {
    vary(execute, &Execute::patience, Patience::UntilSettled);
    each_text(execute, &Execute::runbook, simple_runbooks);
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
  template <typename T>
  void each_text(const T& act, std::string T::* member, Texts texts) {
    for (const std::string_view text : texts) vary(act, member, std::string(text));
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

}  // namespace

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
