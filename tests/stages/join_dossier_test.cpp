#include "stages/join_dossier.h"

#include <doctest/doctest.h>

#include "pipeline/reference.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;
using MarkProof = LetterMark::Proof;

namespace {

struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string roads = registry.open_dossier("voirie-proprete", "Trou", "2026-01-01");
  std::string water = registry.open_dossier("eau-assainissement", "Fuite", "2026-01-01");
  std::string nobodys = dossier_id(2020, next_number(2020, 0));

  FoundDossier find(const std::vector<LetterMark>& marks, const std::string& text = "") const { return find_dossier(registry, marks, text); }
};

LetterMark mark(const std::string& dossier, MarkProof proof = MarkProof::right) { return {{"AB12", dossier, "L1", 1, 1, "", ""}, proof}; }

void joins(const FoundDossier& found, const std::string& id, const char* by, const char* service) {
  CHECK(found.id == id);
  CHECK(found.joined_by == by);
  CHECK(found.service == service);
  CHECK(found.reasons.empty());
}

void refuses(const FoundDossier& found, const char* reason) {
  CHECK(found.id == "");
  CHECK(found.joined_by == "none");
  CHECK_FALSE(found.may_open);
  CHECK(found.reasons == std::vector<std::string>{reason});
}

}  // namespace

TEST_CASE("a proven code joins its dossier, with or without the reference beside it") {
  const Desk desk;
  joins(desk.find({mark(desk.roads)}), desk.roads, "barcode", "voirie-proprete");
  joins(desk.find({mark(desk.roads), mark(desk.roads)}, "R\xC3\xA9" "f. " + desk.roads), desk.roads, "barcode", "voirie-proprete");
}

TEST_CASE("a forged, unverifiable or foreign code joins nothing and opens nothing, whatever the text quotes") {
  const Desk desk;
  for (const std::string& text : {std::string(), desk.roads, desk.water}) {
    refuses(desk.find({mark(desk.roads, MarkProof::wrong)}, text), "code-forged");
    refuses(desk.find({mark(desk.roads, MarkProof::unverifiable)}, text), "code-unverifiable");
    refuses(desk.find({mark(desk.nobodys)}, text), "code-unknown-dossier");
    refuses(desk.find({mark(desk.roads), mark(desk.roads, MarkProof::wrong)}), "code-forged");
  }
}

TEST_CASE("a quoted reference joins a dossier that exists; another is no reference of ours") {
  const Desk desk;
  joins(desk.find({}, "Votre courrier " + desk.water + ", oui " + desk.water), desk.water, "reference", "eau-assainissement");
  const FoundDossier none = desk.find({}, "Votre courrier " + desk.nobodys);
  CHECK(none.id == "");
  CHECK(none.may_open);
  CHECK(none.reasons.empty());
}

TEST_CASE("contradictions wait for a person") {
  const Desk desk;
  refuses(desk.find({mark(desk.roads)}, desk.water), "code-reference-conflict");
  refuses(desk.find({mark(desk.roads)}, desk.roads + " et " + desk.water), "code-reference-conflict");
  refuses(desk.find({}, desk.roads + " et " + desk.water), "several-dossiers");
  refuses(desk.find({mark(desk.roads), mark(desk.water)}), "several-dossiers");
}

TEST_CASE("dossiers that contradict each other are named, with what speaks for each") {
  const Desk desk;
  const auto named = [](const FoundDossier& found) {
    std::string all;
    for (const DossierCandidate& candidate : found.candidates) all += candidate.id + ' ' + candidate.why + ' ';
    return all;
  };
  CHECK(named(desk.find({mark(desk.roads)}, desk.water)) == desk.roads + " code " + desk.water + " reference ");
  CHECK(named(desk.find({mark(desk.roads)}, desk.roads + " et " + desk.water)) == desk.roads + " code " + desk.water + " reference ");
  CHECK(named(desk.find({}, desk.roads + " et " + desk.water)) == desk.roads + " reference " + desk.water + " reference ");
  CHECK(named(desk.find({mark(desk.roads)}, desk.roads)) == "");
  CHECK(named(desk.find({mark(desk.roads, MarkProof::wrong)})) == "");  // a forged code speaks for nothing
}

TEST_CASE("a merged dossier's number leads to the one that took it, by code and by reference, and contradicts it no more") {
  Desk desk;
  desk.registry.merge_dossiers(desk.water, desk.roads);
  joins(desk.find({mark(desk.roads)}), desk.water, "barcode", "eau-assainissement");
  joins(desk.find({}, "V/Réf " + desk.roads), desk.water, "reference", "eau-assainissement");
  joins(desk.find({mark(desk.roads)}, desk.water), desk.water, "barcode", "eau-assainissement");
  joins(desk.find({}, desk.roads + " et " + desk.water), desk.water, "reference", "eau-assainissement");
}

TEST_CASE("a letter's code leads to where the letter is filed now, and says which letter it is") {
  Desk desk;
  desk.registry.open_run(a_run(), {a_letter("L1", desk.roads)});
  desk.registry.letter_made(made(*desk.registry.letter("L1")));
  CHECK(desk.find({mark(desk.roads)}).letters == std::vector<std::string>{"L1"});
  desk.registry.attach("L1", desk.water);
  joins(desk.find({mark(desk.roads)}), desk.water, "barcode", "eau-assainissement");
  CHECK(desk.find({}, "V/Réf " + desk.water).letters.empty());
}

TEST_CASE("a reference joins wherever a letter quotes it") {
  const Desk desk;
  const std::string broken = desk.roads.substr(0, 5) + '\n' + desk.roads.substr(5);
  for (const std::string& text : {"V/Réf : " + desk.roads, "Réf. à rappeler " + desk.roads + ".", "Suite à votre courrier " + desk.roads + " du 3 mars, je vous envoie", "Réf. à rappeler :\n" + broken})
    joins(desk.find({}, text), desk.roads, "reference", "voirie-proprete");
}

TEST_CASE("the same sender writing to the same service within a year has candidates; a namesake, another service or an old matter has none") {
  Desk desk;
  const auto fields = [](const char* name, const char* street) {
    return std::vector<Field>{{"sender.name", name, name, 1, 1, {}}, {"sender.street", street, street, 1, 1, {}}, {"sender.postcode", "49890", "49890", 1, 1, {}}};
  };
  open_lot(desk.registry);
  DocumentEntry document = a_document("D1");
  document.dossier = desk.roads;
  desk.registry.reserve(document, a_piece("D1"), false, {sender_of(fields("Mme Léa Essai", "4 rue des Prés")), {}, {}});
  const auto likely = [&](const char* name, const char* street, const char* service = "voirie-proprete", const char* received = "2026-12-01", const char* own = "D2") {
    return likely_dossiers(desk.registry, fields(name, street), service, received, own);
  };
  REQUIRE(likely("ESSAI Léa", "4 Rue des Prés").size() == 1);
  CHECK(likely("ESSAI Léa", "4 Rue des Prés")[0].id == desk.roads);
  CHECK(likely("ESSAI Léa", "4 Rue des Prés")[0].why == "address");
  CHECK(likely("Léa Essai", "12 rue Haute").empty());
  CHECK(likely("Paul Essai", "4 rue des Prés").empty());
  CHECK(likely("Léa Essai", "4 rue des Prés", "finances").empty());
  CHECK(likely("Léa Essai", "4 rue des Prés", "voirie-proprete", "2027-11-23").size() == 1);
  CHECK(likely("Léa Essai", "4 rue des Prés", "voirie-proprete", "2027-11-24").empty());
  CHECK(likely("Léa Essai", "4 rue des Prés", "voirie-proprete", "2026-12-01", "D1").empty());  // a run that goes on does not meet itself
  desk.registry.close_dossier(desk.roads);
  CHECK(likely("Léa Essai", "4 rue des Prés").empty());
}

TEST_CASE("a letter that carries nothing may open a dossier") {
  const FoundDossier found = Desk().find({}, "Bonjour");
  CHECK(found.id == "");
  CHECK(found.joined_by == "none");
  CHECK(found.may_open);
  CHECK(found.reasons.empty());
}
