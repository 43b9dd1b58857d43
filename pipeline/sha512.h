// The long digest that archives ask for.
#pragma once

#include <filesystem>
#include <string>

namespace pli {

/// SHA-512 of a file, 128 lower-case hexadecimal digits, read in pieces. Throws Fatal("file-unreadable").
std::string sha512_file(const std::filesystem::path&);

}  // namespace pli
