#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "rehearse/tests/cli/terminal/command.h"

namespace rehearse::tests {
namespace {

/// Everything that writes to standard output. A part of the library says more than a pipe holds.
const std::vector<Arguments>& all_that_print() {
  static const std::vector<Arguments> commands = {
      {"run", "--filter", "interplay/"},
      {"run", "--filter", "interplay/", "--jobs", "2"},
      {"run", "--filter", "interplay/", "--format", "json"},
      {"run", "--filter", "interplay/", "--format", "junit"},
      {"run", "--list"},
      {"run", "--filter", "interplay/", "--digest"},
      {"replay", "refresh/completes"},
      {"explain"},
      {"explain", "REF-57"},
      {"coverage"},
      {"coverage", "REF-57"},
      {"diagram"},
      {"schema"},
      {"schema", "policy"},
      {"export", "refresh/completes", "--to", "out"},
      {"--help"},
      {"--version"},
  };
  return commands;
}

void check_cannot_write(const Surroundings& surroundings, const std::string& why) {
  for (const Arguments& command : all_that_print()) {
    const Folder folder;
    const Outcome outcome = rehearse(folder, command, surroundings);
    BOOST_TEST_CONTEXT(fmt::format("{}", fmt::join(command, " "))) {
      BOOST_CHECK_EQUAL(outcome.code, 2);
      check_contains(outcome.err, {"rehearse: ", "standard output", why});
      BOOST_CHECK_EQUAL(count(outcome.err, "\n"), 1);
    }
  }
}

/// A terminal that shows what a process writes to it.
class Terminal {
 public:
  Terminal() : ours_(posix_openpt(O_RDWR | O_NOCTTY)) {
    BOOST_REQUIRE(ours_ >= 0 && grantpt(ours_) == 0 && unlockpt(ours_) == 0);
    path_ = ptsname(ours_);
    theirs_ = open(path_.c_str(), O_RDWR | O_NOCTTY);  // what is written stays until it is read
    BOOST_REQUIRE_GE(theirs_, 0);
  }
  ~Terminal() {
    close(theirs_);
    close(ours_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  const std::string& path() const { return path_; }

  /// What has been written so far; there must be something.
  std::string text() const {
    std::array<char, 4096> text;
    const ssize_t size = read(ours_, text.data(), text.size());
    return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

 private:
  int ours_;
  int theirs_ = -1;
  std::string path_;
};

const Arguments verdict = {"run", "--quiet", "--filter", "refresh/failed_restart"};

bool is_coloured(std::string_view text) {
  BOOST_CHECK(text.contains("PASSED"));
  return text.contains('\x1B');
}

/// Whether a terminal gets colours.
bool colours_terminal(const std::vector<std::string>& variables, Arguments more = {}) {
  const Folder folder;
  const Terminal terminal;
  Arguments arguments = verdict;
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Outcome outcome =
      rehearse(folder, arguments, {.variables = variables, .stdout_to = terminal.path()});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  return is_coloured(terminal.text());
}

/// Whether a pipe does.
bool colours_pipe(const std::vector<std::string>& variables, Arguments more = {}) {
  const Folder folder;
  Arguments arguments = verdict;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return is_coloured(rehearse(folder, arguments, {.variables = variables}).out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(terminal_output_test)

BOOST_AUTO_TEST_CASE(full_disk_under_standard_output_is_an_error_of_every_command) {
  check_cannot_write({.stdout_to = "/dev/full"}, "No space left on device");
}

BOOST_AUTO_TEST_CASE(closed_standard_output_is_an_error_of_every_command) {
  check_cannot_write({.stdout_closed = true}, "Bad file descriptor");
}

BOOST_AUTO_TEST_CASE(full_disk_under_a_report_is_an_error) {
  const Folder folder;
  for (const char* format : {"json", "junit", "human", "replay"}) {
    const Outcome outcome =
        rehearse(folder, {"run", "--format", fmt::format("{}=/dev/full", format)});
    BOOST_CHECK_EQUAL(outcome.code, 2);
    BOOST_CHECK_EQUAL(outcome.err, "rehearse: /dev/full: write report: No space left on device\n");
  }
}

BOOST_AUTO_TEST_CASE(report_on_a_full_disk_does_not_spoil_the_others) {
  const Folder folder;
  const Outcome outcome = rehearse(folder, {"run", "--format", "human", "--format",
                                            "json=/dev/full", "--format", "junit=x.xml"});
  BOOST_CHECK_EQUAL(outcome.code, 2);
  check_contains(outcome.out, {"PASSED: all"});
  BOOST_CHECK_EQUAL(program(folder, "xmllint", {"--noout", "x.xml"}).code, 0);
}

BOOST_AUTO_TEST_CASE(report_that_cannot_be_opened_stops_everything_before_it_begins) {
  const Folder folder;
  for (const char* report : {"junit=none/x.xml", "human=none/x.txt", "junit=/"}) {
    const Outcome outcome =
        rehearse(folder, {"run", "--format", "json=out.ndjson", "--format", report});
    BOOST_CHECK_EQUAL(outcome.code, 2);
    BOOST_CHECK_EQUAL(outcome.out, "");
    check_contains(outcome.err, {"create report: "});
    BOOST_CHECK(std::filesystem::is_empty(folder.path("")));
  }
}

BOOST_AUTO_TEST_CASE(report_does_not_end_up_in_a_file_that_took_the_place_of_standard_output) {
  const Folder folder;
  rehearse(folder, {"run", "--format", "human", "--format", "json=out.ndjson"},
           {.stdout_closed = true});
  BOOST_CHECK(!text_of(folder.path("out.ndjson")).contains("PASSED"));
}

BOOST_AUTO_TEST_CASE(failure_is_data_and_goes_to_standard_output) {
  const Folder folder;
  folder.write("fails.json",
               scenario_of(R"({ "do": "refresh", "source": "PROD", "target": "DEV1" })"));
  const Outcome outcome = rehearse(folder, {"run", "--format", "json", "fails.json"});
  BOOST_CHECK_EQUAL(outcome.code, 1);
  BOOST_CHECK_EQUAL(outcome.err, "");
  for (const std::string& line : lines_of(outcome.out)) BOOST_CHECK(line.starts_with('{'));
}

BOOST_AUTO_TEST_CASE(colours_are_for_terminals_that_have_them) {
  BOOST_CHECK(colours_terminal({}));
  BOOST_CHECK(!colours_terminal({"TERM=dumb"}));
  BOOST_CHECK(!colours_pipe({}));
}

BOOST_AUTO_TEST_CASE(no_color_and_force_color) {
  BOOST_CHECK(!colours_terminal({"NO_COLOR=1"}));
  BOOST_CHECK(colours_terminal({"NO_COLOR="}));
  BOOST_CHECK(colours_pipe({"FORCE_COLOR=1"}));
  BOOST_CHECK(!colours_pipe({"FORCE_COLOR="}));
}

BOOST_AUTO_TEST_CASE(color_option_wins_over_the_environment) {
  BOOST_CHECK(colours_pipe({"NO_COLOR=1"}, {"--color", "always"}));
  BOOST_CHECK(!colours_terminal({"FORCE_COLOR=1"}, {"--color", "never"}));
  BOOST_CHECK(!colours_pipe({}, {"--color", "auto"}));
}

BOOST_AUTO_TEST_CASE(file_is_never_coloured) {
  const Folder folder;
  const Outcome outcome =
      rehearse(folder, {"run", "--quiet", "--color", "always", "--format", "human=out.txt"});
  BOOST_CHECK_EQUAL(outcome.code, 0);
  BOOST_CHECK(!is_coloured(text_of(folder.path("out.txt"))));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rehearse::tests
