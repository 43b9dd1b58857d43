// Two runs on one output folder never mix.
#pragma once

#include <filesystem>

namespace pli {

/// Held while it lives; the kernel frees it when the process dies. Throws Fatal("output-locked") when another process holds it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

}  // namespace pli
