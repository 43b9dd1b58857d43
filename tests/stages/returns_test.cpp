// Letters that the post gave back, and what has not come back at all: whole batches over a registry with letters of ours.
#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/code.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/expected_returns.h"
#include "stages/remind.h"
#include "tests/support/registry_desk.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::string key(32, 'k');
const std::string window = "MME LEA ESSAI|4 RUE DES PRES|49890 RIVEMONT";
const std::string label = "Destinataire inconnu à l'adresse";

// A town that sent a letter of two pages, which expects an answer.
struct Sent : Town {
  std::string dossier;

  Sent() {
    site_keys = {{"AB12", key}};
    Registry registry = open();
    dossier = registry.open_dossier("urbanisme", "Clôture", "2026-10-01");
    send(registry, a_letter("LETTER", dossier), "L-RUN");
  }
  Registry open() const { return Registry(store(), fixed_registry()); }
  static void send(Registry& registry, const LetterEntry& letter, const std::string& run, const std::string& tracking = "") {
    registry.open_run(a_run(run), {letter});
    registry.letter_made(made(*registry.letter(letter.id)));
    registry.complete_run(run, "sha");
    registry.mark_letter(letter.id, "posted", "2026-10-10", tracking);
  }
  std::string page(int number) const { return "code " + signed_payload({"AB12", dossier, "LETTER", number, 2, "", ""}, key); }
  LetterEntry letter(const char* id = "LETTER") const { return *open().letter(id); }
  /// The only record of a batch with these pages.
  Json record_of(const std::vector<std::string>& pages, const std::string& batch = "LOT") {
    fs::remove_all(scans());
    write_fake_scan(scans() / (batch + ".tif"), pages);
    run(request(batch));
    const auto documents = open().documents(batch);
    REQUIRE(documents.size() == 1);
    return Json::parse(read_file(out() / batch / documents[0].path / "record.json"));
  }
  std::string report(const std::string& batch = "LOT") const { return read_file(out() / batch / "report.html"); }
};

bool has_reason(const Json& record, const char* reason) {
  const auto reasons = record.at("review").at("reasons").get<std::vector<std::string>>();
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string states(const Registry& registry, const std::string& day) {
  std::string all;
  for (const ExpectedReturn& one : expected_returns(registry, day)) all += one.letter.id + ' ' + one.state + ' ';
  return all;
}

}  // namespace

TEST_CASE("under a returned sheet our page says which letter, the label why, and the address is flagged") {
  Sent town;
  const Json record = town.record_of({"sheet PLI1/S/RETURNED/0/0", "text Réf. à rappeler " + town.dossier + "|" + window + "|" + label});
  CHECK(record.at("returned") == Json{{"letter", "LETTER"}, {"motive", "unknown-recipient"}, {"legal_effect", false}, {"bad_address", true}, {"read", {"unknown-recipient"}}});
  CHECK(has_reason(record, "returned"));
  CHECK_FALSE(has_reason(record, "motive-unknown"));
  CHECK(town.letter().state == "returned");
  CHECK(town.letter().motive == "unknown-recipient");
  CHECK(town.open().bad_address("Mme Léa Essai", "4 rue des Prés\n49890 Rivemont"));
  CHECK(says(town.report(), "destinataire inconnu à l&#39;adresse"));
}

TEST_CASE("a stack under a returned sheet is one letter an envelope; without a label the motive is unknown and a person is asked") {
  Sent town;
  write_fake_scan(town.scans() / "a.tif", {"sheet PLI1/S/RETURNED/0/0", town.page(1), "text " + window, "sheet PLI1/S/DOCUMENT/0/0", "text Bonjour, voici une autre lettre."});
  town.run(town.request());
  const auto documents = town.open().documents("LOT");
  REQUIRE(documents.size() == 3);
  const Json coded = Json::parse(read_file(town.out() / "LOT" / documents[0].path / "record.json"));
  CHECK(coded.at("returned").at("letter") == "LETTER");
  CHECK(coded.at("returned").at("motive") == "unknown");
  CHECK(has_reason(coded, "motive-unknown"));
  const Json second = Json::parse(read_file(town.out() / "LOT" / documents[1].path / "record.json"));
  CHECK(second.at("returned").at("letter").is_null());  // the only letter to her came back already
  CHECK(has_reason(second, "return-unknown"));
  CHECK(second.at("dossier").at("id").is_null());
  CHECK_FALSE(Json::parse(read_file(town.out() / "LOT" / documents[2].path / "record.json")).contains("returned"));
}

TEST_CASE("without a sheet an envelope with our reference or the address of one letter and a label is a return") {
  const auto motive_of = [](Sent& town, const std::vector<std::string>& pages) {
    const Json record = town.record_of(pages);
    return record.contains("returned") ? record.at("returned").at("letter").get<std::string>() + ' ' + record.at("returned").at("motive").get<std::string>() + ' ' + record.at("dossier").at("joined_by").get<std::string>()
                                       : "none";
  };
  Sent reference;
  CHECK(motive_of(reference, {"text Réf. " + reference.dossier + "|" + window + "|" + label}) == "LETTER unknown-recipient reference");
  CHECK(reference.letter().state == "returned");
  Sent address;
  CHECK(motive_of(address, {"text " + window + "|Pli avisé et non réclamé"}) == "LETTER unclaimed address");
  CHECK(address.letter().state == "returned");
  CHECK(address.letter().legal_effect);
}

TEST_CASE("an opened letter that lies behind the envelope it came back in came back with it; alone it is an answer") {
  Sent town;
  write_fake_scan(town.scans() / "a.tif", {"text " + window + "|" + label, town.page(1), town.page(2)});
  town.run(town.request());
  const auto documents = town.open().documents("LOT");
  REQUIRE(documents.size() == 2);
  for (const DocumentEntry& document : documents) {
    const Json record = Json::parse(read_file(town.out() / "LOT" / document.path / "record.json"));
    CHECK(record.at("returned").at("letter") == "LETTER");
    CHECK(record.at("returned").at("motive") == "unknown-recipient");
  }
  CHECK(town.letter().state == "returned");
  town.record_of({town.page(1), town.page(2)}, "ANSWER");
  CHECK(town.letter().state == "answered");

  Sent enveloped;
  const Json record = enveloped.record_of({"sheet PLI1/S/DOCUMENT/0/0", enveloped.page(1), enveloped.page(2), "sheet PLI1/S/ENVELOPE/0/0", "text " + window + "|Retour à l'envoyeur"});
  CHECK(record.at("returned").at("motive") == "unknown");
  CHECK(enveloped.letter().state == "returned");
}

TEST_CASE("the twin: an answer that quotes our reference, even to say that somebody moved, is an answer") {
  const auto answered = [](Sent& town, const std::vector<std::string>& pages) {
    const Json record = town.record_of(pages);
    CHECK_FALSE(record.contains("returned"));
    CHECK_FALSE(has_reason(record, "returned"));
    return town.letter().state;
  };
  Sent plain;
  CHECK(answered(plain, {"text Léa Essai|4 rue des Prés|49890 Rivemont|Objet : ma clôture|Réf. " + plain.dossier + "|Madame, Monsieur,|Voici le plan."}) == "answered");
  Sent moved;
  CHECK(answered(moved, {"text Bonjour,|Réf. " + moved.dossier + "|Madame Essai n'habite plus à l'adresse indiquée|49890 Rivemont|Cordialement"}) == "answered");
  Sent sentence;
  CHECK(answered(sentence, {"text Réf. " + sentence.dossier + "|Le facteur écrit que je suis un destinataire inconnu à l'adresse alors que je suis là tous les jours"}) == "answered");
  Sent beside;
  CHECK(answered(beside, {"text " + window + "|" + label, "text Madame, Monsieur,|Réf. " + beside.dossier + "|Je vous renvoie cette enveloppe."}) == "answered");
  Sent envelope;
  CHECK(answered(envelope, {"text Réf. " + envelope.dossier + "|" + window}) == "answered");
  Sent nobody;
  CHECK(answered(nobody, {"text M PAUL MARTIN|8 RUE DU PORT|49000 ANGERS|" + label}) == "posted");
}

TEST_CASE("a list to tick is not believed, and the report shows what is printed on it") {
  Sent town;
  const Json record = town.record_of({"text Réf. " + town.dossier + "|" + window + "|□ Pli refusé par le destinataire|□ Destinataire inconnu à l'adresse"});
  CHECK(record.at("returned").at("motive") == "unknown");
  CHECK(record.at("returned").at("read") == Json{"unknown-recipient", "refused"});
  CHECK(has_reason(record, "motive-unknown"));
  CHECK(says(town.report(), "destinataire inconnu à l&#39;adresse, pli refusé par le destinataire"));
}

TEST_CASE("a registered letter refused is stated apart with what to check; a simple one is not") {
  Sent registered;
  {
    Registry registry = registered.open();
    registry.mark_letter("LETTER", "posted", "2026-10-10", "1A12345678901");
  }
  const Json record = registered.record_of({"sheet PLI1/S/RETURNED/0/0", "text Réf. " + registered.dossier + "|Pli refusé par le destinataire"});
  CHECK(record.at("returned").at("legal_effect") == true);
  CHECK(has_reason(record, "returned-refused"));
  CHECK(says(registered.report(), "produit ses effets à la date de présentation"));
  CHECK_FALSE(registered.open().bad_address("Mme Léa Essai", "4 RUE DES PRES\n49890 RIVEMONT"));
  Sent simple;
  const Json other = simple.record_of({"sheet PLI1/S/RETURNED/0/0", "text Réf. " + simple.dossier + "|Pli refusé par le destinataire"});
  CHECK(other.at("returned").at("legal_effect") == false);
  CHECK_FALSE(has_reason(other, "returned-refused"));
}

TEST_CASE("two letters to the same address in two dossiers: nothing is joined, both are proposed") {
  Sent town;
  std::string other;
  {
    Registry registry = town.open();
    other = registry.open_dossier("finances", "Loyer", "2026-10-01");
    Sent::send(registry, a_letter("OTHER", other), "L-OTHER");
  }
  const Json record = town.record_of({"sheet PLI1/S/RETURNED/0/0", "text " + window + "|" + label});
  CHECK(record.at("dossier").at("id").is_null());
  CHECK(record.at("dossier").at("candidates").size() == 2);
  CHECK(has_reason(record, "return-unknown"));
  CHECK(town.letter().state == "posted");
}

TEST_CASE("what became of each letter: waiting, overdue, answered, incomplete until a person settles it or the page comes, twice, undeliverable") {
  Sent town;
  CHECK(states(town.open(), "2026-11-09") == "LETTER waiting ");
  CHECK(states(town.open(), "2026-11-10") == "LETTER overdue ");
  town.record_of({town.page(2)});
  const auto incomplete = expected_returns(town.open(), "2026-11-23");
  REQUIRE(incomplete.size() == 1);
  CHECK(incomplete[0].state == "incomplete");
  CHECK(incomplete[0].missing == std::vector<int>{1});
  CHECK(incomplete[0].documents.size() == 1);
  CHECK(says(town.report(), "Il manque la page 1 sur 2."));
  town.record_of({town.page(1)}, "NEXT");
  CHECK(states(town.open(), "2026-11-23") == "LETTER answered ");
  town.record_of({town.page(1), "text Voici encore."}, "AGAIN");
  CHECK(states(town.open(), "2026-11-23") == "LETTER twice ");

  Sent back;
  back.record_of({"sheet PLI1/S/RETURNED/0/0", back.page(1)});
  CHECK(states(back.open(), "2026-11-23") == "LETTER undeliverable ");

  Sent unsure;
  {
    Registry registry = unsure.open();
    registry.open_run(a_run("L-DRAFT"), {a_letter("DRAFT", unsure.dossier)});
    LetterEntry draft = made(*registry.letter("DRAFT"));
    registry.letter_made(draft);
  }
  CHECK(says(states(unsure.open(), "2030-01-01"), "DRAFT waiting"));  // nobody said that it was posted
}

TEST_CASE("an answer of which a needed field was left empty is incomplete while a person looks at it") {
  Sent town;
  town.record_of({town.page(1), town.page(2)});
  const std::string id = town.open().documents("LOT")[0].id;
  Raw(town.store()).run("UPDATE documents SET reasons = '[\"form-unanswered\"]' WHERE id = '" + id + "'");
  CHECK(states(town.open(), "2026-11-23") == "LETTER incomplete ");
  Raw(town.store()).run("UPDATE documents SET reasons = '[]' WHERE id = '" + id + "'");
  CHECK(states(town.open(), "2026-11-23") == "LETTER answered ");
}

TEST_CASE("the report tells what its batch changed and counts what is overdue on its day, without names") {
  Sent town;
  {
    Registry registry = town.open();
    Sent::send(registry, a_letter("LATE", registry.open_dossier("finances", "Loyer", "2026-10-01")), "L-LATE");
  }
  town.record_of({town.page(1), town.page(2)});
  const std::string report = town.report();
  const auto begin = report.find("<section id=\"returns\""), end = report.find("</section>", begin);
  REQUIRE(begin != std::string::npos);
  const std::string section = report.substr(begin, end - begin);
  CHECK(says(section, "LETTER"));
  CHECK(says(section, "reçue"));
  CHECK(says(section, "Attendue le 9 novembre 2026 au plus tard"));
  CHECK(says(section, "en retard\u00A0: 1."));
  CHECK_FALSE(says(section, "Essai"));

  Town quiet;
  write_fake_scan(quiet.scans() / "a.tif", {"text Bonjour"});
  quiet.run(quiet.request());
  CHECK_FALSE(says(read_file(quiet.out() / "LOT/report.html"), "<section id=\"returns\""));
}

TEST_CASE("each overdue letter is reminded of once; what came back, what has no address and reminders themselves are left out, with the reason") {
  Sent town;
  Registry registry = town.open();
  const auto propose = [&](bool again = false) { return propose_reminders(registry, town.returns, "2026-11-23", again); };
  Reminders found = propose();
  REQUIRE(found.rows.size() == 1);
  CHECK(found.letters == std::vector<std::string>{"LETTER"});
  CHECK(found.rows[0] == Json{{"dossier", town.dossier},
                              {"service", "urbanisme"},
                              {"recipient", {{"name", "Mme Léa Essai"}, {"lines", {"4 RUE DES PRES", "49890 RIVEMONT"}}}},
                              {"reminds", "LETTER"},
                              {"lettre_date", "2026-11-24"},
                              {"lettre_objet", "« Votre demande »"},
                              {"attendu", {"votre réponse à cette lettre"}},
                              {"date_limite", "2026-12-08"}});
  LetterEntry reminder = a_letter("REMINDER", town.dossier, 15);
  reminder.reminder = true, reminder.reminds = "LETTER";
  registry.open_run(a_run("L-REMINDER"), {reminder});
  registry.letter_made(made(*registry.letter("REMINDER")));
  CHECK(propose().rows.size() == 1);  // its run was stopped: the same rows make it go on
  registry.complete_run("L-REMINDER", "sha");
  registry.mark_letter("REMINDER", "posted", "2026-10-20");
  found = propose();
  CHECK(found.rows.empty());
  REQUIRE(found.skipped.size() == 2);
  CHECK(found.skipped[0].reason == "reminder");
  CHECK(found.skipped[1].reason == "done");
  CHECK(propose(true).letters == std::vector<std::string>{"LETTER"});
  registry.mark_letters({"REMINDER"}, {"returned", "", "", "", "unknown-recipient", "none", true, "2026-11-20"});
  CHECK(propose(true).skipped.back().reason == "bad-address");

  LetterEntry nowhere = a_letter("NOWHERE", town.dossier);
  nowhere.address.clear();
  Sent::send(registry, nowhere, "L-NOWHERE");
  CHECK(propose().skipped.back().reason == "no-address");
}

TEST_CASE("a reminder made by hand, which names no letter, counts for what its dossier was asked before") {
  Sent town;
  Registry registry = town.open();
  LetterEntry reminder = a_letter("REMINDER", town.dossier, 15);
  reminder.reminder = true, reminder.date = "2026-11-12";
  registry.open_run(a_run("L-REMINDER"), {reminder});
  registry.letter_made(made(*registry.letter("REMINDER")));
  registry.complete_run("L-REMINDER", "sha");
  CHECK(propose_reminders(registry, town.returns, "2026-11-23", false).rows.empty());
  registry.mark_letter("REMINDER", "cancelled");
  CHECK(propose_reminders(registry, town.returns, "2026-11-23", false).rows.size() == 1);
}
