#include "pipeline/version.h"

namespace pli {

std::string version() { return PLI_VERSION; }

}  // namespace pli
