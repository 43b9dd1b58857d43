#include "classifiers/cascade.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "templates/kinds.h"
#include "tests/classifiers/letters.h"

using namespace pli;

namespace {

const Services& services() {
  static const Services shipped = load_services(source_folder() / "templates/services.toml");
  return shipped;
}

const Cascade& shipped() {
  static const Cascade cascade(services(), Rules::load(source_folder() / "templates/rules.toml", services()), TextModel::load(source_folder() / "templates/model/pli.model"));
  return cascade;
}

bool has(const Judgement& judgement, const char* reason) { return std::find(judgement.reasons.begin(), judgement.reasons.end(), reason) != judgement.reasons.end(); }

const std::string water =
    "Madame, Monsieur,\nMon compteur d'eau tourne jour et nuit alors que tous les robinets sont fermés. La facture d'eau a triplé et je crains une fuite après compteur. "
    "Merci d'envoyer un agent de la régie de l'eau pour un nouveau relevé.\nSalutations distinguées";

}  // namespace

TEST_CASE("a clear letter is routed without a person, with words that say why") {
  const Judgement judgement = shipped().judge({.subject = "Fuite d'eau", .sender = "", .body = water});
  CHECK(judgement.service.code == "eau-assainissement");
  CHECK(judgement.service.sure);
  CHECK(judgement.reasons.empty());
  CHECK(judgement.service.evidence.size() >= 3);
  CHECK(judgement.service.evidence.size() <= 8);
  CHECK(judgement.service.candidates.size() == services().all.size());
  CHECK(is_kind(judgement.kind.code));
}

TEST_CASE("a sheet outranks the dossier, the dossier outranks the text, and the text's candidates remain") {
  const Judgement sheet = shipped().judge({.subject = "", .sender = "", .body = water, .sheet_service = "finances", .dossier_service = "urbanisme"});
  CHECK(sheet.service.code == "finances");
  CHECK(sheet.service.decided_by == "sheet");
  CHECK(sheet.service.confidence == 1);
  CHECK(sheet.service.sure);
  CHECK(sheet.reasons.empty());
  CHECK(sheet.service.candidates.at(1).code == "eau-assainissement");
  const Judgement dossier = shipped().judge({.subject = "", .sender = "", .body = water, .sheet_service = "", .dossier_service = "urbanisme"});
  CHECK(dossier.service.code == "urbanisme");
  CHECK(dossier.service.decided_by == "dossier");
}

TEST_CASE("a sheet for a service the town doesn't have is told, and the text decides") {
  const Judgement judgement = shipped().judge({.subject = "", .sender = "", .body = water, .sheet_service = "piscines"});
  CHECK(has(judgement, "service-unknown"));
  CHECK(judgement.service.code == "eau-assainissement");
  CHECK_FALSE(has(judgement, "service-unsure"));
}

TEST_CASE("what can't be read feeds no classifier, but a sheet still routes it") {
  const Judgement judgement = shipped().judge({.subject = "", .sender = "", .body = water, .sheet_service = "", .dossier_service = "", .legible = false});
  CHECK(judgement.service.code == "autre");
  CHECK(judgement.service.confidence == 0);
  CHECK_FALSE(judgement.service.sure);
  CHECK(judgement.reasons == std::vector<std::string>{"illegible"});
  const Judgement routed = shipped().judge({.subject = "", .sender = "", .body = "", .sheet_service = "finances", .dossier_service = "", .legible = false});
  CHECK(routed.service.code == "finances");
}

TEST_CASE("too few words, or another language, go to a person") {
  CHECK(has(shipped().judge({.subject = "", .sender = "", .body = ""}), "text-too-short"));
  CHECK(has(shipped().judge({.subject = "", .sender = "", .body = "compteur d'eau"}), "text-too-short"));
  const Judgement english = shipped().judge({.subject = "", .sender = "", .body = "Dear Sirs, we would like to thank you for the lovely afternoon that the children spent with their teachers at the farm yesterday."});
  CHECK(has(english, "out-of-vocabulary"));
  CHECK_FALSE(english.service.sure);
}

TEST_CASE("a letter that speaks of nothing the town does is unsure or autre, never routed") {
  const Judgement judgement =
      shipped().judge({.subject = "", .sender = "", .body = "Chers amis, le temps passe et nous pensons souvent à vous, à nos promenades et à nos longues soirées. À bientôt, nous vous embrassons."});
  CHECK_FALSE(judgement.service.sure);
  CHECK((has(judgement, "service-unsure") || has(judgement, "service-autre")));
}

TEST_CASE("a second service that the letter plainly speaks of is proposed a copy; a stray word proposes none") {
  const std::string road = "\nPar ailleurs, dites à la voirie que la chaussée est pleine de nids de poule, que le trottoir s'affaisse et que l'éclairage public, un lampadaire sur deux, est éteint.";
  const Judgement both = shipped().judge({.subject = "", .sender = "", .body = water + road});
  CHECK(both.service.code == "eau-assainissement");
  REQUIRE(both.copies.size() == 1);
  CHECK(both.copies.front().service == "voirie-proprete");
  CHECK(both.copies.front().mode == "info");
  CHECK(shipped().judge({.subject = "", .sender = "", .body = water + "\nLe trottoir est mouillé."}).copies.empty());
}

TEST_CASE("a lawyer's letter on another service's matter waits for a person and is proposed to the legal service; the same matter from a neighbour is routed") {
  const Judgement neighbour = shipped().judge({.subject = "Fuite d'eau", .sender = "Mme Rousseau", .body = water});
  CHECK(neighbour.service.sure);
  CHECK(neighbour.copies.empty());
  for (const auto& [sender, body] : {std::pair<std::string, std::string>{"Cabinet Rousseau, avocats", water}, {"Mme Rousseau", "Je suis le conseil de Mme Rousseau.\n" + water}}) {
    const Judgement lawyer = shipped().judge({.subject = "Fuite d'eau", .sender = sender, .body = body});
    CHECK(lawyer.service.code == "eau-assainissement");
    CHECK_FALSE(lawyer.service.sure);
    CHECK(lawyer.reasons == std::vector<std::string>{"two-services"});
    REQUIRE(lawyer.copies.size() == 1);
    CHECK(lawyer.copies.front().service == "juridique-marches");
  }
  const Judgement laid = shipped().judge({.subject = "Fuite d'eau", .sender = "Cabinet Rousseau, avocats", .body = water, .sheet_service = "eau-assainissement"});
  CHECK(laid.reasons.empty());  // a person has decided
}

TEST_CASE("without a model the rules judge alone; without either nothing is said") {
  const Cascade rules_only(services(), Rules::load(source_folder() / "templates/rules.toml", services()), TextModel());
  const Judgement judgement = rules_only.judge({.subject = "", .sender = "", .body = water});
  CHECK(judgement.service.code == "eau-assainissement");
  CHECK(judgement.service.decided_by == "rule");
  const Judgement nothing = Cascade(services(), Rules(), TextModel()).judge({.subject = "", .sender = "", .body = water});
  CHECK(nothing.service.code == "autre");
  CHECK_FALSE(nothing.service.sure);
  CHECK_FALSE(nothing.reasons.empty());
}

TEST_CASE("the same letter is judged the same, and candidates are probabilities, best first") {
  const Judgement one = shipped().judge({.subject = "", .sender = "", .body = water}), two = shipped().judge({.subject = "", .sender = "", .body = water});
  CHECK(one.service.confidence == two.service.confidence);
  double sum = 0, before = 1;
  for (const Candidate& c : one.service.candidates) {
    CHECK(c.confidence <= before);
    before = c.confidence;
    sum += c.confidence;
  }
  CHECK(sum == doctest::Approx(1));
}
