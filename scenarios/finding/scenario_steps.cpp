#include "rehearse/scenarios/finding/scenario_steps.h"

#include <algorithm>

#include "rehearse/model/processes/process.h"
#include "rehearse/scenarios/finding/scenario_state.h"

namespace rehearse::scenarios {

using Ordered = nlohmann::ordered_json;
using model::EnvironmentId;

/// On one line, with spaces where people put them.
std::string spaced(const Ordered& json) {
  std::vector<std::string> parts;
  if (json.is_object()) {
    for (const auto& [key, value] : json.items())
      parts.push_back(fmt::format("{}: {}", Ordered(key).dump(), spaced(value)));
    return fmt::format("{{ {} }}", fmt::join(parts, ", "));
  }
  if (!json.is_array()) return json.dump();
  for (const Ordered& item : json) parts.push_back(spaced(item));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

namespace {

/// `+PT25H`: how long after the clock of the scenario, or before it.
std::string from_clock(model::Instant at, model::Instant clock) {
  const model::Duration distance = at - clock;
  return distance.ms < 0 ? "-" + to_string(model::Duration{-distance.ms})
                         : "+" + to_string(distance);
}

/// The steps of a file, act by act.
class StepWriter {
 public:
  StepWriter(const History& history, const std::vector<Answer>& answers,
             const std::vector<model::Instant>& times)
      : history_(history), answers_(answers), times_(times) {}

  /// Gives names to the operations that acts speak of, and to the last into each of `targets`.
  void name_operations(const std::vector<EnvironmentId>& targets) {
    std::vector<bool> is_meant(history_.acts.size());
    for (std::size_t act = 0; act < history_.acts.size(); ++act) {
      if (const auto target = needs_movement_into(history_.acts[act]))
        is_meant[*operation_for(act, *target)] = true;
    }
    for (const EnvironmentId target : targets) {
      if (const auto last = operation_for(history_.acts.size(), target)) is_meant[*last] = true;
    }
    operation_names_.resize(history_.acts.size());
    std::size_t count = 0;
    for (std::size_t act = 0; act < history_.acts.size(); ++act) {
      if (is_meant[act]) operation_names_[act] = fmt::format("m{}", ++count);
    }
  }

  std::string step(std::size_t index) {
    index_ = index;
    json_ = Ordered::object();
    std::visit(*this, history_.acts[index]);
    if (index < answers_.size()) expect(answers_[index]);
    return spaced(json_);
  }

  /// What the movement into `target` has come to; empty when nobody asked for one.
  std::string operation(EnvironmentId target, const model::Movement& movement) const {
    const auto act = operation_for(history_.acts.size(), target);
    if (!act) return {};
    const model::Status status = status_of(movement);
    const bool has_failed = status == model::Status::Failed;
    Ordered expected = {{"operation", operation_names_[*act]}, {"status", to_string(status)}};
    expected["phase"] = to_string(has_failed ? movement.failed_in : movement.phase);
    return spaced({{"expect", expected}});
  }

  std::string is_upgraded(EnvironmentId machine) const {
    const auto act = operation_for(history_.acts.size(), machine);
    const Ordered expected = {{"operation", operation_names_[*act]},
                              {"phase", to_string(model::Phase::Upgraded)}};
    return spaced({{"expect", expected}});
  }

  void operator()(const Ask& ask) {
    begin(description_of(ask.process).words.asked);
    const bool is_in_place = model::is_in_place(ask.process);
    if (!is_in_place) json_["source"] = name(ask.source);
    json_[is_in_place ? "environment" : "target"] = name(ask.target);
    put_restore_point(ask.restore_point);
    if (is_requested(ask.process)) {
      put_form(ask);
    } else {
      put_page(ask);
    }
    put_unless(ask.role, model::Role::ProjectOwner, "role");
    put_name();
  }

  void operator()(const Postpone& postpone) {
    begin_for("reschedule", postpone.target);
    put_window(postpone.window);
    put_restore_point(postpone.restore_point);
    put_unless(postpone.role, model::Role::ProjectOwner, "role");
  }
  void operator()(const GoBack& back) {
    begin_for("rollback", back.target);
    put_unless(back.role, model::Role::ProjectOwner, "role");
    if (back.patience == Patience::None) json_["until"] = to_string(model::Phase::RollingBack);
  }
  void operator()(const Pay& pay) {
    begin_in("settle", pay.environment);
    json_["debt"] = to_string(pay.debt);
  }
  void operator()(const UserChange& change) {
    begin_in("write", change.environment);
    put_unless(change.account, model::Account::User, "account");
    json_["sql"] = user_statements()[change.statement].sql;
  }
  void operator()(const Deploy& deploy) {
    begin_in("customize", deploy.environment);
    json_["require"] = requirements()[deploy.requirement];
  }
  void operator()(const PutBlob& put) {
    begin_in("put-blob", put.environment);
    json_["name"] = put.name;
    json_["text"] = put.text;
  }
  void operator()(const RenameChannels& rename) {
    begin_in("rename-channels", rename.environment);
    json_["database"] = rename.database;
    json_["group"] = rename.group;
  }
  void operator()(const ProvisionAdmin& provision) {
    begin_in("provision-admin", provision.environment);
    json_["account"] = provision.account;
  }
  void operator()(const Redeploy& redeploy) {
    begin_in("redeploy", redeploy.environment);
    json_["account"] = redeploy.account;
    if (redeploy.tenant) json_["tenant"] = *redeploy.tenant;
    if (redeploy.application_release)
      json_["application_release"] = to_string(*redeploy.application_release);
  }
  void operator()(const RestoreBackup& restore) {
    begin_in("restore-backup", restore.environment);
    json_["name"] = restore.name;
  }
  void operator()(const RenameDatabase& rename) {
    begin_in("rename-database", rename.environment);
    json_["from"] = rename.from;
    json_["to"] = rename.to;
  }
  void operator()(const DownloadPackage& download) {
    begin_in("download-package", download.environment);
    json_["package"] = download.package;
    put_text_unless(download.folder, "C:\\Temp", "folder");
  }
  void operator()(const GenerateRunbook& generate) {
    begin_in("generate-runbook", generate.environment);
    put_text_unless(generate.runbook, runbook_id_default, "runbook_id");
    put_text_unless(generate.file, runbook_file_default, "runbook_file");
    if (!generate.finds_topology) json_["topology_file"] = "Other.xml";
    if (!generate.finds_service_model) json_["service_model_file"] = "Other.xml";
  }
  void operator()(const ImportRunbook& import) {
    begin_in("import-runbook", import.environment);
    put_text_unless(import.file, runbook_file_default, "runbook_file");
  }
  /// One that is not waited for is waited for until the phase that it is in at once.
  void operator()(const Execute& execute) {
    begin_in("execute-runbook", execute.environment);
    put_text_unless(execute.runbook, runbook_id_default, "runbook_id");
    if (execute.rerun_step) json_["rerun_step"] = *execute.rerun_step;
    if (execute.patience == Patience::None && index_ < answers_.size()) {
      const model::Phase phase = answers_[index_].phase;
      json_["until"] = to_string(phase == model::Phase::None ? model::Phase::PreReqs : phase);
    }
    put_name();
  }
  void operator()(const RunStatement& run) {
    begin_in("run-sql", run.environment);
    json_["sql"] = developer_statements()[run.statement].sql;
  }
  void operator()(const Advance& advance) { json_["advance"] = to_string(advance.by); }
  void operator()(const model::Action& action) { std::visit(*this, action); }

  void operator()(const model::Accept& accept) { begin_for("accept", accept.target); }
  void operator()(const model::DownloadLogs& download) {
    begin_for("download-logs", download.target);
  }
  void operator()(const model::Cancel& cancel) {
    begin_for("cancel", cancel.target);
    put_unless(cancel.role, model::Role::ProjectOwner, "role");
  }
  void operator()(const model::SignIn& sign_in) {
    begin_in("sign-in", sign_in.environment);
    json_["account"] = to_string(sign_in.account);
  }
  void operator()(const model::InstallHotfix& install) {
    begin_in("install-hotfix", install.environment);
    json_["hotfix"] = to_string(install.hotfix);
  }
  void operator()(const model::PrepareTool& prepare) {
    begin_in("prepare-tool", prepare.environment);
    json_["step"] = to_string(prepare.step);
  }
  void operator()(const model::ApplyUpdate& update) {
    begin_in("apply-update", update.environment);
    json_["component"] = to_string(update.component);
    json_["path"] = to_string(update.path);
    json_["version"] = to_string(update.version);
  }
  void operator()(const model::ViewCredentials& view) {
    begin_in("view-credentials", view.environment);
    json_["role"] = to_string(view.role);
  }
  void operator()(const model::PrepareUpgrade& prepare) {
    begin_in("prepare-upgrade", prepare.environment);
    json_["groundwork"] = to_string(prepare.groundwork);
  }
  void operator()(const model::BackUp& each) { begin_in("back-up", each.environment); }
  void operator()(const model::TransferBackup& transfer) {
    begin_in("transfer-backup", transfer.environment);
    json_["through"] = to_string(transfer.route);
  }
  void operator()(const model::StopServices& stop) {
    begin_in("stop-services", stop.environment);
    put_services(stop.services);
  }
  void operator()(const model::StartServices& start) {
    begin_in("start-services", start.environment);
    put_services(start.services);
  }
  void operator()(const model::Reboot& each) { begin_in("reboot", each.environment); }
  void operator()(const model::UnblockPackage& each) {
    begin_in("unblock-package", each.environment);
  }
  void operator()(const model::ExtractPackage& each) {
    begin_in("extract-package", each.environment);
  }
  void operator()(const model::OpenPrompt& open) {
    begin_in("open-prompt", open.environment);
    if (open.prompt != model::Prompt::Elevated) json_["elevated"] = false;
  }
  void operator()(const model::ReceiveFile& each) { begin_in("receive-file", each.environment); }
  void operator()(const model::ProcessFiles& each) { begin_in("process-files", each.environment); }
  void operator()(const model::StopJobs& each) { begin_in("stop-jobs", each.environment); }
  void operator()(const model::SaveUpdate& each) { begin_in("save-update", each.environment); }
  void operator()(const model::RemoveCustomizations& each) {
    begin_in("remove-customizations", each.environment);
  }
  /// Nobody asks for the others: they come of what was asked for.
  template <typename T>
  void operator()(const T&) {}

 private:
  const std::string& name(EnvironmentId id) const {
    return history_.fleet->environments[id.value].name;
  }

  void begin(std::string_view deed) { json_["do"] = deed; }
  void begin_in(std::string_view deed, EnvironmentId environment) {
    begin(deed);
    json_["environment"] = name(environment);
  }
  void begin_for(std::string_view deed, EnvironmentId target) {
    begin(deed);
    json_["operation"] = operation_names_[*operation_for(index_, target)];
  }

  template <typename E>
  void put_unless(E value, E usual, const char* key) {
    if (value != usual) json_[key] = to_string(value);
  }
  void put_text_unless(std::string_view value, std::string_view usual, const char* key) {
    if (value != usual) json_[key] = value;
  }
  void put_services(model::EnumSet<model::Service> services) {
    if (services == model::EnumSet<model::Service>::all()) return;
    json_["services"] = Ordered::array();
    for (std::size_t index = 0; index < model::enum_count<model::Service>; ++index) {
      const auto service = static_cast<model::Service>(index);
      if (services.contains(service)) json_["services"].push_back(to_string(service));
    }
  }
  void put_name() {
    if (!operation_names_[index_].empty()) json_["as"] = operation_names_[index_];
  }
  void put_restore_point(const std::optional<model::Duration>& point) {
    if (point) json_["restore_point"] = from_clock(times_[index_] + *point, history_.clock);
  }
  void put_window(const WindowAhead& window) {
    const model::Instant start = times_[index_] + window.opens_in;
    json_["window"] = {{"start", from_clock(start, history_.clock)},
                       {"end", from_clock(start + window.length, history_.clock)}};
  }
  void put_form(const Ask& ask) {
    put_window(ask.window);
    put_unless(ask.database, model::RequestedDatabase::Application, "database");
    const int boxes = description_of(ask.process).acknowledgements;
    if (boxes == 0 && !ask.all_acknowledged) json_["all_acknowledged"] = false;
    if (boxes > 0 && ask.acknowledgements != boxes)
      json_["acknowledgements"] = ask.acknowledgements;
  }
  void put_page(const Ask& ask) {
    if (ask.page != ask.target) json_["page"] = name(ask.page);
    put_unless(ask.purpose, model::Purpose::Testing, "purpose");
    put_unless(ask.via, model::Via::Page, "via");
    if (!ask.warnings_reviewed) json_["warnings_reviewed"] = false;
    if (ask.patience == Patience::UntilSettled) return;
    json_["until"] = to_string(first_phase(ask.process));
  }

  void expect(const Answer& answer) {
    Ordered expected = Ordered::object();
    if (!answer.denied_by.empty()) expected["denied_by"] = answer.denied_by;
    if (!answer.not_evaluable.empty()) expected["not_evaluable"] = answer.not_evaluable;
    if (!answer.warned_by.empty()) expected["warned_by"] = answer.warned_by;
    if (answer.refused != model::Refusal::None) expected["refused"] = to_string(answer.refused);
    if (!answer.trouble.empty()) expected["fails_with"] = answer.trouble;
    if (!expected.empty()) json_["expect"] = std::move(expected);
  }

  /// The act that asked for the movement that an operator means: the last that began, or was asked
  /// for.
  std::optional<std::size_t> operation_for(std::size_t act, EnvironmentId target) const {
    std::optional<std::size_t> asked;
    for (std::size_t before = act; before-- > 0;) {
      if (asks_for_movement_into(history_.acts[before]) != target) continue;
      if (before < answers_.size() && answers_[before].started) return before;
      if (!asked) asked = before;
    }
    return asked;
  }

  const History& history_;
  const std::vector<Answer>& answers_;
  const std::vector<model::Instant>& times_;
  std::vector<std::string> operation_names_;  // by act; empty where nobody speaks of it
  std::size_t index_ = 0;
  Ordered json_;
};

}  // namespace

std::vector<std::string> step_texts(const History& history, const Account& account,
                                    const Account* other, std::optional<EnvironmentId> upgraded) {
  std::vector<EnvironmentId> told;  // movements that have come to something else
  std::vector<std::string> states;
  for (std::uint16_t index = 0; other != nullptr && index < history.fleet->environments.size();
       ++index) {
    const auto& here = account.world.environments[index];
    const auto& there = other->world.environments[index];
    if (here.movement.phase != there.movement.phase) told.push_back({index});
    if (std::string state = state_text(here, there, history.fleet->environments[index].name);
        !state.empty())
      states.push_back(std::move(state));
  }
  if (upgraded) told.push_back(*upgraded);
  StepWriter writer(history, account.answers, account.times);
  writer.name_operations(told);
  if (upgraded) told.pop_back();
  std::vector<std::string> steps;
  for (std::size_t act = 0; act < history.acts.size(); ++act) steps.push_back(writer.step(act));
  const model::Duration rest{other == nullptr ? 0 : std::max(account.rest.ms, other->rest.ms)};
  if (rest.ms > 0) steps.push_back(spaced({{"advance", to_string(rest)}}));
  for (const EnvironmentId target : told) {
    if (std::string text = writer.operation(target, account.world[target].movement); !text.empty())
      steps.push_back(std::move(text));
  }
  std::ranges::move(states, std::back_inserter(steps));
  if (upgraded) steps.push_back(writer.is_upgraded(*upgraded));
  return steps;
}

}  // namespace rehearse::scenarios
