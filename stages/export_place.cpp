#include "stages/export_place.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/drop_folder.h"
#include "pipeline/errors.h"
#include "pipeline/file_block.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/export_name.h"

namespace pli {
namespace {

constexpr const char* plan_name = "plan.json";

dev_t disk_of(const fs::path& path) {
  struct stat facts = {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_dev : 0;
}

// Beside the folder, so that nothing half-written is ever in it; inside it, hidden, only where it is a disk of its own or nobody may write beside it.
fs::path hidden_folder(const fs::path& root) {
  make_drop_folder(root);
  const fs::path beside = root.parent_path();
  if (disk_of(beside) == disk_of(root) && ::access(beside.c_str(), W_OK | X_OK) == 0) return beside / ("." + root.filename().string() + ".pli");
  return root / ".pli";
}

Json files_json(const std::vector<OutgoingFile>& files) {
  Json list = Json::array();
  for (const OutgoingFile& file : files) list.push_back({{"path", file.named_by_content ? Json(nullptr) : Json(file.place.string())}, {"sha256", file.sha256}});
  return list;
}

bool ours(const std::vector<PlacedFile>& before, const fs::path& place, const std::string& sha256) {
  return std::any_of(before.begin(), before.end(), [&](const PlacedFile& file) { return (file.place.empty() || file.place == place.string()) && file.sha256 == sha256; });
}

bool same_file(const fs::path& place, const std::string& sha256) { return fs::is_regular_file(place) && sha256_file(place) == sha256; }

// By rename, as the other program takes them: whoever comes second finds nothing. The first file decides, here as for taken_away().
bool recalled(const fs::path& bundle, const std::vector<PlacedFile>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const fs::path old = bundle / fmt::format("old-{:03}", i), place = files[i].place;
    std::error_code taken;
    if (!fs::exists(old) && same_file(place, files[i].sha256)) fs::rename(place, old, taken);
    if (i == 0 && !fs::exists(old)) return false;
    sync_folder(place.parent_path());
  }
  sync_folder(bundle);
  return true;
}

}  // namespace

std::vector<PlacedFile> placed_files(const Event& event) {
  std::vector<PlacedFile> files;
  const Json facts = Json::parse(event.facts, nullptr, false);
  if (facts.is_object())
    for (const Json& file : facts.value("files", Json::array())) files.push_back({file.value("path", Json()).is_string() ? file.value("path", "") : "", file.value("sha256", "")});
  return files;
}

bool taken_away(const Event& event) {
  const auto files = placed_files(event);
  const Json facts = Json::parse(event.facts, nullptr, false);
  if (files.empty() || files.front().place.empty() || !facts.value("aside", Json()).is_string()) return false;
  return !fs::exists(files.front().place) && !fs::exists(facts.at("aside").get<std::string>());
}

OutgoingFolder::OutgoingFolder(const fs::path& root, const std::string& batch, Registry& registry) : registry_(registry) {
  folder_ = hidden_folder(root) / distinct_component(batch, 60);
  try {
    lock_ = std::make_unique<FolderLock>(folder_ / "lock");  // makes the folder
  } catch (const Fatal& error) {
    if (error.code() != "output-locked") throw;
    throw Fatal("export-locked", {{"batch", batch}});
  }
  recover();
}

OutgoingFolder::~OutgoingFolder() {
  // Nothing of a batch that went out stays; whoever finds the lock gone just now makes another.
  std::error_code ignored;
  fs::remove(folder_ / "lock", ignored);
  fs::remove(folder_, ignored);
}

fs::path OutgoingFolder::aside(const std::string& key) const {
  const fs::path bundle = folder_ / key;
  remove_tree(bundle);
  make_folder(bundle);
  return bundle;
}

void OutgoingFolder::drop(const std::string& key) const { remove_tree(folder_ / key); }

void OutgoingFolder::recover() {
  std::vector<fs::path> bundles;
  for (const auto& entry : fs::directory_iterator(folder_))
    if (entry.is_directory()) bundles.push_back(entry.path());
  std::sort(bundles.begin(), bundles.end());
  for (const fs::path& bundle : bundles) {
    const Json plan = fs::exists(bundle / plan_name) ? Json::parse(read_file(bundle / plan_name), nullptr, false) : Json();
    bool noted = false;
    if (plan.is_object())
      for (const Event& event : registry_.events_about(plan.value("subject", ""))) noted = noted || (event.kind == plan.value("event", "") && event.facts == plan.value("facts", ""));
    if (noted) carry_out(bundle);
    else remove_tree(bundle);
  }
}

bool OutgoingFolder::standing(std::vector<OutgoingFile>& files) {
  bool all = true;
  for (OutgoingFile& file : files) {
    const fs::path& source = file.made.empty() ? file.source : file.made;
    file.sha256 = source.empty() ? sha256(file.bytes) : sha256_file(source);
    all = all && same_file(file.place, file.sha256);
  }
  return all;
}

void OutgoingFolder::place(const std::string& key, std::vector<OutgoingFile> files, const std::string& event, const std::string& subject, const std::string& facts, const std::vector<PlacedFile>& before, bool recall) {
  standing(files);
  for (const OutgoingFile& file : files)
    if (fs::exists(file.place) && !same_file(file.place, file.sha256) && !(fs::is_regular_file(file.place) && ours(before, file.place, sha256_file(file.place))))
      throw Fatal("export-occupied", {{"file", file.place.string()}});

  const bool written = std::any_of(files.begin(), files.end(), [](const OutgoingFile& file) { return !file.made.empty(); });
  const fs::path bundle = written ? folder_ / key : aside(key);
  Json moves = Json::array(), gone = Json::array();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string name = fmt::format("{:03}", i);
    if (!files[i].made.empty()) fs::rename(files[i].made, bundle / name);
    else if (files[i].source.empty()) write_unsynced(bundle / name, files[i].bytes);
    else copy_original(files[i].source, bundle / name, false);
    moves.push_back({{"name", name}, {"path", files[i].place.string()}, {"sha256", files[i].sha256}});
  }
  for (const PlacedFile& file : before)
    if (!file.place.empty() && std::none_of(files.begin(), files.end(), [&](const OutgoingFile& other) { return other.place.string() == file.place; })) gone.push_back({{"path", file.place}, {"sha256", file.sha256}});

  Json said = Json::parse(facts);
  said["files"] = files_json(files);
  said["aside"] = bundle.string();
  const std::string noted = compact(said);
  Json replaced = Json::array();
  for (const PlacedFile& file : before) replaced.push_back({{"path", file.place}, {"sha256", file.sha256}});
  write_unsynced(bundle / plan_name, pretty({{"event", event}, {"subject", subject}, {"facts", noted}, {"moves", moves}, {"gone", gone}, {"before", replaced}, {"recall", recall}}));
  sync_tree(bundle);
  registry_.add_event(event, subject, noted);
  carry_out(bundle);
}

// Each step may have been done before: a file that isn't aside any more was placed.
void OutgoingFolder::carry_out(const fs::path& bundle) {
  const Json plan = Json::parse(read_file(bundle / plan_name));
  std::vector<PlacedFile> before;
  for (const Json& file : plan.at("before")) before.push_back({file.at("path").get<std::string>(), file.at("sha256").get<std::string>()});
  if (plan.value("recall", false) && !recalled(bundle, before)) return remove_tree(bundle);
  for (const Json& move : plan.at("moves")) {
    const fs::path aside = bundle / move.at("name").get<std::string>(), place = move.at("path").get<std::string>();
    if (!fs::exists(aside)) continue;
    make_drop_folder(place.parent_path());
    if (place_file(aside, place, false)) continue;
    if (same_file(place, move.at("sha256").get<std::string>())) {
      remove_tree(aside);
    } else if (ours(before, place, sha256_file(place))) {
      place_file(aside, place, true);
    } else {
      throw Fatal("export-occupied", {{"file", place.string()}});
    }
  }
  for (const Json& file : plan.at("gone"))
    if (const fs::path place = file.at("path").get<std::string>(); same_file(place, file.at("sha256").get<std::string>())) remove_tree(place);
  remove_tree(bundle);
}

}  // namespace pli
