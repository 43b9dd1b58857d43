#include "stages/gather.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"

namespace pli {
namespace {

struct Look {
  long long size = -1, modified = 0;
  double modified_exactly = 0;
  bool operator==(const Look& other) const { return size == other.size && modified_exactly == other.modified_exactly; }
};

Look look_at(const fs::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return {};
  return {info.st_size, info.st_mtim.tv_sec, static_cast<double>(info.st_mtim.tv_sec) + static_cast<double>(info.st_mtim.tv_nsec) * 1e-9};
}

// The kernel refuses a read lease while anybody holds the file open for writing. Where leases are not to be had, nothing is known.
bool held_open_for_writing(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  ::fcntl(fd, F_SETSIG, SIGURG);  // whoever opens the file while the lease stands makes a signal: one that nobody heeds
  const bool refused = ::fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
  if (!refused) ::fcntl(fd, F_SETLEASE, F_UNLCK);
  ::close(fd);
  return refused;
}

bool passed_over(const std::string& name) {
  if (name.empty() || name.front() == '.' || name == "Thumbs.db" || name == "desktop.ini") return true;
  const std::string low = folded(name);
  return low.ends_with(".part") || low.ends_with(".filepart") || low.ends_with(".tmp");
}

bool excluded(const fs::path& folder, const GatherOptions& options) {
  return std::any_of(options.excluded.begin(), options.excluded.end(), [&](const fs::path& other) {
    std::error_code ignored;
    return !other.empty() && fs::equivalent(folder, other, ignored);
  });
}

void walk(const fs::path& folder, const std::string& shown, const GatherOptions& options, std::vector<SourceFile>& found) {
  std::vector<fs::path> entries;
  std::error_code refused;
  for (fs::directory_iterator entry(folder, refused), end; entry != end; entry.increment(refused)) entries.push_back(entry->path());
  if (refused) found.push_back({shown, folder, 0, true});
  std::sort(entries.begin(), entries.end(), [](const fs::path& a, const fs::path& b) { return natural_less(a.filename().string(), b.filename().string()); });
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    if (passed_over(name) || fs::is_symlink(entry)) continue;
    const std::string path = shown + '/' + clean(name);
    if (fs::is_directory(entry)) {
      if (!excluded(entry, options)) walk(entry, path, options, found);
    } else if (fs::is_regular_file(entry)) {
      found.push_back({path, entry, look_at(entry).modified, ::access(entry.c_str(), R_OK) != 0});
    }
  }
}

std::string name_of(const fs::path& path) {
  const fs::path absolute = fs::absolute(path).lexically_normal();
  return clean((absolute.has_filename() ? absolute : absolute.parent_path()).filename().string());
}

}  // namespace

Gathered gather(const std::vector<fs::path>& sources, const GatherOptions& options) {
  std::vector<SourceFile> found;
  for (const fs::path& source : sources) {
    if (fs::is_directory(source)) walk(source, name_of(source), options, found);
    else if (fs::is_regular_file(source)) found.push_back({name_of(source), source, look_at(source).modified, ::access(source.c_str(), R_OK) != 0});
    else throw UsageError("source-missing", {{"file", source.string()}});
  }
  Gathered result;
  if (options.settle_seconds <= 0) {
    result.files = std::move(found);
    return result;
  }
  // One wait serves all: until the youngest file is as old as it must be, then each is looked at again.
  std::vector<Look> first;
  double youngest = 0;
  for (const SourceFile& file : found) {
    first.push_back(look_at(file.file));
    youngest = std::max(youngest, first.back().modified_exactly);
  }
  const double missing = youngest + options.settle_seconds - options.now();
  if (missing > 0) options.wait(std::min(missing, options.settle_seconds));
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool steady = look_at(found[i].file) == first[i] && !held_open_for_writing(found[i].file);
    if (steady) result.files.push_back(found[i]);
    else result.left_alone.push_back(found[i].path);
  }
  return result;
}

std::string date_in(const std::string& name) {
  const auto digits = [&](std::size_t at, std::size_t count) {
    return at + count <= name.size() && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(at), name.begin() + static_cast<std::ptrdiff_t>(at + count),
                                                    [](unsigned char c) { return std::isdigit(c); });
  };
  const auto alone = [&](std::size_t begin, std::size_t end) {
    return (begin == 0 || !digits(begin - 1, 1)) && !digits(end, 1);
  };
  const auto date = [](const std::string& year, const std::string& month, const std::string& day) -> std::string {
    const int y = std::stoi(year), m = std::stoi(month), d = std::stoi(day);
    static constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1990 || y > 2100 || m < 1 || m > 12) return {};
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (d < 1 || d > lengths[m - 1] + (m == 2 && leap ? 1 : 0)) return {};
    return year + '-' + month + '-' + day;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::string found;
    if (digits(i, 4) && i + 10 <= name.size() && name[i + 4] == '-' && digits(i + 5, 2) && name[i + 7] == '-' && digits(i + 8, 2) && alone(i, i + 10))
      found = date(name.substr(i, 4), name.substr(i + 5, 2), name.substr(i + 8, 2));
    else if (digits(i, 8) && alone(i, i + 8))
      found = date(name.substr(i, 4), name.substr(i + 4, 2), name.substr(i + 6, 2));
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace pli
