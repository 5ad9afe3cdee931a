#include <algorithm>
#include <nlohmann/json.hpp>

#include "rehearse/scenarios/files/context.h"
#include "rehearse/scenarios/story/installer_line.h"

/// The `do`s of an upgrade from AX 2012.
namespace rehearse::scenarios {
namespace {

/// Adds the upgrade as an operation of the scenario, and reads what it is waited for.
void declare_upgrade(Object& object, Resolver& names, model::EnvironmentId machine,
                     ExecuteRunbook& execute) {
  Operation operation{
      .name = {}, .process = model::Process::DataUpgrade, .source = machine, .target = machine};
  object.optional("until", proper(execute.until));
  object.optional("as", NonEmpty{operation.name});
  const auto name = object.cursor().find("as");
  object.keep(names.declare(name ? &*name : nullptr, std::move(operation)));
  execute.operation = names.last_operation();
}

bool is_file_of_package(std::string_view file, std::string_view of_package) {
  return model::is_same_name(file, of_package);
}

Deed generate(model::EnvironmentId machine, const GenerateLine& line) {
  return GenerateRunbook{
      .environment = machine,
      .runbook = line.runbook_id,
      .file = line.runbook_file,
      .finds_topology = is_file_of_package(line.topology_file, topology_file_default),
      .finds_service_model =
          is_file_of_package(line.service_model_file, service_model_file_default)};
}

/// What SQL Server would have in a name without brackets, and a file system in a name of a file.
auto database_name(std::string& into) {
  return [&into](const Cursor& at) -> Expected<void> {
    if (auto done = read(at, NonEmpty{into}); !done) return done;
    constexpr std::size_t bytes_max = 64;
    const bool is_plain = std::ranges::all_of(into, [](char letter) {
      return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
             (letter >= '0' && letter <= '9') || letter == '_';
    });
    if (is_plain && into.size() <= bytes_max) return {};
    return at.fail(fmt::format("{} cannot be the name of a database", at.json().dump()),
                   "names are made of letters, digits and _");
  };
}

template <typename T>
Deed read_services(Object& object, Resolver& names) {
  T action{};
  object.required("environment", names.environment(action.environment));
  object.optional("services", action.services);
  return model::Action(action);
}

}  // namespace

Deed read_prepare_upgrade(Object& object, Resolver& names) {
  model::PrepareUpgrade prepare{};
  object.required("environment", names.environment(prepare.environment));
  object.required("groundwork", prepare.groundwork);
  return model::Action(prepare);
}

Deed read_transfer_backup(Object& object, Resolver& names) {
  model::TransferBackup transfer{};
  object.required("environment", names.environment(transfer.environment));
  object.required("through", transfer.route);
  return model::Action(transfer);
}

Deed read_restore_backup(Object& object, Resolver& names) {
  RestoreBackup restore;
  object.required("environment", names.environment(restore.environment));
  object.required("name", database_name(restore.name));
  return restore;
}

Deed read_stop_services(Object& object, Resolver& names) {
  return read_services<model::StopServices>(object, names);
}

Deed read_start_services(Object& object, Resolver& names) {
  return read_services<model::StartServices>(object, names);
}

Deed read_rename_database(Object& object, Resolver& names) {
  RenameDatabase rename;
  object.required("environment", names.environment(rename.environment));
  object.required("from", database_name(rename.from));
  object.required("to", database_name(rename.to));
  return rename;
}

Deed read_download_package(Object& object, Resolver& names) {
  DownloadPackage download;
  download.folder = "C:\\Temp";
  object.required("environment", names.environment(download.environment));
  object.required("package", NonEmpty{download.package});
  object.optional("folder", NonEmpty{download.folder});
  return download;
}

Deed read_open_prompt(Object& object, Resolver& names) {
  model::OpenPrompt open{};
  bool elevated = true;
  object.required("environment", names.environment(open.environment));
  object.optional("elevated", elevated);
  open.prompt = elevated ? model::Prompt::Elevated : model::Prompt::Ordinary;
  return model::Action(open);
}

Deed read_generate_runbook(Object& object, Resolver& names) {
  model::EnvironmentId machine;
  GenerateLine line{std::string(runbook_id_default), std::string(topology_file_default),
                    std::string(service_model_file_default), std::string(runbook_file_default)};
  object.required("environment", names.environment(machine));
  object.optional("runbook_id", NonEmpty{line.runbook_id});
  object.optional("topology_file", NonEmpty{line.topology_file});
  object.optional("service_model_file", NonEmpty{line.service_model_file});
  object.optional("runbook_file", NonEmpty{line.runbook_file});
  return generate(machine, line);
}

Deed read_import_runbook(Object& object, Resolver& names) {
  ImportRunbook import;
  import.file = runbook_file_default;
  object.required("environment", names.environment(import.environment));
  object.optional("runbook_file", NonEmpty{import.file});
  return import;
}

Deed read_execute_runbook(Object& object, Resolver& names) {
  ExecuteRunbook execute;
  model::EnvironmentId machine;
  execute.runbook = runbook_id_default;
  object.required("environment", names.environment(machine));
  object.optional("runbook_id", NonEmpty{execute.runbook});
  if (object.has("rerun_step"))
    object.required("rerun_step", execute.rerun_step.emplace(), Range{.min = 1, .max = 999});
  declare_upgrade(object, names, machine, execute);
  return execute;
}

Deed read_installer_line(Object& object, Resolver& names) {
  model::EnvironmentId machine;
  object.optional("environment", names.environment(machine));
  if (!object.has("environment")) object.keep(names.only_machine(object.cursor(), machine));
  InstallerLine line;
  object.required("line", [&](const Cursor& at) -> Expected<void> {
    std::string text;
    if (auto done = read(at, NonEmpty{text}); !done) return done;
    auto parsed = parse_installer_line(text);
    if (!parsed) return at.fail_within(std::move(parsed.error()));
    line = std::move(*parsed);
    return {};
  });
  if (const auto* execute_line = std::get_if<ExecuteLine>(&line)) {
    ExecuteRunbook execute;
    execute.runbook = execute_line->runbook_id;
    execute.rerun_step = execute_line->rerun_step;
    declare_upgrade(object, names, machine, execute);
    return execute;
  }
  if (const auto* import = std::get_if<ImportLine>(&line))
    return ImportRunbook{.environment = machine, .file = import->runbook_file};
  return generate(machine, std::get<GenerateLine>(line));
}

Deed read_run_sql(Object& object, Resolver& names) {
  RunSql run;
  object.required("environment", names.environment(run.environment));
  object.required("sql", sql(run.sql));
  return run;
}

}  // namespace rehearse::scenarios
