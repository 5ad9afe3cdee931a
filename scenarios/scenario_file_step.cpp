#include <nlohmann/json.hpp>

#include "scenarios/scenario_file_context.h"

namespace rehearse::scenarios {
namespace {

// One function for each `do`. They need not look at errors: `Object` keeps the first.

Deed read_refresh(Object& object, Resolver& names) {
  Operation operation;
  Refresh refresh;
  object.required("source", names.environment(operation.source));
  object.required("target", names.environment(operation.target));
  refresh.page = operation.target;
  object.optional("page", names.environment(refresh.page));
  object.optional("purpose", refresh.purpose);
  object.optional("warnings_reviewed", refresh.warnings_reviewed);
  object.optional("until", proper(refresh.until));
  object.optional("as", NonEmpty{operation.name});
  const auto name = object.cursor().find("as");
  object.keep(names.declare(name ? &*name : nullptr, std::move(operation)));
  refresh.operation = names.last_operation();
  return refresh;
}

Deed read_rollback(Object& object, Resolver& names) {
  Rollback rollback;
  object.required("operation", names.operation(rollback.operation));
  object.optional("until", proper(rollback.until));
  return rollback;
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
  model::Settle settle{};
  object.required("environment", names.environment(settle.environment));
  object.required("debt", settle.debt);
  return model::Action(settle);
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
constexpr auto deed_names = std::to_array<std::string_view>(
    {"refresh", "rollback", "cancel", "download-logs", "sign-in", "write", "put-blob",
     "receive-file", "process-files", "stop-jobs", "settle", "customize", "remove-customizations",
     "save-update", "apply-update", "provision-admin", "redeploy", "view-credentials"});
constexpr auto deed_readers = std::to_array<Deed (*)(Object&, Resolver&)>(
    {read_refresh, read_rollback, read_of_operation<Cancel>, read_of_operation<DownloadLogs>,
     read_sign_in, read_write, read_put_blob, read_of_environment<model::ReceiveFile>,
     read_of_environment<model::ProcessFiles>, read_of_environment<model::StopJobs>, read_settle,
     read_customize, read_of_environment<model::RemoveCustomizations>,
     read_of_environment<model::SaveUpdate>, read_apply_update, read_provision_admin, read_redeploy,
     read_view_credentials});
static_assert(deed_names.size() == deed_readers.size());

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
  into.deed = deed_readers[kind](object, names);
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
