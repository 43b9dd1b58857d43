// Worker processes: they open what strangers sent, one task at a time, and may crash, hang or eat memory without harm to the batch.
// Each gives up network, other programs and new privileges before its first task (pipeline/confine.h).
#pragma once

#include <sys/types.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/errors.h"
#include "pipeline/json.h"

namespace pli {

/// Does one task in a worker. Throws ItemError for a task that can't be done, Fatal when no task could be.
using TaskHandler = std::function<Json(const Json& task)>;

struct WorkerOptions {
  int workers = 1;               ///< processes, forked when the first task needs them
  int tries = 2;                 ///< a task whose worker died is given to a fresh one this many times in all
  int task_seconds = 60;         ///< CPU seconds of a task; four times as much on the clock
  long long task_memory_mib = 1024;  ///< address space beyond what the worker has at rest; 0: no limit
  bool in_process = false;       ///< for debugging and for sanitizers: tasks run in the caller, no limit holds
  std::function<void()> at_start;    ///< run in each worker before its first task
};

struct TaskResult {
  int id = 0;
  Json value;                    ///< what the handler returned
  std::string code;              ///< "" when done, else the error's code: engine-crashed, page-timeout, page-memory, or the handler's own
  MessageArgs args;
  bool fatal = false;            ///< the handler threw Fatal: no use in going on
  bool done() const { return code.empty(); }
};

/// Results come in the order in which tasks end; the caller puts them in order by id. One thread; forks only while nothing else runs.
class Workers {
 public:
  Workers(TaskHandler, WorkerOptions);
  ~Workers();                    ///< kills what still works
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void submit(int id, Json task);
  int waiting() const;           ///< tasks given and not yet returned
  /// Blocks until a task ends or `stop()` is true (asked at least every 0.2 s): then nullopt. nullopt too when nothing is waiting.
  std::optional<TaskResult> next(const std::function<bool()>& stop = {});
  std::vector<pid_t> processes() const;  ///< for tests that kill one

 private:
  struct Worker;
  struct Task {
    int id = 0, tries = 0;
    Json json;
  };
  void start(Worker&);
  void give_out();
  TaskResult run_here(Task);
  std::optional<TaskResult> collect(Worker&);
  std::optional<TaskResult> lost(Worker&, const char* code);

  TaskHandler handler_;
  WorkerOptions options_;
  std::deque<Task> queue_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace pli
