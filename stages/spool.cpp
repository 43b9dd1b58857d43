#include "stages/spool.h"

#include <sys/stat.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/gather.h"

namespace pli {
namespace {

bool is_one_of(const fs::path& folder, const std::vector<fs::path>& others) {
  return std::any_of(others.begin(), others.end(), [&](const fs::path& other) {
    std::error_code ignored;
    return !other.empty() && fs::equivalent(folder, other, ignored);
  });
}

void count_file(SpoolFolder& folder, const SourceFile& file) {
  std::error_code ignored;
  const auto bytes = fs::file_size(file.file, ignored);
  folder.bytes += ignored ? 0 : static_cast<long long>(bytes);
  folder.oldest = folder.files == 0 ? file.modified : std::min(folder.oldest, file.modified);
  ++folder.files;
}

}  // namespace

std::vector<SpoolFolder> spool_folders(const fs::path& spool, const std::vector<fs::path>& excluded) {
  if (!fs::is_directory(spool)) throw UsageError("source-missing", {{"file", spool.string()}});
  GatherOptions options;
  options.settle_seconds = 0;
  options.excluded = excluded;
  std::vector<fs::path> places;
  for (const auto& entry : fs::directory_iterator(spool))
    if (entry.is_directory() && !entry.is_symlink() && entry.path().filename().string().front() != '.' && !is_one_of(entry.path(), excluded)) places.push_back(entry.path());
  std::sort(places.begin(), places.end(), [](const fs::path& a, const fs::path& b) { return natural_less(a.filename().string(), b.filename().string()); });

  std::vector<SpoolFolder> found;
  for (const fs::path& place : places) {
    SpoolFolder folder{clean(place.filename().string()), {place}, {}, 0, 0, 0};
    for (const SourceFile& file : gather({place}, options).files) count_file(folder, file);
    if (folder.files > 0) found.push_back(std::move(folder));
  }
  SpoolFolder loose;
  for (const SourceFile& file : gather({spool}, options).files) {
    if (file.file.parent_path() != spool || fs::is_directory(file.file)) continue;
    loose.sources.push_back(file.file);
    count_file(loose, file);
  }
  if (loose.files > 0) found.push_back(std::move(loose));
  return found;
}

std::vector<SpoolFolder> begun_batches(const fs::path& spool, const Registry& registry) {
  std::vector<SpoolFolder> found;
  for (const BatchEntry& batch : registry.batches()) {
    if (batch.complete) continue;
    const auto inputs = registry.inputs(batch.name);
    SpoolFolder folder;
    bool there = !inputs.empty();
    for (const InputEntry& input : inputs) {
      const std::size_t slash = input.path.find('/');
      const std::string name = slash == std::string::npos ? "" : input.path.substr(0, slash);
      const fs::path file = spool / input.path;
      there = there && (folder.files == 0 || name == folder.name) && fs::is_regular_file(file) && !fs::is_symlink(file) && sha256_file(file) == input.sha256;
      if (!there) break;
      folder.name = name;
      folder.only.push_back(file);
      ++folder.files;
    }
    if (!there) continue;
    folder.sources = folder.name.empty() ? folder.only : std::vector<fs::path>{spool / folder.name};
    found.push_back(std::move(folder));
  }
  return found;
}

std::vector<std::string> purge_work(const fs::path& out, Registry& registry, long long before) {
  std::vector<std::string> purged;
  const fs::path place = out / ".pli";
  if (!fs::is_directory(place)) return purged;
  const FolderLock lock(place / "lock");
  for (const auto& entry : fs::directory_iterator(place)) {
    const std::string name = entry.path().filename().string();
    const auto batch = entry.is_directory() && !entry.is_symlink() ? registry.batch(name) : std::nullopt;
    struct stat facts = {};
    if (!batch || !batch->complete || ::stat(entry.path().c_str(), &facts) != 0 || facts.st_mtime >= before) continue;
    purged.push_back(name);
  }
  std::sort(purged.begin(), purged.end());
  for (const std::string& name : purged) {
    registry.add_event("work-purged", name, compact({{"folder", ".pli/" + name}}));
    remove_tree(place / name);
  }
  return purged;
}

}  // namespace pli
