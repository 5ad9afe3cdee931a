#include "cli/options.h"

#include <CLI/CLI.hpp>

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

Exit codes: 0 all as expected, 1 findings, 2 could not run as asked, 3 nothing to run,
70 internal error, 130 interrupted.
)";

void add_colour(CLI::App& command, std::string& colour) {
  command
      .add_option("--color", colour,
                  "When to use colours: auto (a terminal that has them), always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

std::string format_help() {
  std::string help = "Report as NAME, or into a file as NAME=FILE; may be given several times:";
  for (const auto& each : reports::formats())
    help += "\n  " + std::string(each.name) + ": " + std::string(each.sentence);
  return help;
}

void add_run(CLI::App& app, RunRequest& request) {
  CLI::App& run =
      *app.add_subcommand("run", "Play scenarios and check every invariant at each step");
  run.add_option("PATH", request.paths,
                 "Scenario files, or folders of them; none: the embedded library");
  run.add_option("--format", request.formats, format_help())->type_name("NAME[=FILE]")->take_all();
  run.add_option("-o,--output", request.output,
                 "File for the last format that names none; - is standard output");
  run.add_option("--filter", request.filter,
                 "Only scenarios whose file or title contains TEXT, or matches it as *?")
      ->type_name("TEXT");
  run.add_option("--policy", request.policy,
                 "Play under this policy (a shipped name or a file) instead of the shipped "
                 "one that scenarios name");
  run.add_option("--seed", request.seed.value, "Start of all random streams")
      ->capture_default_str();
  run.add_option("-j,--jobs", request.jobs,
                 "Worker processes; the result is the same for any number")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  run.add_flag("--list", request.list, "Name the selected scenarios and do not play them");
  run.add_flag("--digest", request.digest,
               "Print nothing but the digest of everything that happened");
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
      ->required();
  replay.add_option("--policy", request.policy,
                    "Play under this policy instead of the one that it names");
  add_colour(replay, request.colour);
}

void add_explain(CLI::App& app, ExplainRequest& request) {
  CLI::App& explain =
      *app.add_subcommand("explain", "Say what a rule, statement, invariant, phase or fact means");
  explain.add_option(
      "ID", request.id,
      "Such as database-capacity, REF-57, INV-28, B-45, Synchronizing; none: list all");
  explain.add_option("--policy", request.policy, "Where rules and constants are looked up")
      ->capture_default_str();
}

void add_schema(CLI::App& app, SchemaRequest& request) {
  CLI::App& schema = *app.add_subcommand("schema", "Print the JSON Schema of a file format");
  schema.add_option("NAME", request.name, "policy, fleet, scenario or result; none: list them");
}

void add_export(CLI::App& app, ExportRequest& request) {
  CLI::App& command =
      *app.add_subcommand("export", "Write the stand-in databases of a scenario as SQLite files");
  command.add_option("FILE", request.file, "A scenario file, or the name of an embedded one")
      ->required();
  command.add_option("--at", request.step,
                     "After this step of the scenario, counted from 1; default: after the last");
  command.add_option("--to", request.folder, "Folder for the files; made when it is missing")
      ->required();
}

/// The names that are near to a word the user typed in place of a subcommand.
ExitCode usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const int code = app.exit(error, std::cout, std::cerr);
  return code == 0 ? ExitCode::Clean : ExitCode::Trouble;
}

}  // namespace

std::variant<Request, ExitCode> read_options(int count, const char* const* arguments) {
  CLI::App app(
      "Rehearse database movements of Dynamics 365 Finance & Operations before production sees "
      "them.",
      "rehearse");
  RunRequest run;
  ReplayRequest replay;
  ExplainRequest explain;
  SchemaRequest schema;
  ExportRequest export_request;
  app.set_version_flag("--version", "rehearse " REHEARSE_VERSION);
  app.require_subcommand(1);
  app.footer(examples);
  app.failure_message(CLI::FailureMessage::simple);
  add_run(app, run);
  add_replay(app, replay);
  add_explain(app, explain);
  add_schema(app, schema);
  add_export(app, export_request);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error);
  }
  if (app.got_subcommand("run")) return Request(run);
  if (app.got_subcommand("replay")) return Request(replay);
  if (app.got_subcommand("explain")) return Request(explain);
  if (app.got_subcommand("schema")) return Request(schema);
  return Request(export_request);
}

}  // namespace rehearse::cli
