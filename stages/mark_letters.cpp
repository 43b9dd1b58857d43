#include "stages/mark_letters.h"

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "stages/run_manifest.h"

namespace pli {
namespace {

/// States from which a whole run's letters are not dragged along.
bool settled(const LetterEntry& letter, const std::string& wanted) {
  static const std::set<std::string> ended = {"returned", "answered", "cancelled"};
  if (letter.state == wanted) return false;  // told again or corrected: the registry knows what to do
  return ended.contains(letter.state) || (wanted == "signed" && letter.state == "posted");
}

/// As it was when the run was made: a print run altered since stays found out.
std::string print_digest(const std::string& manifest, const fs::path& file) {
  try {
    return Json::parse(manifest).at("files").at(0).at("sha256").get<std::string>();
  } catch (const Json::exception&) {
    throw Fatal("letter-altered", {{"file", file.string()}});
  }
}

}  // namespace

Marked mark_letters(Registry& registry, const std::string& target, const LetterChange& change) {
  Marked marked;
  std::vector<std::string> ids;
  std::set<std::string> runs;
  if (const auto run = registry.run(target)) {
    if (!run->complete) throw UsageError("run-unfinished", {{"run", target}});
    runs.insert(target);
    for (const LetterEntry& letter : registry.letters(target)) {
      if (settled(letter, change.state)) marked.left.push_back(letter);
      else ids.push_back(letter.id);
    }
  } else if (const auto letter = registry.letter(target)) {
    runs.insert(letter->run);
    ids.push_back(letter->id);
  } else {
    throw UsageError("unknown-letter-or-run", {{"name", target}});
  }
  registry.mark_letters(ids, change);
  for (const std::string& id : ids) marked.changed.push_back(*registry.letter(id));
  for (const std::string& run : runs) refresh_manifest(registry, run);
  return marked;
}

void refresh_manifest(Registry& registry, const std::string& name) {
  const auto run = registry.run(name);
  if (!run || !run->complete) return;
  const fs::path folder = run->folder;
  if (!fs::exists(folder / "run.json")) return;
  const FolderLock lock(folder.parent_path() / ".pli" / "lock");
  const auto letters = registry.letters(name);
  const std::string before = read_file(folder / "run.json");
  const std::string digest = write_manifest(folder, *run, registry.letters(name), print_digest(before, folder / "run.json"));
  if (digest != sha256(before)) registry.complete_run(name, digest);
}

}  // namespace pli
