// One program for all fuzzers: PLI_FUZZ_TARGET names which reader is fed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const target = std::getenv("PLI_FUZZ_TARGET");
  if (!target) std::abort();
  pli::fuzz::feed(target, {reinterpret_cast<const char*>(data), size});
  return 0;
}
