#include "samples/returned.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/reference.h"
#include "pipeline/site_keys.h"
#include "samples/output.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

Json returned_wear_json(const Wear& wear) {
  return {{"rotate", wear.rotate}, {"skew", std::round(wear.skew * 100) / 100}, {"mode", mode_name(wear.mode)}, {"dpi", wear.dpi}};
}

/// Sheets as they lie on one another when they come out of the envelopes.
struct ReturnedPile {
  std::vector<PrintedSheet> sheets;
  std::vector<std::string> notes;   ///< one a sheet: "twice" or ""

  void add(PrintedSheet sheet, const char* note = "") {
    sheets.push_back(std::move(sheet));
    notes.emplace_back(note);
  }
  void shuffle(Random& random) {
    for (int i = static_cast<int>(sheets.size()) - 1; i > 0; --i) {
      const auto j = static_cast<std::size_t>(random.below(i + 1));
      std::swap(sheets[static_cast<std::size_t>(i)], sheets[j]);
      std::swap(notes[static_cast<std::size_t>(i)], notes[j]);
    }
  }
};

/// A letter's sheets, one missing or one twice now and then.
void lay(ReturnedPile& pile, std::vector<PrintedSheet> sheets, Random& random) {
  const auto chosen = static_cast<std::size_t>(random.below(static_cast<int>(sheets.size())));
  const bool missing = sheets.size() > 1 && random.chance(0.15), twice = !missing && random.chance(0.1);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (missing && i == chosen) continue;
    if (twice && i == chosen) pile.add(sheets[i], "twice");
    pile.add(std::move(sheets[i]));
  }
}

void save_pile(const fs::path& out, const std::string& file, const ReturnedPile& pile, Level level, Random& random) {
  std::vector<Image> scans;
  for (std::size_t i = 0; i < pile.sheets.size(); ++i) {
    ScannedSheet scanned = return_sheet(pile.sheets[i], level, random);
    if (!pile.notes[i].empty()) scanned.done.push_back(pile.notes[i]);
    const LetterCode& code = pile.sheets[i].code;
    Json truth = {{"file", file}, {"page", i + 1}, {"letter", code.letter}, {"dossier", code.dossier}, {"number", code.page}, {"of", code.pages},
                  {"level", level_name(level)}, {"done", scanned.done}};
    truth.update(returned_wear_json(scanned.wear));
    append(out / "returned.jsonl", truth.dump());
    scans.push_back(std::move(scanned.scan));
  }
  make_folder_for(out / file);
  save(out / file, tiff_bytes(scans));
}

void save_key(const fs::path& folder, const SiteKey& key) {
  if (!fs::exists(folder / (key.id + ".key"))) write_site_key(folder, key.bytes);
}

}  // namespace

void write_returned(const PostOffice& post, const ReturnedSet& set, const fs::path& out) {
  const SiteKey key = sample_key("rivemont");
  save_key(out / "keys", key);
  int dossier = 500'000 + static_cast<int>(set.seed % 1000) * 100, letter = static_cast<int>(set.seed % 1000);
  for (int done = 0, stack = 1; done < set.count; ++stack) {
    Random random = Random(set.seed).child(fmt::format("returned {}", stack));
    ReturnedPile pile;
    for (int letters = random.between(2, 5); letters > 0; --letters) {
      dossier = next_number(2026, dossier);
      lay(pile, post.print(post.letter(letter++, dossier_id(2026, dossier), key)), random);
    }
    pile.shuffle(random);
    save_pile(out, fmt::format("returned/{:03}-{}.tif", stack, level_name(set.level)), pile, set.level, random);
    done += static_cast<int>(pile.sheets.size());
  }
}

void write_returned_run(const PostOffice& post, const fs::path& run, const ReturnedSet& set, const fs::path& out) {
  std::ifstream in(run / "run.json");
  const Json manifest = Json::parse(in, nullptr, false);
  if (!manifest.is_object() || !manifest.contains("pieces")) throw UsageError("file-unreadable", {{"file", (run / "run.json").string()}});
  Random random = Random(set.seed).child("returned run");
  ReturnedPile pile;
  for (const Json& piece : manifest.at("pieces"))
    for (PrintedSheet& sheet : post.print(run / piece.at("file").get<std::string>(), piece.at("pages").get<int>())) pile.add(std::move(sheet));
  pile.shuffle(random);
  save_pile(out, fmt::format("returned/{}.tif", manifest.at("run").get<std::string>()), pile, set.level, random);
}

void write_foreign(const PostOffice& post, const ReturnedSet& set, const fs::path& out) {
  const SiteKey key = sample_key("rivemont");
  for (int number = 0; number < set.count; ++number) {
    Random random = Random(set.seed).child(fmt::format("foreign {}", number));
    const auto kind = static_cast<Foreign>(number % foreign_kinds);
    const ScannedSheet scanned = return_sheet(post.foreign(kind, number, dossier_id(2026, next_number(2026, 500'000)), key), set.level, random);
    const std::string file = fmt::format("foreign/{:03}-{}.tif", number + 1, level_name(set.level));
    make_folder_for(out / file);
    save(out / file, tiff_bytes(std::span(&scanned.scan, 1)));
    Json truth = {{"file", file}, {"kind", foreign_name(kind)}, {"level", level_name(set.level)}, {"done", scanned.done}};
    truth.update(returned_wear_json(scanned.wear));
    append(out / "foreign.jsonl", truth.dump());
  }
}

}  // namespace pli::samples
