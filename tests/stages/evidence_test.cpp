// The evidence of a batch: what each page was before anything was done to it, what was drawn and looked at, what the attestation says, and that no byte of any of it
// changes unseen.
#include <doctest/doctest.h>
#include <tiffio.h>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/correct.h"
#include "stages/sample_quality.h"
#include "stages/seal.h"
#include "stages/verify.h"
#include "tests/support/image_files.h"
#include "tests/support/letter_room.h"
#include "tests/support/paths.h"
#include "tests/support/preflight.h"
#include "tests/support/raster.h"
#include "tests/support/registry_desk.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

const AttestationWords& words() {
  static const AttestationWords shipped = load_attestation_words(source_folder() / "templates" / "attestation.toml");
  return shipped;
}

// Documents with blanks, an empty side between plis, a reject, and one document that a person corrected.
void write_evidence(Town& town) {
  write_fake_scan(town.scans() / "a.tif", {"text Objet : voirie", "blank", "text fin"});
  write_fake_scan(town.scans() / "b.tif", {"blank", "sheet PLI1/S/DOCUMENT/0/0", "text une autre lettre", "sheet PLI1/S/DOCUMENT/0/0", "text la troisième"});
  write_file(town.scans() / "note.docx", "no scan");
  town.run(town.request());
  Registry registry(town.store(), fixed_registry());
  const std::string first = registry.documents("LOT").front().id;
  correct(registry, {first, {{"service", "voirie-proprete"}}, true, "jeanne", "2026-11-24T08:00:00Z"}, town.templates.services, town.delays);
}

SealRequest by_jeanne() { return {"LOT", "jeanne", "Rivemont", "", "2026-11-25T09:30:00Z"}; }

std::optional<VerifyFinding> first_of(const Town& town) {
  const Registry registry(town.store(), fixed_registry());
  return verify(registry, {}).first;
}

void flip_a_byte(const fs::path& file, std::size_t at) {
  std::string bytes = read_file(file);
  bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
  fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
  write_aside(file, bytes);
}

}  // namespace

TEST_CASE("one byte changed in any file that a batch left, corrections and attestations included, is found, and the file is named") {
  Town town;
  write_evidence(town);
  {
    Registry registry(town.store(), fixed_registry());
    seal_batch(registry, by_jeanne(), words());
  }
  REQUIRE_FALSE(first_of(town));
  int files = 0;
  std::set<std::string> kinds;
  for (const auto& entry : fs::recursive_directory_iterator(town.out() / "LOT")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    kinds.insert(entry.path().filename().string());
    CAPTURE(entry.path().string());
    const std::size_t middle = fs::file_size(entry.path()) / 2;
    flip_a_byte(entry.path(), middle);
    const auto finding = first_of(town);
    flip_a_byte(entry.path(), middle);
    REQUIRE(finding);
    CHECK(finding->code == "verify-altered");
    CHECK(finding->args.front().second == entry.path().string());
  }
  CHECK(files >= 24);
  for (const char* kind : {"record.json", "correction.json", "document.pdf", "text.txt", "alto.xml", "batch.json", "index.csv", "report.html", "reason.json", "note.docx", "001-a.tif", "page-2.pdf", "page-00004.pdf", "001.json",
                           "001.pdf"})
    CHECK_MESSAGE(kinds.contains(kind), kind);
  CHECK_FALSE(first_of(town));
}

TEST_CASE("any event changed in any of its parts is found, and its number is named") {
  Town town;
  write_evidence(town);
  const std::string events = Raw(town.store()).value("SELECT count(*) FROM events");
  for (int number = 1; number <= std::stoi(events); ++number) {
    for (const char* part : {"at", "kind", "subject", "facts"}) {
      Raw raw(town.store());
      raw.run("DROP TRIGGER IF EXISTS events_stay");
      const std::string where = " WHERE number = " + std::to_string(number), before = raw.value("SELECT quote(" + std::string(part) + ") FROM events" + where);
      REQUIRE(raw.run("UPDATE events SET " + std::string(part) + " = " + part + " || 'x'" + where));
      const auto finding = first_of(town);
      REQUIRE(raw.run("UPDATE events SET " + std::string(part) + " = " + before + where));
      REQUIRE(finding);
      CHECK(finding->code == "verify-chain");
      CHECK(finding->args == MessageArgs{{"event", std::to_string(number)}});
    }
  }
  CHECK_FALSE(first_of(town));
}

TEST_CASE("a byte changed in a letter, the print run or the manifest of a run is found") {
  LetterRoom room;
  room.many_rows(2);
  REQUIRE(room.print().code == 0);
  REQUIRE(room.pli({"verify"}).code == 0);
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(room.run())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const std::size_t middle = fs::file_size(entry.path()) / 2;
    flip_a_byte(entry.path(), middle);
    const RunResult result = room.pli({"verify", "--json"});
    flip_a_byte(entry.path(), middle);
    CHECK(result.code == 1);
    CHECK_MESSAGE(Json::parse(result.out).at("first").value("file", "") == entry.path().string(), result.out);
  }
  CHECK(files == 5);
}

TEST_CASE("a registry with a damaged page is told before its events are read") {
  Town town;
  write_evidence(town);
  std::string bytes = read_file(town.store());
  const std::size_t page = (std::stoul(Raw(town.store()).value("SELECT rootpage FROM sqlite_master WHERE name = 'documents'")) - 1) * 4096;
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(page) + 8, 2000, '\x5A');
  write_aside(town.store(), bytes);
  std::string code;
  try {
    const auto finding = first_of(town);
    if (finding) code = finding->code;
  } catch (const Fatal& error) {
    code = error.code();
  }
  CHECK((code == "verify-registry" || code == "registry-unreadable"));
}

TEST_CASE("a page's origin is told from its file: pixels' digest, size, resolution and what the scanner wrote of itself") {
  const Scratch scratch;
  const Image ink = black_and_white(90, 70), grey = picture_of_ink(90, 70);
  TiffSpec plain;
  plain.dpi_x = 200, plain.dpi_y = 300;
  const auto file = scratch.file("a.tif", tiff_file({{grey, plain}, {ink, {}}}));
  TIFF* tiff = TIFFOpen(file.c_str(), "r+");
  REQUIRE(tiff);
  TIFFSetField(tiff, TIFFTAG_MAKE, "Numérix\x01");
  TIFFSetField(tiff, TIFFTAG_MODEL, "S 500");
  TIFFSetField(tiff, TIFFTAG_DATETIME, "2026:11:23 08:31:05");
  TIFFSetField(tiff, TIFFTAG_ARTIST, "poste 2");
  REQUIRE(TIFFRewriteDirectory(tiff) == 1);
  TIFFClose(tiff);
  const Scan scan = open_page(file, 0);
  CHECK(scan.origin.width == 90);
  CHECK(scan.origin.height == 70);
  CHECK(scan.origin.channels == 1);
  CHECK(scan.origin.dpi_x == 200);
  CHECK(scan.origin.dpi_y == 300);
  CHECK(scan.origin.device == std::map<std::string, std::string>{{"make", "Numérix"}, {"model", "S 500"}, {"scanned", "2026:11:23 08:31:05"}, {"operator", "poste 2"}});
  std::string samples = "90x70x1\n";
  samples.append(reinterpret_cast<const char*>(grey.pixels.data()), grey.pixels.size());
  CHECK(scan.origin.pixels_sha256 == sha256(samples));
  // The same pixels in another coding have the same digest; other pixels have not.
  CHECK(open_page(scratch.file("b.png", png_file(grey, PngKind::grey, 8, 300)), 0).origin.pixels_sha256 == scan.origin.pixels_sha256);
  CHECK(open_page(file, 1).origin.pixels_sha256 != scan.origin.pixels_sha256);
}

TEST_CASE("the same share draws the same documents, a larger one adds to them, and verdicts are events") {
  Town town;
  std::vector<std::string> pages;
  for (int i = 0; i < 40; ++i) pages.insert(pages.end(), {"sheet PLI1/S/DOCUMENT/0/0", "text lettre " + std::to_string(i)});
  write_fake_scan(town.scans() / "a.tif", pages);
  town.run(town.request());
  Registry registry(town.store(), fixed_registry());
  CHECK_THROWS_AS(draw_sample(registry, "LOT", 0), UsageError);
  CHECK_THROWS_AS(draw_sample(registry, "AUTRE", 0.05), UsageError);
  const auto ids = [](const QualitySample& sample) {
    std::set<std::string> all;
    for (const DrawnDocument& drawn : sample.drawn) all.insert(drawn.document.id);
    return all;
  };
  const auto two = ids(draw_sample(registry, "LOT", 0.05));
  CHECK(two.size() == 2);
  CHECK(ids(draw_sample(registry, "LOT", 0.05)) == two);
  CHECK(told(registry, "LOT") == "batch-opened batch-complete quality-drawn");
  const auto four = ids(draw_sample(registry, "LOT", 0.1));
  CHECK(four.size() == 4);
  CHECK(std::includes(four.begin(), four.end(), two.begin(), two.end()));
  CHECK(ids(draw_sample(registry, "LOT", 0.001)).size() == 4);

  const std::string good = *two.begin(), bad = *two.rbegin();
  record_verdict(registry, "LOT", {good, true, {}, "jeanne"}, words());
  record_verdict(registry, "LOT", {good, true, {}, "jeanne"}, words());
  record_verdict(registry, "LOT", {bad, false, {"crooked"}, "jeanne"}, words());
  CHECK(told(registry, good) == "document-emitting document-emitted quality-verdict");
  const QualitySample sample = sample_of(registry, "LOT");
  CHECK(sample.looked() == 2);
  CHECK(sample.good() == 1);
  CHECK_THROWS_AS(record_verdict(registry, "LOT", {bad, false, {"strange"}, "jeanne"}, words()), UsageError);
  CHECK_THROWS_AS(record_verdict(registry, "LOT", {bad, false, {}, "jeanne"}, words()), UsageError);
  for (const DocumentEntry& document : registry.documents("LOT"))
    if (!four.contains(document.id)) {
      CHECK_THROWS_AS(record_verdict(registry, "LOT", {document.id, true, {}, "jeanne"}, words()), UsageError);
      break;
    }
}

TEST_CASE("an attestation says how the batch was made, what its sample showed and where the chain stood, and claims no conformity") {
  Town town;
  write_evidence(town);
  Registry registry(town.store(), fixed_registry());
  const QualitySample sample = draw_sample(registry, "LOT", 0.5);
  record_verdict(registry, "LOT", {sample.drawn.front().document.id, true, {}, "jeanne"}, words());
  const Seal seal = seal_batch(registry, by_jeanne(), words());
  const std::string json = read_file(seal.json);
  const Json said = Json::parse(json);
  CHECK(said.at("schema") == "pli.attestation/1");
  CHECK(said.at("operator") == "jeanne");
  CHECK(said.at("scanner").is_null());
  CHECK(said.at("pages").at("input") == 9);
  CHECK(said.at("originals").size() == 3);
  CHECK(said.at("documents").size() == 3);
  CHECK(said.at("documents").at(0).contains("correction_sha256"));
  CHECK(said.at("quality").at("looked") == 1);
  CHECK(said.at("chain").at("head") == all_events(registry).at(static_cast<std::size_t>(seal.events) - 1).digest);
  CHECK(said.at("batch_json_sha256") == sha256_file(town.out() / "LOT" / "batch.json"));
  std::string text = testing::page_text(read_file(seal.pdf), 0);
  std::replace(text.begin(), text.end(), '\n', ' ');
  for (const char* wanted : {"LOT", "jeanne", "Rivemont", "archives départementales", "aucune conformité", "ne vaut pas visa"}) CHECK_MESSAGE(text.find(wanted) != std::string::npos, wanted);
  CHECK(all_events(registry).back().kind == "batch-sealed");
  CHECK_FALSE(first_of(town));

  const Seal again = seal_batch(registry, by_jeanne(), words());
  CHECK(again.json.filename() == "002.json");
  CHECK(read_file(seal.json) == json);
  CHECK_FALSE(first_of(town));
  if (testing::preflight_there()) {
    const auto judged = testing::preflight({seal.pdf}, town.folder.path());
    CHECK_MESSAGE(judged.begin()->second == "", judged.begin()->second);
  }
}

TEST_CASE("what is no longer as it was left gets no attestation, and a batch that isn't complete neither") {
  Town town;
  write_evidence(town);
  flip_a_byte(town.out() / "LOT" / "originals" / "001-a.tif", 5);
  Registry registry(town.store(), fixed_registry());
  try {
    seal_batch(registry, by_jeanne(), words());
    FAIL("sealed");
  } catch (const Fatal& error) {
    CHECK(error.code() == "verify-altered");
  }
  CHECK_FALSE(fs::exists(town.out() / "LOT" / "attestations"));
  Town open;
  write_fake_scan(open.scans() / "a.tif", {"text lettre"});
  open.stop = [&] { return fs::exists(open.out() / "LOT" / "review"); };
  CHECK_THROWS_AS(open.run(open.request()), Interrupted);
  Registry other(open.store(), fixed_registry());
  CHECK_THROWS_AS(seal_batch(other, by_jeanne(), words()), UsageError);
}
