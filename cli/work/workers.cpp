#include "rehearse/cli/work/workers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "rehearse/reports/record/lines.h"

namespace rehearse::cli {
namespace {

using model::Record;
using RecordSink = std::function<void(Record&&)>;

/// A child process and the end of the pipe that its lines come out of.
struct Worker {
  pid_t process = 0;
  std::FILE* lines = nullptr;
  std::optional<Error> death;  ///< set when it ended before its work was done
};

/// The work of one process: every `jobs`-th piece from `first`.
struct Share {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  std::uint32_t jobs = 1;
};

void put(std::FILE* out, const std::string& line) {
  if (std::fwrite(line.data(), 1, line.size(), out) != line.size()) _exit(1);
}

/// Does its share and writes the lines to `pipe`, an empty one after each piece of work.
[[noreturn]] void work(const Share& share, const MakeWork& make_work, int pipe) {
  std::signal(SIGINT, SIG_IGN);   // the parent stops us, when it has what it wants
  std::signal(SIGTERM, SIG_DFL);  // even in the middle of a write that nobody reads any more
  std::FILE* out = fdopen(pipe, "w");
  const Work do_piece = make_work();
  for (std::uint64_t index = share.first; index < share.end; index += share.jobs) {
    do_piece(index, [out](const std::string& line) { put(out, line + "\n"); });
    put(out, "\n");
    if (std::fflush(out) != 0) _exit(1);
  }
  _exit(0);
}

/// `others`: the workers that run already. A new one closes what it inherits of them, lest their
/// pipes look read when the parent is gone.
Expected<Worker> start(const Share& share, const MakeWork& make_work,
                       const std::vector<Worker>& others) {
  int ends[2];
  if (pipe(ends) != 0) return fail("start a worker: {}", std::strerror(errno));
  std::fflush(nullptr);  // what is buffered here must not come out of the child, too
  const pid_t process = fork();
  if (process < 0) return fail("start a worker: {}", std::strerror(errno));
  if (process == 0) {
    close(ends[0]);
    for (const Worker& other : others) close(fileno(other.lines));
    work(share, make_work, ends[1]);
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

/// What became of a worker whose lines stopped.
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

/// Hands over the lines of one piece of work; false when the worker died over it.
bool collect(Worker& worker, std::uint64_t index, const Collector& collector) {
  while (const auto line = worker.death ? std::nullopt : next_line(worker)) {
    if (line->empty()) {
      collector.done(index);
      return true;
    }
    if (!collector.line(index, *line)) break;
  }
  if (!worker.death) worker.death = post_mortem(worker);
  collector.died(index, *worker.death);
  return false;
}

void end(std::vector<Worker>& workers) {
  for (Worker& worker : workers) {
    std::fclose(worker.lines);
    if (worker.process == 0) continue;
    kill(worker.process, SIGTERM);
    waitpid(worker.process, nullptr, 0);
  }
}

Expected<void> replace(Worker& dead, const Share& share, const MakeWork& make_work,
                       const std::vector<Worker>& workers) {
  auto worker = start(share, make_work, workers);
  if (!worker) return std::unexpected(std::move(worker.error()));
  std::fclose(dead.lines);
  dead = std::move(*worker);
  return {};
}

Expected<void> collect_all(const Share& all, std::vector<Worker>& workers,
                           const MakeWork& make_work, const Collector& collector,
                           AfterDeath after_death) {
  for (std::uint64_t index = all.first; index < all.end && !collector.stop(); ++index) {
    Worker& worker = workers[(index - all.first) % all.jobs];
    if (collect(worker, index, collector) || after_death == AfterDeath::GiveUp) continue;
    const Share rest{.first = index + all.jobs, .end = all.end, .jobs = all.jobs};
    if (auto replaced = replace(worker, rest, make_work, workers); !replaced) return replaced;
  }
  return {};
}

Expected<void> share_alone(const Share& all, const MakeWork& make_work,
                           const Collector& collector) {
  const Work do_piece = make_work();
  for (std::uint64_t index = all.first; index < all.end && !collector.stop(); ++index) {
    do_piece(index, [&](const std::string& line) { collector.line(index, line); });
    collector.done(index);
  }
  return {};
}

}  // namespace

Expected<void> share(std::uint64_t first, std::uint64_t end_index, std::uint32_t jobs,
                     const MakeWork& make_work, const Collector& collector,
                     AfterDeath after_death) {
  const Share all{.first = first, .end = end_index, .jobs = jobs};
  if (jobs <= 1 || end_index <= first + 1) return share_alone(all, make_work, collector);
  std::vector<Worker> workers;
  for (std::uint32_t job = 0; job < jobs; ++job) {
    const Share part{.first = first + job, .end = end_index, .jobs = jobs};
    auto worker = start(part, make_work, workers);
    if (!worker) {
      end(workers);
      return std::unexpected(worker.error());
    }
    workers.push_back(std::move(*worker));
  }
  auto collected = collect_all(all, workers, make_work, collector, after_death);
  end(workers);
  return collected;
}

Expected<void> play_all(std::uint32_t count, std::uint32_t jobs, const MakePlay& make_play,
                        const RecordSink& sink, const std::function<bool()>& stop) {
  if (jobs <= 1 || count <= 1) {  // no need to put records into lines
    const Play play = make_play();
    for (std::uint32_t index = 0; index < count && !stop(); ++index) play(index, sink);
    return {};
  }
  const MakeWork make_work = [&make_play]() -> Work {
    return [play = make_play()](std::uint64_t index, const Emit& emit) {
      play(static_cast<std::uint32_t>(index),
           [&emit](Record&& record) { emit(to_line(record, reports::HostInformation::Included)); });
    };
  };
  const Collector collector{
      .line =
          [&sink](std::uint64_t, const std::string& line) {
            auto record = reports::parse_line(line);
            if (record) sink(std::move(*record));
            return record.has_value();
          },
      .done = [](std::uint64_t) {},
      .died = [&sink](std::uint64_t index,
                      const Error& why) { sink(died(static_cast<std::uint32_t>(index), why)); },
      .stop = stop};
  return share(0, count, jobs, make_work, collector, AfterDeath::GiveUp);
}

}  // namespace rehearse::cli
