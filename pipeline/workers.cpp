#include "pipeline/workers.h"

#include <malloc.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <new>

#include "pipeline/confine.h"
#include "pipeline/wire.h"

namespace pli {
namespace {

using Clock = std::chrono::steady_clock;  // time-outs only: no result depends on it

constexpr bool sanitized =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#else
    false;
#endif

long long address_space_pages() {
  std::ifstream statm("/proc/self/statm");
  long long pages = 0;
  statm >> pages;
  return pages;
}

void limit_memory(long long mib) {
  if (mib <= 0 || sanitized) return;  // sanitizers reserve terabytes
  const auto bytes = static_cast<rlim_t>(address_space_pages() * ::sysconf(_SC_PAGESIZE) + (mib << 20));
  const rlimit limit{bytes, RLIM_INFINITY};
  ::setrlimit(RLIMIT_AS, &limit);
}

void limit_seconds(int seconds) {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto spent = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  const rlimit limit{spent + static_cast<rlim_t>(seconds) + 1, RLIM_INFINITY};
  ::setrlimit(RLIMIT_CPU, &limit);
}

Json reply_to(const Json& error_args, const char* kind, const std::string& code) { return {{"kind", kind}, {"code", code}, {"args", error_args}}; }

Json args_json(const MessageArgs& args) {
  Json out = Json::array();
  for (const auto& [name, value] : args) out.push_back(Json::array({name, value}));
  return out;
}

Json attempt(const TaskHandler& handler, const Json& task) {
  try {
    return {{"kind", "done"}, {"value", handler(task)}};
  } catch (const Fatal& error) {
    return reply_to(args_json(error.args()), "fatal", error.code());
  } catch (const CodedError& error) {
    return reply_to(args_json(error.args()), "item", error.code());
  } catch (const std::bad_alloc&) {
    return reply_to(Json::array(), "item", "page-memory");
  } catch (const std::exception& error) {
    return reply_to(args_json({{"detail", error.what()}}), "item", "engine-failed");
  }
}

TaskResult result_of(int id, const Json& reply) {
  TaskResult result;
  result.id = id;
  if (reply.at("kind") == "done") {
    result.value = reply.at("value");
    return result;
  }
  result.code = reply.at("code").get<std::string>();
  result.fatal = reply.at("kind") == "fatal";
  for (const Json& arg : reply.at("args")) result.args.emplace_back(arg.at(0).get<std::string>(), arg.at(1).get<std::string>());
  return result;
}

// A page's pixels come and go by ten megabytes a dozen times: given back to the system each time, they would cost a fault for every 4 KiB anew.
void keep_memory() {
  constexpr int page_of_colour = 32 << 20, at_rest = 128 << 20;
  ::mallopt(M_MMAP_THRESHOLD, page_of_colour);
  ::mallopt(M_TRIM_THRESHOLD, at_rest);
}

[[noreturn]] void work(int socket, const TaskHandler& handler, const WorkerOptions& options) noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);    // a worker without its parent has nobody to work for
  std::signal(SIGINT, SIG_IGN);          // a terminal sends it to all: the parent decides
  std::signal(SIGTERM, SIG_DFL);
  keep_memory();
  if (options.at_start) options.at_start();
  if (!sanitized) confine_process();
  limit_memory(options.task_memory_mib);
  std::string message;
  while (receive(socket, message)) {
    limit_seconds(options.task_seconds);
    const Json reply = attempt(handler, Json::parse(message));
    if (!send(socket, compact(reply))) break;
  }
  std::_Exit(0);
}

}  // namespace

struct Workers::Worker {
  pid_t process = 0;
  int socket = -1;
  std::optional<Task> task;
  Clock::time_point deadline;

  void end() {
    if (process == 0) return;
    ::kill(process, SIGKILL);
    ::close(socket);
    ::waitpid(process, nullptr, 0);
    process = 0;
    socket = -1;
  }
  ~Worker() { end(); }
};

Workers::Workers(TaskHandler handler, WorkerOptions options) : handler_(std::move(handler)), options_(std::move(options)) {
  for (int i = 0; i < std::max(1, options_.workers); ++i) workers_.push_back(std::make_unique<Worker>());
  if (options_.in_process && options_.at_start) options_.at_start();
}

Workers::~Workers() = default;

void Workers::submit(int id, Json task) { queue_.push_back({id, 0, std::move(task)}); }

int Workers::waiting() const {
  int count = static_cast<int>(queue_.size());
  for (const auto& worker : workers_) count += worker->task ? 1 : 0;
  return count;
}

std::vector<pid_t> Workers::processes() const {
  std::vector<pid_t> found;
  for (const auto& worker : workers_)
    if (worker->process != 0) found.push_back(worker->process);
  return found;
}

void Workers::start(Worker& worker) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) throw Fatal("worker-start", {{"detail", std::strerror(errno)}});
  const pid_t process = ::fork();
  if (process < 0) throw Fatal("worker-start", {{"detail", std::strerror(errno)}});
  if (process == 0) {
    for (const auto& other : workers_)
      if (other->socket >= 0) ::close(other->socket);
    ::close(ends[0]);
    work(ends[1], handler_, options_);
  }
  ::close(ends[1]);
  worker.process = process;
  worker.socket = ends[0];
}

void Workers::give_out() {
  for (const auto& worker : workers_) {
    if (queue_.empty()) return;
    if (worker->task) continue;
    if (worker->process == 0) start(*worker);
    worker->task = std::move(queue_.front());
    queue_.pop_front();
    ++worker->task->tries;
    worker->deadline = Clock::now() + std::chrono::seconds(4LL * options_.task_seconds);
    send(worker->socket, compact(worker->task->json));  // a worker that died meanwhile shows at its next poll
  }
}

TaskResult Workers::run_here(Task task) { return result_of(task.id, attempt(handler_, task.json)); }

// The worker is gone: its task gets another try, or is set down as failed.
std::optional<TaskResult> Workers::lost(Worker& worker, const char* code) {
  int status = 0;
  ::kill(worker.process, SIGKILL);
  ::waitpid(worker.process, &status, 0);
  ::close(worker.socket);
  worker.process = 0;
  worker.socket = -1;
  if (!worker.task) return std::nullopt;
  Task task = std::move(*worker.task);
  worker.task.reset();
  const bool out_of_time = WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU;
  if (task.tries < options_.tries) {
    queue_.push_front(std::move(task));
    return std::nullopt;
  }
  TaskResult result;
  result.id = task.id;
  result.code = out_of_time ? "page-timeout" : code;
  return result;
}

std::optional<TaskResult> Workers::collect(Worker& worker) {
  std::string message;
  if (!receive(worker.socket, message)) return lost(worker, "engine-crashed");
  const TaskResult result = result_of(worker.task->id, Json::parse(message));
  worker.task.reset();
  return result;
}

std::optional<TaskResult> Workers::next(const std::function<bool()>& stop) {
  while (waiting() > 0) {
    if (stop && stop()) return std::nullopt;
    if (options_.in_process) {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      return run_here(std::move(task));
    }
    give_out();
    std::vector<pollfd> polled;
    std::vector<Worker*> busy;
    for (const auto& worker : workers_) {
      if (!worker->task) continue;
      polled.push_back({worker->socket, POLLIN, 0});
      busy.push_back(worker.get());
    }
    if (::poll(polled.data(), polled.size(), 200) < 0 && errno != EINTR) throw Fatal("worker-start", {{"detail", std::strerror(errno)}});
    for (std::size_t i = 0; i < busy.size(); ++i) {
      std::optional<TaskResult> result;
      if (polled[i].revents != 0) result = collect(*busy[i]);
      else if (Clock::now() > busy[i]->deadline) result = lost(*busy[i], "page-timeout");
      if (result) return result;
    }
  }
  return std::nullopt;
}

}  // namespace pli
