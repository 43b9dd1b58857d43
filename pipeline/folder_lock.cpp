#include "pipeline/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {

FolderLock::FolderLock(const fs::path& file, Wait wait) {
  make_folder(file.parent_path());
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd_ < 0) throw Fatal("write-failed", {{"file", file.string()}, {"detail", std::strerror(errno)}});
  if (::flock(fd_, wait == Wait::yes ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(fd_);
    if (error == EINTR) throw Interrupted{};
    if (error == EWOULDBLOCK) throw Fatal("output-locked", {{"file", file.parent_path().parent_path().string()}});
    throw Fatal("write-failed", {{"file", file.string()}, {"detail", std::strerror(error)}});
  }
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace pli
