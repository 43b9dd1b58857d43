// Adapter of libarchive: an archive's files unpacked under names of ours, judged while they are unpacked.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct ArchiveLimits {
  int entries = 10000;
  int ratio = 200;                       ///< unpacked over packed bytes, judged once 16 MiB are unpacked: small files may be as white as they like
  long long unpacked_bytes = 2048LL << 20;
};

struct ArchiveEntry {
  std::string name;                      ///< raw bytes as the archive says them (UTF-8 where it knows); for display after cleaning, never a path
  std::filesystem::path file;            ///< empty when rejected
  std::string rejected;                  ///< "password", "archive-link" (links, devices), "damaged-file"
};

/// Entries in the archive's order without its directories; each file's bytes lie in `into` as part-00001... Entries for which `skip(name)` holds are passed over.
/// Throws ItemError: "unknown-type" (no archive known here), "damaged-file" (it breaks off), "password", "archive-too-many-entries", "archive-bomb",
/// "input-too-large"; Fatal "disk-full", "write-failed".
std::vector<ArchiveEntry> unpack_archive(const std::filesystem::path&, const std::filesystem::path& into, const ArchiveLimits&,
                                         bool (*skip)(const std::string& name));

}  // namespace pli
