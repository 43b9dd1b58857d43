// The version of Pli, as records, reports and `pli --version` state it.
#pragma once

#include <string>

namespace pli {

std::string version();

}  // namespace pli
