#include "stages/extract_address.h"

#include <algorithm>
#include <array>

#include "pipeline/text.h"
#include "pipeline/validators.h"
#include "stages/extract_layout.h"

namespace pli {

bool has_any(std::string_view fold, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return find_word(fold, word) != std::string_view::npos; });
}

std::optional<Place> place_in(const std::vector<TextLine>& lines, std::size_t index) {
  const TextLine& line = lines[index];
  const std::string& plain = line.plain;
  for (std::size_t at = 0; at + 7 <= plain.size(); ++at) {
    if (at > 0 && (is_alnum(plain[at - 1]) || std::string_view(" -,|/:(.~").find(plain[at - 1]) == std::string_view::npos)) continue;
    std::string code;
    int real = 0;
    for (std::size_t i = at; i < at + 5; ++i) {
      if (!digit_like(plain[i])) break;
      code += digit_like(plain[i]);
      real += is_digit(plain[i]);
    }
    if (code.size() != 5 || real < 3 || !valid_postcode(code) || is_digit(plain[at + 5])) continue;
    std::size_t city = at + 5;
    while (city < plain.size() && (plain[city] == ' ' || plain[city] == '.' || plain[city] == '-')) ++city;
    if (city == at + 5 || city >= plain.size() || is_digit(plain[city])) continue;
    if (!is_upper(plain[city])) continue;
    std::size_t end = city;
    while (end < plain.size() && plain[end] != ',' && plain[end] != '|' && plain[end] != '(' && plain[end] != ';' && plain[end] != ':' && plain[end] != '*' && plain.compare(end, 3, " - ") != 0 && plain.compare(end, 4, " Tel") != 0 && plain.compare(end, 2, " ?") != 0) ++end;
    while (end > city && !is_alnum(plain[end - 1])) --end;
    if (end - city < 2 || end - city > 45) continue;
    return Place{index, at, city, end, code, clean(line.read(city, end)), real < 5};
  }
  return std::nullopt;
}

bool addressee_words(std::string_view fold) {
  if (has_any(fold, {"mairie", "hotel de ville", "commune de", "ville de", "monsieur le maire", "madame le maire", "madame la maire", "m. le maire", "mme le maire", "mme la maire", "le maire", "la maire", "ccas", "centre communal", "a l'attention", "attention de", "destinataire",
                     "services techniques", "police municipale", "conseil municipal", "hotel-de-ville"}))
    return true;
  return starts_with_word(fold, "service") || starts_with_word(fold, "monsieur l'") || fold.starts_with("monsieur l'") || fold.starts_with("madame l'") || starts_with_word(fold, "madame la") || starts_with_word(fold, "monsieur le") ||
         starts_with_word(fold, "madame, monsieur") || starts_with_word(fold, "a la mairie") || fold == "mairie" || starts_with_word(fold, "la mairie");
}

bool firm_words(std::string_view fold) {
  return has_any(fold, {"sarl", "sas", "sa", "sci", "eurl", "scp", "selarl", "sasu", "gaec", "earl", "cabinet", "etude", "association", "syndic", "syndicat", "entreprise", "ets", "societe", "agence", "maitre", "amicale", "comite", "club", "lycee", "college", "ecole",
                        "caisse", "tribunal", "prefecture", "union", "federation", "groupe", "atelier", "institut", "hopital", "clinique", "office", "compagnie", "banque", "assurances", "collectif", "conseil", "departement", "direction", "ministere"});
}

bool names_nobody(const TextLine& line) {
  const std::string_view fold = line.fold;
  if (contact_line(line) || line.confidence < 0.35) return true;
  if (std::count_if(fold.begin(), fold.end(), is_lower) < 3 || std::count_if(fold.begin(), fold.end(), is_digit) > 5) return true;
  for (std::string_view word : {"courrier", "expediteur", "emetteur", "adresse", "nom", "nom et prenom", "siege social", "siege", "rna", "n* rna", "n*", "agrement", "liberte", "egalite", "fraternite"})
    if (starts_with_word(fold, word)) return true;
  // Titles of papers, alone on their line.
  for (std::string_view word : {"facture", "devis", "avoir", "bon de commande", "attestation", "certificat", "relance", "rappel", "mise en demeure", "notification", "convocation", "avis", "bordereau", "note", "memoire", "copie", "original", "urgent", "formulaire",
                                "demande", "declaration", "reclamation", "recours", "requete", "sommation", "invitation"})
    if (line.words.size() <= 3 && starts_with_word(fold, word)) return true;
  return has_any(fold, {"republique francaise", "liberte egalite", "liberte, egalite", "liberte - egalite", "lettre recommandee", "recommande avec", "confidentiel", "par courriel", "par porteur", "accuse de reception", "remise en main propre", "recu le", "arrive le",
                        "page 1", "a rappeler", "cedex"});
}

bool street_words(std::string_view fold) {
  return has_any(fold, {"rue", "avenue", "av", "boulevard", "bd", "place", "chemin", "allee", "impasse", "route", "quai", "cours", "square", "clos", "cour", "sentier", "venelle", "ruelle", "passage", "lotissement", "residence", "lieu-dit", "lieudit", "hameau", "faubourg",
                        "zone", "za", "zi", "zac", "bp", "cs", "promenade", "esplanade", "mail", "villa", "domaine", "batiment", "bat", "appt", "apt", "appartement", "etage", "immeuble", "parc", "rond-point", "montee", "cite", "quartier", "port", "traverse"});
}

bool starts_as_street(std::string_view fold) {
  for (std::string_view word : {"rue", "avenue", "boulevard", "place", "chemin", "allee", "impasse", "route", "quai", "za", "zi", "zac", "zone", "bp", "cs", "lieu-dit", "square"})
    if (starts_with_word(fold, word)) return true;
  return false;
}

std::size_t name_label(const TextLine& line) {
  static constexpr std::array<std::string_view, 11> labels = {"exp", "nom et prenom", "nom prenom", "nom, prenom", "nom", "expediteur", "emetteur", "de", "demandeur", "de la part de", "from"};
  for (std::string_view label : labels) {
    if (!starts_with_word(line.fold, label)) continue;
    std::size_t at = label.size();
    while (at < line.fold.size() && (line.fold[at] == ' ' || line.fold[at] == '.')) ++at;
    if (at == line.fold.size()) return label == "de" ? 0 : std::string::npos;
    if (line.fold[at] != ':') continue;
    ++at;
    while (at < line.fold.size() && line.fold[at] == ' ') ++at;
    return at == line.fold.size() ? std::string::npos : at;
  }
  return 0;
}

}  // namespace pli
