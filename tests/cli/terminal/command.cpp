#include "rehearse/tests/cli/terminal/command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

namespace rehearse::tests {
namespace {

constexpr unsigned seconds_max = 120;  // far more than anything takes, also under a sanitizer

std::string err_file_of() {
  static int runs = 0;
  const std::string folder = REHEARSE_BINARY_DIR "/files";
  std::filesystem::create_directories(folder);
  return fmt::format("{}/stderr-{}-{}", folder, getpid(), ++runs);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// In the child: `stream` becomes the file at `path`. Nothing but system calls from here on.
void redirect(int stream, const char* path, int flags) {
  const int file = open(path, flags, 0666);
  if (file < 0 || dup2(file, stream) < 0) _exit(126);
  close(file);
}

}  // namespace

Running::Running(const Folder& folder, const std::string& program, const Arguments& arguments,
                 const Surroundings& surroundings)
    : err_file_(err_file_of()) {
  const std::string working_folder = folder.path("");
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = surroundings.variables;  // the first of a name counts
  variables.insert(variables.end(), {"PATH=" REHEARSE_BINARY_DIR ":/usr/bin:/bin", "TERM=xterm"});
  const std::vector<char*> argv = pointers_to(words);
  std::vector<char*> environment = pointers_to(variables);

  int ends[2];
  BOOST_REQUIRE_EQUAL(pipe2(ends, O_CLOEXEC), 0);
  process_ = fork();
  BOOST_REQUIRE_GE(process_, 0);
  if (process_ == 0) {
    if (chdir(working_folder.c_str()) != 0) _exit(125);
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDERR_FILENO, err_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
    if (!surroundings.stdout_to.empty())
      redirect(STDOUT_FILENO, surroundings.stdout_to.c_str(), O_WRONLY | O_CREAT | O_NOCTTY);
    else
      dup2(ends[1], STDOUT_FILENO);
    if (surroundings.stdout_closed) close(STDOUT_FILENO);
    alarm(seconds_max);  // stays in force in the program
    environ = environment.data();
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  out_ = fdopen(ends[0], "r");
}

Running::~Running() {
  if (process_ == 0) return;
  send(SIGKILL);
  waitpid(process_, nullptr, 0);
  std::fclose(out_);
}

std::string Running::line() {
  std::string line;
  for (int letter = std::getc(out_); letter != EOF && letter != '\n'; letter = std::getc(out_))
    line += static_cast<char>(letter);
  return line;
}

std::vector<pid_t> Running::children() const {
  std::istringstream in(text_of(fmt::format("/proc/{0}/task/{0}/children", process_)));
  std::vector<pid_t> children;
  for (pid_t child = 0; in >> child;) children.push_back(child);
  return children;
}

void Running::send(int signal) const { kill(process_, signal); }

Outcome Running::finish() {
  Outcome outcome;
  for (int letter = std::getc(out_); letter != EOF; letter = std::getc(out_))
    outcome.out += static_cast<char>(letter);
  std::fclose(out_);
  int status = 0;
  BOOST_REQUIRE_EQUAL(waitpid(process_, &status, 0), process_);
  process_ = 0;
  outcome.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  outcome.err = text_of(err_file_);
  std::filesystem::remove(err_file_);
  return outcome;
}

Outcome rehearse(const Folder& folder, const Arguments& arguments,
                 const Surroundings& surroundings) {
  return Running(folder, "rehearse", arguments, surroundings).finish();
}

Outcome program(const Folder& folder, const std::string& name, const Arguments& arguments) {
  return Running(folder, name, arguments).finish();
}

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

void check_contains(std::string_view text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    BOOST_CHECK_MESSAGE(text.contains(part), "no \"" << part << "\" in:\n" << text);
}

std::string quiet_scenario(std::string_view head) {
  return fmt::format(
      R"({{ "scenario": "nothing happens", {}"steps": [ {{ "advance": "PT1H" }} ] }})", head);
}

std::string scenario_of(std::string_view steps) {
  return fmt::format(R"({{ "scenario": "a test", "steps": [ {} ] }})", steps);
}

std::string under_policy(std::string_view change) {
  return quiet_scenario(
      fmt::format(R"("policy": {{ "extends": "self-service-2020", {} }}, )", change));
}

void copy_library(const Folder& folder, const std::string& name, int copies) {
  for (int copy = 1; copy <= copies; ++copy) {
    const std::string to = folder.path(fmt::format("{}/copy{}", name, copy));
    std::filesystem::create_directories(to);
    std::filesystem::copy(REHEARSE_SOURCE_DIR "/scenarios/library", to,
                          std::filesystem::copy_options::recursive);
  }
}

}  // namespace rehearse::tests
