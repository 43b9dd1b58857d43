// Where the tree, the build and the built program lie. One source file alone is compiled with them, so that the others are the same bytes in every checkout.
#pragma once

#include <filesystem>

namespace pli::test {

std::filesystem::path source_folder();
std::filesystem::path build_folder();
std::filesystem::path program();  ///< the pli that was built with this suite

}  // namespace pli::test
