#include "bin/speaker.h"

#include <cstdlib>

namespace pli {

std::string speaker(const std::string& named) {
  if (!named.empty()) return named;
  const char* user = std::getenv("USER");
  return user && *user ? user : "?";
}

}  // namespace pli
