// The letters that Pli ships, composed as they would leave: what the law wants said is there, in every case a letter knows.
#include <doctest/doctest.h>

#include <regex>

#include "pipeline/text.h"
#include "stages/compose.h"
#include "templates/forms.h"
#include "tests/support/paths.h"

using namespace pli;

namespace {

const std::filesystem::path templates = pli::test::source_folder() / "templates";
const std::vector<std::string> names = {"accuse-reception", "facture-electronique", "pieces-manquantes", "refus", "relance", "rendez-vous", "reponse", "transmission"};

const Stationery& stationery() {
  static const Stationery all = load_stationery(templates);
  return all;
}

const Services& services() {
  static const Services all = load_services(templates / "services.toml");
  return all;
}

LetterTemplate letter_named(const std::string& name) { return load_letter_template(templates / "letters" / name); }

/// The nth example of each variable, as a row that the town answers.
LetterRow row_of(const LetterTemplate& letter, std::size_t n) {
  LetterRow row{.line = 1, .dossier = "", .service = "voirie-proprete", .subject = "", .recipient_name = "Madame Solange Exemple", .recipient_lines = {"14 rue des Tanneurs", "49890 Rivemont"},
                .received = "2026-11-05", .values = Json::object()};
  for (const LetterVariable& variable : letter.variables) row.values[variable.name] = variable.examples[n % variable.examples.size()];
  return row;
}

IssueFacts facts(const std::string& implicit_date = "", bool acceptance = false) {
  return {.letter_id = "0123456789AB", .dossier = "2026-000123-X", .date = "2026-11-23", .key_id = "k1", .site_key = std::string(32, 's'), .implicit_date = implicit_date, .implicit_acceptance = acceptance, .answer_date = ""};
}

/// All words in reading order, spaces of any kind as one; what stands on one baseline is joined as it is.
std::string text_of(const LaidLetter& letter) {
  std::u32string all;
  for (const LaidPage& page : letter.pages) {
    double baseline = -1;
    for (const TextRun& run : page.text) {
      if (run.y != baseline) all += U' ';
      all += run.text, baseline = run.y;
    }
  }
  std::string out;
  for (const char32_t c : all) {
    const bool space = c == ' ' || c == 0xa0 || c == 0x202f;
    if (!space) out += utf8(std::u32string(1, c == 0x2019 ? U'\'' : c));
    else if (!out.ends_with(' ')) out += ' ';
  }
  return out;
}

std::string composed(const std::string& name, const LetterRow& row, const IssueFacts& about) { return text_of(Composer(letter_named(name), stationery(), services()).compose(row, about)); }

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("the eight letters are there, whole, and each of their examples makes a letter that says no tag, no half sentence and fits one sheet") {
  CHECK(letter_template_names(templates / "letters") == names);
  for (const std::string& name : names) {
    const LetterTemplate letter = letter_named(name);
    const Composer composer(letter, stationery(), services());
    std::size_t most = 0;
    for (const LetterVariable& variable : letter.variables) most = std::max(most, variable.examples.size());
    CHECK_MESSAGE(most >= 3, name << ": examples that vary");
    for (std::size_t n = 0; n < most; ++n) {
      const LetterRow row = row_of(letter, n);
      const auto problems = composer.check(row, "2026-11-23");
      CHECK_MESSAGE(problems.empty(), name << " example " << n << ": " << (problems.empty() ? "" : problems[0].column + " " + problems[0].code));
      const LaidLetter laid = composer.compose(row, facts("2027-01-05"));
      const std::string text = text_of(laid);
      CHECK_MESSAGE(laid.pages.size() <= 2, name);
      for (const std::string& wrong : std::vector<std::string>{"{{", "}}", "**", " ,", " .", "le .", "du ,", ": :", "  "}) CHECK_MESSAGE(!says(text, wrong), name << " example " << n << ": " << wrong << " in " << text);
      CHECK(says(text, "2026-000123-X"));
      CHECK(says(text, "salutations distinguées"));
    }
  }
}

TEST_CASE("a letter whose optional variables are all missing still reads well and says nobody's gender") {
  for (const std::string& name : names) {
    const LetterTemplate letter = letter_named(name);
    LetterRow row = row_of(letter, 0);
    for (const LetterVariable& variable : letter.variables)
      if (!variable.required) row.values.erase(variable.name);
    row.received.clear();
    const std::string text = composed(name, row, facts());
    for (const std::string& wrong : std::vector<std::string>{"{{", " ,", " .", "du ,", "le ,", ": :"}) CHECK_MESSAGE(!says(text, wrong), name << ": " << wrong << " in " << text);
    CHECK(says(text, "Madame, Monsieur,"));
    CHECK_FALSE(std::regex_search(text, std::regex(R"(\w\(e\)|\w·e)")));
  }
}

TEST_CASE("an acknowledgement says receipt, the day and sense of silence, who is in charge and how to go to court") {
  const LetterTemplate letter = letter_named("accuse-reception");
  const LetterRow row = row_of(letter, 0);
  const std::string text = composed("accuse-reception", row, facts("2027-01-05"));
  for (const std::string& needed : std::vector<std::string>{"Le 5 novembre 2026, nous avons reçu", "rejetée le 5 janvier 2027", "décision implicite de rejet", "Voirie et propreté", "14 rue des Ardoisières", "02 61 91 00 22", "voirie@rivemont.example", "Alix Exemple",
                             "deux mois", "recours gracieux ou hiérarchique", "les motifs de ce rejet", "tribunal administratif de Nantes", "délégué à la protection des données", "CNIL"})
    CHECK_MESSAGE(says(text, needed), needed);
  CHECK_FALSE(says(text, "acceptée"));

  const std::string consent = composed("accuse-reception", row, facts("2027-01-05", true));
  CHECK(says(consent, "acceptée le 5 janvier 2027"));
  CHECK(says(consent, "attestation"));
  CHECK_FALSE(says(consent, "rejet"));

  const std::string silent = composed("accuse-reception", row, facts());
  CHECK_FALSE(says(silent, "implicite"));
  CHECK_FALSE(says(silent, "tribunal"));
}

TEST_CASE("an acknowledgement of an incomplete request names what is missing; consent then has no date yet") {
  const LetterTemplate letter = letter_named("accuse-reception");
  const LetterRow row = row_of(letter, 3);
  const std::string refusal = composed("accuse-reception", row, facts("2027-01-05"));
  CHECK(says(refusal, "votre dernier avis d'imposition"));
  CHECK(says(refusal, "avant le 31 décembre 2026"));
  CHECK(says(refusal, "suspendu"));
  const std::string consent = composed("accuse-reception", row, facts("", true));
  CHECK(says(consent, "commence seulement le jour où nous avons reçu tous les documents"));
  CHECK_FALSE(says(consent, "janvier 2027"));
  CHECK(says(consent, "attestation"));
  LetterRow unsaid = row;
  unsaid.values.erase("date_limite"), unsaid.values["incomplet"] = false;   // documents are named all the same
  CHECK(says(composed("accuse-reception", unsaid, facts("2027-01-05")), "Document qui nous manque : votre dernier avis d'imposition"));
}

TEST_CASE("who asks for documents of the administration is sent to the CADA first, anybody else is not") {
  const LetterTemplate letter = letter_named("accuse-reception");
  IssueFacts documents = facts("2026-12-05");
  documents.remedy = "cada";
  CHECK(says(composed("accuse-reception", row_of(letter, 2), documents), "CADA"));
  CHECK_FALSE(says(composed("accuse-reception", row_of(letter, 0), facts("2027-01-05")), "CADA"));
  const LetterTemplate refusal = letter_named("refus");
  CHECK(says(composed("refus", row_of(refusal, 2), facts()), "CADA"));
  CHECK_FALSE(says(composed("refus", row_of(refusal, 0), facts()), "CADA"));
}

TEST_CASE("a refusal can't be without reasons in fact and law, and says its remedies; planning has its own") {
  const LetterTemplate letter = letter_named("refus");
  for (const std::string& name : std::vector<std::string>{"motifs_fait", "motifs_droit", "demande_objet"}) {
    REQUIRE(letter.find(name));
    CHECK(letter.find(name)->required);
  }
  const std::string usual = composed("refus", row_of(letter, 0), facts());
  for (const std::string& needed : std::vector<std::string>{"deux mois qui suivent la réception de cette lettre", "recours gracieux", "tribunal administratif de Nantes", "www.telerecours.fr"}) CHECK_MESSAGE(says(usual, needed), needed);
  const std::string planning = composed("refus", row_of(letter, 3), facts());
  CHECK(says(planning, "dans le mois, en demandant au maire"));
  CHECK(says(planning, "n'allonge pas le délai pour saisir le tribunal"));
  CHECK_FALSE(says(usual, "n'allonge pas le délai pour saisir le tribunal"));
}

TEST_CASE("missing documents stop the clock of a refusal, or hold that of consent, only when nothing can be examined without them") {
  const LetterTemplate letter = letter_named("pieces-manquantes");
  CHECK(says(composed("pieces-manquantes", row_of(letter, 0), facts("2027-01-05")), "suspendu"));
  CHECK(says(composed("pieces-manquantes", row_of(letter, 0), facts("", true)), "commence seulement le jour"));
  const std::string going_on = composed("pieces-manquantes", row_of(letter, 2), facts("2027-01-05"));
  CHECK_FALSE(says(going_on, "suspendu"));
  CHECK(says(going_on, "Nous examinons déjà votre demande"));
}

TEST_CASE("a transmission says to whom, when, and both rules of the delay") {
  const LetterTemplate letter = letter_named("transmission");
  const std::string text = composed("transmission", row_of(letter, 0), facts());
  for (const std::string& needed : std::vector<std::string>{"Département de Maine-et-Loire", "le 20 novembre 2026", "depuis le 5 novembre 2026", "silence vaut rejet", "silence vaut acceptation", "accusera réception"}) CHECK_MESSAGE(says(text, needed), needed);
}

TEST_CASE("a supplier who sent paper is told where the invoice goes, and that he was told so before it is refused") {
  const LetterTemplate letter = letter_named("facture-electronique");
  const std::string text = composed("facture-electronique", row_of(letter, 0), facts());
  for (const std::string& needed : std::vector<std::string>{"n° F-2026-0118", "du 30 octobre 2026", "Chorus Pro", "BC-2026-204", "2026-000123-X", "rejeter une facture sur papier"}) CHECK_MESSAGE(says(text, needed), needed);
}

TEST_CASE("every mention of the law names its source and stands in some letter, form or mention") {
  const Legal& legal = stationery().legal;
  std::string all;
  for (const std::string& name : form_template_names(templates / "forms")) all += load_form_template(templates / "forms" / name).form->closing;
  for (const std::string& name : names) all += letter_named(name).body;
  for (const auto& [name, mention] : legal.mentions) all += mention.text;
  for (const auto& [name, mention] : legal.mentions) {
    CHECK_MESSAGE(std::regex_search(mention.source, std::regex("art\\. [LR]?\\*?\\d|art\\. \\d")), name);
    CHECK_MESSAGE(says(all, "{{legal." + name + "}}"), name);
  }
}

TEST_CASE("each service's letters are signed by somebody who may, and by a deputy when that one is away") {
  Town town = stationery().town;
  for (const Service& service : services().all) {
    const Signatory* usual = town.signatory_for(service.code, "2026-11-23");
    REQUIRE_MESSAGE(usual, service.code);
    CHECK_FALSE(usual->delegation.empty());
    Town away = town;
    for (Signatory& signatory : away.signatories)
      if (signatory.id == usual->id) signatory.absent_from = "2026-11-20", signatory.absent_to = "2026-11-30";
    const Signatory* deputy = away.signatory_for(service.code, "2026-11-23");
    REQUIRE_MESSAGE(deputy, service.code);
    CHECK(deputy->id != usual->id);
    CHECK(away.signatory_for(service.code, "2026-12-01")->id == usual->id);
  }
}

TEST_CASE("an appointment's day of the week is that of its date, whatever year it is") {
  LetterRow row = row_of(letter_named("rendez-vous"), 0);
  for (const auto& [date, day] : {std::pair("2026-12-07", "lundi 7 décembre 2026 à 10 h 30"), std::pair("2028-02-29", "mardi 29 février 2028 à 10 h 30"), std::pair("2027-01-03", "dimanche 3 janvier 2027 à 10 h 30")}) {
    row.values["rdv_date"] = date;
    CHECK(says(composed("rendez-vous", row, facts()), day));
  }
}
