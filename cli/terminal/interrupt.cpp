#include "rehearse/cli/terminal/interrupt.h"

#include <csignal>

namespace rehearse::cli {
namespace {

// A signal handler can reach nothing but this.
volatile std::sig_atomic_t received = 0;

extern "C" void note_signal(int signal) {
  received = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void stop_on_signals() {
  std::signal(SIGINT, note_signal);
  std::signal(SIGTERM, note_signal);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write
}

int signal_received() { return received; }

}  // namespace rehearse::cli
