#include "stages/extract.h"

#include <doctest/doctest.h>

#include "tests/support/letter_page.h"

using namespace pli;

namespace {

const ExtractOptions today{"2026-11-24", {"Rivemont", "49890"}};

TypedPage citizen() {
  TypedPage page;
  page.block(20, 20, {"Solange Pichereau", "14 rue des Tanneurs", "49100 Angers", "Tél : 02 41 55 18 72", "mail : s.pichereau@mail-exemple.fr"});
  page.block(115, 55, {"Mairie de Rivemont", "Service de l'état civil", "1 place de la République", "49890 Rivemont"});
  page.at(115, 90, "Angers, le 12 mars 2025");
  page.at(20, 105, "Objet : Demande d'acte de naissance");
  page.at(20, 118, "Madame, Monsieur,");
  page.block(20, 126, {"Je vous prie de m'adresser une copie de mon acte, car je suis née le", "8 juin 1951 à Rivemont et le notaire me le réclame."});
  page.at(20, 145, "Recevez mes salutations distinguées.");
  page.at(115, 165, "Solange Pichereau");
  return page;
}

std::vector<Field> of(const TypedPage& page, const ExtractOptions& options = today) { return extract({page.page()}, options); }

}  // namespace

TEST_CASE("a person's letter names its sender top left, its addressee right") {
  const auto page = citizen();
  const auto fields = of(page);
  CHECK(value(fields, "sender.name") == "Solange Pichereau");
  CHECK(value(fields, "sender.street") == "14 rue des Tanneurs");
  CHECK(value(fields, "sender.postcode") == "49100");
  CHECK(value(fields, "sender.city") == "Angers");
  CHECK(value(fields, "phone") == "0241551872");
  CHECK(value(fields, "email") == "s.pichereau@mail-exemple.fr");
  CHECK(value(fields, "date") == "2025-03-12");
  CHECK(value(fields, "subject") == "Demande d'acte de naissance");
}

TEST_CASE("a page that has nothing of a letter names no sender; one sign of a letter is enough") {
  TypedPage page;
  page.at(60, 20, "Grand Concert De Printemps").at(60, 40, "Toccata Et Fugue");
  page.block(20, 90, {"Les portes du temple seront ouvertes une heure avant le concert et le", "programme sera distribué sur place aux personnes qui auront retenu."});
  CHECK(value(of(page), "sender.name") == "");
  page.at(20, 200, "Veuillez agréer nos salutations.");
  CHECK(value(of(page), "sender.name") == "Grand Concert De Printemps");
}

TEST_CASE("an addressee alone in the head is never the sender: the signature names him") {
  TypedPage page;
  page.block(115, 40, {"Monsieur le Maire", "Hôtel de Ville", "49890 Rivemont"});
  page.at(20, 80, "Monsieur le Maire,");
  page.block(20, 90, {"Je voudrais savoir quand les arbres de la place seront enfin taillés.", "Ils cachent le panneau depuis un an et personne ne vient les voir."});
  page.at(20, 105, "Veuillez agréer mes salutations.");
  page.block(115, 125, {"Firmin Courtecuisse", "3 rue Basse", "49100 Angers"});
  const auto fields = of(page);
  CHECK(value(fields, "sender.name") == "Firmin Courtecuisse");
  CHECK(value(fields, "sender.postcode") == "49100");
  CHECK(value(fields, "date") == "");
  CHECK(value(fields, "subject") == "");
}

TEST_CASE("a firm's letterhead is centred, its address on one line") {
  TypedPage page;
  page.at(70, 15, "Menuiserie Courtois SARL");
  page.at(50, 22, "18 quai Gambetta - 49400 Saumur");
  page.at(40, 29, "Tél. 02 41 38 90 14 - contact@courtois.example");
  page.block(115, 55, {"Mairie de Rivemont", "BP 40112", "49892 Rivemont Cedex"});
  page.at(20, 85, "Saumur, 03/02/26");
  page.at(20, 95, "N/Réf. : 2025-1184/AF/CL");
  page.at(20, 103, "Objet : Facture FA-25-00871");
  page.at(20, 115, "Madame, Monsieur,");
  page.block(20, 123, {"Veuillez trouver notre facture d'un montant de 1 234,56 € à régler sous un mois.", "Notre SIRET est le 732 829 320 00074 et notre IBAN FR76 3000 6000 0112 3456 7890 189."});
  page.at(20, 140, "Cordialement,");
  const auto fields = of(page);
  CHECK(value(fields, "sender.name") == "Menuiserie Courtois SARL");
  CHECK(value(fields, "sender.street") == "18 quai Gambetta");
  CHECK(value(fields, "sender.city") == "Saumur");
  CHECK(value(fields, "date") == "2026-02-03");
  CHECK(value(fields, "siret") == "73282932000074");
  CHECK(value(fields, "iban") == "FR7630006000011234567890189");
  CHECK(value(fields, "amount") == "1234.56");
  CHECK(values(fields, "reference") == std::vector<std::string>{"2025-1184/AF/CL", "FA-25-00871"});
}

TEST_CASE("an address at the foot of the page belongs to the letterhead above") {
  TypedPage page;
  page.at(60, 12, "ORANGERIE DU LAC SARL");
  page.block(110, 40, {"VILLE DE RIVEMONT", "1 place de la République", "49890 RIVEMONT"});
  page.at(110, 75, "Angers, le 4 juin 2026");
  page.at(20, 100, "Madame, Monsieur,");
  page.block(20, 108, {"Les bacs que vous avez commandés vous seront livrés la semaine prochaine par", "notre camion, devant la serre municipale comme convenu."});
  page.at(20, 125, "Cordialement,");
  page.at(20, 285, "Orangerie du Lac SARL - 12 rue des Serres - 49000 Angers - SIRET 732 829 320 00074");
  const auto fields = of(page);
  CHECK(value(fields, "sender.name") == "ORANGERIE DU LAC SARL");
  CHECK(value(fields, "sender.postcode") == "49000");
  CHECK(value(fields, "sender.city") == "Angers");
}

TEST_CASE("a name goes on on a line that begins with a small word, and titles name nobody") {
  TypedPage page;
  page.block(20, 15, {"FACTURE", "Amicale des Boulistes", "du Layon", "3 rue Basse", "49890 Rivemont"});
  page.at(20, 90, "Madame, Monsieur,");
  CHECK(value(of(page), "sender.name") == "Amicale des Boulistes du Layon");
}

TEST_CASE("a label says who sends and who receives, wherever they stand") {
  TypedPage page;
  page.at(20, 15, "De : Marc Vidal <marc.vidal@mail-exemple.fr>");
  page.at(20, 21, "Envoyé : lundi 3 mars 2025 14:32");
  page.at(20, 27, "À : Mairie de Rivemont, BP 40112, 49892 Rivemont Cedex");
  page.at(20, 50, "Bonjour,");
  page.at(20, 58, "Merci pour votre réponse.");
  page.at(20, 70, "Cordialement");
  page.block(20, 80, {"Marc Vidal", "12 rue du Port", "49100 Angers"});
  const auto fields = of(page);
  CHECK(value(fields, "sender.name") == "Marc Vidal");
  CHECK(value(fields, "sender.postcode") == "49100");
  CHECK(value(fields, "date") == "2025-03-03");
}

TEST_CASE("an envelope before the letter does not hide it, and its date is the postmark's") {
  TypedPage envelope(1), letter(2);
  envelope.at(20, 10, "Exp. : S. Pichereau");
  envelope.at(150, 20, "ANGERS 13-03-2025");
  envelope.block(105, 60, {"Mairie de Rivemont", "49890 Rivemont"});
  letter.block(20, 20, {"Solange Pichereau", "14 rue des Tanneurs", "49100 Angers"});
  letter.at(115, 60, "Angers, le 12 mars 2025");
  letter.at(20, 90, "Madame, Monsieur,");
  TextPage first = envelope.page();
  first.width = 2598, first.height = 1299;
  const auto fields = extract({first, letter.page()}, today);
  CHECK(value(fields, "sender.name") == "Solange Pichereau");
  CHECK(value(fields, "date") == "2025-03-12");
  CHECK(value(fields, "postmark_date") == "2025-03-13");
}

TEST_CASE("a subject goes on over full lines and ends before the salutation") {
  TypedPage page;
  page.at(20, 90, "Objet : Demande de renseignements sur la friche de l'ancienne usine des");
  page.at(20, 96, "Tissages Hamelin");
  page.at(20, 102, "Monsieur le Maire,");
  page.at(20, 110, "Notre société étudie depuis longtemps le rachat de cette usine, et nous");
  page.at(20, 116, "voudrions savoir quelles servitudes grèvent le terrain de la friche.");
  CHECK(value(of(page), "subject") == "Demande de renseignements sur la friche de l'ancienne usine des Tissages Hamelin");
}

TEST_CASE("a short subject does not swallow the line below it") {
  TypedPage page;
  page.at(20, 90, "Objet : Volets");
  page.at(20, 96, "Voici ma demande pour les volets de la maison que je viens d'acheter ici,");
  page.at(20, 102, "avec le nuancier que vous m'aviez donné à l'accueil de la mairie en mai.");
  CHECK(value(of(page), "subject") == "Volets");
}

TEST_CASE("the word objet in a sentence makes no subject") {
  TypedPage page;
  page.at(20, 60, "Madame, Monsieur,");
  page.at(20, 150, "Cet envoi a pour");
  page.at(20, 156, "objet de vous rappeler notre rendez-vous de la semaine prochaine à la mairie.");
  CHECK(value(of(page), "subject") == "");
}

TEST_CASE("the arrival stamp is no date of the letter") {
  auto page = citizen();
  page.block(130, 25, {"MAIRIE DE RIVEMONT", "REÇU LE 17 MARS 2025"});
  const auto fields = of(page);
  CHECK(value(fields, "stamp_date") == "2025-03-17");
  CHECK(value(fields, "date") == "2025-03-12");
}

TEST_CASE("a pale stamp that lost its first letters is a stamp still; a place called so in small letters is a place") {
  for (const char* shown : {"RIVÉ LE 17 MARS 2025", "ÉCU LE 17 MARS 2025"}) {
    auto page = citizen();
    page.block(130, 25, {"MAIRIE", shown});
    CHECK_MESSAGE(value(of(page), "date") == "2025-03-12", shown);
    CHECK_MESSAGE(value(of(page), "stamp_date") == "2025-03-17", shown);
  }
  // One whose words are lost altogether bears the day of receipt.
  auto bare = citizen();
  bare.at(115, 70, "24 NOV. 2026");
  CHECK(value(of(bare), "date") == "2025-03-12");
  TypedPage page;
  page.at(115, 60, "Rive, le 12 mars 2025");
  page.at(20, 90, "Madame, Monsieur,");
  CHECK(value(of(page), "date") == "2025-03-12");
}

TEST_CASE("what was told to be a stamp gives its date and nothing else") {
  auto letter = citizen();
  TypedPage mark;
  mark.block(20, 12, {"Courrier de Rivemont 49890", "17/03/2025", "N° 2025-00417"});
  PageText text = letter.text();
  for (Block block : mark.text().blocks) {
    block.stamp = true;
    text.blocks.insert(text.blocks.begin(), block);
  }
  const auto fields = extract({{1, 2480, 3508, 300, &text}}, today);
  CHECK(value(fields, "stamp_date") == "2025-03-17");
  CHECK(value(fields, "date") == "2025-03-12");
  CHECK(value(fields, "sender.name") == "Solange Pichereau");
  CHECK(values(fields, "reference").empty());
}

TEST_CASE("a stamp whose year is cut off by its frame gives no date") {
  for (const auto& [shown, wanted] : std::vector<std::pair<std::string, std::string>>{{"REÇU LE 17 MARS 20", ""}, {"REÇU LE 17 MARS 202", ""}, {"REÇU LE 17/03/20", ""}, {"REÇU LE 17/03/25", "2025-03-17"}}) {
    auto page = citizen();
    page.block(130, 25, {"MAIRIE DE RIVEMONT", shown});
    CHECK_MESSAGE(value(of(page), "stamp_date") == wanted, shown);
  }
}

TEST_CASE("a letter without a date has none, whatever dates its text speaks of") {
  TypedPage page;
  page.block(20, 20, {"Awa Diarrassouba", "9 square Louise-Michel", "49890 Rivemont"});
  page.at(20, 80, "Bonjour,");
  page.block(20, 90, {"J'ai reçu le 3 mars 2025 votre lettre du 1er février 2025 et je n'ai pas compris.", "Mon fils est né le 12/11/2024 et la facture du 02/01/2025 est déjà payée."});
  page.at(20, 110, "Merci beaucoup");
  const auto fields = of(page);
  CHECK(value(fields, "date") == "");
  CHECK(value(fields, "stamp_date") == "");
}

TEST_CASE("the letter's text parts are told apart for the classifiers") {
  const auto page = citizen();
  const auto fields = of(page);
  const auto text = letter_text({page.page()}, fields);
  CHECK(text.subject == "Demande d'acte de naissance");
  CHECK(text.sender.find("Solange Pichereau") == 0);
  CHECK(text.sender.find("Mairie de Rivemont") == std::string::npos);
  CHECK(text.body.find("copie de mon acte") != std::string::npos);
}

TEST_CASE("a field says where it was read and how surely") {
  const auto page = citizen();
  for (const Field& field : of(page)) {
    CHECK(field.page == 1);
    CHECK(field.box.width > 0);
    CHECK(field.confidence > 0.3);
    CHECK(field.confidence <= 1);
  }
}

TEST_CASE("no text, no fields") {
  CHECK(extract({}, today).empty());
  const PageText nothing;
  CHECK(extract({{1, 2480, 3508, 300, &nothing}}, today).empty());
  CHECK(letter_text({{1, 2480, 3508, 300, &nothing}}, {}).body.empty());
}

TEST_CASE("a long document full of numbers gives at most 200 fields") {
  std::vector<TypedPage> pages;
  for (int n = 1; n <= 20; ++n) {
    TypedPage page(n);
    for (int row = 0; row < 44; ++row) {
      const std::string id = std::to_string(n * 100 + row);
      page.at(20, 20 + row * 6, "Facture n° FA-" + id + " du 3 mars 2025 : 12,5" + std::to_string(row % 10) + " € tél. 02 41 20 7" + std::to_string(n % 10) + " " + std::to_string(10 + row));
    }
    pages.push_back(page);
  }
  std::vector<TextPage> views;
  for (const auto& page : pages) views.push_back(page.page());
  const auto fields = extract(views, today);
  CHECK(fields.size() <= 200);
  CHECK(values(fields, "amount").size() <= 5);
}
