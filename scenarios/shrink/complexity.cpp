#include "rehearse/scenarios/shrink/complexity.h"

#include <algorithm>
#include <array>

#include "rehearse/scenarios/history/fleet.h"
#include "rehearse/scenarios/shrink/simple_values.h"

namespace rehearse::scenarios {
namespace {

using model::Duration;
using model::EnvironmentId;

/// Position among simple values; behind them, by size.
template <typename T, std::size_t N>
std::int64_t rank(const std::array<T, N>& simple, const T& value) {
  return std::ranges::find(simple, value) - simple.begin();
}

/// What comes first among usual texts is simplest; all others have an order, too.
void add_text(Complexity& complexity, std::string_view text, Texts usual) {
  const auto found = std::ranges::find(usual, text);
  complexity.push_back(found - usual.begin());
  if (found != usual.end()) return;
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
  if (!site.starts_with(sub_step)) return add_text(complexity, site, {});
  complexity.push_back(-1);
  const std::string_view id = site.substr(sub_step.size());
  const auto step = model::parse_enum<model::UpgradeStep>(id.substr(0, id.find('.')));
  complexity.push_back(step ? static_cast<std::int64_t>(*step) : 100);
  add_text(complexity, id, {});
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
    add_text(restore.name, simple_databases);
  }
  void operator()(const RenameDatabase& rename) {
    add(rename.environment.value);
    add_text(rename.from, simple_databases);
    add_text(rename.to, simple_databases);
  }
  void operator()(const DownloadPackage& download) {
    add(download.environment.value);
    add_text(download.folder, simple_folders);
    add_text(download.package, simple_packages);
  }
  void operator()(const GenerateRunbook& generate) {
    add(generate.environment.value, !generate.finds_topology, !generate.finds_service_model);
    add_text(generate.runbook, simple_runbooks);
    add_text(generate.file, simple_files);
  }
  void operator()(const ImportRunbook& import) {
    add(import.environment.value);
    add_text(import.file, simple_files);
  }
  void operator()(const Execute& execute) {
    add(execute.environment.value, execute.patience, execute.rerun_step.has_value(),
        execute.rerun_step.value_or(0));
    add_text(execute.runbook, simple_runbooks);
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

  void add_text(std::string_view text, Texts usual) {
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

/// Acts of an upgrade in the order of the document.
struct DocumentOrder {
  int operator()(const model::PrepareUpgrade&) const { return 1; }
  int operator()(const model::BackUp&) const { return 2; }
  int operator()(const model::TransferBackup&) const { return 3; }
  int operator()(const RestoreBackup&) const { return 4; }
  int operator()(const model::StopServices&) const { return 5; }
  int operator()(const RenameDatabase&) const { return 6; }
  int operator()(const DownloadPackage&) const { return 7; }
  int operator()(const model::UnblockPackage&) const { return 8; }
  int operator()(const model::ExtractPackage&) const { return 9; }
  int operator()(const model::OpenPrompt&) const { return 10; }
  int operator()(const GenerateRunbook&) const { return 11; }
  int operator()(const ImportRunbook&) const { return 12; }
  int operator()(const RunStatement&) const { return 13; }
  int operator()(const Execute&) const { return 14; }
  int operator()(const model::StartServices&) const { return 15; }
  int operator()(const model::Reboot&) const { return 16; }
  int operator()(const model::Action& action) const { return std::visit(*this, action); }
  template <typename T>
  int operator()(const T&) const {
    return 0;
  }
};

/// Those of an upgrade come behind all others.
std::int64_t rank_of(const Act& act) {
  constexpr std::int64_t behind = 100;
  const int place = std::visit(DocumentOrder(), act);
  return place == 0 ? static_cast<std::int64_t>(act.index()) : behind + place;
}

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
  const auto different = differences(*history.fleet, fixture);
  Complexity complexity = {static_cast<std::int64_t>(history.acts.size()),
                           static_cast<std::int64_t>(history.faults.size()),
                           static_cast<std::int64_t>(different.size())};
  complexity.reserve(64);
  for (const FleetDifference& difference : different) {
    complexity.push_back(difference.attribute);
    complexity.push_back(difference.environment);
    complexity.push_back(rank_of(fleet_attributes()[difference.attribute],
                                 history.fleet->environments[difference.environment]));
  }
  for (const Act& act : history.acts) {
    complexity.push_back(rank_of(act));
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

}  // namespace rehearse::scenarios
