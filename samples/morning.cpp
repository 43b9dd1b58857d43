#include "samples/morning.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "pipeline/errors.h"
#include "samples/marks.h"
#include "samples/output.h"
#include "samples/scans.h"
#include "samples/stack.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

using Mode = Wear::Mode;

/// Letters by service in the seed's order; each is taken once.
class Pile {
 public:
  Pile(const std::vector<SampleLetter>& letters, Random random) {
    for (const auto& letter : letters) by_service_[letter.service].push_back(&letter);
    for (auto& [service, pile] : by_service_) random.shuffle(pile);
  }
  const SampleLetter& take(const std::string& service) {
    auto& pile = by_service_[service];
    if (pile.empty()) throw UsageError("letters-missing", {{"service", service}});
    const SampleLetter* letter = pile.back();
    pile.pop_back();
    return *letter;
  }

 private:
  std::map<std::string, std::vector<const SampleLetter*>> by_service_;
};

/// How one machine of the mailroom scans. Bilevel keeps the batch small; a few in grey and colour keep it honest.
Wear machine(Mode mode, Level level, Random& random, double dpi = 300) {
  Wear wear = draw_wear(level, random);
  wear.mode = mode;
  wear.dpi = dpi;
  wear.rotate = 0;
  if (mode == Mode::bilevel) {
    wear.ink = std::min(wear.ink, 50.0), wear.noise = std::min(wear.noise, 3.0), wear.speckle = std::min(wear.speckle, 1.0), wear.light = std::min(wear.light, 0.1);
    wear.blur = std::min(wear.blur, 0.8), wear.threshold = std::clamp(wear.threshold, 0.58, 0.7);
  }
  return wear;
}

class Writer {
 public:
  Writer(const std::vector<SampleLetter>& letters, const Morning& morning, const fs::path& out)
      : out_(out), day_(morning.day), words_(morning.words), random_(morning.seed), pile_(letters, random_.child("letters")) {
    fs::remove(out_ / "truth.jsonl");
    make_folder_for(out_ / day_ / "x");
  }

  void run();

 private:
  struct Made {
    const SampleLetter* letter;
    Level level;
    ScannedDocument scan;
  };

  /// A letter with its annexes, printed and scanned. `stamped`: with the arrival stamp.
  Made make(const std::string& service, Wear wear, Level level, const std::vector<Annex>& enclosed = {}, bool stamped = false, Layout* layout = nullptr) {
    const SampleLetter& letter = pile_.take(service);
    Random random = random_.child("print " + letter.id);
    LetterStyle style = draw_style(letter, random);
    if (layout) style.layout = *layout;
    if (stamped) style.stamped = stamp_date(day_);
    std::vector<PrintedPage> pages = print_letter(letter, style, print_dpi, random);
    for (const Annex annex : enclosed) pages.push_back(print_annex(annex, letter, print_dpi, random));
    Made made{&letter, level, scan_pages(pages, wear, level, random)};
    made.scan.layout = layout_name(style.layout);
    return made;
  }

  void note(const std::string& file, const Made& made) { append(out_ / "truth.jsonl", truth_line(file, *made.letter, made.level, made.scan)); }
  void put(const std::string& file, const std::string& bytes) { save(out_ / day_ / file, bytes); }
  void put(const std::string& file, const Made& made, const std::string& bytes) {
    put(file, bytes);
    note(file, made);
  }
  void letters_alone();
  void letters_in_zip();
  void morning_pile();
  void trouble();

  fs::path out_;
  std::string day_;
  SheetWords words_;
  Random random_;
  Pile pile_;
};

void Writer::letters_alone() {
  Random r = random_.child("machines");
  const auto tiff = [&](const std::string& file, const Made& made, int quality = 65) { put(file, made, tiff_bytes(made.scan.pages, quality)); };
  const auto pdf = [&](const std::string& file, const Made& made, int quality = 60) { put(file, made, pdf_bytes(made.scan.pages, quality)); };
  const auto clean = Level::clean, worn = Level::worn, bad = Level::bad;

  tiff("20261123_083105_001.tif", make("etat-civil", machine(Mode::bilevel, clean, r), clean));
  tiff("20261123_083105_002.tif", make("urbanisme", machine(Mode::bilevel, worn, r), worn, {Annex::petition}, true));
  tiff("20261123_083105_003.tif", make("education-enfance", machine(Mode::bilevel, worn, r), worn));
  tiff("20261123_083105_004.tif", make("juridique-marches", machine(Mode::bilevel, clean, r), clean, {Annex::quote, Annex::quote, Annex::receipt}, true));
  Wear turned = machine(Mode::bilevel, worn, r);
  turned.rotate = 180;
  tiff("20261123_083105_005.tif", make("elections", turned, worn));
  turned.rotate = 90;
  tiff("20261123_083105_006.tif", make("vie-associative", turned, worn));
  tiff("accueil-gris.tif", make("action-sociale", machine(Mode::grey, worn, r), worn, {}, true));
  pdf("Scan_0017.pdf", make("finances", machine(Mode::bilevel, clean, r), clean, {Annex::quote}));
  pdf("Scan_0018.pdf", make("voirie-proprete", machine(Mode::grey, worn, r), worn, {}, true));
  pdf("Scan_0019.pdf", make("ressources-humaines", machine(Mode::bilevel, worn, r), worn));
  const Made photo = make("tranquillite-publique", machine(Mode::colour, worn, r), worn, {}, true);
  put("IMG_2041.jpg", photo, jpeg_bytes(photo.scan.pages[0], 70));
  const Made copy = make("eau-assainissement", machine(Mode::bilevel, worn, r), worn);
  put("photocopie.png", copy, png_bytes(copy.scan.pages[0]));
  Wear fax = machine(Mode::bilevel, bad, r, 200);
  tiff("fax 10h42.tif", make("voirie-proprete", fax, bad));
}

void Writer::letters_in_zip() {
  Random r = random_.child("zip");
  const Made first = make("etat-civil", machine(Mode::bilevel, Level::clean, r), Level::clean);
  const Made second = make("education-enfance", machine(Mode::bilevel, Level::worn, r), Level::worn);
  put("mairie-annexe.zip", zip_bytes({{"guichet 1.tif", tiff_bytes(first.scan.pages)}, {"guichet 2.pdf", pdf_bytes(second.scan.pages)}}));
  note("mairie-annexe.zip/guichet 1.tif", first);
  note("mairie-annexe.zip/guichet 2.pdf", second);
}

void Writer::morning_pile() {
  Random r = random_.child("pile");
  Stack stack(true, print_dpi, {words_, out_});
  const auto letter = [&](const std::string& service) {
    const SampleLetter& one = pile_.take(service);
    stack.letter(one, draw_style(one, r), r);
  };
  stack.sheet("DOCUMENT");
  letter("finances");
  stack.sheet("DOCUMENT");
  letter("urbanisme");
  stack.sheet("ANNEX");
  stack.annex(Annex::petition, r);
  stack.sheet("DOCUMENT");
  stack.sheet("REGISTERED");
  letter("juridique-marches");
  stack.sheet("SERVICE", "action-sociale");
  letter("action-sociale");
  stack.sheet("DOCUMENT");
  letter("vie-associative");
  stack.sheet("ENVELOPE");
  stack.envelope(day_, r);
  Wear wear = machine(Mode::bilevel, Level::worn, r);
  wear.folds = wear.holes = 0;
  std::vector<Wear> sides;
  put("pile-du-matin.tif", tiff_bytes(stack.scan(wear, Level::worn, r, sides)));
  append(out_ / "truth.jsonl", stack.truth("pile-du-matin.tif", sides).dump());
}

void Writer::trouble() {
  Random r = random_.child("trouble");
  const auto unread = [&](const std::string& file, const char* why) { append(out_ / "truth.jsonl", Json{{"file", file}, {"trouble", why}}.dump()); };

  const Made advert = make("autre", machine(Mode::grey, Level::clean, r, 200), Level::clean);
  put("publicite.pdf", advert, pdf_bytes(advert.scan.pages, 55));

  const PrintedPage scrawl = print_scrawl(print_dpi, r);
  put("IMG_2042.jpg", jpeg_bytes(scan_page(scrawl.image, {}, machine(Mode::grey, Level::worn, r, 150), r), 60));
  unread("IMG_2042.jpg", "handwriting");

  const PrintedPage photo = print_photograph(print_dpi, r);
  put("IMG_2043.jpg", jpeg_bytes(scan_page(photo.image, {}, machine(Mode::colour, Level::clean, r, 150), r), 60));
  unread("IMG_2043.jpg", "photograph");

  const Made cut = make("finances", machine(Mode::bilevel, Level::clean, r), Level::clean);
  const std::string whole = pdf_bytes(cut.scan.pages);
  put("Scan_0020.pdf", whole.substr(0, whole.size() * 6 / 10));  // the transfer broke off before the page tree
  unread("Scan_0020.pdf", "truncated");
}

void Writer::run() {
  letters_alone();
  letters_in_zip();
  morning_pile();
  trouble();
}

}  // namespace

void write_morning(const std::vector<SampleLetter>& letters, const Morning& morning, const fs::path& out) { Writer(letters, morning, out).run(); }

}  // namespace pli::samples
