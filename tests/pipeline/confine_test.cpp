#include "pipeline/confine.h"

#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "pipeline/workers.h"

using namespace pli;

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // whose own calls it would refuse: pipeline/workers leaves them free
TEST_CASE("a worker has no network, runs no other program and gains no rights, where the kernel lets it give them up; its parent keeps all") {
  const Confinement possible = possible_confinement();
  if (!possible.closed_in) {
    MESSAGE("this kernel has no seccomp filters");
    return;
  }
  Workers workers(
      [](const Json&) -> Json {
        const bool network = ::socket(AF_INET, SOCK_STREAM, 0) >= 0;
        const int why = errno;
        ::execl("/bin/true", "true", nullptr);  // returns only when it was refused
        return {{"network", network}, {"why", why}, {"program", errno}, {"rights", ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)}};
      },
      {});
  workers.submit(0, Json());
  const auto result = workers.next();
  REQUIRE(result);
  REQUIRE_MESSAGE(result->done(), result->code);
  CHECK(result->value.at("network") == false);
  CHECK(result->value.at("why") == EACCES);
  CHECK(result->value.at("program") == EACCES);
  CHECK(result->value.at("rights") == 1);
  const int ours = ::socket(AF_INET, SOCK_STREAM, 0);
  CHECK(ours >= 0);
  ::close(ours);
}
#endif
