#include "stages/mask_numbers.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/code.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/burn.h"
#include "stages/correct.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"
#include "stages/engines/tiff.h"
#include "stages/write_pdf.h"
#include "tests/support/letter_page.h"
#include "tests/support/paper.h"
#include "tests/support/raster.h"
#include "tests/support/town.h"
#include "tests/support/typeset.h"

using namespace pli;

namespace {

PageFacts page_with(const std::vector<std::string>& lines) {
  TypedPage typed;
  typed.block(25, 80, lines);
  PageFacts facts;
  facts.width = 2480, facts.height = 3508;
  facts.text = typed.text();
  return facts;
}

std::string masked(const std::vector<std::string>& lines) {
  PageFacts facts = page_with(lines);
  mask(facts, find_social_numbers(facts));
  std::string text = facts.text.plain();
  std::replace(text.begin(), text.end(), '\n', ' ');
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

double mean_of(const Image& page, const Box& box) {
  double sum = 0;
  for (int y = box.y; y < box.bottom(); ++y)
    for (int x = box.x; x < box.right(); ++x) sum += page.pixels[static_cast<std::size_t>(y) * page.width + x];
  return sum / box.width / box.height;
}

Image coloured(const Image& grey) {
  Image out(grey.width, grey.height, 3, grey.dpi);
  for (std::size_t i = 0; i < grey.pixels.size(); ++i) out.pixels[3 * i] = grey.pixels[i], out.pixels[3 * i + 1] = out.pixels[3 * i + 2] = static_cast<std::uint8_t>(grey.pixels[i] / 2 + 90);
  return out;
}

struct Coded {
  Picture picture;
  std::string bytes;
};

std::vector<Coded> codings(const Image& grey) {
  const Image colour = coloured(grey);
  Image ink = testing::thresholded(grey);
  ink.bilevel = true;
  return {{{"jpeg", grey.width, grey.height, 1, false, 0, "kept"}, encode_jpeg(grey, 80)},
          {{"jpeg", grey.width, grey.height, 3, false, 0, "kept"}, encode_jpeg(colour, 80)},
          {{"g4", grey.width, grey.height, 1, true, 0, "kept"}, encode_g4(ink)},
          {{"flate", grey.width, grey.height, 1, false, 0, "kept"}, encode_flate(grey)},
          {{"flate", grey.width, grey.height, 3, false, 0, "kept"}, encode_flate(colour)}};
}

}  // namespace

TEST_CASE("where a number was masked before it is found again, though its words are blocks; a page without one has none") {
  PageFacts facts = page_with({"Mon numéro est le 2 06 12 75 111 005 64 depuis"});
  const std::vector<Box> places = find_social_numbers(facts);
  REQUIRE_FALSE(places.empty());
  mask(facts, places);
  const std::vector<Box> again = find_social_numbers(facts);
  REQUIRE(again.size() == places.size());
  CHECK(again[0].x == places[0].x);
  CHECK(find_social_numbers(page_with({"Une page sans numéro"})).empty());
}

TEST_CASE("a social security number is masked however it is written, and the words beside it stay") {
  CHECK(masked({"Mon numéro est le 2 06 12 75 111 005 64 depuis"}) == "Mon numéro est le █ ██ ██ ██ ███ ███ ██ depuis");
  CHECK(masked({"N° 157016748214562."}) == "N° ████████████████");
  CHECK(masked({"sécu : 1570167482145"}) == "sécu : █████████████");
  CHECK(masked({"1 57 01 67 482 145"}) == "█ ██ ██ ██ ███ ███");
  CHECK(masked({"née le 3 mai, 2 85 05 2A 004 123 06"}) == "née le 3 mai, █ ██ ██ ██ ███ ███ ██");
  CHECK(masked({"| 1 | 57 | 01 | 67 | 482 | 145 | 62 |"}).find("57") == std::string::npos);
}

TEST_CASE("numbers of other kinds stay readable") {
  for (const char* line : {"02 41 55 18 72", "FR76 3000 6000 0112 3456 7890 189", "SIRET 732 829 320 00074", "Dossier 2026-000123-K", "n° fiscal 1570167482145", "le 12 mars 2025 à 14 h 30"})
    CHECK_MESSAGE(masked({line}).find("█") == std::string::npos, line);
}

TEST_CASE("a code that holds a social security number loses its text and its place") {
  PageFacts facts = page_with({"Attestation"});
  facts.barcodes = {{"PDF417", "CPAM 157016748214562 DUPONT", {300, 900, 400, 120}}, {"QR", "PLI1/S/DOCUMENT/0/0", {300, 1500, 200, 200}}};
  mask(facts, find_social_numbers(facts));
  REQUIRE(facts.masked.size() == 1);
  CHECK(facts.masked.front() == Box{300, 900, 400, 120});
  CHECK(facts.barcodes.at(0).text == "█");
  CHECK(facts.barcodes.at(1).text == "PLI1/S/DOCUMENT/0/0");
}

TEST_CASE("masked places are black in the PDF, whatever the coding, the turn and the tilt, and the rest is as it was") {
  const test::TemporaryFolder folder;
  const Image page = testing::text_page(150);
  const Box box{300, 420, 330, 40}, far{200, 900, 500, 300};
  for (const auto& [turn, skew] : {std::pair{0, 0.0}, {90, 0.0}, {180, 2.0}, {270, -3.0}}) {
    const Image scan = testing::turned(testing::worn(page, {.skew = skew}), (720 - turn) % 360);
    int number = 0;
    for (const Coded& coded : codings(scan)) {
      CAPTURE(turn);
      CAPTURE(++number);
      PdfPage made;
      made.picture = folder / "picture";
      write_file(made.picture, coded.bytes);
      made.facts.width = page.width, made.facts.height = page.height, made.facts.dpi = 150, made.facts.skew = skew;
      made.facts.picture = coded.picture;
      made.facts.picture.turn = turn;
      const auto seen = [&](const std::vector<Box>& masked_boxes) {
        made.facts.masked = masked_boxes;
        write_searchable_pdf(folder / "d.pdf", {made}, {"D", "2026-11-23"});
        return testing::rasterised(read_file(folder / "d.pdf"), 0, 150);
      };
      const Image before = seen({}), after = seen({box});
      CHECK(mean_of(before, box) > 100);
      CHECK(mean_of(after, box) < 4);
      CHECK(mean_of(after, far) == doctest::Approx(mean_of(before, far)));
    }
  }
}

TEST_CASE("a thumbnail is burnt where the page is, tilted or not") {
  PageFacts facts;
  facts.width = 2480, facts.height = 3508;
  facts.masked = {{500, 1000, 800, 100}};
  for (const double skew : {0.0, 3.0}) {
    facts.skew = skew;
    const Image small = burnt_thumbnail(Image(297, 420, 1, 36), facts);
    const auto black = std::count(small.pixels.begin(), small.pixels.end(), std::uint8_t{0});
    CHECK(black > 96 * 12);
    CHECK(black < 110 * 30);
    CHECK(small.pixels[0] == 255);
  }
}

TEST_CASE("a service that may hold social security numbers sees them, every other one and whoever looks first does not") {
  test::Town town;
  const std::string number = "text Mon numéro de sécurité sociale|1 57 01 67 482 145 62|merci";
  test::write_fake_scan(town.scans() / "a.tif", {"sheet PLI1/S/SERVICE:ACTION-SOCIALE/0/0", number});
  test::write_fake_scan(town.scans() / "b.tif", {"sheet PLI1/S/SERVICE:FINANCES/0/0", number, "text suite"});
  test::write_fake_scan(town.scans() / "c.tif", {number});
  town.run(town.request());
  const Registry registry(town.store(), test::fixed_registry());
  const auto documents = registry.documents("LOT");
  REQUIRE(documents.size() == 3);
  for (const DocumentEntry& document : documents) {
    CAPTURE(document.path);
    const fs::path folder = town.out() / "LOT" / document.path;
    const bool shown = document.path.starts_with("action-sociale/");
    std::string all;
    for (const char* file : {"record.json", "document.pdf", "text.txt", "alto.xml"}) all += read_file(folder / file);
    CHECK((all.find("482 145") != std::string::npos || all.find(">482<") != std::string::npos || all.find("\"482\"") != std::string::npos) == shown);
    CHECK((read_file(folder / "document.pdf").find("burnt") == std::string::npos) == shown);
    const Record record = record_from_json(Json::parse(read_file(folder / "record.json")));
    CHECK(record.pages.front().facts.masked.empty() == shown);
    const auto told = std::find_if(record.fields.begin(), record.fields.end(), [](const Field& field) { return field.name == "nir"; });
    REQUIRE(told != record.fields.end());
    CHECK(told->value == (shown ? "shown" : "masked"));
    CHECK(told->text.empty());
  }
  CHECK(registry.document(documents.at(0).id)->path.starts_with("action-sociale/"));
  Registry desk(town.store(), test::fixed_registry());
  const auto send = [&](const std::string& id, const std::string& service) { correct(desk, {id, {{"service", service}}, true, "jeanne", "2026-11-24T08:00:00Z"}, town.templates.services, town.delays); };
  CHECK_THROWS_AS(send(documents.at(0).id, "finances"), UsageError);
  CHECK_NOTHROW(send(documents.at(0).id, "ressources-humaines"));
  CHECK_NOTHROW(send(documents.at(1).id, "urbanisme"));
  const auto hits = registry.search("482");
  CHECK(hits.size() == 1);
  for (const auto& original : fs::directory_iterator(town.out() / "LOT" / "originals")) CHECK(read_file(original.path()).find("482 145") != std::string::npos);
}

TEST_CASE("a zone of a form that asks for a social security number is masked whatever was written there; other zones are not") {
  const std::vector<FormLayout> forms = {{"essai", 1, 1, "Essai", "", "", {{"assure", "text", "Votre numéro de sécurité sociale", 1, false, "", "", {}, {}, {}}, {"cle", "digits", "Identifiant", 1, false, "", "", {}, {}, std::vector<BoxMm>(15)}, {"tel", "digits", "Téléphone", 1, false, "phone", "", {}, {}, std::vector<BoxMm>(10)}}, {}, {}}};
  PageFacts facts;
  facts.width = 2480, facts.height = 3508;
  facts.form = FormReading{"essai", 1, "L1", 1, 1, "", 4, 0.1, 0.2, {}};
  const auto add = [&](const char* name, int y, AnswerValue value, const char* crop) {
    Answer answer;
    answer.name = name, answer.box = {300, y, 900, 80}, answer.value = std::move(value), answer.crop = crop;
    facts.form->answers.push_back(std::move(answer));
  };
  add("assure", 500, {}, "assure"), add("cle", 700, {}, "cle"), add("tel", 900, std::string("0612345678"), "tel"), add("libre", 1100, std::string("mon numéro 1 57 01 67 482 145 62"), "libre");
  const std::vector<Box> found = find_social_numbers(facts, forms);
  CHECK(found == std::vector<Box>{{300, 500, 900, 80}, {300, 700, 900, 80}, {300, 1100, 900, 80}});
  mask(facts, found);
  for (const Answer& answer : facts.form->answers) {
    const bool open = answer.name == "tel";
    CHECK_MESSAGE(answer.crop.empty() != open, answer.name);
    CHECK_MESSAGE(std::holds_alternative<std::string>(answer.value) == open, answer.name);
  }
  facts.form->answers = {}, facts.masked = {};
  add("assure", 500, {}, "");
  CHECK(find_social_numbers(facts, forms).empty());
}

TEST_CASE("a social security number that a form says stands in its document's files where it may be held, and in none of them elsewhere") {
  for (const char* service : {"FINANCES", "ACTION-SOCIALE"}) {
    CAPTURE(service);
    const bool shown = std::string_view(service) == "ACTION-SOCIALE";
    test::Town town;
    town.site_keys = {{"AB12", std::string(32, 'k')}};
    const std::string dossier = Registry(town.store(), test::fixed_registry()).open_dossier("action-sociale", "Essai", "2026-11-01");
    const std::string code = signed_payload({"AB12", dossier, "0123456789AB", 1, 1, "ESSAI@1", ""}, town.site_keys.at("AB12"));
    test::write_fake_scan(town.scans() / "a.tif", {std::string("sheet PLI1/S/SERVICE:") + service + "/0/0", "form " + code + " assure=157016748214562 nom=Exemple"});
    town.run(town.request());
    const Registry registry(town.store(), test::fixed_registry());
    const DocumentEntry document = registry.documents("LOT").at(0);
    const fs::path folder = town.out() / "LOT" / document.path;
    const Record record = record_from_json(Json::parse(read_file(folder / "record.json")));
    REQUIRE(record.form);
    CAPTURE(record.review);
    CHECK(std::holds_alternative<std::string>(record.form->answers.at(0).value) == shown);
    CHECK(std::get<std::string>(record.form->answers.at(1).value) == "Exemple");
    CHECK(fs::exists(folder / "zones/assure.jpg") == shown);
    CHECK(fs::exists(folder / "zones/nom.jpg"));
    CHECK((read_file(folder / "record.json").find("157016748214562") != std::string::npos) == shown);
    CHECK(registry.search("157016748214562").empty());
  }
}
