#include "pipeline/files.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "pipeline/drop_folder.h"
#include "pipeline/errors.h"
#include "pipeline/file_block.h"

namespace pli {
namespace {

FaultHook fault_hook;

void step(std::string_view name, const fs::path& path) {
  if (fault_hook) fault_hook(name, path);
}

[[noreturn]] void fail(const fs::path& path, int error) {
  const bool full = error == ENOSPC || error == EDQUOT;
  throw Fatal(full ? "disk-full" : "write-failed", {{"file", path.string()}, {"detail", std::strerror(error)}});
}

// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, mode_t mode = 0) : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

mode_t mode_of(Access access) { return access == Access::shared ? 0640 : 0600; }

void write_bytes(const fs::path& path, std::string_view bytes, int flags, Access access, bool synced = false) {
  step("open", path);
  const Descriptor file(path, O_WRONLY | O_CREAT | flags, mode_of(access));
  if (!file.ok()) fail(path, errno);
  if (::fchmod(file.get(), mode_of(access)) != 0) fail(path, errno);
  step("write", path);
  write_all(file.get(), bytes, path);
  if (!synced) return;
  step("sync", path);
  if (::fsync(file.get()) != 0) fail(path, errno);
}

void write_and_sync(const fs::path& path, std::string_view bytes, int flags, Access access) { write_bytes(path, bytes, flags, access, true); }

fs::path parent_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

void rename_into_place(const fs::path& from, const fs::path& to) {
  step("rename", to);
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, errno);
  sync_folder(parent_of(to));
}

bool reflink(const fs::path& from, const fs::path& to) {
  const Descriptor source(from, O_RDONLY);
  const Descriptor target(to, O_WRONLY | O_CREAT | O_EXCL, 0640);
  if (source.ok() && target.ok() && ::ioctl(target.get(), FICLONE, source.get()) == 0) return true;
  if (target.ok()) ::unlink(to.c_str());
  return false;
}

// A read that fails half-way is an error, never a shorter file.
template <typename Each>
void read_pieces(const fs::path& path, const Each& each) {
  const auto fail_reading = [&] { throw Fatal("file-unreadable", {{"file", path.string()}, {"detail", std::strerror(errno)}}); };
  const Descriptor file(path, O_RDONLY);
  if (!file.ok()) fail_reading();
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_reading();
    if (got == 0) return;
    each(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  }
}

void copy_bytes(const fs::path& from, const fs::path& to) {
  const Descriptor target(to, O_WRONLY | O_CREAT | O_TRUNC, 0640);
  if (!target.ok()) fail(to, errno);
  read_pieces(from, [&](std::string_view piece) { write_all(target.get(), piece, to); });
  if (::fchmod(target.get(), 0640) != 0 || ::fsync(target.get()) != 0) fail(to, errno);
}

}  // namespace

void set_fault_hook(FaultHook hook) { fault_hook = std::move(hook); }

std::string read_file(const fs::path& path) {
  std::string bytes;
  read_pieces(path, [&](std::string_view piece) { bytes += piece; });
  return bytes;
}

std::optional<std::string> read_if_there(const fs::path& path) {
  std::error_code gone;
  if (!fs::exists(path, gone)) return std::nullopt;
  try {
    return read_file(path);
  } catch (const Fatal&) {
    if (fs::exists(path, gone)) throw;
    return std::nullopt;
  }
}

void write_file(const fs::path& path, std::string_view bytes, Access access) {
  const fs::path aside = parent_of(path) / ("." + path.filename().string() + ".part");
  write_and_sync(aside, bytes, O_TRUNC, access);
  rename_into_place(aside, path);
}

bool write_if_other(const fs::path& path, std::string_view bytes) {
  if (fs::exists(path) && read_file(path) == bytes) return false;
  write_file(path, bytes);
  return true;
}

void write_aside(const fs::path& path, std::string_view bytes, Access access) { write_and_sync(path, bytes, O_TRUNC, access); }

void append_line(const fs::path& path, std::string_view line, Access access) {
  write_and_sync(path, std::string(line) + '\n', O_APPEND, access);
}

void make_folder(const fs::path& path) {
  if (path.empty() || fs::is_directory(path)) return;
  if (path.has_parent_path() && path.parent_path() != path) make_folder(path.parent_path());
  step("open", path);
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST) fail(path, errno);
  sync_folder(parent_of(path));  // a file that is synced in a folder that is not may be lost with it
}

void sync_folder(const fs::path& path) {
  step("sync", path);
  const Descriptor folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.ok() || ::fsync(folder.get()) != 0) fail(path, errno);
}

void sync_tree(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    step("sync", entry.path());
    const Descriptor file(entry.path(), O_RDONLY);
    if (!file.ok() || ::fsync(file.get()) != 0) fail(entry.path(), errno);
  }
  sync_folder(folder);
}

void move_folder(const fs::path& aside, const fs::path& place) {
  sync_tree(aside);
  make_folder(parent_of(place));
  rename_into_place(aside, place);
  sync_folder(parent_of(aside));
}

void write_unsynced(const fs::path& path, std::string_view bytes) { write_bytes(path, bytes, O_TRUNC, Access::shared); }

void move_files(const fs::path& aside, const fs::path& folder) {
  step("sync", aside);
  const Descriptor opened(aside, O_RDONLY | O_DIRECTORY);
  if (!opened.ok() || ::syncfs(opened.get()) != 0) fail(aside, errno);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(aside)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    step("rename", folder / file.filename());
    if (::rename(file.c_str(), (folder / file.filename()).c_str()) != 0) fail(file, errno);
  }
  sync_folder(folder);
}

void make_drop_folder(const fs::path& path) {
  if (path.empty() || fs::is_directory(path)) return;
  if (path.has_parent_path() && path.parent_path() != path) make_drop_folder(path.parent_path());
  step("open", path);
  if (::mkdir(path.c_str(), 0770) != 0) {
    if (errno == EEXIST) return;
    fail(path, errno);
  }
  if (::chmod(path.c_str(), 0770) != 0) fail(path, errno);  // whatever the umask says
}

bool place_file(const fs::path& aside, const fs::path& place, bool replace) {
  step("rename", place);
  if (::renameat2(AT_FDCWD, aside.c_str(), AT_FDCWD, place.c_str(), replace ? 0 : RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return false;
    // Network shares know no rename that spares what is there: looking first is the best that can be had.
    if (replace || (errno != EINVAL && errno != ENOSYS)) fail(place, errno);
    if (fs::exists(place)) return false;
    if (::rename(aside.c_str(), place.c_str()) != 0) fail(place, errno);
  }
  const Descriptor folder(parent_of(place), O_RDONLY | O_DIRECTORY);
  if (!folder.ok() || (::fsync(folder.get()) != 0 && errno != EINVAL)) fail(place, errno);
  return true;
}

void remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) fail(path, error.value());
}

void copy_original(const fs::path& from, const fs::path& to, bool may_link) {
  const fs::path aside = parent_of(to) / ("." + to.filename().string() + ".part");
  step("link", to);
  ::unlink(aside.c_str());
  const bool linked = reflink(from, aside) || (may_link && ::link(from.c_str(), aside.c_str()) == 0);
  if (!linked) copy_bytes(from, aside);
  rename_into_place(aside, to);
}

}  // namespace pli
