#include "stages/reprint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "pipeline/json.h"
#include "stages/engines/qpdf_join.h"

namespace pli {
namespace {

std::vector<LetterEntry> letters_to_print(const Registry& registry, const std::vector<std::string>& ids) {
  std::vector<LetterEntry> letters;
  for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
    const auto letter = registry.letter(id);
    if (!letter || letter->file.empty()) throw UsageError("unknown-letter", {{"letter", id}});
    if (letter->state == "cancelled") throw UsageError("reprint-cancelled", {{"letter", id}});
    if (!letters.empty() && letters.front().run != letter->run) throw UsageError("reprint-several-runs");
    letters.push_back(*letter);
  }
  std::sort(letters.begin(), letters.end(), [](const LetterEntry& a, const LetterEntry& b) { return a.position < b.position; });
  return letters;
}

fs::path next_free(const fs::path& folder) {
  for (int number = 1;; ++number)
    if (fs::path file = folder / fmt::format("reprint-{:02}.pdf", number); !fs::exists(file)) return file;
}

}  // namespace

Reprint reprint_letters(Registry& registry, const std::vector<std::string>& ids, bool duplex) {
  const auto letters = letters_to_print(registry, ids);
  const RunEntry run = *registry.run(letters.front().run);
  const fs::path folder = run.folder;
  const FolderLock lock(folder.parent_path() / ".pli" / "lock");
  std::vector<fs::path> files;
  for (const LetterEntry& letter : letters) {
    files.push_back(folder / letter.file);
    if (sha256_file(files.back()) != letter.sha256) throw Fatal("letter-altered", {{"file", files.back().string()}});
  }
  Reprint made{run.name, next_free(folder), static_cast<int>(letters.size()), 0};
  const JoinedPdf joined = join_pdfs(files, duplex, run.name);
  made.pages = joined.pages;
  write_file(made.file, joined.bytes);
  for (const LetterEntry& letter : letters) registry.add_event("letter-reprinted", letter.id, compact({{"run", run.name}, {"file", made.file.filename().string()}}));
  return made;
}

}  // namespace pli
