#include "bin/health.h"

#include <algorithm>
#include <set>

#include "pipeline/calendar.h"
#include "pipeline/files.h"

namespace pli {

static fs::path folder_that_is(fs::path path) {
  path = fs::absolute(path);
  std::error_code failed;
  while (!fs::exists(path, failed) && path.has_relative_path()) path = path.parent_path();
  return path;
}

std::vector<Worry> disk_worries(Context& context) {
  const Settings& settings = context.settings();
  const long long wanted = settings.count("min_free");
  std::vector<Worry> worries;
  std::set<std::string> seen;
  for (const fs::path& place : {settings.path("out"), context.store_path().parent_path(), settings.path("export_dir"), settings.path("done")}) {
    if (place.empty()) continue;
    const fs::path folder = folder_that_is(place);
    std::error_code failed;
    const fs::space_info room = fs::space(folder, failed);
    if (failed || !seen.insert(folder.string()).second) continue;
    const long long free_mib = static_cast<long long>(room.available >> 20);
    if (free_mib < wanted) worries.push_back({"disk-low", {{"folder", folder.string()}, {"free", std::to_string(free_mib)}, {"wanted", std::to_string(wanted)}}, true});
  }
  return worries;
}

Queue review_queue(const Registry& registry, const std::string& today) {
  Queue queue;
  for (const DocumentEntry& document : registry.waiting()) {
    ++queue.waiting;
    queue.days = std::max(queue.days, days_between(document.received, today));
  }
  return queue;
}

std::vector<Worry> review_worries(Context& context, const Registry& registry, const std::string& today) {
  const Queue queue = review_queue(registry, today);
  const long long most = context.settings().count("review_most"), days = context.settings().count("review_days");
  std::vector<Worry> worries;
  if (queue.waiting > most) worries.push_back({"review-many", {{"documents", std::to_string(queue.waiting)}, {"most", std::to_string(most)}}});
  if (queue.days > days) worries.push_back({"review-late", {{"documents", std::to_string(queue.waiting)}, {"days", std::to_string(queue.days)}, {"most", std::to_string(days)}}});
  return worries;
}

}  // namespace pli
