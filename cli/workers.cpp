#include "cli/workers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "reports/record_lines.h"

namespace rehearse::cli {
namespace {

using model::Record;
using RecordSink = std::function<void(Record&&)>;

/// A child process and the end of the pipe that its records come out of.
struct Worker {
  pid_t process = 0;
  std::FILE* lines = nullptr;
};

/// Plays every `jobs`-th scenario from `first` and writes the records to `pipe`.
[[noreturn]] void work(std::uint32_t first, std::uint32_t jobs, std::uint32_t count,
                       const MakePlay& make_play, int pipe) {
  std::signal(SIGINT, SIG_IGN);  // the parent stops us, when it has what it wants
  std::FILE* out = fdopen(pipe, "w");
  const Play play = make_play();
  for (std::uint32_t index = first; index < count; index += jobs) {
    play(index, [out](Record&& record) {
      const std::string line = to_line(record, reports::HostInformation::Included) + "\n";
      if (std::fwrite(line.data(), 1, line.size(), out) != line.size()) _exit(1);
    });
    if (std::fflush(out) != 0) _exit(1);
  }
  _exit(0);
}

Expected<Worker> start(std::uint32_t first, std::uint32_t jobs, std::uint32_t count,
                       const MakePlay& make_play) {
  int ends[2];
  if (pipe(ends) != 0) return fail("start a worker: {}", std::strerror(errno));
  const pid_t process = fork();
  if (process < 0) return fail("start a worker: {}", std::strerror(errno));
  if (process == 0) {
    close(ends[0]);
    work(first, jobs, count, make_play, ends[1]);
  }
  close(ends[1]);
  return Worker{process, fdopen(ends[0], "r")};
}

/// The next line of a worker without its line end; nothing when it has ended.
std::optional<std::string> next_line(Worker& worker) {
  char* text = nullptr;
  std::size_t capacity = 0;
  const ssize_t length = getline(&text, &capacity, worker.lines);
  std::optional<std::string> line;
  if (length > 0) line = std::string(text, static_cast<std::size_t>(length) - 1);
  std::free(text);
  return line;
}

model::ScenarioEnded died(std::uint32_t index) {
  model::ScenarioEnded ended;
  ended.index = index;
  ended.verdict = model::Verdict::Broke;
  ended.error = Error{
      "play scenario: its worker process ended", {}, "please report this with the scenario", {}};
  return ended;
}

/// Hands over the records of one scenario.
void collect(Worker& worker, std::uint32_t index, const RecordSink& sink) {
  while (const auto line = next_line(worker)) {
    auto record = reports::parse_line(*line);
    if (!record) break;
    const bool last = std::holds_alternative<model::ScenarioEnded>(*record);
    sink(std::move(*record));
    if (last) return;
  }
  sink(died(index));
}

void end(std::vector<Worker>& workers) {
  for (Worker& worker : workers) {
    std::fclose(worker.lines);
    kill(worker.process, SIGTERM);
    waitpid(worker.process, nullptr, 0);
  }
}

}  // namespace

Expected<void> play_all(std::uint32_t count, std::uint32_t jobs, const MakePlay& make_play,
                        const RecordSink& sink, const std::function<bool()>& stop) {
  if (jobs <= 1 || count <= 1) {
    const Play play = make_play();
    for (std::uint32_t index = 0; index < count && !stop(); ++index) play(index, sink);
    return {};
  }
  std::vector<Worker> workers;
  for (std::uint32_t first = 0; first < jobs; ++first) {
    auto worker = start(first, jobs, count, make_play);
    if (!worker) {
      end(workers);
      return std::unexpected(worker.error());
    }
    workers.push_back(*worker);
  }
  for (std::uint32_t index = 0; index < count && !stop(); ++index) {
    collect(workers[index % jobs], index, sink);
  }
  end(workers);
  return {};
}

}  // namespace rehearse::cli
