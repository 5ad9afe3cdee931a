#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "rehearse/scenarios/files/context.h"

namespace rehearse::scenarios {
namespace {

// One function for each `do`. They need not look at errors: `Object` keeps the first.

/// What every way of asking for a movement has, and the operation's name.
Deed finish_move(Object& object, Resolver& names, Operation operation, Move move) {
  object.optional("role", move.start.role);
  object.optional("until", proper(move.until));
  object.optional("as", NonEmpty{operation.name});
  const auto name = object.cursor().find("as");
  object.keep(names.declare(name ? &*name : nullptr, std::move(operation)));
  move.operation = names.last_operation();
  return move;
}

/// What an operator says who starts a movement by self-service.
void read_self_service(Object& object, Resolver& names, Move& move) {
  object.optional("page", names.environment(move.page));
  object.optional("purpose", move.start.purpose);
  object.optional("via", move.start.via);
  object.optional("warnings_reviewed", move.start.warnings_reviewed);
}

void read_form(Object& object, Resolver& names, Move& move) {
  object.required("window", names.window(move.start.window));
  object.optional("database", move.start.database);
  object.optional("restore_point", names.at(move.start.restore_point));
}

/// Where it is from, and where to. A form may leave the source to the policy.
void read_environments(Object& object, Resolver& names, Operation& operation) {
  if (is_in_place(operation.process)) {
    object.required("environment", names.environment(operation.target));
    operation.source = operation.target;
    return;
  }
  const bool may_be_silent = is_requested(operation.process) && !object.has("source");
  if (!may_be_silent) object.required("source", names.environment(operation.source));
  object.required("target", names.environment(operation.target));
  if (may_be_silent)
    object.keep(names.default_source(object.cursor(), operation.process, operation.source));
}

/// Asks for a movement by the process, as its description says.
template <model::Process process>
Deed read_movement(Object& object, Resolver& names) {
  Operation operation{.name = {}, .process = process, .source = {}, .target = {}};
  Move move;
  read_environments(object, names, operation);
  move.page = operation.target;
  if (!is_requested(process)) {
    if (is_restore(process)) object.optional("restore_point", names.at(move.start.restore_point));
    read_self_service(object, names, move);
    return finish_move(object, names, std::move(operation), move);
  }
  read_form(object, names, move);
  if (description_of(process).acknowledgements == 0) {
    object.optional("all_acknowledged", move.start.all_acknowledged);
  } else {
    object.optional("acknowledgements", move.start.acknowledgements, Range{.min = 0, .max = 100});
  }
  return finish_move(object, names, std::move(operation), move);
}

Deed read_reschedule(Object& object, Resolver& names) {
  Reschedule reschedule;
  object.required("operation", names.operation(reschedule.operation));
  object.required("window", names.window(reschedule.request.window));
  object.optional("restore_point", names.at(reschedule.request.restore_point));
  object.optional("role", reschedule.request.role);
  return reschedule;
}

Deed read_rollback(Object& object, Resolver& names) {
  Rollback rollback;
  object.required("operation", names.operation(rollback.operation));
  object.optional("role", rollback.role);
  object.optional("until", proper(rollback.until));
  return rollback;
}

Deed read_cancel(Object& object, Resolver& names) {
  Cancel cancel;
  object.required("operation", names.operation(cancel.operation));
  object.optional("role", cancel.role);
  return cancel;
}

/// A deed that needs to know an operation and nothing else.
template <typename T>
Deed read_of_operation(Object& object, Resolver& names) {
  T deed;
  object.required("operation", names.operation(deed.operation));
  return deed;
}

/// An action of the model that needs to know an environment and nothing else.
template <typename T>
Deed read_of_environment(Object& object, Resolver& names) {
  T action{};
  object.required("environment", names.environment(action.environment));
  return model::Action(action);
}

Deed read_sign_in(Object& object, Resolver& names) {
  model::SignIn sign_in{};
  object.required("environment", names.environment(sign_in.environment));
  object.required("account", sign_in.account);
  return model::Action(sign_in);
}

Deed read_write(Object& object, Resolver& names) {
  Write write;
  object.required("environment", names.environment(write.environment));
  object.optional("account", write.account);
  object.required("sql", sql(write.sql));
  return write;
}

Deed read_customize(Object& object, Resolver& names) {
  Customize customize;
  object.required("environment", names.environment(customize.environment));
  object.required("require", sql(customize.require));
  return customize;
}

Deed read_put_blob(Object& object, Resolver& names) {
  PutBlob put;
  object.required("environment", names.environment(put.environment));
  object.required("name", NonEmpty{put.name});
  object.required("text", put.text);
  return put;
}

Deed read_settle(Object& object, Resolver& names) {
  Settle settle;
  object.required("environment", names.environment(settle.environment));
  object.required("debt", settle.debt);
  object.optional("until", proper(settle.until));
  return settle;
}

Deed read_install_hotfix(Object& object, Resolver& names) {
  model::InstallHotfix install{};
  object.required("environment", names.environment(install.environment));
  object.required("hotfix", install.hotfix);
  return model::Action(install);
}

Deed read_rename_channels(Object& object, Resolver& names) {
  RenameChannels rename;
  object.required("environment", names.environment(rename.environment));
  object.required("database", NonEmpty{rename.database});
  object.required("group", NonEmpty{rename.group});
  return rename;
}

Deed read_prepare_tool(Object& object, Resolver& names) {
  model::PrepareTool prepare{};
  object.required("environment", names.environment(prepare.environment));
  object.required("step", proper(prepare.step));
  return model::Action(prepare);
}

Deed read_apply_update(Object& object, Resolver& names) {
  model::ApplyUpdate update{};
  object.required("environment", names.environment(update.environment));
  object.required("component", update.component);
  object.required("path", update.path);
  object.required("version", update.version);
  return model::Action(update);
}

Deed read_provision_admin(Object& object, Resolver& names) {
  ProvisionAdmin provision;
  object.required("environment", names.environment(provision.environment));
  object.required("account", NonEmpty{provision.account});
  return provision;
}

Deed read_redeploy(Object& object, Resolver& names) {
  Redeploy redeploy;
  object.required("environment", names.environment(redeploy.environment));
  object.required("account", NonEmpty{redeploy.account});
  if (object.has("tenant")) object.required("tenant", NonEmpty{redeploy.tenant.emplace()});
  object.optional("application_release", redeploy.application_release);
  return redeploy;
}

Deed read_view_credentials(Object& object, Resolver& names) {
  model::ViewCredentials view{};
  object.required("environment", names.environment(view.environment));
  object.required("role", view.role);
  return model::Action(view);
}

/// What can stand behind `"do":`, in the order of docs/formats/scenario.md.
struct DeedReader {
  std::string_view name;
  Deed (*read)(Object&, Resolver&);
};
constexpr auto other_deed_readers = std::to_array<DeedReader>({
    {"accept", read_of_operation<Accept>},
    {"reschedule", read_reschedule},
    {"cancel", read_cancel},
    {"rollback", read_rollback},
    {"download-logs", read_of_operation<DownloadLogs>},
    {"sign-in", read_sign_in},
    {"write", read_write},
    {"put-blob", read_put_blob},
    {"receive-file", read_of_environment<model::ReceiveFile>},
    {"process-files", read_of_environment<model::ProcessFiles>},
    {"stop-jobs", read_of_environment<model::StopJobs>},
    {"settle", read_settle},
    {"customize", read_customize},
    {"remove-customizations", read_of_environment<model::RemoveCustomizations>},
    {"save-update", read_of_environment<model::SaveUpdate>},
    {"apply-update", read_apply_update},
    {"install-hotfix", read_install_hotfix},
    {"rename-channels", read_rename_channels},
    {"prepare-tool", read_prepare_tool},
    {"provision-admin", read_provision_admin},
    {"redeploy", read_redeploy},
    {"view-credentials", read_view_credentials},
    {"prepare-upgrade", read_prepare_upgrade},
    {"back-up", read_of_environment<model::BackUp>},
    {"transfer-backup", read_transfer_backup},
    {"restore-backup", read_restore_backup},
    {"stop-services", read_stop_services},
    {"start-services", read_start_services},
    {"reboot", read_of_environment<model::Reboot>},
    {"rename-database", read_rename_database},
    {"download-package", read_download_package},
    {"unblock-package", read_of_environment<model::UnblockPackage>},
    {"extract-package", read_of_environment<model::ExtractPackage>},
    {"open-prompt", read_open_prompt},
    {"generate-runbook", read_generate_runbook},
    {"import-runbook", read_import_runbook},
    {"execute-runbook", read_execute_runbook},
    {"AXUpdateInstaller", read_installer_line},
    {"run-sql", read_run_sql},
});

/// One for each process that a step of its own asks for, then the others.
constexpr auto deed_readers = [] {
  constexpr auto is_asked_for = [](const model::ProcessDescription& each) {
    return !each.words.asked.empty();
  };
  constexpr std::size_t asked = std::ranges::count_if(model::process_descriptions, is_asked_for);
  std::array<DeedReader, asked + other_deed_readers.size()> all{};
  std::size_t next = 0;
  const auto add = [&]<std::size_t position>() {
    constexpr const model::ProcessDescription& each = model::process_descriptions[position];
    if constexpr (is_asked_for(each)) all[next++] = {each.words.asked, read_movement<each.process>};
  };
  [&]<std::size_t... position>(std::index_sequence<position...>) {
    (add.template operator()<position>(), ...);
  }(std::make_index_sequence<model::process_descriptions.size()>());
  std::ranges::copy(other_deed_readers, all.begin() + static_cast<std::ptrdiff_t>(asked));
  return all;
}();

constexpr auto deed_names = [] {
  std::array<std::string_view, deed_readers.size()> names;
  std::ranges::transform(deed_readers, names.begin(), &DeedReader::name);
  return names;
}();

Expected<void> read_do(Object& object, Resolver& names, Do& into) {
  std::size_t kind = 0;
  object.required("do", [&](const Cursor& at) -> Expected<void> {
    const auto found = read_one_of(at, deed_names);
    if (!found) return std::unexpected(found.error());
    kind = *found;
    return {};
  });
  if (!object.is_sound()) return object.finish();
  object.optional("at", names.at(into.at));
  into.deed = deed_readers[kind].read(object, names);
  object.optional("expect",
                  [&](const Cursor& at) { return read_outcome(at, names, into.outcome); });
  return object.finish();
}

Expected<void> read_until(const Cursor& at, const Resolver& names, Step& step) {
  if (at.is_text()) return read(at, step.what.emplace<UntilInstant>().at);
  if (!at.is_object())
    return at.fail_expected(
        "an instant or an object",
        R"(write "2020-03-02T12:00:00Z" or {"operation": "r1", "settled": true})");
  Object object(at);
  OperationId operation;
  object.required("operation", names.operation(operation));
  if (object.exactly_one({"phase", "settled"}) == "phase") {
    UntilPhase until{operation, {}};
    object.required("phase", proper(until.phase));
    step.what = until;
    return object.finish();
  }
  object.optional("settled", [](const Cursor& settled) {
    return settled.json() == true ? Expected<void>() : settled.fail_expected("true");
  });
  step.what = UntilSettled{operation};
  return object.finish();
}

}  // namespace

Expected<void> read_step(const Cursor& at, Resolver& names, Step& step) {
  step.where = at;
  Object object(at);
  if (object.has("do")) return read_do(object, names, step.what.emplace<Do>());
  const std::string_view kind = object.exactly_one({"do", "advance", "until", "expect"});
  if (kind == "advance") {
    Advance& advance = step.what.emplace<Advance>();
    object.required("advance", [&](const Cursor& by) { return read_span(by, advance.by); });
  }
  if (kind == "until")
    object.required("until", [&](const Cursor& until) { return read_until(until, names, step); });
  if (kind == "expect") {
    Expectation& expectation = step.what.emplace<Expectation>();
    object.required("expect",
                    [&](const Cursor& what) { return read_expectation(what, names, expectation); });
  }
  return object.finish();
}

}  // namespace rehearse::scenarios
