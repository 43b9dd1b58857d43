// The suite's entry: doctest's own, with the threads of OpenMP kept out of it (Tesseract's would fight with everything else).
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <omp.h>

#if defined(__SANITIZE_ADDRESS__)
// Fontconfig keeps what it read of its configuration until the process ends.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig.so\n"; }
#endif

int main(int argc, char** argv) {
  omp_set_max_active_levels(0);
  doctest::Context context(argc, argv);
  return context.run();
}
