#include "tests/support/paths.h"

namespace pli::test {

std::filesystem::path source_folder() { return PLI_SOURCE_DIR; }
std::filesystem::path build_folder() { return PLI_BUILD_DIR; }
std::filesystem::path program() { return PLI_BINARY; }

}  // namespace pli::test
