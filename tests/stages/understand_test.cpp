#include "stages/understand.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/letter_page.h"
#include "tests/support/paths.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Desk {
  Town town;
  Registry registry{town.store(), fixed_registry()};
  UnderstandOptions options{"2026-11-23", "option", {"49890 Rivemont"}};

  Understood understand(const PlannedDocument& plan, const std::vector<RecordPage>& pages) const { return pli::understand(plan, pages, registry, town.cascade, options); }
};

RecordPage letter(const std::string& subject = "Objet : demande de plan", const std::string& body = "") {
  TypedPage text;
  text.block(20, 20, {"Camille Rousselet", "12 rue des Tanneurs", "49000 Angers"}).at(22, 95, subject).at(22, 110, "Madame, Monsieur,").at(22, 125, body.empty() ? "Je vous prie de m'adresser ce plan." : body);
  RecordPage page;
  page.facts.width = 2480;
  page.facts.height = 3508;
  page.facts.text = text.text();
  return page;
}

RecordPage blank() {
  RecordPage page;
  page.facts.blank = true;
  return page;
}

PlannedDocument plan_of(const std::vector<std::string>& roles) {
  PlannedDocument plan;
  for (const std::string& role : roles) plan.pages.push_back({static_cast<int>(plan.pages.size()), role == "blank", role == "blank" ? "letter" : role});
  return plan;
}

std::string field(const Understood& found, const std::string& name) {
  for (const Field& one : found.record.fields)
    if (one.name == name) return one.value;
  return "";
}

bool waits_for(const Understood& found, const std::string& reason) { return std::count(found.record.review.begin(), found.record.review.end(), reason) == 1; }

}  // namespace

TEST_CASE("pages are numbered, blanks have no page in the PDF, and parts follow the roles") {
  const Understood found = Desk().understand(plan_of({"letter", "blank", "annex", "annex", "envelope"}), {letter(), blank(), letter(), letter(), letter()});
  std::vector<int> numbers, in_pdf;
  for (const RecordPage& page : found.pages) numbers.push_back(page.number), in_pdf.push_back(page.pdf_page);
  CHECK(numbers == std::vector<int>{1, 2, 3, 4, 5});
  CHECK(in_pdf == std::vector<int>{1, 0, 2, 3, 4});
  REQUIRE(found.record.parts.size() == 3);
  CHECK(found.record.parts[0].to == 2);
  CHECK(found.record.parts[1].role == "annex");
  CHECK(found.record.parts[1].to == 4);
  CHECK(found.record.piece.envelope_page == 5);
}

TEST_CASE("the letter speaks, its annex does not; an annex alone does") {
  const Desk desk;
  CHECK(field(desk.understand(plan_of({"annex", "letter"}), {letter("Objet : annexe"), letter("Objet : lettre")}), "subject") == "lettre");
  CHECK(field(desk.understand(plan_of({"annex"}), {letter("Objet : annexe")}), "subject") == "annexe");
}

TEST_CASE("all that was read can be searched, annexes too") {
  const Understood found = Desk().understand(plan_of({"letter", "annex"}), {letter(), letter("", "Tableau des surfaces")});
  CHECK(found.text.find("ce plan") != std::string::npos);
  CHECK(found.text.find("Tableau des surfaces") != std::string::npos);
}

TEST_CASE("of an unopened pli no field is taken, and that it is closed is the reason, not that it could not be read") {
  PlannedDocument plan = plan_of({"letter"});
  plan.flags = {"unopened"};
  plan.reasons = {"unopened"};
  const Understood found = Desk().understand(plan, {letter()});
  CHECK(found.record.fields.empty());
  CHECK(found.record.review == std::vector<std::string>{"unopened"});
  CHECK_FALSE(Desk().understand(plan_of({"letter"}), {letter()}).record.fields.empty());
}

TEST_CASE("a letter in another language is said to be one; handwriting is illegible") {
  RecordPage page = letter();
  page.facts.legibility = Legibility::low;
  page.facts.doubts = {"foreign-language"};
  const Understood foreign = Desk().understand(plan_of({"letter"}), {page});
  CHECK(foreign.record.review == std::vector<std::string>{"foreign-language"});
  CHECK(foreign.record.service.confidence == 0);
  page.facts.doubts = {"legibility-low"};
  const Understood scrawl = Desk().understand(plan_of({"letter"}), {page});
  CHECK(waits_for(scrawl, "legibility-low"));
  CHECK(waits_for(scrawl, "illegible"));
  CHECK_FALSE(waits_for(scrawl, "foreign-language"));
}

TEST_CASE("what pages doubt and that one failed is said once, blanks doubt nothing") {
  RecordPage doubtful = letter(), failed, back = blank();
  doubtful.facts.doubts = {"skew-unsure"};
  failed.facts.failed = true;
  back.facts.doubts = {"turn-unsure"};
  const Understood found = Desk().understand(plan_of({"letter", "letter", "letter", "blank"}), {doubtful, doubtful, failed, back});
  CHECK(waits_for(found, "skew-unsure"));
  CHECK(waits_for(found, "page-failed"));
  CHECK_FALSE(waits_for(found, "turn-unsure"));
}

TEST_CASE("a stamp is held against a day that somebody stated, and against a file's age only when it is later") {
  const auto conflict = [](const std::string& received, const std::string& source, const std::string& stamp) {
    RecordPage page = letter();
    TypedPage stamped;
    stamped.at(130, 20, stamp);
    Block block = stamped.text().blocks.front();
    block.stamp = true;
    page.facts.text.blocks.push_back(block);
    Desk desk;
    desk.options.received = received;
    desk.options.received_source = source;
    const Understood found = desk.understand(plan_of({"letter"}), {page});
    REQUIRE(field(found, "stamp_date") != "");
    return waits_for(found, "date-conflict");
  };
  CHECK_FALSE(conflict("2026-11-23", "option", "REÇU LE 23 NOV. 2026"));
  CHECK(conflict("2026-11-23", "option", "REÇU LE 20 NOV. 2026"));
  CHECK_FALSE(conflict("2026-11-23", "file", "REÇU LE 20 NOV. 2026"));
  CHECK(conflict("2026-11-23", "file", "REÇU LE 25 NOV. 2026"));
}

TEST_CASE("a sheet's service opens a dossier; what nobody can place opens none") {
  PlannedDocument plan = plan_of({"letter"});
  plan.service = "finances";
  const Understood placed = Desk().understand(plan, {letter()});
  CHECK(placed.record.service.code == "finances");
  CHECK(placed.open_dossier);
  CHECK(placed.record.joined_by == "new");
  RecordPage scrawl = letter();
  scrawl.facts.legibility = Legibility::low;
  const Understood lost = Desk().understand(plan_of({"letter"}), {scrawl});
  CHECK_FALSE(lost.open_dossier);
  CHECK(lost.record.joined_by == "none");
}

TEST_CASE("a quoted reference of ours joins its dossier") {
  Desk desk;
  const std::string id = desk.registry.open_dossier("voirie-proprete", "Trou", "2026-01-01");
  const Understood found = desk.understand(plan_of({"letter"}), {letter("Objet : suite", "Votre courrier " + id)});
  CHECK(found.record.dossier == id);
  CHECK(found.record.joined_by == "reference");
  CHECK_FALSE(found.open_dossier);
}

TEST_CASE("a firm's invoice on paper is flagged for the public portal; a citizen's, and a firm's letter that is none, are not") {
  const std::filesystem::path shipped = source_folder() / "templates";
  const Services services = load_services(shipped / "services.toml");
  const Cascade cascade(services, Rules::load(shipped / "rules.toml", services), TextModel::load(shipped / "model/pli.model"));
  const Desk desk;
  const auto flagged = [&](const std::string& subject, const std::vector<std::string>& body) {
    TypedPage text;
    text.block(20, 20, {"Signalétique Rhodanienne SARL", "12 rue des Tanneurs", "49000 Angers"}).at(22, 95, subject).block(22, 110, body);
    RecordPage page;
    page.facts.width = 2480, page.facts.height = 3508, page.facts.text = text.text();
    const auto flags = understand(plan_of({"letter"}), {page}, desk.registry, cascade, desk.options).record.piece.flags;
    return std::count(flags.begin(), flags.end(), "chorus-pro") == 1;
  };
  const std::vector<std::string> invoice = {"FACTURE n° F-2026-118 du 30 octobre 2026", "Fourniture et pose de panneaux, bon de commande BC-204", "Total HT : 1 070,50 €   TVA 20 % : 214,10 €", "Net à payer TTC : 1 284,60 €",
                                            "Facture payable à 30 jours par virement."};
  std::vector<std::string> firms = invoice;
  firms.push_back("SIRET 732 829 320 00074");
  CHECK(flagged("Objet : facture n° F-2026-118", firms));
  CHECK_FALSE(flagged("Objet : facture n° F-2026-118", invoice));
  CHECK_FALSE(flagged("Objet : candidature", {"Madame, Monsieur,", "Je postule au poste de jardinier que vous proposez.", "SIRET 732 829 320 00074"}));
}
