#include "cli/workers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "reports/record_lines.h"

namespace rehearse::cli {
namespace {

using model::Record;
using RecordSink = std::function<void(Record&&)>;

/// A child process and the end of the pipe that its records come out of.
struct Worker {
  pid_t process = 0;
  std::FILE* lines = nullptr;
  std::optional<Error> death;  ///< set when it ended before its work was done
};

/// Plays every `jobs`-th scenario from `first` and writes the records to `pipe`.
[[noreturn]] void work(std::uint32_t first, std::uint32_t jobs, std::uint32_t count,
                       const MakePlay& make_play, int pipe) {
  std::signal(SIGINT, SIG_IGN);   // the parent stops us, when it has what it wants
  std::signal(SIGTERM, SIG_DFL);  // even in the middle of a write that nobody reads any more
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

/// `before`: the workers started so far. A new one closes what it inherits of them, lest their
/// pipes look read when the parent is gone.
Expected<Worker> start(std::uint32_t first, std::uint32_t jobs, std::uint32_t count,
                       const MakePlay& make_play, const std::vector<Worker>& before) {
  int ends[2];
  if (pipe(ends) != 0) return fail("start a worker: {}", std::strerror(errno));
  const pid_t process = fork();
  if (process < 0) return fail("start a worker: {}", std::strerror(errno));
  if (process == 0) {
    close(ends[0]);
    for (const Worker& other : before) close(fileno(other.lines));
    work(first, jobs, count, make_play, ends[1]);
  }
  close(ends[1]);
  return Worker{process, fdopen(ends[0], "r"), {}};
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

/// What became of a worker whose records stopped.
Error post_mortem(Worker& worker) {
  int status = 0;
  kill(worker.process, SIGTERM);  // if it only closed its pipe; one that has ended keeps its status
  waitpid(std::exchange(worker.process, 0), &status, 0);
  if (!WIFSIGNALED(status))
    return {"play scenario: its worker process ended too early",
            {},
            "please report this with the scenario",
            {}};
  const int signal = WTERMSIG(status);
  return {fmt::format("play scenario: its worker process was ended by signal {} ({})", signal,
                      strsignal(signal)),
          {},
          signal == SIGKILL ? "was the memory used up? try fewer --jobs"
                            : "please report this with the scenario",
          {}};
}

model::ScenarioEnded died(std::uint32_t index, const Error& error) {
  model::ScenarioEnded ended;
  ended.index = index;
  ended.verdict = model::Verdict::Broke;
  ended.error = error;
  return ended;
}

/// Hands over the records of one scenario.
void collect(Worker& worker, std::uint32_t index, const RecordSink& sink) {
  while (const auto line = worker.death ? std::nullopt : next_line(worker)) {
    auto record = reports::parse_line(*line);
    if (!record) break;
    const bool last = std::holds_alternative<model::ScenarioEnded>(*record);
    sink(std::move(*record));
    if (last) return;
  }
  if (!worker.death) worker.death = post_mortem(worker);
  sink(died(index, *worker.death));
}

void end(std::vector<Worker>& workers) {
  for (Worker& worker : workers) {
    std::fclose(worker.lines);
    if (worker.process == 0) continue;
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
    auto worker = start(first, jobs, count, make_play, workers);
    if (!worker) {
      end(workers);
      return std::unexpected(worker.error());
    }
    workers.push_back(std::move(*worker));
  }
  for (std::uint32_t index = 0; index < count && !stop(); ++index) {
    collect(workers[index % jobs], index, sink);
  }
  end(workers);
  return {};
}

}  // namespace rehearse::cli
