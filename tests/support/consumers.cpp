#include "tests/support/consumers.h"

#include <algorithm>

#include "pipeline/files.h"

namespace pli::test {
namespace {

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code gone;
  for (fs::directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone)) found.push_back(at->path());
  std::sort(found.begin(), found.end());
  return found;
}

bool happens(std::mt19937& random, double chance) { return static_cast<double>(random() % 10'000) < chance * 10'000; }

bool moved(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  return !failed;
}

}  // namespace

bool Consumers::takes_folder_of(const std::string& document) { return document.back() < 'G'; }

int Consumers::take(std::mt19937& random, double chance, double hasty, const std::set<std::string>& settled) {
  fs::create_directories(archive_ / "folders");
  fs::create_directories(archive_ / "files");
  return take_folders(random, chance, hasty, settled) + take_files(random, chance, settled);
}

int Consumers::take_folders(std::mt19937& random, double chance, double hasty, const std::set<std::string>& settled) {
  int taken = 0;
  for (const fs::path& batch : entries(out_)) {
    if (!fs::exists(batch / "batch.json")) continue;  // it alone says that a batch is complete
    for (const fs::path& service : entries(batch)) {
      const std::string name = service.filename().string();
      if (name == "review" || name == "rejects" || name == "originals" || name == "blanks" || name.starts_with('.') || !fs::is_directory(service)) continue;
      for (const fs::path& document : entries(service)) {
        const std::string id = document.filename().string();
        if (!fs::exists(document / "record.json") || !takes_folder_of(id)) continue;
        if (!happens(random, settled.contains(id) ? chance : hasty)) continue;
        if (fs::exists(folder(id))) troubles_.push_back(id + " came a second time as a folder");
        else taken += moved(document, folder(id)) ? 1 : 0;
      }
    }
  }
  return taken;
}

int Consumers::take_files(std::mt19937& random, double chance, const std::set<std::string>& settled) {
  int taken = 0;
  for (const fs::path& service : entries(out_ / "export" / "maarch")) {
    if (!fs::is_directory(service)) continue;
    for (const fs::path& ready : entries(service)) {
      const std::string id = ready.stem().string();
      if (ready.extension() != ".ready" || takes_folder_of(id) || !settled.contains(id) || !happens(random, chance)) continue;
      const fs::path place = archive_ / "files" / service.filename();
      fs::create_directories(place);
      if (files().contains(id)) troubles_.push_back(id + " came a second time as a file");
      if (!moved(service / (id + ".pdf"), place / (id + ".pdf"))) continue;  // it was taken back just now
      if (!moved(service / (id + ".json"), place / (id + ".json"))) troubles_.push_back(id + " came without what its file says");
      fs::remove(ready);
      ++taken;
    }
  }
  return taken;
}

bool Consumers::bring_back(const std::string& document, const fs::path& place) {
  if (!fs::exists(folder(document))) return false;
  fs::create_directories(place.parent_path());
  return moved(folder(document), place);
}

std::set<std::string> Consumers::folders() const {
  std::set<std::string> found;
  for (const fs::path& path : entries(archive_ / "folders")) found.insert(path.filename().string());
  return found;
}

std::map<std::string, std::string> Consumers::files() const {
  std::map<std::string, std::string> found;
  for (const fs::path& service : entries(archive_ / "files"))
    for (const fs::path& path : entries(service))
      if (path.extension() == ".pdf") found[path.stem().string()] = service.filename().string();
  return found;
}

std::string Consumers::receipts() {
  std::string csv = "id;date;foreign\n";
  for (const auto& [id, service] : files())
    if (told_.insert(id).second) csv += id + ";;GED-" + std::to_string(told_.size()) + '\n';
  return csv;
}

}  // namespace pli::test
