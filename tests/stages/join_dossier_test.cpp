#include "stages/join_dossier.h"

#include <doctest/doctest.h>

#include "pipeline/reference.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;
using Proof = LetterMark::Proof;

namespace {

struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string roads = registry.open_dossier("voirie-proprete", "Trou", "2026-01-01");
  std::string water = registry.open_dossier("eau-assainissement", "Fuite", "2026-01-01");
  std::string nobodys = dossier_id(2020, next_number(2020, 0));

  FoundDossier find(const std::vector<LetterMark>& marks, const std::string& text = "") const { return find_dossier(registry, marks, text); }
};

LetterMark mark(const std::string& dossier, Proof proof = Proof::right) { return {{"AB12", dossier, "L1", 1, 1, "", ""}, proof}; }

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
    refuses(desk.find({mark(desk.roads, Proof::wrong)}, text), "code-forged");
    refuses(desk.find({mark(desk.roads, Proof::unverifiable)}, text), "code-unverifiable");
    refuses(desk.find({mark(desk.nobodys)}, text), "code-unknown-dossier");
    refuses(desk.find({mark(desk.roads), mark(desk.roads, Proof::wrong)}), "code-forged");
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

TEST_CASE("a letter that carries nothing may open a dossier") {
  const FoundDossier found = Desk().find({}, "Bonjour");
  CHECK(found.id == "");
  CHECK(found.joined_by == "none");
  CHECK(found.may_open);
  CHECK(found.reasons.empty());
}
