#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "cli/commands.h"
#include "cli/options_parts.h"
#include "model/rule_suggestion.h"
#include "reports/format.h"

namespace rehearse::cli {
namespace {

constexpr const char* examples = R"(Examples:
  rehearse run                                 play the embedded scenarios
  rehearse run my/scenarios --filter rollback  those of a folder that say "rollback"
  rehearse run --policy my-policy.json         the embedded scenarios under another policy
  rehearse run --format human --format junit=TEST-rehearse.xml
  rehearse replay my/scenarios/sync_failure.json
  rehearse explain REF-57
  rehearse coverage PITR-02 'RST-*'            what the scenarios show of statements
  rehearse diagram refresh
  rehearse explore --policy my-policy.json     look for histories that it should not allow

Exit codes: 0 all as expected, 1 findings, 2 could not run as asked, 3 nothing to run,
4 inconclusive, 70 internal error, 130 interrupted.
)";

std::string format_help() {
  std::string help = "Report as NAME, or into a file as NAME=FILE; may be given several times:";
  for (const auto& each : reports::formats())
    help += "\n  " + std::string(each.name) + ": " + std::string(each.sentence);
  return help;
}

void add_run(CLI::App& app, RunRequest& request) {
  CLI::App& run =
      *app.add_subcommand("run", "Play scenarios and check every invariant at each step");
  run.footer(examples);
  run.add_option("PATH", request.paths,
                 "Scenario files, or folders of them; none: the embedded library")
      ->type_name("");
  CLI::Option& format = *run.add_option("--format", request.formats, format_help())
                             ->type_name("NAME[=FILE]")
                             ->allow_extra_args(false)  // it must not swallow a PATH
                             ->take_all();
  CLI::Option& output =
      *run.add_option("-o,--output", request.output,
                      "File for the last format that names none; - is standard output")
           ->type_name("FILE");
  run.add_option("--filter", request.filter,
                 "Only scenarios whose file or title contains TEXT, or matches it as *?")
      ->type_name("TEXT");
  run.add_option("--policy", request.policy,
                 "Play under this policy (a shipped name or a file) instead of the shipped "
                 "one that scenarios name")
      ->type_name("POLICY");
  add_seed(run, request.seed);
  run.add_option("-j,--jobs", request.jobs,
                 "Worker processes; the result is the same for any number")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  CLI::Option& list =
      *run.add_flag("--list", request.list, "Name the selected scenarios and do not play them");
  CLI::Option& digest = *run.add_flag("--digest", request.digest,
                                      "Print nothing but the digest of everything that happened");
  list.excludes(&format, &output, &digest);
  digest.excludes(&format, &output);
  run.add_flag("--allow-empty", request.allow_empty, "An empty selection is no error");
  run.add_flag("--with-host-info", request.host_information,
               "Add measured times to files, which then differ by run");
  run.add_flag_callback(
      "-q,--quiet", [&request] { request.verbosity = -1; }, "Failures and the verdict only");
  run.add_flag_callback(
      "-v,--verbose", [&request] { request.verbosity = 1; }, "A line for each scenario");
  add_colour(run, request.colour);
}

void add_replay(CLI::App& app, ReplayRequest& request) {
  CLI::App& replay = *app.add_subcommand("replay", "Show a scenario step by step, changes only");
  replay.add_option("FILE", request.file, "A scenario file, or the name of an embedded one")
      ->required()
      ->type_name("");
  replay
      .add_option("--policy", request.policy,
                  "Play under this policy instead of the one that it names")
      ->type_name("POLICY");
  add_seed(replay, request.seed);
  add_colour(replay, request.colour);
}

void add_coverage(CLI::App& app, CoverageRequest& request) {
  CLI::App& command = *app.add_subcommand(
      "coverage", "Say what the scenarios show of every statement of the documents");
  command
      .add_option("ID", request.ids,
                  "Statements to show in full, such as REF-57 or PITR-*; none: a line for each")
      ->type_name("");
  command
      .add_option("--scenarios", request.paths,
                  "A file or folder, given once for each; default: the embedded scenarios")
      ->allow_extra_args(false)
      ->type_name("PATH");
  add_seed(command, request.seed);
}

void add_explain(CLI::App& app, ExplainRequest& request) {
  CLI::App& explain = *app.add_subcommand(
      "explain", "Say what a rule, constant, option, statement, invariant or phase means");
  explain
      .add_option("ID", request.id,
                  "Such as database-capacity, REF-57, INV-28, B-45, Synchronizing; none: list all")
      ->type_name("");
  explain
      .add_option("--policy", request.policy,
                  "Where rules, constants and options are looked up; default: all shipped policies")
      ->type_name("POLICY");
}

void add_diagram(CLI::App& app, DiagramRequest& request) {
  CLI::App& diagram = *app.add_subcommand(
      "diagram", "Draw a process, and list its transitions with their reasons, in Markdown");
  diagram
      .add_option(
          "PROCESS", request.process,
          fmt::format("One of {}; none: all", fmt::join(model::enum_names<model::Process>, ", ")))
      ->type_name("");
}

void add_schema(CLI::App& app, SchemaRequest& request) {
  CLI::App& schema = *app.add_subcommand("schema", "Print the JSON Schema of a file format");
  schema.add_option("NAME", request.name, "policy, fleet, scenario or result; none: list them")
      ->type_name("");
}

void add_export(CLI::App& app, ExportRequest& request) {
  CLI::App& command =
      *app.add_subcommand("export", "Write the stand-in databases of a scenario as SQLite files");
  command.add_option("FILE", request.file, "A scenario file, or the name of an embedded one")
      ->required()
      ->type_name("");
  command
      .add_option("--at", request.step,
                  "After this step of the scenario, counted from 1; default: after the last")
      ->check(CLI::Range(1, 65'535))
      ->type_name("STEP");
  add_seed(command, request.seed);
  command.add_option("--to", request.folder, "Folder for the files; made when it is missing")
      ->required()
      ->type_name("FOLDER");
}

ExitCode usage_trouble(const std::string& what, std::string hint) {
  return trouble({"read command line: " + what, {}, std::move(hint), {}});
}

ExitCode unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> stored;
  for (const CLI::App* command : app.get_subcommands({})) stored.push_back(command->get_name());
  const std::vector<std::string_view> names(stored.begin(), stored.end());
  std::string hint = model::did_you_mean(word, names);
  if (hint.empty()) hint = fmt::format("the commands are {}", fmt::join(names, ", "));
  return usage_trouble(fmt::format("unknown command \"{}\"", word), std::move(hint));
}

ExitCode unknown_option(const CLI::App& command, const std::string& help, std::string_view word) {
  word = word.substr(0, word.find('='));
  std::vector<std::string> stored;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) stored.push_back("--" + name);
  }
  const std::vector<std::string_view> names(stored.begin(), stored.end());
  std::string hint = model::did_you_mean(word, names);
  if (hint.empty()) hint = help;
  if (std::ranges::count(names, word) > 0) hint = "options stand behind the command";
  return usage_trouble(fmt::format("unknown option \"{}\"", word), std::move(hint));
}

/// What the user should have typed, in the form of our other errors.
ExitCode usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const auto commands = app.get_subcommands();
  const std::string help =
      fmt::format("see rehearse {}--help", commands.empty() ? "" : commands[0]->get_name() + " ");
  const std::vector<std::string> words = app.remaining(true);
  if (words.empty() && commands.empty())
    return usage_trouble("a command is missing", "rehearse --help lists them");
  if (words.empty()) return usage_trouble(error.what(), help);
  const std::string& word = words[0];
  if (word.starts_with('-'))
    return unknown_option(commands.empty() ? app : *commands[0], help, word);
  if (commands.empty()) return unknown_command(app, word);
  return usage_trouble(fmt::format("unexpected argument \"{}\"", word), help);
}

/// Help and the version, which CLI11 takes for errors too, are data on standard output.
ExitCode end_of_parsing(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() != 0) return usage_error(app, error);
  std::ostringstream text;
  app.exit(error, text, text);
  fmt::print("{}", text.str());
  return ExitCode::Clean;
}

}  // namespace

std::variant<Request, ExitCode> read_options(int count, const char* const* arguments) {
  CLI::App app(
      "Rehearse database movements of Dynamics 365 Finance & Operations before production sees "
      "them.",
      "rehearse");
  RunRequest run;
  ReplayRequest replay;
  CoverageRequest coverage;
  ExplainRequest explain;
  DiagramRequest diagram;
  SchemaRequest schema;
  ExportRequest export_request;
  ExploreRequest explore;
  app.set_version_flag("--version", "rehearse " REHEARSE_VERSION);
  app.require_subcommand(1);
  add_run(app, run);
  add_replay(app, replay);
  add_coverage(app, coverage);
  add_explain(app, explain);
  add_diagram(app, diagram);
  add_schema(app, schema);
  add_export(app, export_request);
  add_explore(app, explore);
  app.footer(examples);  // after the commands, which would inherit it
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return end_of_parsing(app, error);
  }
  if (app.got_subcommand("run")) return Request(run);
  if (app.got_subcommand("replay")) return Request(replay);
  if (app.got_subcommand("coverage")) return Request(coverage);
  if (app.got_subcommand("explain")) return Request(explain);
  if (app.got_subcommand("diagram")) return Request(diagram);
  if (app.got_subcommand("schema")) return Request(schema);
  if (app.got_subcommand("explore")) return Request(explore);
  return Request(export_request);
}

}  // namespace rehearse::cli
