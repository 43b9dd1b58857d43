// Two runs on one output folder never mix.
#pragma once

#include <filesystem>

namespace pli {

enum class Wait { no, yes };

/// Held while it lives; the kernel frees it when the process dies. Throws Fatal("output-locked") when another process holds it; with Wait::yes it waits for that one to end (Interrupted when a
/// signal comes first).
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& file, Wait = Wait::no);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int fd_;
};

}  // namespace pli
