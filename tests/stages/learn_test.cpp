#include "stages/learn.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "tests/classifiers/letters.h"
#include "tests/support/run.h"
#include "tests/support/town.h"

namespace pli {
namespace {

/// A finished batch whose documents a person may have looked at.
struct FiledBatch {
  test::TemporaryFolder folder;
  Registry registry{folder / "pli.db", test::fixed_registry()};
  Services services = load_services(source_folder() / "templates/services.toml");
  int count = 0;

  FiledBatch() { registry.open_batch({"LOT", "digest", "2026-11-23", "option", (folder / "LOT").string(), false}, {}); }

  void file(const std::string& service, const std::string& sender, const std::string& text, const std::string& correction) {
    DocumentEntry entry;
    entry.id = "DOCUMENT000" + std::to_string(++count);
    entry.batch = "LOT";
    entry.position = count - 1;
    entry.received = "2026-11-23";
    entry.service = service;
    entry.kind = "demande";
    entry.joined_by = "new";
    entry.path = service + '/' + entry.id;
    Piece piece;
    piece.id = "PIECE" + std::to_string(count);
    registry.reserve(entry, piece, true);
    const fs::path at = folder / "LOT" / entry.path;
    make_folder(at);
    const Json record = {{"service", {{"code", service}}},
                         {"kind", {{"code", "demande"}}},
                         {"fields", {{{"name", "sender.name"}, {"value", sender}}, {{"name", "sender.city"}, {"value", "Rivemont"}}}}};
    write_file(at / "record.json", pretty(record));
    write_file(at / "text.txt", text);
    if (!correction.empty()) write_file(at / "correction.json", correction);
    registry.emitted(entry.id, "sha", "");
  }
  LearntLetters learnt() {
    registry.complete_batch("LOT", "sha");
    return confirmed_letters(registry, {}, services);
  }
};

}  // namespace

TEST_CASE("only what a person confirmed or corrected is learnt from, with the person's service") {
  FiledBatch batch;
  batch.file("finances", "Zoé Quintrec", "La canalisation fuit devant chez moi.", R"({"service": "eau-assainissement"})");
  batch.file("finances", "Zoé Quintrec", "Je paie ma facture demain.", R"({"confirmed": true})");
  batch.file("finances", "Zoé Quintrec", "Personne n'a lu ceci.", "");
  batch.file("finances", "Zoé Quintrec", "Seule la date fut corrigée.", R"({"fields": {"date": "2026-11-01"}})");
  const LearntLetters found = batch.learnt();
  REQUIRE(found.letters.size() == 2);
  CHECK(found.letters[0].service == "eau-assainissement");
  CHECK(found.letters[0].kind.empty());
  CHECK(found.letters[1].kind == "demande");
  CHECK(found.unconfirmed == 2);
}

TEST_CASE("a service that the town no longer has, a folder taken away and an empty text teach nothing") {
  FiledBatch batch;
  batch.file("piscines", "Zoé Quintrec", "Le bassin est froid.", R"({"confirmed": true})");
  batch.file("finances", "Zoé Quintrec", " \n", R"({"confirmed": true})");
  batch.file("finances", "Zoé Quintrec", "Parti.", R"({"confirmed": true})");
  fs::remove_all(batch.folder / "LOT/finances/DOCUMENT0003");
  const LearntLetters found = batch.learnt();
  CHECK(found.letters.empty());
  CHECK(found.unusable == 3);
  CHECK_THROWS_AS(confirmed_letters(batch.registry, {"AILLEURS"}, batch.services), UsageError);
}

TEST_CASE("names, numbers and addresses are masked, the matter stays") {
  const std::string masked = masked_text("Zoé QUINTREC\n12 rue des Lilas\nzoe@exemple.fr\nLa fuite de Mme Quintrec coûte 120 euros.", {"Zoé Quintrec", "12 rue des Lilas"});
  CHECK(masked.find("QUINTREC") == std::string::npos);
  CHECK(masked.find("Quintrec") == std::string::npos);
  CHECK(masked.find("zoe") == std::string::npos);
  CHECK(masked.find("120") == std::string::npos);
  CHECK(masked.find("fuite") != std::string::npos);
}

TEST_CASE("neither a learnt model nor its evidence holds the senders' names") {
  FiledBatch batch;
  for (int i = 0; i < 6; ++i) {
    batch.file("finances", "Zoé Quintrec", "Zoé Quintrec\nMa facture est payée deux fois, écrit Zoé Quintrec. Les virements de quintrec sont partis.\nZoé Quintrec", R"({"confirmed": true})");
    batch.file("urbanisme", "Yorick Balzamin", "Yorick Balzamin\nLe permis de construire de balzamin concerne une véranda.\nY. BALZAMIN", R"({"confirmed": true})");
  }
  const TextModel model = TextModel::train(batch.learnt().letters);
  for (const char* name : {"quintrec", "balzamin", "yorick"}) CHECK(model.serialised().find(name) == std::string::npos);
  const Verdict verdict = model.service("", "Zoé Quintrec", "Zoé Quintrec a une facture et des virements.");
  CHECK(verdict.code == "finances");
  for (const Evidence& e : verdict.evidence) CHECK(matching(e.term).find("quintrec") == std::string::npos);
}

TEST_CASE("the shipped model holds no sender's surname that is no French word") {
  const std::string bytes = read_file(source_folder() / "templates/model/pli.model");
  int checked = 0;
  for (const TrainingLetter& letter : shipped_letters())
    for (const char* name : {"kerdil", "vergnolles", "pichereau", "quillere", "benhaddou", "marchesseau"})
      if (matching(letter.sender).find(name) != std::string::npos) {
        ++checked;
        CHECK_MESSAGE(bytes.find(name) == std::string::npos, name);
      }
  CHECK(checked >= 5);
}

}  // namespace pli
