#include "bin/speaker.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace pli {

std::string speaker(const std::string& named) {
  if (!named.empty()) return named;
  const char* user = std::getenv("USER");
  if (user && *user) return user;
  const passwd* entry = getpwuid(geteuid());
  return entry ? entry->pw_name : "?";
}

}  // namespace pli
