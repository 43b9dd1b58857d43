// Adapter of libarchive: a zip that is the same bytes for the same members.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct ZipMember {
  std::string name;              ///< inside the archive, UTF-8, `/` between folders
  std::filesystem::path file;    ///< whose bytes it gets; empty: those of `bytes`
  std::string bytes;
};

/// Members in their order, without times and owners; files are stored as they are, texts are deflated. Throws Fatal "disk-full", "write-failed", "file-unreadable".
void write_zip(const std::filesystem::path& to, const std::vector<ZipMember>&);

}  // namespace pli
