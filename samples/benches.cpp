#include "samples/benches.h"

#include <fmt/format.h>

#include <cmath>

#include "pipeline/code.h"
#include "samples/marks.h"
#include "samples/output.h"
#include "samples/symbols.h"
#include "samples/typeset.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

constexpr double dpi = 300;
const std::vector<std::string> formats = {"QR", "DataMatrix", "Code128", "Code39", "PDF417"};

std::string digits(int count, Random& random) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.below(10));
  return out;
}

/// What such symbols say on real mail: tracking numbers, invoice data, our own sheets.
std::string content_for(const std::string& format, Random& random) {
  if (format == "QR") return random.chance(0.5) ? payload(SheetCode{"DOCUMENT", "", random.between(1, 40), 40}) : "https://paiement.example/f/" + digits(9, random);
  if (format == "DataMatrix") return "DC04FR" + digits(24, random) + "01" + digits(8, random);
  if (format == "Code128") return "RK" + digits(9, random) + "FR";
  if (format == "Code39") return "DOSSIER-" + digits(6, random);
  return "FACTURE " + digits(8, random) + " MONTANT " + digits(3, random) + "," + digits(2, random) + " EUR";
}

double module_mm(const std::string& format, Random& random) {
  if (format == "QR") return random.uniform(0.55, 1.0);
  if (format == "DataMatrix") return random.uniform(0.55, 0.9);
  if (format == "Code39") return random.uniform(0.3, 0.45);
  return random.uniform(0.34, 0.5);
}

struct Sheet {
  Canvas canvas{210, 297, dpi};
  std::vector<std::string> lines;
};

/// A few lines at the top, so that there is print near the symbols but never under them.
void print_some_text(Sheet& sheet, const std::vector<SampleLetter>& letters, Random& random) {
  if (letters.empty()) return;
  const SampleLetter& letter = random.pick(letters);
  double y = 25;
  for (const auto& paragraph : letter.paragraphs) {
    if (y > 120) break;
    y = sheet.canvas.pour(25, y, 160, 125, paragraph, {{"Liberation Serif", 11}, Align::left, 0, {}}, 0, sheet.lines).y + 3;
  }
}

Json wear_json(const Wear& wear) {
  return {{"rotate", wear.rotate}, {"skew", std::round(wear.skew * 100) / 100}, {"mode", mode_name(wear.mode)}, {"dpi", wear.dpi}};
}

std::string page_name(const char* folder, int number, Level level) { return fmt::format("{}/{:03}-{}.tif", folder, number, level_name(level)); }

void scan_and_save(const fs::path& out, const std::string& file, ImageView front, ImageView back, const Wear& wear, Random& random, Json truth) {
  const Image scan = scan_page(front, back, wear, random);
  make_folder_for(out / file);
  save(out / file, tiff_bytes(std::span(&scan, 1)));
  truth.update(wear_json(wear));
  append(out / (fs::path(file).parent_path().string() + ".jsonl"), truth.dump());
}

const char* print_something_small(Sheet& sheet, Random& random) {
  Canvas& canvas = sheet.canvas;
  const Setting plain{{"Liberation Serif", 11}, Align::left, 0, {}};
  switch (random.below(7)) {
    case 0: canvas.text(30, 40, 100, "Merci d'avance.", plain, sheet.lines); return "one line at the top";
    case 1: canvas.text(98, 278, 30, "- 3 -", plain, sheet.lines); return "page number";
    case 2: draw_signature(canvas, 120, 180, 35, random); return "signature";
    case 3: draw_stamp(canvas, random.uniform(40, 120), random.uniform(40, 220), "23 NOV. 2026", random); return "stamp";
    case 4: draw_scrawl(canvas, 30, 60, 50, 1, random); return "handwritten words";
    case 5: canvas.text(25, 255, 160, "P.-S. : la clé est chez la gardienne.", plain, sheet.lines); return "one line at the bottom";
    default: canvas.text(140, 140, 50, "Lu et approuvé", {{"Liberation Sans", 9, false, true}, Align::left, 0, {}}, sheet.lines); return "three words";
  }
}

}  // namespace

void write_barcodes(const std::vector<SampleLetter>& letters, const BenchSet& set, const fs::path& out) {
  const Random seed(set.seed);
  for (int number = 1; number <= set.count; ++number) {
    Random random = seed.child(fmt::format("barcodes {}", number));
    Sheet sheet;
    print_some_text(sheet, letters, random);
    Json codes = Json::array();
    const int count = number % 5 == 0 ? 0 : random.between(1, 3);
    double y = 135;
    for (int i = 0; i < count; ++i) {
      const std::string& format = formats[static_cast<std::size_t>(number + i) % formats.size()];
      const std::string text = content_for(format, random);
      const Image picture = draw_symbol(format, text);
      const double width = std::min(picture.width * module_mm(format, random), 165.0), height = width * picture.height / picture.width;
      if (y + height > 280) break;
      sheet.canvas.picture(random.uniform(15, 195 - width), y, width, picture, true);
      y += height + 6;
      codes.push_back(Json{{"format", format}, {"text", text}});
    }
    const Wear wear = draw_wear(set.level, random);
    const std::string file = page_name("barcodes", number, set.level);
    scan_and_save(out, file, sheet.canvas.image(), {}, wear, random, Json{{"file", file}, {"level", level_name(set.level)}, {"barcodes", codes}});
  }
}

void write_blanks(const std::vector<SampleLetter>& letters, const BenchSet& set, const fs::path& out) {
  const Random seed(set.seed);
  for (int number = 1; number <= set.count; ++number) {
    Random random = seed.child(fmt::format("blanks {}", number));
    Sheet front, back;
    const bool blank = number % 2 == 0;
    const char* what = blank ? "nothing" : print_something_small(front, random);
    print_some_text(back, letters, random);
    Wear wear = draw_wear(set.level, random);
    if (blank && wear.bleed > 0) what = "shine through";
    const std::string file = page_name("blanks", number, set.level);
    const Image printed = front.canvas.image(), behind = back.canvas.image();
    scan_and_save(out, file, printed, behind, wear, random,
                  Json{{"file", file}, {"level", level_name(set.level)}, {"blank", blank}, {"what", what}});
  }
}

}  // namespace pli::samples
