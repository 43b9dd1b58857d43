#include "pipeline/work_folder.h"

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"

namespace pli {

WorkFolder::WorkFolder(const fs::path& folder, const std::string& registry_uuid) : folder_(folder) {
  const fs::path owner = folder_ / "registry";
  if (fs::exists(owner)) {
    const std::string found = read_file(owner);
    if (found.size() < registry_uuid.size()) throw Fatal("work-folder-damaged", {{"file", folder_.string()}});
    if (found != registry_uuid)
      throw Fatal("registry-mismatch", {{"file", folder_.string()}, {"found", found}, {"expected", registry_uuid}});
  }
  make_folder(folder_ / "pages");
  make_folder(folder_ / "documents");
  if (!fs::exists(owner)) write_file(owner, registry_uuid);
}

fs::path WorkFolder::picture(const std::string& key) const { return folder_ / "pages" / (key + ".picture"); }
fs::path WorkFolder::thumbnail(const std::string& key) const { return folder_ / "pages" / (key + ".jpg"); }
fs::path WorkFolder::masked_thumbnail(const std::string& key) const { return folder_ / "pages" / (key + ".masked.jpg"); }
fs::path WorkFolder::unpacked(int input) const { return folder_ / "unpacked" / std::to_string(input); }
fs::path WorkFolder::aside(const std::string& document) const { return folder_ / "documents" / document; }
fs::path WorkFolder::facts_file(const std::string& key) const { return folder_ / "pages" / (key + ".json"); }

// The first line answers for the rest and for the artefacts' lengths: a torn file is told from a whole one at every byte.
std::string WorkFolder::seal(const std::string& key, std::string_view json) const {
  const auto length = [](const fs::path& file) {
    std::error_code none;
    const auto size = fs::file_size(file, none);
    return none ? std::string("-") : std::to_string(size);
  };
  return sha256(length(picture(key)) + ' ' + length(thumbnail(key)) + '\n' + std::string(json));
}

std::optional<PageFacts> WorkFolder::facts(const std::string& key) const {
  const fs::path file = facts_file(key);
  if (!fs::exists(file)) return std::nullopt;
  const std::string bytes = read_file(file);
  const std::size_t end = bytes.find('\n');
  if (end == std::string::npos || seal(key, std::string_view(bytes).substr(end + 1)) != bytes.substr(0, end)) return std::nullopt;
  try {
    return page_facts_from_json(Json::parse(bytes.begin() + static_cast<std::ptrdiff_t>(end) + 1, bytes.end()));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

PageFacts WorkFolder::kept(const std::string& key) const {
  auto found = facts(key);
  if (!found) throw Fatal("work-folder-damaged", {{"file", folder_.string()}});
  return std::move(*found);
}

void WorkFolder::keep(const std::string& key, const PageFacts& page) {
  const std::string json = compact(to_json(page));
  write_file(facts_file(key), seal(key, json) + '\n' + json);
}

void WorkFolder::remove() { remove_tree(folder_); }

}  // namespace pli
