#pragma once

#include "rehearse/scenarios/deeds/kind.h"
#include "rehearse/scenarios/story/installer_line.h"

/// What AXUpdateInstaller.exe is told to do.
namespace rehearse::scenarios {

template <>
struct KindOf<GenerateRunbook> {
  using Action = model::GenerateRunbook;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<GenerateRunbook>("generate-runbook");

  /// What the command line says, whether it stands in one text or in several.
  static GenerateRunbook of(model::EnvironmentId machine, const GenerateLine& line) {
    return {.environment = machine,
            .runbook = line.runbook_id,
            .file = line.runbook_file,
            .finds_topology = model::is_same_name(line.topology_file, topology_file_default),
            .finds_service_model =
                model::is_same_name(line.service_model_file, service_model_file_default)};
  }
  static void read(Object& step, Resolver&, GenerateRunbook& generate) {
    GenerateLine line{std::string(runbook_id_default), std::string(topology_file_default),
                      std::string(service_model_file_default), std::string(runbook_file_default)};
    step.optional("runbook_id", NonEmpty{line.runbook_id});
    step.optional("topology_file", NonEmpty{line.topology_file});
    step.optional("service_model_file", NonEmpty{line.service_model_file});
    step.optional("runbook_file", NonEmpty{line.runbook_file});
    generate = of(generate.environment, line);
  }
  static Expected<void> perform(const GenerateRunbook& generate, Stage& stage) {
    const model::NameId runbook = stage.intern(generate.runbook);
    const model::NameId file = stage.intern(generate.file);
    stage.act(Action{.environment = generate.environment,
                     .runbook = runbook,
                     .file = file,
                     .finds_topology = generate.finds_topology,
                     .finds_service_model = generate.finds_service_model});
    return {};
  }
  static std::string tell(const GenerateRunbook& generate, const model::Fleet& fleet) {
    std::string text = fmt::format("generate runbook {} in {}", generate.runbook,
                                   name_in(fleet, generate.environment));
    if (!generate.finds_topology) text += ", naming another topology file";
    if (!generate.finds_service_model) text += ", naming another service model file";
    return text;
  }
  static void write(const GenerateRunbook& generate, DeedStep& step) {
    step.text_unless(runbook_id_default, "runbook_id", generate.runbook);
    step.text_unless(runbook_file_default, "runbook_file", generate.file);
    if (!generate.finds_topology) step["topology_file"] = "Other.xml";
    if (!generate.finds_service_model) step["service_model_file"] = "Other.xml";
  }
  static void measure(const GenerateRunbook& generate, Measure& measure) {
    measure.add(!generate.finds_topology, !generate.finds_service_model);
    measure.add_text(generate.runbook, simple_runbooks);
    measure.add_text(generate.file, simple_files);
  }
  static void simplify(const GenerateRunbook& generate, Simplify& simpler) {
    simpler.each_text(generate, &GenerateRunbook::runbook, simple_runbooks);
    simpler.each_text(generate, &GenerateRunbook::file, simple_files);
    simpler.vary(generate, &GenerateRunbook::finds_topology, true);
    simpler.vary(generate, &GenerateRunbook::finds_service_model, true);
  }
  static void ask(const GenerateRunbook&, Questions&) {}
};

template <>
struct KindOf<ImportRunbook> {
  using Action = model::ImportRunbook;
  static constexpr Bearing bearing = Bearing::None;
  static constexpr auto forms = called<ImportRunbook>("import-runbook");

  static void read(Object& step, Resolver&, ImportRunbook& import) {
    step.optional("runbook_file", NonEmpty{import.file});
  }
  static Expected<void> perform(const ImportRunbook& import, Stage& stage) {
    stage.act(Action{.environment = import.environment, .file = stage.intern(import.file)});
    return {};
  }
  static std::string tell(const ImportRunbook& import, const model::Fleet& fleet) {
    return fmt::format("import {} in {}", import.file, name_in(fleet, import.environment));
  }
  static void write(const ImportRunbook& import, DeedStep& step) {
    step.text_unless(runbook_file_default, "runbook_file", import.file);
  }
  static void measure(const ImportRunbook& import, Measure& measure) {
    measure.add_text(import.file, simple_files);
  }
  static void simplify(const ImportRunbook& import, Simplify& simpler) {
    simpler.each_text(import, &ImportRunbook::file, simple_files);
  }
  static void ask(const ImportRunbook&, Questions&) {}
};

template <>
struct KindOf<ExecuteRunbook> {
  using Action = model::ExecuteRunbook;
  static constexpr Bearing bearing = Bearing::Begins;
  /// Any of the three commands as the document prints them.
  static Deed read_line(Object& step, Resolver& names);
  static constexpr std::array<Form, 2> forms = {
      {called<ExecuteRunbook>("execute-runbook").front(), {"AXUpdateInstaller", read_line}}};

  static void read(Object& step, Resolver& names, ExecuteRunbook& execute) {
    step.optional("runbook_id", NonEmpty{execute.runbook});
    if (step.has("rerun_step"))
      step.required("rerun_step", execute.rerun_step.emplace(), Range{.min = 1, .max = 999});
    declare(step, names, execute);
  }
  /// A rerun goes on with the upgrade that failed; for a scenario it is this one, too.
  static Expected<void> perform(const ExecuteRunbook& execute, Stage& stage) {
    const model::Events events = stage.act(Action{.environment = execute.environment,
                                                  .runbook = stage.intern(execute.runbook),
                                                  .rerun_step = execute.rerun_step});
    if (is_turned_away(events)) return {};
    stage.begin(execute.operation);
    return stage.wait_for(execute.environment, execute.operation, execute.patience);
  }
  static std::string tell(const ExecuteRunbook& execute, const model::Fleet& fleet) {
    std::string text = fmt::format("execute runbook {} in {}", execute.runbook,
                                   name_in(fleet, execute.environment));
    if (execute.rerun_step) text += fmt::format(", rerunning step {}", *execute.rerun_step);
    return execute.patience == Patience::None ? text + ", not waited for" : text;
  }
  static void write(const ExecuteRunbook& execute, DeedStep& step) {
    step.text_unless(runbook_id_default, "runbook_id", execute.runbook);
    if (execute.rerun_step) step["rerun_step"] = *execute.rerun_step;
    step.until(execute.patience);
    step.as();
  }
  static void measure(const ExecuteRunbook& execute, Measure& measure) {
    measure.add_patience(execute.patience);
    measure.add(execute.rerun_step.has_value(), execute.rerun_step.value_or(0));
    measure.add_text(execute.runbook, simple_runbooks);
  }
  static void simplify(const ExecuteRunbook& execute, Simplify& simpler) {
    simpler.vary(execute, &ExecuteRunbook::patience, Patience::UntilSettled);
    simpler.each_text(execute, &ExecuteRunbook::runbook, simple_runbooks);
    simpler.vary(execute, &ExecuteRunbook::rerun_step, std::optional<std::uint16_t>());
  }
  static void ask(const ExecuteRunbook&, Questions&) {}

 private:
  /// Adds the upgrade as an operation of the scenario, and reads what it is waited for.
  static void declare(Object& step, Resolver& names, ExecuteRunbook& execute) {
    read_until(step, execute.patience);
    execute.operation =
        names.declare(step, model::Process::DataUpgrade, execute.environment, execute.environment);
  }
};

inline Deed KindOf<ExecuteRunbook>::read_line(Object& step, Resolver& names) {
  model::EnvironmentId machine;
  step.optional("environment", names.environment(machine));
  if (!step.has("environment")) step.keep(names.only_machine(step.cursor(), machine));
  InstallerLine line;
  step.required("line", [&](const Cursor& at) -> Expected<void> {
    std::string written;
    if (auto done = scenarios::read(at, NonEmpty{written}); !done) return done;
    auto parsed = parse_installer_line(written);
    if (!parsed) return at.fail_within(std::move(parsed.error()));
    line = std::move(*parsed);
    return {};
  });
  if (const auto* generate = std::get_if<GenerateLine>(&line))
    return KindOf<GenerateRunbook>::of(machine, *generate);
  if (const auto* import = std::get_if<ImportLine>(&line))
    return ImportRunbook{.environment = machine, .file = import->runbook_file};
  ExecuteRunbook execute{.environment = machine};
  execute.runbook = std::get<ExecuteLine>(line).runbook_id;
  execute.rerun_step = std::get<ExecuteLine>(line).rerun_step;
  declare(step, names, execute);
  return execute;
}

}  // namespace rehearse::scenarios
