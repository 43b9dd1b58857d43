#include "stages/post_label.h"

#include <doctest/doctest.h>

#include "pipeline/contact.h"
#include "pipeline/text.h"
#include "tests/support/letter_page.h"
#include "tests/support/paths.h"

using namespace pli;
using namespace pli::test;

namespace {

const ReturnWords& words() {
  static const ReturnWords shipped = load_return_words(source_folder() / "templates/returns.toml");
  return shipped;
}

/// An envelope's front with that label, a line a line.
PageText envelope(const std::vector<std::string>& label) {
  TypedPage page;
  page.block(20, 20, {"Ville de Rivemont", "1 place de la République", "49890 Rivemont"}).block(110, 80, {"MME LEA ESSAI", "4 RUE DES PRES", "49890 RIVEMONT"}).block(30, 60, label);
  return page.text();
}

std::string read(const std::vector<std::string>& label, bool alone = true) {
  const PostLabel found = read_post_label(envelope(label), words(), alone);
  return found.any() ? found.motive() : "none";
}

}  // namespace

TEST_CASE("each motive is read from its label, older wording too") {
  CHECK(read({"Défaut d'accès ou d'adressage"}) == "address-fault");
  CHECK(read({"DESTINATAIRE INCONNU", "À L'ADRESSE"}) == "unknown-recipient");
  CHECK(read({"N'HABITE PAS À L'ADRESSE INDIQUÉE"}) == "unknown-recipient");
  CHECK(read({"NPAI"}) == "unknown-recipient");
  CHECK(read({"Pli refusé par le destinataire"}) == "refused");
  CHECK(read({"Pli avisé et non réclamé"}) == "unclaimed");
}

TEST_CASE("misread letters and wrongly set spaces are borne, other words are not") {
  CHECK(read({"DESTlNATAlRE INC0NNU A L'ADRE5SE"}) == "unknown-recipient");
  CHECK(read({"Pli avis é et non réclarné"}) == "unclaimed");
  CHECK(read({"Défaut d'acces ou d adresage"}) == "address-fault");
  CHECK(read({"Pli réuni avec le destinataire"}) == "none");
  CHECK(read({"Adresse de réexpédition"}) == "none");
}

TEST_CASE("of a list to tick nobody believes the tick: the motive is unknown, and what is printed is kept") {
  const PostLabel list = read_post_label(envelope({"□ Défaut d'accès ou d'adressage", "☒ Destinataire inconnu à l'adresse", "□ Pli refusé par le destinataire", "□ Pli avisé et non réclamé"}), words(), true);
  CHECK(list.motive() == "unknown");
  CHECK(list.motives == std::vector<std::string>{"address-fault", "unknown-recipient", "refused", "unclaimed"});
  CHECK(read({"O Destinataire inconnu à l'adresse"}) == "unknown");   // the others could not be read
  CHECK(read({"[x] Destinataire inconnu à l'adresse"}) == "unknown");
  CHECK(read({"Motif : destinataire inconnu à l'adresse"}) == "unknown-recipient");
}

TEST_CASE("words that say only that it came back give no motive; an envelope without a label says nothing") {
  CHECK(read({"RETOUR À L'ENVOYEUR"}) == "unknown");
  CHECK(read({"Retour à l'expéditeur", "Pli refusé"}) == "refused");
  CHECK(read({"20 g Rivemont PDC"}) == "none");
}

TEST_CASE("a sentence is no label where only what stands by itself counts") {
  const std::vector<std::string> sentence = {"Monsieur Essai n'habite plus à l'adresse indiquée depuis le mois de mars dernier, il est"};
  CHECK(read(sentence) == "none");
  CHECK(read(sentence, false) == "unknown-recipient");
}

TEST_CASE("an envelope bears few words and none of a letter's") {
  CHECK(looks_like_envelope(envelope({"Pli refusé"}), words()));
  CHECK_FALSE(looks_like_envelope(envelope({"Bonjour,", "Pli refusé"}), words()));
  CHECK_FALSE(looks_like_envelope(envelope({"Madame, Monsieur,"}), words()));
  std::vector<std::string> lines(40, "encore quatre mots ici");
  CHECK_FALSE(looks_like_envelope(envelope(lines), words()));
}

TEST_CASE("a recipient is known by name and address, with misread letters but no misread number") {
  const Contact lea = contact_of("Mme Léa Essai", "4 rue des Prés\n49890 Rivemont", "", "", "", "");
  const auto shown = [&](const std::string& name, const std::string& street, const std::string& town) {
    TypedPage page;
    page.block(110, 80, {name, street, town});
    return shows_address(label_words(page.text()), lea.name, lea.place);
  };
  CHECK(shown("MME LEA ESSAI", "4 RUE DES PRES", "49890 RIVEMONT"));
  CHECK(shown("MME LEA ESSAI", "4 RUE DE5 PRES", "49890 RlVEMONT"));
  CHECK_FALSE(shown("MME LEA ESSAI", "14 RUE DES PRES", "49890 RIVEMONT"));
  CHECK_FALSE(shown("MME LEA ESSAI", "4 RUE DES PRES", "49880 RIVEMONT"));
  CHECK_FALSE(shown("M PAUL ESSAI", "4 RUE DES PRES", "49890 RIVEMONT"));
  CHECK_FALSE(shown("MME LEA ESSAI", "4 PLACE DU MARCHE AUX OEUFS", "49890 RIVEMONT"));
}
