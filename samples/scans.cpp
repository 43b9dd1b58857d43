#include "samples/scans.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "samples/marks.h"
#include "samples/output.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {


std::string scan_file(const ScannedDocument& document, Level level, const std::string& name, bool mixed, Random& random, std::string& bytes) {
  const int quality = level == Level::clean ? 85 : 70;
  const int kind = mixed ? random.below(10) : 0;
  if (kind == 7 || kind == 8) {
    bytes = pdf_bytes(document.pages, quality);
    return name + ".pdf";
  }
  if (kind == 9 && document.pages.size() == 1) {
    const bool png = document.pages[0].bilevel;
    bytes = png ? png_bytes(document.pages[0]) : jpeg_bytes(document.pages[0], quality);
    return name + (png ? ".png" : ".jpg");
  }
  bytes = tiff_bytes(document.pages, quality);
  return name + ".tif";
}

}  // namespace

ScannedDocument scan_pages(const std::vector<PrintedPage>& printed, const Wear& first, Level level, Random& random) {
  ScannedDocument document;
  for (std::size_t i = 0; i < printed.size(); ++i) {
    Wear wear = first;
    if (i > 0) {
      const Wear other = draw_wear(level, random);
      wear.skew = other.skew;
      wear.shift_x = other.shift_x, wear.shift_y = other.shift_y;
    }
    document.pages.push_back(scan_page(printed[i].image, {}, wear, random));
    document.wear.push_back(wear);
    document.text += printed[i].text + "\f";
  }
  return document;
}

ScannedDocument scan_letter(const SampleLetter& letter, Level level, const ScanChoices& choices, Random& random) {
  LetterStyle style = draw_style(letter, random);
  if (level != Level::clean && random.chance(choices.stamp)) style.stamped = stamp_date(choices.received);
  std::vector<PrintedPage> printed = print_letter(letter, style, print_dpi, random);
  if (random.chance(choices.annex)) printed.push_back(print_annex(static_cast<Annex>(random.below(annexes)), letter, print_dpi, random));
  if (random.chance(choices.envelope)) printed.push_back(print_envelope(letter, choices.received, print_dpi, random));
  ScannedDocument document = scan_pages(printed, draw_wear(level, random), level, random);
  document.layout = layout_name(style.layout);
  return document;
}

std::string truth_line(const std::string& file, const SampleLetter& letter, Level level, const ScannedDocument& document) {
  Json truth;
  truth["file"] = file;
  truth["id"] = letter.id;
  truth["level"] = level_name(level);
  truth["service"] = letter.service;
  truth["text"] = document.text;
  truth["pages"] = Json::array();
  for (const Wear& wear : document.wear)
    truth["pages"].push_back(Json{{"rotate", wear.rotate}, {"skew", std::round(wear.skew * 100) / 100}, {"mode", mode_name(wear.mode)}, {"dpi", wear.dpi}});
  truth["layout"] = document.layout;
  truth["letter"] = letter.json;
  return truth.dump();
}

std::vector<const SampleLetter*> drawn_letters(const std::vector<SampleLetter>& letters, int count, Random random) {
  std::map<std::string, std::vector<const SampleLetter*>> by_service;
  for (const auto& letter : letters) by_service[letter.service].push_back(&letter);
  std::vector<std::vector<const SampleLetter*>> piles;
  for (auto& [service, pile] : by_service) {
    random.shuffle(pile);
    piles.push_back(pile);
  }
  random.shuffle(piles);
  std::vector<const SampleLetter*> drawn;
  for (std::size_t round = 0; static_cast<int>(drawn.size()) < count; ++round) {
    const std::size_t before = drawn.size();
    for (const auto& pile : piles)
      if (round < pile.size() && static_cast<int>(drawn.size()) < count) drawn.push_back(pile[round]);
    if (drawn.size() == before) break;
  }
  return drawn;
}

void write_scans(const std::vector<SampleLetter>& letters, const ScanSet& set, const fs::path& out) {
  const Random random(set.seed);
  const auto drawn = drawn_letters(letters, set.count, random.child("letters"));
  fs::create_directories(out / "pages");
  for (const SampleLetter* letter : drawn) {
    Random one = random.child(letter->id + level_name(set.level));
    const ScannedDocument document = scan_letter(*letter, set.level, set.choices, one);
    std::string bytes;
    const std::string file = scan_file(document, set.level, letter->id + "-" + level_name(set.level), set.mixed, one, bytes);
    save(out / "pages" / file, bytes);
    append(out / "truth.jsonl", truth_line("pages/" + file, *letter, set.level, document));
  }
}

}  // namespace pli::samples
