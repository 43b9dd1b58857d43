#include "tests/support/power_loss.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>
#include <vector>

#include "pipeline/files.h"

namespace pli::test {

namespace fs = std::filesystem;

static std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

PowerLoss::PowerLoss(int nth) : nth_(nth) {
  set_fault_hook([this](std::string_view name, const fs::path& path) { step(name, path); });
}

PowerLoss::~PowerLoss() { set_fault_hook({}); }

void PowerLoss::step(std::string_view name, const fs::path& path) {
  done();
  if (++steps_ == nth_) throw PowerCut{};
  pending_ = name;
  path_ = path;
  old_ = {fs::exists(path), fs::is_regular_file(path) ? bytes_of(path) : std::string()};
}

void PowerLoss::done() {
  const std::string what = std::exchange(pending_, "");
  if (what.empty() || !fs::exists(path_)) return;
  const bool folder = fs::is_directory(path_);
  if (what == "sync" && folder) {
    std::erase_if(names_, [&](const auto& name) { return name.first.parent_path() == path_; });
  } else if (what == "sync") {
    unsynced_.erase(path_);
  } else if (what == "rename" || what == "link") {
    if (what == "rename") renamed(path_);
  } else {
    if (!old_.there) names_.try_emplace(path_, old_);
    if (!folder) unsynced_.insert(path_);
  }
}

// The hook is told where to, not where from: a file came from `.NAME.part` beside it, a folder from one of its own name.
void PowerLoss::renamed(const fs::path& to) {
  names_.try_emplace(to, old_);
  const fs::path part = to.parent_path() / ("." + to.filename().string() + ".part");
  names_.erase(part);
  if (unsynced_.erase(part) > 0) unsynced_.insert(to);
  std::set<fs::path> moved;
  for (const fs::path& file : unsynced_) {
    fs::path inside;
    for (fs::path up = file; up.has_relative_path(); inside = up.filename() / inside, up = up.parent_path())
      if (up != to && up.filename() == to.filename() && !fs::exists(file)) {
        moved.insert(to / inside);
        break;
      }
  }
  std::erase_if(unsynced_, [](const fs::path& file) { return !fs::exists(file); });
  unsynced_.merge(moved);
}

void PowerLoss::forget(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto lost = [&] { return seed == 0 || random() % 2 == 0; };
  for (const fs::path& file : unsynced_) {
    if (!fs::is_regular_file(file) || !lost()) continue;
    fs::resize_file(file, fs::file_size(file) / 2);
    ++forgotten_;
  }
  for (auto name = names_.rbegin(); name != names_.rend(); ++name) {
    if (!fs::exists(name->first) || !lost()) continue;
    fs::remove_all(name->first);
    if (name->second.there) std::ofstream(name->first, std::ios::binary) << name->second.bytes;
    ++forgotten_;
  }
}

}  // namespace pli::test
