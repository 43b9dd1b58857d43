#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

// A town with a few dossiers: a document in each of the first two.
struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string a, b, c;

  Desk() {
    open_lot(registry);
    a = registry.reserve(a_document("D1"), a_piece("D1"), true).dossier;
    b = registry.reserve(a_document("D2", 1), a_piece("D2"), true).dossier;
    c = registry.open_dossier("finances", "Facture", "2026-10-01");
  }
  std::vector<std::string> in(const std::string& dossier) const {
    std::vector<std::string> ids;
    for (const DocumentEntry& document : registry.documents_of_dossier(dossier)) ids.push_back(document.id);
    return ids;
  }
};

template <typename Action>
std::string refused(Action action) {
  try {
    action();
    return "";
  } catch (const UsageError& error) {
    return error.code();
  }
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("what is in a merged dossier goes to the other, and its number leads there") {
  Desk desk;
  desk.registry.open_run(a_run(), {a_letter("L1", desk.b)});
  desk.registry.letter_made(made(*desk.registry.letter("L1")));
  desk.registry.merge_dossiers(desk.a, desk.b);
  CHECK(desk.in(desk.a) == Ids{"D1", "D2", "L1"});
  CHECK(desk.in(desk.b).empty());
  CHECK(desk.registry.letter("L1")->dossier == desk.a);
  CHECK(desk.registry.dossier(desk.b)->state == "merged");
  CHECK(desk.registry.dossier(desk.b)->merged_into == desk.a);
  CHECK(desk.registry.lead(desk.b) == desk.a);
  CHECK(desk.registry.lead(desk.a) == desk.a);
  CHECK(desk.registry.lead("2026-999999-X") == "");
  CHECK(told(desk.registry, desk.b) == "dossier-opened dossier-merged");
  CHECK(told(desk.registry, desk.a) == "dossier-opened dossier-took");
  CHECK(broken_chain(desk.registry) == "");
}

TEST_CASE("a chain of mergers leads to its end, for documents and letters that come later too") {
  Desk desk;
  desk.registry.merge_dossiers(desk.b, desk.a);
  desk.registry.merge_dossiers(desk.c, desk.b);
  CHECK(desk.registry.lead(desk.a) == desk.c);
  CHECK(desk.registry.merged_into(desk.c) == Ids{std::min(desk.a, desk.b), std::max(desk.a, desk.b)});
  DocumentEntry later = a_document("D3", 2);
  later.dossier = desk.a;
  CHECK(desk.registry.reserve(later, a_piece("D3"), false).dossier == desk.c);
  CHECK(desk.registry.open_run(a_run(), {a_letter("L1", desk.a)}).front().dossier == desk.c);
  // The history of a dossier holds that of all that went into it.
  std::size_t opened = 0;
  for (const Event& event : desk.registry.history(desk.c)) opened += event.kind == "dossier-opened" ? 1U : 0U;
  CHECK(opened == 3);
}

TEST_CASE("a dossier is merged into no other twice, not into itself, not in a circle, not into one that is closed") {
  Desk desk;
  const std::size_t before = all_events(desk.registry).size();
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.a, desk.a); }) == "dossier-merge-self");
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.a, "2026-000123-H"); }) == "unknown-dossier");
  CHECK(refused([&] { desk.registry.merge_dossiers("2026-000123-H", desk.a); }) == "unknown-dossier");
  CHECK(all_events(desk.registry).size() == before);
  desk.registry.merge_dossiers(desk.a, desk.b);
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.b, desk.a); }) == "dossier-merge-self");  // b leads to a
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.a, desk.b); }) == "dossier-merge-self");
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.c, desk.b); }) == "dossier-merged");
  desk.registry.close_dossier(desk.a);
  CHECK(refused([&] { desk.registry.merge_dossiers(desk.a, desk.c); }) == "dossier-closed");
  CHECK(desk.registry.dossier(desk.c)->state == "open");
}

TEST_CASE("a dossier is closed and opened again, each once, with its events") {
  Desk desk;
  desk.registry.close_dossier(desk.a);
  CHECK(desk.registry.dossier(desk.a)->state == "closed");
  CHECK(refused([&] { desk.registry.close_dossier(desk.a); }) == "dossier-closed-already");
  desk.registry.reopen_dossier(desk.a);
  CHECK(desk.registry.dossier(desk.a)->state == "open");
  CHECK(refused([&] { desk.registry.reopen_dossier(desk.a); }) == "dossier-open");
  CHECK(told(desk.registry, desk.a) == "dossier-opened dossier-closed dossier-reopened");
  CHECK(refused([&] { desk.registry.close_dossier("2026-000123-H"); }) == "unknown-dossier");
  desk.registry.merge_dossiers(desk.a, desk.b);
  CHECK(refused([&] { desk.registry.close_dossier(desk.b); }) == "dossier-merged");
  CHECK(refused([&] { desk.registry.reopen_dossier(desk.b); }) == "dossier-merged");
}

TEST_CASE("dossiers are listed by service, state and day") {
  Desk desk;
  desk.registry.close_dossier(desk.a);
  const auto ids = [&](const DossierFilter& filter) {
    Ids found;
    for (const DossierEntry& dossier : desk.registry.dossiers(filter)) found.push_back(dossier.id);
    return found;
  };
  CHECK(ids({}) == Ids{desk.c, desk.b, desk.a});
  CHECK(ids({"urbanisme", "", ""}) == Ids{desk.b, desk.a});
  CHECK(ids({"urbanisme", "closed", ""}) == Ids{desk.a});
  CHECK(ids({"", "open", "2026-11-01"}) == Ids{desk.b});
  CHECK(ids({"voirie-proprete", "", ""}).empty());
}

TEST_CASE("a document is moved, taken out and put back; both dossiers tell of it") {
  Desk desk;
  desk.registry.attach("D1", desk.c);
  CHECK(desk.in(desk.c) == Ids{"D1"});
  CHECK(desk.registry.document("D1")->joined_by == "operator");
  CHECK(told(desk.registry, desk.a) == "dossier-opened document-left");
  CHECK(refused([&] { desk.registry.attach("D1", desk.c); }) == "document-there");
  desk.registry.detach("D1");
  CHECK(desk.in(desk.c).empty());
  CHECK(desk.registry.document("D1")->dossier == "");
  CHECK(desk.registry.document("D1")->joined_by == "none");
  CHECK(refused([&] { desk.registry.detach("D1"); }) == "document-nowhere");
  desk.registry.merge_dossiers(desk.b, desk.a);
  desk.registry.attach("D1", desk.a);  // follows the merger
  CHECK(desk.in(desk.b) == Ids{"D1", "D2"});
  CHECK(told(desk.registry, "D1") == "document-emitting document-attached document-detached document-attached");
  CHECK(refused([&] { desk.registry.attach("D9", desk.b); }) == "unknown-document");
  CHECK(refused([&] { desk.registry.attach("D1", "2026-000123-H"); }) == "unknown-dossier");
  CHECK(refused([&] { desk.registry.detach("D9"); }) == "unknown-document");
  CHECK(broken_chain(desk.registry) == "");
}

TEST_CASE("a letter of ours may change its dossier but not lose it") {
  Desk desk;
  desk.registry.open_run(a_run(), {a_letter("L1", desk.a)});
  desk.registry.letter_made(made(*desk.registry.letter("L1")));
  CHECK(refused([&] { desk.registry.detach("L1"); }) == "letter-stays");
  desk.registry.attach("L1", desk.b);
  CHECK(desk.registry.letter("L1")->dossier == desk.b);
  CHECK(desk.in(desk.b) == Ids{"D2", "L1"});
}

TEST_CASE("documents of one envelope are found together") {
  Desk desk;
  DocumentEntry other = a_document("D3", 2);
  other.piece = "P-D1";
  Piece piece = a_piece("D1");
  piece.kind_of_mail = "registered";
  desk.registry.reserve(other, piece, true);
  REQUIRE(desk.registry.documents_of_piece("P-D1").size() == 2);
  CHECK(desk.registry.documents_of_piece("P-D1")[1].id == "D3");
  CHECK(desk.registry.piece("P-D1")->batch == "LOT");
  CHECK_FALSE(desk.registry.piece("P-D9"));
  CHECK(desk.registry.place_of(*desk.registry.document("D3")) == "/out/LOT/urbanisme/D3");
}
