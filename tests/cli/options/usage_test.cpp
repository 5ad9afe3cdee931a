#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

/// Code 2, nothing on standard output, and `message` with `hint` on standard error.
void check_usage_error(const Arguments& arguments, const std::string& message,
                       const std::string& hint) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 2);
  BOOST_CHECK_EQUAL(outcome.out, "");
  BOOST_CHECK_EQUAL(outcome.err, fmt::format("rehearse: {}\n  hint: {}\n", message, hint));
  BOOST_CHECK(std::filesystem::is_empty(folder.path("")));
}

/// Code 0, the text on standard output only.
std::string printed(const Arguments& arguments) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, arguments);
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK_EQUAL(outcome.err, "");
  return outcome.out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(options_usage_test)

BOOST_AUTO_TEST_CASE(missing_command) {
  check_usage_error({}, "read command line: a command is missing", "rehearse --help lists them");
}

BOOST_AUTO_TEST_CASE(unknown_command) {
  check_usage_error({"rum"}, "read command line: unknown command \"rum\"", "did you mean run?");
  check_usage_error({"repaly", "x.json"}, "read command line: unknown command \"repaly\"",
                    "did you mean replay?");
  check_usage_error(
      {"upload"}, "read command line: unknown command \"upload\"",
      "the commands are run, replay, coverage, explain, diagram, schema, export, explore");
}

BOOST_AUTO_TEST_CASE(a_word_that_is_almost_a_command_runs_nothing) {
  for (const char* word : {"Run", "ru", "runs", "EXPORT", "expor", "replay2", "help"}) {
    const Folder folder;
    folder.write("a.json", quiet_scenario());
    const Outcome outcome = rehearse(folder, {word, "a.json"});
    BOOST_CHECK_EQUAL(outcome.code, 2);
    BOOST_CHECK_EQUAL(outcome.out, "");
    check_contains(outcome.err, {fmt::format("unknown command \"{}\"", word)});
  }
}

BOOST_AUTO_TEST_CASE(each_command_that_the_help_names_is_there_under_its_name) {
  std::size_t commands = 0;
  for (const std::string& line : lines_of(printed({"--help"}))) {
    const bool is_command = line.starts_with("  ") && line.size() > 3 && line[2] >= 'a' &&
                            !line.starts_with("  rehearse ");
    if (!is_command) continue;
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    const std::string sentence = line.substr(line.find_first_not_of(' ', 2 + name.size()));
    check_contains(printed({name, "--help"}), {"Usage: rehearse " + name + " [OPTIONS]", sentence});
    ++commands;
  }
  BOOST_CHECK_EQUAL(commands, 8);
}

BOOST_AUTO_TEST_CASE(unknown_option) {
  check_usage_error({"run", "--fromat", "json"}, "read command line: unknown option \"--fromat\"",
                    "did you mean --format?");
  check_usage_error({"run", "--fliter=rollback"}, "read command line: unknown option \"--fliter\"",
                    "did you mean --filter?");
  check_usage_error({"coverage", "--scenaros", "x"},
                    "read command line: unknown option \"--scenaros\"",
                    "did you mean --scenarios?");
  check_usage_error({"schema", "--frobnicate"},
                    "read command line: unknown option \"--frobnicate\"",
                    "see rehearse schema --help");
  check_usage_error({"--color", "never", "run"}, "read command line: unknown option \"--color\"",
                    "options stand behind the command");
}

BOOST_AUTO_TEST_CASE(argument_too_many_or_missing) {
  check_usage_error({"schema", "policy", "fleet"},
                    "read command line: unexpected argument \"fleet\"",
                    "see rehearse schema --help");
  check_usage_error({"replay"}, "read command line: FILE is required",
                    "see rehearse replay --help");
  check_usage_error({"export", "completes"}, "read command line: --to is required",
                    "see rehearse export --help");
}

BOOST_AUTO_TEST_CASE(unknown_format) {
  check_usage_error({"run", "--format", "jso"}, "choose report: unknown format \"jso\"",
                    "did you mean json?");
  check_usage_error({"run", "--format", "sarif=x"}, "choose report: unknown format \"sarif\"",
                    "the formats are human, replay, json, junit");
}

BOOST_AUTO_TEST_CASE(values_out_of_range) {
  check_usage_error({"run", "--color", "red"},
                    "read command line: --color: red not in {auto,always,never}",
                    "see rehearse run --help");
  for (const char* jobs : {"0", "-1", "65", "two"})
    check_usage_error({"run", "--jobs", jobs},
                      fmt::format("read command line: --jobs: Value {} not in range 1 to 64", jobs),
                      "see rehearse run --help");
  for (const char* seed : {"-1", "abc", "0x", "18446744073709551616", "1.5"})
    check_usage_error({"run", "--seed", seed},
                      fmt::format("read command line: --seed: {} is not a number from 0 to "
                                  "18446744073709551615, or 0x and its digits",
                                  seed),
                      "see rehearse run --help");
  check_usage_error({"export", "completes", "--to", "out", "--at", "0"},
                    "read command line: --at: Value 0 not in range 1 to 65535",
                    "see rehearse export --help");
}

BOOST_AUTO_TEST_CASE(options_that_contradict_each_other) {
  check_usage_error({"run", "--digest", "--format", "json"},
                    "read command line: --format excludes --digest", "see rehearse run --help");
  check_usage_error({"run", "--format", "json", "--format", "junit"},
                    "write reports: json and junit both go to standard output",
                    "give each its own: --format junit=FILE");
  check_usage_error({"run", "--format", "json=x", "--format", "junit=./x"},
                    "write reports: json and junit both go to \"x\"",
                    "give each its own: --format junit=FILE");
}

BOOST_AUTO_TEST_CASE(version_is_one_line) {
  const std::string text = printed({"--version"});
  BOOST_CHECK(text.starts_with("rehearse "));
  BOOST_CHECK_EQUAL(text.find_first_not_of("0123456789.", 9), text.size() - 1);
}

BOOST_AUTO_TEST_CASE(help_names_every_command) {
  const std::string help = printed({"--help"});
  BOOST_CHECK_EQUAL(printed({"-h"}), help);
  check_contains(help, {"Usage: rehearse", "--version", "\n  run ", "\n  replay ", "\n  coverage ",
                        "\n  explain ", "\n  diagram ", "\n  schema ", "\n  export ",
                        "Examples:", "Exit codes:"});
}

BOOST_AUTO_TEST_CASE(help_of_each_command_names_every_option) {
  check_contains(printed({"run", "--help"}),
                 {"PATH", "--format", "-o,--output", "--filter", "--policy", "--seed", "-j,--jobs",
                  "--list", "--digest", "--allow-empty", "--with-host-info", "-q,--quiet",
                  "-v,--verbose", "--color", "human:", "replay:", "json:", "junit:", "Examples:"});
  check_contains(printed({"replay", "--help"}), {"FILE", "--policy", "--seed", "--color"});
  check_contains(printed({"coverage", "--help"}), {"ID", "--scenarios", "--seed", "PITR-*"});
  check_contains(printed({"explain", "--help"}), {"ID", "--policy"});
  check_contains(printed({"diagram", "--help"}), {"PROCESS", "restore-in-place"});
  check_contains(printed({"schema", "--help"}), {"NAME"});
  check_contains(printed({"export", "--help"}), {"FILE", "--at", "--seed", "--to"});
}

BOOST_AUTO_TEST_CASE(format_does_not_swallow_the_file_behind_it) {
  const Folder folder;
  folder.write("a.json", quiet_scenario());
  const Outcome outcome = rehearse(folder, {"run", "--format", "json", "a.json"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  check_contains(outcome.out, {"\"scenarios\":1}", "\"file\":\"a.json\""});
}

BOOST_AUTO_TEST_CASE(folder_may_be_called_like_a_command) {
  const Folder folder;
  folder.write("replay/a.json", quiet_scenario());
  BOOST_CHECK_EQUAL(rehearse(folder, {"run", "replay"}).code, 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
