#include "tests/support/letters.h"

#include "pipeline/files.h"
#include "stages/engines/podofo_letters.h"
#include "tests/support/paths.h"

namespace pli::test {
namespace fs = std::filesystem;
namespace {

const char* const town = R"toml(
name = "Ville de Rivemont"
place = "Rivemont"
sender = ["1 place de l'Hôtel-de-Ville", "BP 12", "49890 Rivemont"]
address = "1 place de l'Hôtel-de-Ville, 49890 Rivemont"
phone = "02 41 00 00 00"
email = "mairie@rivemont.example"
website = "www.rivemont.example"
hours = "du lundi au vendredi de 9 h à 12 h"
court = "tribunal administratif de Nantes"

[service.etat-civil]
phone = "02 41 00 00 12"
email = "etat-civil@rivemont.example"
agent = "Mme Exemple"
agent_capacity = "officier d'état civil délégué"

[[signatory]]
id = "maire"
name = "Prénom Exemple-Maire"
capacity = "Le maire de Rivemont"
delegation = "En vertu de ses pouvoirs propres"
services = ["urbanisme"]
absent_from = "2026-08-01"
absent_to = "2026-08-31"
deputy = "adjointe"

[[signatory]]
id = "adjointe"
name = "Prénom Exemple-Adjointe"
capacity = "L'adjointe à l'état civil"
delegation = "Pour le maire et par délégation du 4 juillet 2026,"
services = ["etat-civil", "action-sociale"]
)toml";

const char* const legal = R"toml(
[voies-recours]
text = """
Si vous contestez cette décision, vous pouvez, dans les **deux mois**, former un recours gracieux auprès du maire ou saisir le {{town.court}}."""
source = "code de justice administrative, article R. 421-5"
)toml";

const char* const full_body = R"md(Madame, Monsieur,

J'ai bien reçu, le {{received}}, votre demande du {{demande_date}} : elle est enregistrée sous la référence **{{reference}}**. Merci !

{{#pieces}}
{{#first}}{{/first}}
- {{.}}
{{/pieces}}

## Ce que vous pouvez faire

Vous paierez {{montant}}. Votre demande est *complète* ; son examen commence. « Est-ce long ? » non : c'est l'affaire de 15 jours.

1. Attendez notre réponse.
2. Téléphonez au {{service.phone}} en cas d'urgence.

{{#lignes.0}}{{/lignes.0}}

{{texte}}

## Recours

{{legal.voies-recours}}

Je vous prie d'agréer, Madame, Monsieur, l'expression de ma considération distinguée.
)md";

}  // namespace

LetterDesk::LetterDesk() : services(load_services(source_folder() / "templates/services.toml")) {
  const fs::path shipped = source_folder() / "templates", own = folder_ / "templates";
  make_folder(own);
  for (const char* name : {"envelopes.toml", "address.toml", "letter_words.toml"}) write_file(own / name, read_file(shipped / name));
  write_file(own / "town.toml", town);
  write_file(own / "legal.toml", legal);
  stationery = load_stationery(own);
}

LetterTemplate LetterDesk::letter(const std::string& body, const std::string& toml, const std::string& envelope) {
  const fs::path folder = folder_ / ("letter-" + std::to_string(++made_));
  make_folder(folder);
  write_file(folder / "letter.toml", "title = \"Accusé de réception\"\nservice = \"etat-civil\"\nenvelope = \"" + envelope + "\"\nsubject = \"votre demande\"\n" + toml);
  write_file(folder / "body.md", body);
  return load_letter_template(folder);
}

LetterTemplate LetterDesk::full_letter(const std::string& envelope) {
  std::string body = full_body;
  const auto drop = [&](const std::string& line) { body.erase(body.find(line), line.size()); };
  drop("{{#first}}{{/first}}\n");
  const std::string table = "| Acte | Nombre | Prix |\n|:-----|:------:|-----:|\n{{#lignes}}\n| {{acte}} | {{nombre}} | {{prix}} |\n{{/lignes}}";
  body.replace(body.find("{{#lignes.0}}{{/lignes.0}}"), 26, table);
  return letter(body, R"toml(
[[variable]]
name = "demande_date"
type = "date"
required = true
help = "jour de la demande"
example = ["2026-11-03"]
[[variable]]
name = "pieces"
type = "list"
help = "pièces reçues"
example = [["un acte", "une photographie"]]
[[variable]]
name = "montant"
type = "amount"
help = "somme due"
example = ["1234.50"]
[[variable]]
name = "texte"
type = "paragraphs"
help = "texte libre"
example = ["Un paragraphe."]
[[variable]]
name = "lignes"
type = "table"
help = "actes"
columns = ["acte", "nombre", "prix"]
example = [[{acte = "Copie", nombre = "1", prix = "2 €"}]]
)toml", envelope);
}

LetterRow LetterDesk::row() const {
  LetterRow row;
  row.line = 1;
  row.recipient_name = "M. Élie Dupont-Lœuvre";
  row.recipient_lines = {"Appartement 12, bâtiment B", "Résidence des Tilleuls", "12 bis, rue de l'Église", "49890 Rivemont"};
  row.received = "2026-11-12";
  row.values = Json::parse(R"({"demande_date": "2026-11-03", "montant": "1234.5", "pieces": ["la copie de l'acte de naissance", "un justificatif de domicile de moins de 3 mois"],
    "texte": "Premier paragraphe libre.\n\nSecond paragraphe.", "lignes": [{"acte": "Copie intégrale de l'acte de naissance", "nombre": "2", "prix": "0,00 €"}, {"acte": "Livret de famille", "nombre": "1", "prix": "12,50 €"}]})");
  return row;
}

IssueFacts LetterDesk::facts() const {
  return {.letter_id = "ABCDEFGH1234", .dossier = "2026-000123-H", .date = "2026-11-20", .key_id = "K3Y1", .site_key = std::string(32, 'k'), .implicit_date = "2027-01-12", .implicit_acceptance = false, .answer_date = ""};
}

std::string LetterDesk::pdf(const LetterTemplate& letter, const LetterRow& row) {
  const Composer composer(letter, stationery, services);
  return LetterPrinter("Essai", facts().date).letter_pdf(composer.compose(row, facts()));
}

std::string long_text(int paragraphs) {
  std::string out;
  for (int i = 1; i <= paragraphs; ++i)
    out += "Paragraphe " + std::to_string(i) + " : la commune entretient les chemins ruraux, les fossés et les talus ; elle intervient dans un délai de 15 jours après chaque signalement. « Faut-il écrire ? » Oui, "
           "l'administration répond à toute lettre. Une copie de la présente est versée au dossier, où vous pouvez la consulter aux heures d'ouverture.\n\n";
  return out;
}

}  // namespace pli::test
