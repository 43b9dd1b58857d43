#include "stages/mail_register.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "stages/mail_statistics.h"
#include "tests/support/paths.h"
#include "tests/support/preflight.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

// Three pieces, one of them confidential and one with a document in review; a reject; two letters.
struct Office {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  Services services = load_services(source_folder() / "templates/services.toml");
  Messages french{source_folder() / "templates/messages", "fr"};

  Office() {
    registry.open_batch({"LOT", "digest", "2026-11-23", "option", (folder / "LOT").string(), false}, {});
    DocumentEntry filed = a_document("D1", 0), secret = a_document("D2", 1), doubtful = a_document("D3", 2);
    secret.service = "action-sociale", secret.subject = "Aide au logement";
    doubtful.reasons = {"service-unsure"};
    filed.pages = 2, secret.pages = 1, doubtful.pages = 3;
    Piece registered = a_piece("D1");
    registered.kind_of_mail = "registered", registered.tracking = "1A00000000000";
    registry.reserve(filed, registered, true);
    registry.reserve(secret, a_piece("D2"), true);
    registry.reserve(doubtful, a_piece("D3"), true);
    for (const char* id : {"D1", "D2", "D3"}) registry.emitted(id, "sha", "");
    registry.number_reject("LOT", "001-x.pdf", "scans/=x.pdf", "2026-11-23");
    const auto letters = registry.open_run(a_run(), {a_letter("A", registry.document("D1")->dossier), a_letter("B")});
    for (const LetterEntry& letter : letters) registry.letter_made(made(letter));
    registry.mark_letter("A", "posted", "2026-11-27");
  }
  std::vector<RegisterLine> lines() const { return register_lines(registry, services, "2026-11-01", "2026-11-30"); }
};

bool says(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("the register lists what came and what went out by number, rejected inputs too") {
  const Office office;
  const auto lines = office.lines();
  REQUIRE(lines.size() == 6);
  const char* states[] = {"filed", "filed", "review", "rejected", "posted", "generated"};
  for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i].state == states[i]);
  CHECK(lines[0].entry.number == "A-2026-000001");
  CHECK(lines[0].tracking == "1A00000000000");
  CHECK(lines[0].who == "Mme Léa Essai");
  CHECK(lines[0].pages == 2);
  CHECK(lines[3].entry.number == "A-2026-000004");
  CHECK(lines[4].entry.number == "D-2026-000001");
}

TEST_CASE("the register shows nothing of what is confidential, nor of a doubtful document that is not there any more") {
  const Office office;
  const auto lines = office.lines();
  CHECK(lines[1].withheld);
  CHECK(lines[2].withheld);
  const std::string csv = register_csv(lines, office.services, office.french);
  CHECK_FALSE(says(csv, "Aide au logement"));
  CHECK(says(csv, "A-2026-000002;2026-11-23;arrivée;Courrier simple;;;confidentiel;;"));
  CHECK(says(csv, "A-2026-000001;2026-11-23;arrivée;Recommandé;1A00000000000;;Mme Léa Essai;Permis de construire;"));
  CHECK(says(csv, ";'=x.pdf") == false);
  CHECK(says(csv, "scans/=x.pdf"));
}

TEST_CASE("what a document management system took is stated so, and a day without mail has an empty register") {
  Office office;
  office.registry.hand_over({"D1", "2026-11-25", "GED-1"});
  CHECK(office.lines()[0].state == "handed-over");
  CHECK(register_lines(office.registry, office.services, "2026-12-01", "2026-12-01").empty());
}

TEST_CASE("the register is a valid PDF/A, over several sheets when it must, and the same bytes each time") {
  std::string why_not;
  if (!pli::testing::preflight_there(&why_not)) {
    MESSAGE("left out: " << why_not);
    return;
  }
  const Office office;
  auto lines = office.lines();
  for (int i = 0; i < 60; ++i) lines.push_back(lines[0]);
  lines[5].subject = "Un objet très long qui ne tient pas sur une ligne, ni même sur deux, et qui sera coupé au bout de la troisième ligne de sa colonne parce que le registre doit rester lisible";
  const std::string pdf = register_pdf(lines, "2026-11-01", "2026-11-30", office.services, office.french);
  CHECK(pdf == register_pdf(lines, "2026-11-01", "2026-11-30", office.services, office.french));
  write_file(office.folder / "register.pdf", pdf);
  write_file(office.folder / "empty.pdf", register_pdf({}, "2026-12-01", "2026-12-01", office.services, office.french));
  for (const auto& [file, wrong] : pli::testing::preflight({office.folder / "register.pdf", office.folder / "empty.pdf"}, office.folder.path())) CHECK_MESSAGE(wrong.empty(), file << ": " << wrong);
}

TEST_CASE("the figures count what came, what Pli could not decide, what people changed and how long it took") {
  Office office;
  office.registry.hand_over({"D1", "2026-11-26", ""});
  DocumentChange change;
  change.service = "voirie-proprete", change.kind = "demande", change.subject = "Permis de construire", change.sender = "Mme Léa Essai", change.path = "voirie-proprete/D1";
  change.settled = true, change.correction_sha256 = "sha-c";
  office.registry.correct("D1", change);
  change.path = "urbanisme/D3", change.service = "urbanisme", change.correction_sha256 = "sha-d";
  office.registry.correct("D3", change);
  const MailStatistics all = mail_statistics(office.registry, {}, "2026-11-01", "2026-11-30", "2026-12-31");
  CHECK(all.pieces == 3);
  CHECK(all.rejected == 1);
  CHECK(all.received.documents == 3);
  CHECK(all.received.pages == 6);
  CHECK(all.sent.documents == 2);
  CHECK(all.by_channel.at("registered") == 1);
  CHECK(all.by_service.at("voirie-proprete").pages == 2);
  CHECK(all.reviewed == 1);
  CHECK(all.reasons.at("service-unsure") == 1);
  CHECK(all.waiting == 0);
  CHECK(all.corrected == 2);
  CHECK(all.rerouted == 1);
  CHECK(all.handed_over.documents == 1);
  CHECK(all.handed_over.median == 3);
  CHECK(all.answered.documents == 1);
  CHECK(all.answered.slow == 4);
  CHECK(mail_statistics(office.registry, {}, "2026-12-01", "2026-12-31", "2026-12-31").received.documents == 0);
}

TEST_CASE("a request of these days whose delay has run out is overdue, one of other days is not") {
  const Office office;
  RunningClock late{"D1", "", {"", "2026-12-01", "svr", "CRPA", 2, 0}}, other = late;
  other.document = "ELSEWHERE";
  CHECK(mail_statistics(office.registry, {late, other}, "2026-11-01", "2026-11-30", "2026-12-02").overdue == 1);
  CHECK(mail_statistics(office.registry, {late, other}, "2026-11-01", "2026-11-30", "2026-12-01").overdue == 0);
}
