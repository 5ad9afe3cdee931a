#include "rehearse/cli/terminal/terminal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace rehearse::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

}  // namespace

ExitCode trouble(const Error& error) {
  const std::string text = fmt::format("rehearse: {}\n", to_string(error));
  std::fwrite(text.data(), 1, text.size(), stderr);  // nobody is left to tell, if that fails
  return ExitCode::Trouble;
}

void keep_standard_streams() {
  // Each takes the lowest number that is free. One that cannot be opened leaves things as they are.
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    if (open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
  }
}

bool wants_colour(std::string_view choice) {
  if (choice != "auto") return choice == "always";
  if (is_set("NO_COLOR")) return false;
  if (is_set("FORCE_COLOR")) return true;
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

}  // namespace rehearse::cli
