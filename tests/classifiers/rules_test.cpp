#include "classifiers/rules.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/classifiers/letters.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

using Folder = test::TemporaryFolder;

Services shipped_services() { return load_services(source_folder() / "templates/services.toml"); }

Rules rules_of(const std::string& toml) {
  const Folder folder;
  write_aside(folder.path() / "rules.toml", toml);
  return Rules::load(folder.path() / "rules.toml", shipped_services());
}

std::string rule(const std::string& more) { return "[[service]]\ncode = \"finances\"\nname = \"règle\"\nweight = 4\n" + more + "\n"; }

}  // namespace

TEST_CASE("a strong rule decides and says its phrase; half a phrase does not") {
  const Rules rules = rules_of(rule("any_of = [\"avis des sommes à payer\"]"));
  const Verdict verdict = rules.service("", "", "J'ai reçu un AVIS DES SOMMES A PAYER hier.");
  CHECK(verdict.code == "finances");
  CHECK(verdict.decided_by == "rule");
  CHECK(verdict.confidence > 0.8);
  REQUIRE(verdict.evidence.size() == 1);
  CHECK(verdict.evidence[0].term.find("avis des sommes à payer") != std::string::npos);
  CHECK(rules.service("", "", "J'ai reçu un avis à payer.").code.empty());
  CHECK(rules.service("", "", "J'ai reçu un avis à payer.").evidence.empty());
}

TEST_CASE("phrases match whole words; a star leaves the ending open") {
  CHECK(rules_of(rule("any_of = [\"eau\"]")).service("", "", "un bureau neuf").evidence.empty());
  CHECK(rules_of(rule("any_of = [\"abonn*\"]")).service("", "", "mon abonnement").code == "finances");
  CHECK(rules_of(rule("any_of = [\"abonn\"]")).service("", "", "mon abonnement").evidence.empty());
}

TEST_CASE("all_of wants every phrase, none_of silences") {
  const Rules rules = rules_of(rule("all_of = [\"facture\", \"rib\"]\nnone_of = [\"devis\"]"));
  CHECK(rules.service("", "", "facture et RIB").code == "finances");
  CHECK(rules.service("", "", "facture seule").code.empty());
  CHECK(rules.service("", "", "facture, RIB et devis").code.empty());
}

TEST_CASE("a rule looks only where it is told to") {
  const Rules subject = rules_of(rule("any_of = [\"taxe\"]\nwhere = \"subject\""));
  CHECK(subject.service("Taxe", "", "").code == "finances");
  CHECK(subject.service("", "", "la taxe").code.empty());
  const Rules head = rules_of(rule("any_of = [\"trésorerie\"]\nwhere = \"head\""));
  CHECK(head.service("", "", "Mairie\nTrésorerie\n").code == "finances");
  CHECK(head.service("", "", "Madame,\nJ'ai écrit à la trésorerie.").code.empty());
}

TEST_CASE("a rule that takes part names its service once, whoever wins; others name none") {
  const Rules rules = rules_of(rule("any_of = [\"conseil\"]\ntakes_part = true") + rule("any_of = [\"avocat\"]\ntakes_part = true") + rule("any_of = [\"taxe\"]"));
  CHECK(rules.service_findings("", "", "le conseil, avocat").taking_part == std::vector<std::string>{"finances"});
  CHECK(rules.service_findings("", "", "la taxe").taking_part.empty());
}

TEST_CASE("contradicted rules decide nothing but keep their evidence") {
  const Rules rules = rules_of(rule("any_of = [\"facture\"]") + "[[service]]\ncode = \"urbanisme\"\nname = \"r\"\nweight = 3\nany_of = [\"permis\"]\n");
  const Verdict verdict = rules.service("", "", "facture pour un permis");
  CHECK(verdict.code.empty());
  CHECK_FALSE(verdict.evidence.empty());
  CHECK(rules.service("", "", "facture").code == "finances");
}

TEST_CASE("however many phrases, a weight stays within its bounds") {
  const Rules rules = rules_of(rule("any_of = [\"a\", \"b\", \"c\", \"d\"]") + rule("any_of = [\"a\"]"));
  CHECK(rules.service_findings("a", "", "a b c d").weights.at("finances") == 6);
}

TEST_CASE("a malformed rule is named") {
  for (const std::string& bad : {std::string("[[service]]\ncode = \"nulle-part\"\nname = \"x\"\nweight = 1\nany_of = [\"a\"]"), rule(""), rule("any_of = [\"...\"]"), rule("any_of = 3"),
                                 rule("any_of = [\"a\"]\nwhere = \"sujet\""), rule("any_of = [\"a\"]\nwieght = 2"), std::string("[[kind]]\ncode = \"lettre\"\nname = \"x\"\nweight = 1\nany_of = [\"a\"]"),
                                 std::string("deciding_weight = \"x\""), std::string("[[service]\n"), rule("any_of = [\"a\"]\n[[service]]\ncode = \"finances\"\nname = \"x\"\nweight = 60\nany_of = [\"a\"]")})
    try {
      rules_of(bad);
      FAIL(bad);
    } catch (const UsageError& error) {
      CHECK(error.code() == "template-invalid");
    }
}

TEST_CASE("the shipped rules know plain cases of town mail and stay silent on small talk") {
  const Rules rules = Rules::load(source_folder() / "templates/rules.toml", shipped_services());
  const auto best = [&](const char* text) {
    const Verdict verdict = rules.service("", "", text);
    return verdict.candidates.empty() ? std::string() : verdict.candidates.front().code;
  };
  CHECK(best("Je désire une copie intégrale de mon acte de naissance.") == "etat-civil");
  CHECK(best("Comment établir une procuration pour le second tour ?") == "elections");
  CHECK(best("Mon permis de construire porte sur la parcelle voisine.") == "urbanisme");
  CHECK(best("Un lampadaire reste éteint et le trottoir est défoncé.") == "voirie-proprete");
  CHECK(best("La fosse septique sera contrôlée par le SPANC.") == "eau-assainissement");
  CHECK(best("Nous cherchons une place en crèche pour notre fils.") == "education-enfance");
  CHECK(best("Le portage de repas de ma mère, résidente d'un EHPAD.") == "action-sociale");
  CHECK(best("Je conteste l'avis des sommes à payer et demande un échéancier.") == "finances");
  CHECK(best("Le tapage nocturne continue, la police municipale ne passe plus.") == "tranquillite-publique");
  CHECK(best("Le club voudrait un créneau au gymnase.") == "vie-associative");
  CHECK(best("Ma candidature au poste d'agent d'entretien, avec mon CV.") == "ressources-humaines");
  CHECK(best("Le tribunal administratif a reçu la requête, un mémoire en défense est attendu.") == "juridique-marches");
  CHECK(best("Il fait beau et nous pensons bien à vous.").empty());
  CHECK(rules.kind("Mise en demeure", "", "La présente vaut mise en demeure.").candidates.front().code == "mise-en-demeure");
}
