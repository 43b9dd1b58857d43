// pli dossier as people and scripts use it.
#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

// A store with dossiers of two services; what lies in "action-sociale" is confidential.
struct Store {
  TemporaryFolder folder;
  std::string roads, social, letter_dossier;

  Store() {
    Registry registry(folder / "pli.db", fixed_registry());
    open_lot(registry);
    roads = registry.reserve(a_document("D1"), a_piece("D1"), true).dossier;
    registry.emitted("D1", "record", "Madame,\nje demande un permis de construire près de l'étang.");
    DocumentEntry secret = a_document("D2", 1);
    secret.service = "action-sociale";
    secret.subject = "Demande d'aide";
    secret.piece = "P-D1";
    Piece piece = a_piece("D1");
    social = registry.reserve(secret, piece, true).dossier;
    registry.emitted("D2", "record", "Je demande une aide pour mes dettes près de l'étang.");
  }
  RunResult pli(std::vector<std::string> arguments, const std::string& ui = "fr") const {
    arguments.insert(arguments.begin(), "dossier");
    arguments.insert(arguments.end(), {"--store", folder / "pli.db", "--ui", ui});
    return run_pli(arguments, {.input = "", .folder = "", .environment = {{"TZ", "Europe/Paris"}}});
  }
  Json json(std::vector<std::string> arguments) const {
    arguments.emplace_back("--json");
    const RunResult result = pli(arguments);
    REQUIRE_MESSAGE(result.code == 0, result.err);
    return Json::parse(result.out);
  }
  std::string error(const std::vector<std::string>& arguments) const {
    const RunResult result = pli(arguments);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    const std::size_t begin = result.err.rfind('['), end = result.err.rfind(']');
    return begin == std::string::npos ? result.err : result.err.substr(begin + 1, end - begin - 1);
  }
};

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a dossier is shown with the keys of the contract, both directions, in date order") {
  const Store store;
  write_file(store.folder / "reponse.pdf", "%PDF-1.4 x");
  REQUIRE(store.pli({"attach", store.folder / "reponse.pdf", store.roads, "--outbound", "--date", "2026-11-25", "--subject", "Accord"}).code == 0);
  const Json shown = store.json({"show", store.roads});
  CHECK(shown.at("id") == store.roads);
  CHECK(shown.at("service") == "urbanisme");
  CHECK(shown.at("opened") == "2026-11-23");
  REQUIRE(shown.at("documents").size() == 2);
  for (const Json& document : shown.at("documents"))
    for (const char* key : {"id", "direction", "date", "kind", "status", "path"}) CHECK_MESSAGE(document.contains(key), key);
  CHECK(shown.at("documents")[0].at("direction") == "inbound");
  CHECK(shown.at("documents")[0].at("status") == "filed");
  CHECK(shown.at("documents")[0].at("path") == "/out/LOT/urbanisme/D1");
  CHECK(shown.at("documents")[1].at("direction") == "outbound");
  CHECK(fs::exists(shown.at("documents")[1].at("path").get<std::string>()));
  CHECK(shown.at("events").size() == 4);
}

TEST_CASE("what runs out before a day is listed with the law it rests on, the most pressing first; a confidential subject is not") {
  Store store;
  {
    Registry registry(store.folder / "pli.db", fixed_registry());
    DocumentEntry late = a_document("D3", 2), secret = a_document("D4", 3);
    secret.service = "action-sociale", secret.subject = "Demande d'aide";
    Arrival arrival;
    arrival.due = Due{"2026-12-03", "2027-01-23", "svr", "CRPA, art. L231-4", 2, 0};
    registry.reserve(late, a_piece("D3"), true, arrival);
    arrival.due->acknowledge_by = "2026-12-01";
    registry.reserve(secret, a_piece("D4"), true, arrival);
  }
  const Json listed = store.json({"list", "--due-before", "2026-12-31"});
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].at("due").at("document") == "D4");
  CHECK(listed[0].at("due").at("acknowledge_by") == "2026-12-01");
  CHECK(listed[1].at("due").at("regime") == "svr");
  CHECK(store.json({"list", "--due-before", "2026-12-03"}).size() == 1);
  CHECK(store.json({"list", "--due-before", "2026-12-31", "--service", "urbanisme"}).size() == 1);
  const std::string told = store.pli({"list", "--due-before", "2026-12-31"}).out;
  CHECK(says(told, "accuser réception avant le 3 décembre 2026"));
  CHECK_FALSE(says(told, "Demande d'aide"));
  const std::string id = listed[1].at("id");
  CHECK(store.json({"show", id}).at("due").at("decide_by") == "2027-01-23");
  CHECK(store.json({"show", store.roads}).at("due").is_null());
  CHECK(says(store.pli({"show", id}).out, "décider avant le 23 janvier 2027, le silence vaudra rejet (CRPA, art. L231-4)"));
  CHECK(store.error({"list", "--due-before", "demain"}) == "bad-date");
}

TEST_CASE("people read a dossier in their language: no word of the registry's own in French") {
  const Store store;
  REQUIRE(store.pli({"close", store.roads}).code == 0);
  REQUIRE(store.pli({"reopen", store.roads}).code == 0);
  const std::string french = store.pli({"show", store.roads}).out;
  for (const char* part : {"Dossier ", "Permis de construire", "Urbanisme, ouvert le 23 novembre 2026, ouvert", "23/11/2026  reçu    D1  Demande", "Mme Léa Essai", "Historique", "Dossier clos", "Dossier rouvert",
                           "23/11/2026 21:00"})
    CHECK_MESSAGE(says(french, part), french);
  for (const char* part : {"inbound", "demande", "dossier-", "document-", "?", "urbanisme,"}) CHECK_MESSAGE(!says(french, part), french);
  CHECK(says(store.pli({"show", store.roads}, "en").out, "opened 23 November 2026"));
}

TEST_CASE("a number is understood as people type it; one with a wrong character is told from one that is unknown") {
  const Store store;
  std::string low = store.roads;
  low.back() = static_cast<char>(std::tolower(low.back()));
  CHECK(store.json({"show", low}).at("id") == store.roads);
  CHECK(store.json({"show", ' ' + store.roads + ' '}).at("id") == store.roads);
  std::string wrong = store.roads;
  wrong[8] = wrong[8] == '7' ? '3' : '7';
  CHECK(store.error({"show", wrong}) == "bad-dossier-id");
  CHECK(store.error({"show", "x " + store.roads}) == "bad-dossier-id");
  CHECK(store.error({"show", "2026-000123-H"}) == "unknown-dossier");
}

TEST_CASE("the number of a merged dossier shows the one that took it, and says so") {
  const Store store;
  CHECK(store.json({"merge", store.roads, store.social}).at("documents").size() == 2);
  const Json shown = store.json({"show", store.social});
  CHECK(shown.at("id") == store.roads);
  CHECK(shown.at("asked") == store.social);
  CHECK(shown.at("merged") == Json::array({store.social}));
  CHECK(says(store.pli({"show", store.social}).out, "Le dossier " + store.social + " a été réuni au dossier " + store.roads));
  CHECK(store.error({"merge", store.roads, store.roads}) == "dossier-merge-self");
  CHECK(store.error({"close", store.social}) == "dossier-merged");
}

TEST_CASE("documents are attached and detached by their ids, files only with a direction") {
  const Store store;
  CHECK(store.json({"attach", "D1", store.social}).at("documents").size() == 2);
  CHECK(store.error({"attach", "D1", store.social}) == "document-there");
  CHECK(store.pli({"detach", "D1"}).code == 0);
  CHECK(store.error({"detach", "D1"}) == "document-nowhere");
  CHECK(store.error({"attach", "D9", store.social}) == "unknown-document");
  write_file(store.folder / "x.pdf", "%PDF-1.4 x");
  write_file(store.folder / "x.txt", "x");
  CHECK(store.error({"attach", store.folder / "x.pdf", store.social}) == "direction-missing");
  CHECK(store.error({"attach", store.folder / "x.txt", store.social, "--inbound"}) == "not-a-pdf");
  CHECK(store.error({"close", "2026-000123-H"}) == "unknown-dossier");
}

TEST_CASE("a search shows where the words stand, but nothing of what a confidential service got") {
  const Store store;
  const Json found = store.json({"search", "étang"});
  REQUIRE(found.size() == 2);
  for (const Json& hit : found) {
    const bool secret = hit.at("document") == "D2";
    CHECK(hit.at("withheld") == secret);
    CHECK(hit.contains("snippet") == !secret);
    CHECK(hit.contains("subject") == !secret);
    CHECK(hit.contains("names") == !secret);
    if (!secret) CHECK(hit.at("snippet") == "Madame, je demande un permis de construire près de l'étang.");
  }
  const std::string text = store.pli({"search", "etang"}).out;
  CHECK(says(text, "« Madame, je demande un permis de construire près de l'étang. »"));
  CHECK_FALSE(says(text, "dettes"));
  CHECK_FALSE(says(text, "Demande d'aide"));
  CHECK_FALSE(says(store.pli({"list"}).out, "Demande d'aide"));
  CHECK(store.error({"search", "* :"}) == "search-empty");
  const RunResult nothing = store.pli({"search", "voiture"});
  CHECK(nothing.code == 0);
  CHECK(nothing.out.empty());
  CHECK(says(nothing.err, "Rien"));
}

TEST_CASE("dossiers are listed by service, state and day; an envelope shows what came in it") {
  const Store store;
  CHECK(store.json({"list"}).size() == 2);
  CHECK(store.json({"list", "--service", "urbanisme"}).size() == 1);
  CHECK(store.json({"list", "--state", "closed"}).empty());
  CHECK(store.json({"list", "--since", "2026-11-24"}).empty());
  CHECK(store.error({"list", "--since", "hier"}) == "bad-date");
  CHECK(store.error({"list", "--service", "nulle-part"}) == "unknown-service");
  const Json piece = store.json({"piece", "D2"});
  CHECK(piece.at("id") == "P-D1");
  CHECK(piece.at("documents").size() == 2);
  CHECK(store.json({"piece", "P-D1"}) == piece);
  CHECK(store.error({"piece", "P-D9"}) == "unknown-piece");
}
