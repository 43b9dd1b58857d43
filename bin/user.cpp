#include "bin/user.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace pli {

std::string user_of_session() {
  const char* user = std::getenv("USER");
  if (user && *user) return user;
  const passwd* entry = getpwuid(geteuid());
  return entry ? entry->pw_name : "?";
}

}  // namespace pli
