#include "bin/signals.h"

#include <atomic>
#include <csignal>

namespace pli {

namespace {
std::atomic<int> signal_seen = 0;
static_assert(std::atomic<int>::is_always_lock_free, "written from a signal handler");
}  // namespace

static void remember(int number) {
  if (signal_seen.exchange(number) != 0 && number == SIGINT) std::signal(SIGINT, SIG_DFL), std::raise(SIGINT);
}

void watch_signals() {
  struct sigaction action = {};
  action.sa_handler = remember;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // A closed pipe is an error of write(), not a silent death.
  std::signal(SIGPIPE, SIG_IGN);
}

bool stop_requested() { return signal_seen != 0; }

int stop_exit_code() {
  const int number = signal_seen;
  return number == 0 ? 0 : 128 + number;
}

}  // namespace pli
