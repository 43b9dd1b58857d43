#include "pipeline/workers.h"

#include <doctest/doctest.h>
#include <sys/mman.h>

#include <csignal>
#include <new>

using namespace pli;

namespace {

// What a task asks for, it gets.
Json obey(const Json& task) {
  const std::string what = task.at("do").get<std::string>();
  if (what == "item") throw ItemError("page-unreadable", {{"file", "a.tif"}, {"page", "3"}});
  if (what == "fatal") throw Fatal("disk-full", {{"file", "out"}});
  if (what == "out-of-memory") throw std::bad_alloc();
  if (what == "odd") throw std::runtime_error("odd");
  if (what == "killed") std::raise(SIGKILL);
  if (what == "abort") {
    std::signal(SIGABRT, SIG_DFL);  // not to the handler of the test program
    std::abort();
  }
  if (what == "loop")
    for (volatile unsigned i = 0;;) i = i + 1;
  if (what == "eat") {
    const std::vector<char> much(std::size_t{2} << 30);
    return much.size();
  }
  return {{"square", task.at("number").get<int>() * task.at("number").get<int>()}};
}

Json square(int number) { return {{"do", "square"}, {"number", number}}; }
Json please(const char* what) { return {{"do", what}}; }

WorkerOptions options(int workers = 1) {
  WorkerOptions o;
  o.workers = workers;
  o.task_memory_mib = 0;
  return o;
}

std::map<int, TaskResult> all(Workers& workers) {
  std::map<int, TaskResult> results;
  while (auto result = workers.next()) {
    CHECK(results.count(result->id) == 0);
    results[result->id] = *result;
  }
  CHECK(workers.waiting() == 0);
  return results;
}

void all_squares(Workers& workers) {
  for (int i = 0; i < 50; ++i) workers.submit(i, square(i));
  const auto results = all(workers);
  REQUIRE(results.size() == 50);
  for (const auto& [id, result] : results) {
    CHECK(result.done());
    CHECK(result.value.at("square") == id * id);
  }
}

}  // namespace

TEST_CASE("every task has its result, by one worker, by several and without any") {
  for (int count : {1, 3}) {
    Workers workers(obey, options(count));
    all_squares(workers);
    all_squares(workers);  // the same processes take more
    CHECK(workers.processes().size() <= static_cast<std::size_t>(count));
  }
  WorkerOptions here = options();
  here.in_process = true;
  Workers workers(obey, here);
  all_squares(workers);
  CHECK(workers.processes().empty());
}

TEST_CASE("what a handler throws is told apart, in a worker as in the caller") {
  for (bool in_process : {false, true}) {
    WorkerOptions o = options();
    o.in_process = in_process;
    Workers workers(obey, o);
    int id = 0;
    for (const char* what : {"item", "fatal", "out-of-memory", "odd"}) workers.submit(id++, please(what));
    workers.submit(id++, square(4));
    const auto results = all(workers);
    REQUIRE(results.size() == 5);
    CHECK(results.at(0).code == "page-unreadable");
    CHECK(results.at(0).args == MessageArgs{{"file", "a.tif"}, {"page", "3"}});
    CHECK_FALSE(results.at(0).fatal);
    CHECK(results.at(1).code == "disk-full");
    CHECK(results.at(1).fatal);
    CHECK(results.at(2).code == "page-memory");
    CHECK(results.at(3).code == "engine-failed");
    CHECK_FALSE(results.at(3).fatal);
    CHECK(results.at(4).done());
  }
}

TEST_CASE("a task that kills its worker is tried twice, then named; the others go on") {
  auto* attempts = static_cast<int*>(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  REQUIRE(attempts != MAP_FAILED);
  for (const char* what : {"killed", "abort"}) {
    *attempts = 0;
    Workers workers(
        [&](const Json& task) {
          if (task.at("do") != "square") ++*attempts;
          return obey(task);
        },
        options(2));
    for (int i = 0; i < 10; ++i) workers.submit(i, i == 4 ? please(what) : square(i));
    const auto results = all(workers);
    REQUIRE(results.size() == 10);
    for (const auto& [id, result] : results) CHECK(result.code == (id == 4 ? "engine-crashed" : ""));
    CHECK(*attempts == 2);
  }
  // One that only crashes the first time is done the second.
  *attempts = 0;
  Workers workers(
      [&](const Json& task) {
        if (++*attempts == 1) std::raise(SIGKILL);
        return obey(task);
      },
      options());
  workers.submit(0, square(3));
  const auto results = all(workers);
  CHECK(results.at(0).done());
  ::munmap(attempts, sizeof(int));
}

TEST_CASE("a task beyond its time is ended and named") {
  WorkerOptions o = options();
  o.task_seconds = 1;
  o.tries = 1;
  Workers workers(obey, o);
  workers.submit(0, please("loop"));
  workers.submit(1, square(2));
  const auto results = all(workers);
  CHECK(results.at(0).code == "page-timeout");
  CHECK(results.at(1).done());
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("a task that asks for more memory than it may have fails alone") {
  WorkerOptions o = options();
  o.task_memory_mib = 256;
  Workers workers(obey, o);
  workers.submit(0, please("eat"));
  workers.submit(1, square(2));
  const auto results = all(workers);
  CHECK(results.at(0).code == "page-memory");
  CHECK(results.at(1).done());
}
#endif

TEST_CASE("a wait ends when it is told to, and the work is still there") {
  Workers workers(obey, options());
  workers.submit(0, square(1));
  CHECK_FALSE(workers.next([] { return true; }));
  CHECK(workers.waiting() == 1);
  const auto results = all(workers);
  CHECK(results.at(0).done());

  workers.submit(1, please("loop"));
  int asked = 0;
  CHECK_FALSE(workers.next([&] { return ++asked > 1; }));  // also while a task is under way
  CHECK(workers.waiting() == 1);
}

TEST_CASE("nothing waits where nothing was asked for") {
  Workers workers(obey, options());
  CHECK_FALSE(workers.next());
  CHECK(workers.processes().empty());
}

TEST_CASE("workers killed from outside lose nothing") {
  Workers workers(obey, options(2));
  for (int i = 0; i < 20; ++i) workers.submit(i, square(i));
  std::map<int, TaskResult> results;
  bool killed = false;
  while (const auto result = workers.next()) {
    results[result->id] = *result;
    if (killed) continue;
    for (pid_t process : workers.processes()) ::kill(process, SIGKILL);
    killed = true;
  }
  REQUIRE(results.size() == 20);
  for (const auto& [id, result] : results) CHECK(result.done());
}

TEST_CASE("what a worker does first is done once in each") {
  int started = 0;
  WorkerOptions o = options();
  o.at_start = [&] { ++started; };
  Workers workers([&](const Json&) -> Json { return started; }, o);
  workers.submit(0, Json());
  workers.submit(1, Json());
  for (const auto& [id, result] : all(workers)) CHECK(result.value == 1);
  CHECK(started == 0);
}
