#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "rehearse/tests/scenarios/text/files.h"

/// Runs the command as its users do: a process of its own, a folder to work in, what it printed,
/// how it ended. There is no shell, and the environment is PATH, TERM and what a test adds.
namespace rehearse::tests {

using Arguments = std::vector<std::string>;

/// How a process ended and what it left.
struct Outcome {
  int code = 0;  ///< 128 + N after signal N
  std::string out;
  std::string err;
};

/// What is special about a run.
struct Surroundings {
  std::vector<std::string> variables = {};  ///< `NO_COLOR=1`
  std::string stdout_to = {};               ///< a file or a device instead of a pipe to us
  bool stdout_closed = false;
};

/// A process that still runs. One that hangs is ended by SIGALRM after two minutes, and the test
/// sees code 142.
class Running {
 public:
  /// Starts `program`, which is found in PATH, in `folder`.
  Running(const Folder& folder, const std::string& program, const Arguments& arguments,
          const Surroundings& surroundings = {});
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  /// The next line of its standard output, without the line end; empty at the end. As long as
  /// nobody reads, a process with more to say than fits into a pipe stands still: that is how a
  /// test stops it at a place it can rely on.
  std::string line();

  /// Processes that it started and that have not ended.
  std::vector<pid_t> children() const;

  void send(int signal) const;

  /// Reads what is left of its output, after the lines that `line` gave, and waits for its end.
  Outcome finish();

 private:
  std::string err_file_;
  pid_t process_ = 0;
  std::FILE* out_ = nullptr;
};

/// From start to end: `rehearse(folder, {"run", "--list"})`.
Outcome rehearse(const Folder& folder, const Arguments& arguments,
                 const Surroundings& surroundings = {});

/// The same with another program.
Outcome program(const Folder& folder, const std::string& name, const Arguments& arguments);

std::string text_of(const std::string& path);
std::vector<std::string> lines_of(const std::string& text);

/// How often `part` occurs in `text`.
std::size_t count(std::string_view text, std::string_view part);

/// Fails the test, and shows `text`, for each of `parts` that is not in it.
void check_contains(std::string_view text, const std::vector<std::string>& parts);

/// A scenario in which nothing happens for an hour; `head` may add members: `"clock": …, `.
std::string quiet_scenario(std::string_view head = "");

/// A scenario with these steps.
std::string scenario_of(std::string_view steps);

/// A scenario whose policy differs from the shipped one by `change`: `"without": ["x"]`.
std::string under_policy(std::string_view change);

/// The embedded library as files below `folder/NAME`, `copies` times.
void copy_library(const Folder& folder, const std::string& name, int copies);

}  // namespace rehearse::tests
