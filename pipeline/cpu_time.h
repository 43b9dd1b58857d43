// CPU time of this process, for the timings that reports show. No decision may depend on it.
#pragma once

namespace pli {

double cpu_seconds();

}  // namespace pli
